from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.data.importers import outlets
from analysis.data.schemas import FAMILIES
from analysis.paths import Project

HERE = Project(Path(__file__).resolve().parents[3])


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    return outlets.publishers(HERE)


def cited(known: pd.DataFrame, *names: str) -> pd.DataFrame:
    return outlets.cited(pd.Series(names, dtype="str"), known)


def test_listed_spellings_are_one_outlet_and_near_ones_are_not(known: pd.DataFrame) -> None:
    one = ("Euphrates Post", "@EuphratesPost", "Euphrates Post (2)", "euphrates-post")
    found = cited(known, *one, "Euphrates", "Baladi", "Enab Baladi")
    assert found["publisher_id"].tolist()[:4] == ["euphratespost"] * 4
    assert found["publisher_id"].nunique() == 4


def test_a_name_that_is_not_listed_is_in_no_table_but_stays_one_speaker(known: pd.DataFrame) -> None:
    found = cited(known, "A Private Account", "a private account", "@a_private_account", "Another Account")
    rows = outlets.rows(found["publisher_id"], known)
    assert found["publisher_id"].tolist()[:3] == [found["publisher_id"].iloc[0]] * 3
    assert found["publisher_id"].nunique() == 2
    text = (found.to_csv() + rows.drop(columns="note").to_csv()).casefold()
    assert "account" not in text
    assert rows["family"].tolist() == ["witness"] * 2 and rows["kind"].tolist() == ["unlisted"] * 2


def test_every_listed_publisher_is_whole_and_every_spelling_means_one(known: pd.DataFrame) -> None:
    assert known["publisher_id"].is_unique and known["name"].is_unique
    assert set(known["family"]) <= set(FAMILIES) and known["kind"].notna().all()
    assert set(outlets.SPELLINGS) <= set(known["publisher_id"])
    assert not set(outlets.OTHERS) & set(pd.read_csv(HERE.raw / "publishers.csv")["publisher_id"])
    spelled = [outlets.fold(part) for text in outlets.SPELLINGS.values() for part in text.split("|")]
    spelled += [outlets.fold(part) for told in outlets.OTHERS.values() for part in dict.fromkeys(
        outlets.fold(part) for part in told[-1].split("|"))]  # fmt: skip
    own = {outlets.fold(name): key for key, name in zip(known["publisher_id"], known["name"], strict=True)}
    assert len(spelled) == len(set(spelled))
    assert all(own[name] == outlets.listed(known)[name] for name in own)


def test_the_order_of_citing_changes_nothing(known: pd.DataFrame) -> None:
    names = ["Reuters", "x", "SOHR"]
    one, other = cited(known, *names), cited(known, *reversed(names))
    assert one["publisher_id"].tolist() == other["publisher_id"].tolist()[::-1]


def test_the_languages_of_an_unknown_outlet_are_those_it_was_cited_in() -> None:
    known = outlets.publishers(HERE)
    cited = outlets.cited(pd.Series(["An outlet nobody knows", "An outlet nobody knows", "Rudaw"]), known)
    made = outlets.rows(cited["publisher_id"], known, pd.Series(["English", "Arabic", "Russian"])).set_index("family")
    assert made.loc["witness", "languages"] == "ar;en"
    [rudaw] = known.loc[known["publisher_id"] == cited["publisher_id"][2], "languages"]
    assert made.loc["local_media", "languages"] == rudaw  # what this project says of its own publishers stands
