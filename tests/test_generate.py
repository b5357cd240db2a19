from __future__ import annotations

from pathlib import Path

import pandas as pd
import streaming

from analysis.data import verify
from analysis.data.schemas import FAMILIES
from analysis.paths import Project


def test_a_generated_project_is_sound_and_varied(tmp_path: Path) -> None:
    project = streaming.generated(tmp_path, 2000)
    assert not any(verify.verify(project).values())
    claims = pd.read_csv(project.raw / "public_claims.csv", dtype=str, keep_default_na=False)
    publishers = pd.read_csv(project.raw / "publishers.csv", dtype=str, keep_default_na=False)
    assert len(claims) == 2000 and claims["claim_id"].is_unique
    assert set(claims["published"].str.len()) == {0, 4, 7, 10}
    assert set(claims.merge(publishers, on="publisher_id")["family"]) == set(FAMILIES)
    assert {"killed", "bodies", "missing"} < set(claims["unit"]) and (claims["killed_min"] == "").any()
    assert claims["evidence"].str.contains("\n").any() and claims["evidence"].str.contains("[؀-ۿ]").any()
    assert (claims.groupby("statement_id").size() > 1).any() and (claims["exclude"] != "").any()


def content(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in [*project.raw.iterdir(), *project.hand.iterdir()]}


def test_the_same_seed_gives_the_same_files_and_another_one_does_not(tmp_path: Path) -> None:
    one, again, other = (
        content(streaming.generated(tmp_path / name, 800, seed)) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert one == again and one["public_claims.csv"] != other["public_claims.csv"]
