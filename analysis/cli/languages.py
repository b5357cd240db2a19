"""Commands on languages: gather the texts that can be translated, check what is."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.cli.app import app

Code = Annotated[str, typer.Option("--language", metavar="CODE", help="One language; default: all, or ar to begin.")]


@app.command()
def messages(
    code: Code = "",
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; list what lacks, exit 1 if there is any.")
    ] = False,
) -> None:
    """Gather every text that a reader meets into the catalogue of a language, keeping what is translated."""
    from analysis import language
    from analysis.paths import find_project
    from analysis.publish import messages as gathering
    from analysis.publish import translating

    found = gathering.messages(find_project())
    codes = [code] if code else language.languages()[1:]
    problems = 0
    for each in codes:
        if check:
            faults = translating.faults(found, language.known(each))
            problems += len(faults)
            print("\n".join([*faults, f"{each}: {len(found)} texts, {len(faults)} to look at"]))
            continue
        path, counted = translating.renew(found, each)
        told = path.relative_to(language.FOLDER.parent).as_posix()
        print(f"{told}: {len(found)} texts, {counted['translated']} translated, {counted['empty']} empty")
    if problems:
        raise typer.Exit(1)
