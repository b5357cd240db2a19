"""What a notebook may be asked: values for its declared parameters, checked before any kernel starts.

A ``study`` names an imported study, or is empty for the project's own tables; events, places and statements are then
those of that study.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import dates
from analysis.data import asof, claims, manifest, store
from analysis.errors import CivcasError, ParameterError, suggestion
from analysis.language import known as known_language
from analysis.methods.link.rules import rule
from analysis.outside import LONGEST_SHOWN, short, unseen
from analysis.paths import Project, find_project
from analysis.publish.making.declared import declared


def check(notebook: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full set of parameters for a run, or refuse it.

    Parameters
    ----------
    notebook : Path
        The notebook to run.
    given : mapping of str to object
        Values from ``reports.toml`` or the command line; text from the command line is fine for every kind.

    Returns
    -------
    dict
        Every declared parameter with its value.

    Raises
    ------
    ParameterError
        Naming every unknown name and every value that does not fit, each with the right choices, or the window
        that holds nothing.
    """
    known = declared(notebook)
    problems = [
        f"{notebook.stem} has no parameter {short(name)}. {suggestion(name[:LONGEST_SHOWN], known)}"
        for name in given
        if name not in known
    ]
    asked = {name: given.get(name, parameter.default) for name, parameter in known.items()}
    values, unfit = fitted({name: parameter.kind for name, parameter in known.items()}, asked, notebook.stem)
    if problems + unfit:
        raise ParameterError("\n".join(problems + unfit))
    return {name: values[name] for name in known}


def fitted(kinds: Mapping[str, str], asked: Mapping[str, Any], where: str = "") -> tuple[dict[str, Any], list[str]]:
    """Return values in the form of their kinds, and a sentence for each that does not fit, or why they select nothing.

    Parameters
    ----------
    kinds : mapping of str to str
        The kind of each parameter.
    asked : mapping of str to object
        Its value.
    where : str
        The notebook, named before each sentence; empty where the reader has it open.
    """
    chosen = {name: kind for name, kind in kinds.items() if kind == "study"}
    values: dict[str, Any] = {}
    problems = _fit(where, chosen, asked, values)
    if len(chosen) == len(values):
        study = next(filter(None, values.values()), "")
        with store.study(study) if study else nullcontext():
            problems += _fit(where, {name: kinds[name] for name in kinds if name not in chosen}, asked, values)
            problems += [] if problems else _empty(where, values)
    return values, problems


def _fit(where: str, kinds: Mapping[str, str], asked: Mapping[str, Any], values: dict[str, Any]) -> list[str]:
    """Put the values of some parameters, in the form of their kinds, into `values`; return what does not fit."""
    problems = []
    for name, kind in kinds.items():
        try:
            values[name] = _fitted(kind, asked[name])
        except CivcasError as problem:
            problems.append(f"{where + ', ' if where else ''}parameter {name}: {problem}")
    return problems


def _empty(where: str, values: Mapping[str, Any]) -> list[str]:
    """Return why the parameters together select nothing, if they do."""
    try:
        _refuse_empty(values)
    except CivcasError as problem:
        return [f"{where + ': ' if where else ''}{problem}"]
    return []


def _fitted(kind: str, value: Any) -> Any:
    """Return a value in the form of its kind, or refuse it."""
    if not isinstance(value, (str, int, float, date)):
        raise ParameterError(f"{short(value)} is not one text or number: write one value")
    text = "" if isinstance(value, int) else str(value)
    most = LONGEST if kind in ("text", "statements") else LONGEST_NAME
    if len(text) > most:
        raise ParameterError(f"it has {len(text):,} letters: write at most {most:,}")
    if hidden := unseen(text):
        raise ParameterError(f"{short(text)} holds {hidden}, which is not seen: take it out")
    return FITTED[kind](value)


def _date(value: Any) -> str:
    text = str(value)
    if len(text) != len("YYYY-MM-DD"):
        raise ParameterError(f"{short(text)} is not a day: write YYYY-MM-DD")
    return str(asof.day(text).date())


def _month(value: Any) -> str:
    text = str(value)
    if len(text) != len("YYYY-MM"):
        raise ParameterError(f"{short(text)} is not a month: write YYYY-MM")
    dates.day_range(text)
    return text


def _event(value: Any) -> str:
    return _one_of(value, "event", store.read_table("events", ["event_id"])["event_id"])


def _place(value: Any) -> str:
    return _one_of(value, "place", store.read_table("places", ["place"])["place"])


def _statements(value: Any) -> str:
    known = set(claims.statements()["statement_id"])
    for name in str(value).split():
        _one_of(name, "statement", known)
    return " ".join(str(value).split())


def _one_of(value: Any, what: str, choices: Any) -> str:
    if value in set(choices):
        return str(value)
    raise ParameterError(f"unknown {what} {short(value)}. {suggestion(str(value)[:LONGEST_SHOWN], set(choices))}")


def _study(value: Any) -> str:
    name = str(value)
    if name:
        _one_of(name, "study", store.studies())
        if not manifest.is_current(Project(find_project().root, name)):
            raise ParameterError(
                f"the study {name!r} is older than its tables or rules: run civcas build --study {name}"
            )
    return name


def _text(value: Any) -> str:
    return str(value)


def _int(value: Any) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS):
        raise ParameterError(
            f"{short(value)} is not a whole number: write 0 or more, without a point or a sign, at most {DIGITS} digits"
        )
    return int(text)


LONGEST = 10_000  # letters of a value; many statements are named in one
LONGEST_NAME = 200  # of one that names a thing
DIGITS = 9
WINDOWS = (("first_month", "last_month"), ("first_start", "first_end"), ("second_start", "second_end"))
FITTED: dict[str, Callable[[Any], Any]] = {
    "date": _date, "month": _month, "event": _event, "place": _place, "statements": _statements, "study": _study,
    "text": _text, "int": _int, "rule": lambda value: rule(str(value)).name,
    "language": lambda value: known_language(str(value)),
}  # fmt: skip


def _refuse_empty(values: Mapping[str, Any]) -> None:
    """Refuse a combination of parameters that selects nothing."""
    if "event" in values:
        _refuse_silent_event(values["event"], values.get("as_of"))
    if "place" in values and "month" in values:
        _refuse_silent_month(values["place"], values["month"], values.get("as_of"))
    if "as_of" in values and "event" not in values:
        _refuse_before_all(values["as_of"])
    for first, last in WINDOWS:
        if first in values and values[first] > values[last]:
            raise ParameterError(f"{values[first]} to {values[last]} is an empty window: set {first} before {last}")
    if "month" in values and "first_month" in values:
        _refuse_outside(values["month"], values["first_month"], values["last_month"])


def _refuse_before_all(when: str) -> None:
    """Refuse a day before anything that is held was public."""
    first = claims.statements()["published_first"].min()
    if not pd.isna(first) and when < f"{first:%Y-%m-%d}":
        raise ParameterError(
            f"nothing that is held was public by {when}: the first dated statement is of {first:%Y-%m-%d}; "
            f"set as_of to that day or later"
        )


def _refuse_outside(month: str, first: str, last: str) -> None:
    """Refuse a month outside the months that are shown."""
    if not first <= month <= last:
        raise ParameterError(f"month = {month} lies outside {first} to {last}: set month to one of the months shown")


def _refuse_silent_event(event: str, when: str | None) -> None:
    """Refuse an event about which nothing is held, or nothing was known yet."""
    tree = claims.event_tree(event)
    wanted = list(tree.loc[tree["relation"] != "contains it", "event_id"])
    about = claims.about_event(claims.statements(), wanted)
    if about.empty:
        raise ParameterError(f"no statement about the event {event!r} is held: choose another event")
    if when and asof.as_of(about, when).known.empty:
        first = about["published_last"].min()
        told = "none carries a date; choose another event"
        if not pd.isna(first):
            told = f"the first was public by {first:%Y-%m-%d}; set as_of to that day or later"
        raise ParameterError(f"no statement about {event!r} is known to have been public by {when}: {told}")


def _refuse_silent_month(place: str, month: str, when: str | None) -> None:
    """Refuse a place and month of which nothing is said, or a day before the month began."""
    months = claims.months_with_statements(place)
    if month not in months:
        span = f"there are statements about {len(months)} months, {months[0]} to {months[-1]}" if months else "none is"
        raise ParameterError(f"no statement about {place} touches {month}: {span}; set month to one of them")
    if when and when < month:
        raise ParameterError(f"as_of = {when} lies before {month}: set as_of to a day of that month or later")
