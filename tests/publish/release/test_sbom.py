from __future__ import annotations

import json

import pytest

from analysis.errors import DataError
from analysis.publish.release import crate, dependencies, sbom


def made(files: dict[str, bytes]) -> bytes:
    return sbom.bill(files["uv.lock"], files["docs/dependencies.csv"], crate.cited(files["CITATION.cff"]))


def test_the_bill_is_valid_by_the_schema_of_cyclonedx(files: dict[str, bytes]) -> None:
    validation = pytest.importorskip("cyclonedx.validation.json", reason="the validator of CycloneDX is not installed")
    schema = pytest.importorskip("cyclonedx.schema", reason="the validator of CycloneDX is not installed")
    strict = validation.JsonStrictValidator(schema.SchemaVersion.V1_6)
    assert strict.validate_str(made(files).decode()) is None
    assert strict.validate_str(made(files).decode().replace('"scope": "required"', '"scope": "some"', 1)) is not None


def test_the_same_inputs_give_the_same_bytes_and_another_lock_another_number(files: dict[str, bytes]) -> None:
    before = made(files)
    assert made(files) == before and b"timestamp" not in before and b"://" not in before
    files["uv.lock"] = files["uv.lock"].replace(b"sha256:", b"sha256:0", 1)
    assert json.loads(made(files))["serialNumber"] != json.loads(before)["serialNumber"]


def test_every_locked_package_is_in_it_and_what_only_tests_is_marked(files: dict[str, bytes]) -> None:
    told = json.loads(made(files))
    scopes = {each["name"]: each["scope"] for each in told["components"]}
    assert set(scopes) == {each.name for each in dependencies.locked(files["uv.lock"])}
    assert (scopes["pandas"], scopes["numpy"], scopes["ruff"]) == ("required", "required", "excluded")
    refs = {each["bom-ref"] for each in told["components"]} | {told["metadata"]["component"]["bom-ref"]}
    assert {each["ref"] for each in told["dependencies"]} == refs
    assert {ref for each in told["dependencies"] for ref in each["dependsOn"]} <= refs
    [own] = [each for each in told["dependencies"] if each["ref"].startswith("civcas@")]
    assert 20 < len(own["dependsOn"]) < 60 and any(ref.startswith("pandas@") for ref in own["dependsOn"])
    assert all(each["licenses"][0]["expression"] and each["externalReferences"] for each in told["components"])


def test_a_list_that_is_not_that_of_the_lock_is_refused(files: dict[str, bytes]) -> None:
    files["docs/dependencies.csv"] = files["docs/dependencies.csv"].replace(b"\npandas,", b"\npandes,")
    with pytest.raises(DataError, match=r"dependencies\.csv lacks pandas .*: write it anew with make lock"):
        made(files)
