"""Link generated records of two layers at constant density and print how the time grows. Run by `make bench`.

Records have a day, a point and a name; half of the second layer repeats a record of the first, a day off and spelt
otherwise. The number of records a day stays the same, so twice the records are twice the days.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
import pandas as pd

from analysis.methods.link import names
from analysis.methods.link.assign import one_to_one
from analysis.methods.link.pairs import candidates
from analysis.methods.link.rules import RULES, accepted

PER_DAY = 5
SYLLABLES = ("al", "ba", "da", "fa", "ha", "ja", "ka", "ma", "na", "qa", "ra", "sa", "ta", "wa", "za", "sh", "ri", "mu")


def layer(key: str, size: int, chance: np.random.Generator) -> pd.DataFrame:
    """Return generated records of one layer."""
    first = pd.Timestamp("2000-01-01") + pd.to_timedelta(chance.integers(0, size // PER_DAY, size), unit="D")
    spelled = ["".join(chance.choice(SYLLABLES, 4)) for _ in range(size)]
    folded = [names.fold(text) for text in spelled]
    columns = {
        "key": [f"{key}:{number}" for number in range(size)], "layer": key, "first": first, "last": first,
        "name": folded,
        "city": "", "inside": folded, "country": "IQ", "lat": chance.uniform(34, 37, size),
        "lon": chance.uniform(40, 45, size), "radius_km": 1.5, "kind": "ordinary", "of": "", "codes": [[]] * size,
    }  # fmt: skip
    return pd.DataFrame(columns)


def pair(size: int, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return two layers, the second half copies of the first a day later and a kilometre off."""
    chance = np.random.default_rng(seed)
    left, right = layer("left", size, chance), layer("right", size, chance)
    half = size // 2
    for name in ("name", "inside", "lat", "lon"):
        right.loc[: half - 1, name] = left.loc[: half - 1, name].to_numpy()
    later = left.loc[: half - 1, "first"] + pd.Timedelta(days=1)
    right.loc[: half - 1, "first"], right.loc[: half - 1, "last"] = later, later
    return left, right


def main() -> None:
    """Print one row for each size: seconds, candidate pairs, links, and of the copies how many were found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[6250, 12500, 25000, 50000])
    rows = []
    for size in parser.parse_args().sizes:
        left, right = pair(size)
        started = time.perf_counter()
        pairs = candidates(left, right)
        links = one_to_one(pairs[accepted(pairs, RULES["central"])])
        took = time.perf_counter() - started
        found = (links["left"].str.partition(":")[2] == links["right"].str.partition(":")[2]).sum()
        rows.append(
            {
                "records": size,
                "seconds": took,
                "pairs": len(pairs),
                "links": len(links),
                "copies_found": found / (size // 2),
            }
        )
    table = pd.DataFrame(rows).assign(growth=lambda frame: frame["seconds"] / frame["seconds"].shift())
    print(table.round(3).to_string(index=False))
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB at most")


if __name__ == "__main__":
    main()
