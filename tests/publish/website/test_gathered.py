from __future__ import annotations

import pytest

from analysis.data import claims
from analysis.methods.families import numbered, span
from analysis.paths import Project
from analysis.publish.website import events
from analysis.publish.website.gathered import Gathered


def test_what_a_family_said_is_what_the_reports_say_it_said(held: Gathered) -> None:
    kept = held.statements[~held.statements["excluded"]]
    for (event, family), part in kept.groupby(["event_id", "family"]):
        [told] = [each for each in held.families(str(event)) if each["code"] == family]
        undated = numbered(part)[numbered(part)["published_last"].isna()]
        assert told["said"] == str(span(part[part["published_last"].notna()]))
        assert (told["numbered"], told["undated"]) == (len(numbered(part)), len(undated))
        assert told["undated_said"] == str(span(undated))
    assert held.families("no such event") == []


@pytest.mark.parametrize("event", ["mosul-jadida-house-2017-03-17", "battle-of-mosul", "hawija-2015-06-02"])
def test_the_tree_of_an_event_is_that_of_the_claims(held: Gathered, inside: Project, event: str) -> None:
    ours = [(each["name"], each["relation"]) for each in events.tree(held, event)]
    theirs = claims.event_tree(event)
    assert (ours or [(held.event_names[event], "the event")]) == list(
        zip(theirs["name"], theirs["relation"], strict=True)
    )
