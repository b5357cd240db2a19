from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from methods.policy.series import BAN, MIDDLE, sicily, simulated

from analysis.errors import MethodRefused, ScopeError
from analysis.methods.policy import segmented


@pytest.mark.parametrize(
    ("how", "ratio", "lo", "hi"),
    [
        ({"model": "Poisson", "shape": "level"}, 0.8944, 0.8647, 0.9251),
        ({"shape": "level"}, 0.8944, 0.8392, 0.9532),
        ({"shape": "level", "harmonics": 2}, 0.8851, 0.8394, 0.9332),
    ],
)
def test_the_published_ratios_of_the_sicilian_ban(how: dict[str, object], ratio: float, lo: float, hi: float) -> None:
    found = segmented.fit(sicily(), BAN, errors="model", **how)  # type: ignore[arg-type]
    assert found.term("level") == pytest.approx((ratio, lo, hi), abs=5e-5)
    assert (found.before, found.after, found.left_out) == (36, 23, ())


def test_the_published_dispersion() -> None:
    assert segmented.fit(sicily(), BAN, shape="level").dispersion == pytest.approx(3.56, abs=0.005)


def test_the_slope_is_centred_and_the_published_error_is_not_repeated() -> None:
    level = segmented.fit(sicily(), BAN, harmonics=2).term("level")[0]
    assert level == pytest.approx(0.8765, abs=5e-5)
    assert abs(level - 0.8309) > 0.04  # the step of an uncentred slope, printed and later corrected


def test_an_uncentred_slope_gives_the_error() -> None:
    """The step at the start of the calendar is the step at the change less 36 months of the change of slope."""
    terms = segmented.fit(sicily(), BAN, harmonics=2).terms.set_index("term")["ratio"]
    assert terms["level"] / terms["slope"] ** 36 == pytest.approx(0.8309, abs=5e-5)


@pytest.mark.parametrize("model", ["Poisson", "quasi-Poisson", "negative binomial"])
def test_a_known_step_and_slope_are_recovered(model: str) -> None:
    rng = np.random.default_rng(7)
    alpha = 0.1 if model == "negative binomial" else 0.0
    found = [
        segmented.fit(simulated(rng, level=1.6, slope=0.99, alpha=alpha), MIDDLE, model=model, errors="model")
        for _ in range(40)
    ]
    level = np.array([one.term("level") for one in found])
    slope = np.array([one.term("slope") for one in found])
    assert np.exp(np.log(level[:, 0]).mean()) == pytest.approx(1.6, rel=0.05)
    assert np.exp(np.log(slope[:, 0]).mean()) == pytest.approx(0.99, rel=0.003)
    inside = ((level[:, 1] <= 1.6) & (1.6 <= level[:, 2])).mean()
    assert inside >= 0.85
    if alpha:
        assert np.mean([one.dispersion for one in found]) == pytest.approx(0.1, abs=0.02)


def test_overdispersion_and_memory_are_not_mistaken_for_a_step() -> None:
    rng = np.random.default_rng(11)
    wrong = {"hac": 0, "model": 0}
    for _ in range(60):
        frame = simulated(rng, level=1.0, slope=1.0, months=200, mean=400, rho=0.6)
        for errors, model in (("hac", "quasi-Poisson"), ("model", "Poisson")):
            _, lo, hi = segmented.fit(frame, MIDDLE, model=model, errors=errors, lags=8).term("level")
            wrong[errors] += not lo <= 1 <= hi
    assert wrong["hac"] <= 15 and wrong["model"] >= 30


def test_results_do_not_depend_on_the_order_of_rows() -> None:
    frame = sicily()
    mixed = frame.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(segmented.fit(frame, BAN).terms, segmented.fit(mixed, BAN).terms)


def test_the_unit_of_the_exposure_does_not_matter() -> None:
    other = sicily().assign(exposure=lambda held: held["exposure"] / 1000)
    assert segmented.fit(other, BAN).term("level") == pytest.approx(segmented.fit(sicily(), BAN).term("level"))


def test_a_fit_has_values_only_at_months_that_were_seen() -> None:
    frame = sicily().assign(count=lambda held: held["count"].astype("Int64").mask(held["month"] == "2003-05"))
    fitted = segmented.fit(frame, BAN).fitted
    assert len(fitted) == 58 and "2003-05" not in set(fitted["month"])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda held: held.assign(exposure=held["exposure"].mask(held["month"] == "2004-02")), "no exposure.*2004-02"),
        (lambda held: held.iloc[:40], "36 months seen before the date and 4 after it are too few"),
        (lambda held: held.iloc[30:], "6 months seen before the date and 23 after"),
        (lambda held: held.iloc[27:45], "9 months seen before the date and 9 after it are too few for 4 terms"),
        (lambda held: held.assign(count=0), "every count before the date is zero"),
        (lambda held: pd.concat([held, held.head(1)]), "2002-01 stands twice"),
        (lambda held: held.assign(series=["a", *["b"] * 58]), "are two series"),
    ],
)
def test_what_cannot_be_fitted_is_refused(spoil: object, message: str) -> None:
    with pytest.raises(MethodRefused, match=message):
        segmented.fit(spoil(sicily()), BAN)  # type: ignore[operator]


def test_mixed_clocks_are_refused() -> None:
    with pytest.raises(ScopeError, match="clock differs: assessment against event"):
        segmented.fit(sicily().assign(clock=["assessment", *["event"] * 58]), BAN)


def test_unknown_models_and_errors_are_refused() -> None:
    with pytest.raises(MethodRefused, match="Did you mean Poisson"):
        segmented.fit(sicily(), BAN, model="poison")
    with pytest.raises(MethodRefused, match="Choices: hac, model"):
        segmented.fit(sicily(), BAN, errors="none")


def test_both_bounds_are_fitted_and_nothing_between() -> None:
    frame = sicily().rename(columns={"count": "lo"}).assign(hi=lambda held: held["lo"] * 2)
    terms = segmented.by_bound(frame, BAN)
    level = terms[terms["term"] == "level"].set_index("bound")["ratio"]
    assert list(level.index) == ["lo", "hi"] and level["hi"] == pytest.approx(level["lo"])
    with pytest.raises(MethodRefused, match="the upper bounds carry no regression"):
        segmented.by_bound(frame.assign(hi=None), BAN)
