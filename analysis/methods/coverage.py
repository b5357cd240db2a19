"""Which family records what: the share of a monitor's incidents that others also show, by size, precision and language.

Coverage is shown as a gradient, class by class, and never as one mean: a share over all describes none of them. It is
conditional on the monitor's own list, so it says nothing of incidents that neither saw. A list that is no sample is
refused. Intervals are Wilson's (1927); the slope is a logistic regression on the logarithm of the size.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.data import store
from analysis.data.incidents import incidents
from analysis.data.samples import require_sample_rows
from analysis.errors import MethodRefused
from analysis.methods.credible_share import wilson

CLASSES = ("no number", "0", "1", "2 to 4", "5 to 9", "10 to 19", "20 or more")
EDGES = [0, 1, 2, 5, 10, 20, np.inf]
NAMES = {"officials": "officials", "arabic": "an outlet in Arabic", "english": "an outlet in English"}
LEAST = 10  # incidents with a number that a slope needs


def recorded() -> pd.DataFrame:
    """Return the monitor's incidents with their size, precision and who else shows them.

    Returns
    -------
    DataFrame
        ``row_key``, ``size`` (the lower bound of those killed; missing where none was seen), ``size_class``,
        ``precision`` (as the monitor states it), ``governorate``, then whether officials determined the case
        (``officials``), and whether an outlet in Arabic or in English is cited (``arabic``, ``english``).
    """
    held = incidents()
    size = held["killed_lo"].fillna(held["narrative_killed_lo"])
    cited = _languages()
    outcome = held["official_position"].isin(["credible", "non_credible", "duplicate"])
    return pd.DataFrame(
        {
            "row_key": held["row_key"], "size": size, "size_class": size_classes(size),
            "precision": held["geo_accuracy"].fillna("not stated"),
            "governorate": held["governorate"].fillna("not stated"),
            "officials": outcome, **{name: held["incident_code"].isin(codes) for name, codes in cited.items()},
        }
    )  # fmt: skip


def _languages() -> dict[str, set[str]]:
    """Return the incidents that cite an outlet of each language."""
    figures = store.read_table("media_figures", ["publisher_id", "incident_code"])
    spoken = store.read_table("publishers", ["publisher_id", "languages"]).set_index("publisher_id")["languages"]
    languages = figures["publisher_id"].map(spoken).fillna("")
    return {
        name: set(figures.loc[languages.str.split(r"[; ]+").map(lambda held, code=code: code in held), "incident_code"])
        for name, code in (("arabic", "ar"), ("english", "en"))
    }


def size_classes(size: pd.Series) -> pd.Series:
    """Return the class of each size; a missing one is a class of its own and never zero.

    >>> size_classes(pd.Series([3, 0, None], dtype="Int64")).tolist()
    ['2 to 4', '0', 'no number']
    """
    cut = pd.cut(size.astype("Float64").astype("float64"), EDGES, right=False, labels=list(CLASSES[1:]))
    return cut.astype(object).where(size.notna(), CLASSES[0]).astype("str")


def sizes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return how many incidents each class of size holds, a class without any left out.

    Parameters
    ----------
    frame : DataFrame
        From `recorded`.

    Returns
    -------
    DataFrame
        ``size_class``, ``records`` (counts), ``row_keys``; in the order of `CLASSES`.
    """
    grouped = frame.groupby("size_class")["row_key"]
    made = grouped.agg(records="size", row_keys=list)
    return made.reindex([name for name in CLASSES if name in made.index]).rename_axis("size_class").reset_index()


def gradient(frame: pd.DataFrame, by: str, who: str) -> pd.DataFrame:
    """Return, for each class of incidents, the share that somebody else shows too.

    Parameters
    ----------
    frame : DataFrame
        From `recorded`.
    by : str
        ``size_class``, ``precision`` or ``governorate``.
    who : str
        ``officials``, ``arabic`` or ``english``.

    Returns
    -------
    DataFrame
        ``by``, ``incidents``, ``shown`` (counts), ``percent``, ``low_percent``, ``high_percent`` (Wilson, 95 per
        cent), ``row_keys``.

    Raises
    ------
    MethodRefused
        When the incidents are not a sample.
    """
    require_sample_rows(frame)
    rows = []
    for name, part in frame.groupby(by, sort=True):
        shown, whole = int(part[who].sum()), len(part)
        low, high = wilson(shown, whole)
        rows.append(
            {
                by: name, "incidents": whole, "shown": shown, "percent": 100 * shown / whole, "low_percent": low,
                "high_percent": high, "row_keys": list(part["row_key"]),
            }
        )  # fmt: skip
    made = pd.DataFrame(rows)
    order = {name: place for place, name in enumerate(CLASSES)} if by == "size_class" else {}
    return made.sort_values(by, key=lambda names: names.map(order) if order else names).reset_index(drop=True)


def slope(frame: pd.DataFrame, who: str) -> tuple[float, float, float]:
    """Return by what factor the odds of being shown grow when the size doubles, with its 95 per cent interval.

    Incidents without a number, or with none killed, have no logarithm and are left out; see the gradient for them.

    Raises
    ------
    MethodRefused
        When the incidents are not a sample, too few have a number, or all or none of them are shown.
    """
    require_sample_rows(frame)
    sized = frame[(frame["size"] > 0).fillna(False)]
    shown = int(sized[who].sum())
    if len(sized) < LEAST or shown in (0, len(sized)):
        raise MethodRefused(
            f"{shown} of {len(sized)} incidents with a number are shown: a slope needs {LEAST} and some of each kind"
        )
    from statsmodels.discrete.discrete_model import Logit
    from statsmodels.tools import add_constant

    doubled = np.log2(sized["size"].astype("float64").to_numpy())
    fit = Logit(sized[who].astype("float64").to_numpy(), add_constant(doubled)).fit(disp=0)
    low, high = fit.conf_int()[1]
    return float(np.exp(fit.params[1])), float(np.exp(low)), float(np.exp(high))


def slope_in_words(frame: pd.DataFrame, who: str) -> str:
    """Return the slope in a sentence that names what it compares; see `slope`."""
    factor, low, high = slope(frame, who)
    return (
        f"When the size doubles, the odds that an incident of the monitor is shown by {NAMES[who]} are multiplied by "
        f"{factor:.2f} (95% interval {low:.2f} to {high:.2f})."
    )
