from __future__ import annotations

import shutil

import pytest

from analysis.errors import DataError, ReportError
from analysis.paths import Project
from analysis.publish.making.plan import Plan
from analysis.publish.release import contents


def test_a_raw_table_that_fails_its_check_is_named(checkout: Project) -> None:
    path = checkout.raw / "un_monthly.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(DataError) as told:
        contents.refuse_unfit(checkout, [])
    lead, *list_ = str(told.value).splitlines()
    assert "civcas verify" in lead and list_ and all("un_monthly.csv" in line for line in list_)


def test_every_report_that_is_not_fresh_is_named_with_what_helps(checkout: Project) -> None:
    plans = [Plan("one", "10-x", "One", {}), Plan("two", "10-x", "Two", {})]
    with pytest.raises(ReportError) as told:
        contents.refuse_unfit(checkout, plans)
    lead, *list_ = str(told.value).splitlines()
    assert "civcas report" in lead
    assert list_ == [f"  {name} is missing. Make it with: civcas report {name}" for name in ("one", "two")]


def test_a_file_that_is_gone_or_a_folder_without_version_control_is_refused(checkout: Project) -> None:
    (checkout.root / "command").unlink()
    with pytest.raises(DataError, match="but gone: command"):
        contents.contents(checkout)
    shutil.rmtree(checkout.root / ".git")
    with pytest.raises(DataError, match="packed from a checkout"):
        contents.contents(checkout)
