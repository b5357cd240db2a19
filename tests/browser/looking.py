"""A browser that looks at the pages of reports/ and hears everything that they ask for or complain of."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[2]
REPORTS = HERE / "reports"
BUILD = HERE / "build"
EYES = Path(__file__).with_name("eyes.js").read_text(encoding="utf-8")
CALM = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip
WIDE, TALL = 1280, 800
FEW = 5  # pages at either end of a series
LONGEST = 3000  # pixels of a page that a screenshot keeps


def pages() -> list[Path]:
    """Every page of the site, whatever made it; what is hidden is still being made."""
    found = sorted(REPORTS.rglob("*.html"))
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(REPORTS).parts)]


def kinds() -> list[Path]:
    """Every page but those of long series made from one template: of these the shortest and the longest few."""
    series: dict[str, list[Path]] = {}
    for page in pages():
        series.setdefault("" if page.name == "report.html" else page.parent.name, []).append(page)
    chosen: set[Path] = set()
    for key, alike in series.items():
        by_size = sorted(alike, key=lambda page: page.stat().st_size)
        chosen |= set(alike if not key else by_size[:FEW] + by_size[-FEW:])
    return sorted(chosen)


def name(page: Path) -> str:
    """What a page is called in the output of the tests and in the names of screenshots."""
    return page.relative_to(REPORTS).with_suffix("").as_posix().removesuffix("/report").replace("/", "--")


def chromium() -> str | None:
    """Where the Chromium of the system is."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@dataclass
class Reader:
    """One tab of the browser, and what was heard from the page since it was opened."""

    tab: Any
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tab.context.route(lambda url: not local(url), self._refuse)
        self.tab.on("console", lambda said: self.heard.append(f"console {said.type}: {said.text}"))
        self.tab.on("pageerror", lambda problem: self.heard.append(f"error: {problem}"))
        self.tab.on("requestfailed", lambda asked: self.heard.append(f"failed: {asked.url[:120]}"))

    def _refuse(self, route: Any) -> None:
        self.heard.append(f"outside request: {route.request.url[:120]}")
        route.abort()

    def open(self, page: Path, width: int = WIDE, height: int = TALL) -> Any:
        """Show a page in a window of this size."""
        self.tab.set_viewport_size({"width": width, "height": height})
        self.heard.clear()
        self.tab.goto(page.as_uri())
        return self.tab

    def resize(self, width: int, height: int = TALL) -> None:
        """Let the window have another size, the page staying open."""
        self.tab.set_viewport_size({"width": width, "height": height})
        self.tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def sees(self, what: str) -> Any:
        """What one function of eyes.js finds."""
        return self.tab.evaluate(f"({EYES}).{what}()")

    def keep(self, page: Path, width: int) -> None:
        """Keep a picture of the page as it stands, of a very long one its beginning."""
        folder = BUILD / "screenshots"
        folder.mkdir(parents=True, exist_ok=True)
        height = min(LONGEST, self.tab.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        self.tab.screenshot(path=folder / f"{name(page)}-{width}.png", clip=clip, full_page=True)


def local(url: str) -> bool:
    """Whether an address stays on this machine."""
    return url.startswith(("file:///", "data:", "blob:", "about:", "http://127.0.0.1:"))


def write_findings(findings: dict[str, Any]) -> Path:
    """Keep what is worth a look and fails no test."""
    BUILD.mkdir(exist_ok=True)
    path = BUILD / "accessibility.json"
    path.write_text(json.dumps(findings, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    return path
