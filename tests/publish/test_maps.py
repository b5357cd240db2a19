from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Ellipse
from publish.looking import words

from analysis.publish import maps, underlay
from analysis.publish.display import Figure, Sentence
from analysis.publish.style import GROUPS

ROWS = pd.DataFrame(
    {
        "label": ["a", "b", "c", "d"], "group": ["all three", "monitor only", "monitor only", "monitor only"],
        "lat": [36.34, 36.35, None, 40.0], "lon": [43.1, 43.15, None, 30.0], "radius_km": [0.1, 10.0, 10.0, 1.0],
        "row_key": ["incidents:a", "incidents:b", "incidents:c", "incidents:d"],
    }
)  # fmt: skip
FRAME = (42.9, 36.2, 43.35, 36.5)


def areas(canvases: list[Canvas]) -> dict[float, Ellipse]:
    patches = [patch for patch in canvases[0].axes[0].patches if patch.get_gid() == maps.AREA]
    return {round(patch.get_center()[0], 3): patch for patch in patches}


def test_a_place_is_as_wide_as_its_precision_and_never_a_point(canvases: list[Canvas]) -> None:
    maps.areas(ROWS, "map", "Places.", FRAME)
    drawn = areas(canvases)
    assert drawn[43.15].height * underlay.KM_PER_DEGREE / 2 == pytest.approx(10.0)
    assert drawn[43.1].height * underlay.KM_PER_DEGREE / 2 == pytest.approx(maps.LEAST)
    assert not [line for ax in canvases[0].axes for line in ax.lines if line.get_marker() not in ("None", None, "")]


def test_a_circle_is_round_on_the_ground(canvases: list[Canvas]) -> None:
    maps.areas(ROWS, "map", "Places.", FRAME)
    area = areas(canvases)[43.15]
    assert area.width / area.height == pytest.approx(1 / np.cos(np.radians(36.35)), rel=1e-3)


def test_places_not_drawn_are_counted(canvases: list[Canvas]) -> None:
    made = maps.areas(ROWS, "map", "Places.", FRAME)
    assert isinstance(made, Figure)
    assert "Drawn: 2; outside the frame: 1; without a point: 1." in made.caption and made.caption in made.alt
    assert len(made.csv.splitlines()) == 5 and "incidents:c" in made.csv


def test_groups_are_told_by_hatch_dash_and_a_name_beside_an_area(canvases: list[Canvas]) -> None:
    maps.areas(ROWS.assign(radius_km=[0.1, 1.0, 10.0, 1.0]), "map", "Places.", FRAME)
    drawn = areas(canvases)
    assert drawn[43.1].get_hatch() != drawn[43.15].get_hatch()
    assert {"all three", "monitor only"} <= set(words(canvases[0].axes[0]))
    named = {text.get_text(): text.xy for text in canvases[0].axes[0].texts}
    assert named["all three"] == (43.1, 36.34) and named["monitor only"] == (43.15, 36.35)


def test_what_a_hatch_means_stands_above_the_map_and_hides_no_place(canvases: list[Canvas]) -> None:
    maps.areas(ROWS, "map", "Places.", FRAME)
    ax = canvases[0].axes[0]
    key = ax.get_legend()
    assert [text.get_text() for text in key.get_texts()] == ["all three", "monitor only"]
    assert key.get_window_extent().y0 >= ax.get_window_extent().y1


def test_a_wide_area_is_an_outline_that_hides_nothing(canvases: list[Canvas]) -> None:
    maps.areas(ROWS, "map", "Places.", FRAME)
    wide = areas(canvases)[43.15]
    assert wide.get_facecolor()[3] == 0 and not wide.get_hatch()
    assert wide._unscaled_dash_pattern == GROUPS[1].dash


def test_the_base_map_lies_under_the_areas_and_is_named_in_the_caption(canvases: list[Canvas]) -> None:
    made = maps.areas(ROWS, "map", "Places.", FRAME)
    assert isinstance(made, Figure)
    assert underlay.WORDS["credit"] in made.caption and underlay.WORDS["lines"] in made.caption
    ax = canvases[0].axes[0]
    under = [artist for artist in ax.get_children() if artist.get_gid() in ("river", "lake", "borders", "coasts")]
    assert under and max(artist.get_zorder() for artist in under) <= min(
        p.get_zorder() for p in areas(canvases).values()
    )
    assert {"IRAQ", "Tigris"} <= set(words(ax)) and ax.get_xlim() == (FRAME[0], FRAME[2])


def test_the_words_say_how_precisely_places_are_known(canvases: list[Canvas]) -> None:
    made = maps.areas(ROWS, "map", "Places.", FRAME)
    assert "monitor only: 1 place, known to 10 km." in made.alt  # type: ignore[union-attr]


def test_without_a_point_nothing_is_drawn() -> None:
    assert isinstance(maps.areas(ROWS.assign(lat=float("nan")), "map", "Places."), Sentence)


def test_equal_places_give_equal_bytes() -> None:
    one, two = (maps.areas(ROWS, "map", "Places.", FRAME) for _ in range(2))
    assert one.png == two.png  # type: ignore[union-attr]
