"""Candidate pairs of two layers and what speaks for each: days, place, printed codes. Never the toll.

Pairs are found by day: two records whose days lie within a few days of one another, so that the work grows with the
number of records and the density of a day, not with their product.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.methods.link.names import similarity

WINDOW = 3  # days apart at most
LONGEST = 31  # days a record may span and still be paired day by day
EARTH = 6371.0
ALIKE, CLOSE = 92.0, 80.0  # of 100: one name, and a name that may be the same

PAIR = [
    "left",
    "right",
    "gap_days",
    "exact_days",
    "distance_km",
    "name_score",
    "date_part",
    "place_part",
    "code_part",
    "score",
]


def candidates(left: pd.DataFrame, right: pd.DataFrame, window: int = WINDOW) -> pd.DataFrame:
    """Return the pairs of two layers that could be one event, with the parts of their score.

    Parameters
    ----------
    left, right : DataFrame
        Records of one layer each, as `analysis.methods.link.records.records` gives them.
    window : int
        Days that may lie between them.

    Returns
    -------
    DataFrame
        ``left`` and ``right`` (keys), ``gap_days`` (0 where their days overlap), ``exact_days`` (whether both are
        one day), ``distance_km`` beyond the stated precision of both (missing where one has no point),
        ``name_score`` (0 to 100, missing where one has no name inside its city), the three parts and their sum.
        Pairs that cannot be one event (another country, points farther apart than their precision and five
        kilometres, codes that name different records) are left out.
    """
    near = _near_days(left, right, window)
    a, b = left.iloc[near["i"]].reset_index(drop=True), right.iloc[near["j"]].reset_index(drop=True)
    made = pd.DataFrame({"left": a["key"], "right": b["key"], "gap_days": _gap(a, b), "exact_days": _exact(a, b)})
    made["distance_km"], made["name_score"] = _distance(a, b), _names(a, b)
    made["date_part"] = _date_part(made)
    made["place_part"] = _place_part(made, a, b)
    made["code_part"] = _code_part(a, b)
    made["score"] = made[["date_part", "place_part", "code_part"]].sum(axis=1)
    possible = (made["gap_days"] <= window) & _one_country(a, b) & (made["place_part"] > -3) & (made["code_part"] >= 0)
    return made.loc[possible, PAIR].sort_values(["left", "right"]).reset_index(drop=True)


def _near_days(left: pd.DataFrame, right: pd.DataFrame, window: int) -> pd.DataFrame:
    """Return positions of records that share a day after the left ones are widened by the window."""
    one, other = _days(left, window).rename(columns={"at": "i"}), _days(right, 0).rename(columns={"at": "j"})
    return one.merge(other, on="day")[["i", "j"]].drop_duplicates().sort_values(["i", "j"])


def _days(frame: pd.DataFrame, window: int) -> pd.DataFrame:
    """Return one row for each record and day; records without days, or spanning too many, are paired by nobody."""
    first = frame["first"].to_numpy().astype("datetime64[D]").astype("int64")
    last = frame["last"].to_numpy().astype("datetime64[D]").astype("int64")
    usable = np.flatnonzero(frame["first"].notna().to_numpy() & ((last - first) < LONGEST))
    spans = last[usable] - first[usable] + 1 + 2 * window
    at = np.repeat(usable, spans)
    offset = np.arange(spans.sum()) - np.repeat(np.cumsum(spans) - spans, spans)
    return pd.DataFrame({"at": at, "day": np.repeat(first[usable] - window, spans) + offset})


def _gap(a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """Return the days between two spans; 0 where they overlap."""
    return (
        pd.concat([(a["first"] - b["last"]).dt.days, (b["first"] - a["last"]).dt.days], axis=1)
        .max(axis=1)
        .clip(lower=0)
    )


def _exact(a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """Return whether both records are dated to one day."""
    return (a["first"] == a["last"]) & (b["first"] == b["last"])


def _distance(a: pd.DataFrame, b: pd.DataFrame) -> np.ndarray:
    """Return the great-circle distance in kilometres less the stated radius of both; at least 0."""
    lat_a, lon_a, lat_b, lon_b = (
        np.radians(side[name].to_numpy(dtype="float64")) for side in (a, b) for name in ("lat", "lon")
    )
    half = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    apart = 2 * EARTH * np.arcsin(np.sqrt(half))
    return np.clip(apart - a["radius_km"].to_numpy() - b["radius_km"].to_numpy(), 0, None)


def _names(a: pd.DataFrame, b: pd.DataFrame) -> np.ndarray:
    """Return how alike the names are, each distinct pair compared once; missing where one has no name."""
    one, other = (
        side["inside"].where(side["inside"] != "", side["name"].where(side["city"] == "", "")) for side in (a, b)
    )
    pairs = pd.DataFrame({"one": one, "other": other})
    known = pairs[(one != "") & (other != "")].drop_duplicates()
    scored = known.assign(score=similarity(list(known["one"]), list(known["other"])))
    return pairs.merge(scored, on=["one", "other"], how="left")["score"].to_numpy()


def _date_part(made: pd.DataFrame) -> pd.Series:
    """Return 3 for one day, 2 for the next, 1 for two or three days; half a point where a date is no single day."""
    steps = made["gap_days"].map({0: 3.0, 1: 2.0}).fillna(1.0)
    return steps.where(made["exact_days"], 0.5)


def _place_part(made: pd.DataFrame, a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """Return what the places say: points, else names inside the city, else the city."""
    points = pd.Series(np.select([made["distance_km"] <= 0, made["distance_km"] <= 5], [3.0, 1.5], -3.0), made.index)
    named = pd.Series(
        np.select([made["name_score"] >= ALIKE, made["name_score"] >= CLOSE], [3.0, 2.0], -2.0), made.index
    )
    city = ((a["city"] == b["city"]) & (a["city"] != "")).map({True: 1.0, False: 0.0})
    words = named.where(made["name_score"].notna(), city)
    apart = (a["city"] != "") & (b["city"] != "") & (a["city"] != b["city"])
    return points.where(made["distance_km"].notna(), words.mask(apart, -3.0))


def _code_part(a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """Return 6 where one text prints the other's code, minus 6 where both print codes and none is shared, else 0."""
    shared = [bool(set(one) & set(other)) for one, other in zip(a["codes"], b["codes"], strict=True)]
    both = [bool(one) and bool(other) for one, other in zip(a["codes"], b["codes"], strict=True)]
    found = [np.array(test, dtype=bool) for test in (shared, both)]
    return pd.Series(np.select(found, [6.0, -6.0], 0.0), a.index)


def _one_country(a: pd.DataFrame, b: pd.DataFrame) -> pd.Series:
    """Return whether the countries do not contradict each other."""
    one, other = (side["country"].fillna("").replace({"Iraq": "IQ", "Syria": "SY"}) for side in (a, b))
    return (one == other) | (one == "") | (other == "")


def reasons(made: pd.DataFrame) -> pd.Series:
    """Return in words what speaks for each pair and what against it."""
    return pd.Series([_reason(row) for row in made.to_dict("records")], index=made.index, dtype="str")


def _reason(row: dict) -> str:
    """Return one pair's parts in words."""
    if row["code_part"] > 0:
        return "its text prints the code of the record"
    days = {0: "days overlap" if not row["exact_days"] else "same day", 1: "one day apart"}
    words = [days.get(int(row["gap_days"]), f"{int(row['gap_days'])} days apart")]
    if not pd.isna(row["distance_km"]):
        words.append(
            "points agree within their precision"
            if row["distance_km"] <= 0
            else f"points {row['distance_km']:.1f} km beyond their precision"
        )
    elif not pd.isna(row["name_score"]):
        words.append(f"place names agree to {row['name_score']:.0f} of 100")
    else:
        words.append("same city, no place inside it named by both" if row["place_part"] > 0 else "no place to compare")
    return "; ".join(words)
