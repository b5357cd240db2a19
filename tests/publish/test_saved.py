from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.publish import saved

GOOD: dict[str, Any] = {
    "report": "a", "title": "A", "notebook": {"name": "n.ipynb", "sha256": "0"}, "given": {}, "parameters": {},
    "tables": {"t": {"c": "0"}}, "files": {"data/raw/t.csv": "0"}, "modules": {}, "templates": {}, "versions": {},
    "outputs": {"tables/t.csv": "0"},
}  # fmt: skip


def read(folder: Path, told: Any) -> dict[str, Any] | None:
    path = folder / "provenance.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    return saved.record(path)


def test_a_record_is_read_as_it_is_and_one_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == GOOD and saved.record(tmp_path / "no.json") == {}


@pytest.mark.parametrize(
    "spoilt",
    [
        {"report": 5},
        {"title": []},
        {"notebook": 5},
        {"notebook": {"sha256": None}},
        {"given": []},
        {"tables": [1]},
        {"tables": {"t": 5}},
        {"tables": {"t": {"c": 5}}},
        {"files": {"../../etc/passwd": "0"}},
        {"files": {"/etc/x": "0"}},
        {"outputs": {"a\0b": "0"}},
        {"outputs": 5},
        {"modules": {"a": 5}},
        {"templates": None},
        {"versions": {"python": 3}},
    ],
    ids=str,
)
def test_a_record_that_is_built_otherwise_is_spoilt(tmp_path: Path, spoilt: dict[str, Any]) -> None:
    assert read(tmp_path, GOOD | spoilt) is None


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_spoilt(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.json").write_bytes(content)
    assert saved.read_json(tmp_path / "x.json") is None


def test_a_folder_in_its_place_is_spoilt(tmp_path: Path) -> None:
    assert saved.read_json(tmp_path) is None
