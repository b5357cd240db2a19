"""Supply chain and secrets: what the project rests on, what is known of it, and that it asks nobody at run time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from analysis.publish.release import crate, dependencies, sbom
from torture import supply_offline, supply_secrets
from torture.part import HERE, Line, Part

BIN = Path(sys.executable).parent
EXAMPLES = 5


def tried() -> Part:
    """Try everything and return what was found."""
    lines = [_hashes(), _licences(), _bill(), *_secrets()]
    notes = []
    for line, note in (_audit(), _newest()):
        lines.append(line)
        notes.append(note)
    lines += _offline(notes)
    promise = (
        "Every package is pinned with the hashes of its files, its licence is known, known weaknesses are looked up; "
        "nothing is fetched at run time; no secret is or ever was under version control."
    )
    return Part("supply", "Supply chain and secrets", promise, lines, notes)


def _line(tried: str, times: int, happened: str, broken: list[str]) -> Line:
    """Return a line with the first examples of what failed."""
    return Line(tried, times, happened, len(broken), broken[:EXAMPLES])


def _hashes() -> Line:
    """Look for the hash of every file in the lock."""
    listed = tomllib.loads((HERE / "uv.lock").read_text(encoding="utf-8"))["package"]
    held = [(each["name"], one) for each in listed for one in [*each.get("wheels", []), each.get("sdist")] if one]
    broken = [name for name, one in held if not re.fullmatch(r"sha256:[0-9a-f]{64}", one.get("hash", ""))]
    return _line("files of locked packages", len(held), "each with its sha256 in uv.lock", broken)


def _licences() -> Line:
    """Look for the licence of every locked package."""
    listed = dependencies.read((HERE / "docs" / dependencies.LIST).read_bytes())
    packages = dependencies.locked((HERE / dependencies.LOCK).read_bytes())
    broken = [each.name for each in packages if not listed.get((each.name, each.version), {}).get("licence")]
    named = sum(row["copyleft"] == "yes" for row in listed.values())
    said = f"each with its licence in docs/dependencies.csv; {named} pass their terms on and are named in docs/trust.md"
    return _line("licences of locked packages", len(packages), said, broken)


def _bill() -> Line:
    """Make the bill of materials twice and check it against the schema."""
    told = crate.cited((HERE / "CITATION.cff").read_bytes())
    once, again = (
        sbom.bill((HERE / "uv.lock").read_bytes(), (HERE / "docs" / dependencies.LIST).read_bytes(), told)
        for _ in range(2)
    )
    broken = [] if once == again else ["its bytes differ"]
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(once.decode("utf-8"))
    broken += [str(wrong)[:200]] if wrong else []
    many = len(json.loads(once)["components"])
    return _line("bill of materials made", 2, f"CycloneDX 1.6, {many} packages, valid, the same bytes", broken)


def _secrets() -> list[Line]:
    """Look through every file, and every content there ever was."""
    lines = []
    for what, source in (("files under version control", "tracked"), ("contents that ever were", "ever")):
        broken, times = [], 0
        for name, content in getattr(supply_secrets, source)():
            times += 1
            if not name.endswith("uv.lock"):
                broken += [f"{name}: {each}" for each in supply_secrets.found(content)]
        lines.append(_line(f"{what}, for keys, tokens, passwords, addresses", times, "none holds any", broken))
    return lines


def _audit() -> tuple[Line, str]:
    """Ask pip-audit about every locked package, and say of how many it could find anything out."""
    lock = (HERE / "requirements.lock.txt").read_text(encoding="utf-8").splitlines()
    wanted = "\n".join(line for line in lock if re.match(r"[\w.-]+==", line))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "requirements.txt"
        place.write_text(wanted, encoding="utf-8")
        words = ["-r", str(place), "--no-deps", "--disable-pip", "-f", "json", "--progress-spinner", "off"]
        done = subprocess.run([BIN / "pip-audit", *words], capture_output=True, text=True)
    try:
        told = json.loads(done.stdout)["dependencies"]
    except ValueError:
        told = []
    skipped = sum("skip_reason" in each for each in told)
    weak = [f"{each['name']} {each['version']}: {one['id']}" for each in told for one in each.get("vulns", [])]
    fixes = [
        f"`{each['name']}` {each['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'no version'}"
        for each in told for one in each.get("vulns", [])
    ]  # fmt: skip
    looked = len(told) - skipped
    note = f"`pip-audit` was asked about {len(told)} packages; of {looked} the advisories could be looked up"
    note += f" ({'; '.join(fixes)})." if fixes else "."
    if skipped or not told:
        note += (
            f" Of {skipped or 'all'} they could not, for no service of advisories is reachable from here: of these no "
            "weakness is known to us and none is excluded. Where it can be reached, `make torture` looks them up."
        )
    return _line("packages that pip-audit could look up", looked, f"{len(weak)} with a known weakness", weak), note


def _newest() -> tuple[Line, str]:
    """Ask for the newest version of every locked package: what is newest lacks no mend that was published."""
    words = ["lock", "--upgrade", "--dry-run", "--directory", str(HERE)]
    done = subprocess.run([BIN / "uv", *words], capture_output=True, text=True)
    behind = re.findall(r"^Update (\S+) v(\S+) -> v(\S+)", done.stderr, re.M)
    resolved = re.search(r"Resolved (\d+) packages", done.stderr)
    many = int(resolved[1]) if resolved and not done.returncode else 0
    told = ", ".join(f"`{name}` {old} (newest {new})" for name, old, new in behind)
    note = (
        f"In place of advisories: {many - len(behind)} of {many} locked packages are the newest that fit together, so "
        f"that no published mend is missing from them{f'; behind are {told}' if told else ''}."
        if many
        else "No registry could be asked for newer versions."
    )
    return _line("packages compared with their newest version", many, f"{len(behind)} are behind it", []), note


def _offline(notes: list[str]) -> list[Line]:
    """Do everything with and without a network."""
    why = supply_offline.possible()
    if why:
        notes.append(f"Not tried without a network, for no namespace can be made here: {why}.")
        return [_line("commands in a network namespace without a route", 0, "not tried", [])]
    with tempfile.TemporaryDirectory(prefix="civcas-supply-") as folder:
        root = Path(folder)
        usual, broken = supply_offline.made(supply_offline.checkout(root / "checkout"), False, root / "with")
        alone, failed = supply_offline.made(supply_offline.checkout(root / "checkout"), True, root / "without")
        asked = [*supply_offline.heard(root / "with"), *supply_offline.heard(root / "without")]
    names = sorted({*usual, *alone})
    differ = [f"{name} differs" for name in names if usual.get(name) != alone.get(name)]
    commands = len(supply_offline.COMMANDS)
    return [
        _line("commands in a network namespace without a route", commands, "each ends as with one", broken + failed),
        _line("files made there, PDF and release among them", len(names), "the same bytes as with a network", differ),
        _line("commands, heard for names looked up and connections", 2 * commands, "none asks anybody", asked),
    ]
