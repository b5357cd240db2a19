"""One input at a time under a clock and a limit of memory, and a count of what became of each."""

from __future__ import annotations

import json
import resource
import signal
import time
import traceback
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from analysis.errors import CivcasError

SECONDS = 5.0  # of a processor that an input may take
WAIT = 6  # times as long by the clock, for the machine is shared
MEMORY = 2 * 2**30  # bytes a process may come to hold
TIMERS = ((signal.SIGPROF, signal.ITIMER_PROF, 1), (signal.SIGALRM, signal.ITIMER_REAL, WAIT))
LONGEST = 3000  # letters of a sentence that somebody reads
EXAMPLES = 5
TOLD = 160
REMEDY = (";", ": ", ". ", "Choices")


class Broke(AssertionError):
    """An input went against the promise, in words."""


class Hung(BaseException):
    """An input took longer than it may; no ``except Exception`` may swallow it."""


@dataclass
class Tally:
    """What became of the inputs of one reader.

    Parameters
    ----------
    reader : str
        What read them.
    outcomes : Counter
        How many ended in which way; "broke" are those against the promise.
    examples : list of str
        The first few that broke it.
    slowest : float
        Seconds of the slowest.
    """

    reader: str
    outcomes: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    slowest: float = 0.0

    @property
    def times(self) -> int:
        """How many were tried."""
        return self.outcomes.total()

    def fail(self, what: str, given: object) -> None:
        """Count one that broke the promise, with what was given."""
        self.outcomes["broke"] += 1
        if len(self.examples) < EXAMPLES and not any(seen.startswith(what[:60]) for seen in self.examples):
            self.examples.append(plain(f"{what} <- {given!r}"))

    def told(self) -> dict[str, Any]:
        """Return the count as JSON holds it, with the most memory this process came to hold."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return {"reader": self.reader, "outcomes": dict(self.outcomes), "examples": self.examples,
                "slowest": round(self.slowest, 3), "peak": peak}  # fmt: skip


def plain(text: str) -> str:
    """Return a text that a page can hold: short, of printable signs."""
    shown = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)
    return shown if len(shown) <= 2 * TOLD else f"{shown[:TOLD]} ... {shown[-TOLD:]}"


def sentence(text: str) -> None:
    """Refuse what is no sentence for a user: empty, endless, a traceback, signs that nobody sees, no way out."""
    hidden = [sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") and sign != "\n"]
    problems = {
        "an empty sentence": not text.strip(), "a sentence without end": len(text) > LONGEST,
        "a traceback in a sentence": "Traceback" in text or 'File "' in text,
        f"hidden signs in a sentence: {hidden[:3]!r}": bool(hidden),
        "a sentence without a way out": not any(sign in text for sign in REMEDY),
    }  # fmt: skip
    for problem, holds in problems.items():
        if holds:
            raise Broke(f"{problem}: {text[:TOLD]!r}")


def tried(tally: Tally, read: Callable[[Any], str], given: Any, seconds: float = SECONDS, timers: bool = True) -> str:
    """Let a reader read one input, and count what became of it; return the outcome."""
    began = time.process_time()
    for number, kind, limit in TIMERS if timers else ():
        signal.signal(number, _hang)
        signal.setitimer(kind, seconds * limit)
    outcome = "broke"
    try:
        outcome = read(given)
    except CivcasError as refusal:
        outcome = _refused(tally, str(refusal), given)
    except Broke as problem:
        tally.fail(str(problem), given)
    except Hung:
        tally.fail(f"took more than {seconds:g} s", given)
    except Exception as fault:  # what else is raised is what is looked for
        at = traceback.extract_tb(fault.__traceback__)[-1]
        tally.fail(f"{type(fault).__name__}: {str(fault)[:TOLD]} ({Path(at.filename).name}:{at.lineno})", given)
    finally:
        for _, kind, _ in TIMERS if timers else ():
            signal.setitimer(kind, 0)
    tally.slowest = max(tally.slowest, time.process_time() - began)
    if outcome != "broke":
        tally.outcomes[outcome] += 1
    return outcome


def _refused(tally: Tally, said: str, given: object) -> str:
    """Return that an input was refused, if its sentence is one."""
    try:
        sentence(said)
    except Broke as problem:
        tally.fail(str(problem), given)
        return "broke"
    return "refused"


def _hang(number: int, frame: FrameType | None) -> None:
    """End an input that takes too long."""
    raise Hung


def limit_memory(most: int = 2 * MEMORY) -> None:
    """Let this process reserve no more than this; what it holds is measured, and may be half of it."""
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def write(tally: Tally, place: Path) -> None:
    """Keep a count where the process that waits for it reads it."""
    place.write_text(json.dumps(tally.told()), encoding="utf-8")
