from __future__ import annotations

from analysis.data import names, raw, schemas
from analysis.paths import find_project


def test_bounds_end_as_the_processed_tables_end_them() -> None:
    assert names.bounds(["killed_min", "killed_max", "min_killed"]) == {
        "killed_min": "killed_lo", "killed_max": "killed_hi",
    }  # fmt: skip


def test_every_new_name_is_a_column_of_the_processed_claims() -> None:
    columns = raw.columns(raw.resources(find_project())["public_claims"])
    called = names.bounds(columns) | names.CLAIMS
    assert set(called) <= set(columns)
    assert {*called.values(), *names.SPEAKER, *names.MARKS} - {"place"} <= set(schemas.COLUMNS["claims"])
