"""The pages of reports/ in a browser. Nothing here runs unless it is asked for by name: ``make test-browser``."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import looking
from browser.looking import Reader

HERE = Path(__file__).resolve().parent
PACKAGES = ("playwright", "axe_playwright_python")
BEGAN = time.monotonic()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave this folder alone unless it, or something in it, was named."""
    asked = [Path(config.invocation_params.dir, word.partition("::")[0]).resolve() for word in config.args]
    return None if any(path == HERE or HERE in path.parents for path in asked) else True


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every test that looks at a page every page there is, or of a long series the ends."""
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", looking.pages(), ids=looking.name)
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", looking.kinds(), ids=looking.name)


def lacking() -> str:
    """Why no browser can be started; empty where one can."""
    missing = [package for package in PACKAGES if importlib.util.find_spec(package) is None]
    if missing:
        return f"{', '.join(missing)} not installed: make test-browser installs the group `browser`"
    if looking.chromium() is None:
        return "no Chromium on this machine: install the package chromium"
    return "" if looking.pages() else "no pages in reports/: make them with make reports"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if reason := lacking():
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=looking.chromium(), args=list(looking.CALM))
        yield started
        started.close()


@pytest.fixture(scope="session")
def reader(browser: Any) -> Reader:
    """A reader with an ordinary browser."""
    return Reader(browser.new_context(reduced_motion="reduce").new_page())


@pytest.fixture(scope="session")
def plain_reader(browser: Any) -> Reader:
    """A reader whose browser runs no scripts."""
    return Reader(browser.new_context(java_script_enabled=False).new_page())


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how much was looked at, and keep what axe calls good practice or leaves to a person; it fails no test."""
    seconds = time.monotonic() - BEGAN
    terminalreporter.write_line(f"{len(looking.pages())} pages looked at in {seconds:.0f} s")
    reports = [
        report for kind in terminalreporter.stats.values() for report in kind if hasattr(report, "user_properties")
    ]
    findings = {page: found for report in reports for page, found in report.user_properties}
    if findings:
        path = looking.write_findings(findings)
        told = sorted({rule for page in findings.values() for kind in page.values() for rule in kind})
        terminalreporter.write_line(f"for a person to look at, in build/{path.name}: {', '.join(told)}")
