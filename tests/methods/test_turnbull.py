from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.errors import MethodRefused
from analysis.methods.turnbull import turnbull
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


def test_turnbull_is_kaplan_meier_where_every_time_is_exact(complete: Project) -> None:
    from statsmodels.duration.survfunc import SurvfuncRight

    made = simulated(np.random.default_rng(3), 60).round({"earliest": 0, "latest": 0})
    theirs = SurvfuncRight(made["earliest"], made["outcome"].notna().astype(int))
    found = turnbull(made)
    assert (found["left"] == found["right"]).all()
    at = [float(theirs.surv_prob[np.searchsorted(theirs.surv_times, time, side="right") - 1]) for time in found["left"]]
    assert (1 - found["mass"].cumsum()).tolist() == pytest.approx(at, abs=1e-6)


def test_turnbull_by_hand(complete: Project) -> None:
    # Between 0 and 2, between 1 and 3, open on day 3: mass lies where the intervals overlap.
    found = turnbull(cases([0, 1, 3], ["credible", "duplicate", None], latest=[2, 3, 3]))
    assert found[["left", "right"]].to_numpy().tolist() == [[1, 2]]
    assert found["mass"].tolist() == pytest.approx([2 / 3], abs=1e-6)


def test_turnbull_says_so_when_it_does_not_settle_or_cannot_apply(complete: Project) -> None:
    made = cases([0, 1, 3], ["credible", "duplicate", None], latest=[2, 3, 3])
    with pytest.raises(MethodRefused, match="did not settle in 1 rounds"):
        turnbull(made, rounds=1)
    with pytest.raises(MethodRefused, match="takes no late entry"):
        turnbull(made.assign(entry=[None, 0.5, None]))
