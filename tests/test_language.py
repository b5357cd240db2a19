from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import language
from analysis.errors import ParameterError, ReportError

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Of these, {n} are dated."
msgstr "{n} el ili."

#, fuzzy
msgid "killed"
msgstr "eble"

msgid "missing"
msgstr ""

msgctxt "pattern"
msgid "at least {n}"
msgstr "{n} minimume"
"""


@pytest.fixture
def esperanto(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    place = tmp_path / "eo" / language.FILE
    place.parent.mkdir(parents=True)
    place.write_text(PO, encoding="utf-8")
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    language.catalogue.cache_clear()
    yield place
    language.speak("en")
    language.catalogue.cache_clear()


def test_a_language_is_spoken_until_another_is(esperanto: Path) -> None:
    assert language.languages() == ["en", "eo"]
    assert (language.speak("eo"), language.spoken()) == ("en", "eo")
    assert language.tr("Of these, {n} are dated.", n=3) == "3 el ili."
    assert language.reword("at least 230") == "230 minimume"
    assert language.title("at least 230", "en") == "at least 230"
    assert language.speak("en") == "eo"
    assert language.tr("Of these, {n} are dated.", n=3) == "Of these, 3 are dated."


def test_an_empty_or_doubtful_translation_is_none(esperanto: Path) -> None:
    language.speak("eo")
    assert [language.reword(text) for text in ("killed", "missing")] == ["killed", "missing"]
    assert language.said("killed {n}") is None and language.tr("killed {n}", n=2) == "killed 2"


def test_an_unknown_language_is_refused_with_those_known() -> None:
    for code in ("", "xx", "../ar", "AR"):
        with pytest.raises(ParameterError, match=r"no catalogue for the language.*Choices: ar, en.*docs/languages\.md"):
            language.speak(code)
    assert language.spoken() == "en"


def test_a_broken_catalogue_says_where(esperanto: Path) -> None:
    esperanto.write_text(PO.replace("{n} minimume", "minimume"), encoding="utf-8")
    language.catalogue.cache_clear()
    language.speak("eo")
    with pytest.raises(ReportError, match="'at least {n}' with other names in braces"):
        language.reword("at least 230")
    esperanto.write_text(PO + "\nmsgid rubbish\n", encoding="utf-8")
    language.catalogue.cache_clear()
    with pytest.raises(ReportError, match="'eo' cannot be read.*Correct its civcas.po"):
        language.reword("at least 230")


def test_arabic_is_written_from_right_to_left_and_has_its_own_name() -> None:
    assert [language.direction(code) for code in ("en", "ar", "fr")] == ["ltr", "rtl", "ltr"]
    assert "ar" in language.languages() and language.own_name("ar") == "العربية"


@pytest.mark.parametrize(
    "content", [b"\xff", b'msgid "a', b'"Content-Type: text/plain; charset=no-such\\n"\nmsgid "a" x']
)
def test_what_is_no_catalogue_of_texts_is_one_sentence(esperanto: Path, content: bytes) -> None:
    (esperanto if esperanto.is_file() else next(esperanto.rglob("*.po"))).write_bytes(content)
    language.catalogue.cache_clear()
    with pytest.raises(ReportError, match="cannot be read: .*Correct its civcas.po"):
        language.catalogue("eo")
