"""Spoilt files: a good one with a few changes of the kinds that happen, or that somebody means."""

from __future__ import annotations

import json
from random import Random
from typing import Any

DEEP = 50_000
PIECES = [
    b"\x00",
    b'"',
    b"'",
    b"[",
    b"]",
    b"{",
    b"}",
    b"\\",
    b"\n",
    b"\r",
    b"=",
    b"#",
    b",",
    b"..",
    b"/",
    b"../",
    b"%2e%2e%2f",
    b"\\ud800",
    b"\\u0000",
    b"\\u202e",
    "\u202e".encode(),
    "\u2028".encode(),
    "\uff0e\uff0e\u2215".encode(),
    b"\xff",
    b"\xef\xbb\xbf",
    b"nan",
    b"inf",
    b"true",
    b"null",
    b"-1",
    b"1e999",
    b"9" * 5000,
    b"0x" + b"f" * 5000,
    b"x" * 300,
    b"[" * DEEP,
    b'{"a":' * DEEP,
    b"{place:>9999999999}",
    b"{place.__class__}",
    b"{0}",
    b"{{",
    b"[[report]]\n",
    b"id = ",
    b"parameters = { a = [1, 2] }\n",
    b'languages = ["ar"]\n',
    b"__import__('os').system('touch CANARY')",
    b"%%bash\n",
    b"!touch CANARY\n",
    b'"""',
    b"# type: int",
    b"# type: date  x",
    b" = ",
    b"msgid ",
    b"msgstr ",
    b'msgctxt "pattern"\n',
    b"#, fuzzy\n",
    b'msgid_plural "a"\n',
    b'msgstr[1] "b"\n',
    b"charset=latin-7\n",
    b'"\\n"\n',
    b"{n}",
    b"{n2}",
]
VALUES: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    5,
    3.5,
    10**30,
    "",
    "x",
    "../x",
    "/etc/passwd",
    "a\x00b",
    "\ud800",
    "\u202e",
    "x" * 500,
    [],
    {},
    [None],
    [[]],
    [5],
    {"a": None},
    {"a": 5},
    {"": ""},
    {"../../x": "y"},
    {"a\x00b": "c"},
    [{}],
    [{"rule": 5}],
]


def text(seed: bytes, chance: Random) -> bytes:
    """Return a file with one to three pieces put in, taken out, doubled or cut off."""
    made = bytearray(seed)
    for _ in range(chance.randint(1, 3)):
        place = chance.randint(0, len(made))
        what = chance.randrange(6)
        if what < 3:
            made[place:place] = chance.choice(PIECES)
        elif what == 3:
            del made[place : place + chance.randint(1, 40)]
        elif what == 4:
            other = chance.randint(0, len(made))
            made[place:place] = made[other : other + chance.randint(1, 200)]
        elif chance.random() < 0.3:
            del made[place:]
        else:
            made[place : place + 1] = bytes([chance.randrange(256)])
    return bytes(made[: 2**20])


def structure(told: Any, chance: Random) -> Any:
    """Return JSON in which one to three values are others, or gone."""
    made = json.loads(json.dumps(told))
    for _ in range(chance.randint(1, 3)):
        where = made
        while isinstance(where, (dict, list)) and where:
            key = chance.choice(list(where)) if isinstance(where, dict) else chance.randrange(len(where))
            deeper = where[key]
            if isinstance(deeper, (dict, list)) and deeper and chance.random() < 0.75:
                where = deeper
                continue
            if chance.random() < 0.2:
                del where[key]
            else:
                where[key] = json.loads(json.dumps(chance.choice(VALUES)))
            break
    return made


def spoilt_json(told: Any, chance: Random) -> bytes:
    """Return JSON spoilt in its structure or in its text."""
    if chance.random() < 0.6:
        told = structure(told, chance)
        if chance.random() < 0.6:
            return json.dumps(told).encode()
    return text(json.dumps(told).encode(), chance)
