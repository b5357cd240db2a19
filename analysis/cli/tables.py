"""Commands on tables: build, verify, import, seal, describe, review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import app, chosen, ensure_built
from analysis.errors import DataError

Study = Annotated[str, typer.Option(help="An imported study, instead of the project's own tables.")]


@app.command()
def build(study: Study = "") -> None:
    """Write data/processed from data/raw and data/hand."""
    from analysis.data import build as building
    from analysis.modules import short_hash

    made = building.build(chosen(study))
    for name, told in made["tables"].items():
        print(f"{name:22} {told['rows']:>6,} rows  {short_hash(''.join(told['columns'].values()).encode())}")


@app.command()
def verify(study: Study = "") -> None:
    """Check every raw table against its card: hash, columns, rules. All failures at once; exit 1 if there is one."""
    from analysis.data.verify import verify as verifying

    found = verifying(chosen(study))
    for name, findings in found.items():
        print(f"{name:32} {'ok' if not findings else f'{len(findings)} to look at'}")
        for finding in findings:
            print(f"  {finding}")
    if any(found.values()):
        raise typer.Exit(1)


@app.command(name="import")
def import_(
    format: Annotated[str, typer.Argument(help="airwars, ucdp, acled or ibc.")],
    path: Annotated[Path, typer.Argument(help="The file; for airwars the folder with its three files.")],
    study: Annotated[str, typer.Option(help="Name of the study: lower-case words joined by hyphens.")],
    encoding: Annotated[str, typer.Option(help="utf-8, cp1256 or latin-1, where the rule cannot tell.")] = "",
    as_of: Annotated[str, typer.Option(help="Day of the import, YYYY-MM-DD. Default: the last day it names.")] = "",
    licence: Annotated[str, typer.Option(help="Licence of the export, for the study's card.")] = "not stated",
    country: Annotated[str, typer.Option(help="Country of every row, for ucdp and acled.")] = "",
    replace: Annotated[bool, typer.Option(help="Write an existing study anew.")] = False,
    complete: Annotated[str, typer.Option(help="Why the export is complete; without it no rate is made of it.")] = "",
) -> None:
    """Import somebody's export as a study in studies/, and build it. See docs/importing.md."""
    from analysis.data.importers import formats
    from analysis.paths import find_project

    made = formats.run(find_project(), format, path, study, encoding, as_of, licence, country, replace, complete)
    for sifted in made.sifted:
        told = sifted.counts
        print(f"{sifted.sheet.file}: {told['in']:,} in = {told['accepted']:,} accepted + {told['rejected']:,} rejected")
        for (column, reason), cells in sifted.reasons.items():
            print(f"  {cells:,} x {column or 'row'} {reason}")
    print(f"studies/{study} is built; rows not taken are in studies/{study}/rejects.csv")


@app.command()
def seal() -> None:
    """Write the present hashes of the raw tables into datapackage.json, after a change that is meant."""
    from analysis.data import raw
    from analysis.paths import find_project

    changed = raw.seal(find_project())
    print(f"sealed anew: {', '.join(changed)}" if changed else "nothing to seal: every hash is as it was")


@app.command()
def codebook() -> None:
    """Write the codebook from the card of the raw tables: docs/codebook.md, and as HTML and CSV into reports/."""
    from analysis.paths import find_project
    from analysis.publish import codebook_page

    project = find_project()
    for path in codebook_page.write(project):
        print(path.relative_to(project.root))


@app.command(name="review-links")
def review_links(
    out: Annotated[Path, typer.Option(help="Where to write the undecided pairs.")] = Path("links-to-review.csv"),
    read: Annotated[Path | None, typer.Option(help="A filled list, to be added to data/hand/links.csv.")] = None,
) -> None:
    """Write the pairs of records that are only possibly one event, or read a reviewer's decisions back."""
    from analysis.methods.link import review
    from analysis.paths import find_project

    ensure_built(find_project())
    if read is not None:
        if not read.is_file():
            raise DataError(f"no file {read}: write the list with `civcas review-links` and fill it in")
        print(f"{review.read_back(read, find_project())} decisions added to data/hand/links.csv")
        return
    print(f"{review.write(out)} pairs in {out}: fill in type, decided_by, decided_on and reason, then read it back")
