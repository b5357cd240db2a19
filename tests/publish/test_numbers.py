from __future__ import annotations

from publish import tiny

from analysis.publish.numbers import Number, Several, numbers_of

ONE, TWO = Number(1, "230", "said", ("statements:a",)), Number(2, "<440>", "said", ("statements:b",))


def test_each_figure_of_a_row_is_a_link_of_its_own() -> None:
    row = Several((("Rudaw", ONE), ("<i>Airwars</i>", TWO)))
    page = tiny.soup(row.html())
    assert [link["href"] for link in page.select("a")] == ["#ev-1", "#ev-2"] and not page.select("i")
    assert page.text == str(row) == "Rudaw 230; <i>Airwars</i> <440>"


def test_figures_are_found_among_words_and_rows() -> None:
    assert numbers_of(["Mosul", TWO, Several((("Rudaw", ONE),))]) == [TWO, ONE]
