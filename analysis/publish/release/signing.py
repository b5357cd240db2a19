"""The signature of a release: over its list of checksums, with an Ed25519 key of the maintainers.

It is made and checked by ``ssh-keygen -Y``, which comes with OpenSSH 8.1 and later, works offline, and with which
anybody can check it without this package. The private key is given by its path and never part of the project; the
public one is published in this package, and nobody trusts one that lies in what is to be checked.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from analysis.errors import DataError

SIGNATURE, PUBLISHED = "SHA256SUMS.sig", Path(__file__).with_name("release-key.pub")
SPACE, WHO = "civcas-release", "civcas"  # what the key signs, so that no signature of another thing fits; who signs
PUBLIC = re.compile(r"(ssh-ed25519 [A-Za-z0-9+/]+={0,2})(?: [^\r\n]*)?\n?")


def public_of(path: Path) -> str:
    """Return the public key in a file, without the comment behind it.

    Raises
    ------
    DataError
        When there is none, or more than that one.
    """
    try:
        found = PUBLIC.fullmatch(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        raise DataError(f"there is no public key {path}: name the file with --public-key") from None
    except (OSError, UnicodeDecodeError):
        found = None
    if found is None:
        raise DataError(f"{path.name} holds no public key, which is one line that begins with ssh-ed25519")
    return found[1]


def sign(sums: bytes, key: Path, published: Path = PUBLISHED) -> bytes:
    """Return the signature of a list of checksums; the same list and key give the same bytes.

    Parameters
    ----------
    sums : bytes
        The content of ``SHA256SUMS``.
    key : Path
        The private key.
    published : Path
        The public key by which the release will be checked.

    Raises
    ------
    DataError
        When there is no such key, it is not the one whose public half is published, or ssh-keygen is not there.
    """
    if not key.is_file():
        raise DataError(f"there is no key {key}: make one with ssh-keygen -t ed25519, see docs/releasing.md")
    if not published.is_file():
        raise DataError(
            f"no public key is published, so that nobody could check the signature: copy {key.name}.pub to "
            f"analysis/publish/release/{PUBLISHED.name}, commit it, then sign"
        )
    own = PUBLIC.fullmatch(_ran(["-y", "-f", str(key)], b"").decode("ascii", "replace"))
    if own is None or own[1] != public_of(published):
        raise DataError(f"{key.name} is not the key whose public half is published in {published.name}: nothing signed")
    return _ran(["-Y", "sign", "-n", SPACE, "-f", str(key)], sums)


def verifies(sums: bytes, signature: bytes, public: str) -> bool:
    """Return whether a signature of a list of checksums was made with the private half of a public key."""
    with tempfile.TemporaryDirectory(prefix="civcas-") as folder:
        signers, signed = Path(folder) / "signers", Path(folder) / "signature"
        signers.write_text(f'{WHO} namespaces="{SPACE}" {public}\n', encoding="ascii")
        signed.write_bytes(signature)
        words = ["-Y", "verify", "-f", str(signers), "-I", WHO, "-n", SPACE, "-s", str(signed)]
        return _keygen(words, sums).returncode == 0


def _ran(words: list[str], content: bytes) -> bytes:
    """Return what ssh-keygen prints, or why it does not."""
    told = _keygen(words, content)
    if told.returncode:
        said = told.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise DataError(f"ssh-keygen cannot sign with this key ({said}): see docs/releasing.md")
    return told.stdout


def _keygen(words: list[str], content: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run ssh-keygen on some bytes."""
    try:
        return subprocess.run(["ssh-keygen", *words], input=content, capture_output=True)
    except FileNotFoundError:
        raise DataError("ssh-keygen is not installed: install OpenSSH, which signs and checks releases") from None
