from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from publish import tiny

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.making import shelf
from analysis.publish.making.produce import Product
from analysis.publish.making.run import Outcome
from analysis.publish.page import STALE

FILES = {"report.html": f"<h1>One</h1>{STALE}".encode(), "tables/a.csv": b"a\n", "provenance.json": b"{}"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "reports").mkdir()
    return Project(tmp_path)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def published(project: Project, content: dict[str, bytes] = FILES) -> None:
    with shelf.alone(project):
        shelf.publish(project, Product(Outcome("one"), content, log=b"said\n"))


def test_a_report_is_put_in_place_whole_with_its_log_and_nothing_else(project: Project) -> None:
    published(project)
    assert files(project.reports) == {f"one/{name}": content for name, content in FILES.items()} | {
        "logs/one.log": b"said\n"
    }
    published(project, {"report.html": b"two"})
    assert files(project.reports / "one") == {"report.html": b"two"}


def test_what_a_report_was_worked_on_with_goes_as_soon_as_it_is_settled(project: Project) -> None:
    with shelf.alone(project):
        for identity, settle in (
            ("one", lambda: shelf.publish(project, Product(Outcome("one"), FILES))),
            ("two", lambda: shelf.fail(project, Outcome("two", "broke"), None)),
        ):
            folder = shelf.work_folder(project, identity)
            folder.mkdir(parents=True)
            (folder / "executed.ipynb").write_bytes(b"{}")
            settle()
            assert list((project.reports / shelf.WORK).iterdir()) == []


def test_what_is_published_can_be_asked_for_as_far_as_it_is_there(project: Project) -> None:
    assert shelf.published(project, "one", ["report.html"]) == {}
    published(project)
    assert shelf.published(project, "one", ["tables/a.csv", "gone.csv"]) == {"tables/a.csv": b"a\n"}


def test_a_failure_is_noted_and_the_last_good_page_marked(project: Project) -> None:
    published(project)
    failed = Product(Outcome("one", f"broke {tiny.SCRIPT}", 3), failed=b"{}", log=b"more\n")
    shelf.fail(project, failed.outcome, failed)
    kept = files(project.reports)
    assert kept["logs/one.failed.ipynb"] == b"{}" and kept["logs/one.log"] == b"more\n"
    assert json.loads(kept["logs/one.json"]) == {"problem": f"broke {tiny.SCRIPT}", "cell": 3}
    [notice] = tiny.soup(kept["one/report.html"].decode()).select(".notice")
    assert f"broke {tiny.SCRIPT}" in notice.text and "last good one" in notice.text
    assert {name: kept[f"one/{name}"] for name in FILES if name != "report.html"} == {
        name: content for name, content in FILES.items() if name != "report.html"
    }


def test_a_later_success_forgets_the_failure(project: Project) -> None:
    shelf.fail(project, Outcome("one", "broke"), Product(Outcome("one", "broke"), failed=b"{}"))
    published(project)
    assert set(files(project.reports)) == {*(f"one/{name}" for name in FILES), "logs/one.log"}


def test_of_a_report_that_was_ended_the_log_so_far_is_kept(project: Project) -> None:
    folder = shelf.work_folder(project, "one")
    folder.mkdir(parents=True)
    (folder / "run.log").write_bytes(b"so far\n")
    shelf.fail(project, Outcome("one", "ended"), None)
    kept = files(project.reports)
    assert kept["logs/one.log"] == b"so far\n" and "logs/one.failed.ipynb" not in kept and "one/report.html" not in kept
    shelf.fail(project, Outcome("two", "ended"), None)
    assert "logs/two.log" not in files(project.reports)


def test_a_second_run_is_refused_while_one_holds_the_folder(project: Project) -> None:
    refused = pytest.raises(ReportError, match="another run is making reports here: wait")
    with shelf.alone(project), refused, shelf.alone(project):
        pass
    with shelf.alone(project):
        pass


def test_the_folder_is_let_go_after_an_error_and_after_a_crash(project: Project) -> None:
    with pytest.raises(ZeroDivisionError), shelf.alone(project):
        raise ZeroDivisionError
    code = (
        "import os, sys; from pathlib import Path; from analysis.paths import Project\n"
        "from analysis.publish.making import shelf\n"
        "with shelf.alone(Project(Path(sys.argv[1]))): os.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(project.root)], check=False)
    assert ended.returncode == -9
    with shelf.alone(project):
        pass


def test_a_lock_of_another_process_is_seen(project: Project) -> None:
    folder = os.open(project.reports, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with pytest.raises(ReportError, match="another run"), shelf.alone(project):
        pass
    os.close(folder)


def test_the_folder_is_made_where_there_is_none(tmp_path: Path) -> None:
    with shelf.alone(Project(tmp_path)):
        assert (tmp_path / "reports").is_dir()


def test_what_a_crash_left_is_put_right_before_the_next_run(project: Project) -> None:
    published(project)
    (project.reports / "one").rename(project.reports / ".old-one")
    (project.reports / ".old-two").mkdir()
    (project.reports / "two").mkdir()
    (project.reports / "two" / "report.html").write_bytes(b"new")
    shelf.work_folder(project, "three.new").mkdir(parents=True)
    with shelf.alone(project):
        assert sorted(path.name for path in project.reports.iterdir()) == ["logs", "one", "two"]
        assert files(project.reports / "one") == FILES and files(project.reports / "two") == {"report.html": b"new"}


def test_the_work_is_cleared_after_a_good_run(project: Project) -> None:
    with shelf.alone(project):
        shelf.work_folder(project, "one").mkdir(parents=True)
    assert list(project.reports.iterdir()) == []


def test_a_signal_waits_until_a_report_stands_whole(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    before, done = signal.getsignal(signal.SIGINT), threading.Event()
    threading.Thread(target=done.wait).start()  # as a pool has them: it could take the signal
    monkeypatch.setattr(shelf, "put_in_place", lambda new, place: _interrupted(seen))
    with pytest.raises(KeyboardInterrupt):
        published(project)
    assert seen == ["went on"]
    done.set()
    assert signal.getsignal(signal.SIGINT) is before


def _interrupted(seen: list[str]) -> None:
    for _ in range(20):
        os.kill(os.getpid(), signal.SIGINT)
    seen.append("went on")


def test_a_report_can_be_put_in_place_by_any_thread(project: Project) -> None:
    thread = threading.Thread(target=published, args=(project,))
    thread.start()
    thread.join()
    assert set(files(project.reports / "one")) == set(FILES)


def test_who_prints_and_who_makes_keep_out_of_each_other_s_way(project: Project) -> None:
    refused = pytest.raises(ReportError, match="another run is making reports here")
    with shelf.alone(project), refused, shelf.still(project):
        pass
    refused = pytest.raises(ReportError, match="is printing or packing reports here: wait")
    with shelf.still(project), shelf.still(project), refused, shelf.alone(project):
        pass
    with shelf.still(Project(project.root / "without reports")):
        pass


def test_the_work_is_cleared_after_an_error_too(project: Project) -> None:
    with pytest.raises(ZeroDivisionError), shelf.alone(project):
        shelf.work_folder(project, "one").mkdir(parents=True)
        raise ZeroDivisionError
    assert list(project.reports.iterdir()) == []


def test_what_was_half_written_is_cleared_wherever_it_lies(project: Project) -> None:
    for folder in (project.reports, project.values, project.pdf, project.reports / "logs"):
        folder.mkdir(exist_ok=True)
        (folder / ".a.json.partial").write_bytes(b"half")
    with shelf.alone(project):
        assert [path for path in project.reports.rglob("*") if path.is_file()] == []


def test_a_report_is_marked_stale_from_outside_its_folder(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    published(project)

    def killed(path: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(shelf.Path, "replace", killed)
    monkeypatch.setattr(shelf, "write_whole", lambda path, content: _written(path, content))
    with pytest.raises(KeyboardInterrupt):
        shelf.fail(project, Outcome("one", "broke"), None)
    assert files(project.reports / "one") == FILES


def _written(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_report_is_staged_beside_its_place_and_then_put_there(project: Project) -> None:
    product = Product(Outcome("one"), FILES)
    with shelf.alone(project):
        staged = shelf.stage(project, product)
        assert files(staged) == FILES and not (project.reports / "one").exists()
        shelf.publish(project, product, staged)
        assert files(project.reports / "one") == FILES and not staged.exists()


def test_a_report_that_stands_has_its_log(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(new: Path, place: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(shelf, "put_in_place", killed)
    with pytest.raises(KeyboardInterrupt):
        published(project)
    assert files(project.reports) == {"logs/one.log": b"said\n"}
