from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

import pytest
from publish import tiny

from analysis.publish import codebook_page, guard, page, render
from analysis.publish.extract import Contents
from analysis.publish.website import frame

RECORD = {"report": "shown", "parameters": {}, "versions": {"civcas": "0"}, "notebook": {"name": "10-shown.ipynb"}}
CARD = {"description": "d", "resources": []}


def pages() -> dict[str, str]:
    listed = {"groups": [], "total": 0, "version": None}
    return {
        "report": render.report_page("<title>", "", Contents(), RECORD),
        "codebook": codebook_page.render(CARD),
        "events": frame.page("events.html", **listed),
        "publishers": frame.page("publishers.html", **listed),
        "changes": frame.page("changes.html", days=[], left=0, version=None, mark="m"),
    }


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize("name", ["report", "codebook", "events", "publishers", "changes"])
def test_each_page_states_its_policy_first_and_by_the_hash_of_what_it_holds(name: str) -> None:
    soup = tiny.soup(pages()[name])
    first, second, third, *_ = soup.head.find_all(True)
    assert (first.get("charset"), second["http-equiv"], third["content"]) == (
        "utf-8",
        "Content-Security-Policy",
        "no-referrer",
    )
    told = dict(part.split(" ", 1) for part in second["content"].split("; "))
    assert {told[rule] for rule in ("default-src", "base-uri", "form-action")} == {"'none'"}
    [style] = soup.find_all("style")
    scripts = soup.find_all("script")
    assert told["style-src"] == hashed(style.string)
    assert told["script-src"] == (hashed(scripts[0].string) if scripts else "'none'")
    assert len(scripts) == (name in ("events", "publishers")) and ("img-src" in told) == (name == "report")
    assert "unsafe" not in second["content"] and not soup.select("[style]")
    assert guard.stated(str(pages()[name])) == second["content"]


def test_every_template_of_a_page_opens_with_the_policy() -> None:
    folder = Path(page.__file__).parent / "templates"
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if "<head>" in text and path.name != "document.html":  # that one becomes a PDF and is opened by no browser
            assert '<meta charset="utf-8">\n{{ opening }}' in text and "<style" not in text, path.name
        assert "<script" not in text and " style=" not in text and " on" + "click" not in text, path.name


def test_only_what_stands_in_the_head_is_a_policy() -> None:
    said = str(guard.opening("a{}"))
    assert guard.stated(f"<head>{said}</head>") and not guard.stated(f"<head></head><body>{said}")
    assert not guard.stated("x" * guard.FIRST + said) and not guard.stated(said.replace("none", "n\r\nX: y"))
