"""The declared choices: every defensible way to make a headline, one of them primary, the set hashed before the run.

``data/hand/specifications.csv`` holds a row for each choice of each dimension of each headline; combinations that
cannot be defended stand with their reason in ``data/hand/specification_exclusions.csv``. The hash is over what is
declared, not over who declared it and when: headline, dimension, choice, primary and meaning of each choice, and the
combinations excluded, in an order of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pandas as pd

from analysis.data.hand import read_hand, row_keys
from analysis.data.keys import behind
from analysis.errors import DataError, MethodRefused, suggestion
from analysis.modules import short_hash
from analysis.paths import Project, find_project

DIMENSIONS = ("actors", "bound", "grades", "linkage", "clock", "place", "as_of", "residual")
WORDS = {
    "actors": "Who is suspected", "bound": "Printed bound", "grades": "Monitor's grade", "linkage": "Linkage rule",
    "clock": "Date clock", "place": "Place", "as_of": "As of", "residual": "Residual records",
}  # fmt: skip
NONE = "not_applicable"
TOLD = ["headline", "dimension", "choice", "primary", "meaning"]
DAY = "decided_on"  # shown, never hashed
AND, IS = " & ", "="
FILE, EXCLUSIONS = "data/hand/specifications.csv", "data/hand/specification_exclusions.csv"


@dataclass(frozen=True)
class Declared:
    """What was declared.

    Parameters
    ----------
    choices : DataFrame
        Columns `TOLD`, ``primary`` as bool, `DAY` and ``row_key``; checked, in the order of the file.
    exclusions : DataFrame
        ``headline``, ``choices`` (text, ``dimension=choice`` joined by ``&``), ``reason``, `DAY`, ``met`` (as a dict)
        and ``row_key``.
    """

    choices: pd.DataFrame
    exclusions: pd.DataFrame

    @property
    def hash(self) -> str:
        """The first digits of the sha256 of what is declared, whatever the order of the rows."""
        told = sorted([str(value) for value in row] for row in self.choices[TOLD].itertuples(index=False))
        barred = sorted([row["headline"], sorted(row["met"].items())] for row in self.exclusions.to_dict("records"))
        return short_hash(json.dumps([told, barred], ensure_ascii=False).encode())

    def of(self, headline: str) -> dict[str, list[str]]:
        """Return the choices of each dimension of a headline, in the order of `DIMENSIONS` and of the file.

        Raises
        ------
        DataError
            When nothing is declared for it.
        """
        rows = self.choices[self.choices["headline"] == headline]
        if rows.empty:
            raise DataError(f"{FILE} declares no headline {headline!r}. {suggestion(headline, self.headlines)}")
        return {name: list(rows.loc[rows["dimension"] == name, "choice"]) for name in DIMENSIONS}

    @property
    def last_changed(self) -> str:
        """The last day on which a choice or an exclusion was decided."""
        return str(max([*self.choices[DAY], *self.exclusions[DAY]]))

    @property
    def headlines(self) -> list[str]:
        """The headlines, in the order of the file."""
        return list(dict.fromkeys(self.choices["headline"]))

    def primary(self, headline: str) -> dict[str, str]:
        """Return the primary choice of each dimension of a headline."""
        rows = self.choices[(self.choices["headline"] == headline) & self.choices["primary"]]
        told = dict(zip(rows["dimension"], rows["choice"], strict=True))
        return {name: told[name] for name in DIMENSIONS}

    def confirm(self, expected: str) -> str:
        """Return the hash when it is the one named before the run.

        Raises
        ------
        MethodRefused
            When the declared set is no longer what it was.
        """
        if expected != self.hash:
            raise MethodRefused(
                f"the declared set has the hash {self.hash}, not {expected or 'none'}: choices were changed after the "
                f"hash was named; take the change in {FILE} or {EXCLUSIONS} back, or name the new hash as `declared` "
                "so that the change can be seen"
            )
        return self.hash


def declare(project: Project | None = None) -> Declared:
    """Return the declared choices of a project, checked.

    Raises
    ------
    DataError
        Naming the line, when a dimension is unknown, missing, or has not exactly one primary; when a choice stands
        twice; when an exclusion names no choice, or excludes a primary specification.
    """
    held = project or find_project()
    return declared(read_hand("specifications", held), read_hand("specification_exclusions", held))


def declared(choices: pd.DataFrame, exclusions: pd.DataFrame) -> Declared:
    """Return two tables of choices and exclusions as what they declare; see `declare`."""
    for line, row in choices.iterrows():
        _check_choice(row, f"{FILE}, line {line}")
    twice = choices[choices.duplicated(["headline", "dimension", "choice"])]
    for line, row in twice.head(1).iterrows():
        raise DataError(f"{FILE}, line {line}: {row['choice']!r} of {row['dimension']} stands twice; keep one row")
    rows = choices[[*TOLD, DAY]].assign(primary=choices["primary"] == "1", row_key=row_keys("specifications", choices))
    rows = rows.reset_index(drop=True)
    for headline, part in rows.groupby("headline", sort=True):
        _check_headline(str(headline), part)
    met = [_met(row, rows, f"{EXCLUSIONS}, line {line}") for line, row in exclusions.iterrows()]
    barred = exclusions[["headline", "choices", "reason", DAY]].assign(
        met=pd.Series(met, exclusions.index, dtype="object"), row_key=row_keys("specification_exclusions", exclusions)
    )
    found = Declared(rows, barred.reset_index(drop=True))
    for headline in found.headlines:
        if reasons := _reasons(found.primary(headline), _barred(found, headline)):
            raise DataError(f"{EXCLUSIONS} excludes the primary specification of {headline!r} ({reasons}): choose anew")
    return found


def _check_choice(row: pd.Series, where: str) -> None:
    """Refuse a row that declares no choice."""
    if row["dimension"] not in DIMENSIONS:
        raise DataError(
            f"{where}: {row['dimension']!r} is no dimension. {suggestion(str(row['dimension']), DIMENSIONS)}"
        )
    if row["primary"] not in ("0", "1"):
        raise DataError(f"{where}: primary is {row['primary']!r}; write 1 for the primary choice, 0 for the others")
    if not all(isinstance(row[name], str) for name in TOLD):
        raise DataError(f"{where}: a headline, choice or meaning is empty; say what is chosen and what it means")


def _check_headline(headline: str, part: pd.DataFrame) -> None:
    """Refuse a headline of which a dimension is passed over, has not one primary, or applies and does not apply."""
    for name in DIMENSIONS:
        rows = part[part["dimension"] == name]
        if rows.empty:
            raise DataError(f"{FILE}: {headline!r} says nothing of {name!r}; list its choices, or {NONE} and why")
        if rows["primary"].sum() != 1:
            raise DataError(f"{FILE}: {name!r} of {headline!r} has {rows['primary'].sum()} primary choices; mark one")
        if NONE in set(rows["choice"]) and len(rows) > 1:
            raise DataError(f"{FILE}: {name!r} of {headline!r} is {NONE} and has other choices; keep one of the two")


def _met(row: pd.Series, rows: pd.DataFrame, where: str) -> dict[str, str]:
    """Return the choices an exclusion names, which must all exist."""
    met: dict[str, str] = {}
    for part in str(row["choices"]).split(AND):
        name, _, choice = part.partition(IS)
        known = rows[(rows["headline"] == row["headline"]) & (rows["dimension"] == name)]["choice"]
        if choice not in set(known):
            raise DataError(f"{where}: {row['headline']!r} has no choice {part!r}. {suggestion(choice, known)}")
        met[name] = choice
    return met


def _barred(told: Declared, headline: str) -> list[tuple[dict[str, str], str]]:
    """Return the exclusions of one headline: the choices that must meet, and why."""
    rows = told.exclusions[told.exclusions["headline"] == headline]
    return list(zip(rows["met"], rows["reason"], strict=True))


def _reasons(chosen: dict[str, str], barred: list[tuple[dict[str, str], str]]) -> str:
    """Return why a combination is excluded, empty when it is not."""
    return "; ".join(dict.fromkeys(reason for met, reason in barred if met.items() <= chosen.items()))


def cross(told: Declared, headline: str) -> pd.DataFrame:
    """Return every combination of a headline's choices.

    Returns
    -------
    DataFrame
        A column for each dimension, ``excluded`` (every reason, empty where there is none) and ``primary``; in the
        order of the choices' names.
    """
    barred, primary = _barred(told, headline), told.primary(headline)
    made = [
        chosen | {"excluded": _reasons(chosen, barred), "primary": chosen == primary}
        for chosen in _combinations(told.of(headline))
    ]
    return pd.DataFrame(made)


def _combinations(choices: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    """Yield every combination of choices."""
    for values in product(*(sorted(names) for names in choices.values())):
        yield dict(zip(choices, values, strict=True))


def excluded(told: Declared, headline: str) -> pd.DataFrame:
    """Return each exclusion of a headline with how many combinations it takes out.

    Returns
    -------
    DataFrame
        ``choices``, ``reason``, ``combinations`` (one that meets several exclusions counts in each), ``row_keys`` (the
        exclusion, then the choices that are combined).
    """
    crossed = cross(told, headline)
    rows = told.exclusions[told.exclusions["headline"] == headline]
    counts = [int((crossed[list(met)] == pd.Series(met)).all(axis=1).sum()) for met in rows["met"]]
    made_of = list(told.choices.loc[told.choices["headline"] == headline, "row_key"])
    keys = [[key, *made_of] for key in rows["row_key"]]
    return behind(rows[["choices", "reason"]].assign(combinations=counts), keys).reset_index(drop=True)


def worded(told: Declared, headline: str) -> pd.DataFrame:
    """Return the primary specification in words.

    Returns
    -------
    DataFrame
        ``dimension``, ``meaning`` and ``row_key``, one row a dimension.
    """
    rows = told.choices[(told.choices["headline"] == headline) & told.choices["primary"]]
    ordered = rows.set_index("dimension").loc[list(DIMENSIONS), ["meaning", "row_key"]].reset_index()
    return ordered.assign(dimension=ordered["dimension"].map(WORDS).astype("str"))
