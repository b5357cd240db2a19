"""What a table wrote runs on no page: nothing is heard of it, and every page is made of our own elements only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.publish import guard, render
from analysis.publish.extract import Block, Contents
from analysis.publish.tables import table
from browser import looking
from torture.hostile_browser import Ears, misleading
from torture.hostile_payloads import PAYLOADS, found

RECORD = {"report": "x", "parameters": {}, "versions": {"civcas": "0"}, "notebook": {"name": "x.ipynb"}}
HARM = {
    "alert": "<script>alert(1)</script>", "request": "<img src=https://hear.invalid/a>",
    "error": "<img src=x onerror=alert(1)>",
}  # fmt: skip


@pytest.fixture(scope="module")
def ears(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Ears:
    return Ears(browser.new_context().new_page(), tmp_path_factory.getbasetemp().resolve())


def plant(folder: Path, body: str, head: str = "") -> str:
    page = folder / "planted.html"
    page.write_text(f'<!doctype html><html><head><meta charset="utf-8">{head}</head><body>{body}', encoding="utf-8")
    return page.as_uri()


@pytest.mark.parametrize("harm", HARM)
def test_harm_that_is_planted_is_heard(ears: Ears, tmp_path: Path, harm: str) -> None:
    said = ears.open(plant(tmp_path, HARM[harm]))
    assert said and any(harm in each or "alert" in each for each in said)
    assert ears.ask("page()"), "such a page is not ours"


def test_our_policy_stops_it(ears: Ears, tmp_path: Path) -> None:
    for harm in HARM.values():
        said = ears.open(plant(tmp_path, harm, guard.opening("")))
        assert not [each for each in said if each.startswith(("alert", "request", "opened"))]
        assert any(each.startswith("refused") for each in said), "that it was tried is heard"


def test_a_report_of_every_payload_is_text(ears: Ears, tmp_path: Path) -> None:
    texts = [each.at(1) for each in PAYLOADS]
    shown = table(pd.DataFrame({"said": texts}), "said", texts[0], {"said": texts[1]})
    contents = Contents(
        blocks=[*(Block("prose", text) for text in texts), Block("html", shown.html, {"table": "said"})]
    )
    page = tmp_path / "report.html"
    for name in ("../index.html", "events/index.html", "publishers/index.html"):
        (tmp_path / name.replace("../", "")).parent.mkdir(exist_ok=True)
    page.write_text(render.report_page(texts[2], texts[3], contents, RECORD), encoding="utf-8")
    assert ears.open(page.as_uri()) == [] and ears.ask("page()") == []
    assert found(ears.ask("text()")) == {(1, each.number) for each in PAYLOADS}
    outward = [
        each for each in misleading(ears.ask("links()"), page, tmp_path) if "../" not in each and "executed" not in each
    ]
    assert [each for each in outward if ".json" not in each] == []


def test_a_page_is_made_of_nothing_but_ours_and_asks_for_nothing(browser: Any, kind: Path) -> None:
    listening = Ears(browser.new_context().new_page(), looking.REPORTS.resolve())
    assert listening.open(kind.as_uri()) == [] and listening.ask("page()") == []
    assert misleading(listening.ask("links()"), kind, looking.REPORTS) == []
    listening.tab.context.close()
