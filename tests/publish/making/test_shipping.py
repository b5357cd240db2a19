from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.making import shipping
from analysis.publish.making.plan import Plan
from analysis.publish.provenance import digest

PLAIN = Plan("plain", "20-plain", "Plain")


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with two studies and files that no report reads."""
    made = Project(tmp_path / "here")
    put(made.catalogue, "catalogue")
    put(made.notebooks / "20-plain.ipynb", "notebook")
    put(made.notebooks / "30-study.ipynb", '{"source": "study = \\"second\\""}')
    put(made.notebooks / ".ipynb_checkpoints" / "20-plain.ipynb", "old")
    for study in ("", "first", "second"):
        held = Project(made.root, study)
        put(held.raw / "a.csv", f"raw {study}")
        put(held.hand / "b.csv", "the same everywhere")
        put(held.processed / "c.parquet", f"table {study}")
    put(made.reports / "plain" / "report.html", "page")
    put(made.root / "README.md", "read me")
    return made


def parcel(project: Project, plan: Plan = PLAIN) -> tuple[shipping.Parcel, dict[str, bytes]]:
    sent: dict[str, bytes] = {}
    return shipping.Inputs(project, sent.__setitem__).parcel(plan), sent


def names(project: Project, plan: Plan) -> set[str]:
    return set(parcel(project, plan)[0].files)


def test_all_that_a_report_may_read_is_in_its_parcel_and_nothing_else(project: Project) -> None:
    own = {"data/raw/a.csv", "data/hand/b.csv", "data/processed/c.parquet"}
    assert names(project, PLAIN) == {"reports.toml", "notebooks/20-plain.ipynb", "notebooks/30-study.ipynb", *own}


def test_a_study_is_in_it_when_the_parameters_or_the_notebook_name_it(project: Project) -> None:
    first = {f"studies/first/{name}" for name in ("raw/a.csv", "hand/b.csv", "processed/c.parquet")}
    second = {name.replace("first", "second") for name in first}
    before = names(project, PLAIN)
    assert names(project, Plan("x", "20-plain", "X", {"study": "first"})) - before == first
    assert names(project, Plan("x", "30-study", "X")) - before == second
    assert names(project, Plan("x", "30-study", "X", {"study": "first"})) - before == first | second


def test_each_content_is_shipped_once_whatever_its_names(project: Project) -> None:
    sent: list[str] = []
    inputs = shipping.Inputs(project, lambda sha256, content: sent.append(sha256))
    for study in ("", "first", "second", "first"):
        inputs.parcel(Plan("x", "20-plain", "X", {"study": study}))
    assert len(sent) == len(set(sent)) == 3 + 1 + 2 * 3  # the catalogue and notebooks, what is the same, the rest


def test_a_parcel_becomes_a_project_of_links_with_a_folder_for_each_study(project: Project, tmp_path: Path) -> None:
    told, sent = parcel(project)
    root = shipping.unpack(home(tmp_path), told, sent)
    for name in told.files:
        assert (root / name).read_bytes() == (project.root / name).read_bytes()
        assert (root / name).stat().st_nlink == 2 and not (root / name).stat().st_mode & 0o222
    assert sorted(path.name for path in Project(root).studies.iterdir()) == ["first", "second"]
    assert shipping.unpack(tmp_path / "home", told, {}) == root


def test_a_change_makes_another_project_that_shares_the_rest(project: Project, tmp_path: Path) -> None:
    first = shipping.unpack(home(tmp_path), *parcel(project))
    put(project.raw / "a.csv", "changed")
    second = shipping.unpack(tmp_path / "home", *parcel(project))
    assert first != second
    assert (second / "data/raw/a.csv").read_text() == "changed" and (first / "data/raw/a.csv").read_text() == "raw "
    assert (first / "reports.toml").samefile(second / "reports.toml")


def test_several_at_once_make_one_project(project: Project, tmp_path: Path) -> None:
    told, sent = parcel(project)
    place, roots = home(tmp_path), []
    threads = [threading.Thread(target=lambda: roots.append(shipping.unpack(place, told, sent))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(roots) == 8 and len(set(roots)) == 1
    assert sorted(path.name for path in place.iterdir()) == ["contents", "projects"]
    assert {path.name for path in (place / "contents").iterdir()} == set(sent)


def test_copies_do_where_there_are_no_links(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    told, sent = parcel(project)
    root = shipping.unpack(home(tmp_path), told, sent)
    assert (root / "reports.toml").read_text() == "catalogue"
    assert (root / "reports.toml").stat().st_nlink == 1


def test_a_content_that_is_not_what_its_hash_says_is_refused(project: Project, tmp_path: Path) -> None:
    told, sent = parcel(project)
    spoilt = {sha256: b"other" for sha256 in sent}
    with pytest.raises(ReportError, match="an input with the hash .* came to a worker as another"):
        shipping.unpack(home(tmp_path), told, spoilt)
    assert told.name == parcel(project)[0].name and digest(b"catalogue") in sent


def home(folder: Path) -> Path:
    (folder / "home").mkdir()
    return folder / "home"
