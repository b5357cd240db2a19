"""Try every part, or those named, and write docs/reliability.md anew; ends with 1 where a promise was broken.

python -m torture             # all of them; hours
python -m torture crashes     # one
python -m torture --page      # only the page, from what is kept in torture/results
"""

from __future__ import annotations

import argparse
import importlib
import sys

from torture import page, part

PARTS = ("inputs", "surroundings", "hostile", "foreign", "crashes", "load", "supply", "determinism")
PAGE = part.HERE / "docs" / "reliability.md"


def main() -> int:
    """Return 1 where a promise was broken, else 0."""
    asked = argparse.ArgumentParser(prog="python -m torture", description=__doc__, allow_abbrev=False)
    asked.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all when none is named")
    asked.add_argument("--page", action="store_true", help="try nothing, write the page from what is kept")
    given = asked.parse_args()
    for name in given.parts:
        if name not in PARTS:
            asked.error(f"no part {name!r}; choose from {', '.join(PARTS)}")
    broken = 0
    for name in () if given.page else given.parts or PARTS:
        print(f"{name}: begun", flush=True)
        found = importlib.import_module(f"torture.{name}").tried()
        part.write(found)
        broken += found.failed
        print(f"{name}: {sum(line.times for line in found.lines):,} tried, {found.failed:,} failed", flush=True)
    PAGE.write_text(page.page(part.read(PARTS)), encoding="utf-8")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
