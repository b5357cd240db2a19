"""Small declarations and results for the tests of the curve."""

from __future__ import annotations

import pandas as pd

from analysis.methods.curve import runs, specifications

LAST = "2026-11-24"


def declaration(rows: list[tuple[str, str, str, str, str]], barred: list[tuple[str, str]] = ()) -> tuple:
    """Hand tables of choices and exclusions; dimensions that are not named do not apply."""
    headlines = dict.fromkeys(row[0] for row in rows)
    named = {(row[0], row[1]) for row in rows}
    whole = [
        *rows,
        *(
            (headline, name, specifications.NONE, "1", "Does not apply")
            for headline in headlines
            for name in specifications.DIMENSIONS
            if (headline, name) not in named
        ),
    ]
    by = {"decided_by": "civcas data editors", "decided_on": "2026-11-25", "reason": "because"}
    choices = pd.DataFrame(whole, columns=specifications.TOLD).assign(**by)
    exclusions = pd.DataFrame(list(barred), columns=["headline", "choices"]).assign(**by)
    return tuple(frame.set_axis(range(2, len(frame) + 2), axis=0) for frame in (choices, exclusions))


def toy(*rows: dict[str, object]) -> pd.DataFrame:
    """Results as `runs.results` gives them; dimensions that are not named have one choice."""
    told = [
        dict.fromkeys(specifications.DIMENSIONS, "one")
        | {"lo": None, "hi": None, "result": "", "why": "", "n": 1, "primary": False, "row_keys": ["incidents:CI760"]}
        | row
        for row in rows
    ]
    return runs.ranked(pd.DataFrame(told).astype({"lo": "Float64", "hi": "Float64", "n": "Int64"}))
