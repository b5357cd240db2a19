from __future__ import annotations

import csv
from io import StringIO

import pandas as pd
import pytest
from publish import tiny

from analysis.errors import DataError, ReportError
from analysis.publish.evidence import Evidence
from analysis.publish.tables import csv_text, table, words

FAMILIES = pd.DataFrame({"who": ["Media", "Monitors"], "killed": [230, None], "note": ["a", None]})


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text)))


def faults(html: str) -> list[str]:
    return tiny.faults(f"<html lang='en'><title>t</title><h1>t</h1>{html}</html>")


def test_a_table_has_caption_scopes_and_a_name_for_its_scrolling_box() -> None:
    shown = table(FAMILIES, "families", 'Said & "done"', {"who": "Family", "killed": "Killed"})
    page = tiny.soup(shown.html)
    assert faults(shown.html) == []
    assert page.caption.text == 'Said & "done"'
    assert page.select_one("[role=region]")["aria-label"] == 'Said & "done"'
    assert [head.text for head in page.select("thead th")] == ["Family", "Killed"]
    assert [head.text for head in page.select("tbody th")] == ["Media", "Monitors"]


def test_a_missing_cell_is_no_number_anywhere() -> None:
    shown = table(FAMILIES, "families", "Said")
    page = tiny.soup(shown.html)
    cell = page.select("tbody tr")[1].td
    assert cell.select_one("[aria-hidden=true]").text == "—"
    assert cell.select_one(".visually-hidden").text == "not stated"
    assert rows(shown.csv)[2] == ["Monitors", "", ""]
    assert "0" not in shown.text.splitlines()[-1]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, "", [], (), set()])
def test_every_kind_of_missing_is_a_dash_and_an_empty_cell(missing: object) -> None:
    assert words(missing) == "—"
    frame = pd.DataFrame({"a": ["x"], "b": pd.Series([missing], dtype="object")})
    assert csv_text(frame) == "a,b\nx,\n"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0"), (1204, "1,204"), (-120, "-120"), (1.25, "1.2"), (True, "yes"), (False, "no"), ("<b>", "<b>"),
        (["a", "b"], "a; b"), ({"b", "a"}, "a; b"), (pd.Timestamp("2017-03-25"), "2017-03-25"),
        (pd.Timestamp("2017-03-25 08:30"), "2017-03-25 08:30"),
    ],
)  # fmt: skip
def test_a_value_is_written_as_a_reader_would(value: object, told: str) -> None:
    assert words(value) == told


def test_counts_that_met_a_missing_value_have_no_decimals_but_shares_keep_theirs() -> None:
    frame = pd.DataFrame({"who": ["a", "b"], "n": [1204.0, None], "share": [0.123456, 2.0]})
    shown = table(frame, "counts", "Counts")
    assert [cell.text for cell in tiny.soup(shown.html).select("tbody tr")[0].select("td")] == ["1,204", "0.1"]
    assert rows(shown.csv)[1] == ["a", "1204", "0.123456"]


def test_untrusted_cells_headings_and_captions_are_text() -> None:
    frame = pd.DataFrame(
        {"said": [tiny.SCRIPT, "javascript:alert(1)", "\"'><b>"], "page": ["https://example.org/", "x", ""]}
    )
    shown = table(frame, "hostile", tiny.SCRIPT, {"said": "<i>Said</i>", "page": "Page"})
    page = tiny.soup(shown.html)
    assert faults(shown.html) == []
    assert [cell.text for cell in page.select("tbody th")] == [tiny.SCRIPT, "javascript:alert(1)", "\"'><b>"]
    assert (page.caption.text, page.thead.th.text) == (tiny.SCRIPT, "<i>Said</i>")
    assert [anchor["href"] for anchor in page.select("a")] == ["https://example.org/"]


def test_arabic_is_marked_in_cells_headings_and_captions() -> None:
    shown = table(pd.DataFrame({"said": [tiny.ARABIC]}), "arabic", tiny.ARABIC, {"said": tiny.ARABIC})
    assert faults(shown.html) == []
    assert len(tiny.soup(shown.html).select("bdi[lang=ar]")) == 3
    assert "<bdi" not in tiny.soup(shown.html).select_one("[role=region]")["aria-label"]


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "-1+2", "@SUM(A1)", "\t=1", "\n=1", "＝1+1", "-", "+="])
def test_a_formula_is_guarded_in_cells_and_headings(text: str) -> None:
    [[heading], [cell]] = rows(csv_text(pd.DataFrame({text: [text]})))
    assert heading == cell == f"'{text}"


@pytest.mark.parametrize("text", ["-120", "+3", "-1.5", "-1e5", "1=1", "a@b", "2017-03-25", tiny.ARABIC])
def test_numbers_and_plain_text_are_left_as_they_are(text: str) -> None:
    assert rows(csv_text(pd.DataFrame({"a": [text]})))[1] == [text]


def test_the_csv_holds_every_row_and_column_even_when_the_page_does_not() -> None:
    shown = table(FAMILIES.assign(row_key=["r:a", "r:b"]), "families", "Said", {"killed": "Killed"}, max_rows=1)
    assert rows(shown.csv)[0] == ["killed", "who", "note", "row_key"]
    assert len(rows(shown.csv)) == 3
    assert len(tiny.soup(shown.html).select("tbody tr")) == 1
    for text in (tiny.soup(shown.html).text, shown.text):
        assert "First 1 of 2 rows; all in tables/families.csv." in text


def test_a_long_table_is_cut_in_the_terminal_only_and_says_so() -> None:
    shown = table(pd.DataFrame({"n": range(45)}), "long", "Long")
    assert "and 15 more rows" in shown.text and "\n29\n" in shown.text and "\n30\n" not in shown.text
    assert len(tiny.soup(shown.html).select("tbody tr")) == 45


def test_an_empty_table_says_that_it_is_empty() -> None:
    shown = table(FAMILIES.head(0), "families", "Said")
    assert faults(shown.html) == []
    assert "No rows." in shown.html
    assert rows(shown.csv) == [["who", "killed", "note"]]


def test_a_number_with_evidence_is_a_link_on_the_page_and_a_value_in_the_csv() -> None:
    ev = Evidence()
    frame = pd.DataFrame({"who": ["Media"], "n": [ev.number(1204, ["statements:a"], "rule")]})
    shown = table(frame, "counted", "Counted")
    assert tiny.soup(shown.html).select_one("td a")["href"] == "#ev-1"
    assert tiny.soup(shown.html).td.text == "1,204"
    assert rows(shown.csv)[1] == ["Media", "1204"]
    assert "1,204" in shown.text


def test_counts_stand_right_and_text_left_unless_told_otherwise() -> None:
    page = tiny.soup(table(FAMILIES, "families", "Said", align={"note": "center"}).html)
    assert [head["class"][0] for head in page.select("thead th")] == ["left", "right", "center"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"columns": {"kiled": "Killed"}}, "Did you mean killed"),
        ({"align": {"whom": "left"}}, "Did you mean who"),
        ({"align": {"who": "centre"}}, "Did you mean center"),
    ],
)
def test_an_unknown_column_or_side_is_refused_with_the_nearest(arguments: dict, told: str) -> None:
    with pytest.raises(DataError, match=told):
        table(FAMILIES, "families", "Said", **arguments)


def test_a_table_without_name_or_caption_is_refused() -> None:
    for name, caption in (("../x", "Said"), ("families", "")):
        with pytest.raises(ReportError):
            table(FAMILIES, name, caption)


def test_the_frame_is_left_as_it_was() -> None:
    frame = FAMILIES.copy()
    table(frame, "families", "Said", {"note": "Note"}, max_rows=1)
    pd.testing.assert_frame_equal(frame, FAMILIES)


def test_a_list_read_from_a_table_is_words_in_the_csv() -> None:
    frame = pd.DataFrame({"who": ["a", "b"]}).assign(relays=[pd.array(["x", "y"]).to_numpy(), pd.array([]).to_numpy()])
    assert csv_text(frame) == "who,relays\na,x; y\nb,\n"


def test_a_line_end_inside_a_cell_opens_no_new_line_for_a_formula() -> None:
    for end in ("\r", "\r\n", "\n"):
        text = csv_text(pd.DataFrame({"a": [f"x{end}=1+1"]}))
        assert "\r" not in text and rows(text)[1] == ["x\n=1+1"]
