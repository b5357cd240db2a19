"""One reader in a process of its own: `python -m torture.inputs_try READER COUNT PLACE` (started by torture.inputs)."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from torture import inputs_bad as bad
from torture import inputs_imports as imports
from torture import inputs_pools as pools
from torture import inputs_raw as raws
from torture import inputs_watch as watch

SHM = Path("/dev/shm")


class Reader(NamedTuple):
    """A reader and what it is given."""

    read: Callable[[Any], str]
    inputs: st.SearchStrategy[Any]
    first: bytes = b""  # a sound file, which must be accepted


def _cells(kind: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return single cells: of the stock, put together from two, or any text."""
    two = st.builds(lambda one, other, cut: one[: cut % 9] + other, *[st.sampled_from(pools.CELLS)] * 2, bad.PLACE)
    digits = st.text("0123456789٠١٢٣۰۱۲１²-/. ،,٫", max_size=12)
    return st.one_of(st.sampled_from(kind), st.sampled_from(pools.CELLS), two, digits, bad.CELL)


def card_bytes() -> bytes:
    """Return the true card of the tiny project."""
    return json.dumps(raws.tiny_card(raws.as_csv(raws.EVENTS))).encode()


def _import(name: str) -> Callable[[], Reader]:
    """Return how the reader of one format is made."""
    return lambda: Reader(imports.Imported(name), bad.tables(imports.base(name)), raws.as_csv(imports.base(name)))


def _built(folder: str, name: str) -> Callable[[], Reader]:
    """Return how the build with one spoilt table is made."""

    def make() -> Reader:
        built = raws.Built(folder, name)
        return Reader(built, bad.tables(built.base), raws.as_csv(built.base))

    return make


READERS: dict[str, Callable[[], Reader]] = {
    "numbers": lambda: Reader(imports.number, _cells(pools.NUMBERS)),
    "dates": lambda: Reader(imports.day, _cells(pools.DATES)),
    "encodings": lambda: Reader(imports.utf8, st.tuples(
        bad.tables(imports.base("ibc")), st.sampled_from(["", "", "", "utf-8", "cp1256", "latin-1", "UTF-16", "\x00"]))),
    "raw tables": lambda: Reader(raws.RawTable(), bad.tables(raws.EVENTS)),
    "card": lambda: Reader(raws.Card(), bad.cards(raws.tiny_card(raws.as_csv(raws.EVENTS)))),
    "exclusions": lambda: Reader(raws.HandTable("exclusions"), bad.tables(raws.HAND["exclusions"])),
    "places": lambda: Reader(raws.HandTable("places"), bad.tables(raws.HAND["places"])),
    "airwars": _import("airwars"), "ucdp": _import("ucdp"), "acled": _import("acled"), "ibc": _import("ibc"),
    "build of public claims": _built("raw", "public_claims"), "build of incidents": _built("raw", "monitor_incidents"),
    "build of events": _built("raw", "events"), "build of overrides": _built("hand", "overrides"),
    "build of places": _built("hand", "places"),
}  # fmt: skip


def run(name: str, count: int, place: Path | None = None) -> watch.Tally:
    """Return what became of so many invented inputs of one reader; the same ones each time."""
    reader, tally = READERS[name](), watch.Tally(name)

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(reader.inputs)
    def one(made: Any) -> None:
        if place is not None:
            place.with_suffix(".last").write_text(watch.plain(repr(made)), encoding="utf-8")
        watch.tried(tally, reader.read, made)

    reader.first and reader.read(reader.first)  # what is loaded once is not the first input's time
    one()
    return tally


def main() -> int:
    """Try one reader, write its count, return 0."""
    name, count, place = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    watch.limit_memory()
    if SHM.is_dir():
        tempfile.tempdir = tempfile.mkdtemp(prefix="inputs-", dir=SHM)
    watch.write(run(name, count, place), place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
