from __future__ import annotations

import pandas as pd
import pytest
import streaming

from analysis.data.large import engine, statements
from analysis.data.statements import collapse
from analysis.paths import Project


def relayed(project: Project, patch: pytest.MonkeyPatch, **cells: list) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one statement of three rows, collapsed by SQL and by the small function, with some cells replaced."""
    _, tables = streaming.in_memory(project, patch)
    three = tables["claims"].head(3).assign(statement_id="st-a", is_primary=[1, 0, 0], excluded=False)
    three = three.assign(**cells).astype({"is_primary": "Int64"})
    three.to_parquet(project.root / "claims.parquet", index=False)
    with engine.connected(project.root) as connection:
        connection.execute(f"CREATE VIEW published AS FROM {engine.quoted(project.root / 'claims.parquet')}")
        connection.execute("CREATE VIEW typed AS FROM published")
        statements.gather(connection)
        statements.write(connection, project.root / "claims.parquet", project.root / "statements.parquet")
    small = collapse(three)
    return pd.read_parquet(project.root / "statements.parquet"), small


DAYS = pd.to_datetime(["2017-03-25", "2017-03-24", None]).astype("datetime64[us]")
CASES: dict[str, dict[str, list]] = {
    "dated by a relay": {"published_first": list(DAYS), "published_last": list(DAYS)},
    "dated by what is not excluded": {
        "published_first": list(DAYS), "published_last": list(DAYS), "excluded": [False, True, False],
    },
    "nothing dated": {"published_first": [pd.NaT] * 3, "published_last": [pd.NaT] * 3},
    "read nowhere else": {"relayed_via": [None, None, "Rudaw"]},
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_relays_and_dates_are_those_of_the_small_function(
    copy: Project, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    large, small = relayed(copy, monkeypatch, **CASES[case])
    pd.testing.assert_frame_equal(large, small[large.columns], check_dtype=False)


def test_a_statement_without_a_primary_row_is_none(copy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    large, small = relayed(copy, monkeypatch, is_primary=[0, 0, 0])
    assert len(large) == len(small) == 0
