from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.data.importers import formats
from analysis.data.importers.formats import FORMATS
from analysis.data.importers.reading import read
from analysis.data.verify import verify
from analysis.errors import CivcasError, DataError
from analysis.paths import Project

from .conftest import EXPORTS, NAMED, Import, context

TRIAL = Path(os.environ.get("CIVCAS_TRIAL_DATA", ""))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": "airwar"}, ["no format 'airwar'", "Did you mean airwars?"]),
        ({"name": "ucdp", "path": EXPORTS}, ["is a folder: name the file"]),
        ({"name": "airwars", "path": EXPORTS}, ["holds no incidents.csv and no sources.csv"]),
        ({"name": "ibc", "country": "Iraq"}, ["--country 'Iraq' cannot be used with ibc", "leave it out"]),
        ({"name": "ucdp", "country": "Irak"}, ["Did you mean Iraq?"]),
        ({"name": "ucdp", "as_of": "2017"}, ["--as-of '2017' is not a day"]),
        ({"name": "ucdp", "encoding": "utf"}, ["no encoding 'utf'", "Did you mean utf-8?"]),
        ({"name": "ibc", "path": EXPORTS / "ucdp.csv"}, ["ucdp.csv", "none of this format's", "missing: IBC code"]),
    ],
)
def test_what_cannot_be_imported_is_refused_in_one_sentence(
    imported: Import, copy: Project, told: dict[str, object], words: list[str]
) -> None:
    name = str(told.pop("name"))
    with pytest.raises(DataError) as problem:
        imported(name, told.pop("path", EXPORTS / NAMED.get(name, "")), **told)
    assert [word for word in words if word not in str(problem.value)] == []
    assert "\n" not in str(problem.value) and not (copy.root / "studies").exists()


@pytest.mark.parametrize("study", ["", "../up", "A", "a/b", "a--b", "-a", ".partial", "a b", "a\n"])
def test_a_name_that_could_leave_the_folder_is_no_study(copy: Project, study: str) -> None:
    with pytest.raises(DataError, match="words joined by"):
        formats.run(copy, "ibc", EXPORTS / "ibc.csv", study)


def test_each_fixture_is_some_dozen_rows() -> None:
    files = [path for path in EXPORTS.rglob("*.csv")]
    assert len(files) == 6
    for path in files:
        assert 18 <= len(pd.read_csv(path, dtype=str, on_bad_lines="skip")) <= 40, path.name


@pytest.mark.parametrize("name", ["ucdp", "acled", "ibc"])
def test_any_encoding_of_the_choices_gives_the_same_tables(imported: Import, tmp_path: Path, name: str) -> None:
    text = (EXPORTS / NAMED[name]).read_text(encoding="utf-8")
    plain = text.translate(str.maketrans("٣٥", "35"))  # cp1256 has no digits of its own for them
    for encoding, content in (("", b"\xef\xbb\xbf" + plain.encode()), ("cp1256", plain.encode("cp1256"))):
        path = tmp_path / NAMED[name]
        path.write_bytes(content)
        made = imported(name, path, encoding=encoding, replace=True)
        assert made.sifted[0].counts == imported(name, replace=True).sifted[0].counts


SIGN = st.sampled_from(list('",\n\r\x00٣ab1-/;\ufeff'))
MANGLED = st.lists(st.tuples(st.integers(0, 4000), SIGN, st.booleans()), max_size=6)


def mangled(folder: Path, text: str, changes: list[tuple[int, str, bool]]) -> Path:
    """A file with signs put into its rows, or in place of some of theirs."""
    start = text.index("\n") + 1
    for at, sign, instead in changes:
        at = start + at % (len(text) - start)
        text = text[:at] + sign + text[at + instead :]
    path = folder / "mangled.csv"
    path.write_bytes(text.encode())
    return path


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(["ucdp", "acled", "ibc"]), changes=MANGLED)
def test_a_mangled_export_loses_no_row_and_raises_nothing_but_sentences(
    tmp_path: Path, name: str, changes: list[tuple[int, str, bool]]
) -> None:
    text = (EXPORTS / NAMED[name]).read_text(encoding="utf-8")
    path = mangled(tmp_path, text, changes)
    chosen = FORMATS[name]
    try:
        sheets = {key: read(path, columns) for key, columns in chosen.columns.items()}
    except CivcasError as problem:
        assert "\n" not in str(problem)
        return
    made = chosen.convert(sheets, context())
    counts = made.sifted[0].counts
    assert counts["in"] == counts["accepted"] + counts["rejected"]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=MANGLED)
def test_whatever_is_accepted_verifies_and_builds(
    copy: Project, tmp_path: Path, changes: list[tuple[int, str, bool]]
) -> None:
    text = (EXPORTS / "ucdp.csv").read_text(encoding="utf-8")
    path = mangled(tmp_path, text, changes)
    try:
        formats.run(copy, "ucdp", path, "mangled", replace=True)
    except CivcasError as problem:
        assert "\n" not in str(problem)
        return
    assert [found for found in verify(Project(copy.root, "mangled")).values() if found] == []


@pytest.mark.skipif(not TRIAL.name or not TRIAL.is_dir(), reason="CIVCAS_TRIAL_DATA names no folder with a real export")
def test_a_real_export_is_imported_whole(imported: Import, copy: Project) -> None:
    made = imported("airwars", TRIAL)
    counts = {sifted.sheet.file: sifted.counts for sifted in made.sifted}
    assert {file: told["in"] for file, told in counts.items()} == {
        "incidents.csv": 1831, "sources.csv": 4651, "official_statements.csv": 1567,
    }  # fmt: skip
    assert {file: told["rejected"] for file, told in counts.items()} == {
        "incidents.csv": 4, "sources.csv": 10, "official_statements.csv": 76,
    }  # fmt: skip
    assert {file: found for file, found in verify(Project(copy.root, "made-up")).items() if found} == {}
