from __future__ import annotations

from pathlib import Path

from analysis.modules import Package
from analysis.paths import Project
from analysis.publish.provenance import Present
from analysis.publish.website import frame


def test_a_page_is_of_a_mark_only_at_its_end(tmp_path: Path) -> None:
    page = tmp_path / "deep" / "page.html"
    assert not frame.is_of(page, "ab")
    frame.put(page, "<!-- ab -->" + "x" * 300)
    assert not frame.is_of(page, "ab")
    frame.put(page, "x" * 300 + "<!-- ab -->\n</html>")
    assert frame.is_of(page, "ab") and not frame.is_of(page, "cd")
    assert [path.name for path in page.parent.iterdir()] == ["page.html"]


def test_what_pages_are_made_by_is_modules_templates_styles_and_the_script(small: Project) -> None:
    present = Present(small)
    folder = Package().folder / "publish" / "templates" / "site"
    assert len(frame.code(present, ["analysis.toll"])) == 1 + len(list(folder.iterdir())) + len(frame.SHARED) + 1
    assert frame.code(present, ["analysis.toll"]) != frame.code(present, ["analysis.scope"])


def test_the_script_can_be_named_by_its_hash() -> None:
    script = (Package().folder / "publish" / "templates" / "site" / "filter.js").read_text(encoding="utf-8")
    assert not [word for word in ("eval", "innerHTML", "Function(", "document.write", "http", "</") if word in script]
