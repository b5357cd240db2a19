from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import DataError, MethodRefused
from analysis.methods import timing
from analysis.paths import Project

ENDS = ("credible", "non_credible", "duplicate")
COLUMN = {"name": "made", "type": "string"}
CARD = {"resources": [{"name": "made", "path": "made.csv", "schema": {"fields": [COLUMN]}}]}


@pytest.fixture
def complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose one table holds every report of its period."""
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    (raw / "datapackage.json").write_text(json.dumps(CARD))
    (tmp_path / "reports.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def cases(
    time: list[float], outcome: list[str | None], latest: list[float] | None = None, entry: object = None
) -> pd.DataFrame:
    return pd.DataFrame({
        "entry": entry if entry is not None else [None] * len(time), "earliest": time, "latest": latest or time,
        "outcome": outcome, "row_key": [f"made:{line}" for line in range(len(time))],
    })  # fmt: skip


def curve(found: pd.DataFrame, outcome: str, end: str = "lo") -> list[float]:
    return found.loc[found["outcome"] == outcome, end].round(6).tolist()


def simulated(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Return reports whose ends have hazards .010, .030 and .004 a day, censored between day 0 and day 90."""
    rates = np.array([0.010, 0.030, 0.004])
    end, limit = rng.exponential(1 / rates.sum(), n), rng.uniform(0, 90, n)
    cause = rng.choice(ENDS, n, p=rates / rates.sum())
    return cases(
        list(np.minimum(end, limit)), [name if at else None for name, at in zip(cause, end <= limit, strict=True)]
    )


def test_a_hand_worked_example(complete: Project) -> None:
    # Days 1 to 5, at risk 5, 4, 3, 2, 1; day 3 is censored. S: .8, .6, .6, .3, 0.
    found = timing.incidence(cases([1, 2, 3, 4, 5], ["credible", "non_credible", None, "credible", "duplicate"]), ENDS)
    assert curve(found, "credible") == pytest.approx([0.2, 0.2, 0.2 + 0.6 / 2, 0.5])
    assert curve(found, "non_credible") == pytest.approx([0, 0.2, 0.2, 0.2])
    assert curve(found, "duplicate") == pytest.approx([0, 0, 0, 0.3])
    assert found["time"].unique().tolist() == [1, 2, 4, 5] and found["at_risk"].head(4).tolist() == [5, 4, 2, 1]
    assert found["row_keys"].head(4).tolist() == [["made:0"], ["made:1"], ["made:3"], ["made:4"]]


def test_a_hand_worked_example_with_late_entry(complete: Project) -> None:
    # The second report comes under observation after day 1: at risk 2 of 3 on day 1, then 2, then 1.
    late = cases([1, 2, 4], ["credible", "non_credible", "credible"], entry=[None, 1, None])
    found = timing.incidence(late, ENDS)
    assert curve(found, "credible") == pytest.approx([0.5, 0.5, 0.75])
    assert curve(found, "non_credible") == pytest.approx([0, 0.25, 0.25])
    assert found["at_risk"].head(3).tolist() == [2, 2, 1]


def test_it_agrees_with_statsmodels_under_competing_ends_ties_and_censoring(complete: Project) -> None:
    from statsmodels.duration.survfunc import CumIncidenceRight

    made = simulated(np.random.default_rng(17), 400).assign(earliest=lambda frame: np.ceil(frame["earliest"]))
    made = made.assign(latest=made["earliest"])
    status = made["outcome"].map({name: rank for rank, name in enumerate(ENDS, 1)}).fillna(0).astype(int)
    theirs = CumIncidenceRight(made["earliest"], status)
    found = timing.incidence(made, ENDS)
    for rank, name in enumerate(ENDS):
        ours = found[found["outcome"] == name].set_index("time")["lo"]
        at = [
            float(np.asarray(theirs.cinc[rank])[np.searchsorted(theirs.times, time, side="right") - 1])
            for time in ours.index
        ]
        assert ours.tolist() == pytest.approx(at, abs=1e-12)


def test_the_ends_together_are_what_survival_leaves_also_with_late_entry(complete: Project) -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    rng = np.random.default_rng(5)
    made = simulated(rng, 500)
    entry = np.where(rng.random(500) < 0.5, np.nan, made["earliest"] * rng.random(500))
    made = made.assign(entry=entry)
    theirs = SurvfuncRight(made["earliest"], made["outcome"].notna().astype(int), entry=np.nan_to_num(entry))
    ended = timing.incidence(made, ENDS).groupby("time")["lo"].sum()
    at = [float(theirs.surv_prob[np.searchsorted(theirs.surv_times, time, side="right") - 1]) for time in ended.index]
    assert (1 - ended).tolist() == pytest.approx(at, abs=1e-9)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_recovers_the_incidence_that_data_were_made_with(complete: Project, seed: int) -> None:
    found = timing.incidence(simulated(np.random.default_rng(seed), 6000), ENDS)
    for name, rate in zip(ENDS, (0.010, 0.030, 0.004), strict=True):
        mine = found[(found["outcome"] == name) & (found["time"] <= 60)]
        true = rate / 0.044 * (1 - np.exp(-0.044 * mine["time"]))
        assert np.abs(mine["lo"] - true).max() < 0.025


def test_one_minus_kaplan_meier_would_overstate_it(complete: Project) -> None:
    made = simulated(np.random.default_rng(8), 3000)
    alone = made.assign(outcome=made["outcome"].where(made["outcome"] == "credible"))
    assert (
        curve(timing.incidence(alone, ENDS), "credible")[-1] > 1.5 * curve(timing.incidence(made, ENDS), "credible")[-1]
    )


def test_times_known_to_a_month_make_bounds_that_hold_the_true_curve(complete: Project) -> None:
    made = simulated(np.random.default_rng(11), 500)
    low, high = np.floor(made["earliest"] / 30) * 30, np.ceil(made["earliest"] / 30) * 30
    ended = made["outcome"].notna()
    coarse = made.assign(earliest=low.where(ended, made["earliest"]), latest=high.where(ended, made["latest"]))
    bounds, exact = timing.incidence(coarse, ENDS), timing.incidence(made, ENDS)
    for name in ENDS:
        mine, true = (frame[frame["outcome"] == name].set_index("time") for frame in (bounds, exact))
        for day in (30.0, 60.0):
            assert mine.loc[day, "lo"] <= true["lo"][true.index <= day].iloc[-1] <= mine.loc[day, "hi"]
    assert (exact["lo"] == exact["hi"]).all() and (bounds["hi"] - bounds["lo"]).max() > 0.1


@pytest.mark.parametrize("seed", range(40))
def test_no_choice_of_days_leaves_the_bounds(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 8
    low = rng.integers(0, 9, n).astype(float)
    code = rng.integers(0, 3, n)
    code[0] = 1
    high = np.where(code > 0, low + rng.integers(0, 6, n), low)
    grid = np.arange(0.0, 16.0)
    lo, hi = timing.band(low, high, code, 1, grid)
    for _ in range(300):
        time = rng.integers(low.astype(int), high.astype(int) + 1).astype(float)
        found = timing.aalen_johansen(np.full(n, -np.inf), time, code, 1, grid)
        assert (lo - 1e-12 <= found).all() and (found <= hi + 1e-12).all()


def test_the_bounds_of_exact_times_are_the_estimate(complete: Project) -> None:
    made = simulated(np.random.default_rng(2), 300).round({"earliest": 0, "latest": 0})
    code = made["outcome"].map({name: rank for rank, name in enumerate(ENDS, 1)}).fillna(0).to_numpy(int)
    time, grid = made["latest"].to_numpy(float), np.arange(0.0, 90.0)
    for rank in (1, 2, 3):
        lo, hi = timing.band(time, time, code, rank, grid)
        found = timing.aalen_johansen(np.full(len(time), -np.inf), time, code, rank, grid)
        assert lo == pytest.approx(found) and hi == pytest.approx(found)


def test_intervals_and_late_entries_together_are_refused(complete: Project) -> None:
    with pytest.raises(MethodRefused, match="without bounds that hold"):
        timing.incidence(cases([2, 3], ["credible", None], latest=[5, 3], entry=[1, None]), ENDS)


def test_an_end_on_the_first_day_counts(complete: Project) -> None:
    found = timing.incidence(cases([0, 3], ["credible", None]), ENDS)
    assert curve(found, "credible") == [0.5]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"earliest": [1, None]}, "made:1: .* are no times of one report"),
        ({"latest": [0.5, 2]}, "made:0: .* are no times of one report"),
        ({"entry": [1, None]}, "entry be missing or before"),
        ({"outcome": ["credible", "withdrawn"]}, "'withdrawn' is none of credible, non_credible, duplicate"),
    ],
)
def test_times_and_outcomes_that_cannot_be_are_named(complete: Project, change: dict[str, list], words: str) -> None:
    with pytest.raises(DataError, match=words):
        timing.incidence(cases([1, 2], ["credible", None]).assign(**change), ENDS)


def test_a_missing_column_and_an_unended_record_are_refused(complete: Project) -> None:
    with pytest.raises(DataError, match="no column 'entry'"):
        timing.incidence(cases([1], ["credible"]).drop(columns="entry"), ENDS)
    with pytest.raises(MethodRefused, match="no report has ended"):
        timing.incidence(cases([1, 2], [None, None]), ENDS)


def test_an_emptied_risk_set_is_refused(complete: Project) -> None:
    with pytest.raises(MethodRefused, match="by 1 days every report under observation had ended"):
        timing.incidence(cases([1, 5], ["credible", "credible"], entry=[None, 2]), ENDS)


def test_it_leaves_its_input_as_it_was(complete: Project) -> None:
    made = cases([1, 2], ["credible", None])
    before = made.copy()
    timing.incidence(made, ENDS)
    pd.testing.assert_frame_equal(made, before)
