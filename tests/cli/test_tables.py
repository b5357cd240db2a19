from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.data import hand, manifest
from analysis.modules import short_hash
from cli.conftest import Civcas, refused

EXPORTS = Path(__file__).resolve().parents[1] / "data" / "importers" / "exports"


def test_verify_says_that_all_is_well(civcas: Civcas) -> None:
    said = civcas("verify")
    assert said.code == 0 and said.err == ""
    assert {line.split()[1] for line in said.out.splitlines()} == {"ok"} and len(said.out.splitlines()) == 12


def test_verify_names_the_file_with_a_flipped_byte(civcas: Civcas) -> None:
    path = civcas.project.raw / "un_monthly.csv"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    said = civcas("verify")
    spoilt = [line.split()[0] for line in said.out.splitlines() if "to look at" in line]
    assert (said.code, spoilt) == (1, ["un_monthly.csv"]) and "Traceback" not in said.err


def test_seal_takes_a_meant_change_and_says_which(civcas: Civcas) -> None:
    assert "nothing to seal" in civcas("seal").out
    path = civcas.project.raw / "publishers.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert civcas("verify").code == 1
    assert civcas("seal").out == "sealed anew: publishers\n"


def test_build_lists_every_table_with_its_rows(civcas: Civcas) -> None:
    (civcas.project.processed / "manifest.json").unlink()
    said = civcas("build")
    tables = manifest.read(civcas.project)["tables"]
    assert said.code == 0 and manifest.is_current(civcas.project)
    assert [line.split()[0] for line in said.out.splitlines()] == list(tables)
    for told in tables.values():
        mark = short_hash("".join(told["columns"].values()).encode())
        assert f"{told['rows']:,} rows  {mark}" in said.out


def test_outside_a_project_without_tables_the_next_step_is_named(civcas: Civcas) -> None:
    (civcas.project.raw / "events.csv").unlink()
    said = civcas("build")
    assert said.code == 2 and "events.csv" in said.err and "Traceback" not in said.err


def test_an_export_is_imported_verified_and_built_as_a_study(civcas: Civcas) -> None:
    said = civcas("import", "airwars", str(EXPORTS / "airwars"), "--study", "made-up", "--as-of", "2019-06-01")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0] == "incidents.csv: 31 in = 16 accepted + 15 rejected"
    assert "  1 x killed_min is above killed_max; correct one of the two" in lines
    assert lines[-1] == "studies/made-up is built; rows not taken are in studies/made-up/rejects.csv"
    assert civcas("verify", "--study", "made-up").code == 0
    built = civcas("build", "--study", "made-up")
    assert built.code == 0 and "incidents" in built.out and " 16 rows" in built.out
    refused(civcas("import", "airwars", str(EXPORTS / "airwars"), "--study", "made-up"), "exists", "--replace")
    again = civcas("import", "ibc", str(EXPORTS / "ibc.csv"), "--study", "made-up", "--replace")
    assert again.code == 0 and "ibc.csv: 25 in = 15 accepted + 10 rejected" in again.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("import", "ucdp", "nowhere.csv", "--study", "x"), ["nowhere.csv cannot be read"]),
        (("import", "airwar", "x", "--study", "x"), ["Did you mean airwars?"]),
        (("import", "ibc", str(EXPORTS / "ibc.csv"), "--study", "../x"), ["cannot name a study"]),
        (("import", "ibc", str(EXPORTS / "ucdp.csv"), "--study", "x"), ["none of this format's"]),
        (("build", "--study", "none"), ["no study 'none' was imported", "civcas import"]),
        (("verify", "--study", ".."), ["cannot name a study"]),
    ],
)
def test_an_import_that_cannot_be_is_one_sentence(civcas: Civcas, words: tuple[str, ...], told: list[str]) -> None:
    refused(civcas(*words), *told)


def test_the_codebook_is_written_from_the_card(civcas: Civcas) -> None:
    (civcas.project.root / "docs").mkdir()
    assert civcas("codebook") == (0, "docs/codebook.md\nreports/codebook.html\nreports/codebook.csv\n", "")
    page = (civcas.project.root / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert "public_claims" in page and "killed_min" in page


def test_open_pairs_are_listed_filled_in_and_read_back(civcas: Civcas) -> None:
    out = civcas.project.root / "pairs.csv"
    said = civcas("review-links", "--out", str(out))
    pairs = pd.read_csv(out, dtype=str, keep_default_na=False)
    assert said.code == 0 and said.out.startswith(f"{len(pairs)} pairs in ") and len(pairs) > 1
    first = pairs.index == 0
    for column, value in {"type": "none", "decided_by": "A", "decided_on": "2020-01-02", "reason": "apart"}.items():
        pairs[column] = pairs[column].mask(first, value)
    pairs.to_csv(out, index=False)
    before = hand.read_hand("links", civcas.project)
    said = civcas("review-links", "--read", str(out))
    after = hand.read_hand("links", civcas.project)
    assert (said.code, said.out) == (0, "1 decisions added to data/hand/links.csv\n"), said.err
    pd.testing.assert_frame_equal(after.head(len(before)), before)
    assert list(after.iloc[-1])[2:] == ["none", "A", "2020-01-02", "apart"] and len(after) == len(before) + 1


def test_a_list_that_is_not_there_cannot_be_read_back(civcas: Civcas) -> None:
    refused(civcas("review-links", "--read", "nowhere.csv"), "no file nowhere.csv", "civcas review-links")
