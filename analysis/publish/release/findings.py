"""FINDINGS.md: which published numbers changed, when and why, from the list that ``civcas diff`` keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.errors import DataError, ReportError
from analysis.paths import Project
from analysis.publish import kept
from analysis.publish.making.plan import SLUG
from analysis.publish.seeing import shown

PREFACE = """# Changelog of findings

Every change of a published number since the first release, the latest first, and why it changed. Changes of the
code are in CHANGELOG.md.
"""
NONE = "No published number has changed yet."
PARTS = {"date", "report", "title", "numbers", "why"}


def findings(project: Project) -> str:
    """Return the changelog of findings as Markdown.

    Raises
    ------
    DataError
        When the list of changes cannot be read.
    """
    where = project.changes.relative_to(project.root)
    try:
        listed = kept.changes(project)
    except ReportError as problem:
        raise DataError(str(problem)) from None
    wrong = [number for number, each in enumerate(listed, 1) if not isinstance(each, dict) or set(each) < PARTS]
    if wrong:
        raise DataError(
            f"{where}: entry {wrong[0]} lacks one of {', '.join(sorted(PARTS))}: restore it from version control"
        )
    return render(listed)


def render(changes: Sequence[Mapping[str, Any]]) -> str:
    """Return a list of changes, oldest first, as Markdown.

    Parameters
    ----------
    changes : sequence of mapping
        Each with date, report, title, numbers (rule, before, after), why; perhaps tables, a headline.

    Examples
    --------
    >>> render([]).splitlines()[-1]
    'No published number has changed yet.'
    """
    if not changes:
        return f"{PREFACE}\n{NONE}\n"
    return "\n".join([PREFACE, *(_change(change) for change in reversed(changes))])


def _change(change: Mapping[str, Any]) -> str:
    """Return what changed in one report on one day."""
    lines = [f"## {_plain(change['date'])}: {_plain(change['title'])} ({_identity(change['report'])})", ""]
    headline = change.get("headline")
    if headline:
        lines += [_plain(headline if isinstance(headline, str) else _before_after(headline)), ""]
    told = [*change["numbers"], *change.get("tables", [])]
    lines += [f"- {_plain(each['rule'])}: {_before_after(each)}" for each in told]
    why = "; ".join(_plain(reason) for reason in change["why"]) or "not recorded"
    return "\n".join([*lines, "", f"Why: {why}.", ""])


def _identity(report: object) -> str:
    """Return the id of a report as code; what is none as plain text."""
    return f"`{report}`" if SLUG.fullmatch(str(report)) else _plain(report)


def _before_after(change: Mapping[str, Any]) -> str:
    """Return what stood before and what stands now; a number that came or went has one of the two only."""
    before, after = (_figures(change.get(end)) for end in ("before", "after"))
    if before is None:
        return f"new, {_plain(after)}"
    if after is None:
        return f"was {_plain(before)}, now gone"
    return (
        f"{_plain(after)} as before, from other rows"
        if before == after
        else f"was {_plain(before)}, is {_plain(after)}"
    )


def _figures(told: object) -> object:
    """Return figures made by one rule in a row; None where there is none."""
    return (", ".join(map(str, told)) or None) if isinstance(told, list) else told


def _plain(text: object) -> str:
    """Return text on one line, with nothing in it that Markdown would take for its own."""
    words = " ".join(shown(str(text)).split())
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|&" else sign for sign in words)
