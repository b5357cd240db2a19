"""The content of a column as one hash: of its name, type and values, whatever file it is kept in.

Values are fed in batches of any size; the hash does not depend on where one ends and the next begins.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from analysis.modules import short_hash

TEXT = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
BYTES = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view)
LISTS = (pa.types.is_list, pa.types.is_large_list)


class Column:
    """The hash of one column, fed with its values in order.

    Three streams are hashed apart: which values are there, how long each is, and the values end to end.

    Parameters
    ----------
    name : str
        The column's name; part of the hash.

    Examples
    --------
    >>> whole, parts = Column("a"), Column("a")
    >>> whole.feed(pa.array(["x", None, "yz"]))
    >>> parts.feed(pa.array(["x"])); parts.feed(pa.array([None, "yz"]))
    >>> whole.digest() == parts.digest()
    True
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.kind = "null"
        self.rows = 0
        self._streams = [hashlib.sha256() for _ in range(3)]
        self._parts: dict[str, Column] = {}  # the elements of a list, the fields of a struct: columns of their own

    def feed(self, values: pa.Array | pa.ChunkedArray) -> None:
        """Add values; all batches of a column are of one type."""
        chunks = values.chunks if isinstance(values, pa.ChunkedArray) else [values]
        for chunk in chunks or [pa.array([], values.type)]:  # a column without a chunk still has its type
            plain = _plain(chunk)
            if not pa.types.is_null(plain.type):
                self.kind = _kind(chunk.type)
            self.rows += len(plain)
            self._feed(plain)

    def digest(self) -> str:
        """Return the hash of everything fed so far."""
        told = [self.name, self.kind, str(self.rows), *(stream.hexdigest() for stream in self._streams)]
        return short_hash("\0".join([*told, *(part.digest() for part in self._parts.values())]).encode())

    def _feed(self, plain: pa.Array) -> None:
        """Feed the three streams, and the columns of what each value is made of."""
        there, lengths, content = self._streams
        there.update(memoryview(plain.is_valid().cast("uint8").to_numpy()))
        if pa.types.is_null(plain.type):
            return
        if pa.types.is_list(plain.type):
            lengths.update(memoryview(plain.value_lengths().fill_null(0).to_numpy()))
            self._part("").feed(plain.flatten())
        elif pa.types.is_struct(plain.type):
            for field, values in zip(plain.type, plain.flatten(), strict=True):
                self._part(field.name).feed(values)
        elif pa.types.is_string(plain.type) or pa.types.is_binary(plain.type):
            filled = plain.fill_null("" if pa.types.is_string(plain.type) else b"")
            lengths.update(memoryview(pc.binary_length(filled).to_numpy()))
            content.update(memoryview(_bytes(filled)))
        elif pa.types.is_primitive(plain.type):
            content.update(memoryview(plain.fill_null(0).to_numpy(zero_copy_only=False)))
        else:
            raise TypeError(f"{self.name}: values of the type {plain.type} have no hash")

    def _part(self, name: str) -> Column:
        """Return the column of one part of the values."""
        return self._parts.setdefault(name, Column(name))


def _kind(kind: pa.DataType) -> str:
    """Return the name of a type, one for all that hold the same; what a value is made of is named apart."""
    if pa.types.is_dictionary(kind):
        return _kind(kind.value_type)
    if pa.types.is_timestamp(kind):
        return f"timestamp {kind.tz or ''}"
    if pa.types.is_struct(kind):
        return "struct"
    names = {"string": TEXT, "binary": BYTES, "list": LISTS}
    return next((name for name, tests in names.items() if any(test(kind) for test in tests)), str(kind))


def _plain(values: pa.Array) -> pa.Array:
    """Return values in the one type that stands for all that say the same."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return _plain(values.dictionary_decode())
    if any(test(kind) for test in TEXT[1:]) or pa.types.is_decimal(kind):
        return values.cast(pa.string())
    if any(test(kind) for test in BYTES[1:]):
        return values.cast(pa.binary())
    if pa.types.is_large_list(kind):
        return values.cast(pa.list_(kind.value_type))
    if pa.types.is_timestamp(kind):
        return values.cast(pa.timestamp("ns", kind.tz)).cast(pa.int64())
    if pa.types.is_temporal(kind):
        return values.view({32: pa.int32(), 64: pa.int64()}[kind.bit_width])
    if pa.types.is_boolean(kind):
        return values.cast(pa.uint8())
    return values


def _bytes(filled: pa.Array) -> pa.Buffer:
    """Return the text of all values end to end, without what lies before and behind a slice."""
    _, offsets, content = filled.buffers()
    if content is None or not len(filled):
        return pa.py_buffer(b"")
    edges = pa.Array.from_buffers(pa.int32(), len(filled) + 1 + filled.offset, [None, offsets])
    first, last = edges[filled.offset].as_py(), edges[filled.offset + len(filled)].as_py()
    return content.slice(first, last - first)


def of_batches(names: Iterable[str], batches: Iterable[pa.RecordBatch | pa.Table]) -> dict[str, str]:
    """Return the hash of each column of a table that comes in batches.

    >>> sorted(of_batches(["a"], [pa.table({"a": [1, 2]})])) == ["a"]
    True
    """
    columns = {name: Column(name) for name in names}
    for batch in batches:
        for name, column in columns.items():
            column.feed(batch.column(name))
    return {name: column.digest() for name, column in columns.items()}
