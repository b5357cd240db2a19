"""Everything that is done for a reader, done in a network namespace without a route, and compared byte for byte."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from torture.foreign_plants import environment, files
from torture.part import HERE

APART = ("unshare", "-n")
KEPT = ("data-quality", "mosul-al-jadida-2017-03-17", "official-record")
COMMANDS = (
    ("build",), ("verify",), ("report", "--all"), ("status",), ("codebook",), ("pdf", KEPT[1]), ("diff",),
    ("release", "--out", "packed"), ("release", "--check", "packed/civcas-0.1.0.zip"),
    ("notebook", "--no-lab", KEPT[0]),
)  # fmt: skip
# Says in a file whenever anything asks for an address or a connection beyond this machine's own sockets.
LISTENER = """
import os, sys
def heard(event, arguments, place={place!r}):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        if not isinstance(arguments[1], tuple):
            return
    elif event == "urllib.Request" and arguments[0].startswith("data:"):
        return  # a picture that stands in the page itself
    elif event not in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
        return
    with open(place, "a") as file:
        file.write(f"{{event}} {{arguments}}\\n")
sys.addaudithook(heard)
"""


def possible() -> str:
    """Return why no network namespace can be made here, empty where one can."""
    try:
        done = subprocess.run([*APART, "true"], capture_output=True, text=True)
    except FileNotFoundError:
        return "unshare is not installed"
    return done.stderr.strip() if done.returncode else ""


def checkout(root: Path) -> Path:
    """Return a checkout of what is under version control here, with a catalogue of few reports."""
    subprocess.run(["git", "clone", "-q", str(HERE), str(root)], check=True)
    text = (root / "reports.toml").read_text(encoding="utf-8")
    head, *entries = text.split("[[report]]")
    few = [entry for entry in entries if any(f'id = "{name}"' in entry for name in KEPT)]
    (root / "reports.toml").write_text("[[report]]".join([head, *few]), encoding="utf-8")
    return root


def made(root: Path, apart: bool, ears: Path) -> tuple[dict[str, bytes], list[str]]:
    """Run every command in a checkout and return every file it then holds, and the commands that failed."""
    ears.mkdir(parents=True)
    listener = LISTENER.format(place=str(ears / "heard"))
    (ears / "sitecustomize.py").write_text(listener, encoding="utf-8")
    civcas = Path(sys.executable).with_name("civcas")
    env = environment(PYTHONPATH=f"{HERE}:{ears}")
    failed = []
    for words in COMMANDS:
        done = subprocess.run(
            [*(APART if apart else ()), sys.executable, str(civcas), *words], cwd=root, env=env, capture_output=True
        )
        if done.returncode not in ((0, 1) if words[0] == "diff" else (0,)):
            failed.append(f"{' '.join(words)}: {done.stderr.decode('utf-8', 'replace')[-300:]}")
    held = {f"{part}/{name}": content for part in PARTS for name, content in files(root / part).items()}
    shutil.rmtree(root)
    return held, failed


PARTS = ("data", "reports", "docs", "packed", "opened")


def heard(ears: Path) -> list[str]:
    """Return what asked for the network."""
    place = ears / "heard"
    return place.read_text(encoding="utf-8").splitlines() if place.is_file() else []
