from __future__ import annotations

import datetime
import io
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.data import fingerprint, store

DAY = datetime.datetime(2017, 3, 17)
TYPES: dict[str, tuple[pa.DataType, st.SearchStrategy[Any]]] = {
    "text": (pa.string(), st.text(max_size=4)),
    "bytes": (pa.binary(), st.binary(max_size=4)),
    "whole": (pa.int64(), st.integers(-5, 5)),
    "float": (pa.float64(), st.floats(allow_nan=False)),
    "truth": (pa.bool_(), st.booleans()),
    "moment": (pa.timestamp("us"), st.integers(0, 5).map(lambda days: DAY + datetime.timedelta(days))),
    "list": (pa.list_(pa.string()), st.lists(st.text(max_size=2) | st.none(), max_size=3)),
    "nested": (pa.list_(pa.list_(pa.int64())), st.lists(st.lists(st.integers(0, 2), max_size=2), max_size=2)),
    "coded": (pa.dictionary(pa.int32(), pa.string()), st.sampled_from(["a", "b", ""])),
}
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def digest(values: pa.Array | pa.ChunkedArray, name: str = "a") -> str:
    column = fingerprint.Column(name)
    column.feed(values)
    return column.digest()


@st.composite
def columns(draw: st.DrawFn) -> tuple[pa.DataType, list[Any]]:
    kind, values = TYPES[draw(st.sampled_from(sorted(TYPES)))]
    return kind, draw(st.lists(values | st.none(), max_size=8))


@QUICK
@given(columns(), st.lists(st.integers(0, 8), max_size=4))
def test_where_one_batch_ends_and_the_next_begins_does_not_matter(
    column: tuple[pa.DataType, list[Any]], cuts: list[int]
) -> None:
    kind, values = column
    edges = sorted({0, len(values), *(cut for cut in cuts if cut <= len(values))})
    parts = fingerprint.Column("a")
    parts.feed(pa.array([], kind))
    for first, last in pairwise(edges):
        parts.feed(pa.array(values[first:last], kind))
    assert parts.digest() == digest(pa.array(values, kind))


@QUICK
@given(columns(), st.lists(st.integers(0, 8), max_size=3))
def test_slices_and_chunks_of_a_longer_array_are_what_they_hold(
    column: tuple[pa.DataType, list[Any]], cuts: list[int]
) -> None:
    kind, values = column
    longer = pa.array([*values[:2], *values, *values[:1]], kind)
    start = len(values[:2])
    assert digest(longer.slice(start, len(values))) == digest(pa.array(values, kind))
    edges = sorted({0, len(values), *(cut for cut in cuts if cut <= len(values))})
    pieces = [longer.slice(start + first, last - first) for first, last in pairwise(edges)]
    assert digest(pa.chunked_array(pieces, kind)) == digest(pa.array(values, kind)) or not pieces


@QUICK
@given(columns(), columns())
def test_two_columns_have_one_hash_only_when_they_are_the_same(
    one: tuple[pa.DataType, list[Any]], other: tuple[pa.DataType, list[Any]]
) -> None:
    first, second = pa.array(one[1], one[0]), pa.array(other[1], other[0])
    plain = {kind.value_type if pa.types.is_dictionary(kind) else kind for kind in (one[0], other[0])}
    same = len(plain) == 1 and repr(first.to_pylist()) == repr(second.to_pylist())
    assert (digest(first) == digest(second)) == same


@QUICK
@given(columns(), st.data())
def test_any_changed_value_or_order_is_seen(column: tuple[pa.DataType, list[Any]], data: st.DataObject) -> None:
    kind, values = column
    changed = data.draw(st.permutations(values)) if data.draw(st.booleans()) else list(values)
    if changed and data.draw(st.booleans()):
        changed[data.draw(st.integers(0, len(changed) - 1))] = None
    assert (digest(pa.array(changed, kind)) == digest(pa.array(values, kind))) == (repr(changed) == repr(values))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["ab", "c"], ["a", "bc"]),
        (["a", ""], ["", "a"]),
        ([None], [""]),
        ([None, "a"], ["a", None]),
        ([0], [None]),
        ([0.0], [None]),
        ([False], [None]),
        ([False], [0]),
        ([True], ["1"]),
        ([1], [1.0]),
        ([1], ["1"]),
        ([b"a"], ["a"]),
        ([[]], [None]),
        ([[]], [[None]]),
        ([["a"], ["b"]], [["a", "b"], []]),
        ([["ab"]], [["a", "b"]]),
        ([["a"]], ["a"]),
        ([["a"]], [[["a"]]]),
        ([[1]], [["1"]]),
        (["a"], ["a", None]),
        (["a"], ["a", ""]),
        ([0], [0, 0]),
        ([0.0], [-0.0]),
        ([datetime.date(2017, 3, 17)], [datetime.date(2017, 3, 18)]),
        ([DAY], [DAY + datetime.timedelta(microseconds=1)]),
        ([DAY], [int(DAY.timestamp() * 1e9)]),
        ([datetime.date(1970, 1, 2)], [1]),
        ([Decimal("1.10")], [Decimal("1.11")]),
        ([{"a": 1}], [{"a": 2}]),
        ([{"a": 1}], [{"a": None}]),
    ],
)
def test_what_differs_has_another_hash_each_time_it_is_reckoned(one: list[Any], other: list[Any]) -> None:
    first, second = pa.array(one), pa.array(other)
    assert digest(first) == digest(pa.array(one)) and digest(second) == digest(pa.array(other))
    assert digest(first) != digest(second)


@pytest.mark.parametrize(
    "kinds",
    [
        (pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())),
        (pa.binary(), pa.large_binary(), pa.binary_view()),
        (pa.list_(pa.string()), pa.large_list(pa.string()), pa.list_(pa.large_string())),
        (pa.list_(pa.field("item", pa.string())), pa.list_(pa.field("element", pa.string()))),
        (pa.timestamp("s"), pa.timestamp("ms"), pa.timestamp("us"), pa.timestamp("ns")),
    ],
)
def test_types_that_hold_the_same_have_one_hash(kinds: tuple[pa.DataType, ...]) -> None:
    values = {"list": [["a", ""], None, []], "time": [DAY, None], "bina": [b"a", None, b""]}
    held = next((values[key] for key in values if key in str(kinds[0])), ["a", None, ""])
    assert len({digest(pa.array(held, kind)) for kind in kinds}) == 1


@pytest.mark.parametrize("kind", [pa.string(), pa.int64(), pa.float64(), pa.list_(pa.string()), pa.list_(pa.int64())])
def test_empty_columns_differ_by_type_and_name_only(kind: pa.DataType) -> None:
    empty = digest(pa.array([], kind))
    assert empty == digest(pa.array(["x"]).slice(1, 0)) or not pa.types.is_string(kind)
    assert empty != digest(pa.array([], pa.bool_())) and empty != digest(pa.array([], kind), "b")
    assert empty != digest(pa.array([None], kind))


def test_the_name_is_part_of_the_hash() -> None:
    assert digest(pa.array([1]), "a") != digest(pa.array([1]), "b")
    assert fingerprint.Column("a").digest() != fingerprint.Column("b").digest()


FRAME = pd.DataFrame(
    {
        "text": pd.array(["a", None, ""], dtype="str"),
        "whole": pd.array([1, None, 0], dtype="Int64"),
        "plain": [1, 2, 3],
        "float": [0.5, None, -1.0],
        "truth": [True, False, True],
        "maybe": pd.array([True, None, False], dtype="boolean"),
        "day": pd.to_datetime(["2017-03-17", None, "1900-01-01"]),
        "listed": [["a", "b"], [], ["c"]],
        "coded": pd.Categorical(["x", None, "x"]),
    }
)


def written(frame: pd.DataFrame, **options: Any) -> pq.ParquetFile:
    file = io.BytesIO()
    frame.to_parquet(file, index=False, **options)
    return pq.ParquetFile(io.BytesIO(file.getvalue()))


@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("frame", [FRAME, FRAME.iloc[1:], FRAME.head(1), FRAME.iloc[::-1]])
def test_a_frame_and_the_parquet_file_written_from_it_have_the_same_hashes(frame: pd.DataFrame, rows: int) -> None:
    file = written(frame, row_group_size=rows)
    names = list(frame.columns)
    told = store.column_hashes(frame)
    assert fingerprint.of_batches(names, file.iter_batches(batch_size=rows)) == told
    assert fingerprint.of_batches(names, [file.read()]) == told
    assert store.column_hashes(file.read().to_pandas()) == told


def test_a_table_is_hashed_column_by_column_in_the_order_asked() -> None:
    table = pa.table({"a": [1], "b": ["x"], "c": [None]})
    told = fingerprint.of_batches(["b", "a"], [table])
    assert list(told) == ["b", "a"] and told["b"] == digest(pa.array(["x"]), "b")
    assert fingerprint.of_batches([], [table]) == {}


@pytest.mark.parametrize(
    ("kind", "empty"),
    [
        (pa.string(), ""), (pa.binary(), b""), (pa.int64(), 0), (pa.float64(), 0.0), (pa.bool_(), False),
        (pa.timestamp("us"), datetime.datetime(1970, 1, 1)), (pa.list_(pa.int64()), []),
        (pa.struct({"a": pa.int64()}), {}),
    ],
)  # fmt: skip
def test_nothing_is_not_the_value_that_is_nearest_to_nothing(kind: pa.DataType, empty: Any) -> None:
    held, lacking, both = (pa.array(values, kind) for values in ([empty], [None], [None, None]))
    assert len({digest(held), digest(lacking), digest(both)}) == 3


def test_a_column_without_a_chunk_is_an_empty_column() -> None:
    none, empty = (pa.table({"a": pa.chunked_array(chunks, pa.string())}) for chunks in ([], [pa.array([], "string")]))
    assert fingerprint.of_batches(["a"], [none]) == fingerprint.of_batches(["a"], [empty])
