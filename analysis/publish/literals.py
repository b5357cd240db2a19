"""The texts for readers that stand in code: found by reading it, a text with blanks for every f-string."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

SEEN_REFUSALS = ("MethodRefused", "refuse")  # errors whose sentence stands on a page
TO_READERS = {"say", "headline", "number", "count", "each", "tr", "Basis", "Method", "Bridge", "Shown", "refused"}
OF_CODE = """
    compile sub findall fullmatch match search isin groupby sort_values drop rename merge dropna read_table columns
    getattr hasattr startswith endswith set_index reset_index replace explode partition rpartition split strftime
    DataError ParameterError ReportError TollError ScopeError DoubleCountError ValueError TypeError Literal cast TypeVar
    astype encode print annotate legend set_cell font literal_eval default_rng
"""
OPTIONS = """
    how on by left_on right_on align dtype subset name kind color linestyle marker ha va rotation axis method encoding
    order suffixes validate na_position observed key format xycoords textcoords orient keep fontweight layout
    arrowstyle hatch edgecolor facecolor
"""
CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")
NOT_WORDS = re.compile(r"[<>^\\$=|*@]|\.[a-z]{2,4}\b(?<!\.csv)|^[a-z0-9_./:-]+$|%[A-Za-z]|SELECT |^#|\(\?|://")
WORD = re.compile(r"[A-Za-z]{2,}")
BRACED = re.compile(r"\{\{\{(\w+)\}(\w*)\}\}")
UNTOLD = ("join", "lower", "words", "replace", "int", "str", "rstrip", "strip", "for", "in", "fillna", "map")
TWICE = re.compile(r"\{\{(\w+)\}\}")
COMBINATIONS = 8


@dataclass(frozen=True)
class Text:
    """A text for readers, and whether it is met with its blanks filled."""

    text: str
    filled: bool = False


@cache
def texts_of(source: str) -> tuple[Text, ...]:
    """Return the texts for readers in a piece of code, each once, in order.

    Left out are docstrings, keys, what is compared, options of libraries, and errors that stop a run; a refusal of a
    method stands on its page and is in.

    Examples
    --------
    >>> texts_of('ev.say("Dated: {n}.", n=ev.number(n, keys, f"by {day}"))')
    (Text(text='Dated: {n}.', filled=False), Text(text='by {day}', filled=True))
    """
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found: dict[Text, None] = {}
    for node in _in_order(tree):
        if (isinstance(node, (ast.Constant, ast.JoinedStr)) or _chain(node)) and not _is_code(node, above):
            for text in _texts(node):
                if _for_readers(text.text, node, above):
                    found.setdefault(text)
    return tuple(found)


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a tree as they stand in the file; the inside of an f-string with the f-string only."""
    yield node
    chain = _chain(node)
    for child in chain or ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant) and (chain or isinstance(node, ast.JoinedStr)):
            continue
        if not isinstance(child, ast.FormattedValue):
            yield from _in_order(child)
            continue
        if not _choices(child):
            yield from _in_order(child.value)


def _chain(node: ast.AST) -> list[ast.expr]:
    """Return the parts of texts put together with plus signs, where they make one sentence; else none."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)):
        return []
    parts = [part for side in (node.left, node.right) for part in _chain(side) or [side]]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    sentence = any(text.rstrip().endswith((".", ":")) and len(text.split()) > 2 for text in texts)
    single = not any(isinstance(part, (ast.List, ast.Tuple, ast.ListComp, ast.JoinedStr)) for part in parts)
    return parts if texts and single and not sentence and len(texts) < len(parts) else []


def _texts(node: ast.AST) -> list[Text]:
    """Return the texts a literal stands for: none of a number, several of an f-string that chooses between words."""
    if isinstance(node, ast.Constant):
        return [Text(" ".join(node.value.split()).lstrip(";, ").rstrip(" "))] if isinstance(node.value, str) else []
    whole = node.values if isinstance(node, ast.JoinedStr) else _chain(node)
    parts = [_choices(part) or [part] for part in whole]
    ways = product(*parts) if _size(parts) <= COMBINATIONS else [tuple(part[0] for part in parts)]
    return [_filled(way) for way in ways]


def _size(parts: list[list[ast.expr]]) -> int:
    """Return how many combinations there are."""
    size = 1
    for part in parts:
        size *= len(part)
    return size


def _choices(part: ast.AST) -> list[ast.expr]:
    """Return the two literals a blank chooses between, if it does."""
    if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.IfExp):
        ends: list[ast.expr] = [part.value.body, part.value.orelse]
        if all(
            isinstance(end, ast.JoinedStr) or (isinstance(end, ast.Constant) and isinstance(end.value, str))
            for end in ends
        ):
            return ends
    return []


def _filled(parts: tuple[ast.expr, ...]) -> Text:
    """Return one way an f-string can be, with a name in braces for every blank."""
    text, used, blanks = "", dict[str, int](), 0
    for part in _flat(parts):
        if isinstance(part, ast.Constant):
            text += str(part.value).replace("{", "{{").replace("}", "}}")
        else:
            blanks += 1
            name = _name(part)
            used[name] = used.get(name, 0) + 1
            text += f"{{{name}{used[name] if used[name] > 1 else ''}}}"
    text = " ".join(TWICE.sub(r"{\1}", BRACED.sub(r"{\1\2}", text)).split()).lstrip(";,. ")
    return Text(text, filled=True) if blanks else Text(text.replace("{{", "{").replace("}}", "}"))


def _flat(parts: tuple[ast.expr, ...]) -> Iterator[ast.expr]:
    """Yield the parts of an f-string, those of one inside another as well."""
    for part in parts:
        if isinstance(part, ast.JoinedStr):
            yield from _flat(tuple(part.values))
        else:
            yield part


def _name(blank: ast.expr) -> str:
    """Return a name for a blank, from what fills it; ``n`` where it is certainly a number."""
    value = blank.value if isinstance(blank, ast.FormattedValue) else blank
    spec = ast.unparse(blank.format_spec) if isinstance(blank, ast.FormattedValue) and blank.format_spec else ""
    if re.search(r"[,df]", spec.removeprefix("f")) or (
        isinstance(value, ast.Call) and _called(value) in ("len", "sum", "abs")
    ):
        return "n"
    words = [
        word for word in re.findall(r"[a-z]+", ast.unparse(value).lower()) if word not in ("rows", "self", "row", "str")
    ]
    if (
        isinstance(value, ast.Subscript)
        and isinstance(value.slice, ast.Constant)
        and isinstance(value.slice.value, str)
    ):
        words = [value.slice.value]
    elif isinstance(value, ast.Attribute):
        words = [value.attr]
    elif isinstance(value, ast.Call):
        words = [word for word in words if word not in UNTOLD] or words
    name = re.sub(r"\W|\d", "_", words[0] if words else "x").strip("_").lower() or "x"
    return "count" if name == "n" else name


def _called(node: ast.Call) -> str:
    """Return the last name of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_code(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """Return whether a literal is part of how the code works, not of what it says."""
    below, at = node, above.get(node)
    nearest = True
    while at is not None:
        if (
            isinstance(at, ast.Compare)
            or (isinstance(at, ast.Subscript) and at.slice is below)
            or (isinstance(at, ast.Expr) and at.value is node)
        ):
            return True
        if isinstance(at, ast.Dict) and below in at.keys:
            return True
        if isinstance(at, (ast.arg, ast.AnnAssign)) and getattr(at, "annotation", None) is below:
            return True
        if isinstance(at, ast.keyword) and at.arg in OPTIONS.split() and not _worded(node):
            return True
        if isinstance(at, ast.Call):
            if nearest and below is not at.func and _called(at) in OF_CODE.split():
                return True
            nearest = nearest and False
        if isinstance(at, ast.Raise):
            return not any(word in ast.unparse(at.exc).partition("(")[0] for word in SEEN_REFUSALS) if at.exc else True
        below, at = at, above.get(at)
    return False


def _worded(node: ast.AST) -> bool:
    """Return whether a literal is several words: no option of a library is."""
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and " " in str(node.value).strip())


def _for_readers(text: str, node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """Return whether a text is words for a reader: several, or one that a reader is certainly shown."""
    bare = re.sub(r"\{\w+\}", "", text)
    if not WORD.search(bare):
        return False
    if " " in text.strip():
        return not re.search(r"[<>^\\$|@]|\(\?|://|__|%[A-Za-z]|[a-z]_[a-z]+ [a-z]+_|SELECT ", bare)
    if NOT_WORDS.search(bare) and not re.fullmatch(r"[a-z]+([-'][a-z]+)*", bare):
        return False
    return bool(re.match(r"[A-Z][a-z]+", bare)) or _shown_alone(node, above)


def _shown_alone(node: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """Return whether one small word is shown: the value of a named table of words, a choice, or told to a reader."""
    at = above.get(node)
    if isinstance(at, ast.IfExp) and at.test is not node:
        return True
    if isinstance(at, ast.Call) and _called(at) in TO_READERS:
        return True
    if isinstance(at, ast.keyword) and isinstance(call := above.get(at), ast.Call) and _called(call) == "assign":
        return True
    while isinstance(at, (ast.Dict, ast.Tuple, ast.DictComp)):
        at = above.get(at)
    targets = at.targets if isinstance(at, ast.Assign) else [at.target] if isinstance(at, ast.AnnAssign) else []
    named = any(isinstance(each, ast.Name) and CONSTANT.fullmatch(each.id) for each in targets)
    return named and isinstance(above.get(node), ast.Dict)
