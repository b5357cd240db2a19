"""What a reader is told beside the table: what was varied, and in what versions of Python differ."""

from __future__ import annotations

from collections.abc import Iterable

from torture import determinism_compare as compare
from torture import determinism_plan as plan
from torture.determinism_rebuild import BY_DESIGN, Rebuilt

SHOWN = 5


def varied(wanted: list[plan.Setting]) -> str:
    """Return a note on what was varied, and what was compared."""
    each = {name: _list(getattr(setting, name) for setting in wanted) for name in ("zone", "locale", "seed", "workers")}
    often = {
        name: sum(bool(getattr(setting, name)) for setting in wanted)
        for name in ("cold", "optimize", "printed", "packed")
    }
    masks = _list(f"{setting.mask:03o}" for setting in wanted)
    days = _list(f"{setting.clock // plan.DAY:+d}" for setting in wanted)
    return (
        f"Varied together, each in steps of its own: TZ ({each['zone']}); LC_ALL ({each['locale']}); PYTHONHASHSEED "
        f"({each['seed']}); umask ({masks}); workers ({each['workers']}); the clock, wrong by days ({days}); folders "
        "with spaces, quotes, letters of other scripts, hidden, deep and long; a home folder of its own, one with "
        "spaces, none; the order in which files are created and their times of change. "
        f"{often['cold']} rebuilt with --cold, {often['optimize']} with PYTHONOPTIMIZE=1; {often['printed']} printed a "
        f"PDF, {often['packed']} packed a release. Compared is every file of data/processed, reports and the release "
        f"but {', '.join(BY_DESIGN)}, which holds the day of a run by design. Permissions follow the umask and are not "
        "compared."
    )


def between(base: Rebuilt, other: Rebuilt) -> str:
    """Return a note on what differs between the first rebuilds of two versions of Python."""
    one, two = (compare.versions(made.root) for made in (base, other))
    told = compare.between(base, other)
    number = {name: len(names) for name, names in told.items()}
    libraries = _list(f"{name} {one[name]} and {two.get(name)}" for name in one if one[name] != two.get(name))
    same = len(base.marks) - sum(number.values())
    lines = [
        f"**Python {one['python']} and {two['python']}.** {same:,} files are the same bytes. {number['versions']:,} "
        "differ in nothing but the versions they record and the hashes that follow from them "
        f"({compare.kinds(told['versions'])}): {libraries}. The lock gives newer Pythons newer versions of these."
    ]
    for kind, words in (("digits", "in the last digits of unrounded floats"), ("packed", "for they hold such files")):
        if told[kind]:
            lines.append(
                f"{number[kind]:,} differ {words} ({compare.kinds(told[kind])}; {_example(base, other, told[kind])})."
            )
    if told["content"]:
        shown = "; ".join(_example(base, other, [name]) for name in told["content"][:SHOWN])
        lines.append(f"{number['content']:,} differ in more ({compare.kinds(told['content'])}): {shown}.")
    return " ".join(lines)


def _example(base: Rebuilt, other: Rebuilt, names: list[str]) -> str:
    """Return the first of some files that differ with the first line in which it does."""
    return f"{names[0]}: {compare.first_difference(base.root / names[0], other.root / names[0])}"


def _list(values: Iterable[object]) -> str:
    """Return different values in their order, joined by commas."""
    return ", ".join(dict.fromkeys(map(str, values)))
