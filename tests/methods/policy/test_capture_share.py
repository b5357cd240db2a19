from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import MethodRefused
from analysis.methods.policy import capture_share, rates
from analysis.methods.policy.capture_share import Span
from analysis.paths import Project

share = st.floats(0.05, 1.0)


def test_a_level_truth_can_look_like_a_rise() -> None:
    """Recorded 100 and 120 fit a truth of 150 and 150 when the share grows from .67 to .80 (HRDAG)."""
    found = capture_share.true_ratio(Span(1.2, 1.2), (100 / 150, 100 / 150), (120 / 150, 120 / 150))
    assert (found.lo, found.hi) == pytest.approx((1, 1))


@given(share, share, st.floats(0.1, 5), st.tuples(share, share), st.tuples(share, share))
def test_every_truth_with_shares_in_the_band_is_inside(
    before: float, after: float, truth: float, one: tuple[float, float], other: tuple[float, float]
) -> None:
    bands = [(min(*band, value), max(*band, value)) for band, value in ((one, before), (other, after))]
    recorded = truth * after / before
    found = capture_share.true_ratio(Span(recorded, recorded), *bands)
    assert found.lo <= truth * (1 + 1e-9) and found.hi >= truth * (1 - 1e-9)


def test_the_recorded_rise_and_its_rows(inside: Project) -> None:
    span, keys = capture_share.year_on_year(rates.periods("2026-11-24"), "likely", "2016", "2017")
    assert (round(span.lo, 2), round(span.hi, 2)) == (1.60, 3.81) and len(keys) == 4
    with pytest.raises(MethodRefused, match="rate of 2018.*choose a later day"):
        capture_share.year_on_year(rates.periods("2026-11-24"), "likely", "2017", "2018")


def test_bands_say_what_fits() -> None:
    rows = capture_share.under_bands(Span(1.6, 3.8))
    assert (rows["reading"].iloc[0], rows["reading"].iloc[-1]) == ("a rise", "a rise, a fall and no change")
    assert (rows["lo"].diff().dropna() < 0).all()


@pytest.mark.parametrize("band", [(0.0, 0.5), (0.6, 0.5), (0.5, 1.1)])
def test_what_is_no_share_is_refused(band: tuple[float, float]) -> None:
    with pytest.raises(MethodRefused, match="is no share captured"):
        capture_share.true_ratio(Span(1, 1), band, (0.5, 0.5))


def test_a_rate_that_may_be_zero_has_no_ratio() -> None:
    with pytest.raises(MethodRefused, match="lower bound before is zero"):
        capture_share.observed((0, 1), (1, 2))
