from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.data import raw
from analysis.data.large import engine, raw_claims
from analysis.errors import DataError
from analysis.paths import Project

TEXT = st.text(st.sampled_from(["a", "ب", '"', ",", "\n", " ", "0"]), max_size=6)


def read_back(path: Path, project: Project) -> list[tuple]:
    with engine.connected(path) as connection:
        text = raw_claims.read(connection, project, path)
        return connection.execute(f"SELECT * FROM {text} ORDER BY position").fetchall()


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=5))
def test_quotes_commas_line_breaks_and_empty_cells_are_read_as_the_small_reader_reads_them(cells: list[tuple]) -> None:
    here = Project(Path(__file__).resolve().parents[3])
    names = raw.columns(raw.resources(here)["public_claims"])
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        project.raw.mkdir(parents=True)
        said = io.StringIO()
        writer = csv.writer(said, lineterminator="\n")
        writer.writerow(names)
        for number, (evidence, note, url) in enumerate(cells):
            row = dict.fromkeys(names, "") | {"claim_id": str(number), "evidence": evidence, "note": note, "url": url}
            writer.writerow(row.values())
        content = said.getvalue().encode()
        (project.raw / "public_claims.csv").write_bytes(content)
        card = json.loads((here.raw / raw.CARD).read_bytes())
        next(each for each in card["resources"] if each["name"] == "public_claims")["hash"] = raw.digest(content)
        (project.raw / raw.CARD).write_text(json.dumps(card), encoding="utf-8")
        small = raw.read_raw("public_claims", project)
        told = read_back(Path(folder), project)
        starts = [raw_claims.line_of(project.raw / "public_claims.csv", position) for position in range(len(small))]
    assert starts == list(small.index)
    assert [tuple(None if cell != cell else cell for cell in row) for row in small.itertuples(index=False)] == [
        row[:-1] for row in told
    ]
    assert [row[-1] for row in told] == list(range(len(small)))


def spoil(project: Project, old: bytes, new: bytes) -> Path:
    path = project.raw / "public_claims.csv"
    content = path.read_bytes()
    assert content.count(old) == 1
    path.write_bytes(content.replace(old, new))
    return path


FAULTS = {
    "cells too few": (b"\nmj-locals-via-ci551,st-mj-locals-via-ci551,1,", b"\nmj-locals-via-ci551,1,"),
    "another header": (b"claim_id,statement_id,is_primary,published,", b"claim_id,statement,is_primary,published,"),
    "an open quote": (b"\nnm-airwars-ci537,", b'\n"nm-airwars-ci537,'),
    "a byte that is no letter": (b"Second Jadida entry", b"Second \xff Jadida entry"),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_file_that_cannot_be_read_is_refused_in_the_words_of_the_small_path(copy: Project, fault: str) -> None:
    spoil(copy, *FAULTS[fault])
    with pytest.raises(DataError) as small:
        raw.read_typed("public_claims", copy)
    with pytest.raises(DataError) as large:
        read_back(copy.root, copy)
    assert str(large.value).partition(" (")[0] == str(small.value).partition(" (")[0]
    assert str(large.value).partition(")")[2] == str(small.value).partition(")")[2]


def test_a_line_is_that_on_which_the_row_starts(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('a,b\n1,"two\nlines"\n\n3,4\n', encoding="utf-8")
    assert [raw_claims.line_of(path, position) for position in (0, 1)] == [2, 5]


def test_named_rows_are_typed_and_in_the_order_of_the_file(copy: Project) -> None:
    whole = raw.read_typed("public_claims", copy)
    keys = [whole["claim_id"].iloc[7], whole["claim_id"].iloc[2], "no such row"]
    with engine.connected(copy.root) as connection:
        text = raw_claims.read(connection, copy, copy.root)
        few = raw_claims.named(connection, text, keys, copy)
    assert few["position"].tolist() == [2, 7]
    assert few.drop(columns="position").equals(whole.iloc[[2, 7]].reset_index(drop=True))


def test_memory_that_does_not_suffice_is_no_fault_of_the_file(
    copy: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MEMORY", "1MB")
    with pytest.raises(DataError, match="the claims need more memory than can be had"):
        read_back(tmp_path, copy)
