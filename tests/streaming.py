"""Generated projects built on both paths, shared by the tests of the large one."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from analysis.data import asof, build, claims
from analysis.data.large import engine
from analysis.paths import Project

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE / "bench"))

import generate  # noqa: E402

DAY = "2017-06-30"
KEPT = ("claims", "statements")


def generated(root: Path, claims: int, seed: int = generate.SEED) -> Project:
    """Return a project with generated claims, not built."""
    return generate.generate(root, claims, seed)


def built_by(project: Project, threshold: int, patch) -> tuple[dict, dict[str, pd.DataFrame]]:  # type: ignore[no-untyped-def]
    """Return the manifest and the two tables of claims, built with another threshold between the paths."""
    with patch.context() as patched:
        patched.setattr(engine, "LARGE", threshold)
        told = build.build(project)
    return told, {name: pd.read_parquet(project.processed / f"{name}.parquet") for name in KEPT}


def streamed(project: Project, patch):  # type: ignore[no-untyped-def]
    """Build by the large path."""
    return built_by(project, 0, patch)


def in_memory(project: Project, patch):  # type: ignore[no-untyped-def]
    """Build by the small path."""
    return built_by(project, 1 << 60, patch)


def known(place: str, month: str) -> pd.DataFrame:
    """Return, by the small path, the statements about a place whose window lies in a month, known by `DAY`."""
    here = claims.in_month(claims.about_place(claims.statements(), place), month)
    return asof.as_of(here[here["fit"] == "inside"], DAY).known
