from __future__ import annotations

import pandas as pd
import pytest

from analysis.data.hand import read_hand
from analysis.methods.link import graph
from analysis.paths import Project


@pytest.fixture(params=["strict", "central", "lenient"])
def edges(request: pytest.FixtureRequest, inside: Project) -> pd.DataFrame:
    return graph.edges(request.param)


def pairs(edges: pd.DataFrame, kind: str, layers: str) -> pd.DataFrame:
    return edges[(edges["type"] == kind) & (edges["layers"] == layers)]


def test_every_edge_is_typed_and_has_its_reason(edges: pd.DataFrame) -> None:
    assert edges["type"].isin(graph.TYPES).all()
    assert (edges["reason"].str.len() > 8).all() and (edges["decided"].str.len() > 3).all()


def test_links_are_one_to_one_between_two_layers(edges: pd.DataFrame) -> None:
    by_rule = edges[edges["decided"].str.startswith("rule")]
    for layers in ("claim-incident", "claim-official", "incident-official"):
        same = pairs(by_rule, "same", layers)
        assert same["left"].is_unique and same["right"].is_unique


def test_no_pair_has_two_edges(edges: pd.DataFrame) -> None:
    assert not edges.duplicated(["left", "right"]).any()


def test_a_residual_is_linked_to_no_determination(edges: pd.DataFrame) -> None:
    residual = edges[edges["left"] == "incidents:CI551"]
    assert residual[["right", "type"]].to_numpy().tolist() == [["incidents:CI550", "residual_of"]]


def test_a_stricter_rule_links_no_more(inside: Project) -> None:
    counts = [(graph.edges(name)["type"] == "same").sum() for name in ("strict", "central", "lenient")]
    assert counts == sorted(counts)


def test_a_reviewed_decision_overrules_every_rule(inside: Project) -> None:
    ruled = graph.edges("strict", read_hand("links", inside).head(0))
    assert len(ruled[(ruled["left"] == "incidents:CI760") & (ruled["type"] == "same")]) == 1
    decision = {
        "left": "incidents:CI760", "right": "official_assessments:68", "type": "none", "decided_by": "x",
        "decided_on": "2026-11-25", "reason": "another family's house",
    }  # fmt: skip
    decided = graph.edges("strict", pd.DataFrame([decision]))
    [edge] = decided[(decided["left"] == "incidents:CI760") & (decided["layers"] == "incident-official")].to_dict(
        "records"
    )
    assert (edge["type"], edge["reason"], edge["decided"]) == ("none", "another family's house", "x, 2026-11-25")


def test_a_tie_is_possible_and_no_link(inside: Project) -> None:
    lenient = graph.edges("lenient")
    tied = lenient[lenient["reason"].str.contains("another record fits as well")]
    assert len(tied) and (tied["type"] == "possibly").all()


def test_an_edge_leads_to_its_two_records_and_to_the_line_that_decided_it(inside: Project) -> None:
    edges = graph.edges("central")
    told = graph.listed(edges)
    assert all(
        keys[:2] == [row.left, row.right] for row, keys in zip(edges.itertuples(), told["row_keys"], strict=True)
    )
    links = read_hand("links", inside)
    decided = told[told["row_keys"].map(len) == 3]
    assert len(decided) == len(links) + (edges["layers"] == graph.KINDS).sum() > len(links) > 0
    for row in decided.to_dict("records"):
        name, _, line = row["row_keys"][2].removeprefix("hand/").partition(":")
        ends = {row["left"], row["right"]}
        if name == "links":
            assert set(links.loc[int(line), ["left", "right"]]) == ends
        else:
            assert set("incidents:" + read_hand(name, inside).loc[int(line), ["key", "of"]]) == ends
