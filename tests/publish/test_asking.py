from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.data import reads
from analysis.errors import ParameterError
from analysis.paths import Project
from analysis.publish import asking
from analysis.publish.evidence import Evidence
from analysis.publish.making.declared import declared

HERE = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((HERE / "notebooks").glob("*.ipynb"))
WRONG: dict[str, list[tuple[Any, str]]] = {
    "date": [
        ("25/3/2017", "is not a day: write YYYY-MM-DD"), ("2017-03", "is not a day"), ("", "is not a day"),
        ("2017-02-30", "not a day of the calendar"), (20170325, "is not a day"),
        (date(2017, 3, 25), "write '2017-03-25'"),
    ],
    "month": [
        ("2017-3", "is not a month: write YYYY-MM"), ("March 2017", "is not a month"),
        ("2017-13", "not a day of the calendar"), (201703, "is not a month"),
    ],
    "event": [
        ("mosul-jadida", "Did you mean mosul-jadida-2017-03-17?"),
        ("MOSUL-JADIDA-2017-03-17", "Did you mean mosul-jadida-2"),
    ],
    "place": [("mosul", "Did you mean Mosul?"), ("Mossul", "Did you mean Mosul?"), ("MOSUL", "Did you mean Mosul?")],
    "statements": [("st-mj-rudaw-23", "Did you mean st-mj-rudaw-230?")],
    "study": [("nosuch", "unknown study 'nosuch'"), ("No Such", "unknown study")],
    "rule": [("Central", "Did you mean central?"), ("loose", "Choices: central, lenient, strict")],
    "int": [
        ("7", "write 7, not '7'"), ("seven", "is not a whole number"), (-5, "write 0 or more"),
        (7.5, "is not a whole number"),
    ],
    "text": [(7, "write '7', not 7")],
}  # fmt: skip


def cell(notebook: Path) -> str:
    """The parameters cell of a notebook, as a kernel keeps it."""
    return "\n".join(f'{p.name} = "as it was"  # type: {p.kind}  {p.help}' for p in declared(notebook).values())


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_takes_its_defaults_and_refuses_each_wrong_value_shortly(
    inside: Project, notebook: Path
) -> None:
    known = declared(notebook)
    defaults = {name: each.default for name, each in known.items()}
    asking.check([cell(notebook)], defaults)
    for name, each in known.items():
        for wrong, words in WRONG.get(each.kind, []):
            with pytest.raises(ParameterError) as refusal:
                asking.check([cell(notebook)], defaults | {name: wrong})
            said = str(refusal.value)
            assert f"parameter {name}: " in said and words in said, said
            assert said.endswith(asking.NEXT) and len(said) < 600, said


def test_what_selects_nothing_is_refused_with_what_would(inside: Project) -> None:
    early = 'as_of = ""  # type: date  day'
    with pytest.raises(
        ParameterError, match=r"nothing that is held was public by 2010-01-01: .* set as_of to that day"
    ):
        asking.check([early], {"as_of": "2010-01-01"})
    event = early + '\nevent = ""  # type: event  what'
    with pytest.raises(ParameterError, match="the first was public by"):
        asking.check([event], {"as_of": "2010-01-01", "event": "mosul-jadida-2017-03-17"})
    months = "\n".join(f'{name} = ""  # type: month  m' for name in ("month", "first_month", "last_month"))
    window = {"first_month": "2014-08", "last_month": "2019-12"}
    with pytest.raises(ParameterError, match="month = 2031-01 lies outside 2014-08 to 2019-12"):
        asking.check([months], {"month": "2031-01", **window})
    with pytest.raises(ParameterError, match="is an empty window: set first_month before last_month"):
        asking.check([months], {"month": "2017-03", "first_month": "2019-12", "last_month": "2014-08"})
    starts = 'second_start = ""  # type: month  m\nsecond_end = ""  # type: month  m'
    with pytest.raises(ParameterError, match="set second_start before second_end"):
        asking.check([starts], {"second_start": "2018-06", "second_end": "2017-12"})


def test_a_look_at_the_parameters_is_not_noted_as_read(inside: Project) -> None:
    before = reads.noted(inside.root)
    asking.check(['place = ""  # type: place  where\nstudy = ""  # type: study  s'], {"place": "Mosul", "study": ""})
    assert reads.noted(inside.root) == before


def test_cells_without_declarations_and_names_that_are_gone_are_nothing(inside: Project) -> None:
    asking.check(["x = 1", 'gone = ""  # type: place  where', "y = 2  # type: ignore"], {"x": "?"})


def test_evidence_asks_in_a_notebook_and_nowhere_else(inside: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    Evidence("2017-03-25")
    shell = SimpleNamespace(user_ns={"In": ["", 'place = "Mossul"  # type: place  where'], "place": "Mossul"})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    with pytest.raises(ParameterError, match="Did you mean Mosul"):
        Evidence("2017-03-25")
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    Evidence("2017-03-25")
