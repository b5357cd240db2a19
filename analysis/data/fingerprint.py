"""The content of a table as hashes, one a column, the same from a frame in memory and from a Parquet file.

A column is hashed batch by batch, in three streams that do not depend on where batches end: the lengths of texts and
lists, which cells are missing, and the values. So ten million rows are hashed in the memory of one batch.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

BATCH = 131_072  # rows
ABSENT = -1  # the length of a missing text


def of_frame(frame: pd.DataFrame) -> dict[str, str]:
    """Return the sha256 of each column: its name, type and values; the index does not count.

    >>> of_frame(pd.DataFrame({"a": [1]}))["a"][:8]
    'HASH0000'
    """
    return {
        str(name): column_hash(str(name), str(kind), [pa.Array.from_pandas(frame[name])])
        for name, kind in frame.dtypes.items()
    }


def of_file(path: Path) -> dict[str, str]:
    """Return the sha256 of each column of a Parquet file, equal to `of_frame` of what pandas reads from it.

    Parameters
    ----------
    path : Path
        Written by pandas, or by `analysis.data.large.parquet` with the same notes on its types.
    """
    kinds = pq.read_schema(path).empty_table().to_pandas().dtypes
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        hashes = pool.map(lambda name: column_hash(name, str(kinds[name]), _batches(path, name)), kinds.index)
        return dict(zip(kinds.index, hashes, strict=True))


def of_table(columns: dict[str, str]) -> str:
    """Return one hash of a whole table from those of its columns, their order included."""
    return hashlib.sha256(json.dumps(list(columns.items())).encode()).hexdigest()


def column_hash(name: str, kind: str, batches: Iterable[pa.Array]) -> str:
    """Return the sha256 of a column from its batches, wherever these end.

    Parameters
    ----------
    name, kind : str
        The column's name, and its type as pandas calls it.
    batches : iterable of Array
        The values: text, whole or decimal numbers, days, truth values, or lists of these.
    """
    streams = [hashlib.sha256() for _ in range(3)]
    for batch in batches:
        for stream, data in _streams(batch):
            streams[stream].update(data)
    whole = hashlib.sha256(json.dumps([name, kind]).encode())
    for digest in streams:
        whole.update(digest.digest())
    return whole.hexdigest()


def _batches(path: Path, name: str) -> Iterator[pa.Array]:
    """Yield one column of a Parquet file, a batch at a time."""
    with pq.ParquetFile(path, memory_map=True) as file:
        for batch in file.iter_batches(BATCH, columns=[name], use_threads=False):
            yield batch.column(0)


def _streams(values: pa.Array) -> Iterator[tuple[int, np.ndarray | memoryview]]:
    """Yield the bytes of a batch and which stream each belongs to: 0 lengths, 1 missing, 2 values."""
    kind = values.type
    if pa.types.is_null(kind):
        values, kind = values.cast(pa.string()), pa.string()
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        yield 0, _bytes(pc.list_value_length(values).cast(pa.int32()).fill_null(ABSENT))
        yield from _streams(values.flatten())
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        yield 0, _bytes(pc.binary_length(values).cast(pa.int32()).fill_null(ABSENT))
        yield 2, _letters(values)
    else:
        yield 1, _bytes(values.is_null().cast(pa.uint8()))
        yield 2, _bytes(_numbers(values))


def _numbers(values: pa.Array) -> pa.Array:
    """Return numbers, days and truth values in eight bytes each, missing ones as zero."""
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.timestamp("us"))
    wide = pa.float64() if pa.types.is_floating(values.type) else pa.int64()
    return values.cast(wide).fill_null(0)


def _bytes(values: pa.Array) -> np.ndarray:
    """Return the bytes of numbers without missing ones."""
    return values.to_numpy(zero_copy_only=False).view(np.uint8)


def _letters(texts: pa.Array) -> memoryview:
    """Return the UTF-8 bytes of texts, one after the other; those under a missing cell are left out."""
    texts = texts.fill_null("") if texts.null_count else texts
    first, last = _ends(texts)[[0, -1]]
    letters = texts.buffers()[2]
    return memoryview(letters if letters is not None else b"")[first:last]


def _ends(texts: pa.Array) -> np.ndarray:
    """Return where each text starts among the bytes, and where the last one ends."""
    if not len(texts):
        return np.zeros(1, int)
    width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
    return np.frombuffer(texts.buffers()[1], width)[texts.offset : texts.offset + len(texts) + 1]
