from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.data import manifest, store
from analysis.data.large import hashes
from analysis.paths import Project


@pytest.mark.parametrize("batch", [1, 100, 10_000])
def test_a_file_has_the_hashes_of_its_frame_whatever_the_batches(
    built: Project, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(hashes, "BATCH", batch)
    names = ["places"] if batch == 1 else ["claims", "statements", "incidents"]
    for name in names:
        assert hashes.described(built.processed / f"{name}.parquet") == manifest.read(built)["tables"][name]


def test_lists_with_and_without_elements(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [["x", "y"], [], ["z"]], "b": ["", None, "ب"]})
    frame.to_parquet(tmp_path / "lists.parquet", index=False)
    told = hashes.described(tmp_path / "lists.parquet")
    assert told == {"rows": 3, "columns": dict(sorted(store.column_hashes(frame).items()))}
