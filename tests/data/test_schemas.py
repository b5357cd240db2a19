from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import schemas, store
from analysis.errors import DataError
from analysis.methods.families import EIGHT
from analysis.paths import Project

BOUNDED = [
    (name, column[:-3]) for name, columns in schemas.COLUMNS.items() for column in columns if column.endswith("_lo")
]


@pytest.fixture
def claims(built: Project) -> pd.DataFrame:
    return store.read_table("claims", project=built)


def spoiled(frame: pd.DataFrame, column: str, value: object, row: int = 0) -> pd.DataFrame:
    changed = frame.copy()
    changed.loc[row, column] = value
    return changed


@pytest.mark.parametrize(("name", "base"), BOUNDED)
def test_reversed_bounds_are_refused_in_every_table(built: Project, name: str, base: str) -> None:
    frame = store.read_table(name, project=built)
    row = int(frame.index[-1])
    wrong = spoiled(spoiled(frame, f"{base}_lo", 9, row), f"{base}_hi", 8, row)
    with pytest.raises(DataError, match=f"{base}_lo is above {base}_hi"):
        schemas.validate(name, wrong)


def test_every_lower_bound_has_its_upper_one() -> None:
    assert BOUNDED
    assert all(f"{base}_hi" in schemas.COLUMNS[name] for name, base in BOUNDED)


@pytest.mark.parametrize(("lo", "hi"), [(9, pd.NA), (pd.NA, 8), (pd.NA, pd.NA), (8, 8), (0, 0)])
def test_an_open_end_is_no_fault(claims: pd.DataFrame, lo: object, hi: object) -> None:
    schemas.validate("claims", spoiled(spoiled(claims, "killed_lo", lo), "killed_hi", hi))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("killed_lo", -1),
        ("family", "media"),
        ("status", None),
        ("unit", None),
        ("place", None),
        ("row_key", "claims:x"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_with_column_and_row(claims: pd.DataFrame, column: str, value: object) -> None:
    wrong = spoiled(claims, column, value)
    if column == "row_key":
        wrong = spoiled(wrong, column, value, 1)
    with pytest.raises(DataError, match=f"claims, .*column {column}: "):
        schemas.validate("claims", wrong)


def test_every_fault_is_listed_with_its_row_and_what_to_do(claims: pd.DataFrame) -> None:
    wrong = spoiled(spoiled(claims, "family", "media", 3), "killed_hi", -1, 5)
    with pytest.raises(DataError) as refusal:
        schemas.validate("claims", wrong)
    text = str(refusal.value)
    assert claims.loc[3, "row_key"] in text and claims.loc[5, "row_key"] in text
    assert text.splitlines()[-1].startswith("correct data/raw or data/hand")


def test_a_column_too_many_or_too_few_is_refused(claims: pd.DataFrame) -> None:
    with pytest.raises(DataError, match="midpoint"):
        schemas.validate("claims", claims.assign(midpoint=1))
    with pytest.raises(DataError, match="killed_hi"):
        schemas.validate("claims", claims.drop(columns="killed_hi"))


@pytest.mark.parametrize(
    ("column", "kind"), [("killed_lo", "float64"), ("killed_hi", "Float64"), ("excluded", "Int64")]
)
def test_another_type_is_refused(claims: pd.DataFrame, column: str, kind: str) -> None:
    filled = claims.assign(killed_lo=claims["killed_lo"].fillna(0))
    with pytest.raises(DataError, match=f"column {column}"):
        schemas.validate("claims", filled.astype({column: kind}))


def test_columns_come_out_in_the_schemas_order_and_the_frame_is_left_alone(claims: pd.DataFrame) -> None:
    turned = claims[claims.columns[::-1]].iloc[::-1]
    before = turned.copy()
    checked = schemas.validate("claims", turned)
    assert list(checked.columns) == list(schemas.COLUMNS["claims"])
    assert list(checked["row_key"]) == list(before["row_key"]) and checked.index[0] == 0
    pd.testing.assert_frame_equal(turned, before)


def test_no_table_holds_a_midpoint_and_every_row_can_be_cited() -> None:
    names = {column for columns in schemas.COLUMNS.values() for column in columns}
    assert not [name for name in names if any(word in name for word in ("mid", "mean", "best", "estimate"))]
    assert [name for name, columns in schemas.COLUMNS.items() if "row_key" not in columns] == ["datapackage"]
    assert list(schemas.COLUMNS["datapackage"]) == ["created"]


def test_the_eight_families_have_one_list(built: Project) -> None:
    assert set(schemas.FAMILIES) == set(EIGHT) and len(schemas.FAMILIES) == 8
    assert set(store.read_table("publishers", project=built)["family"]) <= set(schemas.FAMILIES)
