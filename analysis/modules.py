"""Which modules of the package a piece of code needs, and whether a change of one can change a result.

Found by reading the files, without importing any: fast enough to ask for hundreds of reports, and the same answer
in a process that has imported everything beforehand.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

IMPORT = re.compile(
    r"(?:^|;)[ \t]*(?:from[ \t]+(analysis[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n;]*)|import[ \t]+([^\n;#]*))", re.M
)
# Spelt in parts, so that this module is not taken for one that reads them.
READS_DOCSTRINGS = re.compile(r"__" + r"doc__|\bget" + r"doc\b")
GONE = b"no file"  # stands for a module that is not there: no code, so unlike every module that is
DIGITS = 16  # of a sha256: enough to tell versions of one file apart, short enough for a record of many


def short_hash(content: bytes) -> str:
    """Return the first digits of the sha256 of some bytes.

    >>> short_hash(b"")
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(content).hexdigest()[:DIGITS]


class Package:
    """The modules of the package as they are on disk now, each file read once.

    Parameters
    ----------
    folder : Path, optional
        The package's folder; default: this one.

    Examples
    --------
    >>> Package().closure(["analysis.errors"])
    ['analysis', 'analysis.errors']
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(__file__).parent
        self._sources: dict[str, bytes] = {}
        self._needs: dict[str, set[str]] = {}

    def imported(self, source: str) -> set[str]:
        """Return the modules of the package that some code imports, their packages included."""
        found: set[str] = set()
        for package, names, plain in IMPORT.findall(source):
            words = re.findall(r"[A-Za-z_]\w*", re.sub(r"#[^\n]*|\bas\s+\w+", "", names))
            named = [package, *(f"{package}.{word}" for word in words)] if package else []
            for name in named or re.findall(r"\banalysis\b[\w.]*", plain):
                found |= self._with_packages(name)
        return found

    def closure(self, start: Iterable[str]) -> list[str]:
        """Return some modules with all they import, directly or not, in alphabetical order."""
        waiting, found = list(start), set()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self._imports_of(name))
        return sorted(found)

    def marks(self, names: Iterable[str]) -> dict[str, str]:
        """Return, for each module, the hash of its file and of what it does, as ``file:meaning``."""
        listed = list(names)
        keep = self.docstrings_are_read(listed)
        return {name: f"{short_hash(self._read(name))}:{_meaning(self._read(name), keep)}" for name in listed}

    def files(self, names: Iterable[str]) -> list[str]:
        """Return the hash of each module's file, comments and layout included: less exact than `marks`, and quicker."""
        return [short_hash(self._read(name)) for name in names]

    def exists(self, name: str) -> bool:
        """Return whether a module is a file of the package."""
        return self._path(name).is_file()

    def changed(self, marks: dict[str, str]) -> list[str]:
        """Return the names of modules that do something else than when they were marked, or are gone."""
        other = [name for name, mark in marks.items() if mark.partition(":")[0] != short_hash(self._read(name))]
        keep = self.docstrings_are_read(marks) if other else False
        return [name for name in other if marks[name].partition(":")[2] != _meaning(self._read(name), keep)]

    def docstrings_are_read(self, names: Iterable[str]) -> bool:
        """Return whether one of the modules looks at docstrings: only then can a docstring change a result."""
        return any(READS_DOCSTRINGS.search(self._read(name).decode("utf-8")) for name in names)

    def _with_packages(self, dotted: str) -> set[str]:
        """Return a module and the packages around it, as far as they are files."""
        parts = dotted.split(".")
        names = {".".join(parts[:length]) for length in range(1, len(parts) + 1)}
        return {name for name in names if self._path(name).is_file()}

    def _imports_of(self, name: str) -> set[str]:
        """Return what a module imports, each module looked at once."""
        if name not in self._needs:
            self._needs[name] = self.imported(self._read(name).decode("utf-8")) | self._with_packages(name)
        return self._needs[name]

    def _read(self, name: str) -> bytes:
        """Return a module's file, or what stands for one that is gone."""
        if name not in self._sources:
            path = self._path(name)
            self._sources[name] = path.read_bytes() if path.is_file() else GONE
        return self._sources[name]

    def _path(self, name: str) -> Path:
        """Return the file of a module or of a package."""
        place = self.folder.joinpath(*name.split(".")[1:])
        return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


@cache
def _meaning(source: bytes, keep_docstrings: bool) -> str:
    """Return a hash of what code does: comments, layout and, unless they are kept, docstrings left out.

    >>> _meaning(b'def f():  # why\\n    "What."\\n    return 1', False) == _meaning(b"def f(): return 1", False)
    True
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return short_hash(source)
    if not keep_docstrings:
        for node in ast.walk(tree):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                node.body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    return short_hash(ast.dump(tree).encode())
