from __future__ import annotations

from analysis.methods.capture import published


def test_totals_are_those_published() -> None:
    assert [published.held(name).observed for name in published.TABLES] == [2744, 2744, 626, 96]


def test_six_lists_are_the_five_with_one_list_divided() -> None:
    five, six = published.frame("uk-five"), published.frame("uk-six")
    joined = six.assign(PFNCA=(six["PF"] | six["NCA"])).groupby(["LA", "NG", "PFNCA", "GO", "GP"])["count"].sum()
    assert joined.to_dict() == five.groupby(["LA", "NG", "PFNCA", "GO", "GP"])["count"].sum().to_dict()
