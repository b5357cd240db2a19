from __future__ import annotations

import pytest

from analysis.errors import ReportError
from analysis.publish.making import alike


def test_what_is_here_is_every_module_every_template_and_every_version() -> None:
    told = alike.here()
    expected = {"the file analysis/toll.py", "the template report.css", "the version of numpy", "the version of civcas"}
    assert {name for name in expected if not name.startswith("the template")} <= set(told)
    assert any(name.startswith("the template ") for name in told)
    assert all(told.values())


def test_the_same_is_not_refused() -> None:
    alike.refuse_other("a worker", alike.here(), alike.here())


def test_a_version_is_told_with_both_numbers_and_what_is_missing_too() -> None:
    wanted = {"the version of numpy": "2.4.1", "the file a.py": "1", "the version of scipy": "1"}
    found = {"the version of numpy": "2.4.0", "the file b.py": "1"}
    assert alike.differences(wanted, found) == [
        "the version of numpy (2.4.0, not 2.4.1)", "the file a.py", "the version of scipy (none, not 1)",
        "the file b.py",
    ]  # fmt: skip


def test_a_refusal_names_the_machine_and_no_more_than_a_few_differences() -> None:
    with pytest.raises(ReportError) as told:
        alike.refuse_other("the worker w", {f"the file {number}": "1" for number in range(7)}, {})
    shown = "the file 0, the file 1, the file 2, the file 3, the file 4 and 2 more differ; start all machines"
    assert str(told.value).startswith(f"the worker w would not make the same bytes as this machine: there, {shown}")
