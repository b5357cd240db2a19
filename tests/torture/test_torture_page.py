"""The results are kept, come back whole, and the page shows every broken promise."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from torture import __main__ as command
from torture import page, part
from torture.part import Line, Part

BROKEN = Part(
    "crashes",
    "Crashes",
    "Whole, or the last good one.",
    [Line("killed", 300, "healed", 0), Line("a | pipe", 1200, "torn\nin two", 2, ["run 7: half a page"])],
    ["A note."],
)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    part.write(BROKEN, tmp_path)
    assert [found for _, found in part.read(["inputs", "crashes"], tmp_path)] == [BROKEN]


def test_the_page_counts_what_failed_and_shows_it() -> None:
    told = page.page([("abc1234", BROKEN)])
    assert "| killed | 300 | healed | 0 |" in told
    assert "| a \\| pipe | 1,200 | torn in two | 2 |" in told
    assert "- failed, a \\| pipe: run 7: half a page" in told
    assert "A note." in told and "`abc1234`" in told


def test_a_broken_promise_ends_with_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Module:
        @staticmethod
        def tried() -> Part:
            return BROKEN

    monkeypatch.setitem(sys.modules, "torture.crashes", Module)
    monkeypatch.setattr(command, "PAGE", tmp_path / "reliability.md")
    monkeypatch.setattr(part, "RESULTS", tmp_path)
    monkeypatch.setattr("sys.argv", ["torture", "crashes"])
    assert command.main() == 1
    assert "2 |" in (tmp_path / "reliability.md").read_text(encoding="utf-8")


def test_an_unknown_part_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["torture", "rain"])
    with pytest.raises(SystemExit) as ended:
        command.main()
    assert ended.value.code == 2
    assert "no part 'rain'" in capsys.readouterr().err
