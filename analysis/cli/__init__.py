"""The command line: thin; whatever is heavy is imported inside its command.

Exit codes: 0 all is well; 1 something of what was asked failed (a report, a check); 2 it could not be done as asked
(an unknown name, a wrong parameter, tables that cannot be read, another run in the way). A run that is ended by SIGINT
or SIGTERM ends with 130 or 143, and one whose reader has gone away with 141, as `head` leaves it.
"""

from __future__ import annotations

from analysis.cli import languages, looking, publishing, reports, tables
from analysis.cli.app import app, refused
from analysis.cli.streams import made_ready, told_all

__all__ = ["app", "languages", "looking", "main", "publishing", "reports", "tables"]


def main() -> None:
    """Run a command; an error a user can cause, or the machine, is one sentence and exit code 2."""
    made_ready()
    with told_all(), refused():
        app()
