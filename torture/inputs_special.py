"""The hard cases by name, each in a process of its own: `python -m torture.inputs_special NAME PLACE`."""

from __future__ import annotations

import gzip
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from torture import inputs_imports as imports
from torture import inputs_pools as pools
from torture import inputs_raw as raws
from torture import inputs_try as trying
from torture import inputs_watch as watch

ROWS = int(os.environ.get("TORTURE_INPUT_ROWS", "1000000"))  # of the paste
LONG = 180.0  # seconds of a processor that a file of a million rows may take
READERS = ("raw tables", "exclusions", "ucdp", "acled", "ibc", "airwars")
IN_ROWS = ("raw tables", "ucdp")  # that the paste is given to: the longest and the shortest way through the readers
CELLS = {
    "NUL": "a\x00b", "a bidirectional control": "\u202eb", "a zero-width space": "a\u200bb", "a lost character": "a\ufffdb",
    "a lone surrogate": "a\ud800b", "year 25": "0025-03-17", "31 February": "2017-02-31", "1e308": "1e308",
    "a negative toll": "-3", "#REF!": "#REF!", "#N/A": "#N/A", "#VALUE!": "#VALUE!", "NaN": "NaN", "inf": "inf",
    "0000-00-00": "0000-00-00", "9999-12-31": "9999-12-31", "full-width digits": "１２", "1,5": "1,5", "1 000": "1 000",
    "a formula": "=1+1", "a day count": "42811.5", "ten thousand digits": "9" * 10_000, "ten million letters": "x" * 10**7,
}  # fmt: skip
# column of dates and of a toll, for each reader
PLACES = {"raw tables": (3, 7), "ucdp": (1, 11), "acled": (1, 14), "ibc": (1, 7), "airwars": (2, 11)}


def base(name: str) -> list[list[str]]:
    """Return the true table of a reader."""
    own = {"raw tables": raws.EVENTS, "exclusions": raws.HAND["exclusions"]}
    return [list(row) for row in own.get(name) or imports.base(name)]


def bombs() -> Iterator[tuple[str, str, bytes]]:
    """Yield name, reader and bytes of files that become a thousand times larger where they are unpacked or padded."""
    zeros = bytes(2**28)
    packed = {"zip bomb": pools.zipped(zeros), "gzip bomb": gzip.compress(zeros, mtime=0)}
    for reader in READERS:
        table = base(reader)
        true = raws.as_csv(table)
        yield from ((name, reader, content) for name, content in packed.items())
        yield "row of millions of commas", reader, true + (b"," * 5_000_000 + b"\n") + true.split(b"\n", 1)[1] * 500
        yield "header of millions of commas", reader, b"," * 2_000_000 + b"\n" + true
        yield "millions of quotes", reader, true + b'"' * 4_000_001
        yield "millions of line ends", reader, true + b"\n" * 8_000_000
        yield "a cell of ten megabytes", reader, true + b"x" * 10**7 + b"\n"


def cells() -> Iterator[tuple[str, str, bytes]]:
    """Yield name, reader and bytes of files with one cell that nobody may take for a date or a toll."""
    for reader, columns in PLACES.items():
        for name, text in CELLS.items():
            for column in columns:
                table = base(reader)
                table[1][column] = text
                content = "\n".join(",".join(f'"{cell}"' for cell in row) for row in table) + "\n"
                yield name, reader, content.replace('"two"', '""two""').encode("utf-8", "surrogatepass")


def pastes() -> Iterator[tuple[str, str, bytes]]:
    """Yield name, reader and bytes of files of a million rows: all of them wrong, or every one with its own key."""
    for reader in IN_ROWS:
        table = base(reader)
        head, row = raws.as_csv(table[:1]), raws.as_csv([["KEY", *table[1][1:]]])
        for name, start in (("a million sound rows", "1"), ("a million wrong rows", "")):
            body = b"".join(row.replace(b"KEY", f"{start}{number:07d}".encode() if start else b"", 1)
                            for number in range(ROWS))  # fmt: skip
            yield f"{name}", reader, head + body


CASES: dict[str, Callable[[], Iterator[tuple[str, str, bytes]]]] = {"bombs": bombs, "cells": cells, "pastes": pastes}


def spoilt(reader: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return a reader that must not accept what it is given."""

    def read(content: Any) -> str:
        outcome = reader(content)
        if outcome == "accepted":
            raise watch.Broke("is accepted as it stands")
        return outcome

    return read


def run(case: str) -> watch.Tally:
    """Return what became of one family of hard cases."""
    tally, readers = watch.Tally(case), {name: trying.READERS[name]() for name in READERS}
    for name in READERS:
        readers[name].first and readers[name].read(readers[name].first)
    for name, reader, content in CASES[case]():
        read = readers[reader].read
        if case == "cells" or case == "bombs" and name != "millions of line ends":
            read = spoilt(read)
        before = len(tally.examples)
        if case == "pastes":
            read = _without_judge(reader)
        watch.tried(tally, read, content, LONG if case == "pastes" else watch.SECONDS)
        tally.examples[before:] = [f"{name}, {reader}: {told}" for told in tally.examples[before:]]
    return tally


def _without_judge(reader: str) -> Callable[[Any], str]:
    """Return the reading of a very large file alone: the judge's own rows would not fit beside it."""

    def read_raw(content: bytes) -> str:
        made = raws.RawTable()
        (made.project.raw / "events.csv").write_bytes(content)
        (made.project.raw / raws.raw.CARD).write_text(json.dumps(raws.tiny_card(content)), encoding="utf-8")
        found = raws.verify.verify(made.project)["events.csv"]
        wrong = content.count(b"\n,") > 1
        if bool(found) != wrong:
            raise watch.Broke(f"{len(found)} findings")
        if not wrong and len(raws.raw.read_typed("events", made.project)) != ROWS:
            raise watch.Broke("rows are lost")
        return "listed" if found else "accepted"

    def read_export(content: bytes) -> str:
        place = Path(tempfile.mkdtemp()) / "export.csv"
        place.write_bytes(content)
        sheet, columns = imports.columns_of(reader)
        made = imports.formats.FORMATS[reader].convert({sheet: imports.reading.read(place, columns)}, imports.context())
        counts = made.sifted[0].counts
        if (
            counts["in"] != ROWS
            or counts["accepted"] not in (0, ROWS)
            or counts["accepted"] + counts["rejected"] != ROWS
        ):
            raise watch.Broke(f"counted {counts}")
        return "listed" if counts["rejected"] else "accepted"

    return read_raw if reader == "raw tables" else read_export


def main() -> int:
    """Try one family of cases, write its count, return 0."""
    case, place = sys.argv[1], Path(sys.argv[2])
    watch.limit_memory(3 * watch.MEMORY)
    if trying.SHM.is_dir():
        tempfile.tempdir = tempfile.mkdtemp(prefix="inputs-", dir=trying.SHM)
    watch.write(run(case), place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
