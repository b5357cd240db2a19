"""Other ways to run the same notebooks, to choose between: ``python bench/alternatives.py WAY FOLDER``.

``pool``: papermill in two processes that import it once, each notebook in a cold kernel. ``nbclient``: two notebooks
at once in one process, cold kernels. ``shell``: no kernel; two at a time, a fork of a warm process runs the cells in
an IPython shell. Each renders its pages with the one template.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat

from analysis.paths import Project, find_project
from analysis.publish.making import parameters, produce, warm
from analysis.publish.making.declared import TAG
from analysis.publish.making.plan import Plan, read_catalogue
from analysis.publish.making.produce import Task
from analysis.publish.making.run import ONE_THREAD, scrub

TOGETHER = 2


def with_pool(project: Project, plans: list[Plan], out: Path) -> None:
    """Papermill in a pool of processes."""
    with ProcessPoolExecutor(TOGETHER, get_context("spawn")) as pool:
        made = [pool.submit(produce.produce, Task(project, plan, out / f"{plan.id}.work")) for plan in plans]
        for one in made:
            write(out, one.result().outcome.id, one.result().files)


def with_nbclient(project: Project, plans: list[Plan], out: Path) -> None:
    """Nbclient, several at once in one event loop."""
    asyncio.run(_all(project, plans, out))


async def _all(project: Project, plans: list[Plan], out: Path) -> None:
    gate = asyncio.Semaphore(TOGETHER)
    await asyncio.gather(*(_one(project, plan, out, gate) for plan in plans))


async def _one(project: Project, plan: Plan, out: Path, gate: asyncio.Semaphore) -> None:
    from nbclient import NotebookClient

    async with gate:
        notebook, values = prepared(project, plan)
        resources = {"metadata": {"path": str(project.notebooks)}}
        client = NotebookClient(notebook, kernel_name="python3", resources=resources, shutdown_kernel="immediate")
        await client.async_execute()
        finish(project, plan, values, notebook, out)


def with_shell(project: Project, plans: list[Plan], out: Path) -> None:
    """An IPython shell in a fork of a process that has imported everything."""
    warm.load_kernel(sorted(project.notebooks.glob("*.ipynb")))
    warm.load_running()
    warm.warm_up(project)
    gc.collect()
    gc.freeze()
    waiting, running = list(plans), 0
    while waiting or running:
        while waiting and running < TOGETHER:
            plan = waiting.pop(0)
            if os.fork() == 0:
                _in_shell(project, plan, out)
                os._exit(0)
            running += 1
        running -= 1
        if os.wait()[1]:
            raise SystemExit("a fork failed")


def _in_shell(project: Project, plan: Plan, out: Path) -> None:
    from IPython.core.displayhook import CapturingDisplayHook
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.capture import capture_output

    os.chdir(project.notebooks)
    notebook, values = prepared(project, plan)
    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        with capture_output() as seen:
            shell.display_trap.hook = CapturingDisplayHook(shell, seen._outputs)  # else the last value is only printed
            shell.run_cell(cell.source).raise_error()
        cell.outputs = [_stream(seen.stdout)] if seen.stdout else []
        cell.outputs += [_display(rich) for rich in seen.outputs]
    finish(project, plan, values, notebook, out)


def _stream(text: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("stream", name="stdout", text=text)


def _display(rich: Any) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("display_data", data=rich.data, metadata=rich.metadata or {})


def prepared(project: Project, plan: Plan) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
    """Return a notebook with the values of its parameters after their defaults."""
    path = project.notebooks / f"{plan.notebook}.ipynb"
    values = parameters.check(path, plan.parameters)
    notebook = nbformat.read(path, as_version=4)
    place = next(n for n, cell in enumerate(notebook.cells) if TAG in cell.metadata.get("tags", []))
    source = "\n".join(f"{name} = {value!r}" for name, value in values.items())
    injected = nbformat.v4.new_code_cell(source, metadata={"tags": ["injected-parameters"]})
    notebook.cells.insert(place + 1, injected)
    return notebook, values


def finish(project: Project, plan: Plan, values: dict[str, Any], notebook: nbformat.NotebookNode, out: Path) -> None:
    """Write the files of a report from its executed notebook."""
    executed = out / f"{plan.id}.ipynb"
    nbformat.write(notebook, executed)
    scrub(executed)
    write(out, plan.id, produce.render_files(project, plan, values, executed.read_bytes()))


def write(out: Path, identity: str, files: Any) -> None:
    """Write the files of a report."""
    for name, content in files.items():
        (out / identity / name).parent.mkdir(parents=True, exist_ok=True)
        (out / identity / name).write_bytes(content)


def main() -> None:
    way, out = sys.argv[1], Path(sys.argv[2])
    os.environ.update(ONE_THREAD)
    out.mkdir(parents=True, exist_ok=True)
    project = find_project()
    ways = {"pool": with_pool, "nbclient": with_nbclient, "shell": with_shell}
    ways[way](project, read_catalogue(project), out)


if __name__ == "__main__":
    main()
