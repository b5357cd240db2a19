"""A second, independent coding of twenty of the Coalition's monthly releases, set against the raw table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.methods.coders import alpha

RAW = Path(__file__).resolve().parents[1] / "data" / "raw" / "official_monthly_reports.csv"
COLUMNS = [
    "reports_carried_over",
    "reports_new",
    "reports_completed",
    "reports_credible",
    "reports_non_credible",
    "reports_duplicate",
    "reports_open_end",
    "killed_this_report",
    "injured_this_report",
    "killed_cumulative",
    "strikes_cumulative",
    "engagements_cumulative",
    "reports_total_cumulative",
    "reports_credible_cumulative",
    "quoted_pct_reports_per_engagement",
]
# Month of assessment, then the columns in order; a dash is a cell that was not coded.
CODED = """
2016-10 - 18 - 3 12 - - - - - - - - - -
2016-11 - 16 - 5 13 - 5 - - - - - - - -
2016-12 - 12 11 - 7 - - - - - - - - - -
2017-01 - - 19 9 10 - 19 21 2 220 - - - - -
2017-02 19 41 17 5 12 0 43 - - - - - - - -
2017-03 43 27 28 9 17 2 42 - - - 20205 42089 396 102 0.94
2017-04 - 43 47 16 31 0 38 132 - 484 - - - - -
2017-06 - - 132 7 - - - 21 - 624 22983 - - - -
2017-08 - - 185 14 - - 350 50 - 735 - - - - -
2017-10 519 240 64 5 55 4 695 15 - 801 28198 56976 1790 199 3.14
2017-11 - - - - - - 603 - - 817 28562 - 1799 - -
2018-02 - - - - - - 522 - - 855 29225 - 2135 224 -
2018-07 - - 18 3 15 - 216 2 1 1061 29920 - - - -
2018-09 - - 104 0 - - - 0 - - - - - - -
2018-11 194 15 25 3 20 2 184 15 - 1139 31406 - - - -
2018-12 184 10 12 5 6 1 182 51 - 1190 32397 - - - -
2019-04 122 7 18 3 15 - 111 5 - 1302 34502 - - - -
2019-08 97 2 20 7 13 - 79 22 - 1335 34573 - - - -
2019-12 82 41 45 - - - - 11 - 1370 34763 - - - -
2020-02 98 40 38 1 37 - 100 7 - 1377 34791 - - - -
"""


def both() -> pd.DataFrame:
    """Every cell that both codings fill, one row each."""
    second = pd.DataFrame([line.split() for line in CODED.split("\n") if line], columns=["period", *COLUMNS])
    second = second.set_index("period").replace("-", pd.NA)
    first = pd.read_csv(RAW, dtype=str).dropna(subset="period").set_index("period")[COLUMNS]
    cells = pd.DataFrame({"first": first.stack(), "second": second.stack()}).dropna()  # noqa: PD013
    return cells.astype("float64")


def test_they_agree_in_all_common_cells_but_one() -> None:
    cells = both()
    different = cells[cells["first"] != cells["second"]]
    assert len(cells) == 135 and len(different) == 1
    assert different.index[0] == ("2016-10", "reports_credible")  # outcomes of a month's reports, not of the month


def test_alpha_of_the_two_codings_is_near_one() -> None:
    found = alpha(both().astype("str"), seed=1)
    assert found.units == 135 and 0.99 < found.alpha < 1 and found.lo > 0.97
