from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import errors
from analysis.errors import CivcasError, ScopeError, suggestion

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
names = st.text("abcdefghij_", min_size=3, max_size=12)


@pytest.mark.parametrize("kind", KINDS)
def test_every_refusal_is_the_projects_own_and_says_its_kind(kind: type[Exception]) -> None:
    assert issubclass(kind, CivcasError)
    assert kind.__doc__ and not issubclass(kind, (ValueError, KeyError))


def test_no_kind_of_refusal_is_caught_as_another() -> None:
    specific = [kind for kind in KINDS if kind is not CivcasError]
    assert len(specific) == 7
    assert all(kind.__bases__ == (CivcasError,) for kind in specific)


def test_a_scope_error_carries_the_field() -> None:
    error = ScopeError("place differs", "place")
    assert (str(error), error.field) == ("place differs", "place")


@given(st.sets(names, min_size=1, max_size=8), st.randoms())
def test_a_listed_word_is_its_own_nearest_and_order_is_nothing(choices: set[str], chance: object) -> None:
    mixed = sorted(choices)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    word = mixed[0]
    assert suggestion(word, mixed) == suggestion(word, iter(sorted(choices)))
    assert suggestion(word, mixed).startswith(f"Did you mean {word}?")


def test_a_word_like_none_gets_the_choices_without_a_guess() -> None:
    assert suggestion("zzz", ["place", "month"]) == "Choices: month, place."
