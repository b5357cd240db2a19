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


def test_a_request_that_leaves_the_machine_would_be_heard(reader: Reader, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<img src='https://example.org/a.png'><script>console.error('no')</script>", encoding="utf-8")
    reader.open(bad).wait_for_load_state("networkidle")
    assert any("outside request: https://example.org" in said for said in reader.heard)
    assert "console error: no" in reader.heard


def test_a_page_is_quiet_and_with_or_without_scripts_says_the_same_and_leads_somewhere(
    reader: Reader, plain_reader: Reader, page: Path
) -> None:
    reader.open(page)
    plain_reader.open(page)
    assert plain_reader.sees("lines") == reader.sees("lines")
    links = plain_reader.sees("links")
    assert [address for address, _ in links if address.startswith("file:") and lost(address)] == []
    numbers = [address for address, number in links if number]
    assert numbers == [address for address, number in reader.sees("links") if number]
    assert [address for address in numbers if not urlsplit(address).fragment] == []
    if page.name == "report.html":
        assert numbers, "a report without a number that leads to its rows"
    assert reader.heard + plain_reader.heard == []
