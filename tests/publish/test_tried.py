from __future__ import annotations

import pandas as pd
import pytest

from analysis.basis import Basis
from analysis.errors import DataError, MethodRefused, ReportError
from analysis.publish.display import Sentence, Table
from analysis.publish.tried import tried
from analysis.toll import words


def refuse() -> None:
    raise MethodRefused("the rows are <no> sample: import a complete export")


def test_a_refusal_is_shown_as_a_sentence_made_safe() -> None:
    shown = tried(refuse, name="x", caption="X")
    assert isinstance(shown, Sentence) and shown.text == (
        "No result, and why: the rows are <no> sample: import a complete export."
    )
    assert "&lt;no&gt;" in shown.html


def test_a_frame_is_shown_as_a_table_under_its_name() -> None:
    shown = tried(pd.DataFrame, {"a": [1]}, name="counts", caption="Counts", columns={"a": "A"})
    assert isinstance(shown, Table) and shown.name == "counts"


def test_what_has_words_is_shown_in_words() -> None:
    basis = Basis("civilians killed", "Mosul", "event")
    shown = tried(words, 105, 141, name="x", caption="X", basis=basis, as_of="2017-03-25")
    assert str(shown) == f"105 to 141 {basis} As of 2017-03-25."
    assert str(tried(words, 105, 105, name="x", caption="X")) == "105"


def test_a_result_in_words_that_does_not_say_what_it_is_of_is_refused() -> None:
    with pytest.raises(ReportError, match="pass basis"):
        tried(words, 105, 141, name="x", caption="X")


def test_other_errors_are_not_hidden() -> None:
    def broken() -> None:
        raise DataError("no such table: build first")

    with pytest.raises(DataError):
        tried(broken, name="x", caption="X")


def test_what_a_table_rests_on_is_passed_on() -> None:
    shown = tried(lambda: pd.DataFrame({"n": [3]}), name="x", caption="X", rests_on="three draws, seed 1")
    assert isinstance(shown, Table) and shown.rests_on == "three draws, seed 1" and "three draws" in shown.html
