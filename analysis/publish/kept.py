"""The list of changed findings that is kept under version control, read the same way by all who show or extend it."""

from __future__ import annotations

from typing import Any

from analysis.errors import ReportError
from analysis.outside import parsed
from analysis.paths import Project


def changes(project: Project) -> list[Any]:
    """Return every change of a finding that was noted, oldest first, as it stands; nothing where none was noted.

    Raises
    ------
    ReportError
        When the file is no JSON or holds no list: what it noted must not be written over.
    """
    path = project.changes
    where = path.relative_to(project.root).as_posix()
    content = path.read_bytes() if path.is_file() else b""
    if not content.strip():
        return []
    try:
        told = parsed(content)
    except ValueError as problem:
        raise ReportError(f"{where} is not JSON ({problem}): restore it from version control") from None
    if not isinstance(told, list):
        raise ReportError(f"{where} holds no list of changes: restore it from version control")
    return told
