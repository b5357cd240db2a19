from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import matplotlib.image as mpimg
import pandas as pd
import pytest
from matplotlib.figure import Figure as Canvas
from publish.looking import arrows, lines, parts, stated, words

from analysis.errors import ScopeError
from analysis.publish import canvas, marks, plots, style
from analysis.publish.display import Figure, Sentence
from analysis.publish.style import LOOKS, drawing


def frame(*rows: tuple[object, ...], clock: str = "report") -> pd.DataFrame:
    columns = ["panel", "family", "first", "last", "lo", "hi"]
    made = pd.DataFrame(rows, columns=columns).assign(clock=clock, row_key="statements:x")
    return made.assign(first=pd.to_datetime(made["first"]), last=pd.to_datetime(made["last"]))


DAY = ("2017-03-25", "2017-03-25")
MONTH = ("2017-03-01", "2017-03-31")
RANGE = ("Monitors", "monitor", *DAY, 220, 500)
FLOOR = ("Monitors", "monitor", *DAY, 440, None)
CEILING = ("Monitors", "monitor", *DAY, None, 200)
UNSEEN = ("UN", "un", *MONTH, None, None)


@pytest.fixture
def axes(canvases: list[Canvas]) -> Axes:
    """The axes of every figure drawn."""
    return Axes(canvases)


class Axes:
    """All axes of the pictures drawn so far."""

    def __init__(self, canvases: list[Canvas]) -> None:
        self.canvases = canvases

    def __iter__(self) -> Iterator[Any]:
        return (ax for canvas in self.canvases for ax in canvas.axes)

    def __getitem__(self, at: int) -> Any:
        return list(self)[at]


def draw(*rows: tuple[object, ...], clock: str = "report", **more: object) -> Figure:
    made = plots.bounds(frame(*rows, clock=clock), "one", "Killed, as said.", **more)  # type: ignore[arg-type]
    assert isinstance(made, Figure)
    return made


def test_both_bounds_are_drawn_and_joined(axes: Axes) -> None:
    draw(RANGE)
    assert sorted(y for _, y in stated(axes[0])) == [220, 500]
    assert [[y for _, y in part] for part in parts(axes[0], marks.BETWEEN)] == [[220, 500]]
    assert arrows(axes[0]) == []


def test_an_open_end_is_an_arrow_on_its_side_and_no_number(axes: Axes) -> None:
    draw(FLOOR)
    draw(CEILING)
    assert [[(y, side) for _, y, side in arrows(ax)] for ax in axes] == [[(440, "above")], [(200, "below")]]
    assert all("1 figure; arrow: open end" in words(ax) for ax in axes)
    assert [[y for _, y in stated(ax)] for ax in axes] == [[440], [200]]


def test_a_month_without_a_figure_is_a_grey_span_of_that_month_and_no_mark_on_the_scale(axes: Axes) -> None:
    draw(UNSEEN, ("UN", "un", "2017-04-01", "2017-04-30", 317, 317), clock="event")
    [span] = axes[0].patches
    assert span.get_hatch() == style.GAP_HATCH
    assert (span.get_x(), span.get_width()) == (plots.date2num(pd.Timestamp("2017-03-01")), 31)
    assert [y for _, y in stated(axes[0])] == [317]
    assert "1 figure; grey: 1 month not seen" in [text.get_text() for text in axes[0].texts]


def test_a_coarse_date_stands_on_its_last_day_when_published_and_in_its_middle_when_it_is_a_span(axes: Axes) -> None:
    row = ("Monitors", "monitor", *MONTH, 5, 5)
    draw(row)
    draw(row, clock="event")
    first, last = (plots.date2num(pd.Timestamp(day)) for day in MONTH)
    assert [stated(ax)[0][0] for ax in axes] == [last, (first + last) / 2]
    assert [parts(ax, marks.SPAN) for ax in axes] == [[[(first, 5), (last, 5)]]] * 2


def test_the_axis_names_its_clock_and_two_clocks_are_refused(axes: Axes) -> None:
    for clock, name in plots.CLOCK_AXIS.items():
        draw(RANGE, clock=clock)
        assert axes[-1].get_xlabel() == name
    mixed = pd.concat([frame(RANGE), frame(RANGE, clock="event")])
    with pytest.raises(ScopeError, match="mixes clocks: event and report"):
        plots.bounds(mixed, "one", "Killed.")


def test_each_panel_has_its_title_and_counts_from_zero(axes: Axes) -> None:
    draw(RANGE, ("Officials", "official_local", *DAY, 43, 43))
    assert [ax.get_title(loc="left") for ax in axes] == ["Monitors", "Officials"]
    assert all(ax.get_ylim()[0] == 0 for ax in axes) and axes[0].get_ylim()[1] > 500 > axes[1].get_ylim()[1]


def test_panels_may_share_one_scale(axes: Axes) -> None:
    draw(RANGE, ("Officials", "official_local", *DAY, 43, 43), share_y=True)
    assert axes[0].get_ylim() == axes[1].get_ylim()


def test_marked_days_are_lines_with_letters_and_close_ones_share_a_label(axes: Axes) -> None:
    marks = [("2017-01-01", "a denied"), ("2017-03-24", "b admitted"), ("2017-03-25", "c admitted")]
    draw(("Monitors", "monitor", "2017-01-01", "2017-01-01", 1, 1), RANGE, marks=marks)
    assert "a" in words(axes[0]) and "b–c" in words(axes[0])
    days = {float(line.get_xdata()[0]) for line in axes[0].lines if len(set(line.get_xdata())) == 1}
    assert {plots.date2num(pd.Timestamp(day)) for day, _ in marks} <= days


def test_bars_say_in_words_who_said_what_and_draw_no_number_for_none(axes: Axes) -> None:
    rows = pd.DataFrame(
        {
            "label": ["Airwars", "Coalition"], "family": ["monitor", "official_belligerent"],
            "said": ["at least 440", "no number (under assessment)"], "lo": [440, None], "hi": [None, None],
        }
    )  # fmt: skip
    made = plots.bars(rows, "page", "Killed, as said.")
    said = [" ".join(text.get_text().split()) for text in axes[0].texts if text.get_text()]
    assert said == [
        "Monitors · Airwars: at least 440", "Officials, party to the strikes · Coalition: no number (under assessment)",
    ]  # fmt: skip
    marked = [line for line in axes[0].lines if line.get_marker() == LOOKS["monitor"].marker]
    assert [list(line.get_xdata()) for line in marked] == [[440]] and axes[0].get_xlim()[0] == 0
    assert isinstance(made, Figure) and "at least 440" in made.alt


def test_nothing_to_draw_is_said_and_not_drawn() -> None:
    for made in (plots.bounds(frame(), "one", "Killed."), plots.bars(frame(), "two", "Killed.")):
        assert isinstance(made, Sentence) and "no number was seen" in made.text


def test_a_picture_carries_its_data_with_the_key_of_every_row() -> None:
    made = draw(RANGE, FLOOR)
    lines = made.csv.splitlines()
    assert lines[0].startswith("panel,family,first,last,lo,hi") and "row_key" in lines[0]
    assert lines[1].startswith("Monitors,monitor,2017-03-25,2017-03-25,220,500") and "440,," in lines[2]


def test_equal_data_give_equal_bytes_that_are_a_picture() -> None:
    one, two = draw(RANGE, FLOOR, UNSEEN), draw(RANGE, FLOOR, UNSEEN)
    assert one.png == two.png
    assert mpimg.imread(BytesIO(one.png)).shape[1] == pytest.approx(canvas.WIDE * canvas.DPI, abs=2)
    assert b"Software" not in one.png


@pytest.mark.parametrize("clock", ["report", "event"])
def test_every_family_drawn_is_named_beside_one_of_its_marks(clock: str, axes: Axes) -> None:
    rows = [("Others", family, *DAY, 10 * at, 10 * at + 5) for at, family in enumerate(LOOKS)]
    draw(*rows, clock=clock)
    for family, look in LOOKS.items():
        [text] = [text for text in axes[0].texts if text.get_text() == look.short]
        at = list(LOOKS).index(family)
        assert text.xy[1] == 10 * at + 5, f"{look.short} stands at a mark of another family"


def test_a_panel_that_bears_the_name_of_its_family_does_not_repeat_it(axes: Axes) -> None:
    draw(("Monitors", "monitor", *DAY, 1, 2), ("Airwars, Syria", "monitor", *DAY, 1, 2), UNSEEN)
    assert [[word for word in words(ax) if word == "Monitors"] for ax in axes] == [[], ["Monitors"], []]


def test_the_lines_of_coarse_dates_have_the_dash_of_their_family(axes: Axes) -> None:
    draw(("Others", "witness", *MONTH, 5, 5), ("Others", "un", *MONTH, 9, 9))
    drawn = {line.get_ydata()[0]: line for line in lines(axes[0], marks.SPAN)}
    unscaled = {value: line._unscaled_dash_pattern for value, line in drawn.items()}
    assert unscaled == {5: LOOKS["witness"].dash, 9: LOOKS["un"].dash}


def test_the_words_of_a_picture_count_what_is_drawn(axes: Axes) -> None:
    made = draw(RANGE, FLOOR, CEILING, UNSEEN, ("Monitors", "academic", *DAY, 60, 60))
    seen = stated(axes[0])
    assert "Monitors: 4 figures (Monitors 3, Academic 1), 2017-03-25, from 60 to 500, 2 with an open end." in made.alt
    assert (min(y for _, y in seen), max(y for _, y in seen), len(arrows(axes[0]))) == (60, 500, 2)
    assert "UN: no figure seen, and 1 not seen." in made.alt and len(axes[1].patches) == 1


def test_arabic_can_be_a_label(axes: Axes) -> None:
    draw(("الموصل الجديدة", "local_media", *DAY, 1, 2))
    assert axes[0].get_title(loc="left") == "الموصل الجديدة"


def test_drawing_leaves_the_settings_as_they_were() -> None:
    import matplotlib as mpl

    before = mpl.rcParams["axes.titleweight"], mpl.rcParams["axes.grid"]
    with drawing():
        assert mpl.rcParams["axes.titleweight"] == "bold"
    assert (mpl.rcParams["axes.titleweight"], mpl.rcParams["axes.grid"]) == before
