"""What compares rebuilds sees one byte that differs and one name that shows; and two rebuilds that are the same."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from torture import determinism_compare as compare
from torture import determinism_plan as plan
from torture import determinism_rebuild as rebuild
from torture import determinism_words as words
from torture.determinism import Bench
from torture.determinism_rebuild import Rebuilt

WANTED = plan.settings(20, plan.VERSIONS, ["C", "C.utf8", "POSIX"])
RECORD = '{"versions": {"python": "%s", "numpy": "2.4.6"}, "sha256": "%s"}'


def made(folder: Path, setting: plan.Setting, python: str = "3.11.7", page: str = "<p>230</p>") -> Rebuilt:
    """A rebuild as it lies on disk."""
    place = folder / f"rebuild-{setting.number:02}"
    root = place / setting.folder
    report = root / "reports" / "one"
    report.mkdir(parents=True)
    (report / "report.html").write_text(page, encoding="utf-8")
    (report / "provenance.json").write_text(RECORD % (python, "0a" * 32 if python == "3.11.7" else "0b" * 32))
    return Rebuilt(setting, place, root, marks=rebuild.marks(root), clock="2027-12-30")


def test_within_every_version_everything_is_varied() -> None:
    for version in plan.VERSIONS:
        these = [each for each in WANTED if each.python == version]
        assert {each.seed for each in these} == set(plan.SEEDS) and {each.mask for each in these} == set(plan.MASKS)
        assert {each.zone for each in these} == set(plan.ZONES) and {each.workers for each in these} == {1, 2}
        assert {each.home for each in these} == set(plan.HOMES) and len({each.locale for each in these}) == 3
        assert len({each.folder for each in these}) >= 6 and {each.clock for each in these} == set(plan.CLOCKS)
        assert sum(each.printed for each in these) >= 2 and sum(each.packed for each in these) == 2
    assert sum(each.cold for each in WANTED) == 1 and sum(bool(each.optimize) for each in WANTED) == 3


def test_the_same_bytes_everywhere_break_no_promise(tmp_path: Path) -> None:
    bench = Bench(tmp_path, clock_is_wrong=True)
    for setting in WANTED[:6]:
        bench.take(made(tmp_path, setting))
    found = bench.part(WANTED[:6], [])
    assert found.failed == 0 and [line.times for line in found.lines] == [6, 1, 1, 1, 12]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rebuild-00", "rebuild-01", "rebuild-02"]


def test_one_byte_that_differs_and_a_rebuild_that_failed_are_counted(tmp_path: Path) -> None:
    bench = Bench(tmp_path, clock_is_wrong=True)
    these = [each for each in WANTED if each.python == "3.12"][:3]
    bench.take(made(tmp_path, these[0]))
    bench.take(made(tmp_path, these[1], page="<p>231</p>"))
    bench.take(replace(made(tmp_path, these[2]), problem="civcas build ended with 2"))
    whole, same, shows = bench.part(these, []).lines
    assert (whole.failed, same.failed, shows.failed) == (1, 1, 0)
    assert same.examples[0].startswith("reports/one/report.html: '<p>230</p>' and '<p>231</p>' (4: Python 3.12")


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("in {folder}/project", "folder"), ("made on civcas-host", "host"), ("by civcas-user", "user"),
        ("on 2027-12-30", "day of the run"), ("on 30 December 2027", "day in words"), ("2027-12", "month of the run"),
    ],
)  # fmt: skip
def test_what_shows_of_the_surroundings_is_found(tmp_path: Path, page: str, name: str) -> None:
    setting = next(each for each in WANTED if each.clock)
    bench = Bench(tmp_path, clock_is_wrong=True)
    bench.take(made(tmp_path, setting, page=page.format(folder=tmp_path)))
    assert f"reports/one/report.html: {name}" in " ".join(bench.telling)


def test_what_is_packed_is_searched_too(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"stream\n" + zlib.compress(b"civcas-host") + b"\nendstream")
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("civcas/made.html", "civcas-host" * 9)
        archive.writestr("civcas/reports.toml", "civcas-host" * 9)  # a source may hold it
    found = compare.shown(tmp_path, [tmp_path / "a.pdf", tmp_path / "b.zip"], {"host": b"civcas-host"})
    assert found == ["a.pdf: host", "b.zip: host"]
    assert len(compare.unpacked(tmp_path / "b.zip")) == 1


def test_versions_that_are_recorded_are_told_apart_from_what_they_change(tmp_path: Path) -> None:
    one = made(tmp_path, WANTED[0])
    other = made(tmp_path, WANTED[1], python="3.12.1", page="<p>230.0</p>")
    for each, digits in ((one, "1.30000000000001"), (other, "1.3")):
        (each.root / "reports" / "one" / "shares.csv").write_text(f"share\n{digits}\n", encoding="utf-8")
        (each.root / "reports" / "one.pdf").write_text(digits, encoding="utf-8")
        each.marks = rebuild.marks(each.root)
    assert compare.between(one, other) == {
        "versions": ["reports/one/provenance.json"], "digits": ["reports/one/shares.csv"],
        "packed": ["reports/one.pdf"], "content": ["reports/one/report.html"],
    }  # fmt: skip
    told = words.between(one, other)
    assert "0 files are the same bytes. 1 differ in nothing but" in told and "python 3.11.7 and 3.12.1" in told
    assert "1 differ in more (1 report.html)" in told


def test_the_clock_is_wrong_by_as_much_as_is_asked(tmp_path: Path) -> None:
    library = rebuild.shim(tmp_path)
    if library is None:
        pytest.skip("no compiler is here")
    env = {**os.environ, "LD_PRELOAD": str(library), "CIVCAS_CLOCK": str(400 * plan.DAY)}
    said = "import time; print(int(time.time()), int(time.clock_gettime(time.CLOCK_REALTIME)))"
    ran = subprocess.run([sys.executable, "-c", said], env=env, capture_output=True, text=True, check=True)
    assert all(abs(int(each) - time.time() - 400 * plan.DAY) < 60 for each in ran.stdout.split())


def test_a_setting_reaches_the_commands_and_the_sources_are_copied_in_an_order_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "sources", lambda: ("reports.toml", "analysis/__init__.py"))
    monkeypatch.setattr(rebuild, "commands", lambda setting: [["build"]])
    told = "import os; raise SystemExit(f'{os.environ[\"TZ\"]} {os.umask(0):03o} {os.path.basename(os.getcwd())}')"
    monkeypatch.setattr(rebuild, "CIVCAS", told)
    setting = next(each for each in WANTED if " " in each.folder)
    found = rebuild.rebuilt(setting, tmp_path, Path(sys.executable), None, lent=False)
    assert found.problem == f"civcas build ended with 1: {setting.zone} {setting.mask:03o} {setting.folder}"
    assert (found.root / "analysis" / "__init__.py").is_file() and found.marks == {}
    assert rebuild.OLDEST <= (found.root / "reports.toml").stat().st_mtime < rebuild.NEWEST
