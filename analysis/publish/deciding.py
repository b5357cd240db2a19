"""The curves of a report: each headline under its specifications, or its refusal, with the sentence that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.basis import Basis
from analysis.errors import MethodRefused
from analysis.methods.curve import influence, runs, specifications
from analysis.methods.curve.headlines import Material
from analysis.methods.curve.specifications import DIMENSIONS, WORDS, Declared
from analysis.publish.decisions import decisions, label
from analysis.publish.display import Headline, Sentence, Table
from analysis.publish.evidence import Evidence, keys_of
from analysis.publish.numbers import Number, Several
from analysis.publish.tried import refused, tried
from analysis.toll import words


@dataclass(frozen=True)
class Shown:
    """How a headline is named, in full and in a table, how it is drawn and what it is of."""

    title: str
    short: str
    caption: str
    axis: str
    unit: str
    basis: Basis
    reference: float | None = None
    log: bool = False


ALL_SEEN = "incident records that were seen, no sample"
SHOWN = {
    "apart": Shown(
        "Conceded minus alleged, persons", "Conceded minus alleged",
        "Persons conceded minus persons alleged, summed as bounds over the listed "
        "records that show both; below the line the monitor holds more. A sum over what was seen, no estimate.",
        "Conceded minus alleged, persons\n(event clock)", "persons",
        Basis(ALL_SEEN, "the Coalition, Iraq, October 2016 to December 2017", "event"), 0.0,
    ),
    "contradicted": Shown(
        "Records that contradict each other", "Contradictions",
        "Records on which the lower bound of one side lies above the upper "
        "bound of the other, of the listed records on which both state a number. A count of what was seen, no share.",
        "Contradicted records, count\n(event clock)", "records",
        Basis(ALL_SEEN, "the Coalition, Iraq, October 2016 to December 2017", "event"),
    ),
    "ratio": Shown(
        "Monitor's total over conceded total", "Monitor over conceded",
        "Monitor's running total over the total the Coalition had conceded by "
        "the same day, Iraq and Syria, on a logarithmic axis; the line is one.",
        "Monitor over conceded, ratio\n(report or release clock)", "",
        Basis(
            "deaths conceded by the same day", "the Coalition, Iraq and Syria, from August 2014", "report and release"
        ),
        1.0, True,
    ),
}  # fmt: skip


BEHIND = {"apart": "Records", "contradicted": "Records", "ratio": "Pairs"}
TOGETHER = Basis(
    "incident records that were seen, no sample, and totals conceded by the same day",
    "the Coalition, Iraq (records) and Iraq and Syria (totals)", "event and report and release",
)  # fmt: skip


@dataclass(frozen=True)
class Curve:
    """A headline under all its specifications, or why there is none."""

    headline: str
    frame: pd.DataFrame
    refusal: str = ""


def curves(declared: Declared, as_of: str) -> dict[str, Curve]:
    """Return every declared headline under its specifications as of a day, or its refusal."""
    held, found = Material(as_of), {}
    for headline in declared.headlines:
        try:
            found[headline] = Curve(headline, runs.results(declared, headline, held))
        except MethodRefused as problem:
            found[headline] = Curve(headline, pd.DataFrame(), str(problem))
    return found


def declaration(declared: Declared) -> pd.DataFrame:
    """Return the declared set in brief: ``what``, ``told``, ``row_keys`` (the lines of data/hand it was read from)."""
    choices = declared.choices[declared.choices["choice"] != specifications.NONE]
    every, barred = list(declared.choices["row_key"]), list(declared.exclusions["row_key"])
    rows = [
        ("Hash of the declared set", declared.hash, every + barred),
        ("Last day a choice was decided on", declared.last_changed, every + barred),
        ("Headlines", str(len(declared.headlines)), every),
        ("Choices", str(len(choices)), list(choices["row_key"])),
        ("Exclusions", str(len(declared.exclusions)), barred),
    ]
    return pd.DataFrame(rows, columns=["what", "told", "row_keys"])


def primaries(declared: Declared) -> pd.DataFrame:
    """Return the primary specification of every headline in words: ``headline``, ``dimension``, ``meaning``.

    ``row_key`` is the line of data/hand that declares it.
    """
    parts = [specifications.worded(declared, name).assign(headline=SHOWN[name].short) for name in declared.headlines]
    return pd.concat(parts, ignore_index=True)[["headline", "dimension", "meaning", "row_key"]]


def listed(declared: Declared) -> pd.DataFrame:
    """Return every declared choice: ``headline``, ``dimension``, ``choice``, ``primary``, ``meaning``, ``row_key``."""
    rows = declared.choices
    choice = [label(*pair) for pair in zip(rows["dimension"], rows["choice"], strict=True)]
    return rows.assign(
        headline=rows["headline"].map(lambda name: SHOWN[name].short), dimension=rows["dimension"].map(WORDS),
        choice=choice, primary=rows["primary"].map({True: "yes", False: "no"}),
    )[["headline", "dimension", "choice", "primary", "meaning", "row_key"]]  # fmt: skip


def exclusions(declared: Declared) -> pd.DataFrame:
    """Return every exclusion with its reason and how many combinations it takes out."""
    parts = [specifications.excluded(declared, name).assign(headline=SHOWN[name].short) for name in declared.headlines]
    whole = pd.concat(parts, ignore_index=True)
    told = whole.assign(choices=whole["choices"].map(_barred))
    return told[["headline", "choices", "combinations", "reason", "row_keys"]]


def _barred(choices: str) -> str:
    """Return the choices of an exclusion in words."""
    parts = [part.partition(specifications.IS) for part in choices.split(specifications.AND)]
    return " and ".join(f"{WORDS[name]}: {label(name, choice)}" for name, _, choice in parts)


def summary(declared: Declared, found: dict[str, Curve]) -> pd.DataFrame:
    """Return one row a headline: how many combinations, excluded, run, with a result; primary, reach, what moves it.

    ``row_keys`` are the rows of every result, then the lines that declare its choices and exclusions.
    """
    return pd.DataFrame([_summed(declared, curve) for curve in found.values()])


def _summed(declared: Declared, curve: Curve) -> dict[str, object]:
    """Return one headline's row of the summary."""
    crossed = specifications.cross(declared, curve.headline)
    out = int((crossed["excluded"] != "").sum())
    lines = [
        key for rows in (declared.choices, declared.exclusions)
        for key in rows.loc[rows["headline"] == curve.headline, "row_key"]
    ]  # fmt: skip
    told = {"headline": SHOWN[curve.headline].short, "combinations": len(crossed), "excluded": out}
    if curve.refusal:
        return told | {
            "run": len(crossed) - out, "results": 0, "different": 0, "primary": "no result", "reach": "", "most": "",
            "row_keys": lines,
        }  # fmt: skip
    seen = curve.frame[curve.frame["why"] == ""]
    return told | {
        "run": len(curve.frame), "results": len(seen), "different": len(seen[["lo", "hi"]].drop_duplicates()),
        "primary": curve.frame[curve.frame["primary"]].iloc[0]["result"], "reach": runs.reach(curve.frame),
        "most": _most(curve.frame), "row_keys": [*keys_of(seen), *lines],
    }  # fmt: skip


def _most(frame: pd.DataFrame) -> str:
    """Return the choices that move the primary result most, in words; empty where none moves it by a number."""
    try:
        rows = influence.most(frame)
    except MethodRefused:
        return ""
    return "; ".join(f"{WORDS[row['dimension']].lower()} ({label(row['dimension'], row['choice'])})"
                     for row in rows.to_dict("records"))  # fmt: skip


def picture(curve: Curve) -> Any:
    """Return the curve of a headline, or the sentence that refuses it."""
    if curve.refusal:
        return refused(curve.refusal)
    how = SHOWN[curve.headline]
    name = f"curve-{curve.headline}"
    return decisions(curve.frame, name, how.caption, how.axis, reference=how.reference, log=how.log)


def headline(ev: Evidence, found: dict[str, Curve]) -> Headline:
    """Return the sentence under which the report is listed: each primary result, and what moves it most."""
    parts: list[str] = []
    values: dict[str, Number | Several | str] = {}
    for name, curve in found.items():
        if curve.refusal or (first := curve.frame[curve.frame["primary"]].iloc[0])["why"]:
            parts.append(f"{SHOWN[name].title}: no result by then.")
            continue
        keys = keys_of(curve.frame[curve.frame["why"] == ""])
        values[name] = ev.number(
            first["result"], first["row_keys"], f"{SHOWN[name].title.lower()}, primary specification"
        )
        values[f"{name}_all"] = ev.number(runs.reach(curve.frame), keys, "least and greatest end of any result")
        parts.append(f"{SHOWN[name].title}: {{{name}}}; over all specifications {{{name}_all}}")
        if most := _most(curve.frame):
            values[f"{name}_most"] = most
            parts[-1] += f"; moved most by {{{name}_most}}"
        parts[-1] += "."
    return ev.headline(" ".join(parts), basis=TOGETHER, **values)


def read(ev: Evidence, curve: Curve) -> Sentence:
    """Return the sentence that reads a curve: how many, from where to where, where the primary is, what moves it."""
    if curve.refusal:
        return ev.say("There is no curve to read.")
    how, frame = SHOWN[curve.headline], curve.frame
    seen = frame[frame["why"] == ""]
    keys, first = keys_of(seen), frame[frame["primary"]].iloc[0]
    values: dict[str, Number | Several | str] = {
        "n": ev.number(len(seen), keys, "specifications with a result"),
        "none": ev.number(len(frame) - len(seen), keys, "specifications without a result"),
        "different": ev.number(len(seen[["lo", "hi"]].drop_duplicates()), keys, "different results"),
        "reach": ev.number(runs.reach(frame), keys, "least and greatest end of any result"),
    }
    template = "Specifications with a result: {n}, without one: {none}; different results: {different}. "
    template += f"All results{f', in {how.unit}' if how.unit else ''}: {{reach}}. "
    if first["why"]:
        return ev.say(template + "The primary specification gives no result by then.", basis=how.basis, **values)
    values["primary"] = ev.number(f"{first['result']} {how.unit}".strip(), first["row_keys"], "primary specification")
    values["rank"] = ev.number(int(first["rank"]), first["row_keys"], "rank of the primary specification")
    template += "The primary one gives {primary}, rank {rank}. "
    if not (most := _most(frame)):
        return ev.say(template + "No single choice moves it by a number.", basis=how.basis, **values)
    return ev.say(template + "Changed alone, what moves it most is: {most}.", basis=how.basis, most=most, **values)


def moved(curve: Curve) -> Sentence | Table | Any:
    """Return the table of what one changed choice does to the primary result, or why there is none."""
    if curve.refusal:
        return refused(curve.refusal)
    return tried(
        _from_primary, curve.frame, name=f"changed-{curve.headline}",
        caption=f"{SHOWN[curve.headline].title}: one choice changed from the primary specification, furthest first",
        columns={"change": "Changed", "result": "Result", "told": "Ends moved by", "n": BEHIND[curve.headline]},
    )  # fmt: skip


def _from_primary(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `influence.from_primary` in words."""
    rows = influence.from_primary(frame)
    pairs = zip(rows["dimension"], rows["choice"], strict=True)
    return rows.assign(change=[f"{WORDS[name]}: {label(name, choice)}" for name, choice in pairs])


def anywhere(found: dict[str, Curve]) -> pd.DataFrame:
    """Return `influence.anywhere` of every headline in words."""
    parts = [
        influence.anywhere(curve.frame).assign(headline=SHOWN[name].short)
        for name, curve in found.items()
        if not curve.refusal
    ]
    columns = ["headline", "dimension", "compared", "moved", "most", "row_keys"]
    if not parts:
        return pd.DataFrame(columns=columns)
    whole = pd.concat(parts, ignore_index=True)
    shift = [_shift(value) for value in whole["most"]]
    return whole.assign(dimension=whole["dimension"].map(WORDS), most=shift)[columns]


def _shift(value: Any) -> str:
    """Return the largest shift in words."""
    number = runs.plain(value)
    return "cannot be measured" if number is None else words(number, number)


def every(found: dict[str, Curve]) -> pd.DataFrame:
    """Return every specification of every headline with its result, the choices in words."""
    parts = [curve.frame.assign(headline=SHOWN[name].short) for name, curve in found.items() if not curve.refusal]
    columns = ["headline", "rank", "result", "primary", *DIMENSIONS, "lo", "hi", "n", "why", "row_keys"]
    if not parts:
        return pd.DataFrame(columns=columns)
    whole = pd.concat(parts, ignore_index=True)
    words_of = {name: [label(name, choice) for choice in whole[name]] for name in DIMENSIONS}
    return whole.assign(primary=whole["primary"].map({True: "yes", False: "no"}), **words_of)[columns]
