"""At 200 and 400 per cent, on a telephone and with wider spacing the page never scrolls sideways or cuts off text."""

from __future__ import annotations

from pathlib import Path

from browser.looking import WIDE, Reader

# The spacing that WCAG 2.1, 1.4.12 lets a reader set.
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } \
p { margin-bottom: 2em !important }"


NARROW = 390
WIDTHS = (WIDE, WIDE // 2, NARROW, WIDE // 4)  # an ordinary window, 200 per cent, a telephone, 400 per cent
SPACED_WIDTHS = (WIDE // 2, NARROW)


def hidden(reader: Reader, widths: tuple[int, ...], keep: Path | None = None) -> dict[int, list[str]]:
    """What cannot be reached or read in windows of these widths, by width; pictures are kept for a look."""
    found = {}
    for width in widths:
        reader.resize(width)
        if keep:
            reader.keep(keep, width)
        found[width] = reader.sees("wide") + reader.sees("clipped")
    return {width: seen for width, seen in found.items() if seen}


def test_on_a_telephone_nothing_is_out_of_reach_and_arabic_is_marked_and_runs_from_the_right(
    reader: Reader, page: Path
) -> None:
    reader.open(page, NARROW)
    assert hidden(reader, (NARROW,)) == {}
    assert reader.sees("mismarked") == []


def test_nothing_is_out_of_reach_or_cut_off_at_any_width_and_spacing(reader: Reader, kind: Path) -> None:
    tab = reader.open(kind)
    assert hidden(reader, WIDTHS, keep=kind) == {}
    tab.add_style_tag(content=SPACED)
    assert hidden(reader, SPACED_WIDTHS) == {}


def test_what_is_out_of_reach_would_be_seen(reader: Reader, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<div style='width:900px'>wide</div><div style='overflow:hidden;height:5px'>cut off</div>", encoding="utf-8"
    )
    reader.open(bad, 390)
    assert len(reader.sees("wide")) == 2 and len(reader.sees("clipped")) == 1


def test_arabic_that_is_not_marked_would_be_seen(reader: Reader, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<html lang='en'><meta charset='utf-8'><p>مقتل مدنيين</p><p lang='ar'>مقتل مدنيين</p>", encoding="utf-8"
    )
    reader.open(bad)
    assert len(reader.sees("mismarked")) == 2
