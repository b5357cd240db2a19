"""What the documents say to do is done, block after block, in a copy of the repository."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
import walkthrough
from walkthrough import Walk

SMALL = """Write `notes/a.txt`:

```text write notes/a.txt
one
two
```

```text append notes/a.txt
three
```

Change it, and look. A notebook is `notebooks/1.ipynb`.

```diff notes/a.txt
-two
+2
+and
```

```sh
cat notes/a.txt
grep -c and notes/a.txt \\
    /dev/null
```

```text prints
one
notes/...:1
```

```sh exit=3
exit 3
```

```markdown cell notebooks/1.ipynb
# Title
```

```python cell notebooks/1.ipynb parameters
place = "Mosul"
```

```text shown
nothing is done here
```
"""


def walk(folder: Path, document: str) -> Walk:
    (folder / "doc.md").write_text(document, encoding="utf-8")
    (folder / "notebooks").mkdir()
    return Walk(folder).through("doc.md")


def test_every_kind_of_block_is_done(tmp_path: Path) -> None:
    done = walk(tmp_path, SMALL).done
    assert len(done) == SMALL.count("```") / 2
    assert (tmp_path / "notes" / "a.txt").read_text(encoding="utf-8") == "one\n2\nand\nthree\n"
    cells = nbformat.read(tmp_path / "notebooks" / "1.ipynb", as_version=4).cells
    assert [(cell.cell_type, cell.source) for cell in cells] == [("markdown", "# Title"), ("code", 'place = "Mosul"')]
    assert cells[1].metadata.tags == ["parameters"]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("```sh\nfalse\n```\n", "line 1: `false` ended with 1"),
        ("```sh exit=1\ntrue\n```\n", "ended with 0"),
        ("```sh\necho a\n```\n```text prints\nb\n```\n", "line 4: 'b' was not printed"),
        ("a\n\n```\nls\n```\n", "line 3: says neither"),
        ("```text write a.txt\n1\n```\n", "name a.txt in the text before"),
        ("`doc.md`\n```diff doc.md\n-`doc.md`\n+x\n```\n", "2 times, not once"),
    ],
)
def test_a_document_that_has_rotted_fails_at_its_line(tmp_path: Path, document: str, words: str) -> None:
    with pytest.raises(AssertionError) as rotten:
        walk(tmp_path, document)
    assert words in str(rotten.value)


def test_the_copy_holds_the_repository_and_is_none_of_it(tmp_path: Path) -> None:
    root = walkthrough.copy_of_repository(tmp_path)
    assert (root / "reports.toml").read_bytes() == (walkthrough.HERE / "reports.toml").read_bytes()
    assert not (root / "data" / "processed").exists() and not (root / ".git").exists()
    assert not (root / "reports.toml").samefile(walkthrough.HERE / "reports.toml")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """One copy in which the documents are followed one after another, as a newcomer would."""
    return Walk(walkthrough.copy_of_repository(tmp_path_factory.mktemp("checkout")))


@pytest.mark.parametrize(
    "document",
    ["releasing.md", "adding-a-source.md", "adding-a-report.md", "adding-a-notebook.md", "languages.md"],
)
def test_what_a_document_says_to_do_can_be_done(checkout: Walk, document: str) -> None:
    before = len(checkout.done)
    checkout.through(f"docs/{document}")
    assert len(checkout.done) - before >= 3


def test_every_document_on_adding_is_followed() -> None:
    listed = {path.name for path in (walkthrough.HERE / "docs").glob("adding-*.md")}
    followed = (walkthrough.HERE / "tests" / "test_walkthrough.py").read_text(encoding="utf-8")
    assert listed and all(name in followed for name in listed)
