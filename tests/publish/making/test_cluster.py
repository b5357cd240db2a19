from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import wait
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from json import loads
from pathlib import Path
from typing import Any

import pytest
from distributed import Client
from publish import tiny
from publish.making.dask_machines import HERE, Machines, environment, family, machines, until

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.making import cluster as clusters
from analysis.publish.making import report
from analysis.publish.making.cluster import Cluster
from analysis.publish.making.plan import Plan, read_catalogue
from analysis.publish.making.pool import Limits, Lost
from analysis.publish.making.produce import Task, produce
from analysis.publish.making.report import Options, Result

MANY = 60
DAYS = [str(date(2017, 3, 1) + timedelta(days=3 * number)) for number in range(MANY)]
CATALOGUE = f"""[[report]]
id = "day-{{as_of}}"
notebook = "20-plain"
title = "As of {{as_of}}"
parameters = {{ place = "Mosul", as_of = {DAYS} }}
"""
CIVCAS = "from analysis.cli import main; main()"
SLEEPING = tiny.code("import time\n\ntime.sleep(100)")
FAILING = tiny.code("raise ValueError('no such row')")


def sixty(built: Project, root: Path) -> Project:
    """A project with one light notebook and sixty reports."""
    made = tiny.project(built, root)
    made.catalogue.write_text(CATALOGUE, encoding="utf-8")
    tiny.write(made.notebooks, "30-sleeping", *tiny.plain(SLEEPING))
    tiny.write(made.notebooks, "40-failing", *tiny.plain(FAILING))
    return made


def civcas(project: Project, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CIVCAS, "report", *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=project.root, env=environment(), stdout=pipe, stderr=pipe, text=True)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


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
    survivor: int


@pytest.fixture(scope="module")
def run(machine_room: Machines, built: Project, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Sixty reports made on two workers, one of which is killed half-way; and the same made here."""
    far, near = sixty(built, tmp_path_factory.mktemp("far")), sixty(built, tmp_path_factory.mktemp("near"))
    began = time.monotonic()
    at_home = civcas(near, "--json")
    at_home.communicate()
    print("at home", time.monotonic() - began)
    victim, _ = machine_room.add(), machine_room.add()
    began = time.monotonic()
    process = civcas(far, "--scheduler", machine_room.address, "--json")
    said = []
    assert process.stderr is not None
    for line in process.stderr:
        said.append(line)
        if line.startswith(f"{MANY // 2:>3} of"):
            assert machine_room.kept(0)["projects"] and machine_room.kept(1)["projects"]
            machine_room.kill(victim)
    out, _ = process.communicate()
    print("far", time.monotonic() - began)
    return Run(far, near, process.returncode, "".join(said), loads(out), machine_room.workers.index(victim) + 1)


def test_sixty_reports_are_whole_though_one_of_two_workers_is_killed_half_way(run: Run) -> None:
    assert run.code == 0, run.said
    assert run.told["counts"] == {"made": MANY}
    for day in DAYS:
        made = files(run.far.reports / f"day-{day}")
        outputs = loads(made["provenance.json"])["outputs"]
        assert set(made) == {*outputs, "report.html", "provenance.json"}
        assert {name: sha256(made[name]).hexdigest() for name in outputs} == outputs


def test_they_are_the_same_bytes_as_those_made_here(run: Run) -> None:
    far, near = files(run.far.reports), files(run.near.reports)
    published = [name for name in near if not name.startswith("logs/")]
    assert len(published) > 4 * MANY
    assert [name for name in published if far.get(name) != near[name]] == []
    assert {name for name in far if not name.startswith("logs/")} == set(published)
