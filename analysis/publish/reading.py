"""The sentence that reads a picture: how many figures it shows, over which days, and which stands highest."""

from __future__ import annotations

import pandas as pd

from analysis.basis import Basis
from analysis.publish.alt import words_of_days
from analysis.publish.display import Sentence
from analysis.publish.evidence import Evidence
from analysis.toll import words


def read_bounds(ev: Evidence, frame: pd.DataFrame) -> Sentence:
    """Return what a picture of bounds shows, in a sentence whose numbers lead to their rows.

    Parameters
    ----------
    ev : Evidence
        Where the numbers are registered.
    frame : DataFrame
        As `analysis.publish.plots.bounds` takes it, with ``row_key``.

    Returns
    -------
    Sentence
        Names the figure with the highest lower bound; figures that state only an upper bound are said to have
        none. A frame without figures gives a sentence that says so.
    """
    seen = frame[frame["lo"].notna() | frame["hi"].notna()]
    if seen.empty:
        return ev.say("No figure was seen.")
    n = ev.number(len(seen), seen["row_key"], "figures drawn")
    days = words_of_days(seen["first"].min(), seen["last"].max())
    if seen["lo"].isna().all():
        return ev.say("Figures drawn: {n}, {days}; none states a lower bound.", n=n, days=days)
    top = seen.iloc[int(seen["lo"].astype("Float64").fillna(-1).argmax())]
    lo, hi = (None if pd.isna(top[end]) else int(top[end]) for end in ("lo", "hi"))
    said = ev.number(words(lo, hi), [top["row_key"]], "highest lower bound drawn")
    basis = Basis("figures drawn", f"as the panels say, {days}", " and ".join(sorted(set(seen["clock"]))))
    return ev.say(
        "Figures drawn: {n}, {days}. Highest lower bound: {said} ({panel}, {when}).",
        n=n, days=days, said=said, panel=str(top["panel"]), when=words_of_days(top["first"], top["last"]), basis=basis,
    )  # fmt: skip
