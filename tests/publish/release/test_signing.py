from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from analysis.errors import DataError
from analysis.publish.release import signing

SUMS = b"0" * 64 + b"  a.csv\n"


def public(key: Path) -> Path:
    return key.with_suffix(".pub")


def test_a_signature_fits_the_list_and_the_key_and_nothing_else(key: Path, tmp_path: Path) -> None:
    signed = signing.sign(SUMS, key, public(key))
    assert signed == signing.sign(SUMS, key, public(key))
    own = signing.public_of(public(key))
    assert signing.verifies(SUMS, signed, own)
    assert not signing.verifies(SUMS + b"\n", signed, own)
    assert not signing.verifies(SUMS, signed.replace(b"A", b"B", 1), own)
    assert not signing.verifies(SUMS, b"", own)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "other")], check=True)
    assert not signing.verifies(SUMS, signed, signing.public_of(tmp_path / "other.pub"))
    with pytest.raises(DataError, match="other is not the key whose public half is published"):
        signing.sign(SUMS, tmp_path / "other", public(key))


def test_a_signature_of_another_thing_with_the_same_key_is_none_of_a_release(key: Path) -> None:
    words = ["ssh-keygen", "-Y", "sign", "-n", "git", "-f", str(key)]
    other = subprocess.run(words, input=SUMS, capture_output=True, check=True).stdout
    assert b"SSH SIGNATURE" in other and not signing.verifies(SUMS, other, signing.public_of(public(key)))


def test_what_is_no_key_is_refused(key: Path, tmp_path: Path) -> None:
    (tmp_path / "two.pub").write_bytes(public(key).read_bytes() * 2)
    (tmp_path / "none.pub").write_text('* namespaces="x" ssh-rsa AAAA\n', encoding="ascii")
    (tmp_path / "none").write_text("none", encoding="ascii")
    for name in ("two.pub", "none.pub"):
        with pytest.raises(DataError, match=f"{name} holds no public key"):
            signing.public_of(tmp_path / name)
    with pytest.raises(DataError, match=r"no public key .*gone\.pub: name the file with --public-key"):
        signing.public_of(tmp_path / "gone.pub")
    with pytest.raises(DataError, match="there is no key"):
        signing.sign(SUMS, tmp_path / "gone", public(key))
    with pytest.raises(DataError, match="no public key is published"):
        signing.sign(SUMS, key, tmp_path / "gone.pub")
    (tmp_path / "none").chmod(0o600)
    with pytest.raises(DataError, match="cannot sign with this key"):
        signing.sign(SUMS, tmp_path / "none", public(key))


def test_without_openssh_it_says_what_is_missing(key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DataError, match="ssh-keygen is not installed"):
        signing.verifies(SUMS, b"", signing.public_of(public(key)))
