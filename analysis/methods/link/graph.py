"""The graph: every edge between a claim, a monitor's record and an official determination, typed, with its reason.

An edge is ``same``, ``part_of``, ``residual_of``, ``aggregate_of``, ``possibly`` or ``none``. A reviewed decision in
``data/hand/links.csv`` stands above every rule. A residual record holds what another record does not and is never
linked to a determination as if it were an event of its own.
"""

from __future__ import annotations

import pandas as pd

from analysis.data.hand import read_hand, row_keys
from analysis.data.keys import behind
from analysis.methods.link.assign import one_to_one
from analysis.methods.link.pairs import candidates, reasons
from analysis.methods.link.records import records
from analysis.methods.link.rules import Rule, accepted, rule
from analysis.paths import find_project

LAYERS = (("claim", "incident"), ("claim", "official"), ("incident", "official"))
TYPES = ("same", "part_of", "residual_of", "aggregate_of", "possibly", "none")
KINDS = "incident-incident"  # edges inside the monitor's layer
EDGE = ["left", "right", "layers", "type", "score", "reason", "decided"]


def edges(rule_name: str = "central", decisions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return every edge of the graph under one rule.

    Parameters
    ----------
    rule_name : str
        ``strict``, ``central`` or ``lenient``.
    decisions : DataFrame, optional
        Reviewed decisions; default those of ``data/hand/links.csv``.

    Returns
    -------
    DataFrame
        Columns `EDGE`: ``left`` and ``right`` are row keys; ``score`` is missing where nothing was scored; ``reason``
        says in words what speaks for the edge; ``decided`` names the rule, or who decided and when.
    """
    chosen, held = rule(rule_name), records()
    reviewed = read_hand("links", find_project()) if decisions is None else decisions
    parts = [_between(held, layers, chosen, reviewed) for layers in LAYERS]
    return pd.concat([*parts, _kinds(held), _decided(reviewed)], ignore_index=True)[EDGE]


def listed(found: pd.DataFrame) -> pd.DataFrame:
    """Return edges with ``row_keys``: the two records, then the line of the judgement where one made the edge."""
    project = find_project()
    pairs = read_hand("links", project)
    lines = dict(zip(zip(pairs["left"], pairs["right"], strict=True), row_keys("links", pairs), strict=True))
    if (found["layers"] == KINDS).any():
        kinds = read_hand("record_kinds", project)
        of = zip("incidents:" + kinds["key"], "incidents:" + kinds["of"], strict=True)
        lines |= dict(zip(of, row_keys("record_kinds", kinds), strict=True))
    ends = zip(found["left"], found["right"], strict=True)
    return behind(found, ([*pair, *([lines[pair]] if pair in lines else [])] for pair in ends))


def _between(held: pd.DataFrame, layers: tuple[str, str], chosen: Rule, reviewed: pd.DataFrame) -> pd.DataFrame:
    """Return the edges between two layers that follow from a rule."""
    left, right = (held[held["layer"] == layer] for layer in layers)
    if "official" in layers:
        left = left[left["kind"] != "residual"]
    pairs = _undecided(left, right, reviewed)
    wide = pairs["left"].isin(left.loc[left["kind"] == "aggregate", "key"])
    fits = accepted(pairs, chosen)
    single = one_to_one(pairs[fits & ~wide])
    tied = single["margin"] <= 0
    told = reasons(single) + tied.map({True: "; another record fits as well", False: ""})
    made = [single.assign(type=tied.map({True: "possibly", False: "same"}), reason=told)]
    made.append(pairs[fits & wide].assign(type="aggregate_of", reason=reasons(pairs[fits & wide])))
    taken = {(row.left, row.right) for part in made for row in part.itertuples()}
    other = [pair not in taken for pair in zip(pairs["left"], pairs["right"], strict=True)]
    rest = pairs[pd.Series(other, index=pairs.index, dtype=bool)]
    rest = rest[accepted(rest, rule("lenient"))]
    made.append(
        rest.assign(type="possibly", reason=reasons(rest) + "; not enough for this rule, or another fits better")
    )
    named = {"layers": "-".join(layers), "decided": f"rule {chosen.name}"}
    return pd.concat([part.assign(**named)[EDGE] for part in made], ignore_index=True)


def _undecided(left: pd.DataFrame, right: pd.DataFrame, reviewed: pd.DataFrame) -> pd.DataFrame:
    """Return the candidates of two layers that no reviewer decided, without records a reviewer has linked."""
    between = reviewed[reviewed["left"].isin(left["key"]) & reviewed["right"].isin(right["key"])]
    linked = between[between["type"] == "same"]
    pairs = candidates(left[~left["key"].isin(linked["left"])], right[~right["key"].isin(linked["right"])])
    decided = set(zip(between["left"], between["right"], strict=True))
    fresh = [pair not in decided for pair in zip(pairs["left"], pairs["right"], strict=True)]
    return pairs[pd.Series(fresh, index=pairs.index, dtype=bool)].reset_index(drop=True)


def _kinds(held: pd.DataFrame) -> pd.DataFrame:
    """Return the edges inside the monitor's layer: what is the residual or a part of what."""
    told = held[(held["of"] != "") & held["kind"].isin(["residual", "part"])]
    return pd.DataFrame(
        {
            "left": told["key"], "right": "incidents:" + told["of"], "layers": KINDS,
            "type": told["kind"].map({"residual": "residual_of", "part": "part_of"}),
            "score": float("nan"), "reason": "record kind in data/hand/record_kinds.csv", "decided": "record kind",
        }
    )  # fmt: skip


def _decided(reviewed: pd.DataFrame) -> pd.DataFrame:
    """Return the reviewed decisions as edges."""
    layer = {
        "events": "claim",
        "incidents": "incident",
        "official_assessments": "official",
        "official_statements": "official",
    }
    sides = [reviewed[side].str.split(":").str[0].map(layer) for side in ("left", "right")]
    return pd.DataFrame(
        {
            "left": reviewed["left"], "right": reviewed["right"], "layers": sides[0] + "-" + sides[1],
            "type": reviewed["type"], "score": float("nan"), "reason": reviewed["reason"],
            "decided": reviewed["decided_by"] + ", " + reviewed["decided_on"],
        }
    )  # fmt: skip
