from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import DataError, MethodRefused
from analysis.methods.policy import candidates
from analysis.methods.policy.candidates import Change
from analysis.paths import Project


def test_every_declared_date_has_a_kind_and_a_reason(inside: Project) -> None:
    frame = candidates.declared()
    assert set(frame["kind"]) == set(candidates.KINDS) and frame["reason"].notna().all()
    assert candidates.change("strike-delegation").day == "2016-12"
    assert list(frame["day"]) == sorted(frame["day"])


def test_a_date_that_is_not_declared_is_refused(inside: Project) -> None:
    with pytest.raises(MethodRefused, match="'strike-delegatoin' is not a declared date.*Did you mean strike-delega"):
        candidates.change("strike-delegatoin")


def test_the_hash_is_of_the_dates_and_not_of_their_order(inside: Project) -> None:
    frame = candidates.declared()
    assert candidates.content_hash(frame.sample(frac=1, random_state=1)) == candidates.content_hash(frame)
    moved = frame.assign(day=frame["day"].replace("2016-12", "2016-11"))
    assert candidates.content_hash(moved) != candidates.content_hash(frame)


@pytest.mark.parametrize(
    ("day", "mixed", "origin"),
    [
        ("2016-12", ("2016-12",), "2016-12"), ("2016-12-01", (), "2016-11"), ("2016-10-17", ("2016-10",), "2016-10"),
        ("2018", tuple(f"2018-{month:02d}" for month in range(1, 13)), "2018-12"),
    ],
)  # fmt: skip
def test_months_of_both_sides_stand_on_neither(day: str, mixed: tuple[str, ...], origin: str) -> None:
    one = Change("a", day, "", "candidate")
    assert one.mixed == mixed and str(one.origin) == origin


def test_marks_leave_out_placebos_and_dates_known_to_the_year(inside: Project) -> None:
    marks = candidates.marks(candidates.declared())
    assert [label[0] for _, label in marks] == list("abcdefg")
    assert not any("No change" in label or "cut-off" in label for _, label in marks)
    assert ("2016-12-01", "(month)") in [(day, label[-7:]) for day, label in marks]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [("kind", "guess", "line 2: 'guess'"), ("id", "mosul-begins", "stands twice"), ("day", "2016-13", "2016-13")],
)
def test_a_table_that_is_wrong_is_refused(
    copy: Project, monkeypatch: pytest.MonkeyPatch, column: str, value: str, message: str
) -> None:
    path = copy.hand / "policy_dates.csv"
    frame = pd.read_csv(path, dtype=str)
    frame.loc[0, column] = value
    frame.to_csv(path, index=False)
    monkeypatch.chdir(copy.root)
    with pytest.raises(DataError, match=message):
        candidates.declared()
