from __future__ import annotations

from io import BytesIO

import matplotlib.image as mpimg
import pandas as pd
import pytest

from analysis.errors import ScopeError
from analysis.publish import plots
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
def axes(monkeypatch: pytest.MonkeyPatch) -> list:
    """The axes of every figure drawn, as they stood when it was saved."""
    seen: list = []
    save = plots.png_of

    def kept(canvas: object) -> bytes:
        seen.extend(canvas.axes)  # type: ignore[attr-defined]
        return save(canvas)  # type: ignore[arg-type]

    monkeypatch.setattr(plots, "png_of", kept)
    return seen


def draw(*rows: tuple[object, ...], clock: str = "report", **more: object) -> Figure:
    made = plots.bounds(frame(*rows, clock=clock), "one", "Killed, as said.", **more)  # type: ignore[arg-type]
    assert isinstance(made, Figure)
    return made


def arrows(ax: object) -> list[tuple[float, float]]:
    """Start and step of every arrow on an axis."""
    found = [text for text in ax.texts if getattr(text, "arrow_patch", None) is not None]  # type: ignore[attr-defined]
    return [(text.xy[1], text.xyann[1]) for text in found]


def markers(ax: object) -> list[tuple[float, float]]:
    return [(x, y) for line in ax.lines if line.get_marker() not in ("None", None, "") for x, y in line.get_xydata()]  # type: ignore[attr-defined]


def test_both_bounds_are_drawn_and_joined(axes: list) -> None:
    draw(RANGE)
    assert sorted(y for _, y in markers(axes[0])) == [220, 500]
    assert [220, 500] in [list(line.get_ydata()) for line in axes[0].lines]
    assert arrows(axes[0]) == []


def test_an_open_end_is_an_arrow_on_its_side_and_no_number(axes: list) -> None:
    draw(FLOOR)
    draw(CEILING)
    assert [arrows(ax) for ax in axes] == [[(440, 13)], [(200, -13)]]
    assert [[y for _, y in markers(ax)] for ax in axes] == [[440], [200]]


def test_a_month_without_a_figure_is_a_grey_span_of_that_month_and_no_mark_on_the_scale(axes: list) -> None:
    draw(UNSEEN, ("UN", "un", "2017-04-01", "2017-04-30", 317, 317), clock="event")
    [span] = axes[0].patches
    assert (span.get_x(), span.get_width()) == (plots.date2num(pd.Timestamp("2017-03-01")), 31)
    assert [y for _, y in markers(axes[0])] == [317]
    assert "1 figure; grey: 1 month not seen" in [text.get_text() for text in axes[0].texts]


def test_a_coarse_date_stands_on_its_last_day_when_published_and_in_its_middle_when_it_is_a_span(axes: list) -> None:
    row = ("Monitors", "monitor", *MONTH, 5, 5)
    draw(row)
    draw(row, clock="event")
    first, last = (plots.date2num(pd.Timestamp(day)) for day in MONTH)
    assert [markers(ax)[0][0] for ax in axes] == [last, (first + last) / 2]
    assert all([first, last] in [list(line.get_xdata()) for line in ax.lines] for ax in axes)


def test_the_axis_names_its_clock_and_two_clocks_are_refused(axes: list) -> None:
    for clock, words in plots.CLOCK_AXIS.items():
        draw(RANGE, clock=clock)
        assert axes[-1].get_xlabel() == words
    mixed = pd.concat([frame(RANGE), frame(RANGE, clock="event")])
    with pytest.raises(ScopeError, match="mixes clocks: event and report"):
        plots.bounds(mixed, "one", "Killed.")


def test_each_panel_has_its_title_and_counts_from_zero(axes: list) -> None:
    draw(RANGE, ("Officials", "official_local", *DAY, 43, 43))
    assert [ax.get_title(loc="left") for ax in axes] == ["Monitors", "Officials"]
    assert all(ax.get_ylim()[0] == 0 for ax in axes) and axes[0].get_ylim()[1] > 500 > axes[1].get_ylim()[1]


def test_panels_may_share_one_scale(axes: list) -> None:
    draw(RANGE, ("Officials", "official_local", *DAY, 43, 43), share_y=True)
    assert axes[0].get_ylim() == axes[1].get_ylim()


def test_marked_days_are_lines_with_letters_and_close_ones_share_a_label(axes: list) -> None:
    marks = [("2017-01-01", "a denied"), ("2017-03-24", "b admitted"), ("2017-03-25", "c admitted")]
    draw(("Monitors", "monitor", "2017-01-01", "2017-01-01", 1, 1), RANGE, marks=marks)
    words = [text.get_text() for text in axes[0].texts]
    assert "a" in words and "b–c" in words
    days = {float(line.get_xdata()[0]) for line in axes[0].lines if len(set(line.get_xdata())) == 1}
    assert {plots.date2num(pd.Timestamp(day)) for day, _ in marks} <= days


def test_bars_say_in_words_who_said_what_and_draw_no_number_for_none(axes: list) -> None:
    rows = pd.DataFrame(
        {
            "label": ["Airwars", "Coalition"], "family": ["monitor", "official_belligerent"],
            "said": ["at least 440", "no number (under assessment)"], "lo": [440, None], "hi": [None, None],
        }
    )  # fmt: skip
    made = plots.bars(rows, "page", "Killed, as said.")
    words = [" ".join(text.get_text().split()) for text in axes[0].texts if text.get_text()]
    assert words == [
        "Monitors · Airwars: at least 440", "Officials, party to the strikes · Coalition: no number (under assessment)",
    ]  # fmt: skip
    assert [x for x, _ in markers(axes[0])] == [440] and axes[0].get_xlim()[0] == 0
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
    assert mpimg.imread(BytesIO(one.png)).shape[1] == pytest.approx(plots.WIDE * plots.DPI, abs=2)
    assert b"Software" not in one.png


def test_arabic_can_be_a_label(axes: list) -> None:
    draw(("الموصل الجديدة", "local_media", *DAY, 1, 2))
    assert axes[0].get_title(loc="left") == "الموصل الجديدة"


def test_every_family_differs_in_marker_and_name_not_in_colour_alone() -> None:
    looks = list(LOOKS.values())
    assert len({look.marker for look in looks}) == len({look.name for look in looks}) == len(looks)


def test_drawing_leaves_the_settings_as_they_were() -> None:
    import matplotlib as mpl

    before = mpl.rcParams["axes.titleweight"], mpl.rcParams["axes.grid"]
    with drawing():
        assert mpl.rcParams["axes.titleweight"] == "bold"
    assert (mpl.rcParams["axes.titleweight"], mpl.rcParams["axes.grid"]) == before
