"""Every notebook that takes a study runs on an imported one, complete by its word: where methods open, pages hold."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from test_every_figure import bare_lines

from analysis.data.importers import formats
from analysis.paths import Project
from analysis.publish import values
from analysis.publish.making import report
from analysis.publish.making.declared import declared
from analysis.publish.making.plan import one_off, read_catalogue
from analysis.publish.making.report import Options

HERE = Path(__file__).resolve().parents[3]
EXPORT = HERE / "tests" / "data" / "importers" / "exports" / "airwars"
ASK_MORE = ("20-one-event", "30-briefing")  # an event or a place of the study must be named for them


@pytest.mark.parametrize("complete", ["", "made up, and complete so far as it goes"], ids=["partial", "complete"])
def test_notebooks_run_on_an_imported_study(copy: Project, monkeypatch: pytest.MonkeyPatch, complete: str) -> None:
    shutil.copytree(HERE / "notebooks", copy.notebooks)
    shutil.copy(HERE / "reports.toml", copy.catalogue)
    monkeypatch.chdir(copy.root)
    formats.run(copy, "airwars", EXPORT, "made-up", complete=complete)
    listed = read_catalogue(copy)
    taken = {plan.notebook: plan for plan in listed if "study" in declared(copy.notebooks / f"{plan.notebook}.ipynb")}
    plans = [one_off(plan, {"study": "made-up"}) for name, plan in taken.items() if name not in ASK_MORE]
    results = report.make(copy, plans, listed, lambda _: None, Options(keep_going=True))
    assert {result.id: result.problem for result in results if result.problem} == {}
    assert len(results) >= 6
    for result in results:
        tables = json.loads((copy.reports / result.id / values.NAME).read_text(encoding="utf-8"))["tables"]
        bare = {name: bare_lines(table) for name, table in tables.items() if not table["rests_on"]}
        assert {name: lines for name, lines in bare.items() if lines} == {}, result.id
