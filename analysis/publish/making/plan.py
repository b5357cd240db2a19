"""``reports.toml``: every report, one by one, with lists of parameters spread into one report each."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from shlex import quote
from string import Formatter
from typing import Any

from analysis import language
from analysis.errors import ParameterError, ReportError, suggestion
from analysis.outside import seen, short, unseen
from analysis.paths import Project
from analysis.whole import write_whole

KEYS = ("id", "notebook", "title", "parameters", "languages")
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*", re.ASCII)
NOTEBOOK = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
RESERVED = ("events", "logs", "pdf", "publishers", "values")
LONGEST = 100  # letters of an id and of a notebook's name: both name files, with endings of their own
LONGEST_TITLE = 300
GREATEST = 2**63  # as large as a whole number can be in a table
MOST = 16 * 2**20  # bytes of a catalogue


@dataclass(frozen=True)
class Plan:
    """One report to make."""

    id: str
    notebook: str
    title: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)  # the same in other languages: code to id

    @property
    def command(self) -> str:
        """The command that makes this report again."""
        asked = " ".join(f"-p {quote(f'{name}={value}')}" for name, value in self.overrides.items())
        return f"civcas report {self.id.partition('--')[0]} {asked}".strip()


def read_catalogue(project: Project) -> list[Plan]:
    """Return every report of the catalogue, in its order.

    Raises
    ------
    ReportError
        When the file is not TOML, an entry lacks a key or has one too many, lists differ in length, an id repeats
        or cannot be a folder, or there is no report at all.
    """
    plans = _listed(project)
    if not plans:
        raise ReportError("reports.toml lists no report: add one with `civcas new-report`")
    return plans


def _listed(project: Project) -> list[Plan]:
    """Return every report of the catalogue, which may be none."""
    listed = _parsed(project.catalogue.read_bytes())
    for key in listed.keys() - {"report"}:
        raise ReportError(f"reports.toml: unknown key {short(key)}: every report is a table headed [[report]]")
    entries = listed.get("report", [])
    if not isinstance(entries, list):
        raise ReportError("reports.toml: report is no table: head each report with [[report]]")
    plans = [plan for number, entry in enumerate(entries, 1) for plan in _spread(number, entry)]
    _refuse_twice(plans)
    return plans


def _parsed(content: bytes) -> dict[str, Any]:
    """Return what a catalogue says, or refuse one that is no TOML."""
    if len(content) > MOST:
        raise ReportError(f"reports.toml has {len(content):,} bytes, more than {MOST:,}: is it the right file?")
    try:
        return tomllib.loads(content.decode("utf-8"))
    except ValueError as problem:  # of TOML, of UTF-8, of a number with thousands of digits
        raise ReportError(f"reports.toml cannot be read: {seen(str(problem))}; correct it there") from None
    except RecursionError:
        raise ReportError("reports.toml cannot be read: it is nested too deeply; correct it there") from None


def choose(plans: list[Plan], ids: list[str]) -> list[Plan]:
    """Return the plans with the given ids, in the catalogue's order; all of them when none is given.

    Raises
    ------
    ReportError
        When an id is unknown; the nearest is named.
    """
    known = {plan.id for plan in plans}
    for wanted in ids:
        if wanted not in known:
            raise ReportError(f"no report {short(wanted)} in reports.toml. {suggestion(wanted[:LONGEST], known)}")
    return [plan for plan in plans if not ids or plan.id in ids]


def one_off(plan: Plan, overrides: Mapping[str, str]) -> Plan:
    """Return a plan with parameters overridden, under an id of its own, so that the saved report stays.

    >>> one_off(Plan("a", "n", "A", {"as_of": "2017-03-25"}), {"as_of": "2017-04-01"}).id
    'a--as_of-2017-04-01'
    """
    if not overrides:
        return plan
    tail = "--".join(f"{name}-{_slug(value)}" for name, value in sorted(overrides.items()))
    identity = f"{plan.id}--{tail}"
    if len(identity) > LONGEST or any(_slug(value) != value for value in overrides.values()):
        identity = f"{identity[:LONGEST]}-{_mark(overrides)}"
    words = ", ".join(f"{name} = {value}" for name, value in sorted(overrides.items()) if name != "language")
    return replace(
        plan,
        id=identity,
        title=f"{plan.title} ({words})" if words else plan.title,
        parameters={**plan.parameters, **overrides},
        overrides=dict(overrides),
        others={},
    )


def _slug(text: str) -> str:
    """Return text as it can stand in a folder's name."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "empty"


def _mark(overrides: Mapping[str, str]) -> str:
    """Return a short mark that tells overrides apart whose values read the same in a folder's name."""
    return hashlib.sha256(json.dumps(sorted(overrides.items())).encode()).hexdigest()[:8]


def _spread(number: int, entry: Any) -> list[Plan]:
    """Return the reports of one entry: one, or one for each place in its lists."""
    where = f"reports.toml, report {number}"
    if not isinstance(entry, dict):
        raise ReportError(f"{where} is not a table: head it with [[report]]")
    for key in sorted(entry.keys() - set(KEYS)):
        raise ReportError(f"{where}: unknown key {short(key)}. {suggestion(key[:LONGEST], KEYS)}")
    for key in ("id", "notebook", "title"):
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            raise ReportError(f'{where}: {key} is missing or no text: write {key} = "..."')
    if len(entry["notebook"]) > LONGEST or not NOTEBOOK.fullmatch(entry["notebook"]):
        raise ReportError(
            f"{where}: {short(entry['notebook'])} names no notebook: write the name of a file of notebooks/, without "
            "folder and .ipynb"
        )
    parameters = entry.get("parameters", {})
    _refuse_values(where, parameters)
    lists = {name: value for name, value in parameters.items() if isinstance(value, list)}
    spoken = _languages(where, entry.get("languages", []), parameters)
    if not lists:
        return _in_each(_plan(where, entry, parameters), spoken)
    lengths = {name: len(value) for name, value in lists.items()}
    if len(set(lengths.values())) > 1 or 0 in lengths.values():
        told = ", ".join(f"{name} has {length}" for name, length in sorted(lengths.items()))
        raise ReportError(f"{where}: its lists must be equally long and not empty, but {told}")
    spread = (
        _plan(where, entry, parameters | {name: value[place] for name, value in lists.items()})
        for place in range(next(iter(lengths.values())))
    )
    return [each for plan in spread for each in _in_each(plan, spoken)]


def _languages(where: str, given: Any, parameters: Mapping[str, Any]) -> list[str]:
    """Return the languages an entry is made in beside English, or refuse them."""
    if not isinstance(given, list) or len(set(map(str, given))) < len(given):
        raise ReportError(f'{where}: languages is no list of different codes: write languages = ["ar"]')
    if given and "language" in parameters:
        raise ReportError(f"{where}: write the parameter language, or the list languages, not both")
    try:
        codes = [language.known(str(code)) for code in given]
    except ParameterError as problem:
        raise ReportError(f"{where}: {problem}") from None
    if language.ENGLISH in codes:
        raise ReportError(f"{where}: languages names those beside English: leave out {language.ENGLISH!r}")
    return codes


def _in_each(plan: Plan, spoken: list[str]) -> list[Plan]:
    """Return a report in English and in each further language, each knowing the others."""
    ids = {language.ENGLISH: plan.id} | {code: f"{plan.id}-{code.lower().replace('_', '-')}" for code in spoken}
    if len(ids) == 1:
        return [plan]
    return [
        replace(
            plan, id=identity, title=language.title(plan.title, code),
            others={key: other for key, other in ids.items() if key != code},
            parameters=plan.parameters if code == language.ENGLISH else {**plan.parameters, "language": code},
        )
        for code, identity in ids.items()
    ]  # fmt: skip


def _refuse_values(where: str, parameters: Any) -> None:
    """Refuse parameters that are no table of texts, numbers and dates, or of lists of them."""
    if not isinstance(parameters, dict):
        raise ReportError(f"{where}: parameters is no table: write parameters = {{ name = value }}")
    for name, value in parameters.items():
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, (str, int, float, date)):
                told = f"parameter {short(name)} = {short(each)}"
                raise ReportError(f"{where}: {told} is no text, number or date: write it as text")
            if isinstance(each, int) and abs(each) >= GREATEST:
                raise ReportError(f"{where}: parameter {short(name)} is too large a number: write one below 2**63")


def _plan(where: str, entry: Mapping[str, Any], parameters: Mapping[str, Any]) -> Plan:
    """Return one report with ``{parameter}`` filled into its id and title."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in parameters.items()}
    identity, title = (_filled(where, key, entry[key], plain) for key in ("id", "title"))
    if not SLUG.fullmatch(identity) or "--" in identity:
        raise ReportError(
            f"{where}: the id {short(identity)} becomes a folder: use lower-case letters, digits and single hyphens"
        )
    if len(identity) > LONGEST:
        raise ReportError(f"{where}: the id {short(identity)} becomes a folder: use at most {LONGEST} letters")
    if len(title) > LONGEST_TITLE:
        raise ReportError(f"{where}: its title has {len(title):,} letters: use at most {LONGEST_TITLE}")
    if hidden := unseen(title):
        raise ReportError(f"{where}: its title holds {hidden}, which is not seen: take it out")
    if identity in RESERVED:
        raise ReportError(f"{where}: reports/{identity} is taken by the project itself: choose another id")
    return Plan(identity, entry["notebook"], title, plain)


def _filled(where: str, key: str, text: str, values: Mapping[str, Any]) -> str:
    """Return a text with ``{parameter}`` filled in, and nothing else done that braces can ask for."""
    made = []
    try:
        for plain, name, form, turned in Formatter().parse(text):
            made.append(plain)
            if name is not None:
                if form or turned or name not in values:
                    raise ReportError(f"{where}: {{{seen(name[:LONGEST])}}} in its {key} is no parameter of it")
                made.append(str(values[name]))
    except ValueError:
        raise ReportError(f"{where}: the braces of its {key} do not pair: write {{parameter}}") from None
    return "".join(made)


def _refuse_twice(plans: list[Plan]) -> None:
    """Refuse two reports with one id: the second would replace the first."""
    seen: set[str] = set()
    for plan in plans:
        if plan.id in seen:
            raise ReportError(f"reports.toml: the id {plan.id!r} stands for two reports: rename one")
        seen.add(plan.id)


def add(project: Project, identity: str, notebook: str, title: str, given: Mapping[str, str]) -> None:
    """Append a report to ``reports.toml``, after checking that it could be made.

    Raises
    ------
    ReportError, ParameterError
        When the id is taken or no folder's name, or the notebook refuses its parameters.
    """
    from analysis.publish.making import parameters

    values = parameters.check(project.notebooks / f"{notebook}.ipynb", given)
    entry = {"id": identity, "notebook": notebook, "title": title}
    plans = [*_listed(project), _plan("the new report", entry, {name: values[name] for name in given})]
    _refuse_twice(plans)
    lines = ["", "[[report]]", *(f"{key} = {_quoted(value)}" for key, value in entry.items())]
    if given:
        lines.append(f"parameters = {{ {', '.join(f'{name} = {_quoted(values[name])}' for name in given)} }}")
    before = project.catalogue.read_text(encoding="utf-8")
    before += "" if before.endswith("\n") or not before else "\n"
    write_whole(project.catalogue.resolve(), (before + "\n".join(lines) + "\n").encode("utf-8"), lasting=True)


def _quoted(value: object) -> str:
    """Return a value as TOML; text is written with the escapes that JSON shares with it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
