"""Changes of notebooks, tables, cards and releases, each of which must be seen."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from analysis.data import build, manifest, raw, store
from analysis.errors import DataError
from analysis.paths import Project
from analysis.publish.making import vouched
from analysis.publish.making.plan import Plan
from analysis.publish.release import checking, crate, pack, signing
from torture.foreign_plants import copied
from torture.part import HERE

Tried = Iterator[tuple[str, str, list[str], int]]


def changed_notebooks(root: Path, rounds: int) -> Tried:
    """Change each cell of each notebook, in several ways; change prose; lead links outside."""
    project = Project(copied(root))
    missed, false_alarms, times, calm = [], [], 0, 0
    for path in sorted(project.notebooks.glob("*.ipynb")):
        kept = path.read_bytes()
        for name, content in _notebooks(json.loads(kept)):
            path.write_text(json.dumps(content), encoding="utf-8")
            ours, times = not _why(project, path.stem), times + 1
            missed += [f"{path.name}: {name}"] if ours else []
        told = json.loads(kept)
        for cell in told["cells"]:
            cell.update({"source": "other words"} if cell["cell_type"] == "markdown" else {"outputs": []})
        path.write_text(json.dumps(told, indent=3), encoding="utf-8")
        false_alarms += [path.name] if _why(project, path.stem) else []
        calm += 1
        path.unlink()
        path.symlink_to(HERE / "notebooks" / path.name)
        missed += [] if _why(project, path.stem) == vouched.OUTSIDE else [f"{path.name}: a link outside"]
        times += 1
    yield "a cell of code changed by a sign, gone, twice, moved, tagged; a link outside", "foreign", missed, times
    yield "prose, outputs and layout of a notebook changed", "still of the project", false_alarms, calm


def _why(project: Project, name: str) -> str:
    """Return why a notebook is foreign."""
    return vouched.looked_at(project, [Plan("a", name, "")])[0].why


def _notebooks(told: dict) -> Iterator[tuple[str, dict]]:
    """Yield a notebook with each cell of code changed in each way."""
    code = [place for place, cell in enumerate(told["cells"]) if cell["cell_type"] == "code"]
    ways: dict[str, Callable[[list, int], object]] = {
        "a sign more": lambda cells, at: cells[at].update(source="".join(cells[at]["source"]) + " "),
        "a line before": lambda cells, at: cells[at].update(source="1\n" + "".join(cells[at]["source"])),
        "gone": lambda cells, at: cells.pop(at),
        "twice": lambda cells, at: cells.insert(at, json.loads(json.dumps(cells[at]))),
        "first": lambda cells, at: cells.insert(0, cells.pop(at)) if at != code[0] else cells.pop(at),
        "passed over": lambda cells, at: cells[at].update(metadata={"tags": ["skip-execution"]}),
    }
    for at in code:
        for name, change in ways.items():
            copy = json.loads(json.dumps(told))
            change(copy["cells"], at)
            yield f"cell {at}, {name}", copy


def changed_raw(root: Path, rounds: int) -> Tried:
    """Change a sign of each raw table, many times, and build on both paths."""
    project, chance = Project(copied(root)), random.Random(7)
    missed, times = [], 0
    for name, resource in raw.resources(project).items():
        path = project.raw / resource["path"]
        kept = path.read_bytes()
        digits = [at for at, sign in enumerate(kept) if 48 <= sign <= 57]
        for at in chance.choices(digits, k=rounds):
            other = bytes([48 + (kept[at] - 47) % 10])
            path.write_bytes(kept[:at] + other + kept[at + 1 :])
            missed += _taken(lambda name=name: raw.read_typed(name, project), f"{path.name}, byte {at}")
            times += 1
        for content in (kept[:-1], kept + b"\n", kept.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + kept):
            path.write_bytes(content)
            missed += _taken(lambda name=name: raw.read_typed(name, project), f"{path.name}, its ends")
            times += 1
        path.write_bytes(kept[: digits[-1]] + b"0" + kept[digits[-1] + 1 :])
        if path.read_bytes() != kept:
            missed += _taken(lambda: build.build(project), f"build with {path.name} changed")
            times += 1
        path.write_bytes(kept)
    build.build(project)
    yield "a digit, an end of line or the last sign of a raw table changed", "refused by name", missed, times


def changed_processed(root: Path, rounds: int) -> Tried:
    """Change a cell of each processed table, or a byte of its file, after the build."""
    project = Project(copied(root))
    build.build(project)
    missed, times = [], 0
    for path in sorted(project.processed.glob("*.parquet")):
        kept = path.read_bytes()
        frame = pd.read_parquet(path)
        for column in list(frame.columns)[:6]:
            frame.assign(**{str(column): frame[column].to_numpy()[::-1]}).to_parquet(path, index=False)
            if path.read_bytes() == kept or pd.read_parquet(path).equals(frame):
                continue
            missed += [f"{path.name}, {column}: current"] if manifest.is_current(project) else []
            missed += _taken(lambda path=path: store.read_table(path.stem, project=project), f"{path.name}, {column}")
            times += 2
        path.write_bytes(kept[:-20] + bytes([kept[-20] ^ 1]) + kept[-19:])
        missed += [f"{path.name}, a byte: current"] if manifest.is_current(project) else []
        times += 1
        path.write_bytes(kept)
    yield "a processed table changed after the build", "built anew by commands, refused by notebooks", missed, times


def changed_releases(root: Path, rounds: int) -> Tried:
    """Change a figure of a raw table, its card and its checksum in a signed release, and sign it otherwise."""
    key, other = root / "key", root / "other"
    for place in (key, other):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(place)], check=True)
    names = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, text=True, check=True).stdout
    listed = {name: (HERE / name).read_bytes() for name in names.split("\0") if name and (HERE / name).is_file()}
    found = pack.described(listed, crate.cited(listed["CITATION.cff"]))
    found[signing.SIGNATURE] = signing.sign(found[pack.SUMS], key, key.with_suffix(".pub"))
    missed = [] if _wrong(root, found, key) == [] else ["the release as it was signed is not whole"]
    times = 1
    for name in sorted(name for name in listed if name.startswith("data/raw/") and name.endswith(".csv")):
        theirs = _fitted(listed, name)
        cases = {
            "signature kept": {signing.SIGNATURE: found[signing.SIGNATURE]},
            "signature gone": {},
            "signed with another key": {
                signing.SIGNATURE: signing.sign(theirs[pack.SUMS], other, other.with_suffix(".pub"))
            },
        }
        for case, more in cases.items():
            missed += [] if _wrong(root, theirs | more, key) else [f"{name}: {case}"]
            times += 1
    yield "a figure, its card and its checksum changed in a signed release, three ways", "caught", missed, times


def _fitted(listed: dict[str, bytes], name: str) -> dict[str, bytes]:
    """Return a release in which a figure was changed and everything that is not signed fits it."""
    content = listed[name]
    at = max(place for place, sign in enumerate(content) if 48 <= sign <= 57)
    changed = content[:at] + bytes([48 + (content[at] - 47) % 10]) + content[at + 1 :]
    card = listed["data/raw/datapackage.json"].replace(
        raw.digest(content).encode("ascii"), raw.digest(changed).encode("ascii")
    )
    theirs = {**listed, name: changed, "data/raw/datapackage.json": card}
    return pack.described(theirs, crate.cited(listed["CITATION.cff"]))


def _wrong(root: Path, files: dict[str, bytes], key: Path) -> list[str]:
    """Return what the check says of a release, as a zip."""
    place = root / "release.zip"
    place.write_bytes(pack.zipped({name: files[name] for name in files}, (), "civcas"))
    return checking.check(place, key.with_suffix(".pub"))[0]


def _taken(use: Callable[[], object], what: str) -> list[str]:
    """Return what was used although it was changed."""
    try:
        use()
    except DataError:
        return []
    return [f"{what}: used"]
