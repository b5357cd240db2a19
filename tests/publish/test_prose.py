from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from analysis.publish.prose import blocks, in_other_words
from analysis.publish.render import _html

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
SOURCE = """# A title

**Question.** Who said
what, `where`?

- One item
  goes on.
- Another.

1. First

> Quoted

| A | B |
|---|---|
| one | |

```
code stays
```"""


def test_each_block_is_told_once_with_its_line_ends_as_blanks() -> None:
    assert blocks(SOURCE) == [
        "A title", "**Question.** Who said what, `where`?", "One item goes on.", "Another.", "First", "Quoted",
        "A", "B", "one",
    ]  # fmt: skip


def test_what_is_around_the_blocks_stays() -> None:
    told = in_other_words(SOURCE, lambda block: f"<{block[0]}>")
    assert told.split("\n")[0] == "# <A>" and "- <O>\n- <A>" in told and "1. <F>" in told and "> <Q>" in told
    assert "|---|---|" in told and "| <o> |  |" in told and told.endswith("```\ncode stays\n```")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_prose_of_every_notebook_is_the_same_page_when_nothing_is_said_otherwise(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            same = in_other_words(cell.source, lambda block: block)
            assert " ".join(_html(same, []).split()) == " ".join(_html(cell.source, []).split())
