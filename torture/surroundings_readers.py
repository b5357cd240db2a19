"""The readers that are fuzzed, each with what must hold of whatever it takes."""

from __future__ import annotations

import ast
import json
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from torture import surroundings_mutants as mutants
from torture import surroundings_place as place
from torture.part import HERE

Reader = Callable[
    [bytes], bool
]  # whether it was taken; raises CivcasError where it is refused, AssertionError if untrue


class Readers:
    """The readers, at work in one small project that is built.

    Parameters
    ----------
    root : Path
        The project; its catalogue, a notebook and what is saved of a report are written over again and again.
    """

    def __init__(self, root: Path) -> None:
        from analysis import language
        from analysis.paths import Project

        self.project, self.root = Project(root), root
        self.present: Any = None  # the code of now, looked at once
        self.locale = root / "locale"
        (self.locale / "ar" / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        language.FOLDER = self.locale
        po = (HERE / "analysis" / "locale" / "ar" / "LC_MESSAGES" / "civcas.po").read_bytes()
        self.seeds: dict[str, Any] = {
            "catalogue": (HERE / "reports.toml").read_bytes(),
            "notebook": place.notebook(place.READING),
            "texts": _some(po),
            "papers": (HERE / "CITATION.cff").read_bytes(),
            "licences": (HERE / "REUSE.toml").read_bytes(),
        }
        (self.locale / "ar" / "LC_MESSAGES" / "civcas.po").write_bytes(self.seeds["texts"])
        kept = {"record": "plain/provenance.json", "values": "values/plain.json", "note": "logs/plain.json"}
        self.saved = {name: self.project.reports / path for name, path in kept.items()} | {
            "changes": self.project.changes
        }
        self._keep()

    def _keep(self) -> None:
        """Keep what is saved of a report as it is, to be spoilt."""
        for name in ("record", "values"):
            path = self.saved[name]
            some = HERE / "reports" / "values" / "hawija-2015-06-02.json"
            self.seeds[name] = json.loads((path if path.is_file() else some).read_bytes())
        self.seeds["note"] = {"problem": "x", "cell": 3}
        number = {"rule": "r", "before": ["1"], "after": ["2"], "rows": "its rows are the same"}
        self.seeds["changes"] = [
            {
                "date": "2026-01-01",
                "report": "plain",
                "title": "P",
                "why": ["a"],
                "headline": {"before": "a", "after": "b"},
                "numbers": [number],
                "tables": [number],
            },
        ]
        self.good = {name: path.read_bytes() if path.is_file() else None for name, path in self.saved.items()}

    def names(self) -> dict[str, Reader]:
        """Return every reader by name."""
        files = dict.fromkeys(self.saved, None)
        found: dict[str, Reader] = {
            "catalogue": self.catalogue,
            "notebook": self.notebook,
            "parameters": self.parameters,
            "texts": self.texts,
            "papers": self.papers,
            "licences": self.licences,
        }
        return found | {name: lambda data, name=name: self.report(name, data) for name in files}

    def spoilt(self, name: str, chance: Random) -> bytes:
        """Return an input for a reader."""
        if name == "parameters":
            kind = chance.choice(KINDS)
            return f"{kind}\n".encode() + mutants.text(chance.choice(GOOD), chance)[:3000]
        seed = self.seeds[name]
        return mutants.text(seed, chance) if isinstance(seed, bytes) else mutants.spoilt_json(seed, chance)

    def catalogue(self, data: bytes) -> bool:
        """Read reports.toml; what is taken says what the file says."""
        from analysis import language
        from analysis.publish.making import plan

        language.catalogue.cache_clear()
        (self.locale / "ar" / "LC_MESSAGES" / "civcas.po").write_bytes(self.seeds["texts"])
        self.project.catalogue.write_bytes(data)
        plans = plan.read_catalogue(self.project)
        known = {each.id: each for each in plans}
        for each in plans:
            assert plan.SLUG.fullmatch(each.id) and len(each.id) <= 120 and "--" not in each.id, each.id
            assert not set("/\\\0") & set(each.notebook) and each.notebook[0] != ".", each.notebook
        for entry in tomllib.loads(data.decode())["report"]:
            given = entry.get("parameters", {})
            if "{" in entry["id"] + entry["title"] or any(isinstance(value, list) for value in given.values()):
                continue
            held, braces = known[entry["id"]], "}" in entry["title"]
            plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}
            assert (braces or held.title == entry["title"]) and held.notebook == entry["notebook"]
            assert repr(dict(held.parameters)) == repr(plain)
        return True

    def notebook(self, data: bytes) -> bool:
        """Read what a notebook declares; a default is what the cell sets, and the cell does nothing else."""
        from analysis.publish.making.declared import declared

        path = self.root / "notebooks" / "50-spoilt.ipynb"
        path.write_bytes(data)
        found = declared(path)
        cells = json.loads(data)["cells"]
        [source] = ["".join(each["source"]) for each in cells if "parameters" in each["metadata"].get("tags", [])]
        lines = ast.parse(source).body
        assert all(isinstance(line, ast.Assign) for line in lines)
        sets = {line.targets[0].id: ast.literal_eval(line.value) for line in lines}  # type: ignore[attr-defined]
        assert repr({name: each.default for name, each in found.items()}) == repr(sets)
        return True

    def parameters(self, data: bytes) -> bool:
        """Check one value of one kind; what is taken is what was asked."""
        from analysis.errors import ParameterError
        from analysis.publish.making import parameters

        kind, _, rest = data.partition(b"\n")
        value = rest.decode("utf-8", "surrogateescape")
        name = kind.decode("ascii", "replace")
        values, problems = parameters.fitted({"p": name if name in KINDS else "text"}, {"p": value})
        if problems:
            raise ParameterError("\n".join(problems))
        taken = str(values["p"])
        assert taken.split() == value.split() or (name == "int" and int(taken) == int(value)), (name, taken)
        return True

    def texts(self, data: bytes) -> bool:
        """Read a catalogue of translated texts; what is taken can be said."""
        from analysis import language

        (self.locale / "ar" / "LC_MESSAGES" / "civcas.po").write_bytes(data)
        language.catalogue.cache_clear()
        book = language.catalogue("ar")
        for template in list(book.texts)[:3]:
            book.pieces(template)
        return True

    def papers(self, data: bytes) -> bool:
        """Read CITATION.cff for a release."""
        from analysis.publish.release import crate

        told = crate.cited(data)
        assert told.version and "/" not in told.version and all(isinstance(each, str) for each in told.authors)
        return True

    def licences(self, data: bytes) -> bool:
        """Read REUSE.toml for a release."""
        from analysis.publish.release import crate

        rules = crate.licence_rules(data)
        assert all(isinstance(crate.licence_of(name, rules), str) for name in ("a", "data/raw/events.csv"))
        return True

    def report(self, name: str, data: bytes) -> bool:
        """Read what is saved of a report, as `status`, `diff` and the site do."""
        from analysis.publish import differing, history, provenance
        from analysis.publish.making import plan
        from analysis.publish.status import one_offs, status
        from analysis.publish.website import changes, index

        self.project.catalogue.write_bytes(place.CATALOGUE.encode())
        self.saved[name].parent.mkdir(parents=True, exist_ok=True)
        self.saved[name].write_bytes(data)
        try:
            self.present = self.present or provenance.Present(self.project)
            if name in ("record", "note"):
                plans = plan.read_catalogue(self.project)
                found = [status(self.present, each) for each in plans]
                assert all(each.reasons or each.state == "fresh" for each in found)
                index.sections(index.entries(self.present, plans, one_offs(self.project, plans[1:])))
            if name == "changes":
                changes.changes(self.project)
            if name == "values":
                now = history.state(self.project)
                "\n".join(differing.lines(differing.compare({"plain": self.seeds["values"]}, now)))
        finally:
            if self.good[name] is None:
                self.saved[name].unlink()
            else:
                self.saved[name].write_bytes(self.good[name] or b"")
        return True


def _some(po: bytes) -> bytes:
    """Return a catalogue with its head and some of its entries."""
    entries = po.split(b"\n\n")
    return b"\n\n".join([*entries[:3], *entries[-40:]])


KINDS = ("date", "month", "event", "place", "statements", "study", "rule", "language", "text", "int")
GOOD = [
    b"2017-03-25",
    b"2017-03",
    b"mosul-jadida-2017-03-17",
    b"Mosul",
    b"st-seed-ara-localmedia-230",
    b"",
    b"central",
    b"ar",
    b"what was said",
    b"12",
    b"../../etc/passwd",
    b"$(touch CANARY)",
    "مقتل".encode(),
    b"\xd9\xa1\xd9\xa2",
]
