"""Multiple systems estimation: what overlapping lists say of records that no list holds, and a gate before it."""

from __future__ import annotations

from analysis.methods.method import Method

_NAME = "analysis.methods.capture"

METHOD = Method(
    title="Multiple systems estimation, behind a gate",
    estimand=(
        "Records of one closed population (one place, window, actor and status), seen by some list or by none, as of "
        "the day the lists are read."
    ),
    assumptions=[
        "The lists cover the same closed population, and each could hold any of its records.",
        "Records of several lists that are the same are linked, and no others.",
        "Lists are independent but for the interactions in a model; the interaction of all lists together is zero. "
        "With three lists nothing tests that.",
        "Within a history, records are alike in how easily they are seen.",
    ],
    breaks=[
        "A list that feeds another, or answers it, as the monitor's submissions do the Coalition's determinations.",
        "A missed link makes two records of one and raises the estimate; a false link lowers it.",
        "Large incidents are seen by every list, small ones by none: estimates then fall short under every model, as "
        "the simulation shows.",
        "Lists that share few or no records: estimates without a finite value, or far beyond what was observed.",
        "An interval within a chosen model leaves out the choice: read the range over models.",
    ],
    references=[
        "Chapman 1951, estimate for two lists; Chao 1987, interval on the logarithm and lower bound.",
        "Madigan and York 1997, averaging over decomposable graphs; CRAN dga, its priors.",
        "Fienberg and Rinaldo 2012, existence of the extended maximum likelihood estimate.",
        "Silverman 2014, lists of 2013; Chan, Silverman and Vincent 2021, empty overlaps and stepwise choice.",
        "Manrique-Vallier 2016, latent classes for capture histories (the classes here are few and fixed).",
        "Buckland, Burnham and Augustin 1997, averaging over models.",
    ],
    modules=[f"{_NAME}.{name}" for name in ("ours", "gate", "demonstration", "simulation")],
)
