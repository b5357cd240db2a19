from __future__ import annotations

import pytest

from analysis.errors import DataError
from analysis.methods.method import Method

WHOLE = {
    "title": "Ratio", "estimand": "a over b", "assumptions": ["one scope"], "breaks": ["unequal scopes"],
    "references": ["Moore 1966"], "modules": ["analysis.toll"],
}  # fmt: skip


@pytest.mark.parametrize("part", list(WHOLE))
def test_a_method_that_leaves_a_part_out_is_not_offered(part: str) -> None:
    empty = WHOLE | {part: type(WHOLE[part])()}
    with pytest.raises(DataError, match=f"states no {part}"):
        Method(**empty)
