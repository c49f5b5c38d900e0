"""The charts of the progress page: values in, an Altair chart out. Pure; knows nothing of Streamlit.

One accent colour, which reads on light and on dark; what is meant is in words, shapes or dashes as well.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tutor.learner.planning.targets import WeekScore
from tutor.learner.standing.calibration import Calibration
from tutor.learner.standing.forecast import ReviewForecast
from tutor.learner.standing.mastery import TaskMastery

if TYPE_CHECKING:
    import altair

    Layered = altair.LayerChart | altair.FacetChart

__all__ = ["calibration_chart", "mastery_chart", "reviews_chart", "scores_chart"]

_ACCENT = "#2f8f8b"
_QUIET = "#8a9296"
"""For what is compared with: 3.2 to 1 on white, 5.4 to 1 on the dark ground."""
_ROW_PIXELS, _WIDE_ROW_PIXELS = 30, 44
_CHART_PIXELS = 220
_WHOLE = [0, 1]
_WORDS = {"guess": "a guess", "unsure": "unsure", "sure": "sure"}

Row = Mapping[str, Any]


def mastery_chart(tasks: Sequence[TaskMastery], pass_share: float) -> "Layered":
    """Of each task a bar for its share right and a line for its interval; the pass share dashed."""
    import altair as alt

    rows = [
        {
            "title": f"{one.task} {one.title}",
            "share": one.share.mean,
            "low": one.share.low,
            "high": one.share.high,
            "level": one.level.value,
            "answers": one.answers,
            "label": f"{one.task} {one.level.value} ({one.answers})",
        }
        for one in tasks
    ]
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelOverlap=False, labelLimit=150)),
        tooltip=["title:N", "level:N", "answers:Q", _percent("share"), _percent("low"), _percent("high")],
    )
    bars = base.mark_bar(color=_ACCENT, opacity=0.45, height=14).encode(x=_share_axis("share:Q"))
    spans = base.mark_rule(color=_ACCENT, strokeWidth=2).encode(x="low:Q", x2="high:Q")
    mark = alt.Chart(_data([{"share": pass_share}])).mark_rule(color=_QUIET, strokeDash=[4, 3])
    layers = alt.layer(bars, spans, mark.encode(x="share:Q"))
    return layers.properties(height=_ROW_PIXELS * max(1, len(rows)))


def scores_chart(scores: Sequence[WeekScore]) -> "Layered":
    """The share right of each week as points on a line, the targets dashed."""
    import altair as alt

    reached = [
        {"week": one.starts_on.isoformat(), "share": one.share, "answers": one.answers}
        for one in scores
        if one.share is not None
    ]
    wanted = [
        {"week": one.starts_on.isoformat(), "share": one.target} for one in scores if one.target is not None
    ]
    axis = alt.X("week:T", title="Week from", axis=alt.Axis(format="%d %b", labelOverlap=True))
    line = alt.Chart(_data(reached)).mark_line(
        color=_ACCENT, point=alt.OverlayMarkDef(size=60, color=_ACCENT)
    )
    target = alt.Chart(_data(wanted)).mark_line(
        color=_QUIET, strokeDash=[6, 4], point=alt.OverlayMarkDef(shape="diamond", color=_QUIET)
    )
    shown = line.encode(
        x=axis, y=_share_axis_y("share:Q"), tooltip=["week:T", _percent("share"), "answers:Q"]
    )
    aimed = target.encode(x=axis, y=_share_axis_y("share:Q"), tooltip=["week:T", _percent("share")])
    return alt.layer(aimed, shown).properties(height=_CHART_PIXELS)


def calibration_chart(found: Calibration) -> "Layered":
    """A bar for the share right of each confidence with its interval, a tick for what the word stands for."""
    import altair as alt

    rows = [
        {
            "said": _WORDS[row.confidence.name.lower()],
            "share": row.share,
            "low": row.low,
            "high": row.high,
            "expected": row.expected,
            "answers": row.answers,
        }
        for row in found.rows
    ]
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("said:N", sort=None, title=None, axis=alt.Axis(labelOverlap=False, labelLimit=150)),
        tooltip=["said:N", "answers:Q", _percent("share"), _percent("expected")],
    )
    bars = base.mark_bar(color=_ACCENT, opacity=0.45, height=16).encode(x=_share_axis("share:Q"))
    spans = base.mark_rule(color=_ACCENT, strokeWidth=2).encode(x="low:Q", x2="high:Q")
    ticks = base.mark_tick(color=_QUIET, thickness=3, size=24).encode(x="expected:Q")
    return alt.layer(bars, spans, ticks).properties(height=_WIDE_ROW_PIXELS * len(rows))


def reviews_chart(found: ReviewForecast) -> "altair.Chart":
    """A bar for the cards of each day."""
    import altair as alt

    rows = [{"day": one.day.isoformat(), "cards": one.cards, "minutes": one.minutes} for one in found.days]
    chart = alt.Chart(_data(rows)).mark_bar(color=_ACCENT)
    encoded: alt.Chart = chart.encode(
        x=alt.X("yearmonthdate(day):T", title=None, axis=alt.Axis(format="%d %b", labelOverlap=True)),
        y=alt.Y("cards:Q", title="Cards", axis=alt.Axis(tickMinStep=1)),
        tooltip=["day:T", "cards:Q", alt.Tooltip("minutes:Q", format=".0f")],
    )
    return encoded.properties(height=_CHART_PIXELS * 2 // 3)


def _data(rows: Sequence[Row]) -> "altair.InlineData":
    import altair as alt

    return alt.InlineData(values=[dict(row) for row in rows])


def _share_axis(field: str) -> "altair.X":
    import altair as alt

    return alt.X(field, title=None, scale=alt.Scale(domain=_WHOLE), axis=alt.Axis(format="%", tickCount=5))


def _share_axis_y(field: str) -> "altair.Y":
    import altair as alt

    return alt.Y(field, title="Right", scale=alt.Scale(domain=_WHOLE), axis=alt.Axis(format="%", tickCount=5))


def _percent(field: str) -> "altair.Tooltip":
    import altair as alt

    return alt.Tooltip(f"{field}:Q", format=".0%")
