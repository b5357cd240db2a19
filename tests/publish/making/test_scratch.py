from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from analysis.publish.making import scratch

KILLED = """
import os
from analysis.publish.making import scratch
folder, lock = scratch.make()
(folder / "1.task").write_bytes(b"half")
print(folder, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(scratch, "SHORT_FOLDER", str(tmp_path))
    return tmp_path


def test_a_folder_is_private_and_gone_at_the_end(temporary: Path) -> None:
    with scratch.lent() as folder:
        assert folder.parent == temporary and folder.stat().st_mode & 0o777 == 0o700
        (folder / "socket").write_bytes(b"")
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_is_swept_and_what_is_in_use_stays(temporary: Path) -> None:
    told = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)
    left = Path(told.stdout.strip())
    assert left.parent == temporary and (left / "1.task").is_file()
    with scratch.lent() as used:
        scratch.sweep()
        assert list(temporary.iterdir()) == [used]


def test_what_others_call_alike_is_left_alone(temporary: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    theirs = tmp_path_factory.mktemp("theirs")
    for name in ("civcas-run-notes", "civcas-run-ABCDEFGH", "civcas-run-abcdefghi", "civcas-abcdefgh"):
        (temporary / name).mkdir(mode=0o700)
    (temporary / "civcas-run-openopen").mkdir(mode=0o755)
    (temporary / "civcas-run-alinkali").symlink_to(theirs)
    (temporary / "civcas-run-afileafi").write_bytes(b"")
    before = sorted(temporary.iterdir())
    scratch.sweep()
    assert sorted(temporary.iterdir()) == before and theirs.is_dir()


def test_what_belongs_to_another_user_is_left_alone(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (temporary / "civcas-run-abcdefgh").mkdir(mode=0o700)
    user = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: user + 1)
    scratch.sweep()
    assert (temporary / "civcas-run-abcdefgh").is_dir()


def test_a_folder_that_is_swept_before_it_is_locked_is_made_again(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, asked = tempfile.mkdtemp, []

    def swept(*words: object, **named: object) -> str:
        folder = made(*words, **named)  # type: ignore[call-overload]
        asked.append(folder)
        if len(asked) == 1:
            scratch.sweep()
        return str(folder)

    monkeypatch.setattr(tempfile, "mkdtemp", swept)
    folder, lock = scratch.make()
    assert len(asked) == 2 and folder.is_dir()
    scratch.remove(folder, lock)


@pytest.mark.parametrize(("length", "near"), [(scratch.SOCKET_ROOM, True), (scratch.SOCKET_ROOM + 1, False)])
def test_where_a_socket_would_have_too_long_a_name_another_folder_is_used(
    monkeypatch: pytest.MonkeyPatch, length: int, near: bool
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/" + "x" * (length - 1))
    assert scratch.near() == (None if near else scratch.SHORT_FOLDER)


def test_nothing_to_sweep_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere at all")
    monkeypatch.setattr(scratch, "SHORT_FOLDER", "/nowhere else")
    scratch.sweep()
