from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from analysis import whole
from analysis.errors import DataError
from analysis.whole import clear, locked, partial_of, put_in_place, recover, write_whole

KILLED_IN_WRITING = """
import os, sys
from pathlib import Path
from analysis import whole

class Dying:
    def __init__(self, number, mode): self.number = number
    def __enter__(self): return self
    def __exit__(self, *told): pass
    def write(self, content):
        os.write(self.number, content[: len(content) // 2])
        os.kill(os.getpid(), 9)

whole.os.fdopen = Dying
whole.write_whole(Path(sys.argv[1]), b"new" * 1000)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def laid(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "file").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(params=["at once", "one after the other"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How two folders change places: as this system can, and as one that cannot do it at once."""
    if request.param != "at once":
        monkeypatch.setattr(whole, "_exchanged", lambda one, other: False)
    return str(request.param)


@pytest.mark.parametrize("before", [None, "old"])
def test_a_folder_is_put_in_place_whole_and_nothing_is_left_aside(tmp_path: Path, way: str, before: str | None) -> None:
    new, place = laid(tmp_path / "new", "new"), tmp_path / "place"
    if before:
        laid(place, before)
    put_in_place(new, place)
    assert names(tmp_path) == ["place"] and (place / "file").read_text("utf-8") == "new"


def test_the_place_is_never_empty_where_the_system_can_exchange(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, place = laid(tmp_path / "new", "new"), laid(tmp_path / "place", "old")
    if not whole._exchanged(new, place):
        pytest.skip("this file system cannot let two folders change places at once")
    monkeypatch.setattr(Path, "rename", lambda *_: pytest.fail("it was moved aside"))
    put_in_place(new, place)
    assert (place / "file").read_text("utf-8") == "old" and names(tmp_path) == ["place"], "they changed places twice"


def test_a_link_gives_way_and_what_it_leads_to_stays(tmp_path: Path, way: str) -> None:
    elsewhere, new, place = laid(tmp_path / "elsewhere", "theirs"), laid(tmp_path / "new", "new"), tmp_path / "place"
    place.symlink_to(elsewhere)
    put_in_place(new, place)
    assert names(tmp_path) == ["elsewhere", "place"] and not place.is_symlink()
    assert (elsewhere / "file").read_text("utf-8") == "theirs"


def test_a_file_is_written_whole_with_its_folder_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "a.txt"
    for content in (b"one" * 9, b"two"):
        for lasting in (False, True):
            write_whole(place, content, lasting)
            assert place.read_bytes() == content and names(place.parent) == ["a.txt"]


def test_a_file_whose_writer_is_killed_is_as_it_was_and_the_next_writes_over_what_it_left(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(b"old")
    ended = subprocess.run([sys.executable, "-c", KILLED_IN_WRITING, str(place)], check=False)
    assert ended.returncode == -signal.SIGKILL and place.read_bytes() == b"old"
    assert partial_of(place).read_bytes() == b"new" * 500
    write_whole(place, b"short")
    assert place.read_bytes() == b"short" and names(tmp_path) == ["a.txt"]


def test_where_there_is_no_room_the_file_stays_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="No space") as refused:
        write_whole(place, b"new")
    assert refused.value.filename == str(place) and place.read_bytes() == b"old" and names(tmp_path) == ["a.txt"]


def test_a_partial_that_leads_elsewhere_is_not_followed(tmp_path: Path) -> None:
    place, theirs = tmp_path / "a.txt", tmp_path / "theirs"
    theirs.write_bytes(b"theirs")
    partial_of(place).symlink_to(theirs)
    write_whole(place, b"ours")
    assert theirs.read_bytes() == b"theirs" and place.read_bytes() == b"ours"
    laid(partial_of(place), "a folder")
    write_whole(place, b"again")
    assert place.read_bytes() == b"again" and names(tmp_path) == ["a.txt", "theirs"]


def test_many_write_one_file_at_once_and_each_writes_it_whole(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    contents = [bytes([number]) * 50_000 for number in range(8)]
    threads = [threading.Thread(target=write_whole, args=(place, content)) for content in contents for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert place.read_bytes() in contents and names(tmp_path) == ["a.txt"]


def test_what_a_killed_process_left_is_put_right(tmp_path: Path) -> None:
    laid(tmp_path / ".old-gone", "old")
    laid(tmp_path / ".old-there", "old")
    laid(tmp_path / "there", "new")
    laid(tmp_path / ".made.partial", "half")
    partial_of(tmp_path / "index.html").write_bytes(b"half")
    (tmp_path / "theirs.partial").write_bytes(b"no name of ours")
    recover(tmp_path)
    assert names(tmp_path) == ["gone", "theirs.partial", "there"]
    assert [(tmp_path / name / "file").read_text("utf-8") for name in ("gone", "there")] == ["old", "new"]
    recover(tmp_path / "no folder")


def test_in_a_folder_of_others_only_what_is_named_is_put_right(tmp_path: Path) -> None:
    for name in (".mine.partial", ".theirs.partial", ".old-theirs"):
        laid(tmp_path / name, "half")
    recover(tmp_path, "mine")
    assert names(tmp_path) == [".old-theirs", ".theirs.partial"]


def test_only_the_link_is_cleared(tmp_path: Path) -> None:
    theirs = laid(tmp_path / "theirs", "theirs")
    (tmp_path / "link").symlink_to(theirs)
    clear(tmp_path / "link")
    clear(tmp_path / "not there")
    assert names(tmp_path) == ["theirs"] and (theirs / "file").is_file()


def test_a_folder_is_held_alone_or_with_others(tmp_path: Path) -> None:
    alone, others = DataError("somebody writes"), DataError("somebody looks")
    with locked(tmp_path, fcntl.LOCK_EX, alone, others):
        with pytest.raises(DataError, match="writes"), locked(tmp_path, fcntl.LOCK_SH, alone, others):
            pass
        with pytest.raises(DataError, match="writes"), locked(tmp_path, fcntl.LOCK_EX, alone, others):
            pass
    with locked(tmp_path, fcntl.LOCK_SH, alone), locked(tmp_path, fcntl.LOCK_SH, alone):
        with pytest.raises(DataError, match="looks"), locked(tmp_path, fcntl.LOCK_EX, alone, others):
            pass
        with pytest.raises(DataError, match="writes"), locked(tmp_path, fcntl.LOCK_EX, alone):
            pass


def test_an_error_inside_is_not_taken_for_a_lock(tmp_path: Path) -> None:
    with pytest.raises(BlockingIOError), locked(tmp_path, fcntl.LOCK_EX, DataError("held")):
        raise BlockingIOError
    with locked(tmp_path, fcntl.LOCK_EX, DataError("held")):
        pass


def test_where_no_locks_are_known_nobody_is_kept_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    (tmp_path / "in use, perhaps").mkdir()
    monkeypatch.setattr(fcntl, "flock", unknown)
    whole.sweep(tmp_path / "in use, perhaps")
    assert names(tmp_path) == ["in use, perhaps"], "where it cannot be told who works there, nothing is removed"
    with locked(tmp_path, fcntl.LOCK_EX, DataError("held")), locked(tmp_path, fcntl.LOCK_EX, DataError("held")):
        write_whole(tmp_path / "a.txt", b"a")
    assert names(tmp_path) == ["a.txt", "in use, perhaps"]


def test_a_write_that_fails_names_the_file_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError) as problem:
        write_whole(tmp_path / "a", b"x")
    assert problem.value.filename == str(tmp_path / "a") and names(tmp_path) == ["a"]


def test_no_link_is_written_through_or_cleared_behind(tmp_path: Path, way: str) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    inside.mkdir()
    (outside / "kept").write_bytes(b"kept")
    (inside / ".page.partial").symlink_to(outside / "kept")
    (inside / "page").symlink_to(outside / "kept")
    write_whole(inside / "page", b"new")
    (inside / "folder").symlink_to(outside)
    (inside / ".old-folder").symlink_to(outside)
    (inside / "new").mkdir()
    put_in_place(inside / "new", inside / "folder")
    assert (inside / "page").read_bytes() == b"new" and not (inside / "page").is_symlink()
    assert names(inside) == ["folder", "page"] and (outside / "kept").read_bytes() == b"kept"
