from __future__ import annotations

import pytest

from analysis.publish.literals import texts_of


def found(source: str) -> list[tuple[str, bool]]:
    return [(text.text, text.filled) for text in texts_of(source)]


CHOICE = "x = f\"{n} figure{'s' if n != 1 else ''} drawn\""
CHAIN = 'x = "UN: killed in " + rows["period"] + ", Iraq, " + who'
REFUSAL = 'raise MethodRefused(f"no model gives {what}: observe more")'
PART = 'parts.append(f"{title}: {{{name}}}; over all {{{name}_all}}")'
TABLE = 'table(frame, "by-family", "By family", {"said": "Said ", "n": "Rows"})'


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('ev.say("Dated: {n}.", n=1)', [("Dated: {n}.", False)]),
        ('ev.count(frame, "relays")', [("relays", False)]),
        (TABLE, [("By family", False), ("Said", False), ("Rows", False)]),
        ('told = f"at least {low:,}"', [("at least {n}", True)]),
        ("x = f\"{row['said']} of {len(rows)} rows\"", [("{said} of {n} rows", True)]),
        (CHOICE, [("{count} figures drawn", True), ("{count} figure drawn", True)]),
        (CHAIN, [("UN: killed in {period}, Iraq, {who}", True)]),
        ('ev.say("One sentence here. " + rest)', [("One sentence here.", False)]),
        ('WORDS = {"printed": "own page", "x": "relay"}', [("own page", False), ("relay", False)]),
        ('x = "first" if one else "second"', [("first", False), ("second", False)]),
        (REFUSAL, [("no model gives {what}: observe more", True)]),
        (PART, [("{title}: {name}; over all {name2_all}", True)]),
    ],
)
def test_texts_for_readers_are_found(source: str, told: list[tuple[str, bool]]) -> None:
    assert found(source) == told


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring of words."""', 'frame["a column name"]', 'frame.merge(other, how="left outer")',
        'x == "two words"', 'raise DataError("no such column: correct it")', 're.compile("some words")',
        '{"a key here": 1}', 'name = "slug-of-it"', 'html = f"<p>{text} words</p>"', 'x = f"{a}, {b}"',
        'x = "%Y-%m-%d"', "x = 3", 'frame.groupby("the family")', 'x = "statements"',
    ],
)  # fmt: skip
def test_what_only_the_code_reads_is_left_out(source: str) -> None:
    assert found(source) == []
