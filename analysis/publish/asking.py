"""What a notebook run by hand was asked, checked as the command line checks it, before anything rests on it.

Papermill is given checked values; in JupyterLab anything can be typed into the cell of parameters, and a month written
"2017-3" would be compared as text and quietly give another answer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.data import reads
from analysis.errors import ParameterError
from analysis.publish.making import parameters
from analysis.publish.making.declared import read_cell

NEXT = "Correct the cell of parameters, run it, then run this cell again."


def check_notebook() -> None:
    """Refuse what the notebook that runs was asked where it does not fit; outside a notebook do nothing.

    Raises
    ------
    ParameterError
        As `check` does.
    """
    interactive = sys.modules.get("IPython")
    shell = interactive.get_ipython() if interactive else None
    if shell is not None:
        check([str(cell) for cell in shell.user_ns.get("In", [])], shell.user_ns)


def check(cells: Iterable[str], values: Mapping[str, Any]) -> None:
    """Refuse parameters that do not fit their declared kinds, or that together select nothing.

    What is looked up for it is not noted as read, for no report rests on it.

    Parameters
    ----------
    cells : iterable of str
        The cells that have run; those with declarations (``name = default  # type: kind  help``) tell the kinds.
    values : mapping of str to object
        The values as they are now, by name.

    Raises
    ------
    ParameterError
        Naming every value that does not fit, with the nearest that would.

    Examples
    --------
    >>> check(["seed = 7  # type: int  of the draws"], {"seed": 20170317})
    >>> check(["seed = 7  # type: int  of the draws"], {"seed": "7"})
    Traceback (most recent call last):
        ...
    analysis.errors.ParameterError: parameter seed: write 7, not '7'
    Correct the cell of parameters, run it, then run this cell again.
    """
    kinds = {each.name: each.kind for cell in cells for each in read_cell(cell) if each.name in values}
    before = reads.remembered()
    try:
        fitted, problems = parameters.fitted(kinds, values)
    finally:
        reads.restore(before)
    problems += [
        f"parameter {name}: write {value!r}, not {values[name]!r}"
        for name, value in fitted.items()
        if value != values[name] or type(value) is not type(values[name])
    ]
    if problems:
        raise ParameterError("\n".join([*problems, NEXT]))
