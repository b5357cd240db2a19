"""What an executed notebook holds for its report: blocks to read, tables and figures to save, headline, notes."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.errors import ReportError
from analysis.publish.display import (
    EVIDENCE_TYPE,
    HEADLINE_TYPE,
    OURS,
    OUTLINES_TYPE,
    PROVENANCE_TYPE,
    TABLE_TYPE,
    size_of,
)
from analysis.publish.making.declared import TAG

if TYPE_CHECKING:
    from nbformat import NotebookNode

INJECTED = "injected-parameters"
CHECKED = "nbval-check-output"  # small printed tables for the tests; the page shows the same in a table of its own


@dataclass(frozen=True)
class Block:
    """One thing to read: ``prose`` (Markdown), ``html``, ``figure`` (in words), ``text`` or ``code``."""

    kind: str
    content: str
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Contents:
    """Everything a report is made from."""

    blocks: list[Block] = field(default_factory=list)
    tables: dict[str, str] = field(default_factory=dict)
    behind: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # what stands behind the rows of each table
    figures: dict[str, bytes] = field(default_factory=dict)
    outlines: dict[str, str] = field(default_factory=dict)  # each figure as SVG
    drawn: dict[str, str] = field(default_factory=dict)  # the data of each figure, as CSV
    headline: str = ""
    basis: str = ""  # what the headline is of
    evidence: Mapping[str, Any] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)


def contents(notebook: NotebookNode) -> Contents:
    """Return what an executed notebook shows, in order.

    Raises
    ------
    ReportError
        When two figures or tables share a name, or there is no headline, no evidence panel or no provenance:
        a report without them cannot be listed, followed or repeated.
    """
    found = Contents()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found.blocks.append(Block("prose", cell.source))
        elif cell.cell_type == "code" and not {TAG, INJECTED, CHECKED} & set(cell.metadata.get("tags", [])):
            for output in cell.outputs:
                found.blocks.extend(_output(output, found))
            found.blocks.append(Block("code", cell.source))
    lacking = [name for name in ("headline", "evidence", "provenance") if not getattr(found, name)]
    if lacking:
        raise ReportError(
            f"the notebook shows no {' and no '.join(lacking)}: end it with ev.panel() and provenance(...), "
            "and give it one ev.headline(...)"
        )
    return found


def _output(output: NotebookNode, found: Contents) -> Iterator[Block]:
    """Yield the blocks of one output and keep what it carries; warnings stay in the log.

    HTML that our own displays did not make is shown as its plain text.
    """
    if output.output_type == "stream":
        if output.name == "stdout":
            yield Block("text", output.text)
        return
    if output.output_type not in ("display_data", "execute_result"):
        return
    data, note = output.data, output.metadata.get("civcas", {})
    found.headline = data.get(HEADLINE_TYPE, {}).get("text", found.headline)
    found.basis = data.get(HEADLINE_TYPE, {}).get("basis", found.basis)
    found.evidence = data.get(EVIDENCE_TYPE, found.evidence)
    found.provenance = data.get(PROVENANCE_TYPE, found.provenance)
    if TABLE_TYPE in data:
        name = data[TABLE_TYPE]["name"]
        _keep(found.tables, name, data[TABLE_TYPE]["csv"])
        if "behind" in data[TABLE_TYPE]:
            found.behind[name] = data[TABLE_TYPE]
    if note.get("kind") == "figure":
        _keep(found.figures, note["name"], b64decode(data["image/png"]))
        _keep(found.outlines, note["name"], data[OUTLINES_TYPE]["svg"])
        _keep(found.drawn, note["name"], note["csv"])
        wide, high = size_of(found.figures[note["name"]])
        yield Block("figure", note["alt"], note | {"width": str(wide), "height": str(high)})
    elif "text/html" in data and any(kind.startswith(OURS) for kind in data):
        named = {"table": data[TABLE_TYPE]["name"]} if TABLE_TYPE in data else {}
        yield Block("html", data["text/html"], named)
    elif "text/plain" in data:
        yield Block("text", data["text/plain"])


def _keep(shelf: dict[str, Any], name: str, content: Any) -> None:
    """Keep a table or figure under its name, once."""
    if name in shelf:
        raise ReportError(f"two tables or two figures are called {name!r}: give each its own name")
    shelf[name] = content
