"""Place names: one canonical name for each spelling, and which place lies within which."""

from __future__ import annotations

import pandas as pd

from analysis.errors import DataError, suggestion

SEPARATOR = " | "
TREE = ("place", "within")  # the columns that say which place lies within which


def spellings(places: pd.DataFrame) -> dict[str, str]:
    """Return the canonical place for every spelling listed.

    >>> spellings(pd.DataFrame({"place": ["Nineveh"], "as_written": ["Nineveh | Ninewa"]}))
    {'Nineveh': 'Nineveh', 'Ninewa': 'Nineveh'}

    Raises
    ------
    DataError
        When one spelling is listed under two places.
    """
    known: dict[str, str] = {}
    listed = places.dropna(subset="as_written")
    for place, texts in zip(listed["place"], listed["as_written"], strict=True):
        for text in texts.split(SEPARATOR):
            if known.setdefault(text, place) != place:
                raise DataError(
                    f"data/hand/places.csv: {text!r} is listed under {known[text]!r} and {place!r}; keep one"
                )
    return known


def refuse_loose(places: pd.DataFrame) -> None:
    """Refuse places that stand twice, lie within none that is listed, or within themselves.

    Raises
    ------
    DataError
        Naming the first.
    """
    twice = places.loc[places["place"].duplicated() | places["place"].isna(), "place"]
    if len(twice):
        raise DataError(f"data/hand/places.csv: the place {twice.iloc[0]!r} stands twice or has no name; keep one row")
    for place in places["place"]:
        try:
            lineage(place, places)
        except DataError as problem:
            raise DataError(f"data/hand/places.csv, {place!r}: {problem}") from None


def canonical(texts: pd.Series, places: pd.DataFrame, table: str) -> pd.Series:
    """Return the canonical place of each text; missing stays missing.

    Raises
    ------
    DataError
        When a text is in no row of ``data/hand/places.csv``.
    """
    known = spellings(places)
    unknown = sorted(set(texts.dropna()) - set(known))
    if unknown:
        raise DataError(
            f"{table}: the place {unknown[0]!r} is in no row of data/hand/places.csv "
            f"({len(unknown)} such in all); add it to as_written of the place it means"
        )
    return texts.map(known).astype("str")


def lineage(place: str, places: pd.DataFrame) -> list[str]:
    """Return the place and everything it lies within, from the inside out.

    >>> table = pd.DataFrame({"place": ["West Mosul", "Mosul"], "within": ["Mosul", None]})
    >>> lineage("West Mosul", table)
    ['West Mosul', 'Mosul']

    Raises
    ------
    DataError
        When the place, or one it lies within, is not in the table, or lies within itself.
    """
    parent = dict(zip(places["place"], places["within"], strict=True))
    line: list[str] = []
    while isinstance(place, str):
        if place not in parent:
            raise DataError(f"unknown place {place!r}. {suggestion(place, parent)}")
        if place in line:
            raise DataError(f"data/hand/places.csv: {place!r} lies within itself; correct its column within")
        line.append(place)
        place = parent[place]
    return line


def inside(place: str, places: pd.DataFrame) -> set[str]:
    """Return the place and every place within it.

    >>> table = pd.DataFrame({"place": ["West Mosul", "Mosul"], "within": ["Mosul", None]})
    >>> sorted(inside("Mosul", table))
    ['Mosul', 'West Mosul']
    """
    lineage(place, places)
    return {name for name in places["place"] if place in lineage(name, places)}
