"""How a method is described at the end of its page: estimand, assumptions, what breaks them, references, code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from analysis.errors import ReportError
from analysis.methods.method import Method
from analysis.modules import Package, short_hash
from analysis.publish.display import METHOD_TYPE, Bundle, marked_up

PARTS = (
    ("Assumes", "assumptions"), ("Would break it", "breaks"), ("References", "references"),
)  # fmt: skip


@dataclass(frozen=True)
class About:
    """Methods, each with the version of the code that computes it."""

    told: tuple[tuple[Method, str], ...]

    def __str__(self) -> str:
        return "\n\n".join(_text(method, code) for method, code in self.told)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        parts = [_html(method, code) for method, code in self.told]
        listed = [{"title": method.title, "code": code} for method, code in self.told]
        return {METHOD_TYPE: listed, "text/html": "\n".join(parts), "text/plain": str(self)}


def about(*methods: Method) -> About:
    """Return the description of some methods; show it before the panel of numbers.

    Raises
    ------
    ReportError
        When no method is named, or one names a module that does not exist.

    Examples
    --------
    >>> from analysis.methods.method import Method
    >>> shown = about(Method("Ratio", "a over b", ["one scope"], ["two scopes"], ["Moore 1966"], ["analysis.toll"]))
    >>> str(shown).splitlines()[:2]
    ['Ratio', 'Estimand: a over b']
    """
    if not methods:
        raise ReportError("about() names no method: pass those whose results the page shows")
    package = Package()  # one look at the files for all methods
    return About(tuple((method, code_version(method.modules, package)) for method in methods))


def code_version(modules: Sequence[str], package: Package | None = None) -> str:
    """Return the version of the package, and a hash of what some modules and all they import do.

    A docstring, a comment or the layout of the code does not change it; see `analysis.modules`.
    """
    package = package or Package()
    held = package.closure(modules)
    marks = package.marks(held)
    for name in modules:
        if name not in held or not package.exists(name):
            raise ReportError(f"the module {name!r} of a method does not exist: correct its name")
    mark = short_hash("".join(f"{name}={mark.partition(':')[2]};" for name, mark in marks.items()).encode())
    return f"civcas {version('civcas')}, {', '.join(modules)} and what they import: {mark}"


def _text(method: Method, code: str) -> str:
    """Return one method as plain text."""
    lines = [method.title, f"Estimand: {method.estimand}"]
    for word, name in PARTS:
        lines += [f"{word}:", *(f"- {told}" for told in getattr(method, name))]
    return "\n".join([*lines, f"Code: {code}"])


def _html(method: Method, code: str) -> str:
    """Return one method as a heading and a list of descriptions."""
    rows = [f"<dt>{marked_up('Estimand')}</dt><dd>{marked_up(method.estimand)}</dd>"]
    for word, name in PARTS:
        told = "".join(f"<li>{marked_up(sentence)}</li>" for sentence in getattr(method, name))
        rows.append(f"<dt>{marked_up(word)}</dt><dd><ul>{told}</ul></dd>")
    rows.append(f"<dt>{marked_up('Code')}</dt><dd>{marked_up(code)}</dd>")
    return f'<section class="method"><h3>{marked_up(method.title)}</h3><dl>{"".join(rows)}</dl></section>'
