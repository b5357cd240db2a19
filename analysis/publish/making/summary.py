"""What a run did, for people and for programs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from analysis.publish import differing

if TYPE_CHECKING:
    from analysis.publish.making.report import Result

INDEX = "reports/index.html"
SHOWN = 5


def summary(results: list[Result]) -> dict[str, Any]:
    """Return a run as one object for JSON.

    Returns
    -------
    dict
        ``ok`` (whether every report asked for is fresh now), ``counts`` by state, ``reports`` (id, state, reasons,
        problem, cell, seconds), ``findings`` (for each report that says something else than before, what).
    """
    return {
        "ok": all(result.state in ("fresh", "made") for result in results),
        "counts": dict(Counter(result.state for result in results)),
        "reports": [
            {
                "id": result.id, "state": result.state, "reasons": list(result.reasons), "problem": result.problem,
                "cell": result.cell, "seconds": round(result.seconds, 2),
            }
            for result in results
        ],
        "findings": {result.id: result.findings for result in results if result.findings},
    }  # fmt: skip


def lines(results: list[Result]) -> list[str]:
    """Return a run in lines to read: what changed in the findings, counts, where to look."""
    told = [line for result in results for line in _changes(result)]
    counts = Counter(result.state for result in results)
    states = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    return [*told, states, INDEX]


def _changes(result: Result) -> list[str]:
    """Return what one report says now that it did not say before."""
    if not result.findings:
        return []
    title = {"report": result.id, "title": "what it says has changed", "state": "changed"}
    return differing.lines([title | result.findings], SHOWN)
