"""Whether a file holds what must not be published: keys, tokens, passwords, addresses of people."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from typing import IO

from torture.part import HERE

LINE = b"\n"
# Spelt so that this file is none of what it looks for.
PATTERNS = {
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE " + rb"KEY-----"),
    "a token": re.compile(
        rb"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,}|"
        rb"pypi-AgEI[\w-]{50,}|npm_[A-Za-z0-9]{36}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|sk-[A-Za-z0-9_-]{32,}|"
        rb"eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,})"
    ),
    "a password": re.compile(
        rb"\b(?:password|passwd|secret|api_?key|access_?token)\b[\"']?\s*[:=]\s*[\"'][^\"'\s{}<>]{6,}[\"']", re.I
    ),
    "a password in an address": re.compile(rb"[a-z]{3,}://[^\s:/@\"'<>]+:[^\s:/@\"'<>]+@"),
    "an address of a person": re.compile(
        rb"(?<![\w.+/-])[\w.+-]+@(?!example\.(?:org|com)\b|\w+\.(?:invalid|test)\b)[A-Za-z0-9-]+\.[A-Za-z]{2,}"
    ),
}
# Stands in an earlier result of this trial, which had found its own example; nobody's address.
MADE_UP = (b"me" + b"@" + b"mail.net",)


def found(content: bytes) -> list[str]:
    """Return what a file holds that it must not, and in which line; not the secret itself, for this is published.

    >>> len(found(b"a.person" + b"@" + b"mail.net")), found(b"you@example.org")
    (1, [])
    """
    if b"\0" in content[:8000]:
        return []
    return [
        f"{what}, line {content.count(LINE, 0, match.start()) + 1}"
        for what, pattern in PATTERNS.items() for match in pattern.finditer(content)
        if match[0] not in MADE_UP
    ]  # fmt: skip


def tracked() -> Iterator[tuple[str, bytes]]:
    """Yield the files under version control."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=HERE, capture_output=True, text=True, check=True)
    for name in filter(None, told.stdout.split("\0")):
        if (HERE / name).is_file():
            yield name, (HERE / name).read_bytes()


def ever() -> Iterator[tuple[str, bytes]]:
    """Yield every content that ever was under version control on the way to here, by its name in git."""
    told = subprocess.run(["git", "rev-list", "--objects", "HEAD"], cwd=HERE, capture_output=True, check=True).stdout
    with tempfile.TemporaryFile() as names:
        names.write(b"\n".join(line.split()[0] for line in told.splitlines()) + b"\n")
        names.seek(0)
        yield from _contents(names)


def _contents(names: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the contents that git knows by some names."""
    with subprocess.Popen(["git", "cat-file", "--batch"], cwd=HERE, stdin=names, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while head := process.stdout.readline():
            name, kind, size = head.split()
            content = process.stdout.read(int(size) + 1)
            if kind == b"blob":
                yield name.decode("ascii"), content
