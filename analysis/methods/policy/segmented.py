"""Segmented regression of a monthly count, or of harm per weapon, at a declared date; it describes and gives no cause.

Log-linear: Poisson, quasi-Poisson, or negative binomial with its dispersion estimated, exposure as an offset. A month
that holds days of both sides is left out; a month with a count and no exposure is refused and never filled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import MethodRefused, suggestion
from analysis.methods.method import Method
from analysis.methods.policy import hac, shapes
from analysis.methods.policy.candidates import Change
from analysis.methods.policy.estimate import MODELS, Estimate, estimated
from analysis.methods.policy.months import require_months, usable

METHOD = Method(
    "Segmented regression at a declared date",
    "Step and change of slope of a recorded monthly count, or of recorded deaths per weapon released, at a date "
    "declared before the run, against the trend before it carried on; as a ratio, of one series, place, population and "
    "clock.",
    [
        "The trend before the date would have gone on in the shape stated; several shapes are shown.",
        "What is recorded of the deaths, and how it is recorded, did not change with the date.",
        "Nothing else that moves the count happened near the date.",
        "Residuals hang together over no more months than the errors allow for; unseen months are unseen for no reason "
        "that has to do with their counts.",
    ],
    [
        "A battle, a change of reporting or of access near the date: other declared dates then show steps as large.",
        "A trend that is not of the shape stated: the step changes with the shape.",
        "A control place moved by the same battle, the other way: it moves apart without any rule.",
    ],
    [
        "Bernal, Cummins and Gasparrini 2017, with its correction: the model, the centred slope, the Sicilian series.",
        "Newey and West 1987: errors of a series that hangs together. Newey and West 1994: the number of lags.",
        "Datta and Du 2012: the same with months unseen.",
        "Penfold and Zhang 2013: eight observations on each side at least.",
    ],
    ["analysis.methods.policy.segmented", "analysis.methods.policy.placebo", "analysis.methods.policy.control"],
)


@dataclass(frozen=True)
class Fit:
    """A segmented regression: its terms as ratios, what it rests on, and the months it saw."""

    terms: pd.DataFrame
    model: str
    shape: str
    errors: str
    dispersion: float
    before: int
    after: int
    left_out: tuple[str, ...]
    fitted: pd.DataFrame
    estimate: Estimate

    def term(self, name: str) -> tuple[float, float, float]:
        """Return the ratio of a term with its 95 per cent interval."""
        row = self.terms.loc[self.terms["term"] == name, ["ratio", "lo", "hi"]].to_numpy(dtype="float64")[0]
        return float(row[0]), float(row[1]), float(row[2])


def fit(
    frame: pd.DataFrame,
    change: Change,
    *,
    model: str = "quasi-Poisson",
    shape: str = "level and slope",
    harmonics: int = 0,
    errors: str = "hac",
    lags: int | None = None,
) -> Fit:
    """Return a segmented regression.

    Parameters
    ----------
    frame : DataFrame
        ``month`` (YYYY-MM, each once), ``count``; with ``exposure`` its logarithm is the offset. Rows in any order;
        a missing count is a month unseen.
    change : Change
        From `analysis.methods.policy.candidates`.
    model : str
        One of `MODELS`.
    shape, harmonics
        As `shapes.columns` takes them.
    errors : {"hac", "model"}
        ``hac`` with n / (n - k) and Student's t; ``model`` as the published analyses, with the normal.
    lags : int, optional
        Months; default `hac.default_lags`.

    Returns
    -------
    Fit
        ``terms`` holds ``term``, ``ratio`` (for each month where it is a trend or a slope), ``lo``, ``hi``.

    Raises
    ------
    MethodRefused
        When months are too few on a side or for the terms, lack an exposure, stand twice, are all zero on a side, or
        the model has no finite estimate.
    ScopeError
        When the rows are on several clocks.
    """
    for word, allowed in ((model, MODELS), (errors, ("hac", "model"))):
        if word not in allowed:
            raise MethodRefused(f"{word!r} is none. {suggestion(word, allowed)}")
    used, left_out = usable(frame, change)
    periods = pd.PeriodIndex(used["month"], freq="M")
    time = np.array([(period - change.origin).n for period in periods])
    made = shapes.columns(shape, time, periods.month.to_numpy(), harmonics)
    require_months(used, time, len(made))
    found = estimated(used, made, model)
    terms = _terms(found, errors, hac.default_lags(len(used)) if lags is None else lags)
    fitted = used[["month", "count"]].assign(fitted=found.mean, after=time > 0)
    return Fit(terms, model, shape, errors, found.dispersion, int((time <= 0).sum()), int((time > 0).sum()), left_out,
               fitted, found)  # fmt: skip


def _terms(found: Estimate, errors: str, lags: int) -> pd.DataFrame:
    """Return the terms as ratios with their intervals."""
    from scipy import stats

    n, k = found.influence.shape
    if errors == "hac":
        spread = np.sqrt(np.diag(hac.newey_west(found.influence, lags)) * n / (n - k))
        reach = float(stats.t.ppf(0.975, n - k))
    else:
        spread, reach = found.spread, float(stats.norm.ppf(0.975))
    ends = {"ratio": found.params, "lo": found.params - reach * spread, "hi": found.params + reach * spread}
    return pd.DataFrame({"term": list(found.influence.columns)} | {name: np.exp(end) for name, end in ends.items()})


def by_bound(frame: pd.DataFrame, change: Change, **how: str) -> pd.DataFrame:
    """Return the terms fitted to the lower and to the upper bounds, each for itself; there is no middle.

    Parameters
    ----------
    frame : DataFrame
        As `fit` takes it, with ``lo`` and ``hi`` in place of ``count``.

    Raises
    ------
    MethodRefused
        As `fit`, naming the bound.
    """
    parts = []
    for bound in ("lo", "hi"):
        name = "lower" if bound == "lo" else "upper"
        try:
            found = fit(frame.drop(columns="count", errors="ignore").rename(columns={bound: "count"}), change, **how)  # type: ignore[arg-type]
        except MethodRefused as refusal:
            raise MethodRefused(f"the {name} bounds carry no regression: {refusal}") from None
        parts.append(found.terms.assign(bound=bound, model=found.model, dispersion=found.dispersion))
    return pd.concat(parts, ignore_index=True)
