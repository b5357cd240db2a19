from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import store
from analysis.methods import backlog
from analysis.paths import Project
from analysis.publish import plots

LAST = "2026-11-24"
# A second, independent coding of the same releases from other copies of them (press copies, archives of the official
# text, digests by CIVIC), made before the raw table was seen. Cells it did not see are left out.
SECOND = {
    "2016-10": {"received": 18, "credible": 3, "non_credible": 12},
    "2016-11": {"received": 16, "credible": 5, "non_credible": 13, "open_end": 5},
    "2016-12": {"received": 12, "completed": 11, "non_credible": 7},
    "2017-01": {"completed": 19, "credible": 9, "non_credible": 10, "open_end": 19},
    "2017-02": {"carried_over": 19, "received": 41, "completed": 17, "credible": 5, "non_credible": 12, "open_end": 43},
    "2017-03": {"carried_over": 43, "received": 27, "completed": 28, "credible": 9, "non_credible": 17, "duplicate": 2,
                "open_end": 42},
    "2017-04": {"received": 43, "completed": 47, "credible": 16, "non_credible": 31, "open_end": 38},
    "2017-08": {"completed": 185, "credible": 14, "open_end": 350},
    "2017-10": {"carried_over": 519, "received": 240, "completed": 64, "credible": 5, "non_credible": 55,
                "duplicate": 4, "open_end": 695},
    "2017-11": {"open_end": 603},
    "2018-02": {"open_end": 522},
    "2018-07": {"completed": 18, "credible": 3, "non_credible": 15, "open_end": 216},
    "2018-09": {"completed": 104, "credible": 0},
    "2018-11": {"carried_over": 194, "received": 15, "completed": 25, "credible": 3, "non_credible": 20, "duplicate": 2,
                "open_end": 184},
    "2018-12": {"carried_over": 184, "received": 10, "completed": 12, "credible": 5, "non_credible": 6, "duplicate": 1,
                "open_end": 182},
    "2019-04": {"carried_over": 122, "received": 7, "completed": 18, "credible": 3, "non_credible": 15,
                "open_end": 111},
    "2019-08": {"carried_over": 97, "received": 2, "completed": 20, "credible": 7, "non_credible": 13, "open_end": 79},
    "2019-12": {"carried_over": 82, "received": 41, "completed": 45},
    "2020-02": {"carried_over": 98, "received": 40, "completed": 38, "credible": 1, "non_credible": 37,
                "open_end": 100},
}  # fmt: skip
OTHERS = {  # columns of the same coding that are no stock or flow of reports
    "2017-01": {"killed_this_report": 21, "injured_this_report": 2, "killed_cumulative": 220},
    "2017-03": {"strikes_cumulative": 20205, "engagements_cumulative": 42089, "reports_total_cumulative": 396,
                "reports_credible_cumulative": 102, "quoted_pct_reports_per_engagement": 0.94},
    "2017-04": {"killed_this_report": 132, "killed_cumulative": 484},
    "2017-06": {"killed_cumulative": 624},
    "2017-08": {"killed_this_report": 50, "killed_cumulative": 735},
    "2017-10": {"killed_this_report": 15, "killed_cumulative": 801, "strikes_cumulative": 28198,
                "engagements_cumulative": 56976, "reports_total_cumulative": 1790, "reports_credible_cumulative": 199,
                "quoted_pct_reports_per_engagement": 3.14},
    "2017-11": {"killed_cumulative": 817, "strikes_cumulative": 28562, "reports_total_cumulative": 1799},
    "2018-02": {"killed_cumulative": 855, "strikes_cumulative": 29225, "reports_total_cumulative": 2135,
                "reports_credible_cumulative": 224},
    "2018-07": {"killed_this_report": 2, "injured_this_report": 1, "killed_cumulative": 1061,
                "strikes_cumulative": 29920},
    "2018-09": {"killed_this_report": 0},
    "2018-11": {"killed_this_report": 15, "killed_cumulative": 1139, "strikes_cumulative": 31406},
    "2018-12": {"killed_this_report": 51, "killed_cumulative": 1190, "strikes_cumulative": 32397},
    "2019-04": {"killed_this_report": 5, "killed_cumulative": 1302, "strikes_cumulative": 34502},
    "2019-08": {"killed_this_report": 22, "killed_cumulative": 1335, "strikes_cumulative": 34573},
    "2019-12": {"killed_this_report": 11, "killed_cumulative": 1370, "strikes_cumulative": 34763},
    "2020-02": {"killed_this_report": 7, "killed_cumulative": 1377, "strikes_cumulative": 34791},
}  # fmt: skip


@pytest.fixture
def frame(inside: Project) -> pd.DataFrame:
    return backlog.stock_and_flow(LAST)


def test_it_agrees_with_a_second_coding_in_all_cells_but_one(frame: pd.DataFrame) -> None:
    flows = frame.set_index("month")
    rest = store.read_table("official_monthly").dropna(subset="period").set_index("period")
    cells = {
        (month, name): (flows.loc[month, name], value) for month, row in SECOND.items() for name, value in row.items()
    }
    cells |= {
        (month, name): (rest.loc[month, name], value) for month, row in OTHERS.items() for name, value in row.items()
    }
    off = {cell: (int(ours), theirs) for cell, (ours, theirs) in cells.items() if ours != theirs}
    # Of the 18 reports received that month 3 were credible; the release announced 7, earlier receipts included.
    assert off == {("2016-10", "credible"): (7, 3)}
    assert len(cells) == 135


def test_every_month_of_the_span_has_one_row_and_a_month_not_seen_is_all_missing(frame: pd.DataFrame) -> None:
    months = pd.period_range("2016-10", "2020-09", freq="M").astype("str")
    assert list(frame["month"]) == list(months)
    unseen = frame[frame["coverage"] == "no figure seen"]
    assert list(unseen["month"]) == [
        "2018-10",
        "2019-07",
        "2019-09",
        "2020-01",
        "2020-03",
        "2020-04",
        "2020-05",
        "2020-08",
    ]
    assert unseen[list(backlog.COUNTS.values())].isna().all(axis=None) and unseen["row_key"].isna().all()


def test_coverage_says_what_a_release_did_not_print(frame: pd.DataFrame) -> None:
    row = frame.set_index("month")
    assert (row.loc["2017-02", "coverage"], row.loc["2017-02", "lacking"]) == ("whole", "")
    assert row.loc["2018-05", "lacking"] == "open end" and row.loc["2018-05", "coverage"] == "partly seen"
    assert pd.isna(row.loc["2018-05", "open_end"]) and row.loc["2018-09", "credible"] == 0


def test_what_one_month_leaves_and_the_next_takes_over_is_set_side_by_side(frame: pd.DataFrame) -> None:
    row = frame.set_index("month")["unplaced"]
    assert (row["2017-09"], row["2018-04"], row["2018-07"], row["2017-10"]) == (-6, 1, -2, 0)
    keys = frame.set_index("month")
    for month, before in (("2017-10", "2017-09"), ("2018-04", "2018-03")):
        assert keys.loc[month, "row_keys"] == [keys.loc[month, "row_key"], keys.loc[before, "row_key"]]
    assert keys.loc["2018-06", "row_keys"] == [keys.loc["2018-06", "row_key"]]
    assert pd.isna(row["2018-06"])  # open at the end of May 2018 was not printed


def test_it_reads_as_of_its_day(inside: Project) -> None:
    early = backlog.stock_and_flow("2017-03-31")
    assert list(early["month"]) == ["2016-10", "2016-11", "2016-12", "2017-01"]
    assert backlog.stock_and_flow("2015-01-01").empty
    wide = backlog.stock_and_flow("2017-03-31", "2016-09", "2017-02")
    assert len(wide) == 6 and wide["coverage"].iloc[0] == "no figure seen"


def test_the_picture_is_on_the_assessment_clock_and_keeps_gaps(frame: pd.DataFrame) -> None:
    drawn = backlog.drawn(frame)
    assert set(drawn["clock"]) == {"assessment"} and len(drawn) == 3 * len(frame)
    backlogged = drawn[drawn["panel"].str.startswith("Reports open")]
    assert backlogged["lo"].isna().sum() == frame["open_end"].isna().sum() and backlogged["lo"].max() == 695
    picture = plots.bounds(drawn, "stock-and-flow", "Reports received, completed and open.")
    assert "Reports open at the end" in picture.alt  # type: ignore[union-attr]


def test_nothing_seen_is_a_sentence_and_no_picture(inside: Project) -> None:
    drawn = backlog.drawn(backlog.stock_and_flow("2015-01-01"))
    assert str(plots.bounds(drawn, "none", "Reports.")).startswith("Nothing to draw")
