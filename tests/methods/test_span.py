from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.span import envelope
from analysis.scope import Scope
from analysis.toll import Toll

AT = Scope({"coalition"}, "civilians", "killed", "Mosul", ("2017-03-17", "2017-03-17"), "event", "alleged")
counts = st.none() | st.integers(0, 2000)


def toll(lo: int | None, hi: int | None) -> Toll:
    return Toll(lo, hi, "said", "said", AT)


@st.composite
def tolls(draw: st.DrawFn) -> list[Toll]:
    pairs = draw(st.lists(st.tuples(counts, counts), max_size=6))
    return [toll(*pair) if None in pair else toll(*sorted(pair)) for pair in pairs]  # type: ignore[type-var]


def number(words: str) -> int:
    return int(words.split()[-1].replace(",", ""))


@given(tolls(), st.randoms())
def test_a_span_ends_in_numbers_somebody_said_whatever_their_order(terms: list[Toll], chance: object) -> None:
    found = envelope(terms)
    said = [value for term in terms for value in (term.lo, term.hi) if value is not None]
    assert found.n == sum(term.lo is not None or term.hi is not None for term in terms)
    if found.n > 1:
        assert (number(found.least), number(found.most)) == (min(said), max(said))
    chance.shuffle(terms)  # type: ignore[attr-defined]
    again = envelope(iter(terms))
    assert (again.n, again.n_open_above, again.n_open_below) == (found.n, found.n_open_above, found.n_open_below)
    if found.n > 1:
        assert (number(again.least), number(again.most)) == (number(found.least), number(found.most))


@given(tolls())
def test_open_ends_are_counted_and_silence_is_not(terms: list[Toll]) -> None:
    found = envelope(terms)
    stated = [term for term in terms if (term.lo, term.hi) != (None, None)]
    assert found.n_open_above == sum(term.hi is None for term in stated)
    assert found.n_open_below == sum(term.lo is None for term in stated)
    assert envelope([*terms, toll(None, None)]) == found


def test_a_floor_and_a_ceiling_of_one_number_read_the_same_in_any_order() -> None:
    floor, ceiling = toll(200, None), toll(None, 200)
    assert str(envelope([floor, ceiling])) == str(envelope([ceiling, floor]))


def test_a_span_of_nothing_is_no_number_and_not_zero() -> None:
    assert str(envelope([])) == str(envelope([toll(None, None)])) == "no number"
    assert str(envelope([toll(0, 0)])) == "0"


def test_a_span_of_one_statement_is_that_statement() -> None:
    assert [str(envelope([toll(*pair)])) for pair in [(440, None), (None, 200), (105, 141), (230, 230)]] == [
        "at least 440", "at most 200", "105 to 141", "230",
    ]  # fmt: skip


def test_a_number_printed_as_a_floor_or_a_ceiling_stays_one() -> None:
    assert str(envelope([toll(100, None), toll(300, None)])) == "from at least 100 to at least 300"
    assert str(envelope([toll(None, 240), toll(137, 137)])) == "from 137 to at most 240"


def test_all_of_one_number_is_that_number() -> None:
    assert str(envelope([toll(200, 200), toll(200, 200)])) == "200"
