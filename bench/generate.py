"""Write a whole project with as many claims as asked: fixed seed, chunk by chunk, small in memory.

The project's own tables come first, as they are; generated events, publishers and claims follow them. The claims have
what the real ones have: dates of three precisions and none, open and missing bounds, relays, exclusions, all families,
units and statuses, windows stated, lent and missing, Arabic, commas, quotes and line breaks.

    python bench/generate.py FOLDER --claims 10000000
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

from analysis.data import places, raw  # noqa: E402
from analysis.data.schemas import FAMILIES  # noqa: E402
from analysis.paths import MARKER, Project  # noqa: E402

SEED = 20170317
CHUNK = 250_000  # rows drawn at a time
CLAIMS_PER_EVENT = 25
DAYS = np.arange("2014-08", "2019-12", dtype="datetime64[D]")
SAID = [
    "Page {}: families who had fled were among the dead",
    "الصفحة {}: قال شهود إن القتلى من المدنيين",
    'Page {} quotes "at least", later repeated',
    "First line of page {},\nand its second line",
    "{}",
]
NOTES = [
    "",
    "",
    "",
    "",
    "",
    "coded as its primary row",
    "may conflate several days",
    "ملاحظة: الرقم غير مؤكد",
    'said "about"',
]
RELAYS = ["Airwars", "Rudaw, Erbil", "وكالة"]
SIZES, SIZE_WEIGHTS = [1, 2, 3, 6], [0.72, 0.16, 0.08, 0.04]
WEIGHTS = {  # how often each allowed value is drawn; those not named share what is left
    "unit": {"killed": 0.84, "bodies": 0.1}, "attribution": {"coalition": 0.7, "all_parties": 0.15},
    "qualifier": {"exact": 0.35, "at_least": 0.25, "range": 0.15}, "status": {"alleged": 0.5, "confirmed": 0.15},
    "scope": {"incident": 0.6}, "confidence": {"high": 0.6},
}  # fmt: skip

Drawn = dict[str, Any]


def generate(root: Path, claims: int, seed: int = SEED) -> Project:
    """Write a project's raw and hand tables with `claims` rows of public_claims, and return it.

    Parameters
    ----------
    root : Path
        An empty or new folder.
    claims : int
        Rows of public_claims; at least as many as the project itself has.
    seed : int
        The same seed and number give the same files.
    """
    own, made = Project(HERE), Project(root)
    shutil.copytree(own.raw, made.raw)
    shutil.copytree(own.hand, made.hand)
    (root / MARKER).write_text("", encoding="utf-8")
    rng = np.random.default_rng(seed)
    publishers = _append(made.raw / "publishers.csv", _publishers(300))
    events = _append(made.raw / "events.csv", _events(max(8, claims // CLAIMS_PER_EVENT), made, rng))
    with_card = {field["name"]: field for field in raw.resources(own)["public_claims"]["schema"]["fields"]}
    allowed = {name: field.get("constraints", {}).get("enum", []) for name, field in with_card.items()}
    before = raw.read_typed("public_claims", own).replace({pd.NA: None})
    names, path = list(before.columns), made.raw / "public_claims.csv"
    kinds = pa.schema([(name, pa.int64() if with_card[name]["type"] == "integer" else pa.string()) for name in names])
    with pacsv.CSVWriter(path, kinds) as writer:
        writer.write_table(pa.Table.from_pandas(before, kinds, preserve_index=False))
        for number, start in enumerate(range(0, claims - len(before), CHUNK)):
            rows = min(CHUNK, claims - len(before) - start)
            chunk = _claims(rows, number, allowed, publishers, events, np.random.default_rng([seed, number]))
            if number == 0:
                _judge(made, chunk)
            writer.write_table(pa.table({name: chunk[name] for name in names}, schema=kinds))
    raw.seal(made)
    return made


def _append(path: Path, more: pd.DataFrame) -> pd.DataFrame:
    """Add rows to a raw table and return all of it as text."""
    whole = pd.concat([pd.read_csv(path, dtype=str, keep_default_na=False), more.astype(str)], ignore_index=True)
    whole.to_csv(path, index=False, lineterminator="\n")
    return whole


def _publishers(count: int) -> pd.DataFrame:
    """Return publishers of all families; every fiftieth is a name for many."""
    number = pd.Series(range(count)).astype(str).str.zfill(4)
    prefix = pd.Series(["unnamed-" if row % 50 == 7 else "gen-" for row in range(count)])
    family = pd.Series([FAMILIES[row % len(FAMILIES)] for row in range(count)])
    frame = {"publisher_id": prefix + number, "name": "Outlet, no. " + number, "family": family, "kind": "outlet"}
    return pd.DataFrame(frame).assign(country="IQ", languages="ar;en", note="")


def _events(count: int, project: Project, rng: np.random.Generator) -> pd.DataFrame:
    """Return events of all kinds: most with days, some with months, a few without a date."""
    named = pd.read_csv(project.hand / "places.csv", dtype=str)
    spelled = named.dropna(subset="as_written").assign(
        first=lambda rows: rows["as_written"].str.split(" | ", regex=False).str[0]
    )
    codes = {"Iraq": "IQ", "Syria": "SY"}
    country = [
        next((codes[up] for up in places.lineage(place, named) if up in codes), "IQ;SY") for place in spelled["place"]
    ]
    at = rng.integers(len(spelled), size=count)
    first = DAYS[rng.integers(len(DAYS) - 40, size=count)]
    kind = rng.choice(["incident", "period", "offensive", "campaign"], size=count, p=[0.7, 0.25, 0.04, 0.01])
    last = first + np.where(kind == "incident", rng.integers(2, size=count), 30)
    days, ends = (np.datetime_as_string(day, unit="D") for day in (first, last))
    coarse = rng.random(count)
    start, end = (np.where(coarse < 0.9, text, np.where(coarse < 0.95, days.astype("U7"), "")) for text in (days, ends))
    ids = np.char.add("gen-event-", np.char.zfill(np.arange(count).astype(str), 7))
    return pd.DataFrame({
        "event_id": ids, "name": np.char.add("Generated event ", np.arange(count).astype(str)), "kind": kind,
        "date_start": start, "date_end": end, "place": spelled["first"].to_numpy()[at], "governorate": "",
        "country": np.array(country)[at],
        "parent_event": np.where(rng.random(count) < 0.1, ids[rng.integers(count, size=count)], ""), "caution": "",
    })  # fmt: skip


def _claims(rows: int, number: int, allowed: dict, publishers: pd.DataFrame, events: pd.DataFrame, rng: Any) -> Drawn:
    """Return one chunk of claims as columns, in a shuffled order."""
    sizes = rng.choice(SIZES, p=SIZE_WEIGHTS, size=rows)
    statement = np.repeat(np.arange(rows), sizes)[:rows]  # which statement each row belongs to
    first = np.append(True, statement[1:] != statement[:-1])
    coded = _statements(int(statement[-1]) + 1, number, allowed, publishers, events, rng)
    order = rng.permutation(rows)
    drawn = {name: column.take(pa.array(statement[order])) for name, column in coded.items()}
    drawn |= _pages(first[order], drawn, number, allowed, rng)
    drawn["publisher_as_written"] = pa.array(publishers["name"], pa.string()).take(drawn.pop("speaker"))
    return drawn


def _statements(
    count: int, number: int, allowed: dict, publishers: pd.DataFrame, events: pd.DataFrame, rng: Any
) -> Drawn:
    """Return what all rows of one statement share: speaker, event, window, bounds and coding."""
    event = (len(events) * rng.random(count) ** 1.3).astype(int)
    speaker = (len(publishers) * rng.random(count) ** 1.5).astype(int)
    coded = {name: pa.array(_draw(allowed[name], count, rng, WEIGHTS[name])) for name in WEIGHTS}
    coded |= _bounds(coded["qualifier"], coded["status"], count, rng)
    stated = rng.random(count)
    days = [events[name].to_numpy()[event].astype("U10") for name in ("date_start", "date_end")]
    start, end = (np.where(stated < 0.9, day, day.astype("U7")) for day in days)  # one in ten states only months
    return coded | {
        "statement_id": _ids("st-", number * CHUNK + np.arange(count)),
        "publisher_id": pa.array(publishers["publisher_id"], pa.string()).take(pa.array(speaker)),
        "speaker": pa.array(speaker),
        "event": pa.array(events["event_id"], pa.string()).take(pa.array(event)),
        "place": pa.array(events["place"], pa.string()).take(pa.array(event)),
        "country": pa.array(events["country"], pa.string()).take(pa.array(event)),
        "period_start": _text(np.where(stated < 0.3, "", start)),
        "period_end": _text(np.where((stated < 0.28) | (stated > 0.99), "", end)),
    }


def _bounds(qualifier: pa.Array, status: pa.Array, count: int, rng: Any) -> Drawn:
    """Return the bounds that go with each qualifier: both, one or none; a denial has none."""
    said, words = 1 + np.exp(rng.normal(2, 1.3, count)).astype(int), qualifier.to_numpy(zero_copy_only=False)
    none = (status.to_numpy(zero_copy_only=False) == "denied") | np.isin(words, ["dozens", "hundreds"])
    most = said + np.where(words == "range", rng.integers(1, 40, size=count), 0)
    said[rng.random(count) < 0.002] = 0
    hurt = rng.integers(1, 90, size=count)
    return {
        "killed_min": pa.array(said, mask=none | (words == "up_to")),
        "killed_max": pa.array(most, mask=none | np.isin(words, ["at_least", "more_than"])),
        "injured_min": pa.array(hurt, mask=rng.random(count) < 0.9),
        "injured_max": pa.array(hurt + 5, mask=rng.random(count) < 0.95),
    }


def _pages(primary: np.ndarray, coded: Drawn, number: int, allowed: dict, rng: Any) -> Drawn:
    """Return what each page has of its own: its date, address, wording and coding."""
    rows = len(primary)
    precision = rng.choice([10, 7, 4, 0], p=[0.76, 0.11, 0.01, 0.12], size=rows)
    day = np.datetime_as_string(DAYS[rng.integers(len(DAYS), size=rows)], unit="D")
    which = [precision == 10, precision == 7, precision == 4]
    spelled = np.select(which, [day, day.astype("U7"), day.astype("U4")], "")
    words = np.select(which, ["day", "month", "year"], "")
    basis = np.where(precision == 0, "unknown", _draw(allowed["date_basis"][:-1], rows, rng))
    claim = _ids("c-", number * CHUNK + np.arange(rows))
    said = pa.array([text.partition("{}") for text in SAID], pa.list_(pa.string(), 3)).flatten()
    at = 3 * rng.integers(len(SAID), size=rows)
    return {
        "claim_id": claim, "is_primary": pa.array(primary.astype("int64")),
        "published": _text(spelled), "published_precision": _text(words), "date_basis": pa.array(basis),
        "family_override": _text(np.where(rng.random(rows) < 0.01, _draw(FAMILIES, rows, rng), "")),
        "language": pa.array(_draw(["ar", "en", "fr", "de"], rows, rng, {"ar": 0.5})),
        "exclude": _text(np.where(rng.random(rows) < 0.05, _draw(allowed["exclude"], rows, rng), "")),
        "relayed_via": _text(np.where(primary | (rng.random(rows) < 0.3), "", _draw(RELAYS, rows, rng))),
        "url": pc.binary_join_element_wise("https://example.org", coded["publisher_id"], claim, "/"),
        "evidence": pc.binary_join_element_wise(said.take(pa.array(at)), claim, said.take(pa.array(at + 2)), ""),
        "note": _text(rng.choice(NOTES, size=rows)),
    }  # fmt: skip


def _draw(values: list[str], count: int, rng: Any, weights: dict[str, float] | None = None) -> np.ndarray:
    """Return values drawn at random, those with a weight as often as it says."""
    held = weights or {}
    rest = (1 - sum(held.values())) / max(1, len(values) - len(held))
    return np.array(values)[rng.choice(len(values), p=[held.get(value, rest) for value in values], size=count)]


def _ids(prefix: str, numbers: np.ndarray) -> pa.Array:
    """Return one id for each number, in no order that can be seen: a multiplication modulo a power of two."""
    mixed = (numbers.astype("uint64") * np.uint64(2654435761)) % np.uint64(2**32)
    return pc.binary_join_element_wise(prefix, pa.array(mixed).cast(pa.string()), "")


def _text(values: np.ndarray) -> pa.Array:
    """Return text, missing where empty."""
    texts = pa.array(values, pa.string())
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _judge(project: Project, chunk: Drawn) -> None:
    """Add exclusions and overrides of generated claims to the hand tables."""
    why, keys = (
        {"decided_by": "generator", "decided_on": "2026-11-24", "reason": "generated, to be judged"},
        chunk["claim_id"],
    )
    path, few = project.hand / "exclusions.csv", min(40, len(keys) // 20)
    out = pd.DataFrame({"table": "public_claims", "key": keys.slice(0, few).to_pylist()}).assign(**why)
    pd.concat([pd.read_csv(path, dtype=str), out]).to_csv(path, index=False, lineterminator="\n")
    path, parts = project.hand / "overrides.csv", []
    for column, value in (("published", "2017-03-24"), ("published_precision", "day")):  # a day needs its precision
        old = chunk[column].slice(few, few).to_pylist()
        new = {"table": "public_claims", "key": keys.slice(few, few).to_pylist(), "column": column, "old": old}
        parts.append(pd.DataFrame(new).assign(new=value, **why))
    pd.concat([pd.read_csv(path, dtype=str), *parts]).to_csv(path, index=False, lineterminator="\n")


def main() -> None:
    """Write the project that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    made = generate(asked.root, asked.claims, asked.seed)
    print(f"{(made.raw / 'public_claims.csv').stat().st_size / 1e6:,.0f} MB of claims")


if __name__ == "__main__":
    main()
