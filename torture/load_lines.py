"""What a watched run of very many reports comes to, line by line."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from torture import load_judge, load_watch
from torture.load_watch import Look, Watched
from torture.part import Line

NO_MORE = (
    ("descriptors", "open descriptors of the command and the warm process"),
    ("sockets", "open sockets of both"),
    ("threads", "threads of the whole tree"),
    ("temporary", "files in the temporary folder"),
    ("working", "folders of reports at work"),
)
MEMORY: tuple[tuple[str, Callable[[Look], float]], ...] = (
    ("the whole tree", lambda look: look.tree_mib),
    ("the command itself", lambda look: look.runner_mib),
    ("the warm process, with its share of what forks share", lambda look: look.warm_mib),
)
SHOWN = 3


def made(ran: Watched, total: int, workers: int) -> Line:
    """Return how many reports were made."""
    told: dict[str, Any] = json.loads(ran.said) if ran.said.startswith("{") else {"counts": {}, "reports": []}
    problems = [f"{each['id']}: {each['problem']}" for each in told["reports"] if each["problem"]]
    count = told["counts"].get("made", 0)
    happened = f"{count:,} made in {ran.wall_s / 60:.1f} minutes, {ran.cpu_s:,.0f} s of processor"
    examples = [*problems, ran.errors[-300:]][:SHOWN] if count < total else []
    return Line(f"{total:,} reports in one run, {workers} at a time", total, happened, total - count, examples)


def memory(looks: Sequence[Look], total: int) -> list[Line]:
    """Return what memory did.

    A leak shows both in the last fifth and in the line through all; reports that happen to be great or small at a
    moment show in one of them. What counts is the smaller.
    """
    lines = []
    for name, value in MEMORY:
        ratio, rise = load_judge.ratio(looks, total, value), load_judge.rise(looks, total, value)
        middle = median([value(look) for look in looks if look.done < total] or [0])
        words = (
            f"last fifth over second {ratio:.2f}, the line through all rises by {rise:+.1%}; median {middle:,.0f} MiB"
        )
        lines.append(_line(f"memory of {name}", len(looks), words, load_judge.grows(min(ratio, 1 + rise))))
    return lines


def kernels(looks: Sequence[Look], workers: int) -> Line:
    """Return whether there were ever more kernels than one at work and one that ends for each worker."""
    over = [f"{look.kernels} kernels after {look.done} reports" for look in looks if look.kernels > 2 * workers]
    most = [max((getattr(look, name) for look in looks), default=0) for name in ("kernels", "processes")]
    words = f"at most {most[0]} kernels and {most[1]} processes at a look"
    return Line("kernels and processes", len(looks), words, len(over), over[:SHOWN])


def no_more(looks: Sequence[Look], total: int) -> list[Line]:
    """Return of each thing that can be left open whether there was more of it towards the end."""
    lines = []
    for name, words in NO_MORE:
        second, last = ([getattr(look, name) for look in load_judge.fifth(looks, each, total)] for each in (1, 4))
        ends = [int(median(each)) if each else -1 for each in (second, last)]
        more = int(-1 in ends or ends[1] > ends[0] + load_judge.SPARE)
        lines.append(_line(words, len(looks), f"median {ends[0]} in the second fifth, {ends[1]} in the last", more))
    return lines


def time(looks: Sequence[Look], total: int) -> list[Line]:
    """Return how processor time grows with the number of reports: of everything, and of what lasts as long as the run.

    Whatever grows with the number of reports does so in the command and the warm process, for a report's own processes
    know nothing of the others; and those two feel less of what else is done on the machine.
    """
    lines = []
    for name, used in (
        ("", lambda look: look.cpu_s),
        (" of the command and the warm process", lambda look: look.own_s),
    ):
        each = load_judge.blocks(looks, total, used)
        ratio, told = load_judge.steady(each), ", ".join(f"{1000 * seconds:.0f}" for seconds in each)
        words = f"last fifth over second {ratio:.2f}, power {load_judge.power(each):.2f}; by tenths {told} ms"
        lines.append(_line(f"processor time a report{name}", total, words, load_judge.grows(ratio)))
    return lines


def busy(looks: Sequence[Look], total: int) -> str:
    """Return a note on how busy the machine was, which processor time depends on a little."""
    fifths = [[look.busy for look in load_judge.fifth(looks, number, total)] for number in range(load_judge.FIFTHS)]
    told = ", ".join(f"{median(each):.1f}" if each else "not looked at" for each in fifths)
    return (
        f"The load average of the machine, by fifths of the run: {told}. Processes that wait for one another's "
        "processors and caches take more processor time for the same work: where others were at work, a ratio of times "
        "holds that too."
    )


def left(ran: Watched, folders: Sequence[Path]) -> Line:
    """Return what is still there when a run has ended: processes, sockets, files in folders that should be empty."""
    found = [f"process {pid}" for pid in load_watch.left(ran.marker)]
    found += [f"socket {name}" for folder in folders for name in load_watch.sockets_under(folder)]
    found += [f"{folder.name}/{path.name}" for folder in folders for path in folder.glob("*")]
    words = f"{len(found)} things" if found else "no process, no socket, no file"
    return Line("left behind when the run had ended", 1, words, int(bool(found)), found[:SHOWN])


def figures(ran: Watched, total: int) -> str:
    """Return the figures of a run that no line holds: how memory is counted, the peak, the last moment."""
    end = [look for look in ran.looks if look.done >= total]
    site = max((look.runner_mib for look in end), default=0)
    return (
        f"Memory is PSS: what processes share is counted once. At {len(ran.looks):,} looks the whole tree held at most "
        f"{ran.peak_mib:,.0f} MiB; the command, writing the site after the last report, at most {site:,.0f} MiB. The "
        "first fifth of the run is left out of every comparison: it holds the start. Places, months and events come "
        "round in turn, so that the last reports are no lighter and no heavier than the first."
    )


def _line(tried: str, times: int, words: str, broken: int) -> Line:
    """Return a line whose example, where the promise is broken, is what happened."""
    return Line(tried, times, words, broken, [words] * bool(broken))
