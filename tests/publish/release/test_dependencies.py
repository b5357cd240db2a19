from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import DataError
from analysis.paths import Project
from analysis.publish.release import dependencies
from analysis.publish.release.dependencies import Package, licence_of, locked, read

HERE = Path(__file__).resolve().parents[3]
LOCK = (HERE / "uv.lock").read_bytes()
LISTED = read((HERE / "docs" / dependencies.LIST).read_bytes())
SMALL = b"""
[[package]]
name = "own"
version = "1"
source = { editable = "." }
dependencies = [{ name = "a" }]
[package.dev-dependencies]
dev = [{ name = "c" }]
[[package]]
name = "c"
version = "1"
source = { registry = "x" }
dependencies = [{ name = "b", extra = ["more"] }]
wheels = [{ url = "x/c-1.whl", hash = "sha256:cc" }]
[[package]]
name = "a"
version = "2"
source = { registry = "x" }
dependencies = [{ name = "b" }]
sdist = { url = "x/a-2.tar.gz", hash = "sha256:aa" }
wheels = [{ url = "x/a-2.whl", hash = "sha256:ab" }]
[[package]]
name = "b"
version = "3"
source = { registry = "x" }
sdist = { url = "x/b-3.tar.gz", hash = "sha256:bb" }
[package.optional-dependencies]
more = [{ name = "d" }]
[[package]]
name = "d"
version = "4"
source = { registry = "x" }
"""


def test_a_lock_is_read_with_groups_needs_and_hashes() -> None:
    assert locked(SMALL) == [
        Package("a", "2", ("runtime",), ("b",), {"a-2.tar.gz": "aa"}),
        Package("b", "3", ("runtime", "dev"), (), {"b-3.tar.gz": "bb"}),
        Package("c", "1", ("dev",), ("b",), {"c-1.whl": "cc"}),
        Package("d", "4", ("runtime", "dev"), (), {}),
    ]


def test_the_committed_list_is_that_of_the_lock_and_knows_every_licence() -> None:
    packages = {(each.name, each.version): " ".join(each.groups) for each in locked(LOCK)}
    assert {key: row["groups"] for key, row in LISTED.items()} == packages, "write it anew with make lock"
    assert [key for key, row in LISTED.items() if not dependencies.EXPRESSION.fullmatch(row["licence"])] == []
    assert len(packages) > 150 and all(packages.values())


def test_what_is_installed_says_what_the_list_says() -> None:
    for (name, _), row in LISTED.items():
        said = dependencies._said(name)
        if said and row["basis"] != "as published":
            assert licence_of(name, said) == (row["licence"], row["basis"]), name


def test_packages_that_pass_their_terms_on_are_named_as_such() -> None:
    passed_on = {name for (name, _), row in LISTED.items() if row["copyleft"] == "yes"}
    assert {"certifi", "pyphen", "tqdm", "hypothesis", "reuse"} <= passed_on and "pandas" not in passed_on
    told = (HERE / "docs" / "trust.md").read_text(encoding="utf-8")
    assert [name for name in passed_on if f"`{name}`" not in told] == []


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ({"License-Expression": "MIT AND PSF-2.0", "License": "x"}, "MIT AND PSF-2.0"),
        ({"License": "Apache License, Version 2.0"}, "Apache-2.0"),
        ({"License": "BSD 3-Clause License\n\nCopyright"}, "BSD-3-Clause"),
        ({"License": "BSD"}, ""),
        ({"License": "UNKNOWN", "Classifier": "ISC License (ISCL)"}, "ISC"),
        ({"Classifier": "BSD License"}, ""),
        ({}, ""),
        (None, ""),
    ],
)  # fmt: skip
def test_a_licence_is_taken_only_where_it_is_said_exactly(said: dict[str, str] | None, licence: str) -> None:
    assert licence_of("made-up", said)[0] == licence


def test_a_package_whose_licence_nobody_has_read_is_refused() -> None:
    with pytest.raises(DataError, match="no licence is known of made-up"):
        dependencies.table([Package("made-up", "1", ("dev",), (), {})])


def test_the_list_is_written_from_the_lock(tmp_path: Path) -> None:
    (tmp_path / "uv.lock").write_bytes(LOCK)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / dependencies.LIST).write_bytes((HERE / "docs" / dependencies.LIST).read_bytes())
    dependencies.main(Project(tmp_path))  # whichever groups are installed here
    assert read((tmp_path / "docs" / dependencies.LIST).read_bytes()) == LISTED


def test_of_what_is_not_installed_the_former_list_is_believed_for_the_same_version_only() -> None:
    away = Package("made-up", "2", ("torture",), (), {})
    before = {("made-up", "2"): {"licence": "MIT", "basis": "metadata"}}
    assert dependencies.table([away], before).splitlines()[1] == "made-up,2,torture,MIT,metadata,no"
    with pytest.raises(DataError, match="no licence is known of made-up: install every group"):
        dependencies.table([away], {("made-up", "1"): before["made-up", "2"]})
