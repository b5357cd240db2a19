from __future__ import annotations

from analysis.publish.making import shelf
from cli.conftest import Civcas, refused


def test_a_pdf_is_asked_for_in_one_of_three_ways(civcas: Civcas) -> None:
    refused(civcas("pdf"), "ids of reports, or --all, or --collection")
    refused(civcas("pdf", "plain", "--all"), "one of the three")
    refused(civcas("pdf", "plian"), "no report 'plian'", "Did you mean plain?")
    refused(civcas("pdf", "plain"), "plain has no page to print. Make it with: civcas report plain")


def test_a_release_is_refused_while_a_report_is_missing(civcas: Civcas) -> None:
    said = civcas("release")
    assert (said.code, said.out) == (2, "") and "shown is missing" in said.err and "Traceback" not in said.err
    assert not (civcas.project.root / "dist").exists()


def test_a_release_is_checked_where_it_lies(civcas: Civcas) -> None:
    refused(civcas("release", "--check", "."), "holds no SHA256SUMS")
    (civcas.project.root / "SHA256SUMS").write_text("", encoding="utf-8")
    said = civcas("release", "--check", ".")
    assert said.code == 1 and "reports.toml is not part of the release" in said.out


def test_nothing_is_printed_while_reports_are_made(civcas: Civcas) -> None:
    with shelf.alone(civcas.project):
        said = civcas("pdf", "plain")
    assert said.code == 2 and len(said.err.splitlines()) == 1
    assert said.err.startswith("another run is making reports here: wait until it ends")
