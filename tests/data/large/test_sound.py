from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis.data import verify
from analysis.data.large import engine, raw_claims, sound
from analysis.errors import DataError
from analysis.paths import Project

FAULTS = {
    "evidence": ("a\u202eb", "not seen"),
    "event": ("nowhere", "in no row"),
    "published": ("0025-03-17", "is no date"),
    "claim_id": ("", "is empty"),
    "is_primary": ("0", "0 rows with is_primary 1"),
}


def rows_of(project: Project) -> list[list[str]]:
    with (project.raw / "public_claims.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def checked(project: Project) -> None:
    with engine.connected(project.root) as connection:
        sound.check(connection, raw_claims.read(connection, project, project.root), project)


def test_sound_claims_are_passed(copy: Project) -> None:
    checked(copy)


@pytest.mark.parametrize("column", FAULTS)
def test_streamed_claims_are_refused_in_the_words_of_the_small_path(copy: Project, column: str) -> None:
    rows = rows_of(copy)
    head = rows[0]
    singles = [row[head.index("statement_id")] for row in rows]
    at = next(at for at in range(700, len(rows)) if singles.count(singles[at]) == 1)
    value, words = FAULTS[column]
    rows[at][head.index(column)] = value
    with (copy.raw / "public_claims.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    with pytest.raises(DataError, match=f"line {at + 1}.*{words}") as small:
        verify.refuse_unsound(copy)
    with pytest.raises(DataError) as large:
        checked(copy)
    assert str(large.value) == str(small.value)


def test_a_file_is_plain_until_one_character_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,قُتل é\n" * 10, encoding="utf-8")
    assert sound.is_plain(path)
    for sign in ("\u200b", "\u200d", "\u00a0", "\t", "\ufffd"):
        path.write_text(f"a,b\n1,قُتل{sign}\n", encoding="utf-8")
        assert not sound.is_plain(path)
