from __future__ import annotations

import pandas as pd
import pytest

from analysis.data import hand
from analysis.errors import DataError
from analysis.paths import Project


def table(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(columns).set_index("id", drop=False)


def judged(**columns: list[object]) -> pd.DataFrame:
    frame = pd.DataFrame(columns)
    return frame.set_axis(range(2, len(frame) + 2), axis=0)


RAW = {"claims": table(id=["a", "b"], place=["Mosul", None], exclude=[None, "misread"])}


def test_an_override_replaces_one_value_and_leaves_its_input_alone() -> None:
    change = judged(table=["claims"], key=["a"], column=["place"], old=["Mosul"], new=["West Mosul"])
    result = hand.override(RAW, change)["claims"]
    assert result.loc["a", "place"] == "West Mosul"
    assert RAW["claims"].loc["a", "place"] == "Mosul"


def test_an_empty_cell_can_be_filled_and_emptied() -> None:
    fill = judged(table=["claims"], key=["b"], column=["place"], old=[None], new=["Mosul"])
    assert hand.override(RAW, fill)["claims"].loc["b", "place"] == "Mosul"
    empty = judged(table=["claims"], key=["a"], column=["place"], old=["Mosul"], new=[None])
    assert pd.isna(hand.override(RAW, empty)["claims"].loc["a", "place"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"table": "claim"}, "no table 'claim'. Did you mean claims"),
        ({"key": "z"}, "line 2: claims has no row 'z'"),
        ({"column": "plaec"}, "no column 'plaec'. Did you mean place"),
        ({"old": "Raqqa"}, "has place = 'Mosul', not 'Raqqa'"),
    ],
)
def test_an_override_that_does_not_fit_is_refused(change: dict[str, str], message: str) -> None:
    line = {"table": "claims", "key": "a", "column": "place", "old": "Mosul", "new": "x"} | change
    with pytest.raises(DataError, match=message):
        hand.override(RAW, judged(**{name: [value] for name, value in line.items()}))


def test_exclusions_mark_and_never_drop() -> None:
    marked = hand.exclude(RAW, judged(table=["claims"], key=["a"], reason=["garbled"]))["claims"]
    assert list(marked["excluded"]) == [True, True]
    assert list(marked["exclude_source"]) == ["hand", "raw"]
    assert list(marked["exclude_reason"]) == ["garbled", "misread"]


def test_an_exclusion_of_nothing_is_refused() -> None:
    with pytest.raises(DataError, match="line 2: claims has no row 'z'"):
        hand.exclude(RAW, judged(table=["claims"], key=["z"], reason=["garbled"]))


def test_a_judgement_without_a_reason_is_refused(copy: Project) -> None:
    path = copy.hand / "exclusions.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    head, _, _ = lines[1].partition(",2026")
    path.write_text("\n".join([lines[0], head + ",2026-11-24,"]) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 2: reason is empty"):
        hand.read_hand("exclusions", copy)


def test_an_impossible_day_of_decision_is_refused(copy: Project) -> None:
    path = copy.hand / "exclusions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-11-24", "2026-02-31", 1), encoding="utf-8")
    with pytest.raises(DataError, match="2026-02-31"):
        hand.read_hand("exclusions", copy)


def test_wrong_columns_and_missing_files_are_named(copy: Project) -> None:
    path = copy.hand / "exclusions.csv"
    path.write_text("table,row\n", encoding="utf-8")
    with pytest.raises(DataError, match="has the columns table, row; write table, key, decided_by"):
        hand.read_hand("exclusions", copy)
    path.unlink()
    with pytest.raises(DataError, match="exclusions.csv is missing"):
        hand.read_hand("exclusions", copy)


def test_the_key_of_a_line_is_its_number_in_the_file(inside: Project) -> None:
    frame = hand.read_hand("dependence", inside)
    lines = (inside.hand / "dependence.csv").read_text(encoding="utf-8").splitlines()
    for key, source in zip(hand.row_keys("dependence", frame), frame["source"], strict=True):
        assert lines[int(key.removeprefix("hand/dependence:")) - 1].startswith(f"{source},")


HEADER = b"table,key,decided_by,decided_on,reason\n"
ROW = b"events,e-1,editors,2026-11-24,garbled\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "has the columns no columns; write table"),
        (HEADER + ROW + b"\xff\n", "line 3: is not UTF-8"),
        (HEADER + b'"' + ROW, "is not comma-separated text"),
        (HEADER + b"events,e-1,editors,2026-11-24\n", "line 2: has 4 cells where the header has 5"),
        (HEADER + b"x," + ROW, "line 2: has 6 cells where the header has 5"),
        (HEADER + ROW.replace(b"\n", b"\r\n"), "line 2: holds a carriage return"),
        (HEADER + ROW.replace(b"e-1", "e-1\u200b".encode()), r"column key: 'e-1\\u200b' holds a character"),
        (HEADER + ROW + b"\n" + ROW, "line 4: is the same row as one above"),
        (HEADER + ROW.replace(b"2026", b"0026"), "line 2, column decided_on: no judgement is of '0026-11-24'"),
        (HEADER + ROW.replace(b"11-24", b"02-31"), "exclusions.csv, line 2, column decided_on: '2026-02-31'"),
        (b"PK\x03\x04", "is a workbook or a zip archive"),
    ],
)
def test_a_hand_table_that_is_none_is_refused_with_its_line(copy: Project, content: bytes, message: str) -> None:
    (copy.hand / "exclusions.csv").write_bytes(content)
    with pytest.raises(DataError, match=message):
        hand.read_hand("exclusions", copy)


def test_lines_are_those_of_the_file_even_where_a_reason_has_two(copy: Project) -> None:
    content = HEADER + ROW.replace(b"garbled", b'"two\nlines"') + b"\n" + ROW.replace(b"e-1", b"e-2")
    (copy.hand / "exclusions.csv").write_bytes(content)
    assert hand.read_hand("exclusions", copy).index.tolist() == [2, 5]


def test_an_override_of_a_number_is_a_number_or_refused() -> None:
    tables = {"claims": table(id=["a"], killed=pd.array([3], dtype="Int64"))}
    line = {"table": ["claims"], "key": ["a"], "column": ["killed"], "old": ["3"]}
    assert hand.override(tables, judged(**line, new=["5"]))["claims"].loc["a", "killed"] == 5
    with pytest.raises(DataError, match="line 2, column new: 'many' is not a number, which killed of claims holds"):
        hand.override(tables, judged(**line, new=["many"]))
