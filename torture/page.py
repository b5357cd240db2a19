"""docs/reliability.md, from what the parts found."""

from __future__ import annotations

from collections.abc import Iterable

from torture.part import Part

PREFACE = """# Reliability

What was done to this project on purpose, how often, and what happened. `make torture` does it all again and writes this
page anew; `python -m torture NAME` does one part. A time that broke its promise is counted in the column *failed*, with
the first examples below the table.
"""


def page(found: Iterable[tuple[str, Part]]) -> str:
    """Return the page.

    Parameters
    ----------
    found : iterable of (str, Part)
        The commit that was tried, and what was found.

    Examples
    --------
    >>> from torture.part import Line
    >>> print(page([("abc", Part("a", "Tables", "Each is refused.", [Line("torn rows", 1200, "refused")]))]))
    ... # doctest: +ELLIPSIS
    # Reliability
    ...
    | torn rows | 1,200 | refused | 0 |
    ...
    """
    return "\n".join([PREFACE, *(_section(commit, part) for commit, part in found)])


def _section(commit: str, part: Part) -> str:
    """Return the section of one part."""
    lines = [
        f"## {part.title}",
        "",
        part.promise,
        "",
        "| tried | times | what happened | failed |",
        "|---|--:|---|--:|",
    ]
    for each in part.lines:
        lines.append(f"| {_cell(each.tried)} | {each.times:,} | {_cell(each.happened)} | {each.failed:,} |")
    broken = [(each.tried, example) for each in part.lines for example in each.examples]
    lines += ["", *(f"- failed, {_cell(tried)}: {_cell(example)}" for tried, example in broken)] if broken else []
    for note in part.notes:
        lines += ["", note]
    return "\n".join([*lines, "", f"Tried on `{commit}` with `python -m torture {part.name}`.", ""])


def _cell(text: str) -> str:
    """Return text on one line, fit for a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")
