"""Everything made anew in one setting: a copy of the project in a folder of its own, its tables, reports and site."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from torture.determinism_plan import Setting
from torture.part import HERE

CIVCAS = "from analysis.cli import main; main()"
TODAY = "import datetime; print(datetime.date.today())"
PRINTED = "mosul-coverage"
ONLY = os.environ.get("CIVCAS_REBUILD_ONLY", "").split()  # reports to make; all, and the release, when none is named
HOST, USER = "civcas-host", "civcas-user"  # names that must not show
CLOCK = Path(__file__).with_name("determinism_clock.c")
SECONDS = 1800  # after which a command counts as hung
OLDEST, NEWEST = 400_000_000, 2_000_000_000  # times of change that files are given: 1982 to 2033
BY_DESIGN = ("reports/values/changes.json",)  # says on which day a finding changed


@dataclass
class Rebuilt:
    """What came of one rebuild.

    Parameters
    ----------
    setting : Setting
        What it was made in.
    folder, root : Path
        What is made for this rebuild alone; in it, the project.
    problem : str
        Why it could not be made; empty where it was.
    marks : dict
        The sha256 of every file made, by its path in the project.
    clock : str
        The day that the commands took it for, YYYY-MM-DD.
    """

    setting: Setting
    folder: Path
    root: Path
    problem: str = ""
    marks: dict[str, str] = field(default_factory=dict)
    clock: str = ""


def shim(folder: Path) -> Path | None:
    """Compile the library that makes the clock wrong; none where there is no compiler."""
    made, compiler = folder / "clock.so", shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    words = [compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(CLOCK), "-ldl"]
    return made if subprocess.run(words, capture_output=True).returncode == 0 else None


def names_can_be_lent() -> bool:
    """Return whether a command can be given another host name here."""
    if shutil.which("unshare") is None or shutil.which("hostname") is None:
        return False
    return subprocess.run(["unshare", "--uts", "hostname", HOST], capture_output=True).returncode == 0


@cache
def sources() -> tuple[str, ...]:
    """Return the files under version control."""
    ran = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, text=True, check=True)
    return tuple(name for name in ran.stdout.split("\0") if name and (HERE / name).is_file())


def copied(setting: Setting, root: Path) -> None:
    """Copy the files under version control into a folder, in an order and with times of change of their own."""
    names = list(sources())
    dice = random.Random(setting.number)
    dice.shuffle(names)
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / name, root / name)
        moment = dice.randrange(OLDEST, NEWEST)
        os.utime(root / name, (moment, moment))


def surroundings(setting: Setting, folder: Path, root: Path, library: Path | None) -> dict[str, str]:
    """Return the environment of one setting; makes the folders that it names."""
    kept = ("PATH", "LD_LIBRARY_PATH", "LANG", "XDG_DATA_DIRS", "FONTCONFIG_PATH")
    env = {name: os.environ[name] for name in kept if name in os.environ}
    temporary = folder / (f"tmp-{'x' * 60}" if setting.number % 2 else "tmp")
    temporary.mkdir()
    env |= {
        "TZ": setting.zone, "LC_ALL": setting.locale, "PYTHONHASHSEED": setting.seed, "TMPDIR": str(temporary),
        "PYTHONPATH": str(root), "USER": USER, "LOGNAME": USER, "USERNAME": USER, "HOSTNAME": HOST,
    }  # fmt: skip
    if setting.optimize:
        env["PYTHONOPTIMIZE"] = setting.optimize
    if setting.home != "none":
        home = folder / setting.home
        home.mkdir()
        env["HOME"] = str(home)
    if library:
        env |= {"LD_PRELOAD": str(library), "CIVCAS_CLOCK": str(setting.clock)}
    return env


def commands(setting: Setting) -> list[list[str]]:
    """Return the commands that make everything in one setting."""
    report = ["report", "--keep-going", "--workers", str(setting.workers), *(["--cold"] if setting.cold else [])]
    told = [["build"], [*report, *ONLY]]
    told += [["pdf", PRINTED]] if setting.printed else []
    return told + ([["release"]] if setting.packed and not ONLY else [])


def rebuilt(setting: Setting, folder: Path, python: Path, library: Path | None, lent: bool) -> Rebuilt:
    """Make everything in one setting and return what came of it.

    Parameters
    ----------
    setting : Setting
        What to make it in.
    folder : Path
        A folder that is there, for nothing else.
    python : Path
        The interpreter.
    library : Path, optional
        From `shim`; the clock is right without it.
    lent : bool
        Whether another host name can be given.
    """
    root = folder / setting.folder
    copied(setting, root)
    env, made = surroundings(setting, folder, root, library), Rebuilt(setting, folder, root)
    host = ["unshare", "--uts", "sh", "-c", 'hostname "$0" && exec "$@"', HOST] if lent else []
    if setting.packed:
        subprocess.run(["git", "init", "-q"], cwd=root, env=env, check=True)
        subprocess.run(["git", "add", "-A"], cwd=root, env=env, check=True)
    made.clock = _ran([str(python), "-c", TODAY], root, env, setting)[1].strip()
    for words in commands(setting):
        code, said = _ran([*host, str(python), "-c", CIVCAS, *words], root, env, setting)
        if code:
            made.problem = f"civcas {words[0]} ended with {code}: {said.strip()[-400:]}"
            break
    made.marks = marks(root)
    return made


def _ran(words: list[str], root: Path, env: dict[str, str], setting: Setting) -> tuple[int, str]:
    """Run one command in a setting; return its exit code and what it said, errors where it failed."""
    try:
        ran = subprocess.run(
            words, cwd=root, env=env, umask=setting.mask, capture_output=True, text=True, encoding="utf-8",
            errors="replace", timeout=SECONDS, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return -1, f"not done after {SECONDS} s"
    return ran.returncode, ran.stderr if ran.returncode else ran.stdout


def files(root: Path) -> list[Path]:
    """Return every file that was made: processed tables, reports and site, the release as a folder and as a zip."""
    found = [path for part in ("data/processed", "reports", "dist") for path in (root / part).rglob("*")]
    return sorted(path for path in found if path.is_file() and path.relative_to(root).as_posix() not in BY_DESIGN)


def marks(root: Path) -> dict[str, str]:
    """Return the sha256 of every file made, by its path in the project."""
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files(root)}


def interpreters(folder: Path, versions: tuple[str, ...]) -> tuple[dict[str, Path], list[str]]:
    """Return an interpreter with the locked environment for each version, and a sentence for each that is not there."""
    found, missing = {}, []
    for version in versions:
        if version == f"{sys.version_info.major}.{sys.version_info.minor}":
            found[version] = Path(sys.executable)
            continue
        bare = _bare(version)
        made = _environment(folder / f"venv-{version}", bare) if bare else None
        if made:
            found[version] = made
        else:
            why = "no environment could be made for it" if bare else "it is not on this machine"
            missing.append(f"Python {version} was not tried: {why}.")
    return found, missing


def _bare(version: str) -> str | None:
    """Return an interpreter of a version: one on the path that starts, or one that pyenv keeps."""
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python3"))
    for name in (shutil.which(f"python{version}"), *map(str, reversed(kept))):
        if name and subprocess.run([name, "-c", ""], capture_output=True).returncode == 0:
            return name
    return None


def _environment(place: Path, bare: str) -> Path | None:
    """Make the locked environment for an interpreter, unless it is there."""
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.is_file() else shutil.which("uv")
    if uv is None:
        return None
    env = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(place), "VIRTUAL_ENV": ""}
    words = [uv, "sync", "--frozen", "--no-dev", "-q", "--python", bare]
    ran = subprocess.run(words, cwd=HERE, env=env, capture_output=True, text=True)
    if ran.returncode:
        print(ran.stderr[-500:], file=sys.stderr)
        return None
    return place / "bin" / "python"
