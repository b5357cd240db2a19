from __future__ import annotations

import pandas as pd

from analysis.data.known import known_by, possible_by
from analysis.paths import Project

DATES = {"published_first": ["2017-03-01", None, "2017-03-01"], "published_last": ["2017-03-01", None, "2017-03-31"]}
ROWS = pd.DataFrame(DATES).apply(pd.to_datetime)


def test_a_row_without_a_date_is_known_from_the_day_the_tables_were_made(inside: Project) -> None:
    assert list(known_by(ROWS, "2017-03-25").index) == [0]
    assert list(known_by(ROWS, "2026-11-23").index) == [0, 2]
    assert list(known_by(ROWS, "2026-11-24").index) == [0, 1, 2]


def test_a_row_is_possible_from_its_first_day_and_undated_from_the_day_of_the_tables(inside: Project) -> None:
    assert list(possible_by(ROWS, "2017-02-28").index) == []
    assert list(possible_by(ROWS, "2017-03-25").index) == [0, 2]
    assert list(possible_by(ROWS, "2026-11-24").index) == [0, 1, 2]
