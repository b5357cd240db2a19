from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import streaming  # puts bench/ on the path
import ten_million


def measured(**cpu: tuple[float, float]) -> pd.DataFrame:
    rows = [
        {"claims": claims, "step": step, "wall_s": took, "cpu_s": took, "peak_mib": 100.0}
        for step, both in cpu.items()
        for claims, took in zip((1_000_000, 10_000_000), both, strict=True)
    ]
    return pd.DataFrame(rows)


def test_growth_like_n_log_n_has_the_exponent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ten_million, "CONSTANT", 0)
    grew = ten_million.growth(measured(build=(6.0, 70.0)))
    assert grew["n_log_n"].round(2).tolist() == [11.67] and grew["exponent"].round(2).tolist() == [1.0]


def test_missed_targets_are_told_and_met_ones_are_not() -> None:
    slow = measured(build=(8.0, 130.0), monthly=(0.2, 2.0))
    said = ten_million.missed(slow, ten_million.growth(slow), 10_000_000)
    assert len(said) == 2 and said[0].startswith("build took 130.0 (wall_s)") and "build grew 15.4 times" in said[1]
    assert ten_million.missed(slow, ten_million.growth(slow.assign(cpu_s=1.0)), 100_000) == []


def test_every_step_runs_in_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = {name: ten_million.STEPS[name] for name in ("generate", "build", "monthly")}
    monkeypatch.setattr(ten_million, "STEPS", steps)
    found = ten_million.measure(1000, tmp_path).set_index("step")
    assert found.loc["generate", "rows"] == 1000 and (found["peak_mib"] > 50).all()
    assert streaming.HERE / "bench" == Path(ten_million.__file__).parent
