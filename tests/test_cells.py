from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import cells

SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
RUN = [
    "=1+1", "+A1", "-A1", "-1+2", "@SUM(A1)", "\t=1", "\rx", "\n=1", "＝1", "﹣1", ' "=1', "'=1", "''+1", "\u202e=1",
    "\ufeff=1", "\xa0@a", "“=1”", "\x00=1", "-90 to 90", "-", "=cmd|'/c calc'!A0",
]  # fmt: skip


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_could_run_gets_an_apostrophe_which_comes_off_again(text: str) -> None:
    safe = cells.guarded(text)
    assert safe == "'" + text.replace("\r", "\n") and cells.plain(safe) == text.replace("\r", "\n")


@pytest.mark.parametrize(
    "text", ["-5", "+5", "-0.5", "-.5e-3", "Mosul", "'s-Hertogenbosch", "", "a=1", "2017-03", "—", "'"]
)
def test_numbers_and_words_stay(text: str) -> None:
    assert cells.guarded(text) == cells.plain(text) == text


@given(st.text(alphabet=st.sampled_from([*"'\"= -+@a5.\t\n\r", "\u202e", "＝"])) | st.text())
def test_every_text_comes_back_and_none_begins_with_a_sign(text: str) -> None:
    safe = cells.guarded(text)
    assert cells.plain(safe) == text.replace("\r\n", "\n").replace("\r", "\n")
    bare = safe.lstrip(' \xa0\t\n\ufeff\u202e"')
    assert not bare.startswith(tuple(SIGNS)) or cells._number.fullmatch(safe)


@pytest.mark.parametrize("kind", ["str", "object"])
def test_a_frame_comes_back_cell_for_cell(tmp_path: Path, kind: str) -> None:
    frame = pd.DataFrame({"=a": pd.Series([*RUN, None, "-5"], dtype=kind), "n": range(len(RUN) + 2)})
    path = tmp_path / "a.csv"
    path.write_text(cells.csv_text(frame), encoding="utf-8", newline="")
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert len(lines) == len(frame) + 1 and not [
        cell for line in lines for cell in line if cell.startswith(tuple("=+@"))
    ]
    back = cells.read(path)
    assert list(back) == ["=a", "n"] and list(back["=a"]) == [*(text.replace("\r", "\n") for text in RUN), "", "-5"]
    assert list(back["n"]) == [str(each) for each in range(len(frame))]


def test_negative_numbers_stay_numbers() -> None:
    assert cells.csv_text(pd.DataFrame({"n": [-5, 7], "x": [-0.5, None]})) == "n,x\n-5,-0.5\n7,\n"


def test_lines_are_written_like_a_frame() -> None:
    assert cells.lines_text(["a", "b"], [{"b": "=1", "a": "x,y"}]) == 'a,b\n"x,y",\'=1\n'
