"""Twenty surroundings to rebuild everything in: each differs from the last in all that must not show."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

ZONES = ("UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati", "Asia/Baghdad")
SEEDS = ("0", "1", "random", "4294967295")
MASKS = (0o022, 0o077, 0o002)
FOLDERS = (
    "project",
    "a folder with  spaces",
    "مشروع Ünïcödé 数",
    "deep/deeper/and/deeper/still",
    "quote's & $HOME #1 %20 [x]",
    "long-" + "name" * 25,
    ".hidden",
)
HOMES = ("own", "none", "a home, with spaces")
DAY = 86_400
CLOCKS = (0, 400 * DAY + 20_000, -20 * 365 * DAY, 13 * 365 * DAY + 50_000)  # seconds by which the clock is wrong
VERSIONS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True)
class Setting:
    """What one rebuild is made in.

    Parameters
    ----------
    number : int
        Also the seed of the order in which files are created and of their times of change.
    python : str
        Version, such as ``3.12``.
    zone, locale, seed, folder, home : str
        ``TZ``; ``LC_ALL``; ``PYTHONHASHSEED``; name of the project's folder; which home folder there is.
    mask : int
        The umask.
    workers : int
        Reports made at once.
    clock : int
        Seconds that the system's clock is ahead.
    cold : bool
        Whether every notebook starts in a new interpreter.
    optimize : str
        ``PYTHONOPTIMIZE``.
    printed, packed : bool
        Whether a PDF is printed, whether a release is packed.
    """

    number: int
    python: str
    zone: str
    locale: str
    seed: str
    mask: int
    folder: str
    home: str
    workers: int
    clock: int
    cold: bool = False
    optimize: str = ""
    printed: bool = False
    packed: bool = False

    @property
    def words(self) -> str:
        """What is told of it where something differs."""
        return (
            f"{self.number}: Python {self.python}, TZ {self.zone}, LC_ALL {self.locale}, PYTHONHASHSEED {self.seed}, "
            f"umask {self.mask:03o}, folder {self.folder[:20]!r}, home {self.home}, workers {self.workers}, "
            f"clock {self.clock // DAY:+d} days{', cold' * self.cold}{', optimized' * bool(self.optimize)}"
        )


def locales() -> list[str]:
    """Return the locales that are on this machine, C and its kin first, at most six."""
    ran = subprocess.run(["locale", "-a"], capture_output=True, text=True)
    found = ran.stdout.split() if ran.returncode == 0 else []
    return list(dict.fromkeys(["C", *sorted(found, key=lambda name: (name[:1] != "C", name))]))[:6]


def settings(rebuilds: int, versions: Sequence[str], known: Sequence[str]) -> list[Setting]:
    """Return so many settings, the versions of Python in turn and all else in steps that do not keep time with them.

    Parameters
    ----------
    rebuilds : int
        How many.
    versions : sequence of str
        Versions of Python that are there.
    known : sequence of str
        Locales that are there.

    Examples
    --------
    >>> made = settings(20, VERSIONS, ["C", "C.utf8", "POSIX"])
    >>> {len({each.seed for each in made if each.python == version}) for version in VERSIONS}
    {4}
    """
    made = []
    for number in range(rebuilds):
        turn, which = divmod(number, len(versions))  # of one version, and which version
        made.append(
            Setting(
                number, versions[which], ZONES[number % len(ZONES)], known[(turn + number) % len(known)],
                SEEDS[turn % len(SEEDS)], MASKS[turn % len(MASKS)], FOLDERS[number % len(FOLDERS)],
                HOMES[(turn + number) % len(HOMES)], 2 - (turn + turn // 2 + which) % 2,
                CLOCKS[(turn + turn // len(CLOCKS) + which) % len(CLOCKS)], cold=turn == 4 and which == 0,
                optimize="1" if turn == 3 else "", printed=turn in (0, 2, 5), packed=turn in (0, 4),
            )
        )  # fmt: skip
    return made
