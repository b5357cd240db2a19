from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from publish import tiny

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish.making import vouched
from analysis.publish.making.plan import Plan

HERE = Path(__file__).resolve().parents[3]
NAME = "20-one-event"
OURS = (HERE / "notebooks" / f"{NAME}.ipynb").read_bytes()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A folder that somebody handed over, with one of our notebooks in it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    made = Project(tmp_path / "handed")
    made.notebooks.mkdir(parents=True)
    made.catalogue.write_text("", encoding="utf-8")
    (made.notebooks / f"{NAME}.ipynb").write_bytes(OURS)
    return made


def look(project: Project, *names: str) -> dict[str, str]:
    plans = [Plan(f"r-{number}", name, "") for number, name in enumerate(names or [NAME])]
    return {each.path: each.why for each in vouched.looked_at(project, plans)}


def changed(project: Project, name: str = NAME, **change: object) -> None:
    """Our notebook with something else in its second cell of code, under some name."""
    told = json.loads(OURS)
    [cell for cell in told["cells"] if cell["cell_type"] == "code"][1].update(change)
    (project.notebooks / f"{name}.ipynb").write_text(json.dumps(told), encoding="utf-8")


def test_the_list_in_the_package_is_that_of_the_notebooks() -> None:
    listed = json.loads(vouched.LIST.read_bytes())
    now = {path.stem: vouched.mark(path.read_bytes()) for path in (HERE / "notebooks").glob("*.ipynb")}
    assert listed == now, "read what changed, then: civcas trust NOTEBOOK"


def test_our_code_is_ours_in_any_folder_whatever_its_prose_outputs_and_name(folder: Project) -> None:
    told = json.loads(OURS)
    told["cells"][0]["source"] = "# Other words"
    told["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "more"})
    next(cell for cell in told["cells"] if cell["cell_type"] == "code")["outputs"] = [{"x": 1}]
    (folder.notebooks / "renamed.ipynb").write_text(json.dumps(told), encoding="utf-8")
    assert look(folder, NAME, "renamed", NAME) == {f"notebooks/{NAME}.ipynb": "", "notebooks/renamed.ipynb": ""}


@pytest.mark.parametrize("change", [{"source": "import os"}, {"metadata": {"tags": ["skip-execution"]}}])
def test_other_code_is_foreign(folder: Project, change: dict[str, object]) -> None:
    changed(folder, **change)
    changed(folder, "new", **change)
    assert look(folder, NAME, "new") == {
        f"notebooks/{NAME}.ipynb": vouched.OTHER, "notebooks/new.ipynb": vouched.UNKNOWN,
    }  # fmt: skip


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b'{"nbformat": 3, "worksheets": []}', b'{"nbformat": 4, "cells": [3]}', b"\xff",
                b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "", "metadata": 3}]}'],
)  # fmt: skip
def test_what_is_no_notebook_is_foreign(folder: Project, content: bytes) -> None:
    (folder.notebooks / f"{NAME}.ipynb").write_bytes(content)
    assert list(look(folder).values()) == [vouched.NONE]


@pytest.mark.parametrize("kind", ["file", "folder", "name"])
def test_what_a_link_or_a_name_leads_outside_to_is_foreign_even_with_our_code(folder: Project, kind: str) -> None:
    outside, name = folder.root.parent / "outside", NAME
    if kind == "folder":
        folder.notebooks.rename(outside)
        folder.notebooks.symlink_to(outside)
    else:
        outside.mkdir()
        os.replace(folder.notebooks / f"{NAME}.ipynb", outside / f"{NAME}.ipynb")  # noqa: PTH105
        if kind == "file":
            (folder.notebooks / f"{NAME}.ipynb").symlink_to(outside / f"{NAME}.ipynb")
        else:
            name = f"../../outside/{NAME}"
    [looked] = vouched.looked_at(folder, [Plan("a", name, "")])
    assert looked.why == vouched.OUTSIDE
    assert (looked.leads or looked.path) == f"../outside/{NAME}.ipynb" and "outside" in str(looked)
    with pytest.raises(ReportError, match="lies outside the project's notebooks") as refused:
        vouched.refuse_foreign([looked])
    assert "civcas trust" not in str(refused.value) and "--allow-foreign" in str(refused.value)


def test_a_link_inside_the_folder_of_notebooks_is_shown_and_followed(folder: Project) -> None:
    (folder.notebooks / "again.ipynb").symlink_to(f"{NAME}.ipynb")
    [looked] = vouched.looked_at(folder, [Plan("a", "again", ""), Plan("b", "again", "")])
    assert str(looked) == f"runs notebooks/again.ipynb -> notebooks/{NAME}.ipynb for 2 reports"


def test_a_refusal_names_each_why_and_what_to_do(folder: Project) -> None:
    changed(folder, source="import os")
    changed(folder, "new", source="import os")
    with pytest.raises(ReportError) as refused:
        vouched.refuse_foreign(vouched.looked_at(folder, [Plan("a", NAME, ""), Plan("b", "new", "")]))
    trusting = f"`civcas trust {NAME} new` lets them be run from now on."
    assert str(refused.value).splitlines()[1:] == [
        f"  notebooks/{NAME}.ipynb {vouched.OTHER}",
        f"  notebooks/new.ipynb {vouched.UNKNOWN}",
        f"Read them. Then `--allow-foreign` runs them this once, {trusting}",
    ]
    vouched.refuse_foreign([])


def test_trust_is_of_the_code_as_it_is_and_of_whoever_gives_it(folder: Project) -> None:
    before = vouched.LIST.read_bytes()
    changed(folder, "new", source="import os")
    shown, place = vouched.trust(folder, "notebooks/new.ipynb")
    assert shown[1] == ("import os", []) and place.is_relative_to(folder.root.parent / "own")
    assert look(folder, "new") == {"notebooks/new.ipynb": ""}
    changed(folder, "new", source="import sys")
    assert look(folder, "new") == {"notebooks/new.ipynb": vouched.UNKNOWN}
    vouched.trust(folder, "new")
    assert look(folder, "new") == {"notebooks/new.ipynb": ""} and len(json.loads(place.read_bytes())) == 2
    assert vouched.LIST.read_bytes() == before


def test_in_the_checkout_of_the_package_its_own_list_is_renewed(
    folder: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(vouched, "HERE", folder.root)
    monkeypatch.setattr(vouched, "LIST", tmp_path / "list.json")
    (tmp_path / "list.json").write_text('{"gone": "0"}', encoding="utf-8")
    assert vouched.trust(folder, NAME)[1] == tmp_path / "list.json"
    assert json.loads((tmp_path / "list.json").read_bytes()) == {NAME: vouched.mark(OURS)}


def test_what_cannot_be_trusted_is_refused(folder: Project) -> None:
    (folder.notebooks / "link.ipynb").symlink_to(tiny.write(folder.root.parent, "far", tiny.code("1")))
    (folder.notebooks / "none.ipynb").write_text("{", encoding="utf-8")
    for name, words in (
        ("20-one-evnt", f"Did you mean {NAME}"), ("link", "lies outside"), ("none", "cannot be read"),
    ):  # fmt: skip
        with pytest.raises(ReportError, match=words):
            vouched.trust(folder, name)


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 1}'])
def test_a_damaged_list_is_one_sentence(folder: Project, content: str) -> None:
    place = folder.root.parent / "own" / "civcas" / vouched.OWN
    place.parent.mkdir(parents=True)
    place.write_text(content, encoding="utf-8")
    with pytest.raises(ReportError, match=r"trusted-notebooks\.json .*(restore it or remove it)"):
        look(folder)


def test_a_home_that_is_a_file_holds_no_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").write_text("", encoding="utf-8")
    assert vouched._read(tmp_path / "home" / ".config" / vouched.OWN) == {}
