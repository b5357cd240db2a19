"""How often a rule is right: precision and recall from hand-coded pairs, unlinked ones among them.

The sample in ``data/hand/link_sample.csv`` is stratified by what the rules say of a pair; each stratum is weighed by
the number of candidate pairs in it. Recall is over the true pairs among all candidates: a pair that no candidate
search found is in no stratum, and the days window says which those are.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.data.hand import read_hand, row_keys
from analysis.errors import MethodRefused
from analysis.methods.link.graph import LAYERS
from analysis.methods.link.pairs import candidates
from analysis.methods.link.records import records
from analysis.methods.link.rules import RULES, accepted
from analysis.paths import find_project
from analysis.toll import words

STRATA = (*RULES, "unlinked")
WEIGHED = "pairs coded by hand, each stratum weighed by the number of candidate pairs in it"


def strata() -> pd.DataFrame:
    """Return every candidate pair with its stratum: the strictest rule that accepts it, or ``unlinked``."""
    held = records()
    parts = []
    for one, other in LAYERS:
        left, right = (held[held["layer"] == layer] for layer in (one, other))
        parts.append(candidates(left, right).assign(layers=f"{one}-{other}"))
    pairs = pd.concat(parts, ignore_index=True)
    stratum = pd.Series("unlinked", pairs.index, dtype="str")
    for name in reversed(RULES):
        stratum = stratum.mask(accepted(pairs, RULES[name]), name)
    return pairs.assign(stratum=stratum)


def estimate(sample: pd.DataFrame, sizes: Mapping[str, int]) -> pd.DataFrame:
    """Return bounds on precision and recall of each rule, from a stratified sample weighed back to all candidates.

    Parameters
    ----------
    sample : DataFrame
        Hand-coded pairs: ``stratum``, ``same`` (1, 0, or missing where no page lets one decide).
    sizes : mapping of str to int
        Candidate pairs in each stratum.

    Returns
    -------
    DataFrame
        ``rule``, ``coded`` and ``undecided`` (pairs), bounds ``precision_lo``, ``precision_hi``, ``recall_lo``,
        ``recall_hi`` (shares of pairs), both in words, and ``row_keys``: every coded pair, where `sample` has
        ``row_key``, those of the rule first; recall rests on the pairs outside it too. The lower end takes every
        undecided pair of the rule as wrong, and for recall every undecided pair outside it as missed. Sampling error
        is not in them: the strata are small.

    Raises
    ------
    MethodRefused
        When a stratum that holds candidates has no coded pair, the unlinked among them: then recall is not known.

    Examples
    --------
    >>> coded = pd.DataFrame({"stratum": ["strict", "unlinked"], "same": [1.0, 0.0]})
    >>> estimate(coded, {"strict": 4, "unlinked": 50})[["precision_lo", "recall_lo"]].values.tolist()[0]
    [1.0, 1.0]
    """
    grouped = sample.groupby("stratum")["same"]
    lacking = [name for name, size in sizes.items() if size and name not in grouped.groups]
    if lacking:
        raise MethodRefused(
            f"no pair of the stratum {', '.join(lacking)} was coded by hand: code some in data/hand/link_sample.csv"
        )
    low, high = (_true(sample, sizes, value) for value in (0.0, 1.0))
    return pd.DataFrame([_row(place, sample, sizes, low, high) for place in range(len(RULES))])


def _true(sample: pd.DataFrame, sizes: Mapping[str, int], undecided: float) -> dict[str, float]:
    """Return the true pairs of each stratum, with undecided pairs read as one or the other."""
    share = sample["same"].fillna(undecided).groupby(sample["stratum"]).mean()
    return {name: float(share.get(name, 0.0)) * size for name, size in sizes.items()}


def _row(
    place: int, sample: pd.DataFrame, sizes: Mapping[str, int], low: Mapping[str, float], high: Mapping[str, float]
) -> dict[str, object]:
    """Return the bounds of one rule, which accepts its own stratum and those of every stricter rule."""
    inside = [name for name in list(RULES)[: place + 1] if sizes.get(name)]
    outside = [name for name in sizes if name not in inside]
    taken, coded = sum(sizes[name] for name in inside), sample[sample["stratum"].isin(inside)]
    found = [sum(true[name] for name in inside) for true in (low, high)]
    missed = [sum(true[name] for name in outside) for true in (high, low)]
    keys = [*coded["row_key"], *sample["row_key"]] if "row_key" in sample else []
    recall = [one / (one + other) if one + other else None for one, other in zip(found, missed, strict=True)]
    return {
        "rule": list(RULES)[place], "coded": len(coded), "undecided": int(coded["same"].isna().sum()),
        "precision_lo": found[0] / taken if taken else None, "precision_hi": found[1] / taken if taken else None,
        "recall_lo": recall[0], "recall_hi": recall[1],
        "precision": words(*(true / taken for true in found)) if taken else "", "recall": words(*recall),
        "row_keys": list(dict.fromkeys(keys)),
    }  # fmt: skip


def measured() -> pd.DataFrame:
    """Return the bounds on precision and recall of the rules on this project's records, from pairs coded by hand."""
    pairs = strata()
    sample = read_hand("link_sample", find_project())
    sample = sample.assign(row_key=row_keys("link_sample", sample))
    coded = sample.merge(pairs, on=["left", "right"], how="inner")
    coded = coded.assign(same=coded["same"].astype("Float64").astype("float64"))
    sizes = {str(name): int(size) for name, size in pairs["stratum"].value_counts().items()}
    return estimate(coded, sizes)
