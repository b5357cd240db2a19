"""axe-core finds nothing against WCAG 2.1 AA on any page, in a wide window and on a telephone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import findings
from browser.looking import Reader, name

BINDING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
ADVICE = ["best-practice"]


@cache
def axe() -> Any:
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


def run(reader: Reader, tags: list[str]) -> dict[str, Any]:
    """What axe says of the page that is open; a colour scheme of the page's own is tried as well."""
    return axe().run(reader.tab, options={"runOnly": tags, "resultTypes": ["violations", "incomplete"]}).response


def told(results: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Rules with the elements they name."""
    return {each["id"]: [node["html"][:160] for node in each["nodes"]] for each in results}


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_breaks_a_rule(reader: Reader, page: Path, width: int) -> None:
    reader.open(page, width)
    found = run(reader, BINDING if width < 1280 else BINDING + ADVICE)
    binding = [each for each in found["violations"] if set(each["tags"]) & set(BINDING)]
    advice = [each for each in found["violations"] if each not in binding]
    kept = {"good practice": told(advice), "for a person": told(found["incomplete"])}
    if any(kept.values()):
        findings[f"{name(page)} at {width}"] = kept
    assert told(binding) == {}


def test_a_page_in_the_colours_of_the_night_breaks_no_rule(reader: Reader, page: Path) -> None:
    if "prefers-color-scheme" not in page.read_text(encoding="utf-8"):
        pytest.skip("this page has one set of colours")
    reader.tab.emulate_media(color_scheme="dark")
    try:
        reader.open(page)
        assert told(run(reader, BINDING)["violations"]) == {}
    finally:
        reader.tab.emulate_media(color_scheme="light")


def test_the_rules_do_find_what_is_wrong(reader: Reader, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<html><body><img src='data:,'><p style='color:#aaa;background:#fff'>dim</p>", encoding="utf-8")
    reader.open(bad)
    assert {"image-alt", "html-has-lang", "color-contrast", "document-title"} <= set(told(run(reader, BINDING)["violations"]))
