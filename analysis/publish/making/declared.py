"""What a notebook declares: its parameters, in the one cell tagged ``parameters``.

A parameter is declared as ``name = default  # type: kind  help``. Kinds are ``date``, ``month``, ``event``,
``place``, ``statements``, ``study``, ``rule`` (of linkage), ``language``, ``text`` and ``int``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import ParameterError, suggestion

KINDS = ("date", "month", "event", "place", "statements", "study", "rule", "language", "text", "int")
KERNEL = "python3"
TAG = "parameters"
DECLARATION = re.compile(rf"(\w+)\s*=\s*(.*?)\s*#\s*type:\s*({'|'.join(KINDS)})\b\s*(.*)")


@dataclass(frozen=True)
class Parameter:
    """One declared parameter of a notebook."""

    name: str
    kind: str
    default: Any
    help: str


def declared(notebook: Path) -> dict[str, Parameter]:
    """Return the parameters a notebook declares, in order.

    Raises
    ------
    ParameterError
        When the notebook is none, asks for another kernel, has not exactly one cell tagged ``parameters``, or
        a declaration has no kind we know or no literal default.
    """
    from papermill import inspect_notebook

    _check_notebook(notebook)
    found = {}
    for name, told in inspect_notebook(str(notebook)).items():
        kind = told["inferred_type_name"]
        if kind not in KINDS:
            raise ParameterError(
                f"{notebook.name}: parameter {name} is declared as {kind!r}. {suggestion(kind, KINDS)} "
                f"Write `{name} = ...  # type: <kind>  what it means`"
            )
        try:
            default = ast.literal_eval(told["default"])
        except (ValueError, SyntaxError):
            raise ParameterError(f"{notebook.name}: the default of {name} must be a plain text or number") from None
        found[name] = Parameter(name, kind, default, told["help"].strip())
    return found


def read_cell(source: str) -> Iterator[Parameter]:
    """Give the parameters that the source of a cell declares, line by line; other lines are passed over.

    Quicker than `declared`, which refuses what it cannot use; this is for those who only want to show or look.

    >>> [(each.name, each.kind, each.help) for each in read_cell('place = "Mosul"  # type: place  where\\nx = 1')]
    [('place', 'place', 'where')]
    """
    for line in source.splitlines():
        if found := DECLARATION.fullmatch(line.strip()):
            name, default, kind, told = found.groups()
            yield Parameter(name, kind, _literal(default), told)


def _literal(text: str) -> Any:
    """Return the value a piece of code writes down, or the code where it would have to be run."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def _check_notebook(path: Path) -> None:
    """Refuse a notebook that cannot be run with parameters."""
    import nbformat

    try:
        notebook = nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise ParameterError(f"no notebook {path.name} in notebooks/: correct the name in reports.toml") from None
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError, AttributeError) as problem:
        raise ParameterError(f"{path.name} is not a notebook ({problem}): open and save it in JupyterLab") from None
    kernel = notebook.metadata.get("kernelspec", {}).get("name")
    if kernel != KERNEL:
        raise ParameterError(f"{path.name} asks for the kernel {kernel!r}: choose the kernel {KERNEL!r} and save it")
    tagged = [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise ParameterError(
            f"{path.name} has {len(tagged)} cells tagged {TAG!r}, not one: tag the cell that sets the defaults, only it"
        )
