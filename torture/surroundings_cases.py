"""What is done to the machine around a project, in words of the shell: the harm, the command, what mends it."""

from __future__ import annotations

from dataclasses import dataclass

REFUSED, WORKS = "refused", "works"
REPORT, FRESH = "civcas report --force plain", "civcas report other"
STALE = "sed -i 's/Other/Others/' reports.toml; "  # the index would say something else


@dataclass(frozen=True)
class Case:
    """One kind of harm.

    Parameters
    ----------
    name : str
        In words.
    before : str
        Shell that does the harm, in the project's folder, in a mount namespace of its own.
    command : str
        What is run then.
    wanted : str
        `REFUSED` (exit not 0, a sentence on stderr) or `WORKS`.
    words : tuple of str
        What the sentence must name.
    after : str
        Shell that takes the cause away.
    again : str
        What must work then.
    holds : str
        Shell that must succeed after the command: nothing outside was touched.
    """

    name: str
    before: str
    command: str = REPORT
    wanted: str = REFUSED
    words: tuple[str, ...] = ()
    after: str = ""
    again: str = FRESH
    holds: str = "true"


def _full(folder: str, kibibytes: int) -> str:
    """Put a folder on a disk of its own with so little room left."""
    return (
        f"cp -a {folder} $TMP/was; mount -t tmpfs -o size=200m none {folder}; cp -a $TMP/was/. {folder}/; "
        f"used=$(df -k --output=used {folder} | tail -1 | tr -d ' '); "
        f"mount -o remount,size=$((used + {kibibytes}))k {folder}; "
    )


def _larger(folder: str) -> str:
    """Give that disk more room."""
    return f"mount -o remount,size=200m {folder}; "


def _read_only(path: str) -> str:
    """Let a path be read only."""
    return f"mount --bind {path} {path}; mount -o remount,ro,bind {path}; "


DISK = [
    *(
        Case(
            f"disk full, {room} KiB left, at report",
            _full("reports", room),
            words=("the disk is full", "Make room"),
            after=_larger("reports"),
            again=REPORT,
        )
        for room in (0, 20, 40)
    ),
    Case(
        "disk full at the site",
        STALE + _full("reports", 0),
        "civcas report",
        words=("the disk is full", "reports/"),
        after=_larger("reports"),
    ),
    Case(
        "disk full at build",
        _full("data/processed", 8),
        "civcas build",
        words=("the disk is full",),
        after=_larger("data/processed"),
        again="civcas build",
    ),
    Case(
        "disk full at import",
        "mkdir studies; " + _full("studies", 8),
        "civcas import ucdp $TMP/ucdp.csv --study ged --country Iraq",
        words=("the disk is full",),
        after=_larger("studies"),
        again="civcas import ucdp $TMP/ucdp.csv --study ged --country Iraq",
    ),
    Case(
        "disk full at the PDF",
        _full("reports", 8),
        "civcas pdf plain",
        words=("the disk is full", "reports/pdf"),
        after=_larger("reports"),
        again="civcas pdf plain",
    ),
    Case(
        "disk of temporary files full",
        "mkdir $TMP/t; mount -t tmpfs -o size=8k none $TMP/t; export TMPDIR=$TMP/t",
        words=("the disk is full",),
        after="unset TMPDIR",
        again=REPORT,
    ),
    Case("reports read-only", _read_only("reports"), words=("can only be read", "reports/"), after="umount reports"),
    Case(
        "data/processed read-only and old",
        "rm data/processed/manifest.json; " + _read_only("data/processed"),
        "civcas build",
        words=("can only be read",),
        after="umount data/processed",
        again="civcas build",
    ),
    Case(
        "the whole project read-only, status",
        "mount --bind . . ; mount -o remount,ro,bind . ; cd .",
        "civcas status",
        WORKS,
        again="civcas status",
    ),
    Case(
        "limit on the size of files", "ulimit -S -f 8", words=("larger than the limit",), after="ulimit -S -f unlimited"
    ),
    Case(
        "limit on the size of files, at build",
        "ulimit -S -f 8",
        "civcas build",
        words=("larger than the limit",),
        after="ulimit -S -f unlimited",
        again="civcas build",
    ),
    Case(
        "64 open files allowed, no more",
        "h=$(ulimit -Hn); ulimit -n 64",
        words=("files may be open", "ulimit -n"),
        again="civcas status",
    ),
    Case("64 open files, more may be asked for", "ulimit -S -n 64", wanted=WORKS),
]

UNSET = "unset ${!XDG_*} MPLCONFIGDIR IPYTHONDIR ${!JUPYTER_*}; "
HOME = [
    Case("HOME that is not there", UNSET + "export HOME=/nonexistent/home", wanted=WORKS),
    Case("HOME that is a file", UNSET + "touch $TMP/h; export HOME=$TMP/h", wanted=WORKS),
    Case(
        "HOME that can only be read",
        UNSET + "mkdir $TMP/h; " + _read_only("$TMP/h") + "export HOME=$TMP/h",
        wanted=WORKS,
    ),
    Case("no HOME", UNSET + "unset HOME", wanted=WORKS),
    Case("TMPDIR that is not there", "export TMPDIR=/nonexistent/tmp", wanted=WORKS),
    Case("TMPDIR that is a file", "touch $TMP/t; export TMPDIR=$TMP/t", wanted=WORKS),
    Case("TMPDIR of 180 letters", "t=$TMP/$(printf %0180d 1); mkdir $t; export TMPDIR=$t", wanted=WORKS),
    *(
        Case(f"locale: {told}", f"export {told}", wanted=WORKS, command="civcas report --force plain; civcas status")
        for told in (
            "LC_ALL=C",
            "LANG=xx_XX.UTF-8 LC_ALL=xx_XX.UTF-8",
            "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0",
            "PYTHONIOENCODING=ascii PYTHONUTF8=0",
            "LC_ALL=tr_TR.UTF-8 LANGUAGE=ar",
        )
    ),
    Case(
        "JSON where the output is ASCII",
        "export PYTHONIOENCODING=ascii PYTHONUTF8=0",
        wanted=WORKS,
        command="civcas report --force --json plain | python -c 'import json, sys; json.load(sys.stdin)'",
    ),
    Case(
        "working folder removed",
        "mkdir x; cd x; rmdir ../x",
        "civcas status",
        words=("working folder was removed",),
        after="cd $PROJECT",
        again="civcas status",
    ),
    Case("stdin closed", "", "civcas report --force plain <&-", WORKS),
    Case("stdin, stdout and stderr closed", "", "civcas report --force plain <&- >&- 2>&-; civcas status", WORKS),
    Case("nobody reads, status", "", "civcas status | head -0; test ${PIPESTATUS[0]} = 141", WORKS),
    Case("nobody reads, report", "", "civcas report --force plain | head -0", WORKS),
    Case(
        "output onto a full disk", "", "civcas status > /dev/full", words=("the disk is full",), again="civcas status"
    ),
]
