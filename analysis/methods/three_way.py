"""Who saw what, of three layers: claims, the monitor, officials; a unit is all records linked as the same.

Counts of what was seen. A share, and its exact interval, are given only where the records are a sample.
"""

from __future__ import annotations

import pandas as pd

from analysis.data import claims, store
from analysis.data.cases import same_cases
from analysis.data.keys import joined
from analysis.data.known import possible_by
from analysis.data.samples import require_sample_rows
from analysis.errors import MethodRefused
from analysis.methods import concordance
from analysis.methods.concordance import LETTERS
from analysis.methods.independence import LISTS
from analysis.methods.link.records import records

NAMES = {
    "C": "claims only", "M": "monitor only", "O": "officials only", "CM": "claims and monitor",
    "CO": "claims and officials", "MO": "monitor and officials", "CMO": "all three",
    "?": "not decided: claims or officials, perhaps of a strike above",
}  # fmt: skip
UNDECIDED = "?"


def units(edges: pd.DataFrame, made: pd.DataFrame, when: str) -> pd.DataFrame:
    """Return one row for each unit: the records of one strike, as far as a rule links them.

    Parameters
    ----------
    edges : DataFrame
        From `analysis.methods.link.graph.edges`; those of type ``same`` join records.
    made : DataFrame
        From `analysis.methods.concordance.concordance` under the same rule: an official position on a record's page is
        an official's sight of it, whether or not a single assessment is linked.
    when : str
        The as-of day: events of which no statement, and assessments of which no release, was public by then are out.

    Returns
    -------
    DataFrame
        ``seen`` (letters of the layers; ``?`` where it is not decided whether a record of the monitor is the same
        strike, so that it cannot be counted as one of its own), ``records`` and ``row_keys``. Only records in the
        countries and between the first and the last day of the monitor's are units: outside, the monitor's list could
        not have held them. An event or an assessment without a day cannot be placed and is no unit.
    """
    held = _within(records())
    held = held[held["key"].isin(_public(when)) | (held["layer"] == "incident")].sort_values("key")
    held = held[concordance.happened(held["first"], when)]
    same = edges[(edges["type"] == "same") & edges["left"].isin(held["key"]) & edges["right"].isin(held["key"])]
    of = same_cases(same)
    case = pd.Series([of.get(key, key) for key in held["key"]], held.index)
    grouped = held.groupby(held.groupby(case)["key"].transform("first"), sort=True)  # a unit is named by its first key
    answered = {f"incidents:{code}" for code in made.loc[made["official"] != "", "incident_code"]}
    near = _perhaps_of_the_monitor(edges)
    seen = [_letters(part, answered, near) for _, part in grouped]
    keys = [list(part["key"]) for _, part in grouped]
    made = pd.DataFrame({"seen": seen, "records": [len(held) for held in keys], "row_keys": keys})
    return made.astype({"seen": "str", "records": "int64"})


def _letters(part: pd.DataFrame, answered: set[str], near: set[str]) -> str:
    """Return the letters of the layers that saw a unit, or that this is not decided."""
    keys = set(part["key"])
    layers = {*part["layer"], *(["official"] if answered & keys else [])}  # a position on a record's page is one too
    if "incident" not in layers and near & keys:
        return UNDECIDED
    return "".join(letter for layer, letter in LETTERS.items() if layer in layers)


def _perhaps_of_the_monitor(edges: pd.DataFrame) -> set[str]:
    """Return the records of other layers that may be one with a record of the monitor."""
    unsure = edges[edges["type"].isin(["possibly", "aggregate_of"]) & edges["layers"].str.contains("incident")]
    return {key for side in ("left", "right") for key in unsure[side] if not key.startswith("incidents:")}


def _within(held: pd.DataFrame) -> pd.DataFrame:
    """Return the ordinary records in the countries and the span of the monitor's; residuals and parts are no units."""
    held = held[held["kind"] == "ordinary"]
    code = held["country"].replace(COUNTRY)
    monitor = held["layer"] == "incident"
    start, end, countries = held.loc[monitor, "first"].min(), held.loc[monitor, "last"].max(), set(code[monitor])
    inside = (held["first"] <= end) & (held["last"] >= start)  # never of a record without a day
    return held[
        monitor | (inside & (code.isin(countries) | (countries == {""})))
    ]  # an imported study states no country


COUNTRY = {"Iraq": "IQ", "Syria": "SY"}


def _public(when: str) -> set[str]:
    """Return the events and assessments of which something was, or may have been, public by a day."""
    told = concordance.said_apart(possible_by(claims.statements(), when))
    assessed = store.read_table("official_assessments", ["row_key", "published_first", "published_last"])
    return {*("events:" + told["event_id"]), *possible_by(assessed, when)["row_key"]}


def counted(found: pd.DataFrame) -> pd.DataFrame:
    """Return how many units were seen by which layers, none left out.

    Returns
    -------
    DataFrame
        ``seen``, ``layers`` (in words), ``units``, ``row_keys``; a combination nobody was seen in has 0.
    """
    keys = found.groupby("seen")["row_keys"].agg(lambda lists: [key for keys in lists for key in keys])
    sizes = found["seen"].value_counts()
    rows = [
        {"seen": seen, "layers": name, "units": int(sizes.get(seen, 0)), "row_keys": keys.get(seen, [])}
        for seen, name in NAMES.items()
    ]
    return pd.DataFrame(rows)


def also_seen(found: pd.DataFrame) -> pd.DataFrame:
    """Return, for each pair of layers, the share of the one's units that the other saw, with its exact interval.

    Returns
    -------
    DataFrame
        ``of``, ``seen_by``, ``units``, ``shared``, ``percent``, ``low_percent``, ``high_percent`` (Clopper and Pearson
        1934, 95 per cent), ``row_keys`` (the records of the first layer's units).

    Raises
    ------
    MethodRefused
        When the records are no sample, or a layer has no unit.
    """
    require_sample_rows(found)
    found = found[found["seen"] != UNDECIDED]
    names = dict(zip(LETTERS.values(), LISTS, strict=True))
    rows = []
    for one in names:
        held = found[found["seen"].str.contains(one)]
        if held.empty:
            raise MethodRefused(f"the layer {names[one]} holds no unit: there is nothing to take a share of")
        for other in names:
            if other != one:
                shared = int(held["seen"].str.contains(other).sum())
                low, high = exact_interval(shared, len(held))
                row = {"of": names[one], "seen_by": names[other], "units": len(held), "shared": shared}
                row |= {"percent": 100 * shared / len(held), "low_percent": low, "high_percent": high}
                rows.append(row | {"row_keys": joined(held["row_keys"])})
    return pd.DataFrame(rows)


def exact_interval(part: int, whole: int) -> tuple[float, float]:
    """Return the exact 95 per cent interval of a share, in per cent (Clopper and Pearson 1934).

    >>> [round(end, 1) for end in exact_interval(0, 104)], [round(end, 1) for end in exact_interval(488, 2409)]
    ([0.0, 3.5], [18.7, 21.9])
    """
    from scipy.stats import beta

    low = 0.0 if part == 0 else float(beta.ppf(0.025, part, whole - part + 1))
    high = 1.0 if part == whole else float(beta.ppf(0.975, part + 1, whole - part))
    return 100 * low, 100 * high
