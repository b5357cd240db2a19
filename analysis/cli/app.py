"""What all commands share: the application, and the project of the working folder."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from analysis.paths import Project

app = typer.Typer(
    help="Compare local-media, monitor and official casualty figures over time, each number with its rows.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
)  # fmt: skip


def chosen(study: str) -> Project:
    """Return the project of the working folder, with the tables of a study when one is named."""
    from analysis.data import store
    from analysis.paths import Project, find_project

    project = find_project()
    store.refuse_unknown(study, project)
    return Project(project.root, study)


def ensure_built(project: Project) -> None:
    """Build the processed tables when they are missing or old, and say so."""
    from analysis.data import manifest

    if not manifest.is_current(project):
        from analysis.data import build

        build.build(project)
        print("data/processed was out of date: built anew", file=sys.stderr)
