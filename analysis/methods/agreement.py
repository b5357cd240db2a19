"""How far two sides agree on the same incidents: whether their bounds meet, by how much they exclude each other, and
limits of agreement where both printed one number.

Totals are never correlated: two series that both grow with the battle correlate whatever they count.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.data import claims, incidents
from analysis.data.samples import require_sample_rows
from analysis.data.tolls import whole
from analysis.errors import MethodRefused
from analysis.methods.concordance import MONITOR, OFFICIALS, distance, said_apart
from analysis.methods.families import numbered
from analysis.methods.independence import declared, may_agree
from analysis.methods.method import Method
from analysis.toll import words

LEAST = 10  # pairs of points: with fewer the limits are mostly the error of the standard deviation
MEET, EXCLUDE = "bounds meet", "exclude each other"

METHOD = Method(
    "Agreement on the same incidents",
    "for each linked incident: the numbers both sides allow, or the persons by which their bounds exclude each "
    "other; and, for incidents on which both printed one number: between which factors the two lie for nineteen of "
    "twenty of them.",
    [
        "the link is right: tolls were not looked at when it was made",
        "for limits of agreement: the incidents are a sample, both sides are points, neither is fed by or answers "
        "the other, and the differences of log(1 + toll) spread alike at all sizes",
    ],
    [
        "a monitor's record that took over the official number: the two agree by construction",
        "wide bounds meet almost anything: meeting is no confirmation",
        "a wrong link: two strikes of one quarter and day contradict each other without anybody being wrong",
    ],
    [
        "Bland and Altman 1986 and 1999: limits of agreement and their standard error",
        "Donnay and Filimonov 2014: two records can agree in their totals and still give different series",
        "Krippendorff 2004: alpha for coders",
        "Clopper and Pearson 1934: exact intervals of shares",
    ],
    ["analysis.methods.agreement", "analysis.methods.coders", "analysis.methods.three_way"],
)


def overlaps(made: pd.DataFrame) -> pd.DataFrame:
    """Return, for each incident on which the monitor and officials state numbers, what both allow or the gap.

    Residuals, parts and aggregates are left out: they count other dead than the finding or the claims beside them.

    Parameters
    ----------
    made : DataFrame
        From `analysis.methods.concordance.concordance`.

    Returns
    -------
    DataFrame
        ``incident_code``, ``date``, ``place``, ``monitor`` and ``official`` (in words), ``relation``, ``both_lo`` and
        ``both_hi`` (persons; missing: open, or none where they exclude each other), ``both`` (in words), ``gap``
        (contradiction distance in persons, 0 where they meet), ``row_keys``; the widest gap first.
    """
    ends = ["monitor_lo", "monitor_hi", "official_lo", "official_hi"]
    stated = _ordinary(made)
    stated = stated[stated[ends[:2]].notna().any(axis=1) & stated[ends[2:]].notna().any(axis=1)]
    rows = []
    for row in stated.to_dict("records"):
        lows, highs = ([whole(row[f"{side}_{end}"]) for side in ("monitor", "official")] for end in ("lo", "hi"))
        gap = distance((lows[0], highs[0]), (lows[1], highs[1]))
        lo, hi = both((lows[0], highs[0]), (lows[1], highs[1]))
        rows.append(
            {
                "incident_code": row["incident_code"], "date": row["date"], "place": row["place"],
                "monitor": row["monitor"], "official": words(lows[1], highs[1]), "relation": EXCLUDE if gap else MEET,
                "both_lo": lo, "both_hi": hi, "both": "none" if gap else words(lo, hi), "gap": gap,
                "row_keys": row["row_keys"],
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=OVERLAP).astype(dict.fromkeys(("both_lo", "both_hi", "gap"), "Int64"))
    return frame.sort_values(["gap", "incident_code"], ascending=[False, True]).reset_index(drop=True)


OVERLAP = [
    "incident_code", "date", "place", "monitor", "official", "relation", "both_lo", "both_hi", "both", "gap",
    "row_keys",
]  # fmt: skip


def both(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    """Return the numbers that two pairs of bounds both allow; (None, None) where they exclude each other.

    >>> both((35, 50), (40, None)), both((35, 50), (11, 11)), both((None, 130), (10, 10))
    ((40, 50), (None, None), (10, 10))
    """
    if distance(one, other):
        return None, None
    lows = [lo for lo, _ in (one, other) if lo is not None]
    highs = [hi for _, hi in (one, other) if hi is not None]
    return max(lows, default=None), min(highs, default=None)


def _ordinary(made: pd.DataFrame) -> pd.DataFrame:
    """Return the incidents that stand for one strike each: a residual, a part or an aggregate counts other dead."""
    held = incidents.incidents()
    return made[made["incident_code"].isin(held.loc[held["kind"] == "ordinary", "incident_code"])]


def claims_against(made: pd.DataFrame) -> pd.DataFrame:
    """Return, for each incident with claims, how many statements exclude the monitor's and officials' bounds.

    Returns
    -------
    DataFrame
        ``incident_code``, ``date``, ``place``, ``stated`` (statements with a number of civilians killed), then for
        ``monitor`` and ``official``: ``<side>_exclude`` (statements whose bounds exclude that side's; missing where it
        has no number) and ``<side>_gap`` (the widest such gap in persons), ``row_keys``.
    """
    told = numbered(said_apart(claims.statements())).set_index("row_key")
    rows = []
    ordinary = _ordinary(made)
    for row in ordinary[ordinary["n_claims"] > 0].to_dict("records"):
        said = told.loc[told.index.intersection(row["row_keys"])]
        ends = [(whole(lo), whole(hi)) for lo, hi in zip(said["killed_lo"], said["killed_hi"], strict=True)]
        base = {name: row[name] for name in ("incident_code", "date", "place")} | {"stated": len(said)}
        for side in ("monitor", "official"):
            held = (whole(row[f"{side}_lo"]), whole(row[f"{side}_hi"]))
            gaps = [gap for gap in (distance(end, held) for end in ends) if gap is not None]
            base |= {f"{side}_exclude": sum(gap > 0 for gap in gaps) if gaps else None,
                     f"{side}_gap": max(gaps, default=None)}  # fmt: skip
        rows.append(base | {"row_keys": row["row_keys"]})
    return pd.DataFrame(rows, columns=AGAINST).astype(dict.fromkeys(AGAINST[3:8], "Int64"))


AGAINST = [
    "incident_code", "date", "place", "stated", "monitor_exclude", "monitor_gap", "official_exclude", "official_gap",
    "row_keys",
]  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Limits of agreement as factors: (1 + a) / (1 + b) lies between `lo` and `hi` for 95 of 100 incidents."""

    n: int
    left_out: int
    middle_factor: float  # the geometric mean of the factors: what the limits are laid around, no toll
    lo: float
    hi: float
    lo_interval: tuple[float, float]
    hi_interval: tuple[float, float]
    sources: tuple[str, str]

    def __str__(self) -> str:
        a, b = self.sources
        return (
            f"On {self.n} incidents for which both printed one number, (1 + {a}) over (1 + {b}) lies from "
            f"{self.lo:.2f} to {self.hi:.2f} for 95 of 100 ({self.lo_interval[0]:.2f} to {self.lo_interval[1]:.2f}; "
            f"{self.hi_interval[0]:.2f} to {self.hi_interval[1]:.2f}); left out, for one side is no point: "
            f"{self.left_out}."
        )


def limits_of_agreement(pairs: pd.DataFrame, one: str, other: str, table: pd.DataFrame | None = None) -> Limits:
    """Return the limits of agreement of two sources on log(1 + toll), over incidents where both are points.

    Parameters
    ----------
    pairs : DataFrame
        One row an incident: ``a_lo``, ``a_hi``, ``b_lo``, ``b_hi`` (persons), ``row_keys``.
    one, other : str
        Publisher ids of the two sources, for the dependence table.
    table : DataFrame, optional
        Dependence table; default that of the project.

    Raises
    ------
    MethodRefused
        When one source is fed by or answers the other, the rows are no sample, or too few pairs are points.
    """
    if not may_agree(one, other, table):
        raise MethodRefused(
            f"{one} and {other} rest on one another in data/hand/dependence.csv: that they agree says nothing; compare "
            "sources that do not feed or answer each other"
        )
    require_sample_rows(pairs)
    point = (pairs["a_lo"] == pairs["a_hi"]) & (pairs["b_lo"] == pairs["b_hi"])
    kept = pairs[point.fillna(False).astype(bool)]
    if len(kept) < LEAST:
        raise MethodRefused(
            f"{len(kept)} of {len(pairs)} linked incidents have one number on both sides; limits of agreement need "
            f"{LEAST}, and are never taken from the middle of bounds"
        )
    ordered = kept.sort_values(["a_lo", "b_lo"])  # a logarithm may differ in its last digit by place in the array
    apart = np.log1p(ordered["a_lo"].to_numpy("float64")) - np.log1p(ordered["b_lo"].to_numpy("float64"))
    mean, spread, n = apart.mean(), apart.std(ddof=1), len(apart)
    error = 1.96 * spread * np.sqrt(1 / n + 1.96**2 / (2 * (n - 1)))  # Bland and Altman 1999, section 2.3
    lo, hi = mean - 1.96 * spread, mean + 1.96 * spread
    low, high = ((float(np.exp(end - error)), float(np.exp(end + error))) for end in (lo, hi))
    return Limits(n, len(pairs) - n, float(np.exp(mean)), float(np.exp(lo)), float(np.exp(hi)), low, high, (one, other))


def limits_between_layers(made: pd.DataFrame) -> Limits:
    """Return the limits of agreement of the monitor and the officials over the linked incidents.

    Parameters
    ----------
    made : DataFrame
        From `analysis.methods.concordance.concordance`.

    Raises
    ------
    MethodRefused
        As `limits_of_agreement`.
    """
    if frozenset({"monitor", "officials"}) not in declared() and may_agree(MONITOR, OFFICIALS):
        raise MethodRefused(
            "nobody declares that the monitor and the officials are independent, and officials are known to answer "
            "monitors: that they agree says nothing; write the pair with its reason into "
            "data/hand/independent_lists.csv"
        )
    names = {"monitor_lo": "a_lo", "monitor_hi": "a_hi", "official_lo": "b_lo", "official_hi": "b_hi"}
    linked = _ordinary(made).dropna(subset=list(names), how="all").rename(columns=names)
    return limits_of_agreement(linked, MONITOR, OFFICIALS)
