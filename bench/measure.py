"""A command measured from outside: wall time, processor time of all its processes, peak memory of the whole tree."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from analysis.publish.making.pool import used

# Every way finds its modules compiled, as everywhere but in a sandbox that forbids to keep them.
WARM_ON_DISK = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
LOOK = 0.2  # seconds between two looks at memory


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    wall_s: float
    cpu_s: float
    peak_mib: float


def cost(words: Sequence[str], cwd: Path, memory: bool = True) -> Cost:
    """Run a command to its end and return what it took; it must succeed.

    Looking at memory takes time of its own, so runs that are compared by time are best measured without.
    """
    started, before = time.perf_counter(), os.times()
    process = subprocess.Popen(words, cwd=cwd, env=WARM_ON_DISK, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peaks: list[float] = [0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, done, peaks))
    if memory:
        watcher.start()
    _, said = process.communicate()
    wall, after = time.perf_counter() - started, os.times()
    done.set()
    if memory:
        watcher.join()
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)[:120]} ended with {process.returncode}: {said.decode()[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, cpu, max(peaks))


def _watch(pid: int, done: threading.Event, peaks: list[float]) -> None:
    """Note the memory of a process and all it started until it is done."""
    while not done.wait(LOOK):
        peaks.append(used(pid))


def alternating(ways: Mapping[str, Callable[[], Cost]], runs: int) -> dict[str, dict[str, float]]:
    """Return the medians of `runs` rounds in which every way takes its turn, so that all meet the same weather."""
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for number in range(runs):
        for name, way in ways.items():
            took = way()
            costs[name].append(took)
            print(f"  round {number + 1}: {name}: {took.wall_s:.1f} s, {took.cpu_s:.1f} s of processor", flush=True)
    return {
        name: {key: statistics.median(asdict(one)[key] for one in many) for key in ("wall_s", "cpu_s")}
        | {"peak_mib": max(one.peak_mib for one in many)}
        for name, many in costs.items()
    }
