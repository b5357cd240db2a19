from __future__ import annotations

import pytest

from analysis.data import claims, manifest, reads
from analysis.errors import DataError
from analysis.paths import Project

JADIDA = "mosul-jadida-2017-03-17"


def test_the_house_the_quarter_and_the_week_are_kept_apart(inside: Project) -> None:
    tree = claims.event_tree(JADIDA).set_index("event_id")["relation"]
    assert tree["mosul-jadida-house-2017-03-17"] == "part of it"
    assert tree[JADIDA] == "the event"
    assert tree["west-mosul-2017-03-17-23"] == "contains it"
    assert list(tree.index).index("west-mosul-offensive") < list(tree.index).index("west-mosul-2017-03-17-23")


def test_an_unknown_event_is_refused_with_the_nearest(inside: Project) -> None:
    with pytest.raises(DataError, match="Did you mean mosul-jadida-2017-03-17"):
        claims.event_tree("mosul-jadida-2017-03-18")


def test_a_place_holds_what_lies_within_it(inside: Project) -> None:
    frame = claims.statements()
    mosul, west = claims.about_place(frame, "Mosul"), claims.about_place(frame, "West Mosul")
    assert set(west["statement_id"]) < set(mosul["statement_id"])
    assert "Nineveh" not in set(mosul["place"])


def test_an_unknown_place_is_refused_with_the_nearest(inside: Project) -> None:
    with pytest.raises(DataError, match="Did you mean Mosul"):
        claims.about_place(claims.statements(), "Mosull")


def test_a_window_is_inside_a_month_or_reaches_beyond_it(inside: Project) -> None:
    march = claims.in_month(claims.statements(), "2017-03").set_index("statement_id")
    assert march.loc["st-mj-rudaw-230", "fit"] == "inside"
    assert march.loc["st-wm-iohr-500-rudaw", "fit"] == "reaches beyond"


def test_excluded_statements_are_left_out_unless_asked_for(inside: Project) -> None:
    assert len(claims.statements(include_excluded=True)) > len(claims.statements())
    assert not claims.statements()["excluded"].any()


def test_months_with_statements_are_those_a_window_touches(inside: Project) -> None:
    months = claims.months_with_statements("Mosul")
    assert {"2016-10", "2017-03", "2017-07"} <= set(months)
    assert "2014-01" not in months


def test_reads_are_remembered_with_their_content(inside: Project) -> None:
    claims.event_tree(JADIDA)
    events = manifest.read(inside)["tables"]["events"]["columns"]
    seen = reads.noted(inside.root)["tables"]
    assert set(seen) == {"events"} and seen["events"].items() <= events.items()
