"""The description of a release for machines: RO-Crate metadata, and a CODECHECK manifest of what is made how."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from analysis.errors import DataError
from analysis.outside import parsed, seen, short
from analysis.publish.provenance import digest

ADDRESSES = {
    "MIT": "https://spdx.org/licenses/MIT",
    "CC-BY-4.0": "https://spdx.org/licenses/CC-BY-4.0",
    "CC0-1.0": "https://spdx.org/licenses/CC0-1.0",
}
LONGEST = 500  # letters of a path in a rule; to match a pattern takes the square of them
LICENCE = "SPDX-License-Identifier"
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]*", re.ASCII)
KINDS = {
    "csv": "text/csv", "html": "text/html", "ipynb": "application/x-ipynb+json", "json": "application/json",
    "md": "text/markdown", "parquet": "application/vnd.apache.parquet", "png": "image/png", "py": "text/x-python",
    "svg": "image/svg+xml", "toml": "application/toml", "xml": "application/xml", "pdf": "application/pdf",
}  # fmt: skip


@dataclass(frozen=True)
class Cited:
    """What CITATION.cff says of the work: title, version, day of release, abstract, words to find it by."""

    title: str
    version: str
    released: str
    abstract: str
    keywords: tuple[str, ...]
    authors: tuple[str, ...]


def cited(content: bytes) -> Cited:
    """Return what CITATION.cff says.

    Raises
    ------
    DataError
        When something that a release needs is missing there.
    """
    import yaml

    try:
        told = yaml.safe_load(content)
    except (yaml.YAMLError, ValueError, RecursionError) as problem:
        said = seen(" ".join(str(problem).split())[:200])
        raise DataError(f"CITATION.cff is no YAML ({said}): correct it before a release") from None
    if not isinstance(told, dict):
        raise DataError("CITATION.cff is no list of keys and values: restore it from version control")
    lacking = [key for key in ("title", "version", "date-released", "abstract", "authors") if not told.get(key)]
    if lacking:
        raise DataError(f"CITATION.cff says nothing of {', '.join(lacking)}: fill it in before a release")
    title, version, released, abstract = (str(told[key]) for key in ("title", "version", "date-released", "abstract"))
    if not VERSION.fullmatch(version):
        raise DataError(f"CITATION.cff: the version {short(version)} names a folder: write one such as 0.1.0")
    words = told.get("keywords") or []
    if not isinstance(words, list):
        raise DataError("CITATION.cff: keywords is no list: write one word to a line, each after a hyphen")
    return Cited(title, version, released, abstract, tuple(map(str, words)), _authors(told["authors"]))


def _authors(told: Any) -> tuple[str, ...]:
    """Return the names of the authors, or refuse what names none."""
    names = []
    for each in told if isinstance(told, list) else [None]:
        said = each if isinstance(each, dict) else {}
        whole = [said.get("name")]
        parts = whole if all(whole) else [said.get(part) for part in ("given-names", "family-names")]
        if not all(parts):
            raise DataError("CITATION.cff: an author has neither a name nor given-names and family-names: fill it in")
        names.append(" ".join(map(str, parts)))
    return tuple(names)


def licence_rules(content: bytes) -> list[dict[str, Any]]:
    """Return the rules of REUSE.toml: which licence stands for which paths.

    Raises
    ------
    DataError
        When the file is no TOML, or a rule names no paths or no licence.

    Examples
    --------
    >>> len(licence_rules(b'[[annotations]]\\npath = "**"\\nSPDX-License-Identifier = "MIT"'))
    1
    """
    try:
        rules = tomllib.loads(content.decode("utf-8")).get("annotations")
    except (ValueError, RecursionError) as problem:
        raise DataError(f"REUSE.toml is no TOML ({seen(str(problem)[:200])}): correct it before a release") from None
    listed: list[Any] = rules if isinstance(rules, list) else [None]
    for rule in listed:
        paths = rule.get("path") if isinstance(rule, dict) else None
        named = [paths] if isinstance(paths, str) else paths
        if not isinstance(rule, dict) or not isinstance(rule.get(LICENCE), str) or not isinstance(named, list):
            raise DataError(f"REUSE.toml: a rule names no path or no {LICENCE}: fill it in before a release")
        if not all(isinstance(path, str) and len(path) <= LONGEST for path in named):
            raise DataError(f"REUSE.toml: a path of a rule is no text of at most {LONGEST} letters: write it in quotes")
    return listed


def licence_of(name: str, rules: list[dict[str, Any]]) -> str:
    """Return the licence of a file by REUSE.toml, in which the last fitting rule stands.

    Examples
    --------
    >>> licence = "SPDX-License-Identifier"
    >>> rules = [{"path": "**", licence: "MIT"}, {"path": ["data/**"], licence: "X"}]
    >>> licence_of("data/raw/events.csv", rules), licence_of("Makefile", rules)
    ('X', 'MIT')
    """
    licence = ""
    for rule in rules:
        paths = [rule["path"]] if isinstance(rule["path"], str) else rule["path"]
        if any(fnmatchcase(name, path.replace("**", "*")) for path in paths):
            licence = rule["SPDX-License-Identifier"]
    return licence


def metadata(files: Mapping[str, bytes], told: Cited) -> bytes:
    """Return ``ro-crate-metadata.json``: every file with its size, hash and licence, every report with its making.

    Parameters
    ----------
    files : mapping of str to bytes
        The files of the release by path.
    told : Cited
        What CITATION.cff says.
    """
    from rocrate.model.contextentity import ContextEntity
    from rocrate.rocrate import ROCrate

    crate = ROCrate(version="1.1")
    crate.name, crate.description, crate.datePublished = told.title, told.abstract.strip(), told.released
    crate.root_dataset["version"] = told.version
    crate.keywords = ", ".join(told.keywords)
    rules = licence_rules(files["REUSE.toml"])
    used = {name: licence_of(name, rules) for name in files}
    for licence in sorted({*used.values()} - {""}):
        crate.add(
            ContextEntity(crate, ADDRESSES.get(licence, f"#{licence}"), {"@type": "CreativeWork", "name": licence})
        )
    crate.license = {"@id": ADDRESSES["CC-BY-4.0"]}
    for number, author in enumerate(told.authors, 1):
        crate.add(ContextEntity(crate, f"#author-{number}", {"@type": "Organization", "name": author}))
    crate.root_dataset["author"] = [{"@id": f"#author-{number}"} for number in range(1, len(told.authors) + 1)]
    for name, content in sorted(files.items()):
        crate.add_file(dest_path=name, properties=_file(name, content, used[name]))
    _making(crate, files)
    return (json.dumps(crate.metadata.generate(), indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _file(name: str, content: bytes, licence: str) -> dict[str, Any]:
    """Return what is said of one file."""
    said: dict[str, Any] = {"name": name, "contentSize": str(len(content)), "sha256": digest(content)}
    kind = KINDS.get(name.rpartition(".")[2])
    if kind:
        said["encodingFormat"] = kind
    if licence:
        said["license"] = {"@id": ADDRESSES.get(licence, f"#{licence}")}
    return said


def records(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """Return the record of every report in a release, by the folder it lies in."""
    ends = "/provenance.json"
    found = {name.removesuffix(ends): parsed(files[name]) for name in sorted(files) if name.endswith(ends)}
    return {folder: told for folder, told in found.items() if "report" in told and f"{folder}/report.html" in files}


def _making(crate: Any, files: Mapping[str, bytes]) -> None:
    """Say of each report which notebook made it, from which parameters."""
    for folder, told in records(files).items():
        values = []
        for name, value in told["parameters"].items():
            key = f"#{told['report']}-{name}"
            crate.add_jsonld({"@id": key, "@type": "PropertyValue", "name": name, "value": value})
            values.append({"@id": key})
        notebook = next(name for name in files if name.endswith(f"/{told['notebook']['name']}"))
        outputs = [f"{folder}/{name}" for name in ("report.html", *told["outputs"]) if f"{folder}/{name}" in files]
        crate.add_jsonld(
            {
                "@id": f"#making-{told['report']}",
                "@type": "CreateAction",
                "name": told["title"],
                "instrument": {"@id": notebook},
                "object": values,
                "result": [{"@id": name} for name in sorted(set(outputs))],
            }
        )


def codecheck(files: Mapping[str, bytes], told: Cited) -> bytes:
    """Return ``codecheck.yml``: the pages a checker should get again, each with the command that makes it."""
    lines = ["---", "version: https://codecheck.org.uk/spec/config/1.0", "paper:", f"  title: {json.dumps(told.title)}"]
    lines += ["  authors:", *(f"    - name: {json.dumps(author)}" for author in told.authors), "manifest:"]
    for folder, record in records(files).items():
        comment = f"{record['title']}. Made by: civcas report {record['report']}"
        lines += [f"  - file: {folder}/report.html", f"    comment: {json.dumps(comment, ensure_ascii=False)}"]
    return ("\n".join(lines) + "\n").encode()
