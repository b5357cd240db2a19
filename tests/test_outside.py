from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from analysis import outside

ROOT = Path("/project")


@pytest.mark.parametrize("number", sorted(outside.REFUSALS))
def test_every_refusal_of_the_machine_says_what_and_what_to_do(number: int) -> None:
    said = outside.sentence(OSError(number, os.strerror(number), "/project/reports/index.html"), ROOT)
    assert said.endswith("run this again") and "/project" not in said and "Errno" not in said


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "the disk is full: a file could not be written"),
        (OSError(errno.EROFS, "x", "/else/deep/where.txt"), "deep/where.txt lies on a disk that can only be read"),
        (OSError(errno.ENOSPC, "x", "/a", None, "/project/b"), "the disk is full: b could not"),
        (OSError(errno.EBUSY, "Device or resource busy", "/project/a"), "a: Device or resource busy. See to it"),
        (
            FileNotFoundError(errno.ENOENT, "No usable temporary directory found"),
            "No usable temporary directory found. See",
        ),
        (OSError(errno.ENOSPC, "Error writing bytes to file. Detail: [errno 28]"), "the disk is full: a file could"),
        (OSError("only a text"), "a file: only a text. See to it"),
        (OSError(errno.ENOSPC, "x", b"/project/\xff\x1b"), "\\udcff\\x1b could not be written"),
        (MemoryError(), "no more memory"),
    ],
)
def test_the_file_is_named_from_the_project(problem: OSError | MemoryError, words: str) -> None:
    assert words in outside.sentence(problem, ROOT)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000, '{"a":' * 100_000, "9" * 5000])
def test_what_is_no_json_is_a_value_error(content: bytes | str) -> None:
    with pytest.raises(ValueError):
        outside.parsed(content)


def test_text_is_shown_without_what_would_not_be_seen() -> None:
    assert outside.seen("مقتل 230\n", keep="\n") == "مقتل 230\n"
    assert outside.seen("a\x1b[2J\u202eb\udcff\n") == "a\\x1b[2J\\u202eb\\udcff\\n"
    assert outside.unseen("مقتل 230") == "" and "line separator" in outside.unseen("a\u2028")


def test_a_long_value_is_quoted_by_its_beginning() -> None:
    assert (
        len(outside.short("x" * 10**6)) < 110
        and outside.short(10**5000) == "a number of more digits than can be written"
    )
