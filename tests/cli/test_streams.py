from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.cli import streams
from analysis.errors import ReportError
from analysis.paths import Project
from cli.conftest import COMMAND, Civcas, refused

SAY = "import sys; from analysis.cli.streams import made_ready, told_all; made_ready()\n"


def python(code: str, tail: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    script = f"{sys.executable} -c '{SAY}{code}' {tail}"
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", **env})


def test_output_that_has_no_letter_for_a_text_writes_it_out() -> None:
    said = python('with told_all(): print("\\u0645\\udcff")', PYTHONIOENCODING="ascii", PYTHONPATH=str(Path.cwd()))
    assert (said.stdout, said.stderr, said.returncode) == ("\\u0645\\udcff\n", "", 0)


def test_closed_streams_are_opened_so_that_no_file_takes_their_place() -> None:
    code = 'f = open("/dev/null"); sys.exit(f.fileno() < 3)'
    assert python(code, "<&- >&- 2>&-", PYTHONPATH=str(Path.cwd())).returncode == 0


def test_a_reader_that_has_gone_ends_a_command_quietly() -> None:
    said = python('\nwith told_all(): print("x" * 10)', "| head -0; exit ${PIPESTATUS[0]}", PYTHONPATH=str(Path.cwd()))
    assert (said.returncode, said.stderr) == (streams.GONE, "")


def test_a_full_disk_is_one_sentence(civcas: Civcas) -> None:
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(
            [*COMMAND, "status"], cwd=civcas.project.root, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert said.returncode == 2 and "the disk is full" in said.stderr and "Traceback" not in said.stderr


def test_what_the_machine_refuses_is_one_sentence(civcas: Civcas) -> None:
    civcas.project.reports.write_text("", encoding="utf-8")
    refused(civcas("report", "plain"), "reports is in the way: move it away")


def test_a_link_is_not_written_through(civcas: Civcas, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    civcas.project.reports.symlink_to(outside)
    refused(civcas("report", "plain"), "reports is a symbolic link", "remove the link")
    assert list(outside.iterdir()) == []


def test_a_working_folder_that_was_removed_is_one_sentence(built: Project, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f'cd "{gone}"; rmdir "{gone}"; exec {sys.executable} -c "from analysis.cli import main; main()" status'
    said = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert said.returncode == 2 and "the working folder was removed" in said.stderr


def test_the_limit_on_open_files_is_raised_or_said(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: asked.append(limits))
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (64, 512))
    streams.may_open_many()
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (64, resource.RLIM_INFINITY))
    streams.may_open_many()
    assert asked == [(512, 512), (streams.PLENTY, resource.RLIM_INFINITY)]
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (64, 64))
    with pytest.raises(ReportError, match="only 64 files may be open.*ulimit -n 1024"):
        streams.may_open_many()


def test_utf_carries_every_letter_and_ascii_does_not() -> None:
    class Stream:
        encoding = "ascii"

    assert not streams.carries_all(Stream()) and streams.carries_all(None)


@pytest.mark.parametrize("size", [10, 10**6])
def test_a_command_that_writes_to_nobody_ends_alike_however_much_it_writes(size: int) -> None:
    code = (
        "import typer; app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)\n"
        f'@app.command()\ndef say():\n    print("x" * {size})\n'
        "with told_all(): app([])"
    )
    said = python(code, "| head -0; exit ${PIPESTATUS[0]}", PYTHONPATH=str(Path.cwd()))
    assert (said.returncode, said.stderr) == (streams.GONE, "")
