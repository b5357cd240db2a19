"""docs/languages.md is followed in a copy of the repository: a language begun, three texts filled, a report made."""

from __future__ import annotations

from pathlib import Path

import walkthrough


def test_what_the_document_says_to_do_can_be_done(tmp_path: Path) -> None:
    walk = walkthrough.Walk(walkthrough.copy_of_repository(tmp_path))
    assert len(walk.through("docs/languages.md").done) >= 6
