"""Everything on a page can be reached, seen and left with the keyboard, in the order of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from browser.looking import EYES, Reader

NEAR = "(e => { const b = e.getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight })"


def test_tab_reaches_everything_in_order_with_its_focus_in_sight(reader: Reader, kind: Path) -> None:
    tab = reader.open(kind)
    stops = reader.sees("watch")
    assert stops and [what for what, index in stops if index > 0] == []
    for _ in range(len(stops) + 1):
        tab.keyboard.press("Tab")
    walked = reader.sees("walked")
    # A box that scrolls and holds no link is reached as well, whatever its markup says.
    assert [number for number, *_ in walked if number >= 0][: len(stops)] == list(range(len(stops)))
    assert [what for _, what, ring, _ in walked if not ring] == []
    assert [what for _, what, _, seen in walked if not seen] == []


def test_nothing_holds_the_focus_on_the_way_back(reader: Reader, kind: Path) -> None:
    tab = reader.open(kind)
    steps = min(len(reader.sees("watch")), 12)
    tab.evaluate("[...document.querySelectorAll('a[href]')].at(-1).focus()")
    begun = tab.evaluate(f"({EYES}).stops().indexOf(document.activeElement)")
    for _ in range(min(steps, begun + 1)):
        tab.keyboard.press("Shift+Tab")
    numbers = [number for number, *_ in reader.sees("walked") if number >= 0]
    assert numbers and numbers == list(range(begun, begun - len(numbers), -1))


def test_the_first_stop_leads_past_the_way_around(reader: Reader, kind: Path) -> None:
    tab = reader.open(kind)
    tab.keyboard.press("Tab")
    first = "document.activeElement"
    target = tab.evaluate(f"{first}.getAttribute('href')")
    assert target and target.startswith("#"), "the first stop is no link that skips what every page begins with"
    assert tab.evaluate(f"{NEAR}({first}) && {first}.offsetWidth > 2 && {first}.innerText.trim() !== ''")
    tab.keyboard.press("Enter")
    assert tab.evaluate(f"document.querySelector({target!r}).tagName") == "MAIN"
    if tab.evaluate(f"({EYES}).stops().some(e => document.querySelector({target!r}).contains(e))"):
        tab.keyboard.press("Tab")
        assert tab.evaluate(f"document.querySelector({target!r}).contains(document.activeElement)")


def test_a_number_leads_to_its_rows_and_back(reader: Reader, kind: Path) -> None:
    tab = reader.open(kind)
    numbers = tab.locator("a.n:visible")
    if not numbers.count():
        pytest.skip("this page states no number of its own")
    number = numbers.first
    number.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_load_state()
    assert tab.evaluate(f"{NEAR}(document.querySelector(':target'))"), "the rows are not in sight"
    assert tab.evaluate("document.querySelector(':target').innerText.trim().length") > 20
    tab.keyboard.press("Tab")
    assert tab.evaluate(
        "(t => t.contains(document.activeElement) || t.compareDocumentPosition(document.activeElement) & 4)"
        "(document.querySelector(':target'))"
    ), "the next stop lies before the rows"
    tab.go_back()
    assert tab.evaluate(f"{NEAR}(document.querySelectorAll('a.n')[0])"), "the number is not in sight again"


def test_code_opens_and_a_wide_table_moves_with_the_keys(reader: Reader, kind: Path) -> None:
    tab = reader.open(kind, 390)
    summary = tab.locator("summary:visible")
    wide = tab.evaluate(
        '[...document.querySelectorAll(\'[role=region][tabindex="0"], pre[tabindex="0"]\')]'
        ".findIndex(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 40)"
    )
    if not summary.count() and wide < 0:
        pytest.skip("nothing on this page opens or moves")
    if summary.count():
        summary.first.focus()
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.parentElement.open")
    if wide >= 0:
        box = tab.locator('[role=region][tabindex="0"], pre[tabindex="0"]').nth(wide)
        box.focus()
        tab.keyboard.press("ArrowRight")
        tab.wait_for_function("document.activeElement.scrollLeft > 0", timeout=3000)


def test_a_list_is_searched_with_the_keys_and_says_how_much_it_shows(reader: Reader, kind: Path) -> None:
    tab = reader.open(kind)
    tools = tab.locator("[data-tools]")
    if not tools.count():
        pytest.skip("this page has no list to search")
    whole = tab.locator("[data-list] > li:visible").count()
    tools.locator("input").first.focus()
    tab.keyboard.type("mosul no such words")
    assert tab.locator("[data-list] > li:visible").count() == 0 < whole
    assert "0 of" in tools.inner_text()
    tab.keyboard.press("Control+A")
    tab.keyboard.press("Delete")
    assert tab.locator("[data-list] > li:visible").count() == whole
