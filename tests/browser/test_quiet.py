"""No page asks for anything outside or complains; every link inside leads somewhere; scripts are a comfort only."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from browser.looking import Reader


@cache
def anchors(page: Path) -> frozenset[str]:
    """What can be linked to on a page."""
    return frozenset(re.findall(r'\sid="([^"]+)"', page.read_text(encoding="utf-8")))


def lost(address: str) -> bool:
    """Whether a link inside the site leads nowhere."""
    parts = urlsplit(address)
    path, anchor = Path(unquote(parts.path)), unquote(parts.fragment)
    return not path.is_file() or bool(anchor and anchor not in anchors(path))


def test_a_page_asks_for_nothing_and_complains_of_nothing(reader: Reader, page: Path) -> None:
    reader.open(page).wait_for_load_state("networkidle")
    assert reader.heard == []


def test_a_request_that_leaves_the_machine_would_be_heard(reader: Reader, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<img src='https://example.org/a.png'><script>console.error('no')</script>", encoding="utf-8")
    reader.open(bad).wait_for_load_state("networkidle")
    assert any("outside request: https://example.org" in said for said in reader.heard)
    assert "console error: no" in reader.heard


def test_every_link_inside_the_site_leads_somewhere(plain_reader: Reader, page: Path) -> None:
    plain_reader.open(page)
    inside = [address for address, _ in plain_reader.sees("links") if address.startswith("file:")]
    assert [address for address in inside if lost(address)] == []


def test_without_scripts_the_text_is_the_same_and_numbers_lead_to_their_rows(
    reader: Reader, plain_reader: Reader, page: Path
) -> None:
    reader.open(page)
    plain_reader.open(page)
    assert plain_reader.sees("lines") == reader.sees("lines")
    numbers = [address for address, number in plain_reader.sees("links") if number]
    assert numbers == [address for address, number in reader.sees("links") if number]
    assert [address for address in numbers if not urlsplit(address).fragment] == []
    if (page.parent / "provenance.json").is_file():
        assert numbers, "a report without a number that leads to its rows"
