"""What all commands share: the application, and the project of the working folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from analysis import outside
from analysis.errors import CivcasError

if TYPE_CHECKING:
    from analysis.paths import Project

app = typer.Typer(
    help="Compare local-media, monitor and official casualty figures over time, each number with its rows.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip


@contextmanager
def refused() -> Iterator[None]:
    """Turn an error a user can cause, or the machine, into its sentence on stderr and exit code 2."""
    try:
        yield
    except CivcasError as problem:
        _refuse(str(problem))
    except BrokenPipeError:
        raise
    except (OSError, MemoryError) as problem:
        _refuse(outside.sentence(problem, _root()))


def _refuse(told: str) -> NoReturn:
    """Say why nothing was done, and end."""
    print(outside.seen(told, keep="\n"), file=sys.stderr)
    sys.exit(2)


def _root() -> Path | None:
    """Return the folder of the project, if there is one."""
    from analysis.paths import find_project

    try:
        return find_project().root
    except (CivcasError, OSError):
        return None


def chosen(study: str) -> Project:
    """Return the project of the working folder, with the tables of a study when one is named."""
    from analysis.data import store
    from analysis.paths import Project, find_project

    project = find_project()
    store.refuse_unknown(study, project)
    return Project(project.root, study)


def ensure_built(project: Project) -> None:
    """Build the processed tables when they are missing or old, and say so."""
    from analysis.data import hold

    if hold.ensure(project):
        print("data/processed was out of date: built anew", file=sys.stderr)
