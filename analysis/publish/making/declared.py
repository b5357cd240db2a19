"""What a notebook declares: its parameters, in the one cell tagged ``parameters``.

A parameter is declared as ``name = default  # type: kind  help``. Kinds are ``date``, ``month``, ``event``,
``place``, ``statements``, ``study``, ``rule`` (of linkage), ``language``, ``text`` and ``int``.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import outside
from analysis.errors import ParameterError, suggestion
from analysis.outside import LONGEST_SHOWN, seen, short

KINDS = ("date", "month", "event", "place", "statements", "study", "rule", "language", "text", "int")
KERNEL, LANGUAGE = "python3", "python"
TAG = "parameters"
LONGEST = 20_000  # letters of the parameters cell
MOST = 64 * 2**20  # bytes of a notebook, which has no outputs here
TYPED = re.compile(r"#\s*type:\s*(\S+)\s*(.*)")
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
        When the notebook is none, asks for another kernel, has not exactly one cell tagged ``parameters``, that cell
        does anything but set defaults, or a declaration has no kind we know or no literal default.
    """
    source = _source(notebook)
    told = _comments(notebook.name, source)
    found: dict[str, Parameter] = {}
    for line in _lines(notebook.name, source):
        name, default = _default(notebook.name, line)
        if name in found:
            raise ParameterError(f"{notebook.name}: its parameters cell sets {name} twice: keep one of the lines")
        typed = TYPED.fullmatch(told.get(line.end_lineno or 0, ""))
        kind, meaning = typed.groups() if typed else (None, "")
        if kind not in KINDS:
            raise ParameterError(
                f"{notebook.name}: parameter {name} is declared as {short(kind)}. "
                f"{suggestion(str(kind)[:LONGEST_SHOWN], KINDS)} Write `{name} = ...  # type: <kind>  what it means`"
            )
        found[name] = Parameter(name, kind, default, meaning.strip())
    return found


def _lines(name: str, source: str) -> list[ast.stmt]:
    """Return the statements of the parameters cell, or refuse one that is too long or no Python."""
    if len(source) > LONGEST:
        raise ParameterError(f"{name}: its parameters cell has {len(source):,} letters: only set defaults there")
    try:
        with warnings.catch_warnings(action="ignore"):  # of what is only odd: whoever runs the notebook sees it
            return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        told = seen(str(problem))
        raise ParameterError(f"{name}: its parameters cell is no Python ({told}): correct it") from None


def _default(name: str, line: ast.stmt) -> tuple[str, str | int | float]:
    """Return the parameter that a statement sets, or refuse one that does anything else: it is run, whatever it is."""
    target = line.targets[0] if isinstance(line, ast.Assign) and len(line.targets) == 1 else None
    if not isinstance(line, ast.Assign) or not isinstance(target, ast.Name):
        raise ParameterError(
            f"{name}: line {line.lineno} of its parameters cell does more than set a default: move it to another cell"
        )
    try:
        default = ast.literal_eval(line.value)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        default = None
    if not isinstance(default, (str, int, float)):
        raise ParameterError(f"{name}: the default of {target.id} must be a plain text or number")
    return target.id, default


def _comments(name: str, source: str) -> dict[int, str]:
    """Return the comment of each line of a cell that has one."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError, IndentationError) as problem:
        told = seen(str(problem))
        raise ParameterError(f"{name}: its parameters cell is no Python ({told}): correct it") from None
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


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


def _source(path: Path) -> str:
    """Return the source of the parameters cell of a notebook that can be run with parameters, or refuse it."""
    notebook = read_notebook(path)
    kernel = notebook.metadata.get("kernelspec", {})
    if kernel.get("name") != KERNEL:
        asked = short(kernel.get("name"))
        raise ParameterError(f"{path.name} asks for the kernel {asked}: choose the kernel {KERNEL!r} and save it")
    language = kernel.get("language") or notebook.metadata.get("language_info", {}).get("name")
    if language != LANGUAGE:
        raise ParameterError(f"{path.name} is in the language {short(language)}: open and save it in JupyterLab")
    tagged = [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise ParameterError(
            f"{path.name} has {len(tagged)} cells tagged {TAG!r}, not one: tag the cell that sets the defaults, only it"
        )
    if tagged[0].cell_type != "code":
        raise ParameterError(f"{path.name}: its cell tagged {TAG!r} is no code: tag the cell that sets the defaults")
    return str(tagged[0].source)


def read_notebook(path: Path) -> Any:
    """Return a notebook in the form of version 4, as ``nbformat`` reads it, or refuse a file that is none.

    Parameters
    ----------
    path : Path
        Its file.

    Raises
    ------
    ParameterError
        When there is no such file, it is far too large, no JSON, of a version that is not known, or not built as a
        notebook is.
    """
    import nbformat

    text = _text(path)
    try:
        outside.parsed(text)  # what is nested beyond all use is refused before it is looked at
        notebook = nbformat.convert(nbformat.reader.reads(text), 4)
        with warnings.catch_warnings(action="ignore"):  # cells without ids are fine: they get new ones
            nbformat.validate(notebook)
    except Exception as problem:  # what is built otherwise fails in as many ways
        told = str(problem).partition("\n")[0] or type(problem).__name__
        raise ParameterError(f"{path.name} is not a notebook ({_part(told)}): open and save it in JupyterLab") from None
    return notebook


def _text(path: Path) -> str:
    """Return the text of a notebook's file, or refuse what is no file of text, or far larger than one should be."""
    if not path.is_file():
        if path.is_symlink() or path.exists():
            raise ParameterError(f"{path.name} in notebooks/ is no file, or a link to none: put the notebook there")
        raise ParameterError(f"no notebook {path.name} in notebooks/: correct the name in reports.toml")
    size = path.stat().st_size
    if size > MOST:
        raise ParameterError(f"{path.name} has {size:,} bytes, more than {MOST:,}: clear its outputs and save it")
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as problem:
        raise ParameterError(f"{path.name} is not a notebook ({problem}): open and save it in JupyterLab") from None


def _part(text: str) -> str:
    """Return the beginning of what a library says of a file, which may hold much of it."""
    return seen(text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…")
