from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from publish import tiny

from analysis.paths import Project
from analysis.publish.making import warm
from analysis.publish.making.plan import Plan, read_catalogue
from analysis.publish.making.pool import Pool
from analysis.publish.making.produce import Product
from making import probe
from making.conftest import produced

Cells = list[dict]
SHOWING_ALL = ("20-one-event", "40-incident-concordance")  # of all notebooks: `python -m torture determinism`
LOADED = re.compile("urllib3|requests|scipy|numpy|matrix")


@pytest.fixture(scope="module")
def cold() -> Iterator[Pool]:
    with Pool(2, cold=True) as made:
        yield made


@pytest.fixture(scope="module")
def plans(real: Project) -> list[Plan]:
    """A report of two notebooks that show most of what a page can: maps, steps, tables, links, refusals."""
    made = {plan.notebook: plan for plan in reversed(read_catalogue(real)) if plan.notebook in SHOWING_ALL}
    return list(made.values())


@pytest.fixture(scope="module")
def made_warm(pool: Pool, real: Project, plans: list[Plan]) -> dict[str, Product]:
    return produced(pool, real, plans)


@pytest.fixture(scope="module")
def made_cold(cold: Pool, real: Project, plans: list[Plan]) -> dict[str, Product]:
    return produced(cold, real, plans)


def test_a_notebook_gives_the_same_bytes_warm_and_cold(
    made_warm: dict[str, Product], made_cold: dict[str, Product], plans: list[Plan]
) -> None:
    assert {plan.notebook for plan in plans} == set(SHOWING_ALL)
    for plan in plans:
        one, other = made_warm[plan.id], made_cold[plan.id]
        assert one.outcome == other.outcome and one.outcome.problem is None
        assert set(one.files) == set(other.files) >= {"report.html", "executed.ipynb", "provenance.json"}
        assert [name for name in one.files if one.files[name] != other.files[name]] == [], plan.id


@pytest.fixture(scope="module")
def probed(pool: Pool, cold: Pool, workshop: Project) -> tuple[Cells, Cells]:
    """The cells of a notebook that prints what it finds, as a warm and as a cold kernel ran them."""
    cells = [tiny.code(source) for source in (probe.ENVIRONMENT, *probe.SHARED, probe.FILTERS)]
    tiny.write(workshop.notebooks, "70-probe", *tiny.plain(*cells))
    plan = Plan("probe", "70-probe", "Probe", {"place": "Raqqa"})
    found = [produced(each, workshop, [plan])["probe"] for each in (pool, cold)]
    assert [product.outcome.problem for product in found] == [None, None]
    one, other = (json.loads(product.files["executed.ipynb"])["cells"] for product in found)
    return one, other


def outputs(cells: Cells, source: str) -> list[str]:
    [cell] = [each for each in cells if "".join(each["source"]) == source]
    return json.dumps(cell["outputs"], indent=1).replace("\\n", "\n").splitlines()


@pytest.mark.parametrize("source", [probe.ENVIRONMENT, *probe.SHARED], ids=lambda source: source.partition("\n")[0])
def test_a_warm_kernel_finds_what_a_cold_one_finds(probed: tuple[Cells, Cells], source: str) -> None:
    warm, cold = (outputs(cells, source) for cells in probed)
    assert warm == cold and len(cold) > 2


def test_a_warm_kernel_filters_warnings_as_a_cold_one_but_for_libraries_loaded_beforehand(
    probed: tuple[Cells, Cells],
) -> None:
    warm, cold = (outputs(cells, probe.FILTERS) for cells in probed)
    assert set(cold) <= set(warm) and len(cold) > 10
    assert [line for line in set(warm) - set(cold) if not LOADED.search(line)] == []


def text(cells: Cells, source: str) -> str:
    return "\n".join(outputs(cells, source))


def test_the_probe_sees_what_it_looks_for(probed: tuple[Cells, Cells]) -> None:
    warm, _ = probed
    assert "PATH " in text(warm, probe.ENVIRONMENT) and "ipykernel_launcher.py" in text(warm, probe.ENVIRONMENT)
    assert "image/png" in text(warm, probe.PICTURE) and "image/png" in text(warm, probe.MAGIC)
    assert "StdinNotImplementedError" in text(warm, probe.REFUSED) and "b''" in text(warm, probe.REFUSED)
    assert "division by zero" in text(warm, probe.RAISED) and "to the error" in text(warm, probe.SAID)
    assert "module://matplotlib_inline.backend_inline" in text(warm, probe.LIBRARIES)


def test_two_warm_kernels_draw_different_numbers(pool: Pool, workshop: Project) -> None:
    tiny.write(workshop.notebooks, "75-random", *tiny.plain(tiny.code(probe.RANDOM)))
    plans = [Plan(f"random-{number}", "75-random", "Random", {"place": "Raqqa"}) for number in range(2)]
    made = [product.files["executed.ipynb"] for product in produced(pool, workshop, plans).values()]
    found = [text(json.loads(each)["cells"], probe.RANDOM).split() for each in made]
    same = [one for one, other in zip(*found, strict=False) if one == other and one[0].isdigit()]
    assert same == [] and len(found[0]) > 8


LEFT_ALONE = """
import os, socket, sys
from multiprocessing.connection import Connection
from analysis.publish.making import warm
ours, theirs = socket.socketpair()
ours.send(b"a task that still waits")
ours.close()
warm._pool = Connection(theirs.detach()), sys.argv[1]
warm._import(["this"])
"""


def test_it_imports_no_more_once_whoever_waits_for_it_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    ended = subprocess.run([sys.executable, "-c", LEFT_ALONE, str(folder)], capture_output=True, text=True)
    assert ended.returncode == 0 and ended.stdout == "" and not folder.exists(), ended.stderr


def test_the_other_end_is_there_until_it_is_closed() -> None:
    ours, theirs = socket.socketpair()
    ours.send(b"a task")
    with Connection(theirs.detach()) as channel:
        assert not warm.gone(channel)
        ours.close()
        assert warm.gone(channel)
