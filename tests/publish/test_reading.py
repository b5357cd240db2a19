from __future__ import annotations

import pandas as pd

from analysis.publish.evidence import Evidence
from analysis.publish.reading import read_bounds


def frame(*bounds: tuple[object, object]) -> pd.DataFrame:
    days = pd.date_range("2017-03-01", periods=len(bounds)).astype("datetime64[us]")
    lo, hi = (pd.Series([bound[end] for bound in bounds], dtype="Int64") for end in (0, 1))
    keys = [f"statements:{number}" for number in range(len(bounds))]
    return pd.DataFrame(
        {"panel": "Monitors", "first": days, "last": days, "lo": lo, "hi": hi, "row_key": keys, "clock": "report"}
    )


def test_it_names_the_highest_lower_bound_with_its_day_and_row() -> None:
    ev = Evidence("2017-03-31")
    told = read_bounds(ev, frame((5, 6), (440, None), (None, 9000)))
    assert str(told) == (
        "Figures drawn: 3, 2017-03-01 to 2017-03-03. Highest lower bound: at least 440 (Monitors, 2017-03-02). "
        "Of: figures drawn. Scope: as the panels say, 2017-03-01 to 2017-03-03. Clock: report. As of 2017-03-31."
    )
    assert ev.numbers[1].keys == ("statements:1",)
    assert ev.numbers[0].keys == ("statements:0", "statements:1", "statements:2")


def test_a_month_not_seen_is_no_figure() -> None:
    assert str(read_bounds(Evidence("2017-03-31"), frame((5, 6), (None, None)))).startswith(
        "Figures drawn: 1, 2017-03-01."
    )


def test_ceilings_alone_and_nothing_at_all_are_said() -> None:
    assert "none states a lower bound" in str(read_bounds(Evidence("2017-03-31"), frame((None, 9))))
    assert str(read_bounds(Evidence("2017-03-31"), frame((None, None)))) == "No figure was seen."


def test_row_order_does_not_change_what_is_read() -> None:
    shuffled = frame((5, 6), (440, None), (200, 300)).iloc[[2, 0, 1]]
    assert "at least 440" in str(read_bounds(Evidence("2017-03-31"), shuffled))
