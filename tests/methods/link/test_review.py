from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import cells
from analysis.data import build
from analysis.data.hand import read_hand
from analysis.errors import DataError
from analysis.methods.link import graph, review
from analysis.paths import Project


@pytest.fixture
def project(copy: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    build.build(copy)
    monkeypatch.chdir(copy.root)
    return copy


def filled(tmp_path: Path, **changes: str) -> tuple[Path, pd.Series]:
    listed = review.undecided()
    decision = {
        "type": "none",
        "decided_by": "a reviewer",
        "decided_on": "2026-11-25",
        "reason": "another quarter",
    } | changes
    for name, value in decision.items():
        listed.loc[0, name] = value
    listed.to_csv(tmp_path / "list.csv", index=False)
    return tmp_path / "list.csv", listed.iloc[0]


def test_the_list_holds_the_undecided_pairs_and_no_toll(inside: Project) -> None:
    listed = review.undecided()
    edges = graph.edges("lenient")
    assert len(listed) == (edges["type"] == "possibly").sum() > 0
    assert not [name for name in listed if "killed" in name or "toll" in name]
    assert (listed[review.ASKED] == "").all(axis=None)


def test_a_decision_read_back_overrules_the_rule(project: Project, tmp_path: Path) -> None:
    path, row = filled(tmp_path)
    before = len(read_hand("links", project))
    assert review.read_back(path, project) == 1
    assert len(read_hand("links", project)) == before + 1
    edges = graph.edges("lenient")
    [edge] = edges[(edges["left"] == row["left"]) & (edges["right"] == row["right"])].to_dict("records")
    assert (edge["type"], edge["decided"]) == ("none", "a reviewer, 2026-11-25")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "nnoe"}, "is no type of link. Did you mean none"), ({"reason": " "}, "reason is empty"),
        ({"decided_on": "today"}, "is not a date"), ({"left": "incidents:CI0"}, "no record 'incidents:CI0'"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_stand_is_refused_and_nothing_is_written(
    project: Project, tmp_path: Path, change: dict[str, str], words: str
) -> None:
    path, _ = filled(tmp_path, **change)
    before = (project.hand / "links.csv").read_bytes()
    with pytest.raises(DataError, match=words):
        review.read_back(path, project)
    assert (project.hand / "links.csv").read_bytes() == before


def test_a_pair_is_decided_once(project: Project, tmp_path: Path) -> None:
    path, _ = filled(tmp_path)
    review.read_back(path, project)
    with pytest.raises(DataError, match=r"are decided in data/hand/links\.csv"):
        review.read_back(path, project)


def test_what_is_written_runs_in_no_spreadsheet_and_is_read_back_as_it_was(
    inside: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = review.undecided().head(2).assign(left_place=["=1+1", "-5"], reason_of_the_rule="a\rb")
    monkeypatch.setattr(review, "undecided", lambda: hostile)
    assert review.write(tmp_path / "list.csv") == 2
    written = pd.read_csv(tmp_path / "list.csv", dtype=str)
    assert list(written["left_place"]) == ["'=1+1", "-5"] and set(written["reason_of_the_rule"]) == {"a\nb"}
    assert list(cells.read(tmp_path / "list.csv")["left_place"]) == ["=1+1", "-5"]
