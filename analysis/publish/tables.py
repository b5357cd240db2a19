"""Tables for reading (HTML), for a terminal (text) and for work (CSV). A missing value is never shown as a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from analysis import cells, language
from analysis.errors import DataError, suggestion
from analysis.publish.behind import behind, is_figure, keys_of_rows
from analysis.publish.display import Table, checked_name, is_web, link, marked_up, quoted
from analysis.publish.seeing import shown as seen

DASH = "—"
TEXT_ROWS = 30
DATE = re.compile(r"\b\d{4}-\d{2}(-\d{2})?\b", re.ASCII)


def table(
    frame: pd.DataFrame,
    name: str,
    caption: str,
    columns: Mapping[str, str] | None = None,
    *,
    align: Mapping[str, str] | None = None,
    max_rows: int | None = None,
    rests_on: str = "",
) -> Table:
    """Return a table to show.

    Parameters
    ----------
    frame : DataFrame
        Cells may be text, counts, bounds (anything whose ``str`` is words) or numbers of `analysis.publish.evidence`.
    name : str
        Slug; the CSV is called ``tables/<name>.csv``.
    caption : str
        What is counted, for whom, where, when.
    columns : mapping of str to str, optional
        Column to heading, in the order shown; the first holds the row headings. Default: all.
    align : mapping of str to str, optional
        Column to ``left``, ``right`` or ``center``; by default counts stand right.
    max_rows : int, optional
        Show only the first rows, and say so. The CSV always holds every row and every column.
    rests_on : str, optional
        What its figures rest on where its rows have no ``row_key`` or ``row_keys``: printed below it. With keys, each
        figure leads to its rows.

    Raises
    ------
    DataError, ReportError
        When a column is not in the frame, or name or caption cannot be used.

    Examples
    --------
    >>> shown = table(pd.DataFrame({"who": ["monitor"], "killed": [None]}), "one", "One row", {"who": "Who"})
    >>> shown.csv.splitlines()
    ['who,killed', 'monitor,']
    """
    checked_name(name, caption)
    headings = dict(columns) if columns else {str(column): str(column).replace("_", " ") for column in frame.columns}
    _check(frame, headings, align or {})
    shown = frame[list(headings)] if max_rows is None else frame[list(headings)].head(max_rows)
    cut = f"First {len(shown)} of {len(frame)} rows; all in tables/{name}.csv." if len(shown) < len(frame) else ""
    sides = {column: (align or {}).get(column) or _side(frame[column]) for column in headings}
    sides = {column: f"{side} {_breadth(frame[column])}".strip() for column, side in sides.items()}
    rest = [column for column in frame.columns if column not in headings]
    whole, keys = _whole(shown), keys_of_rows(frame.head(len(shown)))
    lines = behind(shown, keys, headings, lambda value, column: words(_spoken(value), column in whole))
    notes = [note for note in (cut, f"Rests on: {rests_on}" if rests_on else "") if note]
    return Table(
        name, caption, _html(shown, caption, headings, sides, notes, [bool(each) for each in keys]),
        _text(shown, caption, headings, notes), csv_text(frame[[*headings, *rest]]), tuple(lines), rests_on,
    )  # fmt: skip


def _check(frame: pd.DataFrame, headings: Mapping[str, str], align: Mapping[str, str]) -> None:
    """Refuse columns the frame lacks, and sides that are none."""
    for column in [*headings, *align]:
        if column not in frame.columns:
            raise DataError(f"no column {column!r} to show. {suggestion(column, map(str, frame.columns))}")
    for column, side in align.items():
        if side not in ("left", "right", "center"):
            raise DataError(f"align of {column!r} is {side!r}. {suggestion(side, ('left', 'right', 'center'))}")


def _html(
    shown: pd.DataFrame, caption: str, headings: Mapping[str, str], sides: Mapping[str, str],
    notes: list[str], keyed: list[bool],
) -> str:  # fmt: skip
    """Return the table as HTML in a box that scrolls sideways on a small screen.

    A figure of a row that has keys is marked with the place of its row; see `analysis.publish.leading`.
    """
    head = "".join(
        f'<th scope="col" class="{sides[column]}">{marked_up(text)}</th>' for column, text in headings.items()
    )
    whole = _whole(shown)
    rows = []
    for place, values in enumerate(shown.itertuples(index=False, name=None), 1):
        cells = _cells(list(zip(headings, values, strict=True)), whole, place if keyed[place - 1] else None)
        tail = "".join(f'<td class="{sides[c]}">{cell}</td>' for c, cell in list(zip(headings, cells, strict=True))[1:])
        rows.append(f'<tr><th scope="row" class="{next(iter(sides.values()))}">{cells[0]}</th>{tail}</tr>')
    none = marked_up("No rows.")
    body = "\n".join(rows) or f'<tr><td colspan="{len(headings)}" class="left">{none}</td></tr>'
    note = "".join(f'\n<p class="table-note">{marked_up(note)}</p>' for note in notes)
    label = escape(seen(language.reword(caption))) if "<bdi" not in quoted(caption) else language.tr("Table")
    return (
        f'<div class="table-wrap" tabindex="0" role="region" aria-label="{label}">\n<table>\n'
        f"<caption>{marked_up(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n"
        f"</table>\n</div>{note}"
    )


def _cells(values: list[tuple[str, Any]], whole: set[str], place: int | None) -> list[str]:
    """Return the cells of a row as HTML; with a place, each figure is marked with it, or the heading where none is."""
    cells = [_cell(value, column in whole) for column, value in values]
    if place is None:
        return cells
    figures = [is_figure(value, words(_spoken(value), column in whole)) for column, value in values]
    if not any(figures) and not any(hasattr(value, "html") for _, value in values):
        figures[0] = not is_web(values[0][1])
    return [
        f'<span data-row="{place}">{cell}</span>' if figure else cell
        for cell, figure in zip(cells, figures, strict=True)
    ]


def _cell(value: Any, whole: bool) -> str:
    """Return one cell as HTML."""
    if hasattr(value, "html"):
        return str(value.html())
    if _missing(value):
        return nothing_stated()
    if is_web(value):
        return link(value)
    return DATE.sub(r'<span class="nb">\g<0></span>', marked_up(words(value, whole)))


def nothing_stated() -> str:
    """Return an empty cell as HTML: a dash to see, and words for those who hear the page."""
    told = language.tr("not stated")
    return f'<span aria-hidden="true" title="{told}">—</span><span class="visually-hidden">{told}</span>'


def words(value: Any, whole: bool = False) -> str:
    """Return a value as a reader would write it; a missing one is a dash.

    >>> [words(True), words(1204), words(pd.NA), words(12.0, whole=True), words(["a", "b"])]
    ['yes', '1,204', '—', '12', 'a; b']
    """
    if _missing(value):
        return DASH
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if pd.api.types.is_integer(value) or (whole and pd.api.types.is_float(value)):
        return f"{int(value):,}"
    if pd.api.types.is_float(value):
        return f"{value:,.1f}"
    return _plain(value)


def _plain(value: Any) -> str:
    """Return anything that is neither missing nor a number as text."""
    value = _listed(value)
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d" if value == value.normalize() else "%Y-%m-%d %H:%M")
    if isinstance(value, (list, tuple, set, frozenset)) and not hasattr(value, "_fields"):
        return "; ".join(map(str, sorted(value) if isinstance(value, (set, frozenset)) else value))
    return str(value)


def _listed(value: Any) -> Any:
    """Return an array (which is what a list read from Parquet is) as a list, and anything else as it is."""
    return value.tolist() if isinstance(value, np.ndarray) else value


def _missing(value: Any) -> bool:
    """Return whether a cell is missing; empty text and an empty list say nothing either."""
    value = _listed(value)
    if isinstance(value, (str, list, tuple, set, frozenset)) and not hasattr(value, "_fields"):
        return len(value) == 0
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _whole(frame: pd.DataFrame) -> set[str]:
    """Return the columns of decimals that hold only whole numbers: counts that met a missing value."""
    decimals = frame.select_dtypes("float")
    return {str(name) for name, column in decimals.items() if (column.dropna() % 1 == 0).all()}


def _side(column: pd.Series) -> str:
    """Return the side a column stands on by default."""
    number = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    return "right" if number else "left"


def _breadth(column: pd.Series) -> str:
    """Return whether a column's cells are short (never broken), long (given room) or neither."""
    longest = max((len(words(_spoken(value))) for value in column), default=0)
    return "short" if longest <= len("YYYY-MM-DD") else "long" if longest > 48 else ""


def _text(shown: pd.DataFrame, caption: str, headings: Mapping[str, str], notes: list[str]) -> str:
    """Return the table for a terminal."""
    whole = _whole(shown)
    part = shown.head(TEXT_ROWS)
    cells = {column: [words(_spoken(value), column in whole) for value in part[column]] for column in headings}
    lines = [list(row) for row in zip(*cells.values(), strict=True)]
    wide = [max(map(len, column)) for column in zip(list(headings.values()), *lines, strict=True)]
    rows = [_line(row, wide) for row in [list(headings.values()), *lines]]
    more = f"and {len(shown) - TEXT_ROWS} more rows" if len(shown) > TEXT_ROWS else ""
    return "\n".join(line for line in (caption, *rows, more, *notes) if line)


def _line(cells: Iterable[str], wide: Iterable[int]) -> str:
    """Return one line of a text table."""
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, wide, strict=True)).rstrip()


def _spoken(value: Any) -> Any:
    """Return the text of a number with evidence, and anything else as it is."""
    return str(value) if hasattr(value, "html") else value


def csv_text(frame: pd.DataFrame) -> str:
    """Return a whole frame as CSV: UTF-8, LF, missing cells empty, counts without decimals.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; see `analysis.cells`.

    >>> csv_text(pd.DataFrame({"a": ["=1+1", "-120"]}))
    "a\\n'=1+1\\n-120\\n"
    """
    whole = _whole(frame)
    plain = {str(name): pd.Series(_column(frame[name], name in whole), dtype=object) for name in frame.columns}
    return cells.csv_text(pd.DataFrame(plain))


def _column(column: pd.Series, whole: bool) -> list[str | None]:
    """Return a column as text, None where it is missing."""
    return [None if _missing(value) else _data(value, whole) for value in column]


def _data(value: Any, whole: bool) -> str:
    """Return a value as data: no thousands mark, full precision."""
    if hasattr(value, "html"):
        return str(getattr(value, "value", value))
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if pd.api.types.is_integer(value) or (whole and pd.api.types.is_float(value)):
        return str(int(value))
    if pd.api.types.is_float(value):
        return repr(float(value))
    return _plain(value)
