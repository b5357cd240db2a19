from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.data.hand import read_hand
from analysis.errors import MethodRefused
from analysis.methods.link import accuracy
from analysis.methods.link.rules import RULES
from analysis.paths import Project

SIZES = {"strict": 10, "central": 5, "lenient": 20, "unlinked": 100}


def coded(**shares: list[float | None]) -> pd.DataFrame:
    rows = [(stratum, value) for stratum, values in shares.items() for value in values]
    return pd.DataFrame(rows, columns=["stratum", "same"]).astype({"same": "float64"})


def test_a_stratum_is_weighed_by_its_size() -> None:
    found = accuracy.estimate(coded(strict=[1, 1], central=[1, 0], lenient=[0, 0], unlinked=[1, 0, 0, 0]), SIZES)
    assert found["precision_lo"].tolist() == pytest.approx([1.0, 12.5 / 15, 12.5 / 35])
    assert found["recall_lo"].tolist() == pytest.approx([10 / 37.5, 12.5 / 37.5, 12.5 / 37.5])
    assert (found["recall_lo"] == found["recall_hi"]).all()


def test_what_cannot_be_decided_widens_the_bounds_and_counts_neither_way() -> None:
    found = accuracy.estimate(coded(strict=[1, None], central=[1], lenient=[0], unlinked=[0]), SIZES)
    assert (found["precision_lo"][0], found["precision_hi"][0], found["undecided"][0]) == (0.5, 1.0, 1)
    assert (found["precision_lo"] <= found["precision_hi"]).all() and (found["recall_lo"] <= found["recall_hi"]).all()


def test_without_unlinked_pairs_recall_is_refused() -> None:
    with pytest.raises(MethodRefused, match="stratum unlinked was coded by hand"):
        accuracy.estimate(coded(strict=[1], central=[1], lenient=[1]), SIZES)


def test_a_simulated_truth_is_recovered() -> None:
    chance = np.random.default_rng(7)
    share = {"strict": 0.9, "central": 0.6, "lenient": 0.2, "unlinked": 0.01}
    sample = coded(**{name: list((chance.random(4000) < part).astype(float)) for name, part in share.items()})
    found = accuracy.estimate(sample, SIZES).set_index("rule")
    true = {name: share[name] * SIZES[name] for name in share}
    assert found.loc["strict", "precision_lo"] == pytest.approx(0.9, abs=0.02)
    assert found.loc["central", "recall_lo"] == pytest.approx(
        (true["strict"] + true["central"]) / sum(true.values()), abs=0.05
    )


def test_every_candidate_stands_in_one_stratum_and_the_sample_has_them_all(inside: Project) -> None:
    pairs = accuracy.strata()
    assert pairs["stratum"].isin(accuracy.STRATA).all() and not pairs.duplicated(["left", "right"]).any()
    found = accuracy.measured()
    assert found["rule"].tolist() == list(RULES) and found["coded"].is_monotonic_increasing
    for row in found.to_dict("records"):  # the pairs of the rule first, then those that recall rests on
        lines = [int(key.removeprefix("hand/link_sample:")) for key in row["row_keys"]]
        coded = read_hand("link_sample", inside).loc[lines].merge(pairs, on=["left", "right"], how="left")
        assert len(set(lines)) == len(coded) and coded["stratum"].notna().all()
        within = set(coded["stratum"][: row["coded"]])
        assert within and within.isdisjoint(coded["stratum"][row["coded"] :])
    assert (
        found[["precision_lo", "recall_lo"]].min().min() >= 0 and found[["precision_hi", "recall_hi"]].max().max() <= 1
    )
