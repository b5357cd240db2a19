from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Ellipse

from analysis.publish import maps
from analysis.publish.display import Figure, Sentence

ROWS = pd.DataFrame(
    {
        "label": ["a", "b", "c", "d"], "group": ["all three", "monitor only", "monitor only", "monitor only"],
        "lat": [36.34, 36.35, None, 40.0], "lon": [43.1, 43.15, None, 30.0], "radius_km": [0.1, 10.0, 10.0, 1.0],
        "row_key": ["incidents:a", "incidents:b", "incidents:c", "incidents:d"],
    }
)  # fmt: skip
FRAME = (42.9, 36.2, 43.35, 36.5)


@pytest.fixture
def axes(monkeypatch: pytest.MonkeyPatch) -> list:
    seen: list = []
    save = maps.png_of

    def kept(canvas: object) -> bytes:
        seen.extend(canvas.axes)  # type: ignore[attr-defined]
        return save(canvas)  # type: ignore[arg-type]

    monkeypatch.setattr(maps, "png_of", kept)
    return seen


def areas(axes: list) -> dict[float, Ellipse]:
    return {round(patch.get_center()[0], 3): patch for patch in axes[0].patches if isinstance(patch, Ellipse)}


def test_a_place_is_as_wide_as_its_precision_and_never_a_point(axes: list) -> None:
    maps.areas(ROWS, "map", "Places.", FRAME)
    drawn = areas(axes)
    assert drawn[43.15].height * maps.KM_PER_DEGREE / 2 == pytest.approx(10.0)
    assert drawn[43.1].height * maps.KM_PER_DEGREE / 2 == pytest.approx(maps.LEAST)
    assert not [line for ax in axes for line in ax.lines if line.get_marker() not in ("None", None, "")]


def test_a_circle_is_round_on_the_ground(axes: list) -> None:
    maps.areas(ROWS, "map", "Places.", FRAME)
    area = areas(axes)[43.15]
    assert area.width / area.height == pytest.approx(1 / np.cos(np.radians(36.35)), rel=1e-3)


def test_places_not_drawn_are_counted(axes: list) -> None:
    made = maps.areas(ROWS, "map", "Places.", FRAME)
    assert isinstance(made, Figure)
    assert "Drawn: 2; outside the frame: 1; without a point: 1." in made.caption and made.caption in made.alt
    assert len(made.csv.splitlines()) == 5 and "incidents:c" in made.csv


def test_groups_differ_in_hatch_as_well_as_in_colour() -> None:
    assert len({style[1] for style in maps.STYLES}) == len(maps.STYLES)


def test_the_words_say_how_precisely_places_are_known(axes: list) -> None:
    made = maps.areas(ROWS, "map", "Places.", FRAME)
    assert "monitor only: 1 places, known to between 10 and 10 km." in made.alt  # type: ignore[union-attr]


def test_without_a_point_nothing_is_drawn() -> None:
    assert isinstance(maps.areas(ROWS.assign(lat=float("nan")), "map", "Places."), Sentence)


def test_equal_places_give_equal_bytes() -> None:
    one, two = (maps.areas(ROWS, "map", "Places.", FRAME) for _ in range(2))
    assert one.png == two.png  # type: ignore[union-attr]
