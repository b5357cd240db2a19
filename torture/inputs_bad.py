"""Files that are spoilt a little or a lot: strategies of hypothesis over tables, bytes, and the card."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from torture import inputs_pools as pools

Table = list[list[str]]

PLACE = st.integers(0, 2**20)
CELL = st.one_of(st.sampled_from(pools.CELLS), st.text(max_size=12), st.integers(-(10**20), 10**20).map(str))
ROW_HARMS = ("cell", "cell", "cell", "cell", "cell", "twice", "drop", "longer", "shorter", "blank", "copy_cell", "swap")
HEAD_HARMS = ("rename", "remove", "double", "reorder", "head_cell", "case")
HARM = st.tuples(st.sampled_from((*ROW_HARMS * 8, *HEAD_HARMS)), PLACE, PLACE, CELL)
BYTE_HARM = st.tuples(
    st.sampled_from(("put", "cut", "flip", "over", "truncate", "double")), PLACE, st.sampled_from(pools.BYTES)
)
WAYS = ("plain",) * 24 + ("mark", "crlf", "cr", "no_end", "quoted", "semicolons", "cp1256", "utf-16", "latin-1")
WHOLE_FILES = pools.whole_files()


def tables(base: Table) -> st.SearchStrategy[bytes]:
    """Return files made from a true table: some cells, rows or headers spoilt, written in some way, then its bytes."""
    harmed = st.builds(_harmed, st.just(base), st.lists(HARM, max_size=4))
    written = st.builds(_written, harmed, st.sampled_from(WAYS))
    bytes_spoilt = st.builds(_bytes_harmed, written, st.lists(BYTE_HARM, min_size=1, max_size=3))
    cut = st.builds(lambda content, at: content[: at % (len(content) + 1)], written, PLACE)
    return _mostly(written, bytes_spoilt, cut, strangers())


def _mostly(usual: st.SearchStrategy[bytes], *others: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Return the usual inputs in three quarters of the cases; `st.one_of` would give each kind as often."""
    kinds = [usual, *others]
    return st.sampled_from([0] * 3 * len(others) + list(range(1, len(kinds)))).flatmap(kinds.__getitem__)


def strangers() -> st.SearchStrategy[bytes]:
    """Return files of another kind, and bytes without any sense."""
    return st.one_of(st.sampled_from(WHOLE_FILES), st.binary(max_size=400), st.text(max_size=200).map(_encoded))


def _encoded(text: str) -> bytes:
    """Return text as bytes; what cannot be said in UTF-8 is said as its three bytes all the same."""
    return text.encode("utf-8", "surrogatepass")


def _harmed(base: Table, harms: Sequence[tuple[str, int, int, str]]) -> Table:
    """Return a table with some harm done to it, one after another."""
    table = [list(row) for row in base]
    for kind, row, column, text in harms:
        if kind in HEAD_HARMS:
            _harm_head(table, kind, column, text)
        elif len(table) > 1:
            _harm_row(table, kind, 1 + row % (len(table) - 1), column, text)
    return table


def _harm_row(table: Table, kind: str, at: int, column: int, text: str) -> None:
    """Spoil one row."""
    row = table[at]
    where = column % max(len(row), 1)
    if kind == "cell" and row:
        row[where] = text
    elif kind == "twice":
        table.insert(1 + column % len(table), list(row))
    elif kind == "drop":
        del table[at]
    elif kind == "longer":
        row.insert(where, text)
    elif kind == "shorter" and row:
        del row[where]
    elif kind == "blank":
        table.insert(at, [])
    elif kind == "copy_cell" and row:
        other = table[1 + column % (len(table) - 1)]
        if where < len(other):
            row[where] = other[where]
    elif kind == "swap":
        other = column % len(table)
        table[at], table[other] = table[other], table[at]


def _harm_head(table: Table, kind: str, column: int, text: str) -> None:
    """Spoil the header, with its column or without."""
    head = table[0]
    if not head:
        return
    at = column % len(head)
    if kind in ("rename", "head_cell"):
        head[at] = text if kind == "rename" else head[at] + text[:3]
    elif kind == "case":
        head[at] = head[at].upper()
    elif kind == "double":
        head[at] = head[(column // 7) % len(head)]
    elif kind == "remove":
        for row in table:
            del row[at : at + 1]
    elif kind == "reorder":
        for row in table:
            row[:] = row[at:] + row[:at]


def _written(table: Table, way: str) -> bytes:
    """Return a table as a file, in one of the ways of programs."""
    held = io.StringIO(newline="")
    end = {"crlf": "\r\n", "cr": "\r"}.get(way, "\n")
    writer = csv.writer(
        held, lineterminator=end, delimiter=";" if way == "semicolons" else ",",
        quoting=csv.QUOTE_ALL if way == "quoted" else csv.QUOTE_MINIMAL,
    )  # fmt: skip
    for row in table:
        writer.writerow(row) if row else held.write(end)
    text = held.getvalue()
    if way in ("cp1256", "latin-1", "utf-16"):
        return text.encode(way, "replace")
    content = _encoded(text[: -len(end)] if way == "no_end" else text)
    return b"\xef\xbb\xbf" + content if way == "mark" else content


def _bytes_harmed(content: bytes, harms: Sequence[tuple[str, int, bytes]]) -> bytes:
    """Return bytes with some put in, cut out, turned, written over, or doubled."""
    for kind, place, what in harms:
        at = place % (len(content) + 1)
        if kind == "put":
            content = content[:at] + what + content[at:]
        elif kind == "cut":
            content = content[:at] + content[at + 1 + place % 40 :]
        elif kind == "over":
            content = content[:at] + what + content[at + len(what) :]
        elif kind == "flip" and at < len(content):
            content = content[:at] + bytes([content[at] ^ (1 << place % 8)]) + content[at + 1 :]
        elif kind == "truncate":
            content = content[:at]
        elif kind == "double":
            content = content[:at] + content[max(0, at - 60) : at] + content[at:]
    return content


def cards(base: dict[str, Any]) -> st.SearchStrategy[bytes]:
    """Return descriptions of tables with some of their parts removed, replaced, renamed or nested."""
    change = st.tuples(
        st.sampled_from(("set", "set", "remove", "rename", "double", "deep")), PLACE, st.sampled_from(pools.JSON_VALUES)
    )
    changed = st.builds(_card_harmed, st.just(base), st.lists(change, min_size=1, max_size=2))
    text = json.dumps(base).encode()
    spoilt = st.builds(_bytes_harmed, st.just(text), st.lists(BYTE_HARM, min_size=1, max_size=3))
    return _mostly(changed, spoilt, strangers())


def _card_harmed(base: dict[str, Any], changes: Sequence[tuple[str, int, object]]) -> bytes:
    """Return a card as JSON after some changes, surrogates written as JSON writes them."""
    card = copy.deepcopy(base)
    for kind, place, value in changes:
        holders = list(_holders(card))
        if not holders:
            break
        holder, key = holders[place % len(holders)]
        if kind == "set":
            holder[key] = copy.deepcopy(value)
        elif kind == "remove":
            del holder[key]
        elif kind == "rename" and isinstance(holder, dict):
            holder[str(value)] = holder.pop(key)
        elif kind == "double" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        elif kind == "deep":
            for _ in range(50):
                value = [value]
            holder[key] = value
    return json.dumps(card).encode()


def _holders(node: Any) -> Any:
    """Yield every place in a JSON value that can be changed."""
    keys = range(len(node)) if isinstance(node, list) else list(node) if isinstance(node, dict) else ()
    for key in keys:
        yield node, key
        yield from _holders(node[key])
