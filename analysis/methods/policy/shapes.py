"""Shapes that a change may have, and the trend it is set against.

Time is in months from the change: nought in the last month that is not wholly after it. The slope is centred there
(Bernal, Cummins and Gasparrini 2017 and their correction), so that the level is the step at the change and not a step
at the start of the calendar.
"""

from __future__ import annotations

import numpy as np

from analysis.errors import MethodRefused, suggestion

LEVEL, SLOPE = "level", "slope"
# For each shape, whether it has a step, a change of slope, and how the trend without the change runs.
SHAPES: dict[str, tuple[bool, bool, str]] = {
    "level": (True, False, "straight"),
    "slope": (False, True, "straight"),
    "level and slope": (True, True, "straight"),
    "level, quadratic trend": (True, False, "quadratic"),
    "level and slope, quadratic trend": (True, True, "quadratic"),
    "level, trend bent midway": (True, False, "bent"),
    "level, no trend": (True, False, "none"),
}


def columns(shape: str, time: np.ndarray, calendar_month: np.ndarray, harmonics: int = 0) -> dict[str, np.ndarray]:
    """Return the terms of a model, by name.

    Parameters
    ----------
    shape : str
        One of `SHAPES`.
    time : ndarray
        Months from the change; above nought is after it.
    calendar_month : ndarray
        1 to 12, for the season.
    harmonics : int
        Pairs of sine and cosine of the year.

    Raises
    ------
    MethodRefused
        When the shape is none.

    Examples
    --------
    >>> list(columns("level and slope", np.array([-1, 0, 1]), np.array([11, 12, 1])))
    ['start', 'trend', 'level', 'slope']
    """
    if shape not in SHAPES:
        raise MethodRefused(f"{shape!r} is not a shape. {suggestion(shape, SHAPES)}")
    step, turn, trend = SHAPES[shape]
    after = (time > 0).astype("float64")
    made: dict[str, np.ndarray] = {"start": np.ones(len(time))} | _trend(trend, time.astype("float64"))
    made |= {LEVEL: after} if step else {}
    made |= {SLOPE: after * time} if turn else {}
    for order in range(1, harmonics + 1):
        angle = 2 * np.pi * order * calendar_month / 12
        made |= {f"sine {order}": np.sin(angle), f"cosine {order}": np.cos(angle)}
    return made


def _trend(kind: str, time: np.ndarray) -> dict[str, np.ndarray]:
    """Return the terms of the trend that runs through the change; the bend lies midway through the months before."""
    if kind == "none":
        return {}
    made = {"trend": time}
    if kind == "quadratic":
        made["trend squared"] = (time / 12) ** 2
    if kind == "bent":
        made["trend after the bend"] = np.clip(time - time.min() / 2, 0, None)
    return made
