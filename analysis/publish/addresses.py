"""Where a row of the tables is to be read on the site: one rule for those who write the pages and those who link there.

Every address is relative to the folder of reports. A statement stands on the page of its event, under an anchor made
of its table and its key: ``statements:st-x`` is at ``events/<event_id>.html#statements-st-x``.
"""

from __future__ import annotations

import re

from analysis.modules import short_hash

EVENTS, PUBLISHERS = "events", "publishers"
UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
LONGEST = 120  # signs of a key that a name of a file can hold beside its hash
ON_EVENT_PAGES = ("claims", "statements", "incidents", "official_assessments", "official_statements")


def safe(text: str) -> str:
    """Return a key as it can stand in a file name and after a ``#``, however long it is; two keys never become one.

    Parameters
    ----------
    text : str
        A key of any table, whoever wrote it.

    Examples
    --------
    >>> safe("mosul-jadida-2017-03-17"), safe("../b c")
    ('mosul-jadida-2017-03-17', 'b-c-dfb10b05')
    """
    if text and len(text) <= LONGEST and not UNSAFE.search(text):
        return text
    return f"{UNSAFE.sub('-', text).strip('-')[:LONGEST]}-{short_hash(text.encode())[:8]}".lstrip("-")


def anchor(row_key: str) -> str:
    """Return the anchor of a row on any page that shows it.

    >>> anchor("statements:st-mj-rudaw-230")
    'statements-st-mj-rudaw-230'
    """
    table, _, key = row_key.partition(":")
    return f"{table}-{safe(key)}"


def event_page(event_id: str) -> str:
    """Return the page of an event.

    >>> event_page("hawija-2015-06-02")
    'events/hawija-2015-06-02.html'
    """
    return f"{EVENTS}/{_page(event_id)}.html"


def publisher_page(publisher_id: str) -> str:
    """Return the page of a publisher.

    >>> publisher_page("rudaw")
    'publishers/rudaw.html'
    """
    return f"{PUBLISHERS}/{_page(publisher_id)}.html"


def _page(identity: str) -> str:
    """Return the name of a page; the list of the folder keeps its own."""
    return f"{safe(identity)}-" if safe(identity) == "index" else safe(identity)


def address_of(row_key: str, event_id: str | None = None) -> str:
    """Return where a row is to be read, empty where no page shows it.

    Parameters
    ----------
    row_key : str
        ``<table>:<key>``.
    event_id : str, optional
        The event the row is about, on whose page it stands; missing for a row that is about none.

    Returns
    -------
    str
        Relative to the folder of reports.

    Examples
    --------
    >>> address_of("statements:st-x", "hawija-2015-06-02")
    'events/hawija-2015-06-02.html#statements-st-x'
    >>> address_of("publishers:rudaw"), address_of("un_monthly:3")
    ('publishers/rudaw.html', '')
    """
    table, _, key = row_key.partition(":")
    if table == "events":
        return event_page(key)
    if table == "publishers":
        return publisher_page(key)
    if table in ON_EVENT_PAGES and event_id:
        return f"{event_page(event_id)}#{anchor(row_key)}"
    return ""
