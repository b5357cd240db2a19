from __future__ import annotations

import pytest
from publish import tiny

from analysis.errors import ReportError
from analysis.methods import described
from analysis.methods.method import Method
from analysis.modules import Package
from analysis.publish import about
from analysis.publish.display import METHOD_TYPE

METHOD = Method(
    f"Ratio {tiny.SCRIPT}",
    "a over b",
    ["one scope"],
    ["two scopes"],
    ["Moore 1966"],
    ["analysis.toll", "analysis.scope"],
)


def test_every_part_is_shown_and_made_safe() -> None:
    bundle = about.about(METHOD)._repr_mimebundle_()
    page = tiny.soup(bundle["text/html"])
    assert [tag.text for tag in page.select("dt")] == ["Estimand", "Assumes", "Would break it", "References", "Code"]
    assert "a over b" in page.text and "two scopes" in page.text and not page.select("script")
    assert bundle[METHOD_TYPE][0]["title"] == METHOD.title and "Moore 1966" in bundle["text/plain"]


def test_the_code_version_changes_with_what_the_code_does_and_not_with_its_words(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for name in ("__init__", "toll"):
        (tmp_path / f"{name}.py").write_text('"""Words."""\nx = 1\n', encoding="utf-8")
    monkeypatch.setattr(about, "Package", lambda: Package(tmp_path))
    before = about.code_version(["analysis.toll"])
    (tmp_path / "toll.py").write_text('"""Other words."""\nx = 1  # the same\n', encoding="utf-8")
    assert about.code_version(["analysis.toll"]) == before
    (tmp_path / "toll.py").write_text('"""Words."""\nx = 2\n', encoding="utf-8")
    assert about.code_version(["analysis.toll"]) != before


def test_a_module_that_does_not_exist_and_no_method_are_refused() -> None:
    with pytest.raises(ReportError, match=r"the module 'analysis\.tol' of a method does not exist"):
        about.code_version(["analysis.tol"])
    with pytest.raises(ReportError, match="names no method"):
        about.about()


def test_a_change_in_what_a_module_imports_is_a_change_of_the_method() -> None:
    told = about.code_version(described.TOTALS.modules)
    assert told.startswith("civcas ") and told != about.code_version(["analysis.methods.timeline"])
