"""A process that has imported everything once and forks a clean child for each task.

It runs one thread and must never make what a fork cannot inherit: no ZMQ context, no event loop, no thread, no figure,
no table read. Those are made in the children. It obeys the pool that started it through one socket and ends with it.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import select
import selectors
import shutil
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path

from analysis.errors import DataError
from analysis.modules import Package
from analysis.paths import Project, find_project
from analysis.publish.making import child, kernels
from analysis.publish.making.launch import stop
from analysis.publish.provenance import code_of

# What a kernel loads of its own, then what notebooks draw and reckon with, then what runs and renders them.
KERNEL_MODULES = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "IPython.core.completer",
    "matplotlib_inline.backend_inline", "comm", "ipykernel.comm", "ipykernel.debugger", "IPython.core.completerlib",
    "IPython.core.oinspect", "IPython.extensions.storemagic", "tornado.platform.asyncio", "sqlite3",
)  # fmt: skip
LIBRARIES = (
    "numpy", "pandas", "pyarrow.parquet", "pyarrow.dataset", "pyarrow.pandas_compat", "rapidfuzz.process",
    "rapidfuzz.fuzz", "rapidfuzz.distance",
)  # fmt: skip
DRAWING = ("analysis.publish.style", ("seaborn", "matplotlib.backends.backend_agg"))  # who draws, and with what
RUNNING = (
    "nbformat",
    "nbclient",
    "papermill",
    "jinja2",
    "mistune",
    "analysis.publish.making.parameters",
    "analysis.publish.making.client",
)
INLINE = "module://matplotlib_inline.backend_inline"
UNUSED = "rfc3987_syntax"  # a grammar of addresses that takes a second to build, for a check nobody asks for


_pool: tuple[Connection, str] | None = None  # the way to whoever started this process, and the folder of the run


class _Notebook:
    """Stands for a notebook's shell while pandas is imported, which then and only then looks for one."""

    kernel = None


def load_kernel(notebooks: Iterable[Path]) -> None:
    """Import what the kernels of some notebooks need, as a kernel would import it."""
    os.environ["MPLBACKEND"] = INLINE
    _import(KERNEL_MODULES)
    builtins.get_ipython = _Notebook  # type: ignore[attr-defined]
    _import(LIBRARIES)
    package = Package()
    asked = {name for path in notebooks for name in package.imported(code_of(path.read_bytes()))}
    needed = package.closure(asked)
    with suppress(Exception):  # a module that is broken fails in the notebook that needs it, and only there
        _import(needed)
        _import(DRAWING[1] if DRAWING[0] in needed else ())
    del builtins.get_ipython  # type: ignore[attr-defined]


def load_running() -> None:
    """Import what runs a notebook and makes its page."""
    sys.modules[UNUSED] = None  # type: ignore[assignment]
    _import(RUNNING)
    del sys.modules[UNUSED]


def warm_up(project: Project) -> None:
    """Do once what every task would do first: read code, notebooks, small tables, templates and fonts."""
    from analysis.data import store
    from analysis.publish import page
    from analysis.publish.making import produce
    from analysis.publish.making.declared import read_notebook

    present = produce.present(project)
    _ = present.templates, present.versions
    for path in sorted(project.notebooks.glob("*.ipynb")):
        present.package.marks(present.notebook(path.stem)[1])
        with suppress(Exception):  # a notebook that is none is refused where it is asked for
            read_notebook(path)
    with suppress(DataError):  # tables that are not built, or gone, are told of where they are asked for
        store.preload(project)
    page.environment().get_template("report.html")
    _draw()


def forget_pool() -> None:
    """Be no longer the one that the pool started."""
    global _pool
    _pool = None


def _draw() -> None:
    """Draw a figure that nobody sees, without anything that a fork could inherit."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    canvas = FigureCanvasAgg(Figure())
    axes = canvas.figure.subplots()
    axes.plot([0, 1], [0, 1])
    axes.set_title("0", fontfamily="DejaVu Sans", fontweight="bold")
    canvas.figure.savefig(BytesIO(), format="png")


def _import(names: Iterable[str]) -> None:
    """Import modules by name, unless whoever waits for them is gone."""
    for name in names:
        if _pool is not None and gone(_pool[0]):
            shutil.rmtree(_pool[1], ignore_errors=True)
            os._exit(0)
        importlib.import_module(name)


def gone(channel: Connection) -> bool:
    """Return whether the other end of a socket is closed, whatever still waits to be read from it."""
    asked = select.poll()
    asked.register(channel, 0)
    return any(event & select.POLLHUP for _, event in asked.poll(0))


class Server:
    """Forks a child for each task it is asked for and tells how each ended.

    Parameters
    ----------
    channel : Connection
        To the pool. Received: ``(number, task, result)``; sent: ``("started", number, pid)`` and
        ``("ended", pid, code)``.
    """

    def __init__(self, channel: Connection) -> None:
        self.channel = channel
        self.running: set[int] = set()
        self.woken, wake = os.pipe()
        for end in (self.woken, wake):
            os.set_blocking(end, False)
        self.wake = wake
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake)

    def serve(self) -> None:
        """Work until the pool closes its end, then end every child."""
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.woken, selectors.EVENT_READ)
            waiting.register(self.channel, selectors.EVENT_READ)
            while True:
                ready = [key.fileobj for key, _ in waiting.select()]
                if self.channel in ready and not self._obey():
                    break
                if self.woken in ready:
                    os.read(self.woken, 4096)
                self._reap()
        for pid in self.running:
            stop(pid)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)  # where it was forked a moment ago and heads no group of its own yet
        for pid in self.running:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)  # so that none still writes into the folder that is removed now

    def _obey(self) -> bool:
        """Start the task that was asked for; return whether there is still somebody who asks."""
        try:
            number, task, result = self.channel.recv()
        except (EOFError, OSError):
            return False
        pid = os.fork()
        if pid == 0:
            self._become(Path(task), Path(result))
        self.running.add(pid)
        self._tell("started", number, pid)
        return True

    def _become(self, task: Path, result: Path) -> None:
        """Be the child: run one task and end, without the clean-up of modules that others still use."""
        code = 1
        try:
            child.end_with_parent()
            os.setsid()
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            forget_pool()
            self.channel.close()
            os.close(self.woken)
            os.close(self.wake)
            child.run(task, result)
            code = 0
        finally:
            os._exit(code)

    def _reap(self) -> None:
        """Tell the pool of every child that has ended."""
        while self.running:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self.running.discard(pid)
            self._tell("ended", pid, os.waitstatus_to_exitcode(status))

    def _tell(self, *message: object) -> None:
        """Tell the pool something, if it still listens."""
        try:
            self.channel.send(message)
        except OSError:
            return


def main() -> None:
    """Be the warm process: ``python -m analysis.publish.making.warm SOCKET FOLDER MANY``.

    Where only one task is to come, nothing is loaded here: the task and its kernel then load their own at once, side
    by side, and the first page is there sooner. When the pool's process is gone, its end of the socket is closed:
    this one then ends what it forked and clears the folder, which it could not do if it were killed too.
    """
    global _pool
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel, folder, many = Connection(int(sys.argv[1])), sys.argv[2], sys.argv[3] == "many"
    _pool = channel, folder
    kernels.forked = True
    gc.disable()
    if many:
        load_kernel(sorted(path for path in find_project().notebooks.glob("*.ipynb") if path.is_file()))
        load_running()
        warm_up(find_project())
        gc.collect()
        gc.freeze()
        gc.enable()
    kernels.loaded = many
    Server(channel).serve()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main()
