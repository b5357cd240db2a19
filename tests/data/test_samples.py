from __future__ import annotations

import json

import pandas as pd
import pytest

from analysis.data import determinations, store
from analysis.data.samples import require_sample, require_sample_rows, tables_of
from analysis.errors import MethodRefused
from analysis.methods import conceded, spells, timing
from analysis.methods.turnbull import turnbull
from analysis.paths import Project


@pytest.mark.parametrize("table", ["official_assessments", "incidents", "monitor_incidents"])
def test_a_table_marked_not_a_sample_is_refused_with_the_reason_of_its_card(inside: Project, table: str) -> None:
    with pytest.raises(MethodRefused, match=r"is not a sample\. .*no rate may be computed.*.civcas import"):
        require_sample(table)


def test_a_table_that_hangs_on_one_is_no_sample_either(inside: Project) -> None:
    with pytest.raises(MethodRefused, match="media_figures is not a sample. It is drawn from monitor_incidents"):
        require_sample("media_figures")


@pytest.mark.parametrize("table", ["official_monthly", "official_monthly_reports", "statements", "un_monthly"])
def test_other_tables_pass(inside: Project, table: str) -> None:
    require_sample(table)


def test_a_table_no_card_describes_is_refused(inside: Project) -> None:
    with pytest.raises(MethodRefused, match="no card describes the table 'hearsay'"):
        require_sample("hearsay")


def test_rows_are_known_by_their_keys_whatever_became_of_their_columns(inside: Project) -> None:
    mixed = pd.DataFrame({"share": [1, 2], "row_keys": [["official_monthly:9"], ["official_monthly:9", "incidents:x"]]})
    with pytest.raises(MethodRefused, match="incidents is not a sample"):
        require_sample_rows(mixed)
    require_sample_rows(mixed.head(1))


@pytest.mark.parametrize("frame", [pd.DataFrame({"n": [1]}), pd.DataFrame({"row_key": [None]})])
def test_rows_that_hide_where_they_come_from_are_refused(inside: Project, frame: pd.DataFrame) -> None:
    with pytest.raises(MethodRefused, match="cannot be told whether they are a sample"):
        require_sample_rows(frame)


def test_no_rows_come_from_no_table() -> None:
    assert tables_of(pd.DataFrame({"row_key": []})) == []


def test_a_complete_study_is_let_pass_by_its_own_card(copy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = copy.raw / "datapackage.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    for resource in card["resources"]:
        resource.pop("not_a_sample", None)
    path.write_text(json.dumps(card), encoding="utf-8")
    monkeypatch.chdir(copy.root)
    require_sample("official_assessments")
    require_sample("media_figures")


@pytest.mark.parametrize("table", ["official_assessments", "incidents", "media_figures"])
def test_none_of_the_three_can_be_made_to_feed_an_incidence(inside: Project, table: str) -> None:
    rows = store.read_table(table)
    cases = pd.DataFrame({"entry": pd.NA, "earliest": range(1, len(rows) + 1), "latest": range(1, len(rows) + 1)})
    cases = cases.assign(outcome="credible", row_key=rows["row_key"])
    for method in (lambda: timing.incidence(cases, ["credible"]), lambda: turnbull(cases)):
        with pytest.raises(MethodRefused, match=f"{table} is not a sample"):
            method()


def test_the_visible_history_feeds_neither_an_incidence_nor_a_share_conceded(inside: Project) -> None:
    cases = spells.spells(determinations.history(), "2026-11-24").cases
    with pytest.raises(MethodRefused, match="not a sample"):
        timing.incidence(cases, determinations.OUTCOMES)
    compared, _ = conceded.pairs("2026-11-24")
    with pytest.raises(MethodRefused, match="incidents is not a sample"):
        conceded.conceded_over_alleged(compared)
