from __future__ import annotations

import pandas as pd

from analysis.publish import alt

AXIS = "Report clock"


def over_time(*rows: tuple[str, str, str, int | None, int | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["panel", "first", "last", "lo", "hi"])
    return frame.assign(**{edge: pd.to_datetime(frame[edge]) for edge in ("first", "last")})


def side_by_side(*rows: tuple[str, float | None, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["label", "lo", "hi"]).assign(family="monitor")


def test_each_panel_says_how_many_when_and_between_which_bounds() -> None:
    frame = over_time(
        ("Officials", "2017-03-18", "2017-03-18", 230, 1230),
        ("Officials", "2017-03-01", "2017-03-31", 40, 200),
        ("Monitors", "2017-04-02", "2017-04-02", 440, 440),
    )
    assert alt.describe_bounds(frame, AXIS) == (
        "Bounds over time. Report clock. Officials: 2 figures, 2017-03-01 to 2017-03-31, from 40 to 1,230. "
        "Monitors: 1 figure, 2017-04-02, from 440 to 440."
    )


def test_what_was_not_seen_is_counted_and_is_no_zero() -> None:
    frame = over_time(
        ("Media", "2017-03-01", "2017-03-31", 40, 50),
        ("Media", "2017-04-01", "2017-04-30", None, None),
        ("Officials", "2017-03-01", "2017-03-31", None, None),
    )
    words = alt.describe_bounds(frame, AXIS)
    assert "Media: 1 figure, and 1 not seen, 2017-03-01 to 2017-03-31, from 40 to 50." in words
    assert "Officials: no figure seen, and 1 not seen." in words


def test_an_open_end_is_said() -> None:
    frame = over_time(
        ("Media", "2017-03-18", "2017-03-18", 230, None),
        ("Media", "2017-03-19", "2017-03-19", None, 90),
        ("Media", "2017-03-20", "2017-03-20", 7, 7),
    )
    assert alt.describe_bounds(frame, AXIS).endswith("from 7 to 230, 2 with an open end.")


def test_marked_days_are_named() -> None:
    frame = over_time(("Media", "2017-03-18", "2017-03-18", 1, 2))
    words = alt.describe_bounds(frame, AXIS, [("2017-03-25", "a first word"), ("2017-05-25", "b report")])
    assert words.endswith("Marked days: 2017-03-25, a first word; 2017-05-25, b report.")


def test_each_row_is_told_with_its_family_and_a_missing_bound_is_no_number() -> None:
    frame = side_by_side(("A", 440.0, None), ("B", None, 12.0), ("C", None, None), ("D", 3.0, 1204.0), ("E", 1.5, 2.25))
    told = alt.describe_bars(frame, "Persons")
    for words in ("at least 440.", "at most 12.", "no number.", "3 to 1,204."):
        assert f"(Monitors): {words}" in told
    assert "E (Monitors): 1.5" in told


def test_a_long_picture_is_cut_and_says_by_how_much() -> None:
    told = alt.describe_bars(side_by_side(*((f"Row{n}.", 1, 1) for n in range(15))), "Persons")
    assert told.count("Row") == 12
    assert told.endswith("And 3 more rows.")
    assert "more" not in alt.describe_bars(side_by_side(*(("R", 1, 1),) * 12), "Persons")
