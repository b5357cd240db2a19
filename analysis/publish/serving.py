"""The reports on a local address, for a look in a browser: this machine only, the folder of reports only."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish import guard

HERE = "127.0.0.1"
KINDS = {
    **SimpleHTTPRequestHandler.extensions_map,
    ".html": "text/html; charset=utf-8",
    ".xml": "application/atom+xml; charset=utf-8",  # the feed is the one such file
}


class Handler(SimpleHTTPRequestHandler):
    """Files of the folder of reports; no list of a folder, nothing that begins with a dot, no log."""

    extensions_map = KINDS

    def list_directory(self, path: Any) -> None:
        """Answer that there is nothing to list."""
        self.send_error(404, "no page here")

    def send_head(self) -> Any:
        """Answer with a file, unless a part of its path is hidden or it lies elsewhere."""
        asked = unquote(self.path.partition("?")[0].partition("#")[0])
        inside = Path(self.translate_path(self.path)).resolve().is_relative_to(Path(self.directory).resolve())
        if not inside or any(part.startswith(".") for part in Path(asked).parts):
            self.send_error(404, "no page here")
            return None
        return super().send_head()

    def end_headers(self) -> None:
        """Send with every answer what a browser may do with it; no kind is guessed, no address is told to others."""
        self.send_header("Content-Security-Policy", self._policy())
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", guard.QUIET)
        super().end_headers()

    def _policy(self) -> str:
        """Return the policy of the file that is asked for: of a page that which stands in it, else the strictest."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix != ".html" or not path.is_file():
            return f"{guard.DRAWN if path.suffix == '.svg' else guard.STRICT}; {guard.ALONE}"
        with path.open("rb") as file:
            return f"{guard.stated(file.read(guard.FIRST).decode('utf-8', 'replace')) or guard.OLDER}; {guard.ALONE}"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of what was looked at."""


def server(project: Project, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of the reports that is ready to answer; close it when done.

    Parameters
    ----------
    project : Project
        Whose reports are shown.
    port : int
        Port on this machine; 0 lets the machine choose.

    Raises
    ------
    ReportError
        When there are no reports yet, or the port is taken.
    """
    if not (project.reports / "index.html").is_file():
        raise ReportError("there are no reports to show yet: make them with civcas report")
    try:
        return ThreadingHTTPServer((HERE, port), partial(Handler, directory=str(project.reports)))
    except OSError as problem:
        raise ReportError(f"port {port} cannot be used ({problem.strerror}): name another with --port") from None


def address(served: ThreadingHTTPServer) -> str:
    """Return where a server answers."""
    return f"http://{HERE}:{served.server_address[1]}/"
