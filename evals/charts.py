"""Small charts as inline SVG. Values lie between 0 and 1; the x axis is whatever the points say."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from evals.floors import Floor

__all__ = ["bars_chart", "line_chart", "reliability_chart"]

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 420, 260, 36, 28, 28
_COLOURS = ("#0b6e4f", "#c8553d", "#3d5a80", "#8d6a9f", "#b08900")
_BAR = 26


def line_chart(title: str, lines: Mapping[str, Sequence[Sequence[float]]]) -> str:
    """A line for each name over [x, y] points, with a legend; "" without points."""
    points = [point for line in lines.values() for point in line]
    if not points:
        return ""
    low, high = min(p[0] for p in points), max(p[0] for p in points)
    parts = []
    for place, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[place % len(_COLOURS)]
        path = " ".join(f"{_x(x, low, high):.1f},{_y(y):.1f}" for x, y in line)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        height = _HEIGHT - _BOTTOM - 14 - 15 * place
        parts.append(_text(_WIDTH - 12, height, name, "end", colour))
    return _framed(title, [*_axes(low, high), *parts])


def reliability_chart(title: str, bins: Sequence[Sequence[float]]) -> str:
    """Mean score against the share that is true, circles by the number of cases; "" without bins."""
    if not bins:
        return ""
    most = max(n for _, _, n in bins)
    diagonal = (
        f'<line x1="{_x(0, 0, 1)}" y1="{_y(0)}" x2="{_x(1, 0, 1)}" y2="{_y(1)}" stroke="#999" '
        'stroke-dasharray="4 4"/>'
    )
    circles = [
        f'<circle cx="{_x(score, 0, 1):.1f}" cy="{_y(share):.1f}" r="{3 + 7 * (n / most) ** 0.5:.1f}" '
        f'fill="{_COLOURS[0]}" fill-opacity="0.7"><title>{n:g} cases</title></circle>'
        for score, share, n in bins
    ]
    return _framed(title, [*_axes(0, 1), diagonal, *circles])


def bars_chart(metrics: Mapping[str, Mapping[str, Any]], floors: Mapping[str, Floor]) -> str:
    """Each figure as a bar with its interval, the floor as a stroke; "" when none has a floor."""
    shown = [(name, values) for name, values in metrics.items() if values["value"] is not None]
    if not shown:
        return ""
    parts = []
    for place, (name, values) in enumerate(shown):
        top = _TOP + place * _BAR
        colour = _COLOURS[1] if _missed(values, floors[name]) else _COLOURS[0]
        value, low, high = (_bar_x(values[key]) for key in ("value", "low", "high"))
        floor = _bar_x(floors[name].value)
        middle = top + 8
        parts += [
            _text(150, top + 12, name, "end"),
            f'<rect x="{_bar_x(0)}" y="{top}" width="{value - _bar_x(0):.1f}" height="16" fill="{colour}"/>',
            f'<line x1="{low:.1f}" y1="{middle}" x2="{high:.1f}" y2="{middle}" stroke="#111"/>',
            f'<line x1="{floor:.1f}" y1="{top - 4}" x2="{floor:.1f}" y2="{top + 20}" stroke="#111" '
            'stroke-width="2"/>',
        ]
    return _framed("figures and floors", parts, _TOP + len(shown) * _BAR + 8)


def _missed(values: Mapping[str, Any], floor: Floor) -> bool:
    return bool(values["value"] > floor.value if floor.at_most else values["value"] < floor.value)


def _framed(title: str, parts: Sequence[str], height: int = _HEIGHT) -> str:
    inner = "".join([_text(_LEFT, 16, title, "start", "#111"), *parts])
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" role="img" aria-label="{escape(title)}">'
        f"{inner}</svg>"
    )


def _axes(low: float, high: float) -> list[str]:
    lines = [
        f'<line x1="{_LEFT}" y1="{_y(y):.1f}" x2="{_WIDTH - 10}" y2="{_y(y):.1f}" stroke="#ddd"/>'
        + _text(_LEFT - 5, _y(y) + 4, f"{y:g}", "end")
        for y in (0, 0.25, 0.5, 0.75, 1)
    ]
    return [
        *lines,
        _text(_LEFT, _HEIGHT - 8, f"{low:g}"),
        _text(_WIDTH - 12, _HEIGHT - 8, f"{high:g}", "end"),
    ]


def _x(value: float, low: float, high: float) -> float:
    return _LEFT + (value - low) / ((high - low) or 1) * (_WIDTH - _LEFT - 12)


def _y(value: float) -> float:
    return _HEIGHT - _BOTTOM - value * (_HEIGHT - _TOP - _BOTTOM)


def _bar_x(value: float) -> float:
    return 158 + min(max(value, 0.0), 1.0) * (_WIDTH - 170)


def _text(x: float, y: float, words: str, anchor: str = "start", colour: str = "#555") -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}" font-size="12">'
        f"{escape(words)}</text>"
    )
