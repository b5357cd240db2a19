"""Measure `build` and the as-of questions on 100 thousand, one million and ten million generated claims.

Every step runs in a process of its own: wall time, processor time and peak memory (of Python and DuckDB together) are
those of that process. Prints a table, writes it as JSON where asked, and ends with 1 when a target is missed.

    python bench/ten_million.py --json ten-million.json
    python bench/ten_million.py --top 100000          # smaller, and only the growth is held to a target
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parents[1]
TOP = 10_000_000
DAY, PLACE, MONTH = "2017-06-30", "West Mosul", "2017-03"
STEPS = {
    "generate": "generate.generate(root, rows)",
    "build": "build.build(project)",
    "as of": "asof.counts(DAY, project=project)",
    "as of, rows": "asof.rows(DAY, place=PLACE, project=project)",
    "collapse": "asof.relays_by(DAY, project=project)",
    "monthly": "monthly(DAY, project=project)",
    "side by side": "side_by_side(DAY, project=project)",
    "paired": "paired(DAY, PLACE, MONTH, project=project)",
}
CHILD = f"""
import json, resource, sys, time
from pathlib import Path
sys.path[:0] = [{str(HERE)!r}, {str(HERE / "bench")!r}]
import generate
from analysis.data import build
from analysis.data.large import asof, engine
from analysis.methods.at_scale.monthly import monthly
from analysis.methods.at_scale.side_by_side import paired, side_by_side
from analysis.paths import Project
engine.LARGE = 0  # the smallest size is streamed too, so that growth is that of one path
root, rows, step = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
project, DAY, PLACE, MONTH = Project(root), {DAY!r}, {PLACE!r}, {MONTH!r}
wall, cpu = time.perf_counter(), time.process_time()
result = eval(step)
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
if step.startswith("build"):
    result = range(result["tables"]["statements"]["rows"])
counted = len(result) if hasattr(result, "__len__") else rows
print(json.dumps({{"rows": counted, "wall_s": wall, "cpu_s": cpu, "peak_mib": peak}}))
"""
# what ten million claims may take: seconds of wall time, MiB
TARGETS = {
    ("build", "wall_s"): 120,
    ("build", "peak_mib"): 3072,
    ("monthly", "wall_s"): 3,
    ("monthly", "peak_mib"): 3072,
}
SLACK = 1.25  # how far above n log n a decade may grow: small sizes fit into caches, and clocks are not exact
CONSTANT = 0.5  # seconds of a step that do not grow: opening files, planning a query


def measure(claims: int, folder: Path) -> pd.DataFrame:
    """Return one row for each step on generated claims of one size."""
    found = []
    root = folder / f"claims-{claims}"
    for name, step in STEPS.items():
        command = [sys.executable, "-c", CHILD, str(root), str(claims), step]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, cwd=HERE).stdout)
        found.append({"claims": claims, "step": name, **told})
        print(f"{claims:>11,}  {name:<13} {told['wall_s']:8.2f} s wall {told['cpu_s']:8.2f} s cpu "
              f"{told['peak_mib']:7,.0f} MiB {told['rows']:>11,} rows", flush=True)  # fmt: skip
    return pd.DataFrame(found)


def growth(table: pd.DataFrame) -> pd.DataFrame:
    """Return, for each step and each pair of neighbouring sizes, the growth of time and what n log n allows.

    Time is that of the processor, which others on the machine do not change, above a constant of `CONSTANT` seconds;
    ``exponent`` is log(growth) / log(growth of n log n): 1 is n log n, less is better.
    """
    found = []
    for step, rows in table.groupby("step", sort=False):
        rows = rows.sort_values("claims")
        for (_, small), (_, large) in zip(rows.iloc[:-1].iterrows(), rows.iloc[1:].iterrows(), strict=True):
            grew = (large["cpu_s"] + CONSTANT) / (small["cpu_s"] + CONSTANT)
            n_log_n = large["claims"] * math.log(large["claims"]) / (small["claims"] * math.log(small["claims"]))
            found.append({"step": step, "from": small["claims"], "to": large["claims"], "growth": grew,
                          "n_log_n": n_log_n, "exponent": math.log(grew) / math.log(n_log_n)})  # fmt: skip
    return pd.DataFrame(found)


def missed(table: pd.DataFrame, grew: pd.DataFrame, top: int) -> list[str]:
    """Return a sentence for each target that was missed; those of ten million are asked only of ten million."""
    at_top = table[table["claims"] == top].set_index("step")
    said = [
        f"{step} took {at_top.loc[step, what]:,.1f} ({what}) on {top:,} claims, the target is {limit:,}"
        for (step, what), limit in TARGETS.items()
        if top >= TOP and at_top.loc[step, what] >= limit
    ]
    steep = grew[(grew["growth"] > SLACK * grew["n_log_n"]) & (grew["step"] != "generate")]
    return said + [
        f"{row.step} grew {row.growth:.1f} times from {row[2]:,} to {row.to:,} claims, n log n is {row.n_log_n:.1f}"
        for row in steep.itertuples()
    ]


def main() -> int:
    """Measure, print, and return whether a target was missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--top", type=int, default=TOP, help="the largest number of claims; two sizes below it follow")
    parser.add_argument("--json", type=Path, help="where to write what was measured")
    asked = parser.parse_args()
    sizes = sorted({max(1000, asked.top // part) for part in (100, 10, 1)})
    with tempfile.TemporaryDirectory(prefix="ten-million-") as folder:
        print(
            f"{os.cpu_count()} processors, {sum(os.getloadavg()[:1]):.1f} of them busy with other things at the start"
        )
        table = pd.concat([measure(claims, Path(folder)) for claims in sizes], ignore_index=True)
    grew = growth(table)
    print(grew.round(2).to_string(index=False))
    said = missed(table, grew, asked.top)
    print("\n".join(said) or "every target is met")
    if asked.json:
        told = {"measured": table.to_dict("records"), "growth": grew.to_dict("records"), "missed": said}
        asked.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return int(bool(said))


if __name__ == "__main__":
    sys.exit(main())
