"""The methods that need few lines of their own, as a reviewer asks about them; the others are described where they are.

Each is shown at the end of the pages on which it speaks.
"""

from __future__ import annotations

from analysis.methods.method import Method

INTERVALS = "Moore 1966, Interval Analysis: sums, differences and ratios of bounds"
COUNTED = "relays are collapsed by the statement they relay, and the coder's event is the event meant"

SAID = Method(
    "Least and most said, as of a day",
    "of the statements seen that speak of one place or event and were certainly public by the day: the smallest and "
    "the "
    "largest number of civilians killed that was printed, by family of speakers. It is no interval for the number "
    "of dead.",
    [
        COUNTED,
        "a date known to the month or year is an interval; what may lie before or after the day is listed apart",
    ],
    [
        "a wrong speaker or day in the transcription: the share of such rows was measured and is in the report on data "
        "quality",
        "a page that was never found: silence here is silence of what was read",
    ],
    ["the rules of data/raw/datapackage.json and of data/hand, row by row"],
    ["analysis.methods.families", "analysis.methods.span", "analysis.methods.briefing"],
)
PAIRS = Method(
    "Pairs and contradictions",
    "for two statements about the same dead: the bounds of their ratio, and the persons by which the lower bound of "
    "one "
    "lies above the upper bound of the other.",
    [
        "both count civilians killed in the same event and window; fields that differ are let pass only by a named "
        "bridge",
        "one source answers for each number: names that gather many speakers are left out",
    ],
    [
        "two speakers who mean different houses or days under one event: they contradict each other without being "
        "at odds",
        "a speaker who repeats another: the ratio is then near one and says nothing",
    ],
    [INTERVALS],
    ["analysis.methods.compare", "analysis.methods.within"],
)
TOTALS = Method(
    "Running totals against the count conceded by then",
    "on the day a monitor published a total for the Coalition's strikes in Iraq and Syria: that total over the count "
    "of deaths the Coalition had conceded by the same day, as bounds.",
    [
        "both count civilians killed by the Coalition in both countries since the campaign began",
        "the last total printed by that day is the count conceded by then",
    ],
    [
        "deaths not yet assessed are in one and cannot be in the other: a ratio falls as assessments catch up, without "
        "any change of either side's standard",
        "the monitor submits its records to the Coalition, and takes what is conceded into its own: the two are not "
        "independent",
    ],
    [INTERVALS],
    ["analysis.methods.timeline", "analysis.methods.compare"],
)
AUDIT = Method(
    "The official record audited against itself",
    "for each monthly release seen: whether the printed counts obey the identities that hold between them (carried "
    "over, "
    "received, completed, open; outcomes and completed; total and new deaths).",
    ["the counts of a release are of one month of assessment, for Iraq and Syria together"],
    [
        "a case reopened or merged without being printed: the identity fails though no count is wrong",
        "two errors that cancel: the identity holds though both are wrong",
    ],
    ["the identities are arithmetic; each flagged cell shows what is printed and what is implied"],
    ["analysis.methods.audit"],
)
LINKS = Method(
    "Links between claims, incidents and determinations",
    "which events that claims speak of, which records of the monitor and which official determinations are about the "
    "same dead; and, of the links a rule makes, how many are right and how many true ones it misses.",
    [
        "records of the same dead lie at most three days apart and name places that can be one",
        "tolls are not looked at, for how far they agree is the result",
        "the hand-coded pairs of a stratum stand for its other pairs",
    ],
    [
        "a true pair more than three days apart: it is in no stratum, and recall is overstated",
        "two events of one quarter and day: they look like one, and precision is overstated",
    ],
    [
        "Fellegi and Sunter 1969: agreement and disagreement of fields as a score; here the points are declared, "
        "not fitted",
        "Kuhn 1955: one-to-one assignment with the largest sum of scores",
    ],
    ["analysis.methods.link.graph", "analysis.methods.link.accuracy", "analysis.methods.concordance"],
)
SHARES = Method(
    "Two shares found credible",
    "as a flow: of the assessments completed in named months, the share found credible; as a cohort: of the reports "
    "received in these months, the share found credible by their end, of which only bounds are to be had.",
    [
        "what was printed as carried over and open was so",
        "for Wilson's interval, completions are exchangeable draws",
    ],
    [
        "many reports closed at once, or duplicates counted as completed: the flow falls without any change of "
        "standard",
        "a report reopened without being counted as open again: the lower end of the cohort fails",
    ],
    ["Wilson 1927: interval for a share"],
    ["analysis.methods.credible_share", "analysis.methods.backlog"],
)
TIME = Method(
    "Time to a determination",
    "the probability that a report has ended in each way (credible, non-credible, duplicate) by so many days after "
    "it was "
    "received or after the deaths.",
    [
        "every report of the period is there; reports still open are censored by the calendar, not by what they say",
        "a case that was reopened counts by its first end",
    ],
    [
        "a table of visible cases only: accepted ones are over-represented, so the method refuses it",
        "one minus Kaplan-Meier for one end takes the other ends for censoring and overstates; it is not offered",
    ],
    [
        "Aalen and Johansen 1978: incidence with competing ends",
        "Satten and Datta 2001: its weighted form, from which the bounds for coarse dates follow",
        "Turnbull 1976: interval-censored times",
    ],
    ["analysis.methods.timing", "analysis.methods.turnbull", "analysis.methods.spells"],
)
CONCEDED = Method(
    "Conceded against alleged",
    "for the records whose page shows both: deaths conceded minus deaths alleged, and their ratio, as bounds.",
    [
        "the official position on a record's page is about the strike of that record",
        "a residual or a part never stands in one sum with the record it belongs to",
    ],
    [
        "a record that took its number over from the finding: equal numbers on both sides carry a caution",
        "records that are no sample: no ratio of their sums is given",
    ],
    [INTERVALS],
    ["analysis.methods.conceded"],
)
COVERAGE = Method(
    "Who else records an incident",
    "of the incidents on the monitor's list, by size and place: the share that officials, or outlets of a language, "
    "show too.",
    [
        "the list holds every incident of its period that the monitor found",
        "for Wilson's interval, incidents of a class are exchangeable draws",
    ],
    [
        "a list of visible records: the method refuses it",
        "incidents that neither list saw: coverage given one list says nothing of them",
    ],
    [
        "Wilson 1927: interval for a share",
        "Carpenter, Fuller and Roberts 2013: two lists of deaths in Iraq overlap from 17.4% where one was killed to "
        "94.1% "
        "where twenty or more were; so the gradient is shown and not the mean",
    ],
    ["analysis.methods.coverage"],
)
