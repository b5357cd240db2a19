from __future__ import annotations

from pathlib import Path

import pytest

from analysis import paths
from analysis.errors import DataError
from analysis.paths import MARKER, Project, find_project

PACKAGE = Path(paths.__file__).resolve().parent
FOLDERS = {
    "raw": "data/raw", "hand": "data/hand", "processed": "data/processed", "notebooks": "notebooks",
    "reports": "reports", "catalogue": MARKER,
}  # fmt: skip


def study(root: Path) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    (root / MARKER).write_text("", encoding="utf-8")
    return root.resolve()


def test_every_named_folder_lies_where_the_layout_says(tmp_path: Path) -> None:
    project = Project(tmp_path)
    assert {name: getattr(project, name).relative_to(tmp_path).as_posix() for name in FOLDERS} == FOLDERS


def test_this_checkout_holds_what_is_named() -> None:
    here = find_project(PACKAGE)
    assert here.raw.is_dir() and here.hand.is_dir() and here.notebooks.is_dir() and here.catalogue.is_file()


def test_a_project_is_found_from_any_depth_and_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = study(tmp_path / "study")
    deep = root / "data" / "raw"
    deep.mkdir(parents=True)
    assert find_project(deep).root == find_project(root).root == root
    monkeypatch.chdir(deep)
    assert find_project().root == root


def test_the_nearest_project_wins(tmp_path: Path) -> None:
    study(tmp_path)
    inner = study(tmp_path / "copy")
    assert find_project(inner / "not" / "there").root == inner


def test_a_folder_named_as_the_marker_is_no_project(tmp_path: Path) -> None:
    outer = study(tmp_path / "outer")
    (outer / "inner" / MARKER).mkdir(parents=True)
    assert find_project(outer / "inner").root == outer


def test_outside_any_project_the_checkout_of_the_package_stands(tmp_path: Path) -> None:
    assert find_project(tmp_path).root == PACKAGE.parent


def test_without_any_project_it_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "MARKER", "nowhere.toml")
    with pytest.raises(DataError, match=f"no nowhere.toml in {tmp_path.name} .*change into"):
        find_project(tmp_path)


def test_no_other_module_spells_a_folder() -> None:
    spelled = [f'/ "{part}"' for part in ("data", "raw", "hand", "processed", "notebooks", "reports")]
    others = [path for path in PACKAGE.rglob("*.py") if path.name != "paths.py"]
    assert others
    assert not [path.name for path in others if any(text in path.read_text(encoding="utf-8") for text in spelled)]


def test_a_study_has_tables_of_its_own_and_shares_the_rest(tmp_path: Path) -> None:
    project = Project(tmp_path, "raqqa-2017")
    where = {name: getattr(project, name).relative_to(tmp_path).as_posix() for name in FOLDERS}
    own = {name: f"studies/raqqa-2017/{name}" for name in ("raw", "hand", "processed")}
    assert where == FOLDERS | own


@pytest.mark.parametrize(
    "name", ["..", "../up", "a/b", "a\\b", "A", "a--b", "-a", "a-", "a.b", ".a", "a b", "a\n", "é"]
)
def test_no_name_of_a_study_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="cannot name a study: write lower-case"):
        Project(tmp_path, name)
    with pytest.raises(DataError, match="cannot name a study"):
        paths.choose(name)


def test_what_is_found_is_the_study_chosen_last(tmp_path: Path) -> None:
    root = study(tmp_path)
    assert paths.choose("raqqa") == ""
    try:
        assert find_project(root).study == "raqqa" and paths.choose("") == "raqqa"
    finally:
        paths.choose("")
    assert find_project(root).study == ""


def test_own_settings_lie_with_whoever_runs_this_and_never_in_a_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/somewhere")
    assert paths.own_settings() == Path("/somewhere/civcas")
    monkeypatch.setenv("XDG_CONFIG_HOME", "here")  # would be a folder of the project
    assert paths.own_settings() == Path.home() / ".config" / "civcas"


def test_a_folder_that_is_or_holds_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "reports" / "a").mkdir(parents=True)
    paths.refuse_links(tmp_path / "reports", tmp_path)
    (tmp_path / "reports" / "b").symlink_to(tmp_path)
    with pytest.raises(DataError, match="reports/b is a symbolic link"):
        paths.refuse_links(tmp_path / "reports", tmp_path)
    (tmp_path / "data").symlink_to(tmp_path / "reports")
    with pytest.raises(DataError, match="data is a symbolic link"):
        paths.refuse_links(tmp_path / "data" / "processed", tmp_path)


def test_a_study_cannot_have_a_name_without_end(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot name a study"):
        Project(tmp_path, "a" * 101)
