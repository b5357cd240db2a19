from __future__ import annotations

from cli.conftest import Civcas, refused


def test_a_notebook_is_written_with_its_parameters_and_its_path_printed(civcas: Civcas) -> None:
    said = civcas("notebook", "plain", "--no-lab")
    assert (said.code, said.out) == (0, "opened/plain.ipynb\n")
    assert 'place = \\"Raqqa\\"' in (civcas.project.opened / "plain.ipynb").read_text(encoding="utf-8")


def test_a_parameter_given_beside_it_is_filled_in_too(civcas: Civcas) -> None:
    said = civcas("notebook", "plain", "--no-lab", "-p", "place=Mosul")
    assert said.code == 0 and 'place = \\"Mosul\\"' in (civcas.project.root / said.out.strip()).read_text(
        encoding="utf-8"
    )


def test_what_does_not_exist_is_refused(civcas: Civcas) -> None:
    refused(civcas("notebook", "plian", "--no-lab"), "no report 'plian'", "Did you mean plain?")
    refused(civcas("serve"), "make them with civcas report")
