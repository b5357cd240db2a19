from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from analysis.data import raw
from analysis.errors import DataError
from analysis.publish.release import checking, crate, pack, signing


@pytest.fixture
def unpacked(files: dict[str, bytes], tmp_path: Path) -> Path:
    for name, content in pack.described(files, crate.cited(files["CITATION.cff"])).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_each_file_that_differs_has_one_sentence(unpacked: Path) -> None:
    assert checking.check(unpacked) == ([], checking.UNSIGNED)
    (unpacked / "Makefile").write_bytes(b"all\n")
    (unpacked / "data" / "raw" / "events.csv").unlink()
    (unpacked / "notes.txt").write_text("mine", encoding="utf-8")
    assert sorted(checking.check(unpacked)[0]) == [
        "Makefile is not as it was released: its checksum differs; unpack the release again.",
        "data/raw/events.csv is missing: unpack the release again.",
        "notes.txt is not part of the release: it was added later.",
    ]


def test_a_list_that_leads_outside_is_not_followed(unpacked: Path) -> None:
    with (unpacked / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{'0' * 64}  ../outside.txt\n")
    assert checking.check(unpacked)[0] == [
        "../outside.txt is listed but lies outside the release: do not trust this copy."
    ]


def test_what_is_no_release_or_has_a_damaged_list_is_refused(unpacked: Path) -> None:
    with pytest.raises(DataError, match="holds no SHA256SUMS"):
        checking.check(unpacked / "data")
    (unpacked / "SHA256SUMS").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 1 is no checksum"):
        checking.check(unpacked)


@pytest.fixture
def signed(unpacked: Path, key: Path) -> Path:
    """A release that is signed with a key which is thrown away."""
    sums = (unpacked / "SHA256SUMS").read_bytes()
    (unpacked / "SHA256SUMS.sig").write_bytes(signing.sign(sums, key, key.with_suffix(".pub")))
    return unpacked


def tampered(folder: Path) -> None:
    """A figure changed in a raw table, and everything made to fit that whoever changed it can reach."""
    path, sums = folder / "data" / "raw" / "events.csv", folder / "SHA256SUMS"
    before = raw.digest(path.read_bytes()).removeprefix("sha256:")
    path.write_bytes(b"event_id\nmosul\n")
    sums.write_text(sums.read_text("utf-8").replace(before, raw.digest(path.read_bytes())[7:]), encoding="utf-8")


def test_what_is_made_to_fit_its_checksums_is_caught_by_the_signature(signed: Path, key: Path) -> None:
    public = key.with_suffix(".pub")
    assert checking.check(signed, public) == ([], "signed with the private half of throw-away.pub")
    assert checking.check(signed, None, public)[0] == []
    tampered(signed)
    assert checking.check(signed, public)[0] == [
        "SHA256SUMS was not signed with throw-away.pub: do not trust this copy."
    ]
    (signed / "SHA256SUMS.sig").unlink()
    [missing] = checking.check(signed, public)[0]
    assert missing.startswith("SHA256SUMS.sig is missing, and this release should carry it")
    assert checking.check(signed)[0] == [] and checking.check(signed)[1] == checking.UNSIGNED  # why it must be signed


def test_no_key_is_taken_from_what_is_checked(signed: Path, key: Path) -> None:
    inside = signed / "analysis.pub"
    inside.write_bytes(key.with_suffix(".pub").read_bytes())
    for given in ((inside, inside), (None, inside)):
        with pytest.raises(DataError, match="lies in the release that is to be checked"):
            checking.check(signed, *given)
    nowhere = signed.parent / "nowhere.pub"
    assert checking.check(signed, None, nowhere)[0] == [
        "SHA256SUMS.sig cannot be checked without the maintainers' public key: name it with --public-key."
    ]


def test_links_and_pipes_are_no_files_of_a_release(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    away = tmp_path_factory.mktemp("away")
    (unpacked / "Makefile").rename(away / "Makefile")
    (unpacked / "Makefile").symlink_to(away / "Makefile")
    (unpacked / "folder").symlink_to(away)
    os.mkfifo(unpacked / "pipe")
    assert sorted(checking.check(unpacked)[0]) == [
        "Makefile is not as it was released: its checksum differs; unpack the release again.",
        "folder is not part of the release: it was added later.",
        "pipe is not part of the release: it was added later.",
    ]


def packed(folder: Path, place: Path, **more: bytes) -> Path:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    place.write_bytes(pack.zipped({**files, **more}, (), "civcas-0.1.0"))
    return place


def test_a_zip_is_checked_as_it_is(signed: Path, key: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    place, public = tmp_path_factory.mktemp("zip") / "civcas-0.1.0.zip", key.with_suffix(".pub")
    assert checking.check(packed(signed, place), public)[0] == []
    assert checking.check(packed(signed, place, more=b""), public)[0] == [
        "more is not part of the release: it was added later."
    ]
    with pytest.raises(DataError, match="no release: it unpacks to more than one folder, or one file twice"):
        checking.check(packed(signed, place, **{"../../x": b""}), public)
    with zipfile.ZipFile(packed(signed, place), "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("civcas-0.1.0/Makefile", b"other")
    with pytest.raises(DataError, match="one file twice"):
        checking.check(place, public)
    place.write_bytes(b"PK no zip")
    with pytest.raises(DataError, match="cannot be read as a zip"):
        checking.check(place, public)
    tampered(signed)
    assert checking.check(packed(signed, place), public)[0][0].startswith("SHA256SUMS was not signed")
