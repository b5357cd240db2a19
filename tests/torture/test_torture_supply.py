"""No secret is published, nothing is asked of the network; and the trial would see it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from torture import supply, supply_offline, supply_secrets
from torture.foreign_plants import copied, environment

AT = b"@"


def test_no_file_under_version_control_holds_a_secret() -> None:
    held = {name: supply_secrets.found(content) for name, content in supply_secrets.tracked() if name != "uv.lock"}
    assert {name: found for name, found in held.items() if found} == {} and len(held) > 300


@pytest.mark.parametrize(
    "secret",
    [
        b"-----BEGIN OPENSSH PRIVATE " + b"KEY-----", b"-----BEGIN PRIVATE " + b"KEY-----", b"gh" + b"p_" + b"a" * 36,
        b"AKIA" + b"A" * 16, b"pass" + b"word = 'hunter22'", b'"api_' + b'key": "0123456789"',
        b"https://me:word" + AT + b"host/x", b"a.person" + AT + b"mail.net",
    ],
)  # fmt: skip
def test_a_secret_is_seen(secret: bytes) -> None:
    assert len(supply_secrets.found(b"before\n" + secret + b"\nafter")) == 1


@pytest.mark.parametrize(
    "plain", [b"you@example.org", b"https://a.org@b.org/", b"pass" + b"word = os.environ", b"@media"]
)
def test_what_is_none_is_left_alone(plain: bytes) -> None:
    assert supply_secrets.found(plain) == []


def test_lock_licences_and_bill_pass() -> None:
    assert supply._hashes().failed == supply._licences().failed == 0 and supply._hashes().times > 1000


def test_tables_and_status_need_no_network(tmp_path: Path) -> None:
    if why := supply_offline.possible():
        pytest.skip(f"no network namespace can be made here: {why}")
    root, ears = copied(tmp_path / "project"), tmp_path / "ears"
    ears.mkdir()
    listener = supply_offline.LISTENER.format(place=str(ears / "heard"))
    (ears / "sitecustomize.py").write_text(listener, encoding="utf-8")
    env = environment(PYTHONPATH=f"{supply_offline.HERE}:{ears}")
    civcas = Path(sys.executable).with_name("civcas")
    words = [*supply_offline.APART, sys.executable, str(civcas), "status", "data-quality"]
    done = subprocess.run(words, cwd=root, env=env, capture_output=True, text=True)
    assert done.returncode == 0 and "built anew" in done.stderr, done.stderr
    assert supply_offline.heard(ears) == []
    asking = "import socket\ntry: socket.getaddrinfo('example.org', 80)\nexcept OSError: print('alone')"
    said = subprocess.run(
        [*supply_offline.APART, sys.executable, "-c", asking], env=env, capture_output=True, text=True
    )
    assert said.stdout == "alone\n" and len(supply_offline.heard(ears)) == 1  # what asks is heard
