from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import psutil
import pytest

from analysis.paths import Project
from analysis.publish.making.plan import Plan
from analysis.publish.making.pool import Pool
from analysis.publish.making.produce import Product, Task, produce

HERE = Path(__file__).resolve().parents[3]
PATIENCE = 60.0  # seconds that a machine with much else to do may take


@pytest.fixture(scope="session")
def real(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """This project with its own notebooks and catalogue, built, elsewhere."""
    made = Project(tmp_path_factory.mktemp("real"))
    for name in ("data", "notebooks", "reports.toml"):
        source = built.root / name if name == "data" else HERE / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, made.root / name)
    return made


@pytest.fixture(scope="session")
def pool(real: Project) -> Iterator[Pool]:
    """One warm pool for all tests that leave it as it is."""
    with chdir(real.root):
        made = Pool(2)
    with made:
        yield made


def produced(pool: Pool, project: Project, plans: list[Plan]) -> dict[str, Product]:
    """What a pool makes of some plans, by id."""
    folder = Path(tempfile.mkdtemp(dir=project.root))
    futures = {plan.id: pool.submit(produce, Task(project, plan, folder / plan.id)) for plan in plans}
    return {identity: future.result() for identity, future in futures.items()}


def until(come: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait for a condition, looking often."""
    end = time.monotonic() + seconds
    while not come():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


def alive(pid: int) -> bool:
    """Whether a process runs, one that has ended and was not waited for not counted."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def written(path: Path) -> Callable[[], bool]:
    """Whether a file is there and has something in it."""
    return lambda: path.is_file() and path.stat().st_size > 0
