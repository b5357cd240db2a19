from __future__ import annotations

import pytest

from analysis.data import build, store
from analysis.data.incidents import incident_toll, incidents, parents, suspected
from analysis.errors import DataError
from analysis.paths import Project


def row(code: str) -> dict:
    return incidents().set_index("incident_code", drop=False).loc[code].to_dict()


def test_every_record_has_a_kind_and_a_residual_names_its_record(inside: Project) -> None:
    held = incidents()
    assert len(held) == len(store.read_table("incidents")) and held["kind"].notna().all()
    assert (row("CI551")["kind"], row("CI551")["kind_of"]) == ("residual", "CI550")
    assert parents()["incidents:CI551"] == "incidents:CI550"


def test_confirmed_is_acceptance_and_no_grade_of_the_monitor_s_own(inside: Project) -> None:
    held = incidents()
    confirmed = held[held["grading"] == "confirmed"]
    assert len(confirmed) and confirmed["grade"].isna().all() and confirmed["accepted"].all()
    assert (held.loc[held["grading"] == "fair", "grade"] == "fair").all()


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("US-led Coalition", {"coalition"}), ("US-led Coalition; Unknown", {"coalition", "unclear"}),
        ("US-led Coalition; Iraq Government Forces", {"coalition", "iraqi_forces"}), (None, {"unclear"}),
    ],
)  # fmt: skip
def test_suspects_are_a_set(text: str | None, actors: set[str]) -> None:
    assert suspected(text) == actors


def test_the_narrative_stands_only_where_no_summary_was_seen(inside: Project) -> None:
    summary, narrative = incident_toll(row("CI551")), incident_toll(row("CI550"))
    assert (summary.lo, summary.hi, summary.lo_basis) == (125, 370, "the monitor's summary")
    assert (narrative.lo, narrative.hi, narrative.lo_basis) == (105, 141, "the monitor's narrative")
    assert str(incident_toll(row("CI768"))) == "no number"


@pytest.mark.parametrize(
    ("line", "words"), [("CI55,residual,CI550", "no incident 'CI55'"), ("CI551,rest,CI550", "'rest' is no kind")]
)
def test_a_kind_that_fits_nothing_is_refused(
    copy: Project, monkeypatch: pytest.MonkeyPatch, line: str, words: str
) -> None:
    path = copy.hand / "record_kinds.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"{line},x,2026-11-25,why\n", encoding="utf-8")
    build.build(copy)
    monkeypatch.chdir(copy.root)
    with pytest.raises(DataError, match=words):
        incidents()
