from __future__ import annotations

from contextlib import chdir

import pandas as pd
import pytest
from methods.curve.toys import LAST

from analysis.methods.curve import runs, specifications
from analysis.methods.curve.headlines import Material
from analysis.paths import Project


@pytest.fixture(scope="session")
def held() -> Material:
    """Links and pairs as of the last day, made once for all tests that only read."""
    return Material(LAST)


@pytest.fixture(scope="session")
def whole(built: Project, held: Material) -> dict[str, pd.DataFrame]:
    """Every headline of the project under its specifications, as of the last day."""
    with chdir(built.root):
        told = specifications.declare()
        return {name: runs.results(told, name, held) for name in told.headlines}
