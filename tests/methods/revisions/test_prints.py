from __future__ import annotations

import pandas as pd
import pytest

from analysis.methods.revisions import prints
from analysis.methods.revisions.prints import CLOSED, COLUMNS, CONCEDED, RUNNING
from analysis.paths import Project


@pytest.fixture(scope="module")
def every(built: Project) -> pd.DataFrame:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(built.root)
        return prints.prints()


def of(every: pd.DataFrame, figure: str) -> pd.DataFrame:
    return every[every["figure"] == figure].sort_values(["published_last", "row_key"])


def test_every_figure_has_a_number_a_row_and_one_kind(every: pd.DataFrame) -> None:
    assert list(every.columns) == COLUMNS
    assert not every["row_key"].isna().any() and set(every["kind"]) == {CLOSED, RUNNING}
    assert (every.groupby("figure")[["lo", "hi"]].count().sum(axis=1) > 0).all()
    assert len(every[["figure", "kind", "unit", "clock", "family"]].drop_duplicates()) == every["figure"].nunique()


def test_a_month_of_weapons_keeps_its_three_prints_and_which_was_last(every: pd.DataFrame) -> None:
    november = of(every, "Coalition: weapons released in 2015-11")
    assert november["lo"].tolist() == [3271, 3227, 3242] and november["declared"].tolist() == [0, 0, 1]
    january = of(every, "Coalition: weapons released in 2018-01")
    assert sorted(january["lo"]) == [448, 780]


def test_the_open_reports_of_a_month_are_what_it_left_and_what_the_next_carried_over(every: pd.DataFrame) -> None:
    assert of(every, "Coalition: reports open at the end of 2017-08")["lo"].tolist() == [350, 344]


def test_a_monitor_month_is_one_figure_for_each_basis_and_place(every: pd.DataFrame) -> None:
    march = of(every, "Airwars: civilians killed in 2017-03, Iraq and Syria, alleged")
    assert march["hi"].tolist() == [1000, 1257] and march["lo"].isna().tolist() == [True, False]


def test_un_populations_and_coverages_are_figures_of_their_own(every: pd.DataFrame) -> None:
    un = every[every["family"] == "un"]
    assert un["figure"].str.contains("Anbar").all()
    february = un[un["figure"].str.contains("2018-02")]
    assert sorted(february["lo"]) == [91, 94] and sorted(february["declared"]) == [1, 2]


def test_an_old_total_relayed_late_or_rounded_is_no_vintage_of_the_running_total(every: pd.DataFrame) -> None:
    total = of(every, CONCEDED)
    keys = set(total["row_key"])
    assert "statements:st-cum-coalition-1100-telesur" not in keys  # rounded below a total printed before
    assert "statements:st-cum-coalition-350-2017-05-04" not in keys  # printed as "more than"
    assert "statements:st-cum-coalition-1400-2020" not in keys  # printed as "up to"
    late = total[(total["lo"] == 892) & total["row_key"].str.startswith("statements:")]
    assert late["end"].item() == "2018-04"  # relayed in June 2018, after 939: it is the total of April


def test_a_monitor_total_that_looks_back_is_no_later_vintage(every: pd.DataFrame) -> None:
    fair = of(every, "Airwars: campaign total, Iraq and Syria, fair")
    assert not {967, 3000, 3200} & set(fair["lo"])  # printed as "more than"
    assert 3100 not in set(fair["lo"]) and 3164 in set(fair["lo"])  # 3,100 was printed later, about an earlier month


def test_single_counts_that_an_editor_found_restated_stand_together(every: pd.DataFrame) -> None:
    hatra = of(every, "Coalition: strike at Hatra of 2015-03-13").sort_values("declared")
    assert hatra["lo"].tolist() == [4, 11] and hatra["declared"].tolist() == [1, 2]
    deaths = every[every["figure"].str.startswith("US department")].sort_values("declared")
    assert deaths["hi"].tolist() == [499, 800] and deaths["lo"].isna().tolist() == [False, True]


def test_excluded_rows_are_no_prints(every: pd.DataFrame) -> None:
    assert "statements:st-cum-coalition-396-possible" not in set(every["row_key"])
    assert not every["row_key"].isin(["monitor_periods:47", "monitor_periods:110"]).any()


def test_tables_without_rows_give_no_prints(inside: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    read = prints.store.read_table
    monkeypatch.setattr(prints.store, "read_table", lambda name, columns=None: read(name, columns).head(0))
    monkeypatch.setattr(prints, "read_hand", lambda name, project: pd.DataFrame(columns=["row", "figure", "version"]))
    found = prints.prints()
    assert found.empty and list(found.columns) == COLUMNS
