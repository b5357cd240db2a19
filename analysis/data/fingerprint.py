"""The content of a column as one hash: of its name, type and values, whatever file it is kept in.

Values are fed in batches of any size; the hash does not depend on where one ends and the next begins.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from analysis.modules import short_hash


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

    def feed(self, values: pa.Array | pa.ChunkedArray) -> None:
        """Add values; all batches of a column are of one type."""
        for chunk in values.chunks if isinstance(values, pa.ChunkedArray) else [values]:
            plain = _plain(chunk)
            if not pa.types.is_null(plain.type):
                self.kind = str(plain.type)
            self.rows += len(plain)
            self._feed(plain)

    def digest(self) -> str:
        """Return the hash of everything fed so far."""
        parts = [self.name, self.kind, str(self.rows), *(stream.hexdigest() for stream in self._streams)]
        return short_hash("\0".join(parts).encode())

    def _feed(self, plain: pa.Array) -> None:
        """Feed the three streams; a list column feeds those of its elements after its own lengths."""
        there, lengths, content = self._streams
        there.update(memoryview(plain.is_valid().cast("uint8").to_numpy()))
        if pa.types.is_null(plain.type):
            return
        if pa.types.is_list(plain.type):
            lengths.update(memoryview(plain.value_lengths().fill_null(0).to_numpy()))
            self._feed(_plain(plain.flatten()))
        elif pa.types.is_string(plain.type) or pa.types.is_binary(plain.type):
            filled = plain.fill_null("" if pa.types.is_string(plain.type) else b"")
            lengths.update(memoryview(pc.binary_length(filled).to_numpy()))
            content.update(memoryview(_bytes(filled)))
        else:
            content.update(memoryview(plain.fill_null(0).to_numpy(zero_copy_only=False)))


def _plain(values: pa.Array) -> pa.Array:
    """Return values in the one type that stands for all that say the same."""
    kind = values.type
    if pa.types.is_dictionary(kind):
        return _plain(values.dictionary_decode())
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return values.cast(pa.string())
    if pa.types.is_large_list(kind):
        return values.cast(pa.list_(kind.value_type))
    if pa.types.is_timestamp(kind):
        return values.cast(pa.timestamp("ns")).cast(pa.int64())
    if pa.types.is_boolean(kind):
        return values.cast(pa.uint8())
    return values


def _bytes(filled: pa.Array) -> pa.Buffer:
    """Return the text of all values end to end, without what lies before and behind a slice."""
    _, offsets, content = pa.concat_arrays([filled]).buffers()
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
