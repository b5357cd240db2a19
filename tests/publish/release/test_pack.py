from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

from analysis.data import manifest
from analysis.paths import Project
from analysis.publish.release import checking, crate, pack


def test_a_release_holds_the_project_its_tables_and_what_describes_it_and_nothing_private(
    checkout: Project, tmp_path: Path
) -> None:
    folder, whole = pack.release(checkout, [], tmp_path / "out")
    told = crate.cited((checkout.root / "CITATION.cff").read_bytes())
    assert (folder.name, whole.name) == (f"civcas-{told.version}", f"civcas-{told.version}.zip")
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    tables = manifest.read(checkout)["tables"]
    assert {f"data/processed/{name}.parquet" for name in tables} <= names
    assert {f"data/processed/csv/{name}.csv" for name in tables} <= names
    described = {"FINDINGS.md", "codecheck.yml", "ro-crate-metadata.json", "SHA256SUMS", "CITATION.cff", "REUSE.toml"}
    assert described | {"reports/index.html", "reports/codebook.html", "reports/codebook.csv"} <= names
    assert "data/raw/datapackage.json" in names and "data/hand/links.csv" in names
    assert not {"not-under-version-control.txt", "reports/logs/a.log"} & names
    with zipfile.ZipFile(whole) as archive:
        assert archive.namelist() == sorted(f"{folder.name}/{name}" for name in names)
        modes = {each.filename.partition("/")[2]: each.external_attr >> 16 & 0o777 for each in archive.infolist()}
        assert all(archive.read(f"{folder.name}/{name}") == (folder / name).read_bytes() for name in names)
    assert modes["command"] == 0o755 and modes["CITATION.cff"] == 0o644 and (folder / "command").stat().st_mode & 0o100
    assert checking.check(folder) == []
    told_by_coreutils = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True)
    assert told_by_coreutils.returncode == 0, told_by_coreutils.stderr


def test_the_same_files_give_the_same_bytes_and_a_new_release_replaces_the_old(files: dict[str, bytes]) -> None:
    told = crate.cited(files["CITATION.cff"])
    once, again = (pack.described(dict(order), told) for order in (files.items(), reversed(files.items())))
    assert pack.zipped(once, {"Makefile"}, "x") == pack.zipped(again, {"Makefile"}, "x")
    assert pack.described(once, told) == once, "describing what is described changes nothing"
    with zipfile.ZipFile(io.BytesIO(pack.zipped(once, (), "x"))) as archive:
        assert {each.date_time for each in archive.infolist()} == {pack.EPOCH}
