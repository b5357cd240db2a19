"""One reader fed with bytes that seek new branches: `python -m torture.inputs_cover READER RUNS PLACE`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["analysis"], enable_loader_override=False):
    from torture import inputs_imports as imports
    from torture import inputs_raw as raws
    from torture import inputs_try as trying
    from torture import inputs_watch as watch

KEPT = 50  # inputs after which the count is written anew
SEEDS = {
    "encodings": [raws.as_csv(imports.base("ibc")), "a,b\nمدنيين,1\n".encode("cp1256"), "é,b\n".encode("latin-1")],
    "raw tables": [raws.as_csv(raws.EVENTS)],
    "card": [trying.card_bytes()],
    "exclusions": [raws.as_csv(raws.HAND["exclusions"])],
    "ucdp": [raws.as_csv(imports.base("ucdp"))],
}  # fmt: skip


def main() -> None:
    """Feed a reader until the runs are done; the count is on disk all the while, for libFuzzer ends the process."""
    name, runs, place = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    if trying.SHM.is_dir():
        tempfile.tempdir = tempfile.mkdtemp(prefix="inputs-", dir=trying.SHM)
    reader, tally = trying.READERS[name](), watch.Tally(name)
    corpus = Path(tempfile.mkdtemp())
    for number, seed in enumerate(SEEDS[name]):
        (corpus / str(number)).write_bytes(seed)

    def one(content: bytes) -> None:
        given = (content, "") if name == "encodings" else content
        before = tally.slowest
        watch.tried(tally, reader.read, given, timers=False)  # libFuzzer has its own alarm
        if tally.slowest > max(before, watch.SECONDS):
            tally.fail(f"took more than {watch.SECONDS:g} s", content)
        if tally.times % KEPT == 0 or tally.times >= runs:
            watch.write(tally, place)

    flags = [f"-runs={runs}", "-seed=1", "-max_len=4096", "-rss_limit_mb=2048", "-timeout=60", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *flags, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
