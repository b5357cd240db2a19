"""Revisions of published figures: vintages, as-of coverage, the ledger of changes, reporting delay and nowcast.

`analysis.methods.revisions.prints` holds every print, `vintages` their order, `panels` what share of the latest figure
was known on a day, `changes` what was revised; `triangle` and `delay` the time from event to release, `nowcast` and
`backtest` what may be said of determinations still to come, and how far that was right before.
"""

from __future__ import annotations

from analysis.methods.method import Method

VINTAGES = Method(
    title="Vintages, as-of coverage and the ledger of changes",
    estimand=(
        "For one published figure: its different printed values in the order in which they became public; the share of "
        "its latest value that was known at the end of a day; and how far each bound moved from print to print."
    ),
    assumptions=[
        "Two prints are of one figure only if speaker, period, place, population, coverage and grade are the same.",
        "The order is the table's own where it states one, else that of dates which do not overlap.",
        "A total that the Coalition stated outside its releases and that is rounded in words, or lower than a release "
        "already public, is no vintage but an older or rounded copy.",
        "A print without a date was public by the day the tables were made, and by a later print of the same figure.",
    ],
    breaks=[
        "A print that was not seen: a figure revised twice shows one step, one never printed again looks final.",
        "A wrong relay counts as a vintage; it shows as a step that no later print of the speaker repeats.",
        "A last value that is rounded moves every share by as much as it was rounded.",
    ],
    references=["Bounds divided as intervals: Moore 1966, Interval Analysis."],
    modules=["analysis.methods.revisions.panels", "analysis.methods.revisions.changes"],
)
NOWCAST = Method(
    title="Reporting delay and nowcast",
    estimand=(
        "Of the determinations of deaths in an event month that are published within the longest delay of the table: "
        "the share published after so many months, and the count still to come, given what was public by the as-of "
        "month."
    ),
    assumptions=[
        "The record holds every determination of its period; a record that is no sample is refused.",
        "Delays have one distribution for all event months (a multiplicative table).",
        "For the interval: counts are Poisson around a level of the month that may be anything, widened by one term "
        "that is fitted to how earlier states of the table turned out.",
        "Counts below zero are taken off the nearest earlier delays of their row, so that row totals stay.",
    ],
    breaks=[
        "A backlog that grows and shrinks: delays then change with the calendar. The back-test shows it, and a nowcast "
        "that was no better than adding nothing is refused.",
        "The end of publication: what will never be released looks like what is not yet released.",
        "Releases in batches: a delay of zero months says nothing of days.",
    ],
    references=[
        "Bracher, Ray, Gneiting and Reich 2021, Evaluating epidemic forecasts in an interval format: the weighted "
        "interval score.",
    ],
    modules=["analysis.methods.revisions.triangle", "analysis.methods.revisions.backtest"],
)
