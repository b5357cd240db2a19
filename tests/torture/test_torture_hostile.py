from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from analysis.data import build, store
from analysis.data.verify import verify
from analysis.paths import Project
from torture import hostile_files, hostile_tables
from torture.hostile_browser import misleading
from torture.hostile_payloads import PAYLOADS, found

HERE = Path(__file__).resolve().parents[2]


def test_every_payload_is_another_and_is_found_again() -> None:
    assert len({each.text for each in PAYLOADS}) == len(PAYLOADS) >= 60
    assert found(" ".join(each.at(7) for each in PAYLOADS)) == {(7, each.number) for each in PAYLOADS}
    assert len({each.kind for each in PAYLOADS}) >= 7


def test_payloads_stand_in_every_free_column_and_pass_the_check_of_the_tables(tmp_path: Path) -> None:
    spoilt = hostile_tables.copied(Project(HERE), tmp_path)
    written = hostile_tables.poison(spoilt, ["mosul-jadida-2017-03-17"])
    assert [finding for findings in verify(spoilt).values() for finding in findings] == []
    build.build(spoilt)
    assert len(written.places) > 80 and len(written.texts) > 10_000
    notes = store.read_table("statements", project=spoilt)["note"].dropna()
    assert notes.str.contains(r"q\d{3}z\d{3}").all() and len(found(" ".join(notes))) > len(PAYLOADS) // 2
    shutil.rmtree(tmp_path / "data")


@pytest.mark.parametrize("cell", ["=1", " =1", '"=1"', "\u202e=1", "＝1", "\t=1", "-1+1", "+a", "@a"])
def test_a_cell_that_would_run_is_counted(cell: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["a"], [cell], ["-5"], ["'=1"]])
    number, guarded, wrong = hostile_files.sheet(out.getvalue())
    assert (number, guarded, wrong) == (4, 1, [cell])


def test_a_torn_row_is_counted() -> None:
    assert hostile_files.sheet("a,b\nx\r=1,y\n")[2] == ["=1", "1 cells in a row of 2"]


def test_a_pdf_that_acts_is_counted() -> None:
    assert hostile_files.acting(b"<</S/URI/URI (https://example.org/)>>") == []
    assert hostile_files.acting(b"<</S/JavaScript/JS (app.alert(1))>>") == ["/JavaScript", "/JS"]
    assert hostile_files.acting(b"<</S/URI/URI (javascript:alert)>>") == ["javascript:alert"]
    assert hostile_files.acting(b"<</Length 9>>\nstream\n/JS (noise)\nendstream") == []


def test_what_the_printer_asks_for_is_heard() -> None:
    from analysis.errors import ReportError
    from analysis.publish import printing

    with hostile_files.asked() as addresses, pytest.raises(ReportError, match="nothing from outside"):
        printing.pdf('<img src="file:///etc/hosts">')
    assert addresses == ["file:///etc/hosts"]


def test_a_feed_that_leads_elsewhere_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom">\n<link href="javascript:x"/><content>a</content></feed>',
        encoding="utf-8",
    )
    assert hostile_files.feed(path) == (["a"], ["javascript:x"])


def test_a_link_that_leads_astray_is_counted(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("x", encoding="utf-8")
    fine = [(0, "a.html", page.as_uri(), ""), (1, "https://a.org", "https://a.org/", "noreferrer")]
    bad = [
        (2, "javascript:x", "javascript:x", ""), (3, "//a.org", "https://a.org/", "noreferrer"),
        (4, "https://a.org", "https://a.org/", ""),
        (5, "../b", (tmp_path.parent / "b").as_uri(), ""), (6, "gone.html", (tmp_path / "gone.html").as_uri(), ""),
    ]  # fmt: skip
    assert len(misleading(fine, page, tmp_path)) == 0 and len(misleading([*fine, *bad], page, tmp_path)) == len(bad)
