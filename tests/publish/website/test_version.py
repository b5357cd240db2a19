from __future__ import annotations

from analysis.data import manifest
from analysis.paths import Project
from analysis.publish.website.version import DataVersion, data_version


def test_the_version_is_that_of_the_tables_with_the_day_they_were_made(inside: Project) -> None:
    assert data_version(inside) == DataVersion(manifest.version(inside), "2026-11-24")


def test_where_nothing_is_built_there_is_no_version(copy: Project) -> None:
    assert data_version(copy) is None


def test_a_card_that_cannot_be_read_names_no_day(small: Project) -> None:
    for text in ("{", "[]", '{"created": null}'):
        (small.raw / "datapackage.json").write_text(text, encoding="utf-8")
        told = data_version(small)
        assert told is not None and told.day == "" and str(told) == told.mark
