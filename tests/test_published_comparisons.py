"""Published comparisons of two sources: the arithmetic they print must follow from, or be refused by, the algebra."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.errors import ScopeError
from analysis.methods.compare import share
from analysis.scope import Bridge, Scope
from analysis.toll import Toll, difference, ratio

LIKELY = Bridge("likely against admitted", {"status"}, "the published comparison sets one against the other")
CAMPAIGN = Scope({"coalition"}, "civilians", "killed", "Iraq and Syria", ("2014-08", "2016-03"), "event", "likely")
BATTLE = replace(CAMPAIGN, place="Mosul", window=("2016-10-17", "2017-07"))


def pair(lo: int, hi: int | None, official: int, scope: Scope = CAMPAIGN) -> tuple[Toll, Toll]:
    admitted = replace(scope, status="admitted")
    return Toll(lo, hi, "printed", "printed", scope), Toll(official, official, "printed", "printed", admitted)


def test_airwars_march_2016() -> None:  # noticia press copy of 9 March 2016: 166 likely incidents against 21 admitted
    result = ratio(*pair(1004, 1419, 21), LIKELY)
    assert (round(result.lo, 1), round(result.hi, 1)) == (47.8, 67.6)  # type: ignore[arg-type]
    assert str(result) == "47.8 to 67.6"


@pytest.mark.parametrize(("official", "percent"), [(173, 88.5), (152, 89.9)])
def test_airwars_december_2016(official: int, percent: float) -> None:  # Limited Accountability, 2016: "90 per cent"
    claimed, admitted = pair(1500, None, official)
    missing = difference(claimed, admitted, LIKELY)
    assert missing.lo == 1500 - official and missing.hi is None
    assert share(1500 - official, 1500, "minimum deaths by the monitor").percent == pytest.approx(percent, abs=0.05)


def test_one_death_for_each_93_strikes_betrays_the_numerator() -> None:
    assert 14200 / 152 == pytest.approx(93.4, abs=0.05)
    assert 14200 / 173 != pytest.approx(93, abs=1)


def test_airwars_august_2018() -> None:  # AFP, 30 August 2018
    assert str(ratio(*pair(6575, None, 1061), LIKELY)) == "at least 6.2"


def test_ap_december_2017_on_one_scope() -> None:  # AP, 20 December 2017: Iraqi or Coalition forces, at least 3,200
    result = ratio(*pair(3200, None, 326, replace(BATTLE, actors=frozenset({"coalition", "iraqi_forces"}))), LIKELY)
    assert str(result) == "at least 9.8"


def test_ap_twenty_seven_times_mixes_scopes_and_is_refused() -> None:
    everyone = Toll(9000, 11000, "morgue list", "morgue list", replace(BATTLE, actors=frozenset({"all_parties"})))
    _, admitted = pair(1, 1, 326, BATTLE)
    with pytest.raises(ScopeError) as refusal:
        ratio(everyone, admitted, LIKELY)
    assert refusal.value.field == "actors"
    assert 9000 / 326 == pytest.approx(27.6, abs=0.05)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (488, 2409, 20.3),  # Carpenter, Fuller and Roberts 2013: likely matches of the records evaluated
        (488, 2050, 23.8),  # the same, over the denominator that the printed 23.8 per cent implies
        (2035, 4394, 46.3),  # the same: deaths already in the other list
        (39, 161, 24.2),  # Siegler and others 2008: believed to be in the list
        (13, 161, 8.1),  # the same: perhaps
        (61, 161, 37.9),  # the same: certainly not
        (20, 103, 19.4),  # New York Times 2017: strikes of the sample with civilian deaths
        (505, 628, 80.4),  # Lafta and others 2018: deaths from intentional violence
    ],
)
def test_printed_shares_follow_from_their_denominators(part: int, whole: int, percent: float) -> None:
    assert share(part, whole, "printed denominator").percent == pytest.approx(percent, abs=0.05)


def test_a_share_keeps_its_denominator_in_words() -> None:
    assert str(share(488, 2409, "records evaluated")) == "20.3% (488 of 2,409 records evaluated)"


def test_siegler_leaves_48_undetermined() -> None:
    assert 161 - 39 - 13 - 61 == 48


def test_new_york_times_thirty_one_times() -> None:  # one in five of the sample against 89 of 14,000 and more
    official = 89 / 14000
    assert 1 / official == pytest.approx(157, abs=0.5)
    assert (1 / 5) / (1 / 157) == pytest.approx(31.4, abs=0.05)
