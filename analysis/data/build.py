"""Raw and hand in, processed out: the only writer of ``data/processed``.

The order is fixed: read and type the raw tables, override, exclude, name places, add the day edges of partial
dates, collapse relays, validate, write. Same inputs give the same content, known by its hash.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import dates
from analysis.data import hand, hold, manifest, names, overridden, places, raw, schemas, statements, store, verify
from analysis.data.large import claims as large_claims
from analysis.data.large import engine as scale
from analysis.data.large import hashes, raw_claims, refusals, sound
from analysis.data.large import statements as large_statements
from analysis.errors import DataError
from analysis.paths import Project, refuse_links
from analysis.whole import named

PLAIN = ("events", "publishers")


def build(project: Project) -> dict[str, Any]:
    """Write every processed table of a project and return the manifest.

    Returns
    -------
    dict
        ``tables`` (name to rows and the hash of each column), ``files``, ``raw``, ``hand`` and ``code`` (file or module
        to hash).

    Raises
    ------
    DataError
        When a raw or hand table cannot be read, is not what its card says or breaks a rule of it, a judgement does not
        fit, a result breaks its schema, or a table is changed while it is read.
    """
    refuse_links(project.processed, project.root)
    with hold.changing(project), scale.work_area(project) as work:
        large, before = scale.is_large(project), manifest.inputs(project)
        verify.refuse_unsound(project, [raw_claims.NAME] if large else [])
        described = _streamed(project, work, before) if large else _written(assemble(project), work)
        _refuse_changes(before, manifest.files(project))
        told = {"tables": dict(sorted(described.items())), "files": manifest.written(work, described), **before}
        (work / manifest.NAME).write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        _put(work, project, described)
    return told


def _put(work: Path, project: Project, described: dict[str, Any]) -> None:
    """Put the new tables in place, between the end of the old manifest and the new one.

    Whoever is killed on the way leaves tables without a manifest: they count as not built, and are built again.
    """
    (project.processed / manifest.NAME).unlink(missing_ok=True)
    for stale in project.processed.glob("*.parquet"):
        if stale.stem not in described:
            stale.unlink()
    for name in [*(f"{table}.parquet" for table in described), manifest.NAME]:
        (work / name).replace(project.processed / name)


def _refuse_changes(before: dict[str, dict[str, str]], now: dict[str, dict[str, str]]) -> None:
    """Refuse what was built while a file that it was built from was changed."""
    for part, files in now.items():
        for name in sorted({*before[part], *files}):
            if before[part].get(name) != files.get(name):
                raise DataError(f"data/{part}/{name} was changed while the tables were built: build them again")


def _streamed(project: Project, work: Path, before: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Write every table where there are too many claims for memory: claims and statements by SQL, file to file.

    Only the claims that a hand table names are read into memory, so that `hand` can judge them.
    """
    paths = {name: work / f"{name}.parquet" for name in ("claims", "statements")}
    with scale.connected(work) as engine:
        text = raw_claims.read(engine, project, work)
        sound.check(engine, text, project)
        resource = raw.resources(project)[raw_claims.NAME]
        raw.refuse_changed(resource, f"sha256:{before['raw'][resource['path']]}", project)
        few = raw_claims.named(engine, text, hand.keys(raw_claims.NAME, project), project)
        judged = _judged(_keyed(project, {raw_claims.NAME: few.drop(columns="position")}), project)
        decided = judged.pop(raw_claims.NAME).assign(position=few["position"].to_numpy())
        tables = _finished(judged, project)
        described = _written(tables, work)
        large_claims.lend_views(engine, text, decided, tables, project)
        with ThreadPoolExecutor(1) as beside:  # claims are written by one thread, which leaves another free
            gathered = beside.submit(large_statements.gather, engine.cursor())
            large_claims.write(engine, text, paths["claims"])
            gathered.result()
        refusals.check(engine, "claims", paths["claims"])
        large_statements.write(engine, paths["claims"], paths["statements"])
        refusals.check(engine, "statements", paths["statements"])
    return described | {name: hashes.described(path) for name, path in paths.items()}


def _written(tables: dict[str, pd.DataFrame], work: Path) -> dict[str, Any]:
    """Validate and write tables, and return the rows of each and the hash of each column."""
    valid = {name: schemas.validate(name, frame) for name, frame in tables.items()}
    for name, frame in valid.items():
        with named(work.parent / f"{name}.parquet"):
            frame.to_parquet(work / f"{name}.parquet", index=False)
    return {
        name: {"rows": len(frame), "columns": dict(sorted(store.column_hashes(frame).items()))}
        for name, frame in valid.items()
    }


def assemble(project: Project) -> dict[str, pd.DataFrame]:
    """Return every processed table in memory, not yet validated."""
    return _finished(_judged(_keyed(project, {}), project), project)


def _keyed(project: Project, given: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the typed raw tables, those given or else read, each indexed by its key (or line number) as text."""
    frames = {name: given[name] if name in given else raw.read_typed(name, project) for name in names.SOURCES}
    return {
        name: frame.set_axis(frame[key] if (key := names.SOURCES[name][1]) else frame.index.astype("str"), axis=0)
        for name, frame in frames.items()
    }


def _judged(keyed: dict[str, pd.DataFrame], project: Project) -> dict[str, pd.DataFrame]:
    """Return the raw tables with overrides applied and exclusions marked."""
    overrides = hand.read_hand("overrides", project)
    changed = hand.override(keyed, overrides)
    overridden.check(changed, overrides, raw.resources(project), verify.made_on(raw.card(project)))
    return hand.exclude(changed, hand.read_hand("exclusions", project))


def _finished(judged: dict[str, pd.DataFrame], project: Project) -> dict[str, pd.DataFrame]:
    """Return the processed tables of judged raw ones; claims and statements where the claims are among them."""
    named = hand.read_hand("places", project).reset_index(drop=True)
    places.refuse_loose(named)
    tables = {names.SOURCES[raw_name][0]: _common(raw_name, frame) for raw_name, frame in judged.items()}
    tables = tables | {name: tables[name].drop(columns=list(names.MARKS)) for name in PLAIN}
    tables["places"] = named.assign(row_key="places:" + named["place"])
    tables["events"] = _events(tables["events"], named)
    tables["datapackage"] = pd.DataFrame({"created": [raw.card(project).get("created")]}, dtype="str")
    if "claims" in tables:
        tables["claims"] = _claims(tables, named)
        tables["statements"] = statements.collapse(tables["claims"])
    tables["official_statements"] = _official(tables["official_statements"], tables["events"], named, project)
    periods = tables["monitor_periods"]
    spelled = periods["place"].fillna(periods["country"])
    tables["monitor_periods"] = periods.assign(place=places.canonical(spelled, named, "monitor_periods"))
    return tables


def _common(raw_name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with row keys, one name for bounds everywhere, and day edges of its publication."""
    table = names.SOURCES[raw_name][0]
    keys = f"{table}:" + frame.index.to_frame(index=False).iloc[:, 0].astype("str")
    frame = frame.rename(columns=names.bounds(frame.columns)).reset_index(drop=True).assign(row_key=keys)
    for column in names.PUBLISHED:
        if column in frame:
            spread = dates.edges(frame[column])
            frame = frame.assign(published_first=spread["first"], published_last=spread["last"])
    return frame


def _events(events: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Return the events with canonical places beside the spelling of the table."""
    return events.assign(place_as_written=events["place"], place=places.canonical(events["place"], named, "events"))


def _claims(tables: dict[str, pd.DataFrame], named: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with speaker, layer, event, place and window filled from their tables."""
    claims = tables["claims"].rename(columns=names.CLAIMS)
    publishers = tables["publishers"].set_index("publisher_id")
    speaker = {new: claims["publisher_id"].map(publishers[old]) for new, old in names.SPEAKER.items()}
    claims = claims.assign(**speaker).assign(family=claims["family_override"].fillna(speaker["family"]))
    events = tables["events"].set_index("event_id")
    about = {f"event_{name}": claims["event_id"].map(events[name]) for name in ("name", "kind")}
    claims = claims.assign(**about, place=_claim_place(claims, events, named))
    return _windows(claims, events)


def _claim_place(claims: pd.DataFrame, events: pd.DataFrame, named: pd.DataFrame) -> pd.Series:
    """Return the place each claim counts in.

    Places written in claims are too free to compare, so the event's place stands; but rows of one campaign
    or period differ in country, and there the row's own country decides.
    """
    place = claims["event_id"].map(events["place"])
    countries = set(named["place"]) & set(places.canonical(claims["country"], named, "public_claims"))
    own = places.canonical(claims["country"], named, "public_claims")
    return place.mask(place.isin(countries), own).astype("str")


def _windows(claims: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with the window they count over and where it comes from.

    Only an incident lends its dates to a claim that states none: a claim about one strike counts the dead
    of that strike. A period or campaign lends nothing, for its claims differ in their windows.
    """
    stated = claims["period_start"].notna() | claims["period_end"].notna()
    lent = ~stated & (claims["event_kind"] == "incident")
    window = {
        f"window_{edge}": claims[f"period_{edge}"]
        .mask(lent, claims["event_id"].map(events[f"date_{edge}"]))
        .astype("str")
        for edge in ("start", "end")
    }
    known = window["window_start"].notna() | window["window_end"].notna()
    basis = pd.Series("none", index=claims.index, dtype="str").mask(stated, "stated").mask(lent & known, "event")
    first, last = dates.edges(window["window_start"])["first"], dates.edges(window["window_end"])["last"]
    frame = claims.drop(columns=["period_start", "period_end"])
    return frame.assign(**window, window_basis=basis, window_first=first, window_last=last)


def _official(acts: pd.DataFrame, events: pd.DataFrame, named: pd.DataFrame, project: Project) -> pd.DataFrame:
    """Return the official statements with canonical places and, where a reviewer decided one, their event."""
    links = hand.read_hand("official_events", project)
    printed = acts.set_index("row_key")["about"]
    for line, link in links.iterrows():
        where = f"data/hand/official_events.csv, line {line}"
        if printed.get(f"official_statements:{link['key']}") != link["about"]:
            raise DataError(
                f"{where}: row {link['key']} of official_statements is not about {link['about']!r}; renew the link"
            )
        if link["event"] not in set(events["event_id"]):
            raise DataError(f"{where}: no event {link['event']!r} in events.csv; correct it or remove the line")
    by_key = ("official_statements:" + links["key"], links["event"])
    event = acts["row_key"].map(dict(zip(*by_key, strict=True))).astype("str")
    place = places.canonical(acts["place"], named, "official_statements")
    return acts.assign(event_id=event, place_as_written=acts["place"], place=place)
