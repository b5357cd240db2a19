from __future__ import annotations

import fcntl
import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from analysis.data import manifest
from analysis.errors import DataError, ReportError
from analysis.paths import Project
from analysis.publish.making import shelf
from analysis.publish.release import checking, crate, pack
from analysis.whole import locked


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
    described = {
        "FINDINGS.md", "codecheck.yml", "ro-crate-metadata.json", "SHA256SUMS", "sbom.cdx.json", "CITATION.cff",
        "REUSE.toml",
    }  # fmt: skip
    assert described | {"reports/index.html", "reports/codebook.html", "reports/codebook.csv"} <= names
    assert "data/raw/datapackage.json" in names and "data/hand/links.csv" in names
    assert not {"not-under-version-control.txt", "reports/logs/a.log"} & names
    with zipfile.ZipFile(whole) as archive:
        assert archive.namelist() == sorted(f"{folder.name}/{name}" for name in names)
        modes = {each.filename.partition("/")[2]: each.external_attr >> 16 & 0o777 for each in archive.infolist()}
        assert all(archive.read(f"{folder.name}/{name}") == (folder / name).read_bytes() for name in names)
    assert modes["command"] == 0o755 and modes["CITATION.cff"] == 0o644 and (folder / "command").stat().st_mode & 0o100
    assert checking.check(folder) == checking.check(whole) == ([], checking.UNSIGNED)
    told_by_coreutils = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True)
    assert told_by_coreutils.returncode == 0, told_by_coreutils.stderr


def test_the_same_files_give_the_same_bytes_and_a_new_release_replaces_the_old(files: dict[str, bytes]) -> None:
    told = crate.cited(files["CITATION.cff"])
    once, again = (pack.described(dict(order), told) for order in (files.items(), reversed(files.items())))
    assert pack.zipped(once, {"Makefile"}, "x") == pack.zipped(again, {"Makefile"}, "x")
    assert pack.described(once, told) == once, "describing what is described changes nothing"
    with zipfile.ZipFile(io.BytesIO(pack.zipped(once, (), "x"))) as archive:
        assert {each.date_time for each in archive.infolist()} == {pack.EPOCH}


def test_a_release_is_signed_with_the_key_that_is_published(
    checkout: Project, tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DataError, match="no public key is published"):
        pack.release(checkout, [], tmp_path / "out", key=key)
    assert not list((tmp_path / "out").glob("civcas-*"))
    public = key.with_suffix(".pub")
    monkeypatch.setattr(pack.signing.sign, "__defaults__", (public,))
    folder, whole = pack.release(checkout, [], tmp_path / "out", key=key)
    said = ([], "signed with the private half of throw-away.pub")
    assert checking.check(folder, public) == checking.check(whole, public) == said


def test_what_a_bill_is_made_from_must_be_under_version_control(files: dict[str, bytes]) -> None:
    told = crate.cited(files["CITATION.cff"])
    with pytest.raises(DataError, match=r"uv\.lock is not under version control, or twice"):
        pack.described({name: content for name, content in files.items() if name != "uv.lock"}, told)


def test_nothing_is_packed_while_reports_are_made_or_another_packs(checkout: Project, tmp_path: Path) -> None:
    with shelf.alone(checkout), pytest.raises(ReportError, match="another run is making reports here: wait"):
        pack.release(checkout, [], tmp_path / "out")
    (tmp_path / "out").mkdir(exist_ok=True)
    refused = pytest.raises(ReportError, match="another run is packing a release here: wait")
    with locked(tmp_path / "out", fcntl.LOCK_EX, ReportError("held")), refused:
        pack.release(checkout, [], tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_a_killed_run_left_of_this_release_goes_and_nothing_else_of_the_folder(
    checkout: Project, tmp_path: Path
) -> None:
    told = crate.cited((checkout.root / "CITATION.cff").read_bytes())
    for name in (f".civcas-{told.version}.partial", ".notes.partial", ".old-photographs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").write_bytes(b"")
    folder, whole = pack.release(checkout, [], tmp_path)
    assert not (folder / "half").exists() and whole.is_file()
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith(".")} == {
        ".notes.partial",
        ".old-photographs",
    }
