from __future__ import annotations

import importlib

import pytest

from analysis.methods import described
from analysis.methods.method import Method

METHODS = [value for value in vars(described).values() if isinstance(value, Method)]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.title)
def test_each_names_modules_that_exist_and_whole_sentences(method: Method) -> None:
    for name in method.modules:
        importlib.import_module(name)
    for told in (method.estimand, *method.assumptions, *method.breaks, *method.references):
        assert "  " not in told and len(told) > 20


def test_no_two_have_one_title() -> None:
    assert len({method.title for method in METHODS}) == len(METHODS) >= 9
