from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure as Canvas
from publish.looking import arrows, words

from analysis.methods.revisions.panels import before, drawn, known
from analysis.methods.revisions.prints import CONCEDED
from analysis.paths import Project
from analysis.publish import steps
from analysis.publish.display import Figure, Sentence

AS_OF = "2026-11-24"
DAYS = ["2017-03-25", "2017-12-31"]


def frame(*rows: tuple[str, float | None, float | None]) -> pd.DataFrame:
    told = [
        {"first": pd.Timestamp(day), "lo": lo, "hi": hi, "said": "1", "family": "official", "clock": "release",
         "latest": "1,400", "row_keys": ["official_monthly:13"]}
        for day, lo, hi in rows
    ]  # fmt: skip
    return pd.DataFrame(told).astype({"lo": "Float64", "hi": "Float64"})


MARKED = pd.DataFrame({"day": ["2017-03-25"], "hi": [0.5], "share": ["50.0%"]})


def test_a_share_is_drawn_flat_from_its_day_to_the_as_of_day(canvases: list[Canvas]) -> None:
    steps.steps(frame(("2017-01-10", 0.5, 0.5), ("2017-06-01", 1, 1)), MARKED, "2017-12-31", "known", "Known.")
    ax = canvases[0].axes[0]
    stair = next(line for line in ax.lines if line.get_drawstyle() == "steps-post")
    assert stair.get_ydata().tolist() == [0.5, 1, 1] and len(stair.get_xdata()) == 3
    assert stair.get_xdata()[-1] == pd.Timestamp("2017-12-31").toordinal() - pd.Timestamp("1970-01-01").toordinal()
    assert words(ax) == ["50.0%\n2017-03-25", "as of 2017-12-31", "Officials, party"]
    assert ax.get_xlabel().startswith("Release clock") and "1,400" in ax.get_ylabel()


def test_two_ends_are_two_named_stairs_with_the_space_between_shaded_and_an_open_end_is_an_arrow(
    canvases: list[Canvas],
) -> None:
    steps.steps(frame(("2017-01-10", 0.5, 0.7)), MARKED.head(0), "2017-12-31", "known", "Known.")
    stairs = [line for line in canvases[0].axes[0].lines if line.get_drawstyle() == "steps-post"]
    assert [line.get_ydata().tolist() for line in stairs] == [[0.5, 0.5], [0.7, 0.7]]
    assert {line.get_linestyle() for line in stairs} == {"-", "--"} and len(canvases[0].axes[0].collections) == 1
    assert {"least", "most", "Officials, party"} <= set(words(canvases[0].axes[0]))
    assert arrows(canvases[0].axes[0]) == []
    steps.steps(
        frame(("2017-01-10", None, 0.7), ("2017-02-10", 0.8, None)), MARKED.head(0), "2017-12-31", "known", "Known."
    )
    stairs = [line for line in canvases[1].axes[0].lines if line.get_drawstyle() == "steps-post"]
    assert [[None if pd.isna(y) else y for y in line.get_ydata()] for line in stairs] == [
        [None, 0.8, 0.8], [0.7, None, None],
    ]  # fmt: skip
    assert [(y, side) for _, y, side in arrows(canvases[1].axes[0])] == [(0.8, "above"), (0.7, "below")]
    assert not {"least", "most"} & set(words(canvases[1].axes[0]))


def test_a_share_above_one_is_not_clipped(canvases: list[Canvas]) -> None:
    steps.steps(frame(("2017-01-10", 1.4, 1.4)), MARKED.head(0), "2017-12-31", "known", "Known.")
    assert canvases[0].axes[0].get_ylim()[1] > 1.4


def test_the_words_and_the_csv_say_what_is_drawn(inside: Project) -> None:
    shown = steps.shown(CONCEDED, [*DAYS, AS_OF], AS_OF, "known", "Known.")
    assert isinstance(shown, Figure) and "On 2017-03-25: 16%. On 2017-12-31: 58%." in shown.alt
    assert "2026-11-24: " not in shown.alt and shown.csv.startswith("first,lo,hi,said")
    again = steps.steps(drawn(CONCEDED, AS_OF), known(CONCEDED, before(DAYS, AS_OF), AS_OF), AS_OF, "known", "Known.")
    assert isinstance(again, Figure) and again.png == shown.png


def test_nothing_to_draw_is_said(inside: Project) -> None:
    assert isinstance(steps.steps(frame(("2017", 1, 1)).head(0), MARKED, AS_OF, "known", "Known."), Sentence)
    told = steps.shown(CONCEDED, DAYS, "2014-01-01", "known", "Known.")
    assert isinstance(told, Sentence) and "was not printed by 2014-01-01" in told.text
