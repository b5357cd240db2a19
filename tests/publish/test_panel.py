from __future__ import annotations

import csv
from io import StringIO

from publish import tiny

from analysis.paths import Project
from analysis.publish.display import TABLE_TYPE
from analysis.publish.numbers import Number
from analysis.publish.panel import SHOWN, Panel

KEYS = tuple(f"official_monthly:{line}" for line in range(2, 12))


def test_it_shows_some_rows_and_keeps_all_in_the_table(inside: Project) -> None:
    bundle = Panel((Number(1, "10", "releases", KEYS),), "2026-11-24")._repr_mimebundle_()
    [entry] = tiny.soup(bundle["text/html"]).select("section.ev")
    assert len(entry.select("li")) == SHOWN + 1 and entry.select("li")[-1].text == f"and {len(KEYS) - SHOWN} more rows"
    assert [row["row_key"] for row in csv.DictReader(StringIO(bundle[TABLE_TYPE]["csv"]))] == list(KEYS)


def test_a_rule_is_text_and_no_rows_are_said(inside: Project) -> None:
    bundle = Panel((Number(1, "0", tiny.SCRIPT, ()),), None)._repr_mimebundle_()
    page = tiny.soup(bundle["text/html"])
    assert not page.select("script") and "No row fits the rule." in page.text and "as of" not in page.text
