"""What watches very many reports sees memory that grows, time that grows, and what is left behind; and a quiet run."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import psutil
import pytest

from analysis.paths import Project
from analysis.publish.making.plan import read_catalogue
from torture import load, load_changes, load_claims, load_judge, load_lines, load_mix, load_watch
from torture.load_watch import Look, Watched

TOTAL = 1000
STEADY = {"tree_mib": 400.0, "runner_mib": 30.0, "warm_mib": 80.0, "processes": 6, "kernels": 2, "threads": 40}
OPEN = {"descriptors": 17, "sockets": 3, "temporary": 14, "working": 2}
LEAVES = """import subprocess, sys, socket, os
print("1 of 2  made    a", file=sys.stderr, flush=True)
left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"], start_new_session=True)
print(left.pid)"""


def looks(**grown: float) -> list[Look]:
    """Looks at a run of 0.8 s a report; what is named gains so much with each."""
    made = []
    for done in range(0, TOTAL + 1, 5):
        held = {name: value + grown.get(name, 0) * done for name, value in (STEADY | OPEN).items()}
        seconds = 3 + 0.8 * done + grown.get("cpu_s", 0) * done**2
        own = 1 + 0.01 * done + grown.get("own_s", 0) * done**2
        times = {"seconds": done / 2, "done": done, "cpu_s": seconds, "own_s": own, "busy": 2.0}
        whole = {name: int(held[name]) for name in ("processes", "kernels", "threads", *OPEN)}
        made.append(Look(**held | whole | times))  # type: ignore[arg-type]
    return made


def test_a_steady_run_breaks_no_promise() -> None:
    seen = looks()
    lines = [*load_lines.memory(seen, TOTAL), *load_lines.no_more(seen, TOTAL), *load_lines.time(seen, TOTAL)]
    assert [line.failed for line in [*lines, load_lines.kernels(seen, 2)]] == [0] * 11
    assert load_lines.busy(seen, TOTAL).count("2.0") == 5
    assert load_judge.power(load_judge.blocks(seen, TOTAL)) == pytest.approx(1)


@pytest.mark.parametrize(("what", "each"), [("tree_mib", 0.1), ("runner_mib", 0.02), ("warm_mib", 0.05)])
def test_memory_that_grows_is_seen(what: str, each: float) -> None:
    broken = [line.tried for line in load_lines.memory(looks(**{what: each}), TOTAL) if line.failed]
    assert len(broken) == 1


@pytest.mark.parametrize("what", ["descriptors", "sockets", "threads", "temporary", "working"])
def test_what_is_left_open_with_every_report_is_seen(what: str) -> None:
    [broken] = [line for line in load_lines.no_more(looks(**{what: 0.1}), TOTAL) if line.failed]
    assert "in the last" in broken.examples[0]


def test_time_that_grows_with_the_reports_and_kernels_that_stay_are_seen() -> None:
    assert [line.failed for line in load_lines.time(looks(cpu_s=0.0003), TOTAL)] == [1, 0]
    assert [line.failed for line in load_lines.time(looks(own_s=0.0003), TOTAL)] == [0, 1]
    assert load_lines.kernels(looks(kernels=0.01), 2).failed > 10


def test_a_run_that_was_never_looked_at_is_no_good_one() -> None:
    assert all(line.failed for line in [*load_lines.memory([], TOTAL), *load_lines.no_more([], TOTAL)])


def test_reports_that_were_not_made_are_counted_with_their_reason() -> None:
    said = {
        "counts": {"made": 1, "failed": 1},
        "reports": [{"id": "a", "problem": "broke"}, {"id": "b", "problem": None}],
    }
    line = load_lines.made(Watched("m", 1, said=json.dumps(said)), 2, 2)
    assert (line.failed, line.examples[0]) == (1, "a: broke")
    assert load_lines.made(Watched("m", 2, errors="no project"), 2, 2).failed == 2


def test_a_process_a_socket_and_a_file_left_behind_are_seen(tmp_path: Path) -> None:
    ran = load_watch.run([sys.executable, "-c", LEAVES], tmp_path, {}, [tmp_path], tmp_path, 0.1)
    [pid] = load_watch.left(ran.marker)
    assert (ran.code, int(ran.said), ran.errors) == (0, pid, "1 of 2  made    a\n")
    (tmp_path / "left").write_bytes(b"")
    line = load_lines.left(ran, [tmp_path])
    assert line.failed == 1 and line.examples == [f"process {pid}", f"{tmp_path.name}/left"]
    psutil.Process(pid).kill()


def test_the_catalogue_lists_as_many_different_reports_as_were_asked_for(tmp_path: Path) -> None:
    (tmp_path / "reports.toml").write_text(load_mix.catalogue(200), encoding="utf-8")
    plans = read_catalogue(Project(tmp_path))
    assert len({json.dumps([plan.notebook, dict(plan.parameters)]) for plan in plans}) == 200
    assert sum(plan.notebook == "60-coverage" for plan in plans[:100]) == 70
    assert load_mix.catalogue(20) == load_mix.catalogue(20)


def test_every_changed_finding_is_noted(tmp_path: Path) -> None:
    number = {"id": 1, "text": "230", "bounds": "", "rule": "r", "rows": [], "content": ""}
    told = {"report": "a", "title": "A", "headline": "H.", "parameters": {}, "numbers": [number], "tables": {}}
    told["made_from"] = {"data": {}, "code": "", "versions": {}}
    project = Project(tmp_path)
    for identity in ("a", "b"):
        (project.reports / identity).mkdir(parents=True)
        (project.reports / identity / "values.json").write_text(json.dumps(told), encoding="utf-8")
    project.values.mkdir()
    assert len(load_changes.noted(project, ["a", "b"])) == 2
    assert [entry["report"] for entry in json.loads(project.changes.read_text(encoding="utf-8"))] == ["a", "b"]


def test_a_step_on_the_claims_that_wants_more_memory_than_it_may_is_counted() -> None:
    with load_claims.group(64) as held:
        if held is None:
            pytest.skip("no control group can be made here")
        for size, most in ((200, 1), (1, 0)):
            words = [sys.executable, "-c", f"held = bytearray(b'x' * {size} * 2**20); print('{{}}')"]
            found = load_claims.step(words, "build", held)
            assert bool(found["problem"]) == bool(most)
    [line] = load_claims.lines([{"step": "build", "problem": "killed"}], 10)
    assert (line.failed, line.examples) == (1, ["killed"])
    fine = {"step": "build", "problem": "", "rows": 10, "wall_s": 1.0, "cpu_s": 1.0, "peak_mib": 100.0}
    assert load_claims.lines([fine], 10)[0].failed == 0
    assert load_claims.lines([fine | {"peak_mib": 4000.0}], 10)[0].failed == 1


def test_a_list_of_the_site_that_is_too_heavy_is_counted(tmp_path: Path) -> None:
    class Site:
        project = Project(tmp_path)

    for name in load.PAGES:
        (tmp_path / "reports" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "reports" / name).write_bytes(b"x" * (load.WEIGHT if name == "index.html" else 10))
    line = load.weights(Site())  # type: ignore[arg-type]
    assert line.failed == 1 and line.examples == ["index.html: 1,000,000 bytes"]
