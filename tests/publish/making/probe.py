"""Cells that print whatever a kernel could have inherited from the process it was forked from."""

ENVIRONMENT = """import os, sys

hidden = ("JPY_", "PYTEST_", "KERNEL_ID", "COLUMNS", "LINES")
for name, value in sorted(os.environ.items()):
    if not name.startswith(hidden):
        print(name, value.replace(str(os.getpid()), "pid"))
print(os.getcwd().rpartition("/")[2], sys.path[1:], sys.argv[0].rpartition("/")[2], len(sys.argv))
print(sys.flags, sys._xoptions, sys.warnoptions, sys.executable == sys._base_executable, __name__)"""
PROCESS = """import gc, locale, resource, signal, tempfile, threading, time, warnings

print({name: str(signal.getsignal(name)) for name in signal.valid_signals() if signal.getsignal(name)})
print(signal.pthread_sigmask(signal.SIG_BLOCK, []), signal.getitimer(signal.ITIMER_REAL), signal.set_wakeup_fd(-1) < 0)
mask = os.umask(0)
print(oct(mask), os.umask(mask), os.nice(0), resource.getrlimit(resource.RLIMIT_AS))
print(resource.getrlimit(resource.RLIMIT_NOFILE), locale.setlocale(locale.LC_ALL), time.tzname, os.sched_getaffinity(0))
print(gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.callbacks, gc.garbage)
print(sorted({type(thread).__name__ for thread in threading.enumerate()} - {"ParentPollerUnix"}))
print(threading.main_thread() is threading.current_thread())
print(os.path.basename(tempfile.gettempdir()), tempfile.tempdir is None)"""
INTERPRETER = """import asyncio, builtins, decimal, faulthandler, logging, multiprocessing

print(sys.getrecursionlimit(), sys.getswitchinterval(), sys.gettrace(), sys.getprofile(), faulthandler.is_enabled())
print(type(asyncio.get_event_loop_policy()), type(asyncio.get_running_loop()), decimal.getcontext())
print(logging.root.level, logging.root.handlers, logging.getLogger("papermill").handlers, logging.raiseExceptions)
print(multiprocessing.current_process(), multiprocessing.get_start_method(allow_none=True))
print(builtins.get_ipython.__qualname__)
print(type(sys.stdout), type(sys.stderr), type(sys.stdin), type(sys.displayhook), sys.excepthook is sys.__excepthook__)
print(sorted(name for name in globals() if not name.startswith("_")), get_ipython().execution_count, len(In), len(Out))
print([type(hook).__name__ for hook in sys.meta_path if "six" not in str(hook)])
print(len(sys.path_hooks), sys.dont_write_bytecode, sys.pycache_prefix)
print([type(each) for each in get_ipython().display_formatter.formatters.values()])
"""
LIBRARIES = """import matplotlib
import numpy as np
import pandas as pd

for name in sorted(pd.options.__dir__()):
    print(name, getattr(pd.options, name).d if hasattr(getattr(pd.options, name), "d") else getattr(pd.options, name))
print(np.geterr(), np.get_printoptions())
import matplotlib.pyplot as plt

for group in ("pre_execute", "post_execute", "pre_run_cell", "post_run_cell", "shell_initialized"):
    print(group, [each.__qualname__ for each in get_ipython().events.callbacks[group]])
print(matplotlib.get_backend(), plt.get_fignums(), plt.isinteractive(), matplotlib.rcParams["backend"])
for name, value in sorted(dict.items(matplotlib.rcParams)):
    print(name, repr(value).replace("/tmp", ""))"""
FIRST = """import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.title("drawn in the cell that imports")"""
PICTURE = """plt.plot([1, 2])
plt.title("shown of itself")"""
MAGIC = """%matplotlib inline
plt.plot([2, 1]);"""
STYLED = """from analysis.publish import style

figure, axes = plt.subplots()
figure"""
SAID = """print(dict.__repr__(dict(matplotlib.rcParams))[:2000])
sys.stderr.write("to the error stream\\n")"""
STARTED = """import subprocess

words = [sys.executable, "-c", "import sys; print(sys.path[1:], sys.flags)"]
print(subprocess.run(words, capture_output=True, text=True).stdout, subprocess.run(["cat"], capture_output=True))"""
REFUSED = """try:
    input("name? ")
except Exception as problem:
    print(type(problem), problem)
print(os.read(0, 1))"""
RAISED = """import traceback

def broken(number):
    return number / 0

try:
    broken(1)
except ZeroDivisionError:
    print(traceback.format_exc())
    print(get_ipython().InteractiveTB.text(*sys.exc_info()))"""
WARNED = """warnings.warn("careful")
pd.DataFrame({"a": [1.23456789, None]})"""
SHARED = [PROCESS, INTERPRETER, FIRST, LIBRARIES, PICTURE, MAGIC, STYLED, SAID, STARTED, REFUSED, RAISED, WARNED]
FILTERS = """import warnings

for each in warnings.filters:
    print(each)"""
RANDOM = """import random, uuid
import numpy as np

print("drawn", random.random(), np.random.random(), np.random.default_rng().random(), uuid.uuid4())
print("set", np.random.get_state()[1][:3])"""
