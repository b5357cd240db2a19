"""Walk through a document: do what its fenced blocks say, in their order, in a throw-away copy of the repository.

What a block is for stands behind its language, where a reader of the rendered page does not see it:

=============================  =====================================================================================
```sh                          each line is a command; it must end with exit code 0, or with N after ``sh exit=N``
```text prints                 each line stands in what the commands just before printed; ``...`` stands for anything
```csv append PATH             the lines are added to the file's end
```po write PATH               the file becomes these lines
```diff PATH                   the lines marked - stand in the file once, together; those marked + replace them
```python cell PATH            a cell is added to the notebook, which is begun where it is missing; so is
                               ``markdown cell PATH``; ``python cell PATH parameters`` gives the cell a tag
```text shown                  only to be looked at
=============================  =====================================================================================

A path that a block needs must stand in the prose before it, for the reader. A block that says none of this is refused.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

HERE = Path(__file__).resolve().parents[1]
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
FENCE = re.compile(r"^```(.*)\n((?:.*\n)*?)^```[ ]*$", re.M)


@dataclass(frozen=True)
class Block:
    """One fenced block: the line it begins on, its language, the words behind it, its lines, the prose before it."""

    line: int
    language: str
    words: tuple[str, ...]
    body: str
    before: str

    @property
    def path(self) -> str:
        """The file that the block is about, which the reader must have been told."""
        named = self.words[0] if self.language == "diff" else self.words[1]
        assert named in self.before, f"line {self.line}: name {named} in the text before the block"
        return named


def blocks(document: str) -> list[Block]:
    """Return the fenced blocks of a document in their order."""
    found = []
    for fence in FENCE.finditer(document):
        language, *words = fence[1].split() or [""]
        before = FENCE.sub("", document[: fence.start()])
        found.append(Block(document[: fence.start()].count("\n") + 1, language, tuple(words), fence[2], before))
    return found


def copy_of_repository(folder: Path) -> Path:
    """Copy what is under version control, as it stands in the working folder, and return where it is."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(listing, cwd=HERE, capture_output=True, text=True)
    if told.returncode:
        pytest.skip("not a checkout: no list of files to copy")
    for name in filter(None, told.stdout.split("\0")):
        if (HERE / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(HERE / name, folder / name)
    return folder


@dataclass
class Walk:
    """A copy of the repository in which documents are followed; `printed` is what the last commands said."""

    root: Path
    printed: str = ""
    done: list[str] = field(default_factory=list)

    def through(self, document: str) -> Walk:
        """Do everything that a document of the copy says."""
        for block in blocks((self.root / document).read_text(encoding="utf-8")):
            try:
                self.step(block)
            except (AssertionError, LookupError, OSError) as problem:
                raise AssertionError(f"{document}, line {block.line}: {problem}") from problem
            self.done.append(f"{document}:{block.line}")
        return self

    def step(self, block: Block) -> None:
        """Do what one block says."""
        kind = block.language if block.language in ("sh", "diff") else " ".join(block.words[:1])
        doing: dict[str, Callable[[Block], None]] = {
            "sh": self._commands, "prints": self._compare, "append": self._append, "write": self._write,
            "diff": self._replace, "cell": self._cell, "shown": lambda block: None,
        }  # fmt: skip
        assert kind in doing, f"says neither what to do with it nor `text shown`: {block.language} {block.words}"
        doing[kind](block)

    def _commands(self, block: Block) -> None:
        expected = int(block.words[0].removeprefix("exit=")) if block.words else 0
        self.printed = ""
        for line in re.sub(r"\\\n\s*", "", block.body).splitlines():
            ended = self.run(line)
            self.printed += ended.stdout
            assert ended.returncode == expected, f"`{line}` ended with {ended.returncode}:\n{ended.stdout}"

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run one line in the copy, with the copy's own package."""
        known = {"PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}", "PYTHONPATH": str(self.root)}
        return subprocess.run(
            ["bash", "-uo", "pipefail", "-c", line], cwd=self.root, env=os.environ | known, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
        )  # fmt: skip

    def _compare(self, block: Block) -> None:
        for line in block.body.splitlines():
            pattern = ".*".join(re.escape(part.strip()) for part in line.split("..."))
            assert re.search(pattern, self.printed), f"{line!r} was not printed, but:\n{self.printed}"

    def _append(self, block: Block) -> None:
        with (self.root / block.path).open("a", encoding="utf-8") as file:
            file.write(block.body)

    def _write(self, block: Block) -> None:
        (self.root / block.path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / block.path).write_text(block.body, encoding="utf-8")

    def _replace(self, block: Block) -> None:
        path = self.root / block.path
        content = path.read_text(encoding="utf-8")
        for old, new in _changes(block.body):
            assert content.count(old) == 1, f"{block.path} holds {old!r} {content.count(old)} times, not once"
            content = content.replace(old, new)
        path.write_text(content, encoding="utf-8")

    def _cell(self, block: Block) -> None:
        path, tags = self.root / block.path, list(block.words[2:])
        known = nbformat.read(path, as_version=4) if path.is_file() else new_notebook(metadata={"kernelspec": KERNEL})
        source = block.body.rstrip("\n")
        made = new_markdown_cell(source) if block.language == "markdown" else new_code_cell(source)
        made["id"] = f"typed-{len(known.cells)}"
        made.metadata.update({"tags": tags} if tags else {})
        known.cells.append(made)
        nbformat.write(known, path)


def _changes(body: str) -> Iterator[tuple[str, str]]:
    """Yield what to look for and what to put there, for each run of - lines and the + lines after it."""
    for found in re.finditer(r"((?:^-.*\n)+)((?:^\+.*\n)*)", body, re.M):
        old, new = ("".join(line[1:] + "\n" for line in part.splitlines()) for part in found.groups())
        yield old, new
