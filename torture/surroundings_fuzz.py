"""Thousands of spoilt inputs for every reader, by hypothesis and by atheris; counts what came of each.

python -m torture.surroundings_fuzz READER ROOT RUNS OUT     # atheris, which ends its process itself
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from torture.part import HERE, Line
from torture.surroundings_readers import Reader, Readers

SECONDS, MEBIBYTES = 5.0, 2048
WAITED = 60.0  # seconds by the clock, on a machine that may be busy, after which a reader hangs
EXAMPLES = 3
WORDS = 5  # of the shortest sentence that can say what, where and what to do


class Hung(BaseException):
    """A reader did not come back."""


@dataclass
class Tally:
    """What came of the inputs of one reader."""

    times: int = 0
    taken: int = 0
    failed: int = 0
    slowest: float = 0.0
    examples: list[str] = field(default_factory=list)

    def fail(self, told: str, data: bytes) -> None:
        """Count an input with which the promise was broken."""
        self.failed += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{told[:200]} with {data[:120]!r}")

    def join(self, other: Tally) -> None:
        """Add what another run counted."""
        for name in ("times", "taken", "failed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.slowest = max(self.slowest, other.slowest)
        self.examples = [*self.examples, *other.examples][:EXAMPLES]


def one(tally: Tally, reader: Reader, data: bytes) -> None:
    """Give one input to a reader and count what came of it."""
    from analysis.errors import CivcasError

    tally.times += 1
    signal.setitimer(signal.ITIMER_REAL, WAITED)
    began = time.process_time()
    try:
        tally.taken += reader(data)
    except CivcasError as problem:
        if wrong := no_sentence(str(problem)):
            tally.fail(f"{wrong}: {str(problem)!r}", data)
    except Hung:
        tally.fail("hung", data)
    except BaseException as problem:
        tally.fail(f"{type(problem).__name__}: {problem}", data)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    took = time.process_time() - began
    tally.slowest = max(tally.slowest, took)
    if took > SECONDS:
        tally.fail(f"took {took:.1f} s", data)


def no_sentence(told: str) -> str:
    """Return why a refusal cannot be shown to anybody; empty where it can.

    >>> no_sentence("reports.toml cannot be read: it is nested too deeply; correct it there")
    ''
    >>> no_sentence("boom")
    'says too little'
    """
    if len(told.split()) < WORDS:
        return "says too little"
    if len(told) > 4000:
        return "says too much"
    if "Traceback" in told or " object at 0x" in told:
        return "shows the inside of the program"
    return "" if any(mark in told for mark in ":.;") else "says not what to do"


def by_hypothesis(readers: Readers, name: str, times: int) -> Tally:
    """Return what came of so many inputs that hypothesis chose, the same ones every time."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    tally, reader = Tally(), readers.names()[name]
    spoilt = st.integers(0, 2**60).map(lambda seed: readers.spoilt(name, Random(f"{seed} {tally.times}")))
    anything = st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))

    @settings(
        max_examples=times,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(spoilt | spoilt | spoilt | anything)
    def tried(data: bytes) -> None:
        one(tally, reader, data)

    tried()
    return tally


def by_atheris(root: Path, name: str, times: int) -> Tally:
    """Return what came of so many inputs that atheris found its way to, in a process of its own."""
    out = root / f"{name}.tally"
    out.unlink(missing_ok=True)
    words = [sys.executable, "-m", "torture.surroundings_fuzz", name, str(root), str(times), str(out)]
    env = {**os.environ, "PYTHONPATH": str(HERE)}
    ended = subprocess.run(words, cwd=HERE, capture_output=True, text=True, env=env, timeout=60 + times)
    tally = Tally(**json.loads(out.read_text(encoding="utf-8"))) if out.is_file() else Tally()
    if tally.times < times:
        tally.fail(f"ended after {tally.times} of {times} with {ended.returncode}", ended.stderr[-100:].encode())
    return tally


def line(name: str, tally: Tally) -> Line:
    """Return what the page says of one reader."""
    refused = tally.times - tally.taken - tally.failed
    taken = "told of by status and site" if name in ("record", "note") else "taken as written"
    happened = f"{refused:,} refused in a sentence, {tally.taken:,} {taken}; the slowest {tally.slowest:.1f} s"
    return Line(f"spoilt input: {TOLD[name]}", tally.times, happened, tally.failed, tally.examples)


def held() -> float:
    """Return the most mebibytes that this process and those it waited for ever held."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024


def hang(*_: Any) -> None:
    """End a reader that does not come back."""
    raise Hung


TOLD = {
    "catalogue": "reports.toml",
    "notebook": "notebooks",
    "parameters": "values of parameters of every kind",
    "texts": "the catalogue of a language (.po)",
    "papers": "CITATION.cff",
    "licences": "REUSE.toml",
    "record": "saved reports, provenance.json",
    "values": "saved reports, values/*.json",
    "note": "saved reports, logs/*.json",
    "changes": "saved reports, values/changes.json",
}


def main() -> None:
    """Fuzz one reader with atheris, from spoilt inputs on, and write what came of it."""
    import atheris

    name, root, times, out = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    os.chdir(root)
    signal.signal(signal.SIGALRM, hang)
    with atheris.instrument_imports(include=["analysis.publish", "analysis.language", "analysis.outside", "tomllib"]):
        readers = Readers(root)
        tally, reader = Tally(), readers.names()[name]
        reader_once = readers.spoilt(name, Random(0))
        one(Tally(), reader, reader_once)  # what it imports is instrumented too

    def tried(data: bytes) -> None:
        if tally.times < times:
            one(tally, reader, data)
        if tally.times in (times, times // 2):
            out.write_text(json.dumps(asdict(tally)), encoding="utf-8")

    corpus = root / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number in range(30):
        (corpus / str(number)).write_bytes(readers.spoilt(name, Random(number)))
    atheris.Setup(
        ["fuzz", f"-runs={times}", "-seed=1", "-max_len=8192", "-timeout=60", "-rss_limit_mb=4096", str(corpus)], tried
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
