from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.data.importers import reading
from analysis.errors import CivcasError, DataError

COLUMNS = ["code", "place"]


def read(folder: Path, content: bytes, columns: list[str] = COLUMNS) -> reading.Sheet:
    path = folder / "a.csv"
    path.write_bytes(content)
    return reading.read(path, columns)


def test_rows_keep_the_line_they_start_on(tmp_path: Path) -> None:
    sheet = read(tmp_path, b'code,place\r\n1,"by the\nriver"\r\n\r\n2,"a ""b"", c"\n"3","x\r\ny"\n4,end')
    assert sheet.rows.index.tolist() == [2, 5, 6, 8]
    assert sheet.rows["place"].tolist() == ["by the river", 'a "b", c', "x y", "end"]
    assert (sheet.n_in, len(sheet.rejects)) == (4, 0)


def test_white_space_and_steering_marks_are_set_right_and_empty_is_missing(tmp_path: Path) -> None:
    text = "code,place\n 1 ,\u200fحي\u00a0 الجديدة\u202c \n2,\u200f\n3,\n4,  a\tb\n5,\ufeffx\n6,می\u200cشود\n"
    sheet = read(tmp_path, text.encode())
    assert sheet.rows["code"].tolist() == list("123456")
    assert sheet.rows["place"].fillna("?").tolist() == ["حي الجديدة", "?", "?", "a b", "x", "می\u200cشود"]


def test_columns_come_in_the_order_of_the_format(tmp_path: Path) -> None:
    assert read(tmp_path, b"place,code\nx,1\n").rows.to_dict("list") == {"code": ["1"], "place": ["x"]}


def test_rows_of_another_width_are_listed_with_their_line(tmp_path: Path) -> None:
    sheet = read(tmp_path, b'code,place\n1,"a\nb"\n2\n3,c,d\n4,e\n')
    assert sheet.rows["code"].tolist() == ["1", "4"]
    assert sheet.rejects[["line", "reason"]].to_numpy().tolist() == [
        [4, "has 1 cells where the header has 2; mend commas and quotes"],
        [5, "has 3 cells where the header has 2; mend commas and quotes"],
    ]
    assert sheet.n_in == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["a.csv is empty"]),
        (b"\n\n", ["a.csv is empty"]),
        (b"code,plase\n1,x\n", ["'plase' is none of this format's. Did you mean place?", "missing: place"]),
        (b"code\n1\n", ["missing: place"]),
        (b"code,place,code\n", ["named twice"]),
        (b"code,place,v1,v2,v3,v4\n", ["'v1'", "1 more unknown"]),
        (b"code;place\n1;x\n", ["semicolons or tabs"]),
        (b'code,place\n1,"x\n2,y\n', ["line 2", "a quote is not closed"]),
        (b'code,place\n1,x\n2,a "b" c\n', ["line 3", "a quote is not closed or stands in a cell"]),
        (b'code,place\n1,"x"y\n', ["line 2"]),
        (b"code,place\r1,x\r2,y", ["a carriage return stands alone"]),
        (b"code,place\n1,x\x00\n", ["line 2", "NUL"]),
    ],
)
def test_a_file_that_leaves_it_open_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, words: list[str]
) -> None:
    with pytest.raises(DataError) as problem:
        read(tmp_path, content)
    assert [word for word in words if word not in str(problem.value)] == [] and "\n" not in str(problem.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="none.csv cannot be read .*name the file of the export"):
        reading.read(tmp_path / "none.csv", COLUMNS)


def test_a_header_alone_is_no_rows(tmp_path: Path) -> None:
    sheet = read(tmp_path, b"code,place\n")
    assert (sheet.n_in, len(sheet.rows), list(sheet.rows)) == (0, 0, COLUMNS)


def test_a_cell_longer_than_a_block_is_refused_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BLOCK", 64)
    with pytest.raises(DataError, match="cannot be told apart into rows"):
        read(tmp_path, b"code,place\n1," + b"x" * 500 + b"\n")


SIGNS = st.text(alphabet='a1,"\n\r \u200f\u0661;\x00', max_size=60)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=SIGNS | st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_and_no_row_is_lost(tmp_path: Path, body: str | bytes) -> None:
    content = b"code,place\n" + (body.encode() if isinstance(body, str) else body)
    try:
        sheet = read(tmp_path, content)
    except CivcasError as problem:
        assert "\n" not in str(problem)
        return
    assert sheet.n_in == len(sheet.rows) + sheet.rejects["line"].nunique()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.tuples(*[st.text(alphabet='ab ,"\né٣', max_size=8)] * 2), max_size=12))
def test_what_a_writer_quoted_is_read_back(tmp_path: Path, cells: list[tuple[str, str]]) -> None:
    frame = pd.DataFrame(cells, columns=COLUMNS)
    sheet = read(tmp_path, frame.to_csv(index=False, lineterminator="\n").encode())
    tidy = [[" ".join(text.split()) for text in row] for row in cells]
    assert sheet.rows.fillna("").to_numpy().tolist() == tidy


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04", "is a workbook or a zip archive: export the table"),
        (b"\x1f\x8b\x08", "is packed with gzip"),
        (b"," * 1000 + b"\n", "its first line has 1,001 cells and is no header"),
        (b"x" * 200_000 + b"\n1\n", "is no header"),
    ],
)
def test_what_is_no_export_is_refused_before_it_is_unpacked_or_told_apart(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        reading.read(path, ["a"])


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "export.csv")
    with pytest.raises(DataError, match="export.csv is no file"):
        reading.read(tmp_path / "export.csv", ["a"])
