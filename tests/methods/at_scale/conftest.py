from __future__ import annotations

import pytest
import streaming

from analysis.data import reads
from analysis.paths import Project


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with fifteen hundred generated claims, built by the large path."""
    project = streaming.generated(tmp_path_factory.mktemp("many"), 1500)
    with pytest.MonkeyPatch.context() as patch:
        streaming.streamed(project, patch)
    return project


@pytest.fixture(params=["generated", "real"])
def either(request: pytest.FixtureRequest, many: Project, built: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The generated project, then the project's own tables, as the working folder."""
    project = many if request.param == "generated" else built
    monkeypatch.chdir(project.root)
    reads.forget()
    return project
