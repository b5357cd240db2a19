"""Links and other things where a file belongs, and folders with awkward names: more harm, in words of the shell."""

from __future__ import annotations

from torture.surroundings_cases import DISK, HOME, STALE, WORKS, Case

OUTSIDE = "mkdir $TMP/out; echo precious > $TMP/out/precious; "
HELD = 'test "$(cat $TMP/out/precious)" = precious && test "$(ls -A $TMP/out)" = precious'
# By its whole name: one of the folders is itself called after it.
NOTHING_RAN = 'test -z "$(find "$PROJECT/.." -name CANARY | head -1)"'
LINK = ("symbolic link", "remove the link")

LINKS = [
    *(
        Case(
            f"{path} a link to outside",
            OUTSIDE + f"rm -rf {path}; ln -s $TMP/out {path}",
            words=(path, *LINK),
            after=f"rm {path}",
            holds=HELD,
        )
        for path in (
            "reports",
            "reports/plain",
            "reports/logs",
            "reports/values",
            "reports/.work",
            "reports/.old-plain",
            "reports/events",
        )
    ),
    Case(
        "a page a link to outside",
        OUTSIDE + "rm reports/index.html; ln -s $TMP/out/precious reports/index.html",
        words=("reports/index.html", *LINK),
        after="rm reports/index.html",
        holds=HELD,
    ),
    Case(
        "the partial file of a page a link to outside",
        OUTSIDE + STALE + "ln -s $TMP/out/precious reports/.index.html.partial",
        words=LINK,
        after="rm reports/.index.html.partial",
        holds=HELD,
    ),
    Case(
        "a log a link to outside",
        OUTSIDE + "mkdir -p reports/logs; ln -sf $TMP/out/precious reports/logs/plain.log",
        wanted=WORKS,
        holds=HELD,
    ),
    Case(
        "data/processed a link to outside",
        OUTSIDE + "rm -r data/processed; ln -s $TMP/out data/processed",
        "civcas build",
        words=("data/processed", *LINK),
        after="rm data/processed",
        again="civcas build",
        holds=HELD,
    ),
    Case(
        "reports/pdf a link to outside",
        OUTSIDE + "ln -s $TMP/out reports/pdf",
        "civcas pdf plain",
        words=LINK,
        after="rm reports/pdf",
        again="civcas pdf plain",
        holds=HELD,
    ),
    Case(
        "a report that is a link to itself",
        "rm -r reports/plain; ln -s plain reports/plain",
        words=LINK,
        after="rm reports/plain",
    ),
    Case(
        "a raw table that lies outside",
        "mv data/raw/events.csv $TMP/; ln -s $TMP/events.csv data/raw/events.csv",
        "civcas build; civcas verify",
        WORKS,
    ),
    Case(
        "a raw table that is a link to itself",
        "mv data/raw/events.csv $TMP/; ln -s events.csv data/raw/events.csv",
        "civcas build",
        after="mv $TMP/events.csv data/raw/events.csv",
        again="civcas build",
    ),
    Case(
        "a notebook that lies outside, not said to be fine",
        "mv notebooks/20-plain.ipynb $TMP/n; ln -s $TMP/n notebooks/20-plain.ipynb; FOREIGN=",
        words=("nothing was run", "lies outside the project's notebooks"),
        after="rm notebooks/20-plain.ipynb; mv $TMP/n notebooks/20-plain.ipynb; FOREIGN=--allow-foreign",
    ),
    Case(
        "a notebook that lies outside",
        "mv notebooks/20-plain.ipynb $TMP/n; ln -s $TMP/n notebooks/20-plain.ipynb",
        wanted=WORKS,
    ),
    *(
        Case(
            f"a notebook that is {what}",
            f"mv notebooks/20-plain.ipynb $TMP/n; {shell} notebooks/20-plain.ipynb",
            words=("20-plain.ipynb", "is no file"),
            after="rm -r notebooks/20-plain.ipynb; mv $TMP/n notebooks/20-plain.ipynb",
        )
        for what, shell in (("a link to itself", "ln -s 20-plain.ipynb"), ("a folder", "mkdir"), ("a pipe", "mkfifo"))
    ),
    Case(
        "reports a file", "mv reports $TMP/r; touch reports", words=("reports",), after="rm reports; mv $TMP/r reports"
    ),
]

NAMES = ["with spaces", 'it\'s "quoted"', "new\nline", "مشروع", ";$(touch CANARY)", "{x} {0}", "%41", "-p", "a" * 200]
FOLDERS = [
    Case(
        f"project in a folder called {name[:20]!r}",
        f'mkdir -- $TMP/f; mv -- * $TMP/f/; mkdir -p -- "$PROJECT/"{quoted}; '
        f'mv $TMP/f/* -t "$PROJECT/"{quoted}; cd "$PROJECT/"{quoted}',
        "civcas report --force plain; civcas status",
        WORKS,
        holds=NOTHING_RAN,
    )
    for name, quoted in (
        (each, "$'" + each.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'") for each in NAMES
    )
]
GROUPS = {
    "a full or read-only disk, limits of the system": DISK,
    "home, temporary files, locale, streams, working folder": HOME,
    "symbolic links, and other things where a file belongs": LINKS,
    "folders with awkward names": FOLDERS,
}
