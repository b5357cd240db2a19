from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from publish import tiny

CODE = """
import json, os, sys
from pathlib import Path
from analysis.publish.making import kernels
notebook = Path("10-asked.ipynb").resolve()
if sys.argv[1] == "warm":
    kernels.reserve(notebook)
reserved = kernels._reserved[0].pid if kernels._reserved else None
from jupyter_client.manager import KernelManager
from analysis.publish.making import provisioner
provisioner.use()
manager = KernelManager(kernel_name="python3", transport="ipc", ip=str(Path("kernel").resolve()))
manager.start_kernel(cwd="inside", extra_arguments=[], env={**os.environ, "ASKED": "yes"})
client = manager.blocking_client()
client.start_channels()
client.wait_for_ready(60)
def said(code):
    told = []
    client.execute_interactive(code, output_hook=lambda message: told.append(message["content"].get("text", "")))
    return "".join(told).strip()
code = "import os; print(os.getpid(), os.path.basename(os.getcwd()), os.environ['ASKED'], os.environ['JPY_PARENT_PID'])"
first = said(code).split()
client.stop_channels()
manager.restart_kernel(now=True)
client = manager.blocking_client()
client.start_channels()
client.wait_for_ready(60)
second = said(code).split()
client.stop_channels()
manager.shutdown_kernel(now=True)
print(json.dumps([reserved, os.getpid(), first, second, manager.is_alive(), type(manager.provisioner).__name__]))
"""


def started(folder: Path, how: str) -> tuple[int | None, int, list[str], list[str], bool]:
    tiny.write(folder, "10-asked", tiny.code("", "parameters"))
    (folder / "inside").mkdir()
    ended = subprocess.run([sys.executable, "-c", CODE, how], cwd=folder, capture_output=True, text=True, timeout=120)
    assert ended.returncode == 0, ended.stderr
    return tuple(json.loads(ended.stdout.splitlines()[-1]))  # type: ignore[return-value]


def test_the_reserved_process_is_the_kernel_and_after_a_restart_a_new_interpreter_is(tmp_path: Path) -> None:
    reserved, parent, first, second, alive, _ = started(tmp_path, "warm")
    assert first == [str(reserved), "inside", "yes", str(parent)]
    assert second[0] != first[0] and second[1:3] == ["inside", "yes"] and alive is False


def test_where_nothing_is_reserved_a_kernel_starts_as_ever(tmp_path: Path) -> None:
    reserved, parent, first, _, alive, kind = started(tmp_path, "cold")
    assert reserved is None and first[1:] == ["inside", "yes", str(parent)] and alive is False
    assert kind in ("WarmProvisioner", "NoneType")
