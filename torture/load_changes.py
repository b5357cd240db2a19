"""Every finding changes at once: what it costs to note so many changes, one after another, in one file.

python -m torture.load_changes FOLDER     # of a project whose reports are made
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from analysis.paths import Project
from analysis.publish.making import keeping
from analysis.publish.values import NAME


def changed(values: bytes) -> bytes:
    """Return the values of a report as they would have been before a correction: every number another one."""
    told = json.loads(values)
    for number in told["numbers"]:
        number["text"] = f"{number['text']}, before"
    told["headline"] = f"{told['headline']} Before."
    return json.dumps(told).encode("utf-8")


def noted(project: Project, identities: list[str]) -> list[float]:
    """Let each report say something else than the values kept of it, and return the processor seconds each took."""
    took = []
    for identity in identities:
        now = (project.reports / identity / NAME).read_bytes()
        (project.values / f"{identity}.json").write_bytes(changed(now))
        before = time.process_time()
        told = keeping.keep(project, identity, {NAME: now})
        took.append(time.process_time() - before)
        if not told:
            raise RuntimeError(f"{identity}: a changed finding was not noted")
    return took


def main() -> None:
    """Print what each took, as JSON."""
    project = Project(Path(sys.argv[1]))
    identities = sorted(path.parent.name for path in project.reports.glob(f"*/{NAME}"))
    print(json.dumps(noted(project, identities)))


if __name__ == "__main__":
    main()
