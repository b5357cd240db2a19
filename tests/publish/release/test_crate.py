from __future__ import annotations

import hashlib
import json
import tomllib

import pytest
import yaml

from analysis.errors import DataError
from analysis.publish.release import crate


def test_the_crate_names_every_file_with_its_hash_and_licence_and_the_release(files: dict[str, bytes]) -> None:
    told = crate.cited(files["CITATION.cff"])
    graph = {each["@id"]: each for each in json.loads(crate.metadata(files, told))["@graph"]}
    root = graph["./"]
    assert (root["name"], root["version"], root["datePublished"]) == (told.title, told.version, told.released)
    assert {part["@id"] for part in root["hasPart"]} == set(files)
    for name, content in files.items():
        assert graph[name]["sha256"] == hashlib.sha256(content).hexdigest()
        assert graph[name]["license"]["@id"] in graph, "a licence is described in the crate"
    assert graph["Makefile"]["license"]["@id"].endswith("MIT")
    for name in ("data/raw/events.csv", "reports/shown/report.html"):
        assert graph[name]["license"]["@id"].endswith("CC-BY-4.0")


def test_the_crate_says_which_notebook_made_a_report_from_what(files: dict[str, bytes]) -> None:
    graph = {
        each["@id"]: each for each in json.loads(crate.metadata(files, crate.cited(files["CITATION.cff"])))["@graph"]
    }
    making = graph["#making-shown"]
    assert (making["@type"], making["instrument"]) == ("CreateAction", {"@id": "notebooks/10-shown.ipynb"})
    assert [(graph[each["@id"]]["name"], graph[each["@id"]]["value"]) for each in making["object"]] == [
        ("place", "Mosul"), ("as_of", "2017-03-25"),
    ]  # fmt: skip
    assert {each["@id"] for each in making["result"]} == {
        "reports/shown/report.html", "reports/shown/tables/a.csv", "reports/shown/executed.ipynb",
    }  # fmt: skip


def test_the_manifest_for_a_checker_lists_every_report_with_its_command(files: dict[str, bytes]) -> None:
    told = yaml.safe_load(crate.codecheck(files, crate.cited(files["CITATION.cff"])))
    assert told["manifest"] == [{"file": "reports/shown/report.html", "comment": "Shown. Made by: civcas report shown"}]
    assert told["version"].startswith("https://codecheck.org.uk/spec/config/") and told["paper"]["authors"]


def test_a_citation_that_lacks_something_is_refused_by_name() -> None:
    with pytest.raises(DataError, match="says nothing of version, date-released"):
        crate.cited(b"title: t\nabstract: a\nauthors: [{name: x}]\n")


def test_licences_follow_the_rules_of_the_repository(files: dict[str, bytes]) -> None:
    rules = tomllib.loads(files["REUSE.toml"].decode())["annotations"]
    expected = {"analysis/toll.py": "MIT", "docs/limits.md": "CC-BY-4.0", "FINDINGS.md": "CC-BY-4.0", "Makefile": "MIT"}
    assert {name: crate.licence_of(name, rules) for name in expected} == expected


CITED = {"title": "T", "version": "0.1.0", "date-released": "2026-01-01", "abstract": "A", "authors": [{"name": "N"}]}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("a: [", "is no YAML"),
        ("[" * 20_000, "is no YAML"),
        ("- a", "no list of keys"),
        ("", "no list of keys"),
        (CITED | {"version": "../../x"}, "names a folder"),
        (CITED | {"authors": "me"}, "an author has neither"),
        (CITED | {"authors": [{"given-names": "A"}]}, "an author has neither"),
        (CITED | {"keywords": 5}, "keywords is no list"),
    ],
    ids=lambda told: str(told)[:30],
)
def test_a_spoilt_citation_is_refused(told: object, words: str) -> None:
    content = told if isinstance(told, str) else yaml.safe_dump(told)
    with pytest.raises(DataError, match="CITATION.cff") as problem:
        crate.cited(content.encode())
    assert words in str(problem.value)


@pytest.mark.parametrize(
    "content", ["x = [", "x = 1", "annotations = 5", "[[annotations]]\npath = 5", "[[annotations]]\npath = [5]\n"
                "SPDX-License-Identifier = 'MIT'", "annotations = [5]",
     "[[annotations]]\npath = '" + "[" * 50_000 + "'\nSPDX-License-Identifier = 'MIT'", "x = " + "[" * 50_000]
)  # fmt: skip
def test_spoilt_rules_of_licences_are_refused(content: str) -> None:
    with pytest.raises(DataError, match="REUSE.toml"):
        crate.licence_rules(content.encode())
