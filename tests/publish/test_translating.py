from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import language
from analysis.errors import ParameterError, ReportError
from analysis.publish import translating
from analysis.publish.messages import Message

FOUND = [
    Message("{n} of {whole}", False, ("a.ipynb",)),
    Message("at least {n}", True, ("analysis/toll.py",)),
    Message("No", False, ("b",)),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    yield tmp_path
    language.catalogue.cache_clear()


def fill(**told: str) -> None:
    path = translating.place_of("fr")
    text = path.read_text(encoding="utf-8")
    for old, new in told.items():
        text = text.replace(
            f'msgid "{old.replace("_", " ")}"\nmsgstr ""', f'msgid "{old.replace("_", " ")}"\nmsgstr "{new}"'
        )
    path.write_text(text, encoding="utf-8")


def test_a_new_catalogue_holds_every_text_empty_with_its_place_and_no_day(folder: Path) -> None:
    path, counted = translating.renew(FOUND, "fr")
    text = path.read_text(encoding="utf-8")
    assert dict(counted) == {"empty": 3} and path == folder / "fr" / "LC_MESSAGES" / "civcas.po"
    assert "#: analysis/toll.py" in text and 'msgctxt "pattern"\nmsgid "at least {n}"' in text
    assert "Date" not in text and "Babel" not in text and "@" not in text
    assert translating.renew(FOUND, "fr")[0].read_text(encoding="utf-8") == text


def test_what_is_translated_is_kept_and_what_is_gone_is_kept_as_obsolete() -> None:
    translating.renew(FOUND, "fr")
    fill(No="Non")
    assert translating.renew(FOUND, "fr")[1]["translated"] == 1
    path, _ = translating.renew(FOUND[:2], "fr")
    assert '#~ msgid "No"' in path.read_text(encoding="utf-8")
    assert translating.renew(FOUND, "fr")[1]["empty"] == 3  # it comes back empty, to be looked at


def test_faults_name_what_lacks_what_is_altered_and_what_is_gone() -> None:
    translating.renew(FOUND, "fr")
    told = translating.faults(FOUND, "fr")
    assert len(told) == 3 and told[0] == "not translated: '{n} of {whole}' (a.ipynb)"
    fill(No="Non")
    path = translating.place_of("fr")
    text = path.read_text(encoding="utf-8").replace(
        'msgid "{n} of {whole}"\nmsgstr ""', 'msgid "{n} of {whole}"\nmsgstr "{n}"'
    )
    path.write_text(text, encoding="utf-8")
    assert translating.faults(FOUND, "fr")[0].startswith("other names in braces than in '{n} of {whole}'")
    assert any(fault.startswith("said nowhere: 'No'") for fault in translating.faults(FOUND[:2], "fr"))
    assert any(
        fault.startswith("not in the catalogue: 'New'")
        for fault in translating.faults([*FOUND, Message("New", False, ())], "fr")
    )


@pytest.mark.parametrize(
    ("text", "told", "fault"),
    [
        ("in 2014", "en 2014", ""), ("in 2014", "en 2015", "other digits"), ("{n} rows", "{n} lignes", ""),
        ("a `b`", "a b", "other marks `"),
        ("17 March", "١٧ آذار", "other digits"), ("{n}", "{n", "not closed"), ("**a**", "a", "other marks **"),
    ],
)  # fmt: skip
def test_a_translation_may_change_words_only(text: str, told: str, fault: str) -> None:
    found = translating.altered(text, told)
    assert fault in found and bool(found) == bool(fault)


@pytest.mark.parametrize("code", ["en", "", "../x", "zzz9", "EN", "nolanguage"])
def test_a_code_that_names_no_language_is_refused(code: str) -> None:
    with pytest.raises(ParameterError, match="names no language to translate into: write a code such as ar"):
        translating.place_of(code)


def test_a_file_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ReportError, match="catalogue of 'fr' cannot be read"):
        language.read("fr")
