"""Measure `build` on 30 MB of raw text against the tables as they are: wall time and peak memory.

The claims are repeated under new ids until the raw folder holds the asked size. Run by `make bench`.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parents[1]
CHILD = """
import json, resource, sys, time
from pathlib import Path
start = time.perf_counter()
from analysis.data import build
from analysis.paths import Project
loaded = time.perf_counter()
rows = build.build(Project(Path(sys.argv[1])))["tables"]["claims"]["rows"]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
took = time.perf_counter() - loaded
print(json.dumps({"import_s": loaded - start, "build_s": took, "peak_mib": peak, "claims": rows}))
"""


def grow(root: Path, megabytes: float) -> float:
    """Copy the raw and hand tables to `root`, repeat the claims up to the size, and return the size in MB."""
    for part in ("raw", "hand"):
        shutil.copytree(HERE / "data" / part, root / "data" / part)
    (root / "reports.toml").write_text("", encoding="utf-8")
    path = root / "data" / "raw" / "public_claims.csv"
    once = pd.read_csv(path, dtype=str, keep_default_na=False)
    size = sum(file.stat().st_size for file in path.parent.glob("*.csv")) / 1e6
    copies = max(1, round((megabytes - size) / (path.stat().st_size / 1e6)) + 1)
    keys = ("claim_id", "statement_id")
    again = [once.assign(**{key: once[key] + f".copy{n}" for key in keys}) for n in range(1, copies)]
    pd.concat([once, *again]).to_csv(path, index=False, lineterminator="\n")
    return sum(file.stat().st_size for file in path.parent.glob("*.csv")) / 1e6


def measure(megabytes: float, runs: int) -> dict[str, float]:
    """Return the medians of `runs` builds in fresh processes."""
    with tempfile.TemporaryDirectory() as folder:
        size = grow(Path(folder), megabytes)
        command = [sys.executable, "-c", CHILD, folder]
        results = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(runs)]
    return {"raw_mb": size} | pd.DataFrame(results).median().to_dict()


def main() -> None:
    """Print one row for the tables as they are and one for the grown ones, and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=30.0)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    started = time.perf_counter()
    table = pd.DataFrame([measure(0, asked.runs), measure(asked.megabytes, asked.runs)], index=["as it is", "grown"])
    table.loc["ratio"] = table.loc["grown"] / table.loc["as it is"]
    print(table.round(2).to_string())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{time.perf_counter() - started:.0f} s in all, {peak} MiB at most")


if __name__ == "__main__":
    main()
