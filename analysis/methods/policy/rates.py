"""Recorded deaths per thousand weapons released, as bounds, where scope, clock and days of both are equal.

Interval arithmetic by `analysis.toll.ratio`, over one bridge that lets victims, unit and status differ: place, days,
actors, clock and as-of day may not. A month that lacks either side stays as a row without a rate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.data import official, series, store
from analysis.data.keys import joined
from analysis.data.known import known_by
from analysis.data.tolls import whole
from analysis.dates import day_range, months_between
from analysis.errors import MethodRefused, ScopeError
from analysis.methods.method import Method
from analysis.methods.policy.candidates import Change
from analysis.scope import Bridge, Scope
from analysis.toll import Result, Toll, ratio, words

METHOD = Method(
    "Recorded deaths per thousand weapons released",
    "Civilians killed by Coalition strikes as the monitor Airwars recorded them (one basis), over weapons released by "
    "Coalition aircraft, Iraq and Syria together, the same days, event clock, as of the day of the report; as bounds.",
    [
        "Weapons released are those of aircraft under the air component's control, as last printed by the day.",
        "The monitor's bounds are what was recorded; nothing is assumed of what was not.",
    ],
    [
        "Artillery, helicopters and other aircraft: their weapons are not in the denominator, their harm may be in the "
        "numerator.",
        "A share of the deaths that was recorded in one period and not in the other.",
        "A print that is restated later: the rate of that month then moves.",
    ],
    ["Moore 1966: interval arithmetic."],
    ["analysis.methods.policy.rates", "analysis.methods.policy.capture_share"],
)
PLACE, MONITOR, MEASURE = "Iraq and Syria", "airwars", "weapons_released"
PER_WEAPON = Bridge(
    "deaths per weapon released", frozenset({"victims", "unit", "status"}),
    "weapons are what deaths are set against; place, days, actors and clock are the same",
)  # fmt: skip
BASES = {"likely": "likely", "fair": "fair", "alleged": "alleged"}


@dataclass(frozen=True)
class Rate:
    """Bounds of recorded deaths per thousand weapons released; a missing end is open."""

    result: Result

    @property
    def lo(self) -> float | None:
        """Lower bound per thousand."""
        return None if self.result.lo is None else 1000 * self.result.lo

    @property
    def hi(self) -> float | None:
        """Upper bound per thousand."""
        return None if self.result.hi is None else 1000 * self.result.hi

    def __str__(self) -> str:
        return self.result.undefined or words(self.lo, self.hi)


def per_weapon(harm: Toll, weapons: Toll) -> Rate:
    """Return deaths per weapon released.

    Raises
    ------
    ScopeError
        When place, days, actors, clock or as-of day differ, naming the field.

    Examples
    --------
    >>> year = Scope("coalition", "civilians", "killed", PLACE, ("2016", "2016"), "event", "likely")
    >>> print(per_weapon(Toll(1243, 1904, "", "", year), weapons_toll("2016", "2016", 30743)))
    40.4 to 61.9
    """
    return Rate(ratio(harm, weapons, PER_WEAPON))


def weapons_toll(first: str, last: str, value: int, key: str = "", when: str | None = None) -> Toll:
    """Return weapons released in some days in the form that the algebra of bounds takes."""
    scope = Scope(frozenset({"coalition"}), "weapons", "released", PLACE, (first, last), "event", "recorded")
    return Toll(value, value, "as printed", "as printed", scope, when, (key,) if key else ())


def exposures(when: str) -> dict[tuple[Any, Any], Toll]:
    """Return weapons released for every span of days with a print known on a day, by first and last day."""
    monthly = known_by(store.read_table("exposure_monthly"), when)
    monthly = monthly[(monthly["measure"] == MEASURE) & ~monthly["excluded"]]
    monthly = monthly.sort_values(["is_latest", "published_last", "row_key"], na_position="first")
    monthly = monthly.drop_duplicates("period", keep="last")
    totals = known_by(store.read_table("exposure_totals"), when)
    totals = totals[(totals["measure"] == MEASURE) & ~totals["excluded"]]
    totals = totals.sort_values(["published_last", "row_key"], na_position="first")
    totals = totals.drop_duplicates(["period_start", "period_end"], keep="last")
    spans = [(row["period_start"], row["period_end"], row) for row in totals.to_dict("records")]
    spans += [(row["period"], row["period"], row) for row in monthly.to_dict("records")]
    made = [weapons_toll(first, last, int(row["value"]), row["row_key"], when) for first, last, row in spans]
    return {_days(*toll.scope.window): toll for toll in made}


def _days(first: str | None, last: str | None) -> tuple[Any, Any]:
    """Return the outer days of two partial dates."""
    return day_range(str(first)).first, day_range(str(last)).last


def harms(when: str) -> list[tuple[str, Toll]]:
    """Return the monitor's period figures known on a day as tolls, each with its basis."""
    rows = series.monitor_periods(when)
    rows = rows[(rows["publisher_id"] == MONITOR) & rows["basis"].isin(list(BASES))].sort_values(["period", "row_key"])
    return [(row["basis"], _harm(row, when)) for row in rows.to_dict("records")]


def _harm(row: Mapping[Any, Any], when: str) -> Toll:
    """Return one period figure as a toll."""
    first, _, last = row["period"].partition("/")
    scope = Scope(
        frozenset({"coalition"}), "civilians", "killed", row["place"], (first, last or first), "event", row["basis"]
    )
    lo, hi = (whole(row[end]) for end in ("killed_lo", "killed_hi"))
    return Toll(lo, hi, "as the monitor printed it", "as the monitor printed it", scope, when, (row["row_key"],))


def periods(when: str) -> pd.DataFrame:
    """Return every figure of the monitor for Iraq and Syria that has a print of weapons for the same days.

    Returns
    -------
    DataFrame
        ``first``, ``last`` (days), ``period``, ``basis``, ``killed``, ``weapons``, ``rate``, ``lo``, ``hi`` (per
        thousand weapons; a missing end is open), ``row_keys``.
    """
    held = exposures(when)
    rows = []
    for basis, harm in harms(when):
        days = _days(*harm.scope.window)
        if harm.scope.place == PLACE and days in held:
            rate = per_weapon(harm, held[days])
            rows.append(
                {"first": days[0], "last": days[1], "period": harm.scope.words("window"), "basis": basis,
                 "killed": str(harm), "weapons": held[days].lo, "rate": str(rate), "lo": rate.lo, "hi": rate.hi,
                 "row_keys": list(rate.result.evidence), "found": rate}
            )  # fmt: skip
    columns = ["first", "last", "period", "basis", "killed", "weapons", "rate", "lo", "hi", "row_keys", "found"]
    return pd.DataFrame(rows, columns=columns)


def months(when: str, basis: str) -> pd.DataFrame:
    """Return every month of the campaign to 2019 with the bounds of its rate, or with what it lacks.

    Returns
    -------
    DataFrame
        ``month``, ``lo``, ``hi`` (persons), ``exposure`` (weapons), ``rate_lo``, ``rate_hi`` (per thousand),
        ``coverage``, ``clock``, ``row_keys``.
    """
    held = exposures(when)
    harm = {
        _days(*toll.scope.window): toll for name, toll in harms(when) if name == basis and toll.scope.place == PLACE
    }
    last = min("2019-12", when[:7])
    rows = [_month(month, harm, held) for month in months_between("2014-08", last)] if last >= "2014-08" else []
    columns = ["month", "lo", "hi", "exposure", "rate_lo", "rate_hi", "coverage", "clock", "row_keys"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"lo": "Int64", "hi": "Int64", "exposure": "Int64"})


def _month(month: str, harm: Mapping[Any, Toll], held: Mapping[Any, Toll]) -> dict[str, Any]:
    """Return one month."""
    days = _days(month, month)
    killed, weapons = harm.get(days), held.get(days)
    rate = per_weapon(killed, weapons) if killed and weapons else None
    lacking = [name for name, side in (("deaths", killed), ("weapons", weapons)) if side is None]
    return {
        "month": month, "lo": killed and killed.lo, "hi": killed and killed.hi, "exposure": weapons and weapons.lo,
        "rate_lo": rate and rate.lo, "rate_hi": rate and rate.hi, "clock": "event",
        "coverage": f"no figure of {' or '.join(lacking)} seen" if lacking else "both seen",
        "row_keys": [*(killed.evidence if killed else ()), *(weapons.evidence if weapons else ())],
    }  # fmt: skip


def drawn(when: str) -> pd.DataFrame:
    """Return the monthly rates as `analysis.publish.plots.bounds` takes them, a panel for each basis that has any."""
    parts = []
    for basis in BASES:
        frame = months(when, basis)
        if frame["rate_lo"].notna().any() or frame["rate_hi"].notna().any():
            days = [day_range(month) for month in frame["month"]]
            parts.append(
                frame.assign(
                    panel=f"Airwars, basis {basis}: killed per thousand weapons", family="monitor",
                    first=pd.to_datetime([span.first for span in days]),
                    last=pd.to_datetime([span.last for span in days]), lo=frame["rate_lo"], hi=frame["rate_hi"],
                )
            )  # fmt: skip
    if not parts:
        return pd.DataFrame(columns=["panel", "family", "first", "last", "lo", "hi", "clock", "row_keys"])
    return pd.concat(parts, ignore_index=True)


def coverage(when: str, change: Change) -> pd.DataFrame:
    """Return how many months each basis has before and after a declared date, by what was seen.

    Months that hold days of both sides, or may, are on neither.

    Returns
    -------
    DataFrame
        ``basis``, ``side``, ``months``, ``deaths``, ``weapons``, ``both`` (months), ``open_above`` (months of both
        whose upper bound of deaths is open), ``row_keys`` (of the months seen; one not seen has none).
    """
    rows = []
    for basis in BASES:
        frame = months(when, basis)
        whole = frame[~frame["month"].isin(change.mixed)]
        later = whole["month"] > str(change.origin)
        for side, part in (("before", whole[~later]), ("after", whole[later])):
            both = part[part["coverage"] == "both seen"]
            deaths = part["lo"].notna() | part["hi"].notna()
            rows.append({"basis": basis, "side": side, "months": len(part), "deaths": int(deaths.sum()),
                         "weapons": int(part["exposure"].notna().sum()), "both": len(both),
                         "open_above": int(both["hi"].isna().sum()), "row_keys": joined(part["row_keys"])})  # fmt: skip
    return pd.DataFrame(rows)


def for_regression(when: str, basis: str) -> pd.DataFrame:
    """Return the months with both deaths and weapons, ready for `segmented.by_bound`.

    Raises
    ------
    MethodRefused
        When no month has both.
    """
    frame = months(when, basis)
    kept = frame[frame["coverage"] == "both seen"]
    if kept.empty:
        raise MethodRefused(f"no month has both deaths of basis {basis} and weapons as of {when}: choose a later day")
    return kept[["month", "lo", "hi", "exposure", "clock"]].reset_index(drop=True)


def not_divided(when: str) -> pd.DataFrame:
    """Return the figures of the monitor and of the Coalition that may not be set against the weapons, by reason.

    Returns
    -------
    DataFrame
        ``field`` that differs, ``why`` in the words of the refusal, ``figures``, ``row_keys``.
    """
    held = exposures(when)
    refused: dict[tuple[str, str], list[str]] = {}
    for toll in [toll for _, toll in harms(when)] + _released(when):
        if (weapons := held.get(_days(*toll.scope.window))) is None:
            continue
        try:
            per_weapon(toll, weapons)
        except ScopeError as refusal:
            refused.setdefault((refusal.field, str(refusal)), []).extend(toll.evidence)
    rows = [
        {"field": field, "why": why, "figures": len(keys), "row_keys": keys} for (field, why), keys in refused.items()
    ]
    return pd.DataFrame(rows, columns=["field", "why", "figures", "row_keys"])


def _released(when: str) -> list[Toll]:
    """Return the deaths conceded in each monthly release known on a day: months of assessment, not of death."""
    rows = official.releases(when).dropna(subset=["period", "killed_this_report"])
    return [
        Toll(
            int(row["killed_this_report"]), int(row["killed_this_report"]), "as printed", "as printed",
            Scope(frozenset({"coalition"}), "civilians", "killed", PLACE, (row["period"], row["period"]), "assessment",
                  "admitted"), when, (row["row_key"],),
        )
        for row in rows.to_dict("records")
    ]  # fmt: skip
