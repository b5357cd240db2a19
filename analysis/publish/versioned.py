"""Asking git about a project: what it may be told by the project's own settings is not done.

A folder that somebody hands over brings its own ``.git/config``, which can name programs that git then runs: a watcher
of files, hooks, filters of what is shown, a reader of signatures, a way to fetch what is missing.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

STILL = {
    "core.fsmonitor": "false", "core.hooksPath": os.devnull, "log.showSignature": "false", "core.pager": "cat",
}  # fmt: skip
ALONE = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_OPTIONAL_LOCKS": "0"}
SHOWING = ("log", "show")  # these would run what an attribute names to show a file


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Return what git says, asked in a folder.

    Raises
    ------
    FileNotFoundError
        When git is not installed.
    """
    still = [word for name, value in STILL.items() for word in ("-c", f"{name}={value}")]
    plain = ["--no-textconv", "--no-ext-diff"] if words[0] in SHOWING else []
    return subprocess.run(
        ["git", *still, words[0], *plain, *words[1:]], cwd=folder, env={**os.environ, **ALONE}, capture_output=True,
        text=True, encoding="utf-8",
    )  # fmt: skip
