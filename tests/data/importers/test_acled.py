from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.data.importers import acled

from .conftest import EXPORTS, Import, by_line, converted

SAID = ["killed_min", "killed_max", "qualifier", "unit"]
REJECTED = {
    12: ("event_date", "read as day and month"), 13: ("event_date", "not a day"), 14: ("latitude", "look exchanged"),
    16: ("longitude", "empty beside"), 17: ("fatalities", "whole number"), 18: ("fatalities", "whole number"),
    19: ("civilian_targeting", "no word"), 20: ("location", "is empty"), 21: ("geo_precision", "no word"),
    22: ("timestamp", "seconds since 1970"), 25: ("event_id_cnty", "other content"),
    26: ("event_id_cnty", "other content"), 28: ("latitude", "outside the country"),
}  # fmt: skip


def test_every_trap_is_listed_with_its_line_and_nothing_else() -> None:
    found = by_line(converted("acled"), "acled.csv")
    assert list(found) == list(REJECTED)
    for line, (column, words) in REJECTED.items():
        assert [(name, words in reason) for name, reason in found[line]] == [(column, True)], line


@pytest.fixture
def records() -> pd.DataFrame:
    return converted("acled").tables["monitor_incidents"].set_index("incident_code")


@pytest.fixture
def claims() -> pd.DataFrame:
    return converted("acled").tables["public_claims"].set_index("claim_id")


def test_none_reported_is_missing_not_zero(claims: pd.DataFrame) -> None:
    row = claims.loc["acled-IRQ2-all"]
    assert row[["killed_min", "killed_max", "qualifier"]].isna().all() and "fatalities 0" in row["evidence"]


def test_the_one_number_counts_fighters_too(claims: pd.DataFrame, records: pd.DataFrame) -> None:
    row = claims.loc["acled-IRQ1-all"]
    assert row[["killed_min", "killed_max", "qualifier", "unit"]].tolist() == [
        "4",
        "4",
        "about",
        "killed_incl_combatants",
    ]
    assert "killed_min" not in records


def test_targeting_is_kept_and_only_with_it_a_killer_is_named(claims: pd.DataFrame, records: pd.DataFrame) -> None:
    assert "civilian_targeting Civilian targeting" in records["note"]["IRQ1"]
    named = claims["attribution"][[f"acled-IRQ{n}-all" for n in (1, 7, 8, 23)]]
    assert named.tolist() == ["coalition", "isis", "unclear", "unclear"]


def test_a_week_is_every_day_it_can_hold_and_a_month_is_a_month(records: pd.DataFrame) -> None:
    spans = records[["date_start", "date_end"]].apply(tuple, axis=1)
    assert spans[["IRQ1", "IRQ3", "IRQ4", "IRQ25"]].tolist() == [
        ("2017-03-17", "2017-03-17"), ("2017-03-11", "2017-03-23"), ("2017-03", "2017-03"),
        ("2017-03-18", "2017-03-18"),
    ]  # fmt: skip


def test_only_a_precise_point_says_so_and_a_region_is_no_point(records: pd.DataFrame) -> None:
    accuracy = records.loc[["IRQ1", "IRQ6", "IRQ5", "IRQ14"], "geo_accuracy"].fillna("").tolist()
    assert accuracy == ["town", "", "", ""]
    assert records.loc[["IRQ5", "IRQ14"], ["lat", "lon"]].isna().all(axis=None)


def test_civilians_are_no_suspects_and_sources_are_cited_one_by_one() -> None:
    made = converted("acled")
    assert "Civilians" not in made.tables["monitor_incidents"]["suspected_attackers"].str.cat()
    cited = made.tables["media_figures"]
    assert cited[cited["incident_code"] == "IRQ1"]["publisher_id"].tolist()[0] == "reuters"
    assert "Nobody" not in cited.to_csv() and "IRQ22" not in set(cited["incident_code"])


def test_a_date_without_a_day_is_rejected(imported: Import, tmp_path: Path) -> None:
    lines = (EXPORTS / "acled.csv").read_text(encoding="utf-8").splitlines()[:2]
    path = tmp_path / "short.csv"
    path.write_text("\n".join([lines[0], lines[1].replace("17 March 2017", "March 2017")]), encoding="utf-8")
    made = imported("acled", path, as_of="2020-01-01")
    assert made.sifted[0].rejects["reason"].tolist() == ["is no whole day; write YYYY-MM-DD"]


@pytest.mark.parametrize("seconds", ["9999999999", "1e9", "-1"])
def test_a_change_after_the_year_2100_is_rejected(seconds: str) -> None:
    assert acled._seconds(pd.Series([seconds, "1577836800"], dtype="str")).reasons.notna().tolist() == [True, False]


def test_a_change_after_the_day_of_the_import_is_rejected_and_no_week_ends_after_it(
    imported: Import, tmp_path: Path
) -> None:
    told = imported("acled", as_of="2017-03-20")
    assert "lies after the as-of day" in " ".join(told.sifted[0].rejects["reason"])
    path = tmp_path / "acled.csv"
    text = (EXPORTS / "acled.csv").read_text(encoding="utf-8").replace("1577836800", "1489968000")  # 2017-03-20
    path.write_text(text.replace("17 March 2017,1,", "17 March 2017,2,"), encoding="utf-8")
    made = imported("acled", path, as_of="2017-03-20", replace=True).tables["monitor_incidents"]
    assert len(made) and made["date_end"].max() == "2017-03-20"
