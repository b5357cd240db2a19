from __future__ import annotations

from analysis.methods.capture import demonstration


def test_every_published_value_comes_back_with_its_range() -> None:
    made = demonstration.against_published()
    assert len(made) == 9 and made["over_models"].str.contains(" over .* models").all()
    for row in made[made["table"].str.startswith("Modern")].to_dict("records"):
        assert row["published"] == row["ours"]
    assert list(made["ours"][-3:]) == ["0.37 (d1xd2)", "731, 729", "731, 728"]


def test_half_of_the_models_of_the_table_made_to_fail_are_refused() -> None:
    made = demonstration.refusals()
    assert (made["estimate"] == "refused").sum() == 4 and set(made.loc[made["estimate"] == "refused", "verdict"]) == {
        "no finite estimate", "not identifiable",
    }  # fmt: skip
    assert "AxB" in demonstration.one_refused()


def test_the_choices_stand_beside_the_range_they_lie_in() -> None:
    made = demonstration.choices()
    assert len(made) == 4 and made["over_models"].str.contains("over 1024 models").all()
    assert demonstration.observed("uk-five") == 2744
