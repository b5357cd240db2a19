from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from analysis.errors import ReportError
from analysis.paths import Project
from analysis.publish import guard, serving


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "reports" / "one" / "tables").mkdir(parents=True)
    (tmp_path / "reports" / "index.html").write_text("<p>list</p>", encoding="utf-8")
    (tmp_path / "reports" / "one" / "report.html").write_text("<p>one</p>", encoding="utf-8")
    for name, text in (("guarded.html", f"<head>{guard.opening('a{}', 'b()')}</head>"), ("drawn.svg", "<svg/>")):
        (tmp_path / "reports" / "one" / name).write_text(text, encoding="utf-8")
    (tmp_path / "reports" / ".lock").write_text("x", encoding="utf-8")
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (tmp_path / "reports" / "linked").symlink_to(tmp_path / "secret")
    (tmp_path / "reports" / "events").mkdir()
    (tmp_path / "reports" / "events" / "index.html").write_text("<p>events</p>", encoding="utf-8")
    (tmp_path / "reports" / "feed.xml").write_text("<feed/>", encoding="utf-8")
    with serving.server(Project(tmp_path)) as served:
        Thread(target=served.serve_forever, daemon=True).start()
        yield serving.address(served)
        served.shutdown()


def test_pages_are_shown(shown: str) -> None:
    assert shown.startswith("http://127.0.0.1:")
    for path, text in (("", b"<p>list</p>"), ("one/report.html", b"<p>one</p>"), ("events/", b"<p>events</p>")):
        with urlopen(shown + path) as answer:
            assert answer.read() == text


@pytest.mark.parametrize(("path", "kind"), [("feed.xml", "application/atom+xml"), ("events/", "text/html")])
def test_each_kind_of_page_says_what_it_is(shown: str, path: str, kind: str) -> None:
    with urlopen(shown + path) as answer:
        assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize("path", [".lock", "%2elock", "linked", "one/tables/", "%2e%2e/secret", "../secret", "no.html"])
def test_nothing_else_is(shown: str, path: str) -> None:
    with pytest.raises(HTTPError) as refusal:
        urlopen(shown + path)
    assert refusal.value.code == 404
    refusal.value.close()


def test_before_there_are_reports_it_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="make them with civcas report"):
        serving.server(Project(tmp_path))


def test_a_taken_port_is_named(shown: str, tmp_path: Path) -> None:
    taken = int(shown.rstrip("/").rpartition(":")[2])
    with pytest.raises(ReportError, match=f"port {taken} cannot be used .*--port"):
        serving.server(Project(tmp_path), taken)


def test_every_answer_says_what_a_browser_may_do_with_it(shown: str) -> None:
    policies = {}
    for path in ("", "one/guarded.html", "one/drawn.svg", "feed.xml"):
        with urlopen(shown + path) as answer:
            policies[path] = answer.headers["Content-Security-Policy"]
            assert (answer.headers["X-Content-Type-Options"], answer.headers["Referrer-Policy"]) == (
                "nosniff",
                "no-referrer",
            )
    assert policies["one/guarded.html"] == f"{guard.policy(chr(10) + 'a{}', chr(10) + 'b()')}; {guard.ALONE}"
    assert all(policy.startswith(guard.STRICT) and policy.endswith(guard.ALONE) for policy in policies.values())
    assert "script-src" not in policies[""] and "style-src" not in policies["feed.xml"]
    with pytest.raises(HTTPError) as refusal:
        urlopen(shown + "no.html")
    assert refusal.value.headers["Content-Security-Policy"]
    refusal.value.close()
