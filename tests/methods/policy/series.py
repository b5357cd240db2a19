"""Series that tests fit: the Sicilian admissions, and simulated counts whose step and slope are known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.methods.policy.candidates import Change

# Monthly admissions for acute coronary events and the standardised population of Sicily, January 2002 to November
# 2006; the smoking ban of January 2005 is month 37 (Bernal, Cummins and Gasparrini 2017).
ADMISSIONS = """
728 659 791 734 757 726 760 740 720 814 795 858 887 766 851 769 781 756 766 752 765 831 879 928 914 808 937 840 916
828 845 818 860 839 887 886 831 796 833 820 877 758 767 738 781 843 850 908 1021 859 976 888 962 838 810 876 843 936
912
"""
POPULATION = """
379875.3 376495.5 377040.8 377116.4 377383.4 374113.1 379513.3 376295.5 374653.2 378485.6 375955.5 378349.7 376762.4
379032.3 379360.4 376162 377972.4 381830.7 379888.6 380872.2 380966.9 381240.4 382104.9 381802.7 381656.3 383680
383504.2 386462.9 383783.1 380836.8 383483 380906.2 382926.8 384052.4 384449.6 383428.4 388153.2 388373.2 386470.1
386033.2 383686.4 385509.3 385901.9 386516.6 388436.5 383255.2 390148.7 385874.9 391613.6 391750.4 394005.6 391364.9
391664.6 389022.3 391878.5 388575.3 392989 390018.8 390712.3
"""
BAN = Change("ban", "2005-01-01", "smoking ban", "candidate")
MIDDLE = Change("middle", "2015-01-01", "made up", "candidate")


def sicily() -> pd.DataFrame:
    months = [str(month) for month in pd.period_range("2002-01", "2006-11", freq="M")]
    count = [int(word) for word in ADMISSIONS.split()]
    return pd.DataFrame({"month": months, "count": count, "exposure": [float(word) for word in POPULATION.split()]})


def simulated(
    rng: np.random.Generator, *, level: float, slope: float, months: int = 120, mean: float = 200, alpha: float = 0.0,
    rho: float = 0.0,
) -> pd.DataFrame:  # fmt: skip
    """Counts with a step and a change of slope at January 2015, overdispersed and autocorrelated when asked."""
    time = np.arange(months) - months // 2 + 1
    noise = np.zeros(months)
    for at in range(1, months):
        noise[at] = rho * noise[at - 1] + rng.normal(0, 0.15 if rho else 0)
    exposure = rng.integers(500, 1500, months).astype("float64")
    log = np.log(mean / 1000) + 0.002 * time + (time > 0) * (np.log(level) + np.log(slope) * time) + noise
    expected = exposure * np.exp(log)
    if alpha:
        expected = expected * rng.gamma(1 / alpha, alpha, months)
    first = pd.Period("2014-12", "M") - (months // 2 - 1)
    calendar = [str(month) for month in pd.period_range(first, periods=months, freq="M")]
    return pd.DataFrame({"month": calendar, "count": rng.poisson(expected), "exposure": exposure})
