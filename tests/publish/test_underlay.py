from __future__ import annotations

from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure as Canvas

from analysis.errors import DataError
from analysis.modules import Package, short_hash
from analysis.paths import find_project
from analysis.publish import underlay
from analysis.publish.provenance import code_of

MOSUL = (42.9, 36.2, 43.35, 36.5)
WHOLE = (36.0, 29.0, 48.5, 38.0)
BRIDGE = (43.139, 36.346)  # the old bridge of Mosul, over the Tigris


def drawn(frame: tuple[float, float, float, float]) -> tuple[Any, str]:
    ax = Canvas().subplots()
    ax.set(xlim=(frame[0], frame[2]), ylim=(frame[1], frame[3]))
    told = underlay.under(ax, frame)
    underlay.name_countries(ax, frame, [])
    return ax, told


def test_the_mark_is_that_of_the_file_so_that_a_changed_map_makes_reports_stale() -> None:
    content = files("analysis.publish").joinpath("basemap", "region.json").read_bytes()
    assert short_hash(content) == underlay.MARK and len(content) < 150_000


def test_the_reports_with_a_map_depend_on_it_and_no_other() -> None:
    package, depending = Package(), set()
    for path in find_project().notebooks.glob("*.ipynb"):
        needed = package.closure(package.imported(code_of(path.read_bytes())))
        depending |= {path.stem} if "analysis.publish.underlay" in needed else set()
    assert depending == {"40-incident-concordance"}


def test_a_file_that_was_changed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(underlay, "MARK", "0" * 16)
    with pytest.raises(DataError, match=r"not the base map this version was made with: install civcas again"):
        underlay.region.__wrapped__()


def test_every_line_lies_in_the_frame_of_the_map() -> None:
    made = underlay.region()
    west, south, east, north = made["frame"]
    lines = [*made["borders"], *made["coasts"], *made["lakes"], *(line for _, line in made["rivers"])]
    lines += [ring for _, *rings in made["countries"] for ring in rings]
    points = np.concatenate([np.array(line) for line in lines])
    assert points.min(axis=0) == pytest.approx([west, south], abs=0.5) and (points >= [west, south]).all()
    assert (points <= [east, north]).all()


@pytest.mark.parametrize(
    ("place", "country"),
    [((44.4, 33.3), "Iraq"), ((39.0, 35.95), "Syria"), ((43.13, 36.34), "Iraq"), ((35.9, 31.9), "Jordan")],
)
def test_known_places_lie_in_their_country(place: tuple[float, float], country: str) -> None:
    x, y = place
    assert list(underlay.countries_in((x - 0.05, y - 0.05, x + 0.05, y + 0.05))) == [country]


def test_a_river_is_a_band_that_holds_the_true_river_and_no_line() -> None:
    ax, told = drawn(MOSUL)
    bands = [patch for patch in ax.patches if patch.get_gid() == "river"]
    assert len(bands) == 1 and bands[0].get_path().contains_point(BRIDGE)
    assert not [line for line in ax.lines if line.get_gid() == "river"]
    assert underlay.WORDS["river"] in told and f"{underlay.RIVER_KM:g} km" in told


def test_a_band_is_as_wide_as_it_says() -> None:
    line = np.array([[43.0, 36.0], [43.0, 36.5]])
    band = underlay.band(line, 3.0, 1 / np.cos(np.radians(36)))
    assert (band[:, 0].max() - 43.0) * 111.19 * np.cos(np.radians(36)) == pytest.approx(3.0)


def test_borders_rivers_and_countries_are_drawn_and_named() -> None:
    ax, told = drawn(WHOLE)
    names = {text.get_text() for text in ax.texts}
    assert {"IRAQ", "SYRIA", "TURKEY", "IRAN", "JORDAN", "Tigris", "Euphrates"} <= names
    assert [line for line in ax.lines if line.get_gid() == "borders"]
    assert told.startswith("Base map: Natural Earth. Borders and names are those of the base map and not a judgement.")


def test_the_name_of_a_country_stands_in_it() -> None:
    ax, _ = drawn(WHOLE)
    for text in ax.texts:
        if text.get_gid() == "country":
            x, y = text.xy
            held = underlay.countries_in((x - 0.02, y - 0.02, x + 0.02, y + 0.02))
            assert [name.upper() for name in held] == [text.get_text()]


def test_a_name_keeps_away_from_what_is_drawn() -> None:
    ax = Canvas().subplots()
    underlay.name_countries(ax, MOSUL, [(43.0, 36.3), (43.1, 36.35), (43.05, 36.4)])
    assert ax.texts[0].xy[0] > 43.15


def test_outside_the_map_nothing_is_drawn_and_that_is_said() -> None:
    ax, told = drawn((30.0, 46.0, 31.0, 47.0))
    assert told == underlay.WORDS["none"] and not ax.lines and not ax.patches and not ax.texts


def test_a_plain_map_says_nothing_of_rivers() -> None:
    ax, told = drawn((40.0, 32.0, 40.2, 32.2))
    assert "river" not in told and underlay.WORDS["lines"] in told and not ax.patches
