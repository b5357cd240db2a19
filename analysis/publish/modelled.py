"""A picture of modelled numbers: one mark a model, hollow, never drawn as something observed."""

from __future__ import annotations

import pandas as pd
from matplotlib.ticker import StrMethodFormatter

from analysis.publish.canvas import WIDE, bare, empty_canvas, finished
from analysis.publish.display import Figure, checked_name
from analysis.publish.style import INK, INTERVAL, MARKED, PAPER, QUIET, SMALL, TINY, drawing
from analysis.publish.tables import csv_text

AXIS = "Modelled number, seen and unseen (persons); no clock: one closed window"


def estimates(frame: pd.DataFrame, observed: int, name: str, caption: str) -> Figure:
    """Return the estimates of all models of one table, from the least to the most, with the number observed.

    Parameters
    ----------
    frame : DataFrame
        From `analysis.methods.capture.considered.every`.
    observed : int
        Records in any list; a dashed line.
    name, caption : str
        File name and caption.
    """
    checked_name(name, caption)
    good = frame[frame["verdict"] == "ok"].sort_values(["estimate", "model"], kind="stable").reset_index(drop=True)
    with drawing():
        canvas = empty_canvas(WIDE, 3.4)
        ax = canvas.subplots()
        ax.hlines(good.index, good["lo"], good["hi"], color=INTERVAL, linewidth=0.5)
        ax.plot(good["estimate"], good.index, linestyle="none", marker="o", mfc=PAPER, mec=INK, ms=3, mew=0.6)
        ax.axvline(observed, color=QUIET, linestyle=MARKED, linewidth=1)
        ax.annotate(f" observed {observed:,}", (observed, len(good)), va="top", fontsize=SMALL, color=QUIET)
        ax.set_xlim(left=0)
        ax.set_xlabel(AXIS, fontsize=TINY)
        ax.set_ylabel(f"{len(good)} models, by estimate")
        ax.set_yticks([])
        ax.xaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
        bare(ax, left=True)
        return finished(canvas, name, caption, describe(good, observed), csv_text(frame))


def describe(good: pd.DataFrame, observed: int) -> str:
    """Return the picture in words."""
    if good.empty:
        return f"No model gives an estimate; observed: {observed:,}."
    least, most = good.iloc[0], good.iloc[-1]
    return (
        f"Modelled, not observed. {AXIS}. {len(good)} models, each with its interval, from {least['estimate']:,.0f} "
        f"({least['model']}) to {most['estimate']:,.0f} ({most['model']}); observed: {observed:,}."
    )
