"""The bill of materials of a release, as CycloneDX 1.6: what it rests on, with versions, licences and hashes.

It is made from the lock and from the list of dependencies, both of which are in the release: the same release gives
the same bytes, and nobody is asked.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from analysis.errors import DataError
from analysis.publish.release import dependencies
from analysis.publish.release.crate import Cited
from analysis.publish.release.dependencies import Package

BILL = "sbom.cdx.json"
SPACE = uuid.UUID("2f1d6f6e-6c8f-5d0b-9a63-0a6f7a2b7c11")  # of names for bills of this project


def bill(lock: bytes, listed: bytes, told: Cited) -> bytes:
    """Return the bill of materials.

    Parameters
    ----------
    lock, listed : bytes
        The content of ``uv.lock`` and of ``docs/dependencies.csv``.
    told : Cited
        What CITATION.cff says: title and version.

    Raises
    ------
    DataError
        When the list is not that of the lock.
    """
    packages, licences = dependencies.locked(lock), dependencies.read(listed)
    lacking = sorted({f"{each.name} {each.version}" for each in packages if (each.name, each.version) not in licences})
    if lacking:
        raise DataError(f"docs/{dependencies.LIST} lacks {', '.join(lacking)}: write it anew with make lock")
    own = f"civcas@{told.version}"
    content: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": own, "name": "civcas", "version": told.version,
                "description": told.title, "licenses": [{"expression": "MIT AND CC-BY-4.0"}],
            },
        },
        "components": [_component(each, licences[each.name, each.version]["licence"]) for each in packages],
        "dependencies": _dependencies(own, packages, dependencies.direct(lock)),
    }  # fmt: skip
    number = uuid.uuid5(SPACE, json.dumps(content, sort_keys=True))  # of the content: no clock, no chance
    whole = {"serialNumber": f"urn:uuid:{number}", **content}
    return (json.dumps(whole, indent=1, sort_keys=True) + "\n").encode()


def _component(package: Package, licence: str) -> dict[str, Any]:
    """Return one package: what only makes or tests the project is no part of it, and says so."""
    return {
        "type": "library", "bom-ref": _ref(package), "name": package.name, "version": package.version,
        "purl": f"pkg:pypi/{package.name}@{package.version}",
        "scope": "required" if dependencies.RUNTIME in package.groups else "excluded",
        "licenses": [{"expression": licence}],
        "externalReferences": [
            {"type": "distribution", "url": name, "hashes": [{"alg": "SHA-256", "content": sha256}]}
            for name, sha256 in sorted(package.files.items())
        ],
    }  # fmt: skip


def _dependencies(own: str, packages: list[Package], direct: set[str]) -> list[dict[str, Any]]:
    """Return what rests on what; of a package locked in several versions, on each."""
    refs: dict[str, list[str]] = {}
    for each in packages:
        refs.setdefault(each.name, []).append(_ref(each))
    told = [{"ref": own, "dependsOn": sorted(ref for name in direct for ref in refs[name])}]
    told += [
        {"ref": _ref(each), "dependsOn": sorted(ref for name in each.needs for ref in refs[name])} for each in packages
    ]
    return told


def _ref(package: Package) -> str:
    """Return how a package is called inside the bill."""
    return f"{package.name}@{package.version}"
