"""From a file to rows of text, each with the line it starts on, or a refusal of the file in one sentence.

Comma separated, quoted as RFC 4180 says, the columns of the format and no others, in any order. Cells are trimmed,
runs of white space become one space, marks that only steer the direction of writing go, an empty cell is missing.
"""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv as arrow

from analysis.data import signs
from analysis.data.importers.encodings import to_utf8
from analysis.data.importers.rejects import listed
from analysis.errors import DataError, suggestion

QUOTE, COMMA, LINE, RETURN = b'",\n\r'
WIDE = r"\x{0085}\x{00A0}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{3000}"
SPACE = rf"[\s{WIDE}]+"
STEERING = r"[\x{061C}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}\x{FEFF}]"
UNTIDY = rf"^ | $|  |[\t\n\r{WIDE}{STEERING[1:]}"
BLOCK = 1 << 26  # bytes; a row must fit into one
MOST = 300  # columns of a header, and letters of each, in the mean

Positions = NDArray[np.int64]


class Sheet(NamedTuple):
    """One file as it was read."""

    file: str
    sha256: str
    rows: pd.DataFrame  # text, missing where empty, indexed by the line a row starts on
    rejects: pd.DataFrame  # rows that have too many or too few cells
    n_in: int  # rows in the file, the header not counted


class Layout(NamedTuple):
    """Where the records of a file lie; blank lines are none."""

    starts: Positions
    stops: Positions
    lines: Positions
    widths: Positions


def read(path: Path, columns: list[str], encoding: str = "") -> Sheet:
    """Return the rows of a file.

    Parameters
    ----------
    path : Path
        A comma-separated file with a header.
    columns : list of str
        The columns its format has; the result has them in this order.
    encoding : str
        See `analysis.data.importers.encodings.to_utf8`.

    Raises
    ------
    DataError
        When the file cannot be read, decoded or told apart into rows, or its header names other columns.
    """
    if path.exists() and not path.is_file():
        raise DataError(f"{path.name} is no file: name the file of the export")
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise DataError(f"{path.name} cannot be read ({problem.strerror}): name the file of the export") from None
    packed = signs.packed(content)
    if packed:
        raise DataError(f"{path.name} is {packed}: export the table as comma-separated text")
    text = to_utf8(content, path.name, encoding)
    layout = records(text, path.name)
    header = _header(text, layout, columns, path.name)
    rows, rejects = _rows(text, layout, header, path.name)
    digest = hashlib.sha256(content).hexdigest()
    return Sheet(path.name, digest, rows[columns], rejects, max(len(layout.lines) - 1, 0))


def records(text: bytes, file: str) -> Layout:
    """Return where the records lie, and refuse quotes and line ends that leave it open.

    >>> records(b'a,b\\n"x\\ny",1\\n2,3\\n', "a.csv").lines.tolist()
    [1, 2, 4]

    Raises
    ------
    DataError
        When a quote stands inside a cell or is never closed, or a carriage return ends a line alone.
    """
    bytes_ = np.frombuffer(text, dtype=np.uint8)
    quotes, newlines = np.flatnonzero(bytes_ == QUOTE), np.flatnonzero(bytes_ == LINE)
    _refuse_quotes(bytes_, quotes, newlines, file)
    _refuse_returns(bytes_, quotes, newlines, file)
    ends = newlines[_outside(newlines, quotes)]
    starts, stops = np.append(0, ends + 1), np.append(ends, len(text))
    stops = stops - ((stops > starts) & (bytes_[np.maximum(stops - 1, 0)] == RETURN) if len(text) else 0)
    filled = stops > starts
    starts, stops = starts[filled], stops[filled]
    commas = np.flatnonzero(bytes_ == COMMA)
    commas = commas[_outside(commas, quotes)] if len(quotes) else commas
    widths = 1 + np.searchsorted(commas, stops) - np.searchsorted(commas, starts)
    return Layout(starts, stops, 1 + np.searchsorted(newlines, starts), widths)


def _outside(positions: Positions, quotes: Positions) -> NDArray[np.bool_]:
    """Return whether each position lies outside quoted cells."""
    return np.searchsorted(quotes, positions) % 2 == 0


def _refuse_quotes(bytes_: NDArray[np.uint8], quotes: Positions, newlines: Positions, file: str) -> None:
    """Refuse a quote that opens inside a cell, closes before its end, or is never closed."""
    opening, closing = quotes[0::2], quotes[1::2]
    before, after = (np.pad(bytes_, 1, constant_values=LINE)[at] for at in (opening, closing + 2))
    doubled = np.append(opening[1:], -1)[: len(closing)] == closing + 1
    wrong = [
        opening[~np.isin(before, (COMMA, LINE)) & ~np.append(False, doubled)[: len(opening)]],
        closing[~np.isin(after, (COMMA, LINE, RETURN)) & ~doubled],
        quotes[-1:] if len(quotes) % 2 else quotes[:0],
    ]
    found = np.concatenate(wrong)
    if len(found):
        raise DataError(
            f"{file}, line {1 + np.searchsorted(newlines, found.min())}: a quote is not closed or stands in a cell; "
            "write cells with quotes in quotes and double the inner ones"
        )


def _refuse_returns(bytes_: NDArray[np.uint8], quotes: Positions, newlines: Positions, file: str) -> None:
    """Refuse a carriage return that ends a line without a line feed."""
    returns = np.flatnonzero(bytes_ == RETURN)
    alone = returns[np.append(bytes_, LINE)[returns + 1] != LINE]
    alone = alone[_outside(alone, quotes)]
    if len(alone):
        raise DataError(
            f"{file}, line {1 + np.searchsorted(newlines, alone[0])}: a carriage return stands alone; "
            "save the file with LF or CRLF line ends"
        )


def _header(text: bytes, layout: Layout, columns: list[str], file: str) -> list[str]:
    """Return the header, or say how it differs from the columns of the format."""
    if not len(layout.starts):
        raise DataError(f"{file} is empty: name the file of the export")
    if layout.widths[0] > MOST or layout.stops[0] - layout.starts[0] > MOST * MOST:
        raise DataError(
            f"{file}: its first line has {layout.widths[0]:,} cells and is no header; name the export's file"
        )
    first = text[layout.starts[0] : layout.stops[0]].decode()
    csv.field_size_limit(signs.LONGEST)
    names = [name.strip() for name in next(csv.reader(io.StringIO(first, newline="")))]
    if len(names) == 1 and len(columns) > 1 and any(sign in first for sign in ";\t"):
        raise DataError(f"{file} is separated by semicolons or tabs: save it separated by commas")
    unknown = [name for name in names if name not in columns]
    problems = [
        f"the column {name[:80]!r} is none of this format's. {suggestion(name, columns)}" for name in unknown[:3]
    ]
    missing = [name for name in columns if name not in names]
    if missing:
        problems.append(f"missing: {', '.join(missing)}")
    if len(names) != len(set(names)):
        problems.append("a column is named twice")
    if problems:
        more = f" ({len(unknown) - 3} more unknown)" if len(unknown) > 3 else ""
        raise DataError(f"{file}: {'; '.join(problems)}{more}; keep exactly the columns listed in docs/importing.md")
    return names


def _rows(text: bytes, layout: Layout, header: list[str], file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that have a cell for every column, and the list of those that have not."""
    lines, widths = layout.lines[1:], layout.widths[1:]
    fit = widths == len(header)
    told = [f"has {width} cells where the header has {len(header)}; mend commas and quotes" for width in widths[~fit]]
    rejects = listed(file, pd.Index(lines[~fit]), pd.Series(told, index=lines[~fit], dtype="str"))
    body = pa.py_buffer(text)[layout.starts[1] :] if fit.any() else b""
    table = _table(body, header, file)
    if len(table) != fit.sum():
        raise DataError(f"{file} cannot be told apart into rows: export it anew as plain comma-separated text")
    tidy = pa.table({name: _tidy(table[name]) for name in header})
    frame = tidy.to_pandas().astype("str")
    return frame.set_axis(pd.Index(lines[fit], dtype="int64"), axis=0), rejects


def _table(body: bytes | pa.Buffer, header: list[str], file: str) -> pa.Table:
    """Return the cells of the records as text; records of another width are left out."""
    kinds = dict.fromkeys(header, pa.string())
    if not len(body):
        return pa.table({name: pa.array([], pa.string()) for name in header})
    try:
        return arrow.read_csv(
            pa.BufferReader(body), arrow.ReadOptions(column_names=header, block_size=BLOCK),
            arrow.ParseOptions(newlines_in_values=True, invalid_row_handler=lambda row: "skip"),
            arrow.ConvertOptions(column_types=kinds, strings_can_be_null=False),
        )  # fmt: skip
    except pa.ArrowInvalid as problem:
        reason = str(problem).splitlines()[0]
        raise DataError(f"{file} cannot be told apart into rows ({reason}): export it anew") from None


def _tidy(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column with its white space and steering marks set right, empty cells missing."""
    untidy = pc.match_substring_regex(column, UNTIDY)
    if pc.any(untidy).as_py():
        plain = pc.replace_substring_regex(pc.replace_substring_regex(column, STEERING, ""), SPACE, " ")
        column = pc.if_else(untidy, pc.utf8_trim(plain, " "), column)
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
