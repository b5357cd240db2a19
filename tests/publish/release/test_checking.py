from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import DataError
from analysis.publish.release import checking, crate, pack


@pytest.fixture
def unpacked(files: dict[str, bytes], tmp_path: Path) -> Path:
    for name, content in pack.described(files, crate.cited(files["CITATION.cff"])).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_each_file_that_differs_has_one_sentence(unpacked: Path) -> None:
    assert checking.check(unpacked) == []
    (unpacked / "Makefile").write_bytes(b"all\n")
    (unpacked / "data" / "raw" / "events.csv").unlink()
    (unpacked / "notes.txt").write_text("mine", encoding="utf-8")
    assert sorted(checking.check(unpacked)) == [
        "Makefile is not as it was released: its checksum differs; unpack the release again.",
        "data/raw/events.csv is missing: unpack the release again.",
        "notes.txt is not part of the release: it was added later.",
    ]


def test_a_list_that_leads_outside_is_not_followed(unpacked: Path) -> None:
    with (unpacked / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{'0' * 64}  ../outside.txt\n")
    assert checking.check(unpacked) == [
        "../outside.txt is listed but lies outside the release: do not trust this copy."
    ]


def test_what_is_no_release_or_has_a_damaged_list_is_refused(unpacked: Path) -> None:
    with pytest.raises(DataError, match="holds no SHA256SUMS"):
        checking.check(unpacked / "data")
    (unpacked / "SHA256SUMS").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 1 is no checksum"):
        checking.check(unpacked)
