from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from publish import tiny

from analysis.paths import Project
from analysis.publish.making import produce
from analysis.publish.making.plan import Plan
from analysis.publish.making.pool import Pool
from making.conftest import produced

SAVED = {
    "report.html", "executed.ipynb", "provenance.json", "values.json", "tables/evidence.csv", "evidence/numbers.html",
}  # fmt: skip
PLAN = Plan("plain", "20-plain", "Plain", {"place": "Raqqa", "as_of": "2017-06-30"})


def test_a_report_is_all_its_files_in_memory_and_none_in_its_place(pool: Pool, workshop: Project) -> None:
    product = produced(pool, workshop, [PLAN])["plain"]
    assert set(product.files) == SAVED
    assert product.outcome.problem is None and product.failed == b"" and b"INFO" in product.log
    told = json.loads(product.files["provenance.json"])
    assert told["parameters"] == {"place": "Raqqa", "as_of": "2017-06-30"} and told["report"] == "plain"


def test_a_refused_parameter_needs_no_kernel(pool: Pool, workshop: Project) -> None:
    plan = Plan("plain", "20-plain", "Plain", {"as_off": "x"})
    product = produced(pool, workshop, [plan])["plain"]
    assert product.outcome.problem and product.outcome.problem.startswith("plain: 20-plain has no parameter 'as_off'")
    assert (product.files, product.failed, product.log) == ({}, b"", b"")


def test_of_a_failed_run_the_notebook_is_kept_as_far_as_it_went(pool: Pool, workshop: Project) -> None:
    tiny.write(workshop.notebooks, "80-raises", *tiny.plain(tiny.code("1 / 0")))
    product = produced(pool, workshop, [Plan("raises", "80-raises", "Raises", {"place": "Raqqa"})])["raises"]
    assert product.outcome.cell == 3 and "ZeroDivisionError" in (product.outcome.problem or "")
    assert product.files == {} and b"ZeroDivisionError" in product.failed and product.log


def test_a_page_that_cannot_be_made_is_one_failure_and_no_traceback(small: Project) -> None:
    task = produce.Task(small, PLAN, small.root / "work")
    outcome, files = produce._page(task, {}, b"[]")
    assert files == {} and outcome.problem is not None
    assert outcome.problem.startswith("plain: its page could not be made") and "\n" not in outcome.problem


def test_a_notebook_without_a_headline_is_refused_in_one_sentence(small: Project) -> None:
    path = tiny.write(small.notebooks, "35-mute", tiny.code("", "parameters"))
    outcome, files = produce._page(produce.Task(small, PLAN, small.root / "work"), {}, path.read_bytes())
    assert files == {} and "no headline and no evidence and no provenance" in (outcome.problem or "")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_warm_process_a_report_is_made_by_plain_papermill(
    home: Path, pool: Pool, workshop: Project, tmp_path: Path
) -> None:
    product = produce.produce(produce.Task(workshop, PLAN, tmp_path / "work"))
    assert Path.cwd() == workshop.root and os.environ["OPENBLAS_NUM_THREADS"] == "1"
    assert product.files == produced(pool, workshop, [PLAN])["plain"].files
