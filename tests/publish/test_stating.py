from __future__ import annotations

import pytest

from analysis.basis import Basis
from analysis.errors import ReportError
from analysis.publish.numbers import Number
from analysis.publish.stating import bases, is_finding, refuse_bent
from analysis.scope import Scope
from analysis.toll import Toll, ratio

SCOPE = Scope("coalition", "civilians", "killed", "Mosul", ("2017-03-17", "2017-03-17"), "event", "alleged")
OTHER = Scope("coalition", "civilians", "killed", "Mosul", ("2017-03-18", "2017-03-18"), "event", "alleged")
GIVEN = Basis("statements", "Mosul", "report")


def shown(value: object) -> Number:
    return Number(1, str(value), "rule", ("statements:a",), value)


@pytest.mark.parametrize(
    "text", ["35.2%", "3 per cent", "105 to 141", "at least 230", "from at least 2", "2 times", 6.1]
)
def test_bounds_shares_and_ratios_are_findings(text: object) -> None:
    assert is_finding(shown(text))


@pytest.mark.parametrize("text", ["230", "38 sources, at most 38 independent", "2017-03-17", "none"])
def test_plain_counts_are_not(text: str) -> None:
    assert not is_finding(shown(text))


def test_tolls_and_ratios_bring_their_own_basis_each_once() -> None:
    one, same, other = (Toll(5, 9, "", "", scope, "2017-03-25") for scope in (SCOPE, SCOPE, OTHER))
    told = bases([shown(one), shown(same), shown(other)], None, None, needed=False)
    assert [basis.scope for basis in told] == ["the Coalition, Mosul, 2017-03-17", "the Coalition, Mosul, 2017-03-18"]
    assert len(bases([shown(ratio(one, same))], None, None, needed=True)) == 1


def test_a_toll_does_not_lend_its_scope_to_a_share_beside_it() -> None:
    with pytest.raises(ReportError, match=r"the figure '35%' has no scope of its own: pass basis"):
        bases([shown(Toll(5, 9, "", "", SCOPE)), shown("35%")], None, "2017-03-25", needed=False)


def test_a_given_basis_does_not_hide_what_a_figure_says_itself() -> None:
    told = bases([shown(Toll(5, 9, "", "", SCOPE, "2017-03-25"))], GIVEN, "2017-03-25", needed=True)
    assert [basis.of for basis in told] == ["statements", "civilians killed, alleged"]


@pytest.mark.parametrize(
    "words", ["twice as many", "half of the deaths", "by a factor of", "two in three", "one in ten"]
)
def test_ratios_in_other_words_cannot_be_typed(words: str) -> None:
    with pytest.raises(ReportError, match="states a ratio of nothing named"):
        refuse_bent(words, words)


def test_a_given_basis_stands_for_the_sentence_and_takes_its_day() -> None:
    assert bases([shown("35%")], GIVEN, "2017-03-25", needed=True) == (GIVEN.read("2017-03-25"),)
    assert bases([shown(3)], None, None, needed=False) == ()


@pytest.mark.parametrize("words", ["a fold of the hills", "missing persons", "reported by the outlet", "at all times"])
def test_plain_words_may_be_typed(words: str) -> None:
    if words.startswith("a fold"):
        with pytest.raises(ReportError):
            refuse_bent(words, words)
    else:
        refuse_bent(words, words)
