"""What a folder that is handed over may hold beside tables and notebooks, each of which would note being run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from torture.part import HERE

MODULES = (
    "sitecustomize", "usercustomize", "pandas", "numpy", "json", "random", "matplotlib", "seaborn", "scipy",
    "statsmodels", "pyarrow", "ipykernel", "ipykernel_launcher", "IPython", "jupyter", "jupyter_client", "jupyterlab",
    "papermill", "nbclient", "tornado", "zmq", "debugpy", "traitlets", "jinja2", "typer", "duckdb", "mistune",
)  # fmt: skip
SETTINGS = (
    "ipython_config", "ipython_kernel_config", "jupyter_config", "jupyter_server_config", "jupyter_lab_config",
    "jupyter_nbconvert_config", "papermill_config",
)  # fmt: skip
BELOW = (
    "analysis/__init__", ".ipython/profile_default/startup/0", ".ipython/profile_default/ipython_config",
    ".jupyter/jupyter_config", "profile_default/startup/0", "profile_default/ipython_kernel_config",
)  # fmt: skip
STYLE = "path.sketch: 5, 50, 3\naxes.labelpad: 20\nfont.size: 30\nhatch.linewidth: 5\nbackend: module://pandas\n"
PARTS = ("data", "notebooks", "reports.toml")


def environment(**more: str) -> dict[str, str]:
    """Return the surroundings of a command that uses the package tried here."""
    return {**os.environ, "PYTHONPATH": str(HERE), **more}


def copied(root: Path) -> Path:
    """Return a copy of the project's tables, notebooks and catalogue, built."""
    for part in PARTS:
        place = HERE / part
        (shutil.copytree if place.is_dir() else shutil.copy)(place, root / part)
    shutil.rmtree(root / "data" / "processed", ignore_errors=True)
    return root


def planted(root: Path, ran: Path) -> list[str]:
    """Plant everything in a folder and in its folder of notebooks, and return the names."""
    ran.mkdir(parents=True)
    names = []
    for where in ("", "notebooks"):
        for name in (*MODULES, *SETTINGS, *BELOW):
            place = root / where / f"{name}.py"
            place.parent.mkdir(parents=True, exist_ok=True)
            label = f"{where}/{name}".replace("/", "_")
            place.write_text(f"import pathlib\npathlib.Path({str(ran)!r}, {label!r}).touch()\n", encoding="utf-8")
            names.append(label)
        (root / where / "matplotlibrc").write_text(STYLE, encoding="utf-8")
        kernel = root / where / "share" / "jupyter" / "kernels" / "python3" / "kernel.json"
        kernel.parent.mkdir(parents=True)
        told = {"argv": ["/bin/touch", str(ran / "kernel")], "display_name": "P", "language": "python"}
        kernel.write_text(json.dumps(told), encoding="utf-8")
        names += [f"{where}/matplotlibrc", f"{where}/kernel.json"]
    return names


def civcas(root: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command as it is installed: its own folder, not the working one, comes first among those of modules."""
    place = Path(sys.executable).with_name("civcas")
    return subprocess.run(
        [sys.executable, str(place), *words], cwd=root, env=environment(**more), capture_output=True, text=True
    )


def files(folder: Path, without: tuple[str, ...] = ("logs", ".work")) -> dict[str, bytes]:
    """Return every file below a folder by name, but for what tells of one run."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: path.read_bytes() for name, path in named.items() if name.split("/")[0] not in without}
