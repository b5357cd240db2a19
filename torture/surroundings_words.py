"""Names and values that want more than to be named: out of their folder, into a shell, into a cell that runs."""

from __future__ import annotations

import ast
import json
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from torture import surroundings_place as place
from torture.part import Line

OUT = [
    "../out",
    "../../etc/passwd",
    "/etc/passwd",
    "a/../../b",
    "..",
    ".",
    "",
    " ",
    "a/b",
    "a\\b",
    "%2e%2e%2fout",
    "..%2fout",
    "\uff0e\uff0e/out",
    "..\u2215out",
    "..\u2044out",
    "a\x00b",
    "a\nb",
    "-rf",
    "--force",
    "~root",
    "$HOME",
    "$(touch CANARY)",
    "`touch CANARY`",
    "a;touch CANARY",
    "a|b",
    "con:",
    "a" * 256,
    "x" * 5000,
    "é" * 200,
    ".work",
    ".old-plain",
    "logs",
    "values",
    "events",
    "plain--x",
    "\u202eplain",
    "\ud800",
    "PLAIN",
    "*",
    "?",
    "[a]",
    "{place}",
    "{0}",
    "{place.__class__}",
]
RUN = [
    '"; open("CANARY", "w"); "',
    "'; open('CANARY', 'w'); '",
    '"""\nopen("CANARY", "w")\n"""',
    "%%bash\ntouch CANARY",
    "!touch CANARY",
    "\n!touch CANARY",
    "%run x",
    "x\u2028open('CANARY', 'w')",
    "x\rimport os; os.system('touch CANARY')",
    "{open('CANARY', 'w')}",
    "{{}}",
    "$(touch CANARY)",
    "`touch CANARY`",
    "\\",
    "\\\"; open('CANARY','w') #",
    "\\N{BULLET}",
    "\\u0022; open('CANARY', 'w')",
    "#",
    "# type: int",
    "a\x00b",
    "\u202etouch",
    "nan",
    "None",
    "__import__('os')",
    "f'{1}'",
    "get_ipython().system('touch CANARY')",
    "?open",
    "open?",
    "\t",
    "'",
    '"',
    "a=b",
    "=",
    "-p",
    "*",
    "~",
    "\x1b[31m",
    "a\n-p place=Mosul",
    "'\\''",
    '"$(touch CANARY)"',
    "$'\\n'",
    "&& touch CANARY",
    "| tee CANARY",
    "> CANARY",
    "مقتل 'x'",
]


def values(times: int, seed: int = 0) -> Iterator[str]:
    """Give values that try to be more than values: those above, and joined pieces of them."""
    chance = Random(seed)
    yield from RUN
    for _ in range(times - len(RUN)):
        picked = [chance.choice(RUN) for _ in range(chance.randint(1, 3))]
        yield chance.choice(["", " ", "\n", '"', "\\"]).join(
            part[chance.randrange(len(part)) :] if chance.random() < 0.3 else part for part in picked
        )


def kept_in_place(root: Path) -> Line:
    """Return what came of names that lead elsewhere, as ids, notebooks, studies, kinds of parameters, languages."""
    from analysis.errors import CivcasError
    from analysis.paths import Project
    from analysis.publish.making import declared, parameters, plan

    project, failed, refused, taken = Project(root), [], 0, 0
    before = sorted(path.name for path in root.parent.iterdir())
    notebook = project.notebooks / "20-plain.ipynb"

    def catalogue(part: str, name: str) -> None:
        entry = {"id": "a", "notebook": "20-plain", "title": "A"} | {part: name}
        text = "[[report]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in entry.items())
        project.catalogue.write_text(text, encoding="utf-8", errors="surrogatepass")
        [found] = plan.read_catalogue(project)
        _inside(project.reports, found.id)
        declared.declared(project.notebooks / f"{found.notebook}.ipynb")

    tries = {
        "id": lambda name: catalogue("id", name),
        "notebook": lambda name: catalogue("notebook", name),
        "study": lambda name: _inside(root / "studies", Project(root, name).tables.name) if name else _refuse(),
        "asked study": lambda name: parameters.check(notebook, {"study": name}) and None,
        "asked language": lambda name: _known(name),
        "asked name": lambda name: parameters.check(notebook, {name: "x"}) and None,
        "asked place": lambda name: parameters.check(notebook, {"place": name}) and None,
        "one-off": lambda name: _inside(project.reports, plan.one_off(plan.Plan("a", "n", "A"), {"note": name}).id),
        "found on disk": lambda name: _found(project, name),
    }
    for what, tried in tries.items():
        for name in OUT:
            try:
                tried(name)
                taken += 1
            except CivcasError:
                refused += 1
            except Exception as problem:
                failed.append(f"{what} {name[:60]!r}: {type(problem).__name__}: {problem}")
    project.catalogue.write_text(place.CATALOGUE, encoding="utf-8")
    if sorted(path.name for path in root.parent.iterdir()) != before:
        failed.append("something was written beside the project")
    happened = f"{refused} refused in a sentence, {taken} taken as a name inside the folder"
    return Line(
        "names that lead out of their folder, in every place for names",
        refused + taken + len(failed),
        happened,
        len(failed),
        failed[:3],
    )


def _inside(folder: Path, name: str) -> None:
    """Hold that a name is that of one entry of a folder, as long as a disk takes."""
    place_of = folder / name / "x"
    assert place_of.resolve().parent.parent == folder.resolve() and len(name.encode()) <= 200, name[:60]


def _refuse() -> None:
    """Refuse what asks for nothing."""
    from analysis.errors import DataError

    raise DataError("no name is given: name a study that was imported")


def _known(name: str) -> None:
    """Ask for a language."""
    from analysis import language

    language.known(name)


def _found(project: Any, name: str) -> None:
    """Let a saved report say that it is called so; the folder it lies in is what counts."""
    from analysis.publish.status import one_offs

    folder = project.reports / "found"
    folder.mkdir(parents=True, exist_ok=True)
    told = {"report": name, "title": "x", "notebook": {"name": f"{name}.ipynb"}, "given": {}}
    (folder / "provenance.json").write_text(json.dumps(told), encoding="utf-8")
    assert [each.id for each in one_offs(project, []) if each.id not in ("plain", "other")] in ([], ["found"])


def shown_commands(times: int) -> Line:
    """Return whether the command that is shown for a report is read back by a shell as the same words."""
    from analysis.publish.making.plan import Plan, one_off

    failed = []
    for number, value in enumerate(values(times)):
        made = one_off(Plan("plain", "20-plain", "Plain"), {"note": value, "place": f"{value}x"})
        words = ["civcas", "report", "plain", "-p", f"note={value}", "-p", f"place={value}x"]
        if _split(made.command) != words:
            failed.append(repr(value))
        if number < len(RUN) and "\x00" not in value:
            script = f"civcas() {{ printf '%s\\0' civcas \"$@\"; }}\n{made.command}\n"
            said = subprocess.run(["bash", "-c", script.encode("utf-8", "surrogatepass")], capture_output=True, cwd="/")
            if said.stdout.decode("utf-8", "surrogatepass").split("\0")[:-1] != words:
                failed.append(f"bash: {value!r}")
    told = f"the same words by shlex, and the first {len(RUN)} by bash itself"
    return Line("values in the command that makes a report again", times, told, len(failed), failed[:3])


def _split(command: str) -> list[str]:
    """Return the words of a command as a shell reads them; none where it cannot."""
    try:
        return shlex.split(command)
    except ValueError:
        return []


def written_cells(times: int) -> Line:
    """Return whether the cells that carry parameters set these and do nothing else, read as IPython reads them."""
    from IPython.core.inputtransformer2 import TransformerManager
    from papermill.translators import translate_parameters

    from analysis.publish.making.opening import filled

    transform = TransformerManager().transform_cell
    failed = []
    for value in values(times, seed=1):
        asked = {"place": value, "note": f"{value}\\", "as_of": f"'{value}'"}
        run = translate_parameters("python3", "python", asked, "Parameters")
        opened = filled(place.PARAMETERS, {**asked, "note": value})
        for source, meant in ((run, asked), (opened, {**asked, "note": value})):
            if _set(transform(source)) != meant:
                failed.append(repr(value))
    told = "by ast: nothing but assignments of literals, and these give the values back"
    return Line(
        "values in the cell that papermill writes and in an opened copy", 2 * times, told, len(failed), failed[:3]
    )


def _set(source: str) -> dict[str, Any] | None:
    """Return what a cell sets, None where it does anything else."""
    try:
        lines = ast.parse(source).body
        return {line.targets[0].id: ast.literal_eval(line.value) for line in lines}  # type: ignore[attr-defined]
    except (SyntaxError, ValueError, AttributeError, UnicodeEncodeError):
        return None


def through_a_kernel(folder: Path) -> Line:
    """Return what a real kernel was given: a notebook that prints its parameters, and no canary."""
    from analysis.publish.making import run

    folder.mkdir(parents=True)
    names = {f"v{number}": value for number, value in enumerate(RUN)}
    cell = "\n".join(f'{name} = ""  # type: text' for name in names)
    told = place.notebook(f"import json; print(json.dumps([{', '.join(names)}]))", parameters=cell)
    notebook = folder / "notebooks" / "n.ipynb"
    notebook.parent.mkdir()
    notebook.write_text(json.dumps(told), encoding="utf-8")
    outcome = run.execute(run.Job("n", notebook, names, folder / "executed.ipynb", folder / "log"))
    failed = [outcome.problem] if outcome.problem else []
    if not failed:
        cells = json.loads((folder / "executed.ipynb").read_bytes())["cells"]
        printed = json.loads("".join("".join(each["text"]) for each in cells[-1]["outputs"]))
        failed = [repr(value) for value, got in zip(RUN, printed, strict=True) if got != value]
    failed += [str(path.relative_to(folder)) for path in folder.rglob("*CANARY*")]
    return Line(
        "values that are code, through a real kernel",
        len(RUN),
        "each came back as it was, none ran",
        len(failed),
        failed[:3],
    )
