from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import MethodRefused
from analysis.methods.capture import considered, latent, published
from analysis.methods.capture.histories import Histories, cells_of, histories


def two_kinds(total: int = 50000) -> Histories:
    cells = np.array(cells_of(5))
    easy, hard = ([0.7, 0.6, 0.65, 0.55, 0.6], [0.15, 0.2, 0.1, 0.25, 0.2])
    chance = sum(
        share * np.prod(np.where(cells, one, 1 - np.array(one)), axis=1) for share, one in ((0.4, easy), (0.6, hard))
    )
    counts = (total * np.asarray(chance)).round().astype(int)
    return histories(pd.DataFrame(cells, columns=list("ABCDE")).assign(count=counts))


def test_two_kinds_of_records_are_recovered_where_independence_falls_short() -> None:
    held = two_kinds()
    found = latent.fit(held)
    assert found.total == pytest.approx(50000, rel=0.02) and found.agreeing >= 4
    alone = considered._row(held, ())["estimate"]
    assert float(str(alone)) < 45000


def test_one_class_is_independence() -> None:
    held = published.held("three-lists")
    alone = float(str(considered._row(held, ())["estimate"]))
    assert latent.fit(held, classes=1).total == pytest.approx(alone, rel=1e-3)


def test_the_seed_gives_the_same_fit_again() -> None:
    held = two_kinds(2000)
    assert latent.fit(held, seed=4) == latent.fit(held, seed=4)


def test_two_classes_over_three_lists_are_refused() -> None:
    with pytest.raises(MethodRefused, match="as many parameters as there are histories"):
        latent.fit(published.held("three-lists"))
