from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from publish import tiny

from analysis.data import claims
from analysis.paths import Project
from analysis.publish import dossier
from analysis.publish.display import EVIDENCE_TYPE, TABLE_TYPE
from analysis.publish.evidence import Evidence
from analysis.publish.extract import Contents
from analysis.publish.leading import page_of, row_of
from analysis.publish.panel import PAGE, SHOWN
from analysis.publish.tables import table

TITLE = f"One {tiny.SCRIPT}"


@pytest.fixture
def shown(inside: Project) -> Contents:
    """Two numbers and two tables, one of them without keys."""
    statements = claims.statements()
    known = statements[statements["event_id"] == "mosul-jadida-2017-03-17"]
    ev = Evidence("2026-11-24")
    ev.count(known, "statements about the event")
    ev.number(0, [], "nothing")
    said = table(known.head(3), "said", f"Said {tiny.SCRIPT}", {"publisher_name": "Who", "killed_lo": "At least"})
    bare = table(known[["publisher_name"]].head(2), "bare", "Bare", rests_on="words")
    bundle: dict[str, Any] = ev.panel()._repr_mimebundle_()
    notes = {part.name: part._repr_mimebundle_()[TABLE_TYPE] for part in (said, bare)}
    return Contents(evidence=bundle[EVIDENCE_TYPE], behind=notes)


def test_each_table_with_keys_and_the_sentences_have_a_page_that_is_sound(inside: Project, shown: Contents) -> None:
    _, pages, _ = dossier.made(inside, TITLE, shown)
    assert set(pages) == {PAGE, page_of("said")}
    for html in pages.values():
        assert tiny.faults(html) == [] and tiny.soup(html).h1.text == TITLE


def test_a_number_has_its_rule_all_its_rows_what_was_kept_out_and_a_way_back(inside: Project, shown: Contents) -> None:
    _, pages, _ = dossier.made(inside, TITLE, shown)
    page, count = tiny.soup(pages[PAGE]), len(shown.evidence["numbers"][0]["rows"])
    entry = page.select_one("#ev-1")
    assert "statements about the event" in entry.text and "as of 2026-11-24" in page.select_one("p.meta").text
    assert len(entry.select("ul li")) == SHOWN and f"All {count} rows" in entry.text
    assert len(page.select("ol.rows > li")) == count
    assert entry.select("a")[-1]["href"] == "../report.html#n-1"
    assert len(page.select("#kept-out ~ ul > li")) == len(shown.evidence["numbers"][0]["kept_out"]) > 0
    assert "No row fits the rule." in page.select_one("#ev-2").text


def test_a_row_of_a_table_has_its_figures_its_row_and_a_way_back(inside: Project, shown: Contents) -> None:
    _, pages, _ = dossier.made(inside, TITLE, shown)
    page = tiny.soup(pages[page_of("said")])
    entry = page.select_one("#row-2")
    line = shown.behind["said"]["behind"][1]
    assert entry.h3.text == f"2 {line['title']}" and entry.code.text == line["keys"][0]
    assert entry.select("a")[-1]["href"] == f"../report.html#{row_of('said', 2)}"


def test_what_was_read_for_the_pages_is_told_and_the_study_left_as_it_was(inside: Project, shown: Contents) -> None:
    _, _, read = dossier.made(inside, TITLE, shown)
    assert {"confidence", "url", "relays", "date_basis"} <= set(read["tables"]["statements"])


def test_the_hash_of_rows_depends_on_what_they_say(inside: Project, shown: Contents) -> None:
    made, _, _ = dossier.made(inside, TITLE, shown)
    keys = shown.evidence["numbers"][0]["rows"]
    assert made.content(keys) == shown.evidence["numbers"][0]["content"] != made.content(keys[1:])


def test_a_page_that_would_grow_heavy_leaves_rows_to_the_csv_and_says_so(
    inside: Project, shown: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = shown.evidence["numbers"][0]["rows"]
    whole = tiny.soup(dossier.made(inside, TITLE, shown)[1][PAGE])
    assert "rows, too many" not in whole.text and not whole.select('a[href$=".csv"]')
    monkeypatch.setattr(dossier.Room, "__init__", lambda self, left=14_000: setattr(self, "left", left))
    cut = tiny.soup(dossier.made(inside, TITLE, shown)[1][PAGE])
    listed = len(cut.select("ol.rows > li"))
    assert 0 < listed < len(keys) and f"the first {listed} of {len(keys)} rows" in cut.text
    assert cut.select_one('a[href="../tables/evidence.csv"]').text == "tables/evidence.csv"
    anchors = {item["id"] for item in cut.select("[id]")}
    assert (
        all(link["href"][1:] in anchors for link in cut.select('a[href^="#"]')) and f"All {len(keys)} rows" in cut.text
    )
    monkeypatch.setattr(dossier.Room, "__init__", lambda self, left=0: setattr(self, "left", left))
    none = tiny.soup(dossier.made(inside, TITLE, shown)[1][PAGE])
    assert (
        "too many to be written out here" in none.text and "No row fits the rule." not in none.select_one("#ev-1").text
    )


def test_a_line_that_counts_rows_says_what_was_kept_out_and_a_line_of_one_row_does_not(
    inside: Project, shown: Contents
) -> None:
    known = shown.evidence["numbers"][0]
    keys = [known["rows"][:2], known["rows"][:1], [known["rows"][0], known["kept_out"][0]]]
    frame = pd.DataFrame({"who": ["all", "one", "with those kept out"], "n": [2, 1, 2], "row_keys": keys})
    counts = table(frame, "counts", "Counts", {"who": "Who", "n": "Statements"}, rests_on="what was <seen>")
    notes = {"counts": counts._repr_mimebundle_()[TABLE_TYPE]}
    _, pages, _ = dossier.made(inside, TITLE, Contents(evidence=shown.evidence, behind=notes))
    page = tiny.soup(pages[page_of("counts")])
    assert f"Kept out: {len(known['kept_out'])}" in page.select_one("#row-1").text
    assert "Kept out" not in page.select_one("#row-2").text and "Kept out:" not in page.select_one("#row-3").text
    assert "The table rests on: what was <seen>" in page.select_one("p.meta").text
    assert len(page.select("#kept-out ~ ul > li")) == len(known["kept_out"]) > 0
