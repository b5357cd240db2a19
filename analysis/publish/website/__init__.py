"""The site around the reports: the index, a page for each event and each publisher, and what changed."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.paths import Project
from analysis.publish.making.plan import Plan
from analysis.publish.status import Status
from analysis.publish.website.feed import write_feed
from analysis.publish.website.index import write_index
from analysis.publish.website.pages import write_pages


def write_site(
    project: Project, plans: list[Plan], others: list[Plan], known: Mapping[str, Status] | None = None
) -> None:
    """Write every page of the site that would say something else now; see `write_index`, `write_pages`, `write_feed`.

    Parameters
    ----------
    project : Project
        Whose reports.
    plans, others : list of Plan
        The reports of the catalogue, and those that are there without being in it.
    known : mapping of str to Status, optional
        Statuses that were looked up a moment ago.

    Raises
    ------
    ReportError
        When the list of changed findings cannot be read; every other page is written before.
    """
    try:
        write_pages(project, [*plans, *others])
        write_feed(project)
    finally:
        write_index(project, plans, others, known)  # which leads to all the others
