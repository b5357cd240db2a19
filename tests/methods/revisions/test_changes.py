from __future__ import annotations

import pandas as pd
import pytest

from analysis.methods.revisions import changes, vintages
from revisions.tables import printed

pytestmark = pytest.mark.usefixtures("inside")
AS_OF = "2026-11-24"


@pytest.mark.parametrize(
    ("was", "now", "way"),
    [
        ((4, 4), (11, 11), "up"), ((350, 350), (344, 344), "down"), ((433, None), (433, 643), "bound added"),
        ((433, 643), (433, None), "bound dropped"), ((4, 9), (5, 8), "both ways"), ((4, 9), (4, 12), "up"),
        ((None, 1000), (1257, 1257), "up"), ((499, 499), (None, 800), "bound dropped"), ((None, 5), (9, None), "up"),
        ((None, 9), (5, None), "cannot be told"), ((9, None), (None, 5), "down"), ((4, 4), (4, 4), "no change"),
    ],
)  # fmt: skip
def test_the_direction_is_that_of_the_bounds(was: tuple, now: tuple, way: str) -> None:
    assert changes.direction(*({"lo": lo, "hi": hi} for lo, hi in (was, now))) == way


def test_each_step_says_how_far_each_bound_moved() -> None:
    rows = printed(("2017-03-01", 4, 6), ("2017-04-01", 5, None), ("2017-05-01", 3, 9))
    found = changes.steps(vintages.vintages(AS_OF, rows))
    assert found["lo_moved"].tolist() == [1, -2] and found["hi_moved"].isna().all()
    assert found["direction"].tolist() == ["bound dropped", "bound added"] and not found["grew"].any()


def test_no_step_is_made_across_a_vintage_without_a_place() -> None:
    rows = printed(("2017-03-01", 4, 4), ("2017-05", 5, 5), ("2017-05-02", 6, 6), ("2017-08-01", 7, 7))
    assert changes.steps(vintages.vintages(AS_OF, rows)).empty


def test_a_running_figure_grows_and_is_not_revised() -> None:
    found = vintages.vintages(AS_OF, printed(("2017-03-01", 4, 4), ("2017-04-01", 5, 5), kind="running"))
    assert changes.steps(found)["grew"].tolist() == [True] and changes.revised(found).empty


def test_a_revision_without_an_order_lists_its_values_and_no_direction() -> None:
    found = changes.revised(vintages.vintages(AS_OF, printed((None, 5946, 5946), (None, 5977, 5977))))
    assert found["first"].item() == "5,946; 5,977" and found["direction"].item() == changes.UNTOLD
    assert pd.isna(found["lo_moved"].item()) and pd.isna(found["latest"].item())


def test_the_ledger_parts_what_is_new_changed_grown_and_withdrawn() -> None:
    rows = pd.concat([
        printed(("2017-05-01", 1, 1), figure="new"),
        printed(("2017-01-01", 4, 4), ("2017-05-01", 3, 3), figure="changed"),
        printed(("2017-01-01", 4, 4), ("2017-05-01", 9, 9), figure="grew", kind="running"),
        printed(("2017-01-01", 4, 4), ("2017-05-01", None, None), figure="withdrawn"),
        printed(("2017-01-01", 4, 4), figure="stayed"),
        printed(("2017-01-01", 4, 4), ("2017-05", 5, 5), ("2017-05-02", 6, 6), figure="untold"),
    ])  # fmt: skip
    found = changes.ledger("2017-03-25", "2017-12-31", rows).set_index("figure")
    assert found["change"].to_dict() == {
        "new": "new", "changed": "changed", "grew": "grew", "withdrawn": "withdrawn", "untold": "cannot be told",
    }  # fmt: skip
    assert found.loc["changed", "lo_moved"] == -1 and found.loc["withdrawn", "now"] == "no number"
    assert found.loc["untold", "now"] == "5; 6" and found.loc["untold", "was"] == "4"


def test_a_print_that_can_have_been_public_on_the_first_day_is_neither_new_nor_a_change_for_certain() -> None:
    rows = pd.concat([
        printed(("2015-11-20", 4, 4, 1), (None, 11, 11, 2), figure="undated"), printed((None, 4, 4), figure="alone"),
        printed(("2017-03", 4, 4), figure="coarse"), printed(("2017-04", 4, 4), figure="later"),
    ])  # fmt: skip
    found = changes.ledger("2017-03-25", AS_OF, rows).set_index("figure")["change"]
    assert found.to_dict() == {
        "undated": "cannot be told", "alone": "cannot be told", "coarse": "cannot be told", "later": "new",
    }  # fmt: skip


def test_the_ledger_never_reads_beyond_its_second_day() -> None:
    rows = printed(("2017-01-01", 4, 4), ("2017-05-01", 3, 3))
    assert changes.ledger("2017-12-31", "2017-03-25", rows).empty
    assert changes.ledger("2017-03-25", "2017-03-25", rows).empty


def test_the_ledger_does_not_depend_on_the_order_of_rows() -> None:
    rows = printed(("2017-01-01", 4, 4), ("2017-05-01", 3, 3), (None, 2, 2))
    shuffled = changes.ledger("2017-03-25", AS_OF, rows.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(shuffled, changes.ledger("2017-03-25", AS_OF, rows))


def test_of_the_tables_sixteen_closed_figures_have_another_value() -> None:
    printed_all = vintages.vintages(AS_OF)
    found = changes.by_family(printed_all).set_index("who")
    assert found["differently"].tolist() == [6, 3, 1, 6] and found["up"].tolist() == [3, 1, 1, 2]
    assert found["down"].tolist() == [2, 0, 0, 3] and (found["figures"] >= found["again"]).all()
    closed = printed_all[printed_all["kind"] != changes.RUNNING]
    for family, who in changes.FAMILIES.items():
        prints = closed.loc[closed["family"] == family, "row_keys"]
        assert set(found.loc[who, "row_keys"]) == {key for keys in prints for key in keys} != set()
    assert found.loc["Monitors", "grew"] == 1  # alleged in March 2017, first printed on the 24th


def test_before_the_first_print_every_family_is_empty() -> None:
    found = changes.by_family(vintages.vintages("2013-01-01"))
    assert (found[["figures", "again", "differently"]] == 0).all().all()


def test_the_amended_totals_are_those_of_the_audit_with_the_fall_of_eight() -> None:
    found = changes.amended(AS_OF).set_index("period")["difference"]
    assert found.to_dict() == {
        "2017-03": 78, "2017-11": 5, "2017-12": 1, "2018-05": -15, "2018-06": 15, "2019-04": 6, "2019-08": -8,
    }  # fmt: skip
    assert changes.amended("2017-03-25").empty
