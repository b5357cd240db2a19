"""Measure the import of a million generated rows: wall time and peak memory of reading, parting, writing and building.

The rows have the shape of an Airwars export: incidents, sources and official statements in the proportions in which
such exports hold them, one row in a hundred spoilt. Run by `make bench`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parents[1]
SEED = 20170317
SHARES = {"incidents": 0.23, "official_statements": 0.19}  # of all rows; the rest are sources
LIMITS = {"seconds": 60, "peak_mib": 2048}
CHILD = """
import json, resource, sys, time
from pathlib import Path
from analysis.data import build
from analysis.data.importers import formats
from analysis.paths import Project
root, start = Path(sys.argv[1]), time.perf_counter()
made = formats.run(Project(root), "airwars", root / "export", "bench")
took = time.perf_counter() - start
start = time.perf_counter()
build.build(Project(root, "bench"))
again = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
counts = {sifted.sheet.file: sifted.counts for sifted in made.sifted}
print(json.dumps({"seconds": took, "build_seconds": again, "peak_mib": peak, "counts": counts}))
"""


def incidents(count: int, draw: np.random.Generator) -> pd.DataFrame:
    """Return made-up incidents."""
    from analysis.data.importers.airwars import COLUMNS

    low = draw.integers(0, 20, count)
    day = pd.Timestamp("2014-09-01") + pd.to_timedelta(draw.integers(0, 3000, count), unit="D")
    code = pd.Series(range(count)).map("G{:07d}".format)
    known = {
        "incident_code": code, "airwars_id": range(count), "date_start": day.strftime("%Y-%m-%d"),
        "location": pd.Series(draw.integers(0, 20_000, count)).map("Village {}, made up".format),
        "region": draw.choice(["East", "West", "North"], count), "country": "Syria",
        "lat": np.round(draw.uniform(33, 37, count), 6), "lon": np.round(draw.uniform(36, 42, count), 6),
        "geo_accuracy": draw.choice(["village", "city", "within_100m", "town"], count), "killed_min": low,
        "killed_max": low + draw.integers(0, 5, count), "grading": draw.choice(["Fair", "Weak", "Contested"], count),
        "belligerents": draw.choice(["U.S.-led Coalition", "U.S.-led Coalition;Russian Military"], count),
        "n_sources": draw.integers(1, 20, count), "published": "2024-01-01", "modified": "2024-06-01",
        "official_assessment": draw.choice(["credible", "non_credible", "not_yet_assessed"], count),
        "url": "https://example.org/" + code,
    }  # fmt: skip
    frame = pd.DataFrame(known, columns=COLUMNS["incidents"])
    frame["killed_min"] = frame["killed_min"].mask(draw.random(count) < 0.01, 99)
    return frame


def sources(count: int, codes: pd.Series, draw: np.random.Generator) -> pd.DataFrame:
    """Return made-up sources, a fifth of them dated in Arabic."""
    from analysis.data.importers.airwars import COLUMNS

    written = ["31 ديسمبر 2020", "٧ آذار ٢٠٢١", "30 فبراير 2021", ""]
    dated = pd.Series(draw.choice(written, count, p=[0.1, 0.09, 0.01, 0.8]))
    outlet = pd.Series(draw.integers(0, 50_000, count)).map("Page {}".format)
    known = {
        "incident_code": draw.choice(codes, count), "airwars_id": 1, "n": range(count),
        "outlet": outlet.mask(draw.random(count) < 0.4, "Euphrates Post"), "language": "Arabic", "platform": "web",
        "source_date": dated, "url": "https://example.org/" + outlet,
        "archive_url": "https://example.org/kept/" + outlet,
    }  # fmt: skip
    return pd.DataFrame(known, columns=COLUMNS["sources"])


def statements(count: int, codes: pd.Series, draw: np.random.Generator) -> pd.DataFrame:
    """Return made-up official statements."""
    from analysis.data.importers.airwars import COLUMNS

    known = {
        "incident_code": draw.choice(codes, count), "airwars_id": 1, "n": range(count),
        "statement_date": draw.choice(["2018-06-28", "2019-02-28", "43160"], count), "reported_via": "self-report",
        "determination": draw.choice(["credible", "non_credible", ""], count, p=[0.1, 0.89, 0.01]),
        "text_length": 300, "url": "https://example.org/release",
    }  # fmt: skip
    return pd.DataFrame(known, columns=COLUMNS["official_statements"])


def generate(root: Path, rows: int) -> float:
    """Write an export of so many rows, and return its size in MB."""
    for part in ("raw", "hand"):
        shutil.copytree(HERE / "data" / part, root / "data" / part)
    (root / "reports.toml").write_text("", encoding="utf-8")
    (root / "export").mkdir()
    draw, counts = np.random.default_rng(SEED), {name: int(rows * share) for name, share in SHARES.items()}
    made = {"incidents": incidents(counts["incidents"], draw)}
    codes = made["incidents"]["incident_code"]
    made["official_statements"] = statements(counts["official_statements"], codes, draw)
    made["sources"] = sources(rows - sum(counts.values()), codes, draw)
    for name, frame in made.items():
        frame.to_csv(root / "export" / f"{name}.csv", index=False, lineterminator="\n")
    return sum(file.stat().st_size for file in (root / "export").glob("*.csv")) / 1e6


def main() -> None:
    """Print what was imported, the seconds and the peak; exit 1 when a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        size = generate(Path(folder), asked.rows)
        ended = subprocess.run([sys.executable, "-c", CHILD, folder], check=True, capture_output=True)
    told = json.loads(ended.stdout)
    for file, counts in told["counts"].items():
        print(f"{file:24}", ", ".join(f"{count:,} {name}" for name, count in counts.items()))
    print(f"{asked.rows:,} rows, {size:.0f} MB: imported and built in {told['seconds']:.1f} s "
          f"(of which the build about {told['build_seconds']:.1f} s), {told['peak_mib']:.0f} MiB at most")  # fmt: skip
    over = [name for name, limit in LIMITS.items() if told[name] > limit]
    if over:
        sys.exit(f"over the limit: {', '.join(f'{name} {told[name]:.0f} > {LIMITS[name]}' for name in over)}")


if __name__ == "__main__":
    main()
