from __future__ import annotations

import csv

import pytest
import streaming

from analysis.errors import DataError
from analysis.paths import Project

FAULTS = {
    "evidence": ("a\u202eb", "not seen"), "url": (" https://example.org", "white space"), "event": ("nowhere", "in no row"),
    "published": ("0025-03-17", "is no date"), "killed_min": ("about 230", "whole number"), "country": ("Atlantis", "allowed"),
    "claim_id": ("", "is empty"), "statement_id": ("st-of-nobody", ""),
}  # fmt: skip


@pytest.mark.parametrize("column", FAULTS)
def test_streamed_claims_are_refused_in_the_words_of_the_small_path(
    copy: Project, monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    path = copy.raw / "public_claims.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    value, words = FAULTS[column]
    rows[700][rows[0].index(column)] = value
    if column == "statement_id":
        rows[700][rows[0].index("is_primary")] = "0"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    with pytest.raises(DataError, match=f"line 701.*{words}") as small:
        streaming.in_memory(copy, monkeypatch)
    with pytest.raises(DataError) as large:
        streaming.streamed(copy, monkeypatch)
    assert str(large.value) == str(small.value)
