"""What the manifest says of a table written as a file: its rows, and the hash of each column, batch by batch."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.data import fingerprint

BATCH = 122_880  # rows: those of a row group as they are written


def described(path: Path) -> dict[str, Any]:
    """Return ``rows`` and ``columns`` of a Parquet file, as the manifest keeps them.

    Parameters
    ----------
    path : Path
        A processed table; its columns are read one by one, so memory holds a batch of some columns.

    Returns
    -------
    dict
        Equal to the rows and the `analysis.data.store.column_hashes` of the frame that pandas reads from the file.
    """
    names = sorted(pq.read_schema(path).names)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        hashes = list(pool.map(lambda name: _column(path, name), names))
    return {"rows": pq.read_metadata(path).num_rows, "columns": dict(zip(names, hashes, strict=True))}


def _column(path: Path, name: str) -> str:
    """Return the hash of one column of a Parquet file."""
    kind = pq.read_schema(path).field(name).type
    listed = pa.list_(kind.value_type) if pa.types.is_list(kind) else kind  # files call an element as they please
    with pq.ParquetFile(path) as file:
        batches = file.iter_batches(BATCH, columns=[name], use_threads=False)
        told = (pa.table({name: batch.column(0).cast(listed)}) for batch in batches)
        return fingerprint.of_batches([name], told)[name]
