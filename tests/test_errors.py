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


def test_of_very_many_choices_the_nearest_are_named_and_the_rest_counted() -> None:
    many = [f"mosul-quarter-{number:03}" for number in range(100)]
    told = suggestion("Mosul-Quarter-042", many)
    assert told.startswith("Did you mean mosul-quarter-042? Choices: mosul-quarter-042, ") and told.endswith(
        "and 97 more."
    )
    assert suggestion("zzz", many) == "Choices: mosul-quarter-000, mosul-quarter-001, mosul-quarter-002 and 97 more."


def test_capitals_do_not_hide_the_nearest() -> None:
    assert suggestion("MOSUL", ["Mosul", "Raqqa"]) == "Did you mean Mosul? Choices: Mosul, Raqqa."


def test_a_notebook_shows_the_sentence_and_the_line_instead_of_a_traceback() -> None:
    source = "first = 1\nfail('unknown place. ' * 20 + 'Set place to one of them.')\n"

    def fail(words: str) -> None:
        raise errors.ParameterError(words)

    with pytest.raises(errors.ParameterError) as caught:
        exec(compile(source, "/tmp/ipykernel_7/1.py", "exec"), {"fail": fail})
    told = caught.value._render_traceback_()
    assert told[0] == "ParameterError" and told[-1].startswith("Line 2 of this cell")
    assert max(map(len, "\n".join(told).split("\n"))) <= 100 and len("\n".join(told)) < 500
    assert errors.DataError("gone")._render_traceback_() == ["DataError", "gone"]


def test_a_sentence_shows_what_is_hidden_and_ends() -> None:
    error = errors.DataError("the key 'a\u202eb\x1b[31m\ud800' " + "9" * 10**6)
    assert "a\\u202eb\\u001b[31m\\ud800" in str(error) and str(error).isprintable() and len(str(error)) < 300
    assert str(errors.DataError("قُتل ٢٣٠\nلا أكثر")) == "قُتل ٢٣٠\nلا أكثر"
    assert suggestion("x" * 10**6, ["place"]) == "Choices: place."
