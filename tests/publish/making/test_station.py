from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from publish.making.dask_machines import HERE, place, sleep, until

from analysis.paths import Project
from analysis.publish.making import station
from analysis.publish.making.plan import Plan
from analysis.publish.making.pool import Limits, Lost
from analysis.publish.making.produce import Task
from analysis.publish.making.station import Terms

NONE = Limits()
TERMS = Terms("one", {}, NONE, cold=True)


@pytest.fixture(autouse=True)
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No pool is left open; its processes can import what is in the tests."""
    monkeypatch.setenv("PYTHONPATH", str(HERE / "tests"))
    yield
    for each in station.end():
        each.join(5)
        assert not each.is_alive()


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """A task of this checkout: a new interpreter starts in it."""
    return Task(Project(HERE), Plan("plain", "20-plain", "Plain"), tmp_path)


def test_a_pool_is_kept_for_the_next_report_of_the_same_limits(task: Task) -> None:
    assert station.run(type, task, TERMS, 1) is Task
    [kept] = station._stations.values()
    assert station.run(type, task, Terms("two", {}, NONE, cold=True), 1) is Task
    assert list(station._stations.values()) == [kept]
    station.run(type, task, Terms("two", {}, Limits(9), cold=True), 1)
    assert len(station._stations) == 2


@pytest.mark.parametrize("cold", [True, False])
def test_it_starts_in_the_project_with_the_package_of_this_process(task: Task, tmp_path: Path, cold: bool) -> None:
    (tmp_path / "reports.toml").touch()
    elsewhere = Task(Project(tmp_path), task.plan, task.folder)
    assert station.run(place, elsewhere, Terms("one", {}, NONE, cold), 1) == (str(tmp_path), str(HERE))


def test_what_a_function_raises_comes_back(task: Task) -> None:
    with pytest.raises(TypeError):
        station.run(len, task, TERMS, 1)  # type: ignore[arg-type]


def test_giving_a_run_up_ends_what_it_has_under_way_unless_another_run_is_beside_it(task: Task) -> None:
    asleep, told = Sleeper("one", task), Sleeper("two", task)
    station.abandon("one")
    assert len(station._stations) == 1
    station.end()
    for each in (asleep, told):
        each.join(10)
        assert isinstance(each.problem, Lost)
    alone = Sleeper("three", task)
    station.abandon("three")
    alone.join(10)
    assert isinstance(alone.problem, Lost) and not station._stations


def test_a_pool_that_nobody_uses_closes(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(station, "IDLE", 0.2)
    station.run(type, task, TERMS, 1)
    until(lambda: not station._stations)


def test_a_pool_that_cannot_be_opened_is_told_to_who_waits(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no processes left")

    monkeypatch.setattr(station, "Pool", refuse)
    with pytest.raises(OSError, match="no processes left"):
        station.run(type, task, TERMS, 1)


class Sleeper(threading.Thread):
    """A report of some run that does not end, under way."""

    def __init__(self, run: str, task: Task) -> None:
        super().__init__()
        self.terms, self.task = Terms(run, {}, NONE, cold=True), task
        self.problem: Exception | None = None
        self.start()
        until(lambda: any(each.users[run] for each in station._stations.values()))
        until(lambda: all(each.pool.done() and each.pool.result()._started for each in station._stations.values()))

    def run(self) -> None:
        try:
            station.run(sleep, self.task, self.terms, 2)
        except Lost as problem:
            self.problem = problem
