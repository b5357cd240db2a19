from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir

import pytest

from analysis.paths import Project
from analysis.publish.website import gathered, pages
from analysis.publish.website.gathered import Gathered
from analysis.publish.website.version import DataVersion

REPORT = {"link": "one/report.html", "title": "One <b>event</b>", "as_of": "2026-11-24", "place": ""}
MONTH = {"link": "mosul/report.html", "title": "Mosul, 2017-03", "as_of": "2017-03-31", "place": "Mosul"}
ABOUT = {"event:mosul-jadida-2017-03-17": [REPORT], "month:2017-03": [MONTH, MONTH | {"place": "Raqqa"}]}


@pytest.fixture(scope="session")
def held(built: Project) -> Iterator[Gathered]:
    """All that the pages show, of the project's own tables."""
    with chdir(built.root):
        yield gathered.gather()


@pytest.fixture(scope="session")
def made(built: Project) -> dict[str, str]:
    """Every page of events and publishers, by its name."""
    with chdir(built.root):
        return pages.contents(DataVersion("data-0", "2026-11-24"), ABOUT)
