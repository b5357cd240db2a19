"""A catalogue of very many real reports: three of the project's notebooks over days, places, months and events."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import count, cycle, islice, product
from pathlib import Path

import pandas as pd

from analysis.paths import Project
from torture.part import HERE

FROM, TO = date(2017, 1, 1), date(2023, 6, 30)  # days on which the tables hold much that was public
AFTER_ALL = date(2023, 4, 7)  # no dated claim is later
PLACES = ("Mosul", "Nineveh", "Iraq", "Syria", "Iraq and Syria")  # each has statements about every month of the battle
ROUND = ("coverage",) * 7 + ("briefing",) * 2 + ("event",)  # of ten reports


def copied(folder: Path, reports: int) -> Project:
    """Return a copy of this project, not built, whose catalogue lists so many reports and no kept values."""
    for part in ("data", "notebooks"):
        shutil.copytree(HERE / part, folder / part, ignore=shutil.ignore_patterns("processed"))
    project = Project(folder)
    project.catalogue.write_text(catalogue(reports), encoding="utf-8")
    return project


def catalogue(reports: int) -> str:
    """Return the text of ``reports.toml`` with so many different reports.

    Every ten in a row are seven of coverage, two briefings and one event. Days are drawn from a fixed seed; places with
    months, and events, come round in turn: a report near the end costs on average what one near the beginning does.

    >>> text = catalogue(20)
    >>> text.count("[[report]]"), text.count('"60-coverage"'), text.count('"30-briefing"')
    (20, 14, 4)
    """
    dice = random.Random(230)
    made = {"coverage": _coverage(dice), "briefing": _briefings(dice), "event": _events(dice)}
    kinds = (kind for _ in count() for kind in ROUND)
    return "\n".join(next(made[kind]) for kind in islice(kinds, reports))


def _entry(identity: str, notebook: str, title: str, parameters: Mapping[str, str]) -> str:
    """Return one report for the catalogue."""
    told = ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in parameters.items())
    head = f"[[report]]\nid = {json.dumps(identity)}\nnotebook = {json.dumps(notebook)}"
    return f"{head}\ntitle = {json.dumps(title, ensure_ascii=False)}\nparameters = {{ {told} }}\n"


def _day(dice: random.Random, first: date = FROM) -> str:
    """Return a day, as likely as any other from the first one on."""
    return (first + timedelta(days=dice.randrange((TO - first).days))).isoformat()


def _coverage(dice: random.Random) -> Iterator[str]:
    """Yield who records what, as read on ever other days."""
    days = [(FROM + timedelta(days=number)).isoformat() for number in range((TO - FROM).days)]
    dice.shuffle(days)
    for day in days:
        yield _entry(f"coverage-{day}", "60-coverage", f"Who records what, as read on {day}", {"as_of": day})


def _briefings(dice: random.Random) -> Iterator[str]:
    """Yield briefings, each on a place and month as known on a day after it."""
    months = [str(month) for month in pd.period_range("2016-10", "2017-07", freq="M")]
    pairs = list(product(PLACES, months))
    dice.shuffle(pairs)
    for number, (place, month) in enumerate(cycle(pairs), 1):
        day = _day(dice, date.fromisoformat(f"{month}-28"))
        title = f"{place}, {month}, as known on {day} ({number})"
        yield _entry(f"briefing-{number}", "30-briefing", title, {"place": place, "month": month, "as_of": day})


def _events(dice: random.Random) -> Iterator[str]:
    """Yield strikes that a dated claim speaks of, each as read on a day after the last one."""
    table = pd.read_csv(HERE / "data" / "raw" / "events.csv", dtype=str)
    claims = pd.read_csv(HERE / "data" / "raw" / "public_claims.csv", dtype=str)
    dated = claims.loc[claims["published"].notna() & claims["exclude"].isna(), "event"]
    names = sorted(table.loc[(table["kind"] == "incident") & table["event_id"].isin(dated), "event_id"])
    dice.shuffle(names)
    for number, event in enumerate(cycle(names), 1):
        day = _day(dice, AFTER_ALL)
        title = f"{event}, as read on {day} ({number})"
        yield _entry(f"event-{number}", "20-one-event", title, {"event": event, "as_of": day})
