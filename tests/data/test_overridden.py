from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import build, overridden
from analysis.errors import DataError
from analysis.paths import Project

RESOURCE = {
    "rules": [{"rule": "ordered", "low": "lo", "high": "hi"}],
    "schema": {"fields": [
        {"name": "id", "type": "string"}, {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"]}},
        {"name": "lo", "type": "integer"}, {"name": "hi", "type": "integer"},
    ]},
}  # fmt: skip


def checked(column: str, **cells: object) -> None:
    row = {"id": "r1", "kind": "a", "lo": 3, "hi": 5} | cells
    frame = pd.DataFrame([row]).astype({"lo": "Int64", "hi": "Int64"}).set_index("id", drop=False)
    told = pd.DataFrame({"table": ["t"], "key": ["r1"], "column": [column]}, index=[2])
    overridden.check({"t": frame}, told, {"t": RESOURCE})


def test_what_keeps_the_rules_is_passed() -> None:
    checked("kind", kind="b")
    checked("lo", lo=None)


@pytest.mark.parametrize(
    ("column", "cells", "message"),
    [
        ("kind", {"kind": "c"}, "t row 'r1' has kind = 'c', which is not an allowed value"),
        ("lo", {"lo": -1}, "lo = '-1', which is not a whole number"),
        ("lo", {"lo": 9}, "lo = '9 > 5', which is above hi"),
    ],
)
def test_what_breaks_one_is_refused(column: str, cells: dict[str, object], message: str) -> None:
    with pytest.raises(DataError, match=f"overrides.csv: with its overrides, .*{message}"):
        checked(column, **cells)


def test_an_override_to_a_day_that_does_not_exist_is_not_built(copy: Project) -> None:
    path = copy.hand / "overrides.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2017-03-17,", ",2017-02-31,", 1), encoding="utf-8")
    with pytest.raises(DataError, match="period_start = '2017-02-31', which is no date"):
        build.assemble(copy)
