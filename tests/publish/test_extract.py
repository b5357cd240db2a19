from __future__ import annotations

from typing import Any

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_notebook, new_output
from publish import tiny

from analysis.basis import Basis
from analysis.errors import ReportError
from analysis.publish import plots
from analysis.publish.display import provenance, size_of
from analysis.publish.evidence import Evidence
from analysis.publish.extract import Block, contents
from analysis.publish.tables import table

FRAME = pd.DataFrame({"label": ["A"], "family": ["monitor"], "said": ["2"], "lo": [2], "hi": [2]})


def cell(source: str, *shown: Any, tags: tuple[str, ...] = ()) -> nbformat.NotebookNode:
    made = tiny.code(source, *tags)
    made.outputs = [each if isinstance(each, nbformat.NotebookNode) else output(each) for each in shown]
    return made


def output(shown: Any) -> nbformat.NotebookNode:
    bundle = shown._repr_mimebundle_()
    data, note = bundle if isinstance(bundle, tuple) else (bundle, {})
    return new_output("display_data", data, metadata=note)


def closing() -> list[nbformat.NotebookNode]:
    ev = Evidence("2017-03-25")
    return [
        cell("headline", ev.headline("None died.", basis=Basis("statements", "Mosul", "report", "2017-03-25"))),
        cell("panel", ev.panel(), provenance("2017-03-25", {"draws": 7})),
    ]


def test_blocks_stand_in_the_order_of_the_notebook_each_output_before_its_code() -> None:
    printed = new_output("stream", name="stdout", text="two\n")
    cells = [tiny.prose("# One"), cell("print('two')", printed), tiny.prose("## Three"), *closing()]
    blocks = contents(new_notebook(cells=cells)).blocks
    assert blocks[:4] == [
        Block("prose", "# One"),
        Block("text", "two\n"),
        Block("code", "print('two')"),
        Block("prose", "## Three"),
    ]
    assert [block.kind for block in blocks[4:]] == ["html", "code", "html", "html", "code"]


def test_parameters_and_checked_outputs_are_not_shown() -> None:
    printed = new_output("stream", name="stdout", text="secret")
    cells = [
        cell(f"secret {tag}", printed, tags=(tag,))
        for tag in ("parameters", "injected-parameters", "nbval-check-output")
    ]
    found = contents(new_notebook(cells=[*cells, *closing()]))
    assert [block for block in found.blocks if "secret" in block.content] == []


def test_warnings_and_errors_are_not_shown() -> None:
    said = [
        new_output("stream", name="stderr", text="secret"),
        new_output("error", ename="secret", evalue="", traceback=[]),
    ]
    found = contents(new_notebook(cells=[cell("quiet", *said), *closing()]))
    assert [block for block in found.blocks if "secret" in block.content] == []


def test_tables_and_figures_are_kept_under_their_names() -> None:
    picture, listed = plots.bars(FRAME, "one", "Killed"), table(FRAME, "two", "Said")
    found = contents(new_notebook(cells=[cell("both", picture, listed), *closing()]))
    assert found.figures == {"one": picture.png}
    assert found.tables["two"] == listed.csv and set(found.tables) == {"two", "evidence"}
    [drawn] = [block for block in found.blocks if block.kind == "figure"]
    assert found.outlines == {"one": picture.svg} and drawn.content == picture.alt
    assert (drawn.note["width"], drawn.note["height"]) == tuple(str(side) for side in size_of(picture.png))
    assert (drawn.note["alt"], drawn.note["caption"], drawn.note["name"]) == (picture.alt, "Killed", "one")


def test_headline_evidence_and_provenance_are_found() -> None:
    found = contents(new_notebook(cells=closing()))
    assert found.headline == "None died."
    assert found.evidence == {"as_of": "2017-03-25", "numbers": []}
    assert (found.provenance["as_of"], found.provenance["seeds"]) == ("2017-03-25", {"draws": 7})


@pytest.mark.parametrize("shown", [table(FRAME, "one", "Said"), plots.bars(FRAME, "one", "Killed")])
def test_two_of_one_name_are_refused(shown: Any) -> None:
    with pytest.raises(ReportError, match="'one': give each its own name"):
        contents(new_notebook(cells=[cell("first", shown), cell("second", shown), *closing()]))


@pytest.mark.parametrize(("kept", "lacking"), [(0, "no evidence and no provenance"), (1, "no headline:")])
def test_what_a_report_lacks_is_named(kept: int, lacking: str) -> None:
    with pytest.raises(ReportError, match=f"shows {lacking}"):
        contents(new_notebook(cells=[closing()[kept]]))


def test_plain_results_are_text() -> None:
    result = new_output("execute_result", {"text/plain": "<b>"}, execution_count=1)
    assert Block("text", "<b>") in contents(new_notebook(cells=[cell("x", result), *closing()])).blocks


def test_html_that_is_not_ours_does_not_reach_the_page() -> None:
    foreign = new_output("display_data", {"text/html": "<img src='https://example.org/x.png'>", "text/plain": "x"})
    found = contents(new_notebook(cells=[cell("x", foreign), *closing()]))
    assert [block.content for block in found.blocks if block.kind == "html" and "example.org" in block.content] == []
