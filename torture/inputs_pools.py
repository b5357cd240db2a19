"""What people, spreadsheets and attackers put into a cell or a file: the stock that the invented files draw from."""

from __future__ import annotations

import gzip
import io
import zipfile

NUMBERS = (
    "0", "1", "7", "007", "5\n", "\n5", "12", "999999999", "-1", "-0", "+5", "1.0", "1.5", "1,5", "1e3",
    "1e308", "1e400", "-1e308", "NaN", "nan", "inf", "-inf", "Infinity", "0x1F", "1_000", "1 000", "1,000",
    "1.000,5", "1\u202f000", " 5", "5 ", "\t5", "5\u00a0", "１２", "٣", "٢٣٠", "۲۳۰", "1٢", "²", "½", "Ⅻ", "𝟝",
    "१२", "true", "TRUE", "null", "None", "9" * 15, "9" * 16, "9" * 19, "18446744073709551616", "9" * 400,
    "2147483648", "42811", "42811.5", "36.340", "36,34", "36.", ".5", "1e-5", "--5", "5-7", "5–7", "~5", "5?",
    "5+", ">5", "dozens", "0.1", "1.0000000000000001",
)  # fmt: skip
DATES = (
    "2017", "2017-03", "2017-03-17", "2017-03-17\n", "2016-02-29", "2017-02-29", "2017-02-31", "2017-13-01",
    "2017-00-00", "0000-00-00", "0000", "0025", "0025-03-17", "25", "25-03-17", "9999-12-31", "2199-01-01",
    "2100-12-31", "1899-12-31", "1900-01-01", "17/03/2017", "03/04/2017", "3/3/2017", "2017/03/17",
    "2017.03.17", "17.03.2017", "17-03-2017", "17 March 2017", "March 17, 2017", "Mar 2017", "17 Mar 17",
    "31 ديسمبر 2025", "٢٠١٧-٠٣-١٧", "٢٠١٧", "２０１７-０３-１７", "2017-3-17", "2017-03-17T00:00:00",
    "2017-03-17T13:05:00", "2017-03-17 00:00", "2017-03-17Z", "42811", "42811.0", "60", "1", "-1", "2017-W11",
    "2017-076", "today", "yesterday", "2017-03-17/2017-03-18", "2017-03/2017-01", "2017-03-17 ", " 2017-03-17",
    "2017\u201303\u201317", "2017-03-1O", "20170317", "1489708800", "31 June 2017", "30 February 2017",
    "1438-06-19", "١٩ جمادى الآخرة ١٤٣٨", "كانون الأول 2016", "كانون 2016", "17th March 2017",
    "2017-03-17\u200b", "/", "2017/",
)  # fmt: skip
WORDS = (
    "", " ", "\t", "-", "—", "?", "n/a", "N/A", "NA", "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!",
    "#NUM!", "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1+2", '=HYPERLINK("http://x.invalid","y")',
    "null", "None", "nan", "NULL", "undefined", "[object Object]", "Mosul", "الموصل", "مو\u0651صل",
    "Mosul\u200b", "Mo\u200dsul", "Mo\u00adsul", "\ufeffMosul", "\u202eluso\u004d\u202c", "\u2066Mosul\u2069",
    "\u200fMosul", "\u061cMosul", "Mosul\u00a0West", "Mo  sul", " Mosul", "Mosul ", "e\u0301", "é", "Ａ",
    "\u2028", "\u2029", "\u0085", "\x07", "\x1b[31mred", "\x7f", "\x00", "a\x00b", "\ufffd", "\ufffe", "\ue000",
    "\U000e0041", "\U0001f480", "<script>alert(1)</script>", "'; DROP TABLE claims; --", "../../etc/passwd",
    "a,b", 'a"b', "a\nb", "a\r\nb", "a\rb", "a;b", "a | b", "{{7*7}}", "%s%n", "\\", "\\N", "x" * 300,
    "x" * 20_000, "ا" * 5_000, "\u0301" * 200, "IQ", "iq", "İraq", "Iraq", "coalition", "Coalition", "exact",
    "Exact", "incident",
)  # fmt: skip
CELLS = (*NUMBERS, *DATES, *WORDS)

BYTES = (
    b"\x00", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xc0\x80",
    b"\xf4\x90\x80\x80", b"\x80", b"\xe2\x80\xae", b"\xe2\x80\x8b", b"\xc2\xa0", b"\xc2\x85", b"\r", b"\n",
    b"\r\n", b"\n\n", b'"', b'""', b'"""', b",", b",,,,", b";", b"\t", b"'", b"\x1a", b"\x1b[2J", b"\x7f",
    "مدنيين".encode("cp1256"), "Générale".encode("latin-1"), "é".encode("cp1252"), "قتل".encode("iso8859-6"),
    b"\xef\xbf\xbd", b"\xef\xbf\xbe", b"=1+1", b"#REF!", b"1e308", b"\\ud800", b"<html>", b"{", b"}", b"[",
)  # fmt: skip


def zipped(content: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return a zip archive, as a workbook is one."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, content)
    return held.getvalue()


def whole_files() -> tuple[bytes, ...]:
    """Return files that are none of ours: empty, of another kind, or packed."""
    text = "a,b\n1,مدنيين\n"
    return (
        b"", b"\n", b"\r\n", b" ", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b'"', b",", b"\x00" * 5000, b"a",
        b"\n" * 5000, b"," * 5000, b'"' * 5001, text.encode("utf-16"), text.encode("utf-16-le"),
        text.encode("utf-32"), text.encode("cp1256"), text.encode("utf-7"), zipped(b"<worksheet/>"),
        gzip.compress(text.encode(), mtime=0), b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"SQLite format 3\x00" + b"\x00" * 90, b"PAR1" + b"\x00" * 40 + b"PAR1", b'[{"a": 1}, {"a": 2}]',
        b'{"resources": []}', b"<!DOCTYPE html><html><table>", b"<?xml version='1.0'?><a/>", b"{\\rtf1 a}",
        b"a\tb\n1\t2\n", b"a;b\n1;2\n", b"sep=,\na,b\n1,2\n", bytes(range(256)) * 8, b"[" * 100_000,
        b'{"a":' * 50_000, b"null", b"true", b"NaN", b'"text"', b"-", b"9" * 5000,
    )  # fmt: skip


JSON_VALUES: tuple[object, ...] = (
    None, True, False, 0, 1, -1, 10**30, 1e308, float("nan"), float("inf"), "", " ", "string", "Integer",
    "number", "x" * 5000, "\x00", "\u202ea", "\ud800", "/etc/passwd", "../reports.toml", "events.csv",
    "sub/events.csv", ".", "..", "sha256:", "sha256:00", "^(a+)+$", "[", "*", "(?P<x>", "^\\d+$", [], {}, [[]],
    [None], [""], [1, 2], {"a": 1}, {"": ""}, [{}], [{"name": "a"}], {"required": "yes"}, {"minimum": "0"},
    {"maximum": None}, {"enum": "abc"}, {"enum": []}, {"enum": [1]}, {"pattern": 5}, {"unique": 1},
    [{"rule": "nothing"}], [{"rule": "ordered"}], [{"rule": "ordered", "low": "no", "high": "such"}],
    [{"fields": []}], [{"fields": ["no"], "reference": {"resource": "", "fields": ["no"]}}],
    [{"fields": ["event_id"], "reference": {"resource": "nowhere", "fields": ["event_id"]}}],
)  # fmt: skip
