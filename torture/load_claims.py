"""Ten million claims: each step of the bench in a process of its own, to which the system gives a limit of memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from torture.part import HERE, Line

CLAIMS = int(os.environ.get("CIVCAS_LOAD_CLAIMS", "10000000"))
LIMIT = 3072  # MiB that a step may hold; docs/large.md says no step does
FREE = ("generate",)  # steps that are not promised anything: they make what the others are tried on
SECONDS = 1800  # after which a step counts as hung
GROUPS = Path("/sys/fs/cgroup")
ENFORCED = (
    f"Each step on the claims runs in a process of its own, in a control group to which the system gives {LIMIT:,} MiB "
    "and no more: a step that held the whole table would be killed. The peak is what was resident, of Python and "
    "DuckDB together."
)
MEASURED = (
    "No control group could be made here: that the steps on the claims stay within their memory is measured (what was "
    "resident, of Python and DuckDB together), not enforced."
)


@contextmanager
def group(limit: int = LIMIT) -> Iterator[Path | None]:
    """Lend a control group whose processes may hold so many MiB together; none where the system lends none."""
    made = _made(limit)
    try:
        yield made
    finally:
        if made:
            made.rmdir()


def _made(limit: int) -> Path | None:
    """Make a control group of either version below the one that this process is in."""
    for line in Path("/proc/self/cgroup").read_text().splitlines() if Path("/proc/self/cgroup").is_file() else ():
        _, kinds, place = line.split(":", 2)
        if kinds not in ("", "memory"):
            continue
        above, name = (GROUPS / kinds, "memory.limit_in_bytes") if kinds else (GROUPS, "memory.max")
        made = above / place.strip("/") / f"civcas-{os.getpid()}"
        try:
            made.mkdir()
        except OSError:
            continue
        try:
            (made / name).write_text(str(limit * 2**20))
            return made
        except OSError:
            made.rmdir()
    return None


def step(words: list[str], name: str, held: Path | None) -> dict[str, Any]:
    """Run one step, in a control group where there is one; return its rows, seconds and peak, or the `problem`."""

    def enter() -> None:
        (held / "cgroup.procs").write_text(str(os.getpid())) if held else None

    try:
        ran = subprocess.run(words, cwd=HERE, capture_output=True, text=True, timeout=SECONDS, preexec_fn=enter)
    except subprocess.TimeoutExpired:
        return {"step": name, "problem": f"not done after {SECONDS} s"}
    if ran.returncode:
        return {"step": name, "problem": f"ended with {ran.returncode}: {ran.stderr.strip()[-300:]}"}
    return {"step": name, "problem": "", **json.loads(ran.stdout)}


def measured(claims: int) -> tuple[list[dict[str, Any]], str]:
    """Return what each step of the bench came to on so many generated claims, and how its memory was held down."""
    sys.path.append(str(HERE / "bench"))
    import ten_million  # type: ignore[import-not-found]

    found = []
    with tempfile.TemporaryDirectory(prefix="claims-") as folder, group() as held:
        for name, asked in ten_million.STEPS.items():
            words = [sys.executable, "-c", ten_million.CHILD, str(Path(folder) / "project"), str(claims), asked]
            found.append(step(words, name, None if name in FREE else held))
            print(found[-1], flush=True)
    return found, ENFORCED if held else MEASURED


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


def tried() -> tuple[list[Line], str]:
    """Measure, and return the lines with a note on how memory was held down."""
    found, note = measured(CLAIMS)
    return lines(found, CLAIMS), note
