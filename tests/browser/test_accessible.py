"""axe-core finds nothing against WCAG 2.1 AA on any page, in a wide window and on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from browser.looking import Reader, name

BINDING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
ADVICE = ["best-practice"]
NARROW = ["scrollable-region-focusable", "meta-viewport", "link-name"]


@cache
def axe() -> Any:
    from axe_playwright_python.sync_playwright import Axe

    return Axe()


def run(reader: Reader, *only: str, kind: str = "tag") -> dict[str, Any]:
    """What axe says of the page that is open, by the rules of some tags, or by single rules."""
    wanted = {"runOnly": {"type": kind, "values": only}, "resultTypes": ["violations", "incomplete"]}
    return axe().run(reader.tab, options=wanted).response


def told(results: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Rules with the elements they name."""
    return {each["id"]: [node["html"][:160] for node in each["nodes"]] for each in results}


def test_no_page_breaks_a_rule(reader: Reader, page: Path, record_property: Callable[[str, object], None]) -> None:
    reader.open(page)
    found = run(reader, *BINDING, *ADVICE)
    binding = [each for each in found["violations"] if set(each["tags"]) & set(BINDING)]
    advice = [each for each in found["violations"] if each not in binding]
    kept = {"good practice": told(advice), "for a person": told(found["incomplete"])}
    if any(kept.values()):
        record_property(name(page), kept)
    assert told(binding) == {}
    reader.resize(390)  # where boxes begin to scroll
    assert told(run(reader, *NARROW, kind="rule")["violations"]) == {}
    if "prefers-color-scheme" in page.read_text(encoding="utf-8"):
        reader.tab.emulate_media(color_scheme="dark")
        dark = run(reader, "color-contrast", kind="rule")
        reader.tab.emulate_media(color_scheme="light")
        assert told(dark["violations"]) == {}


def test_the_rules_do_find_what_is_wrong(reader: Reader, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<html><body><img src='data:,'><p style='color:#aaa;background:#fff'>dim</p>", encoding="utf-8")
    reader.open(bad)
    found = told(run(reader, *BINDING)["violations"])
    assert {"image-alt", "html-has-lang", "color-contrast", "document-title"} <= set(found)
