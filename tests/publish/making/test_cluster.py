from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from hashlib import sha256
from json import loads
from pathlib import Path
from typing import Any

import pytest
from distributed import Client
from publish.making.dask_machines import (
    DAYS,
    HERE,
    MANY,
    SAMPLE,
    Machines,
    civcas,
    family,
    files,
    kernels,
    machines,
    many,
    until,
)

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.making import cluster as clusters
from analysis.publish.making import report
from analysis.publish.making.cluster import Cluster
from analysis.publish.making.plan import Plan, read_catalogue
from analysis.publish.making.pool import Lost
from analysis.publish.making.produce import Product, Task, produce
from analysis.publish.making.report import Options, Result
from analysis.publish.making.shipping import Inputs

SURVIVOR = 1


@pytest.fixture(scope="module")
def machine_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler."""
    with machines(tmp_path_factory.mktemp("room")) as cluster:
        yield cluster


@pytest.fixture
def room(machine_room: Machines) -> Machines:
    """A scheduler and at least one worker."""
    if not machine_room.alive():
        machine_room.add()
    return machine_room


@dataclass
class Run:
    """What a run over the cluster left and said, and what is to be had without one."""

    far: Project
    near: Project
    code: int
    said: str
    told: dict[str, Any]


@pytest.fixture(scope="module")
def run(machine_room: Machines, built: Project, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Two dozen reports made on two workers, one of which is killed half-way; and the same made here."""
    far, near = many(built, tmp_path_factory.mktemp("far")), many(built, tmp_path_factory.mktemp("near"))
    near_process = civcas(near, *(f"day-{day}" for day in SAMPLE))
    near_process.communicate()
    assert near_process.returncode == 0
    victim, _ = machine_room.add(), machine_room.add()
    process = civcas(far, "--scheduler", machine_room.address, "--json")
    said = []
    assert process.stderr is not None
    for line in process.stderr:
        said.append(line)
        if line.startswith(f"{MANY // 2:>3} of"):
            assert machine_room.kept(0)["projects"] and machine_room.kept(1)["projects"]
            machine_room.kill(victim)
    out, _ = process.communicate()
    return Run(far, near, process.returncode, "".join(said), loads(out))


def test_all_reports_are_whole_though_one_of_two_workers_is_killed_half_way(run: Run) -> None:
    assert run.code == 0, run.said
    assert run.told["counts"] == {"made": MANY}
    for day in DAYS:
        made = files(run.far.reports / f"day-{day}")
        outputs = loads(made["provenance.json"])["outputs"]
        assert set(made) == {*outputs, "report.html", "provenance.json"}
        assert {name: sha256(made[name]).hexdigest() for name in outputs} == outputs


def test_they_are_the_same_bytes_as_those_made_here(run: Run) -> None:
    for day in SAMPLE:
        assert files(run.far.reports / f"day-{day}") == files(run.near.reports / f"day-{day}")


def test_nothing_of_a_machine_is_in_them(run: Run, machine_room: Machines) -> None:
    traces = (str(machine_room.folder), str(run.far.root), "dask", "127.0.0.1")
    for name, content in files(run.far.reports).items():
        assert name.startswith("logs/") or not [trace for trace in traces if trace.encode() in content], name


def test_each_content_is_kept_once_and_what_changed_makes_one_more_project(run: Run, machine_room: Machines) -> None:
    sent: dict[str, bytes] = {}
    Inputs(run.far, sent.__setitem__).parcel(read_catalogue(run.far)[0])
    before = machine_room.kept(SURVIVOR)
    assert before["contents"] == set(sent) and len(before["projects"]) == 1
    with (run.far.notebooks / "20-plain.ipynb").open("a", encoding="utf-8") as notebook:
        notebook.write(" ")
    [result] = make(run.far, ["day-2017-03-25"], machine_room)
    after = machine_room.kept(SURVIVOR)
    assert (result.state, result.problem) == ("made", None)
    assert len(after["contents"] - before["contents"]) == 1 and len(after["projects"]) == 2


def test_a_notebook_that_fails_or_takes_too_long_fails_its_report_alone(run: Run, room: Machines) -> None:
    plans = [Plan("slow", "30-sleeping", "Slow"), Plan("bad", "40-failing", "Bad"), read_catalogue(run.far)[0]]
    told: list[Result] = []
    options = Options(scheduler=room.address, seconds=8, force=True)
    slow, bad, good = report.make(run.far, plans, plans, told.append, options)
    assert slow.problem == "slow: it ran for more than 8 seconds and was ended; raise --time-limit"
    assert bad.problem is not None and bad.problem.startswith("bad: cell [3] of 40-failing.ipynb")
    assert bad.problem.endswith("ValueError: no such row")
    assert (good.state, len(told)) == ("made", 3)


def test_an_error_ends_what_is_under_way_on_the_workers(run: Run, room: Machines) -> None:
    [worker] = room.alive()
    with pytest.raises(KeyboardInterrupt), Cluster(room.address, run.far) as cluster:
        futures = [sleeping(cluster, run.far) for _ in range(3)]
        until(lambda: kernels(worker) > 0)
        raise KeyboardInterrupt
    assert all(future.cancelled() for future in futures)
    until(lambda: kernels(worker) == 0, 5)


def test_a_worker_with_other_code_is_refused_with_its_name(run: Run, room: Machines, tmp_path: Path) -> None:
    shutil.copytree(HERE / "analysis", tmp_path / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    with (tmp_path / "analysis" / "toll.py").open("a", encoding="utf-8") as module:
        module.write("# other\n")
    other = room.add(tmp_path)
    try:
        with pytest.raises(ReportError, match=r"^the worker tcp://127.0.0.1:\d+ would not make the same bytes") as told:
            Cluster(room.address, run.far)
    finally:
        room.kill(other)
    assert "there, the file analysis/toll.py differs; start all machines" in str(told.value)


def test_a_report_whose_workers_die_is_lost_and_so_may_be_tried_again(run: Run, room: Machines) -> None:
    def allow(failures: int, dask_scheduler: Any) -> int:
        before, dask_scheduler.allowed_failures = dask_scheduler.allowed_failures, failures
        return int(before)

    with Client(room.address, set_as_default=False) as client, Cluster(room.address, run.far) as cluster:
        before = client.run_on_scheduler(allow, 0)
        future = sleeping(cluster, run.far)
        [worker] = room.alive()
        until(lambda: kernels(worker) > 0)
        left = family(worker)
        room.kill(worker)
        with pytest.raises(Lost, match="the workers that had it died"):
            future.result(20)
        assert (before, client.run_on_scheduler(allow, before)) == (3, 0)
    until(lambda: not any(process.is_running() for process in left), 5)


def test_a_worker_that_is_asked_to_end_does_so_at_once_and_its_reports_wait_for_another(
    run: Run, room: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "ABSENT", 1)
    monkeypatch.setattr(clusters, "LOOK", 0.5)
    [worker] = room.alive()
    with Cluster(room.address, run.far) as cluster:
        future = sleeping(cluster, run.far)
        until(lambda: kernels(worker) > 0)
        worker.terminate()
        worker.wait(10)
        with pytest.raises(ReportError, match="no worker was left at .* for 1 seconds: start some"):
            future.result(20)
        with pytest.raises(ReportError, match="no worker was left"):
            sleeping(cluster, run.far)


def test_a_cluster_without_workers_or_without_scheduler_is_one_sentence(
    run: Run, machine_room: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    until(lambda: not machine_room.alive())
    with pytest.raises(ReportError, match=f"^the Dask cluster at {machine_room.address} has no worker: start some"):
        Cluster(machine_room.address, run.far)
    monkeypatch.setattr(clusters, "CONNECT", 1)
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unheard.getsockname()[1]}"
        for wrong in (address, "nowhere", "smoke://signals:1"):
            with pytest.raises(ReportError, match=f"^no Dask scheduler answers at {wrong} .*: see that it runs"):
                Cluster(wrong, run.far)


def test_a_scheduler_that_goes_away_is_one_sentence_for_each_report(run: Run, room: Machines) -> None:
    with Cluster(room.address, run.far) as cluster:
        future = sleeping(cluster, run.far)
        [worker] = room.alive()
        until(lambda: kernels(worker) > 0)
        room.scheduler.kill()
        with pytest.raises(ReportError, match="the connection to the Dask scheduler at .* was lost"):
            future.result(20)


def test_nothing_else_knows_of_the_cluster() -> None:
    knows = re.compile(r"^\s*(from|import) (dask|distributed)|making(\.| import .*)cluster", re.M)
    paths = [path for path in (HERE / "analysis").rglob("*.py") if knows.search(path.read_text(encoding="utf-8"))]
    assert sorted(path.name for path in paths) == ["cluster.py", "report.py"]


def make(project: Project, ids: list[str], room: Machines) -> list[Result]:
    """Make reports of the catalogue on the cluster."""
    listed = read_catalogue(project)
    plans = [plan for plan in listed if plan.id in ids]
    return report.make(project, plans, listed, lambda result: None, Options(scheduler=room.address))


def sleeping(cluster: Cluster, project: Project) -> Future[Product]:
    """Begin a report that will not end."""
    return cluster.submit(produce, Task(project, Plan("slow", "30-sleeping", "Slow"), project.reports / "unused"))
