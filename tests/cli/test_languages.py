from __future__ import annotations

from pathlib import Path

import pytest

from analysis import language
from cli.conftest import Civcas, refused


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(language, "FOLDER", tmp_path / "locale")
    return tmp_path / "locale"


def test_a_catalogue_is_begun_renewed_and_checked(civcas: Civcas, folder: Path) -> None:
    begun = civcas("messages", "--language", "fr")
    assert begun.code == 0 and "locale/fr/LC_MESSAGES/civcas.po" in begun.out and " 0 translated" in begun.out
    path = folder / "fr" / language.FILE
    text = path.read_text(encoding="utf-8")
    assert 'msgid "Who said what?"' not in text and 'msgid "**Question.** Who said what?"' in text
    path.write_text(text.replace('msgid "Plain"\nmsgstr ""', 'msgid "Plain"\nmsgstr "Simple"'), encoding="utf-8")
    assert " 1 translated" in civcas("messages").out
    checked = civcas("messages", "--check")
    assert checked.code == 1 and "not translated: '**Question.** Who said what?' (10-shown.ipynb)" in checked.out
    assert "'Plain'" not in checked.out and checked.out.splitlines()[-1].startswith("fr: ")


def test_a_language_that_is_none_or_has_no_catalogue_is_refused(civcas: Civcas) -> None:
    refused(civcas("messages", "--language", "../x"), "names no language to translate into")
    refused(civcas("messages", "--check", "--language", "fr"), "no catalogue for the language 'fr'")
