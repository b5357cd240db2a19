"""Ten million claims: each step of the bench in a process of its own, to which the system gives a limit of memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torture.part import HERE, Line

CLAIMS = int(os.environ.get("CIVCAS_LOAD_CLAIMS", "10000000"))
LIMIT = 3072  # MiB of data that a step may map; docs/large.md says no step holds so much
NOTE = (
    f"Each step on the claims runs in a process of its own to which the system gives {LIMIT:,} MiB of data and no more "
    "(RLIMIT_DATA: what it reserves counts, used or not): a step that held the whole table would end with an error. "
    "The peak is what was resident, of Python and DuckDB together."
)
FREE = ("generate",)  # steps that are not promised anything: they make what the others are tried on
SECONDS = 1800  # after which a step counts as hung


def _limited() -> None:
    """Forbid a process to map more memory of its own than the limit."""
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT * 2**20, LIMIT * 2**20))


def step(root: Path, claims: int, name: str, steps: Mapping[str, str], child: str) -> dict[str, Any]:
    """Run one step and return its rows, seconds and peak, or in `problem` what it ended with."""
    words = [sys.executable, "-c", child, str(root), str(claims), steps[name]]
    limit = None if name in FREE else _limited
    try:
        ran = subprocess.run(words, cwd=HERE, capture_output=True, text=True, timeout=SECONDS, preexec_fn=limit)
    except subprocess.TimeoutExpired:
        return {"step": name, "problem": f"not done after {SECONDS} s"}
    if ran.returncode:
        return {"step": name, "problem": f"ended with {ran.returncode}: {ran.stderr.strip()[-300:]}"}
    return {"step": name, "problem": "", **json.loads(ran.stdout)}


def measured(claims: int) -> list[dict[str, Any]]:
    """Return what each step of the bench came to on so many generated claims."""
    sys.path.append(str(HERE / "bench"))
    import ten_million  # type: ignore[import-not-found]

    with tempfile.TemporaryDirectory(prefix="claims-") as folder:
        found = []
        for name in ten_million.STEPS:
            found.append(step(Path(folder) / "project", claims, name, ten_million.STEPS, ten_million.CHILD))
            print(found[-1], flush=True)
        return found


def lines(found: list[dict[str, Any]], claims: int) -> list[Line]:
    """Return a line for each step that is promised something."""
    told = []
    for each in found:
        tried = f"{each['step']}, {claims:,} claims, at most {LIMIT:,} MiB"
        if each["problem"]:
            told.append(Line(tried, 1, "was not done", 1, [each["problem"]]))
        elif each["step"] not in FREE:
            said = f"{each['rows']:,} rows in {each['wall_s']:.1f} s ({each['cpu_s']:.1f} s of processor)"
            broken = int(each["peak_mib"] > LIMIT)
            told.append(Line(tried, 1, f"{said}, peak {each['peak_mib']:,.0f} MiB", broken, [said] * broken))
    return told


def tried() -> list[Line]:
    """Measure, and return the lines."""
    return lines(measured(CLAIMS), CLAIMS)
