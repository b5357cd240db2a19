"""A clock that jumps: to another year before a run, and while one is under way; and files from other years.

Every process of a run is shown another time by a library of a few lines, compiled here, that answers in the system's
place. libfaketime would not do: with it, kernels do not answer even where it shows the right time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from torture.crashes_kill import BELOW, PATIENCE, Known, healed, others, phase
from torture.crashes_site import Place, Workshop, lay, torn

YEAR = 365 * 86_400
JUMPS = (-YEAR, 10 * YEAR)


@dataclass(frozen=True)
class Clock:
    """A wrong clock for a run: how many seconds off it begins, and how many off it goes on."""

    before: int
    after: int

    @property
    def name(self) -> str:
        """The clock in words."""
        years = [f"{off / YEAR:+g} years" if off else "right" for off in (self.before, self.after)]
        return f"a clock that is {years[0]}" if self.before == self.after else f"from {years[0]} to {years[1]} in a run"


CLOCKS = (*(Clock(off, off) for off in JUMPS), *(Clock(0, off) for off in JUMPS), Clock(10 * YEAR, -YEAR))


SOURCE = """
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long off(void) {
    char text[32];
    const char *name = getenv("CIVCAS_CLOCK");
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    long got = file < 0 ? 0 : read(file, text, sizeof text - 1);
    if (file >= 0) close(file);
    if (got <= 0) return 0;
    text[got] = 0;
    return atol(text);
}

int clock_gettime(clockid_t clock, struct timespec *told) {
    int failed = syscall(SYS_clock_gettime, clock, told);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) told->tv_sec += off();
    return failed;
}

int gettimeofday(struct timeval *told, void *zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) { told->tv_sec = now.tv_sec; told->tv_usec = now.tv_nsec / 1000; }
    return 0;
}

time_t time(time_t *told) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) *told = now.tv_sec;
    return now.tv_sec;
}
"""


def library(folder: Path) -> Path:
    """Compile the library that shows a program another time, by as many seconds as a file says, and return it."""
    made = folder / "clock.so"
    if not made.is_file():
        words = ["cc", "-shared", "-fPIC", "-O1", "-x", "c", "-o", str(made), "-"]
        subprocess.run(words, input=SOURCE, text=True, check=True)
    return made


def jumped(made: Workshop, folder: Path, known: Known, clock: Clock) -> list[str]:
    """Run with a wrong clock that may jump in the middle, and return what is wrong then and after the next run."""
    place, mark = lay(made.place("stale"), folder), f"{os.getpid()}-clock"
    told = place.folder / "clock"
    told.write_text(_offset(clock.before), encoding="utf-8")
    wrapped = ("env", f"LD_PRELOAD={library(made.folder)}", f"CIVCAS_CLOCK={told}")
    run = place.start("report", "--keep-going", mark=mark, before=wrapped)
    while run.poll() is None and phase(place, run.pid, BELOW["kernel"]) != "execution":
        time.sleep(0.002)
    told.write_text(_offset(clock.after), encoding="utf-8")
    code = run.wait(PATIENCE)
    told.unlink()
    wrong = [] if not code else [f"it ended with {code}: {place.said()[-300:]}"]
    wrong += [f"a process outlived the run: {pid}" for pid in others(mark)]
    return [f"{clock.name}: {each}" for each in (*wrong, *_made(place, known, mark))]


def _offset(seconds: int) -> str:
    """Return an offset as the library reads it."""
    return f"{seconds}\n"


def _made(place: Place, known: Known, mark: str) -> list[str]:
    """Return what differs from a run with a right clock, and whether the next run makes anything again."""
    first = [*torn(place, known.old, known.new)]
    again = place.civcas("report", "--keep-going", mark=mark)
    if "3 fresh" not in again.stdout:
        first.append(f"the next run did not find all fresh: {again.stdout[-200:]} {again.stderr[-200:]}")
    return [*first, *healed(place, known, mark)]


def dated(made: Workshop, folder: Path, known: Known, years: int) -> list[str]:
    """Give every file a day of another year; all must be as fresh as before, and the stale as stale."""
    place, mark = lay(made.place("b"), folder), f"{os.getpid()}-dated"
    when = time.time() + years * YEAR
    for root, folders, names in os.walk(place.folder):
        for name in (*folders, *names):
            os.utime(os.path.join(root, name), (when, when), follow_symlinks=False)  # noqa: PTH118
    wrong = _made(place, known, mark)
    return [f"files of {years:+d} years: {each}" for each in wrong]


def possible() -> str:
    """Return why no clock can be made to jump here; empty where one can."""
    return "" if shutil.which("cc") and shutil.which("env") else "there is no C compiler (Debian: apt-get install gcc)"
