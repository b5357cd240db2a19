from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import ParameterError
from analysis.methods.link.rules import RULES, accepted, rule

PAIRS = pd.DataFrame(
    {
        "gap_days": [0, 0, 1, 1, 3, 3, 2], "place_part": [3.0, 1.0, 2.0, 1.0, 1.0, -2.0, -2.0],
        "code_part": [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 6.0], "exact_days": True,
    }
)  # fmt: skip


def test_what_a_stricter_rule_accepts_a_more_lenient_one_accepts_too() -> None:
    strict, central, lenient = (accepted(PAIRS, RULES[name]) for name in ("strict", "central", "lenient"))
    assert not (strict & ~central).any() and not (central & ~lenient).any()
    assert strict.sum() < central.sum() < lenient.sum() < len(PAIRS)


def test_a_printed_code_is_accepted_by_every_rule() -> None:
    assert all(accepted(PAIRS, each).iloc[-1] for each in RULES.values())


def test_an_unknown_rule_is_refused_with_the_nearest() -> None:
    with pytest.raises(ParameterError, match="Did you mean strict"):
        rule("strickt")


def test_a_month_that_fits_is_no_same_day() -> None:
    month = PAIRS.head(1).assign(exact_days=False)
    assert [bool(accepted(month, each).all()) for each in RULES.values()] == [False, False, True]
