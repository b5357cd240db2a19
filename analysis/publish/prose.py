"""The Markdown of a notebook, block by block: a heading, a paragraph, an item of a list, a cell of a table.

A block is what a translator sees, its line ends made blanks; everything around it stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

ITEM = re.compile(r"(\s*(?:[-*+]|\d+[.)])\s+|#{1,6}\s+|>\s+)(.*)", re.S)
RULE = re.compile(r"\s*\|?[\s:|-]+\|?\s*")
FENCE = re.compile(r"(```|~~~)")


def blocks(markdown: str) -> list[str]:
    """Return the blocks of some Markdown, in order.

    >>> blocks("## Limits\\n\\n- What was read\\n  is here.\\n- One more.\\n")
    ['Limits', 'What was read is here.', 'One more.']
    """
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    in_other_words(markdown, keep)
    return found


def in_other_words(markdown: str, say: Callable[[str], str]) -> str:
    """Return Markdown with each of its blocks said otherwise.

    Parameters
    ----------
    markdown : str
        The source of a cell.
    say : callable
        From a block to what shall stand in its place.

    Examples
    --------
    >>> in_other_words("# A title\\n\\nSome\\nwords.", str.upper)
    '# A TITLE\\n\\nSOME WORDS.'
    """
    out: list[str] = []
    for part in re.split(r"(\n\s*\n)", markdown.strip("\n")):
        out.append(part if not part.strip() or FENCE.match(part) else _part(part, say))
    return "".join(out)


def _part(part: str, say: Callable[[str], str]) -> str:
    """Return what stands between two empty lines, its blocks said otherwise."""
    lines: list[str] = []
    for line in part.split("\n"):
        if lines and not ITEM.fullmatch(line) and not line.lstrip().startswith("|") and not lines[-1].startswith("#"):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(_line(line, say) for line in lines)


def _line(line: str, say: Callable[[str], str]) -> str:
    """Return one block with its mark, or the cells of a row."""
    if line.lstrip().startswith("|"):
        if RULE.fullmatch(line):
            return line
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        return f"| {' | '.join(say(cell) if cell else cell for cell in cells)} |"
    mark, text = found.groups() if (found := ITEM.fullmatch(line)) else ("", line)
    words = " ".join(text.split())
    return f"{mark}{say(words)}" if words else line
