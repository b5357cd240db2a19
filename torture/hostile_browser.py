"""A browser that opens what hostile tables were made into, and hears whatever a page does of its own accord."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from torture.hostile_payloads import HOST

EARS = Path(__file__).with_name("hostile_ears.js").read_text(encoding="utf-8")
CALM = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
)  # fmt: skip
WAIT = 40  # milliseconds in which a page that would act of its own accord has acted
PATIENCE = 12  # times that a moving page is waited for


@dataclass
class Ears:
    """One tab, and what was heard from it since it was last asked."""

    tab: Any
    root: Path
    heard: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)  # addresses that a click of ours led to, which nobody answered
    clicking: bool = False

    def __post_init__(self) -> None:
        self.tab.context.add_init_script(EARS)
        self.tab.context.route("**/*", self._answer)
        self.tab.context.on("page", self._opened)
        self.tab.on("console", lambda said: self.heard.append(f"console: {said.text[:160]}"))
        self.tab.on("pageerror", lambda problem: self.heard.append(f"error: {str(problem)[:160]}"))
        self.tab.on("dialog", self._dialog)
        self.tab.on("download", lambda got: self.heard.append(f"download: {got.url[:160]}"))

    def _answer(self, route: Any) -> None:
        """Let a page have the files of its folder, and nothing else."""
        address = urlsplit(route.request.url)
        inside = Path(unquote(address.path)).resolve().is_relative_to(self.root)
        if (address.scheme == "file" and inside) or address.netloc.startswith("127.0.0.1:"):
            return route.continue_()
        if self.clicking and route.request.is_navigation_request():
            self.followed.append(route.request.url)
        else:
            self.heard.append(f"request: {route.request.url[:160]}")
        return route.abort()

    def _opened(self, page: Any) -> None:
        """Hear that a page opened another."""
        self.heard.append(f"opened: {page.url[:160]}")
        page.close()

    def _dialog(self, dialog: Any) -> None:
        """Hear a dialog and put it away."""
        self.heard.append(f"dialog: {dialog.message[:160]}")
        dialog.dismiss()

    def open(self, address: str) -> list[str]:
        """Open a page and return what was heard from it."""
        self.heard.clear()
        try:
            self.tab.goto(address, wait_until="load")
            self.tab.wait_for_timeout(WAIT)
            said = self.tab.evaluate("window.ears ? ears.heard() : []")
            if self.tab.url.partition("#")[0] != address.partition("#")[0]:
                said = [*said, f"went to {self.tab.url[:160]}"]
        except Exception as problem:  # the page went away under the question: that is heard too
            said = [f"went away: {str(problem).splitlines()[0][:160]}"]
        return [*self.heard, *said]

    def ask(self, what: str) -> Any:
        """Return what the ears tell of the page that is open; one that is still moving is asked again."""
        for _ in range(PATIENCE):
            try:
                return self.tab.evaluate(f"ears.{what}")
            except Exception:
                self.tab.wait_for_timeout(WAIT)
        return self.tab.evaluate(f"ears.{what}")

    def click(self, place: int) -> list[str]:
        """Follow a link of the page that is open, and return what was heard beside the address it led to."""
        self.heard.clear()
        self.clicking, before = True, len(self.followed)
        self.ask(f"click({place})")
        said: list[str] = []
        for _ in range(PATIENCE):
            self.tab.wait_for_timeout(WAIT)
            if len(self.followed) > before:
                break
            said = self.ask("heard()")
        self.settle()
        self.clicking = False
        return [each for each in [*self.heard, *said] if "ERR_FAILED" not in each]

    def settle(self) -> None:
        """Leave the page, whatever it is on its way to."""
        for _ in range(PATIENCE):
            try:
                self.tab.goto("about:blank")
                return
            except Exception:
                self.tab.wait_for_timeout(WAIT)


@contextmanager
def ears(root: Path) -> Iterator[Ears]:
    """Start the Chromium of the system with one tab that may have the files below a folder."""
    from playwright.sync_api import sync_playwright

    where = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=where, args=list(CALM))
        yield Ears(started.new_context().new_page(), root.resolve())
        started.close()


def misleading(links: Iterable[tuple[int, str, str, str]], page: Path, root: Path) -> list[str]:
    """Return the links of a page that lead neither to the web nor to a file of the site."""
    wrong = []
    for _, written, address, rel in links:
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and not parts.netloc.startswith("127.0.0.1:"):
            wrong += (
                [] if "noreferrer" in rel and written.lower().startswith(("http://", "https://")) else [written[:120]]
            )
        elif parts.scheme == "file":
            path = Path(unquote(parts.path)).resolve()
            wrong += [] if path.is_relative_to(root.resolve()) and path.is_file() else [written[:120]]
        else:
            wrong.append(written[:120])
    return [f"link {each} on {page.name}" for each in wrong]


def of_tables(links: Iterable[tuple[int, str, str, str]]) -> list[tuple[int, str]]:
    """Return the links that a payload made, by their place and address."""
    return [(place, address) for place, _, address, _ in links if HOST in address]
