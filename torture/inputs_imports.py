"""Readers of other people's exports: encodings, cells, sheets, whole conversions, whole studies, each beside the judge."""

from __future__ import annotations

import csv
import re
import tempfile
import unicodedata
from functools import cache
from pathlib import Path

from analysis.data import verify
from analysis.data.importers import encodings, formats, outlets, reading, study
from analysis.data.importers.days import written
from analysis.data.importers.records import Context, Converted
from analysis.data.importers.reading import Sheet
from analysis.data.importers.values import decimal, whole
from analysis.errors import DataError
from analysis.paths import Project
from torture import inputs_judge as judge
from torture.inputs_watch import Broke, sentence
from torture.part import HERE

EXPORTS = HERE / "tests" / "data" / "importers" / "exports"
STEERING = dict.fromkeys([0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
COUNTS = re.compile(r".*_(min|max)|best|high|low|deaths_civilians|fatalities|Reported m.*|id|n_sources")
EUROPEAN = {**{0x660 + n: str(n) for n in range(10)}, **{0x6F0 + n: str(n) for n in range(10)}}
STEPS = 25  # of so many sound conversions one is written, built and verified


def tidied(cell: str) -> str:
    """Return a cell as the importers promise to read it: no steering marks, one space for runs of white space."""
    return " ".join(cell.translate(STEERING).split())


def utf8(given: tuple[bytes, str]) -> str:
    """Return how bytes ended on their way to UTF-8."""
    content, told = given
    text = encodings.to_utf8(content, "export.csv", told).decode()
    if any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in text):
        raise Broke("a control character is let through")
    plain = content.removeprefix(b"\xef\xbb\xbf")
    if not any(_backs(text, name) in (content, plain) for name in ("utf-8", "cp1256", "latin-1")):
        raise Broke("the text does not go back to its bytes")
    try:
        if not told and plain.decode() != text:
            raise Broke("valid UTF-8 was read as something else")
    except UnicodeDecodeError:
        pass
    return "accepted"


def _backs(text: str, name: str) -> bytes | None:
    """Return a text in an encoding, if it can be."""
    try:
        return text.encode(name)
    except UnicodeEncodeError:
        return None


def number(cell: str) -> str:
    """Return how one cell ended as a whole number and as a decimal."""
    import pandas as pd

    column = pd.Series([cell], dtype="str")
    plain = cell.translate(EUROPEAN)
    kinds = {ord(sign) - unicodedata.decimal(sign) for sign in cell if sign.isdecimal()}
    mixed = len(kinds) > 1
    count, share = (str(read(column).values.iloc[0]) for read in (whole, decimal))
    wanted = str(int(plain)) if re.fullmatch(r"[0-9]{1,9}", plain, re.ASCII) and not mixed else "nan"
    if count != wanted:
        raise Broke(f"{cell!r} was read as the number {count}, not {wanted}")
    dotted = plain.replace("٫", ".")
    wanted = dotted if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,15})?", dotted, re.ASCII) and not mixed else "nan"
    if share != wanted:
        raise Broke(f"{cell!r} was read as the decimal {share}, not {wanted}")
    return "refused" if "nan" in (count, share) else "accepted"


def day(cell: str) -> str:
    """Return how one cell ended as a date; a date that is taken must be the one that its own numbers say."""
    value, reason = written(cell)
    if value is None:
        sentence(str(reason))
        return "refused"
    if judge.span(value) is None:
        raise Broke(f"{cell!r} was read as {value!r}, which is no date")
    plain = cell.translate(EUROPEAN)
    parts = [int(part) for part in re.findall(r"[0-9]+", re.sub(r"[T ]00:00.*", "", plain))]
    said = [int(part) for part in value.split("-")]
    named = len(said) - len(parts)  # the month in letters
    if value[:4] not in plain or named not in (0, 1) or not _within(parts, said):
        raise Broke(f"{cell!r} was read as {value!r}")
    if (
        re.fullmatch(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{4}", plain)
        and parts[0] <= 12
        and parts[1] <= 12
        and parts[0] != parts[1]
    ):
        raise Broke(f"{cell!r} can be read in two ways and was read as {value!r}")
    return "accepted"


def _within(parts: list[int], said: list[int]) -> bool:
    """Return whether all numbers of a text are numbers of its date."""
    left = list(said)
    for part in parts:
        if part not in left:
            return False
        left.remove(part)
    return True


@cache
def context() -> Context:
    """Return what a conversion is told beside the files: nothing but the publishers."""
    return Context(outlets.publishers(Project(HERE)))


@cache
def columns_of(name: str) -> tuple[str, list[str]]:
    """Return the sheet and the columns of a format, of Airwars those of its incidents."""
    chosen = formats.FORMATS[name].columns
    first = next(iter(chosen))
    return first, chosen[first]


def base(name: str) -> list[list[str]]:
    """Return the first rows of the made-up export of a format."""
    path = EXPORTS / ("airwars/incidents.csv" if name == "airwars" else f"{name}.csv")
    return [row for _, row in judge.rows(path.read_text("utf-8"))][:9]


class Imported:
    """One format from bytes to our tables; of some that are sound, also the study is written, built and verified."""

    def __init__(self, name: str) -> None:
        self.name, self.chosen, self.taken = name, formats.FORMATS[name], 0
        self.root = Path(tempfile.mkdtemp(prefix="inputs-"))
        self.place = self.root / "export.csv"
        (self.root / "reports.toml").write_text("", encoding="utf-8")
        (self.root / "data").mkdir()
        (self.root / "data" / "raw").symlink_to(HERE / "data" / "raw")

    def __call__(self, content: bytes) -> str:
        """Return how an export ended."""
        self.place.write_bytes(content)
        sheet, columns = columns_of(self.name)
        first = reading.read(self.place, columns)
        sheets = {sheet: first} | {key: self._rest(key) for key in self.chosen.columns if key != sheet}
        made = self.chosen.convert(sheets, context())
        self._whole(content, made)
        if made.sifted[0].counts["accepted"]:
            self.taken += 1
            if self.taken % STEPS == 1:
                self._studied(made)
            return "accepted" if not made.sifted[0].counts["rejected"] else "listed"
        return "listed"

    def _rest(self, key: str) -> Sheet:
        """Return another sheet of an Airwars export, as it was made up."""
        return reading.read(EXPORTS / self.name / f"{key}.csv", self.chosen.columns[key])

    def _whole(self, content: bytes, made: Converted) -> None:
        """Refuse a conversion that dropped a row, listed one without a reason, or changed a number or a word."""
        sifted = made.sifted[0]
        try:
            body = judge.rows(encodings.to_utf8(content, "export.csv").decode())
        except csv.Error as problem:
            raise Broke(f"is read, though it is no comma-separated text: {problem}") from None
        header, rows = [name.strip() for name in body[0][1]], dict(body[1:])
        taken, listed = set(sifted.rows.index), set(sifted.rejects["line"])
        if taken & listed or taken | listed != set(rows):
            raise Broke(f"{len(rows)} rows in the file, {len(taken)} accepted, {len(listed)} rejected")
        for reason in sifted.rejects["reason"].tolist()[:20]:
            sentence(str(reason) if isinstance(reason, str) else "")
        for column in sifted.rows:
            for line, value in zip(sifted.rows.index, sifted.rows[column].tolist(), strict=True):
                said = tidied(rows[line][header.index(column)])
                told = value if isinstance(value, str) else ""
                if (told == "") != (said == "") and said.strip(" ;"):
                    raise Broke(f"line {line}, {column}: {said!r} was read as {told!r}")
                if COUNTS.fullmatch(column) and told and told != str(int(said.translate(EUROPEAN))):
                    raise Broke(f"line {line}, {column}: {said!r} was read as {told!r}")

    def _studied(self, made: Converted) -> None:
        """Write and build the study; what comes out must keep the rules of its own card."""
        project = Project(self.root)
        try:
            last = study.as_of_day("", made.last_day)
        except DataError as refusal:
            sentence(str(refusal))
            return
        origin = study.Origin(self.name, f"{self.name}, study s", "not stated", last)
        held = study.write(project, "s", made, origin, replace=True)
        found = [finding for findings in verify.verify(held).values() for finding in findings]
        if found:
            raise Broke(f"the import breaks the rules of our own tables: {found[0]}")
