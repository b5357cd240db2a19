"""What a browser may do with our pages: show their text, their own style and pictures beside them, and nothing else.

Every page carries its policy before anything that a table could have written, and names its style and its one script
by the hash of the very text it holds. `analysis.publish.serving` sends the same.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from markupsafe import Markup

NOTHING = ("default-src 'none'", "base-uri 'none'", "form-action 'none'")  # no frame, object, font or connection either
PICTURES = "img-src 'self' file:"  # a page opened from a folder is, to some browsers, not of the origin of its pictures
STRICT = "; ".join(NOTHING)
ALONE = "frame-ancestors 'none'"  # what only a server can say: no other page may hold ours in a frame
QUIET = "no-referrer"
DRAWN = f"{STRICT}; style-src 'unsafe-inline'"  # of an SVG, whose outlines carry their own colours
OLDER = f"{DRAWN}; img-src 'self'"  # of a page from before pages stated their policy
STATED = re.compile(r"<meta http-equiv=\"Content-Security-Policy\" content=\"([\w' :;=+/-]+)\">", re.ASCII)
FIRST = 600  # characters of a page among which its policy stands


@cache
def fingerprint(text: str) -> str:
    """Return the hash by which a policy allows a text between ``<style>`` or ``<script>`` and its end.

    >>> fingerprint("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"


def policy(style: str, script: str = "", pictures: bool = False) -> str:
    """Return the policy of a page.

    Parameters
    ----------
    style, script : str
        What stands in its style and in its script, to the letter; without a script none may run.
    pictures : bool
        Whether it shows pictures that lie beside it.

    Examples
    --------
    >>> policy("a{}").partition("; style-src")[0]
    "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'none'"
    """
    run = fingerprint(script) if script else "'none'"
    shown = [PICTURES] if pictures else []
    return "; ".join([*NOTHING, f"script-src {run}", f"style-src {fingerprint(style)}", *shown])


def opening(style: str, script: str = "", pictures: bool = False) -> Markup:
    """Return what a page's head begins with, right behind its encoding: its policy, then its style.

    Parameters
    ----------
    style, script, pictures
        As for `policy`; neither style nor script may hold ``</``.
    """
    told = f"\n{style}"
    allowed = policy(told, f"\n{script}" if script else "", pictures)
    return Markup(
        f'<meta http-equiv="Content-Security-Policy" content="{allowed}">\n'
        f'<meta name="referrer" content="{QUIET}">\n<style>{told}</style>'
    )


def closing(script: str) -> Markup:
    """Return the one script of a page, for its end."""
    return Markup(f"<script>\n{script}</script>")


def stated(html: str) -> str:
    """Return the policy that stands in a page's head, empty where it has none.

    >>> stated('<head><meta http-equiv="Content-Security-Policy" content="default-src \\'none\\'">')
    "default-src 'none'"
    """
    found = STATED.search(html[:FIRST].partition("</head>")[0].partition("<body")[0])
    return found[1] if found else ""
