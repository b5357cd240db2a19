"""An estimate that cannot be shown without the range over the models considered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.errors import MethodRefused

MOST = 10  # an estimate of more than so many times what was observed says more of the model than of the data


@dataclass(frozen=True)
class Range:
    """Least and most of the estimates of all models considered, and how many gave none."""

    least: float
    most: float
    models: int
    refused: int

    def __post_init__(self) -> None:
        if not 0 < self.least <= self.most or self.models < 1:
            raise MethodRefused("a range over models needs at least one model and its least before its most")

    def including(self, value: float) -> Range:
        """Return the range widened to hold a value of a model that was not among those considered."""
        return replace(self, least=min(self.least, value), most=max(self.most, value))

    def __str__(self) -> str:
        gave = f"{self.models} models" + (f"; {self.refused} more give no finite estimate" if self.refused else "")
        return f"{self.least:,.0f} to {self.most:,.0f} over {gave}"


@dataclass(frozen=True)
class Estimate:
    """A modelled number of records seen and unseen, its interval within the model, and the range over models.

    Raises
    ------
    MethodRefused
        When the estimate is more than ten times what was observed, or no range stands beside it.

    Examples
    --------
    >>> print(Estimate("independence", 700.0, 650.0, 800.0, 626, Range(650.0, 900.0, 8, 0)))
    700 (650 to 800 within the model independence); 650 to 900 over 8 models
    """

    model: str
    value: float
    lo: float
    hi: float
    observed: int
    over: Range

    def __post_init__(self) -> None:
        if not isinstance(self.over, Range):
            raise MethodRefused(f"the estimate of {self.model} has no range over models: pass over=Range(...)")
        if not self.value / self.observed <= MOST:
            raise MethodRefused(
                f"the model {self.model} puts {self.value:,.0f} behind {self.observed:,} observed, more than {MOST} "
                "times as many: such a number is the model's; more overlap between the lists would open it"
            )

    def __str__(self) -> str:
        inside = f"{self.lo:,.0f} to {self.hi:,.0f} within the model {self.model}"
        return f"{self.value:,.0f} ({inside}); {self.over}"
