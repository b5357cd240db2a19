from __future__ import annotations

from cli.conftest import Civcas, refused


def test_a_pdf_is_asked_for_in_one_of_three_ways(civcas: Civcas) -> None:
    refused(civcas("pdf"), "ids of reports, or --all, or --collection")
    refused(civcas("pdf", "plain", "--all"), "one of the three")
    refused(civcas("pdf", "plian"), "no report 'plian'", "Did you mean plain?")
    refused(civcas("pdf", "plain"), "plain has no page to print. Make it with: civcas report plain")
