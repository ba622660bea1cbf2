"""Pictures as SVG: the same bytes for the same figures, readable on light and dark backgrounds, any script.

All words come from the caller. Every figure in a picture stands in the digest's tables too.
"""

import unicodedata
from collections.abc import Sequence
from html import escape  # xml.sax would load urllib for it
from math import log10, sqrt
from typing import NamedTuple

_FONT = "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
_STYLE = (
    f"text{{font-family:{_FONT};fill:#444}}.soft{{fill:#777}}.line{{stroke:#999;stroke-opacity:.45}}"
    "@media (prefers-color-scheme:dark){text{fill:#ddd}.soft{fill:#aaa}}"
)
_COLOURS = ("#5b8db8", "#4fa396", "#d39b3f", "#c4685a", "#8b7bb5", "#7a9a4a")

_WIDTH = 720
_MARGIN = 12


class FunnelBar(NamedTuple):
    """One stage: its label, how many, a word about them, and the share that goes on to the next."""

    label: str
    reached: int
    detail: str
    conversion: str


class MonthlyRow(NamedTuple):
    """One stage's figures by month."""

    label: str
    counts: Sequence[int]


class LadderStep(NamedTuple):
    """One deal: where it stands in time and how large it is, both from 0 to 1; a label; hollow if it is not done."""

    at: float
    size: float
    label: str
    hollow: bool


class LadderRow(NamedTuple):
    """One person's deals, in the order of time."""

    label: str
    steps: Sequence[LadderStep]


class ShareBar(NamedTuple):
    """One person's share of a whole, 0 to 1, with its label and a word about it; pale ones are not among the few."""

    label: str
    share: float
    detail: str
    pale: bool


class GridSpot(NamedTuple):
    """One spot of a grid: column and row from 0, the row counted from below, and the names of those in it."""

    column: int
    row: int
    names: Sequence[str]


class GridQuarter(NamedTuple):
    """A quarter of a grid: on the right or left, above or below, its label, and the number of its colour."""

    right: bool
    above: bool
    label: str
    colour: int


class PairBar(NamedTuple):
    """A count as it is now and as it was before, with its label."""

    label: str
    now: int
    before: int


def funnel_svg(title: str, stages: Sequence[FunnelBar]) -> str:
    """A funnel of centred bars, each as wide as the logarithm of its count, so that 20 still shows beside 10,000."""
    bar, gap, left = 34, 26, _label_width([stage.label for stage in stages])
    widest = _WIDTH - left - 150
    most = max([1, *(stage.reached for stage in stages)])
    centre = left + widest / 2
    parts = []
    for position, stage in enumerate(stages):
        y = _MARGIN + position * (bar + gap)
        width = widest * log10(stage.reached + 1) / log10(most + 1) if stage.reached else 2
        colour = _COLOURS[position % len(_COLOURS)]
        place = f'x="{centre - width / 2:.1f}" y="{y}" width="{width:.1f}" height="{bar}"'
        parts.append(f'<rect {place} rx="4" fill="{colour}"/>')
        parts.append(_text(left - 10, y + 22, stage.label, "end", 14))
        parts.append(_text(left + widest + 12, y + 22, f"{stage.reached:,}", "start", 15, bold=True))
        offset = 12 + 9 * len(f"{stage.reached:,}") + 8
        parts.append(_text(left + widest + offset, y + 22, stage.detail, "start", 11, soft=True))
        if stage.conversion and position + 1 < len(stages):
            parts.append(_text(centre, y + bar + 17, f"↓ {stage.conversion}", "middle", 11, soft=True))
    height = 2 * _MARGIN + max(0, len(stages) * (bar + gap) - gap)
    described = "; ".join(f"{stage.label} {stage.reached}" for stage in stages)
    return _svg(title, described, height, parts)


def monthly_svg(title: str, months: Sequence[str], rows: Sequence[MonthlyRow], *, scale: int = 1) -> str:
    """Small multiples: a row of bars for each stage over the same months, each row on its own scale; or all on one,
    up to `scale`, where the rows are parts of one whole."""
    tall, gap, left = 54, 18, _label_width([row.label for row in rows])
    step = (_WIDTH - left - 56) / max(1, len(months))
    parts = []
    for position, row in enumerate(rows):
        base = _MARGIN + position * (tall + gap) + tall
        most = max([scale, *row.counts])
        colour = _COLOURS[position % len(_COLOURS)]
        parts.append(_text(left - 10, base - tall / 2 + 5, row.label, "end", 14))
        parts.append(f'<line class="line" x1="{left}" x2="{left + step * len(months):.1f}" y1="{base}" y2="{base}"/>')
        for month, count in enumerate(row.counts):
            high = (tall - 14) * count / most
            x = left + month * step
            if count:
                parts.append(
                    f'<rect x="{x + step * 0.15:.1f}" y="{base - high:.1f}" width="{step * 0.7:.1f}" '
                    f'height="{high:.1f}" fill="{colour}"/>'
                )
                parts.append(_text(x + step / 2, base - high - 3, str(count), "middle", 10, soft=True))
    bottom = _MARGIN + len(rows) * (tall + gap)
    parts += _month_axis(months, left, step, bottom)
    return _svg(title, "; ".join(f"{row.label} {sum(row.counts)}" for row in rows), bottom + 34, parts)


def ladders_svg(title: str, ticks: Sequence[tuple[float, str]], rows: Sequence[LadderRow]) -> str:
    """A row for each person: deals as discs along time, their area in proportion to their size. `ticks` are (place in
    time from 0 to 1, label)."""
    tall, left, room = 58, _label_width([row.label for row in rows]), 40
    wide = _WIDTH - left - 2 * room
    bottom = _MARGIN + len(rows) * tall
    parts = []
    for at, label in ticks:
        x = left + room + at * wide
        parts.append(f'<line class="line" x1="{x:.1f}" x2="{x:.1f}" y1="{_MARGIN}" y2="{bottom}"/>')
        parts.append(_text(x, bottom + 16, label, "middle", 11, soft=True))
    for position, row in enumerate(rows):
        base = _MARGIN + position * tall + 24
        colour = _COLOURS[position % len(_COLOURS)]
        parts.append(_text(left - 10, base + 5, row.label, "end", 14))
        parts.append(f'<line class="line" x1="{left}" x2="{_WIDTH - _MARGIN}" y1="{base}" y2="{base}"/>')
        for step in row.steps:
            x, radius = left + room + step.at * wide, 3 + 17 * sqrt(step.size)
            look = f'fill="none" stroke="{colour}" stroke-width="2"' if step.hollow else f'fill="{colour}"'
            parts.append(f'<circle cx="{x:.1f}" cy="{base}" r="{radius:.1f}" {look} fill-opacity=".85"/>')
            parts.append(_text(x, base + radius + 11, step.label, "middle", 10, soft=True))
    described = "; ".join(f"{row.label} {', '.join(step.label for step in row.steps)}" for row in rows)
    return _svg(title, described, bottom + 28, parts)


def shares_svg(title: str, bars: Sequence[ShareBar]) -> str:
    """A bar for each share, the longest as wide as there is room."""
    bar, gap, left = 22, 10, _label_width([one.label for one in bars])
    widest = _WIDTH - left - 190
    most = max((one.share for one in bars), default=1.0) or 1.0
    parts = []
    for position, one in enumerate(bars):
        y, width = _MARGIN + position * (bar + gap), max(2.0, widest * one.share / most)
        opacity = ".35" if one.pale else "1"
        place = f'x="{left}" y="{y}" width="{width:.1f}" height="{bar}"'
        parts.append(f'<rect {place} rx="3" fill="{_COLOURS[0]}" fill-opacity="{opacity}"/>')
        parts.append(_text(left - 10, y + 16, one.label, "end", 14))
        parts.append(_text(left + width + 8, y + 16, one.detail, "start", 12, soft=True))
    height = 2 * _MARGIN + max(0, len(bars) * (bar + gap) - gap)
    return _svg(title, "; ".join(f"{one.label} {one.detail}" for one in bars), height, parts)


def grid_svg(
    title: str,
    across: str,
    upwards: str,
    marks: int,
    quarters: Sequence[GridQuarter],
    spots: Sequence[GridSpot],
) -> str:
    """Marks from 0 to `marks` across and upwards, in four tinted quarters. Each spot is a bubble with its count, and
    below it the first names: nobody hides anybody. `across` and `upwards` name the axes."""
    left, top, wide, tall, label = 46, _MARGIN, 110, 90, 18
    half = (marks + 1) // 2
    bottom = top + tall * (marks + 1)
    parts = []
    for quarter in quarters:
        corner, edge = left + wide * half * quarter.right, top + tall * half * (not quarter.above)
        place = f'x="{corner}" y="{edge}" width="{wide * half}" height="{tall * half}"'
        parts.append(f'<rect {place} fill="{_COLOURS[quarter.colour]}" fill-opacity=".13"/>')
        parts.append(_text(corner + wide * half / 2, edge + 15, quarter.label, "middle", 12, bold=True))
    for mark in range(marks + 1):
        parts.append(_text(left - 12, bottom - tall * (mark + 0.5) + 5, str(mark), "end", 13))
        parts.append(_text(left + wide * (mark + 0.5), bottom + 18, str(mark), "middle", 13))
    most = max((len(spot.names) for spot in spots), default=1)
    for spot in spots:
        x, y = left + wide * (spot.column + 0.5), bottom - tall * (spot.row + 1) + label + 16
        radius = 6 + 8 * sqrt(len(spot.names) / most)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_COLOURS[0]}"/>')
        if len(spot.names) > 1:
            count = _text(x, y + 4, str(len(spot.names)), "middle", 12, bold=True)
            parts.append(count.replace("<text", '<text style="fill:#fff"', 1))
        for position, line in enumerate(_name_lines(spot.names)):
            parts.append(_text(x, y + 27 + 12 * position, line, "middle", 10))
    middle = left + wide * (marks + 1) / 2
    parts.append(_text(middle, bottom + 38, f"{across} →", "middle", 13, soft=True))
    side = _text(14, (top + bottom) / 2, f"{upwards} →", "middle", 13, soft=True)
    parts.append(f'<g transform="rotate(-90 14 {(top + bottom) / 2:.0f})">{side}</g>')
    described = "; ".join(f"{upwards} {one.row}, {across} {one.column}: {', '.join(one.names)}" for one in spots)
    return _svg(title, described, bottom + 50, parts)


def _name_lines(names: Sequence[str]) -> list[str]:
    """Up to three lines for a spot: names cut to its width; where they are more, the last says how many."""
    shown = names if len(names) <= 3 else names[:2]
    rest = [f"+{len(names) - 2}"] if len(names) > 3 else []
    return [_cut(name, 17) for name in shown] + rest


def _cut(text: str, width: int) -> str:
    """A text cut to a width in characters, wide ones counted double."""
    if _width(text) <= width:
        return text
    while _width(text) > width - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def pairs_svg(title: str, bars: Sequence[PairBar]) -> str:
    """Two bars for each label, below one another: how it is now, and pale how it was before."""
    tall, left = 40, _label_width([one.label for one in bars])
    widest = _WIDTH - left - 60
    most = max([1, *(max(one.now, one.before) for one in bars)])
    parts = []
    for position, one in enumerate(bars):
        y = _MARGIN + position * tall
        parts.append(_text(left - 10, y + 19, one.label, "end", 14))
        for count, at, high, pale in ((one.now, y, 18, False), (one.before, y + 19, 9, True)):
            width = max(2.0, widest * count / most)
            place = f'x="{left}" y="{at}" width="{width:.1f}" height="{high}"'
            parts.append(f'<rect {place} rx="2" fill="{_COLOURS[1]}" fill-opacity="{0.4 if pale else 1}"/>')
            parts.append(
                _text(left + width + 6, at + high / 2 + 4, f"{count:,}", "start", 10 if pale else 12, soft=pale)
            )
    described = "; ".join(f"{one.label} {one.before} → {one.now}" for one in bars)
    return _svg(title, described, 2 * _MARGIN + len(bars) * tall, parts)


def _month_axis(months: Sequence[str], left: float, step: float, y: float) -> list[str]:
    """The months' numbers, as many as fit, and the year below each January and the first month."""
    parts = []
    every = 1 if step >= 16 else 3
    for position, month in enumerate(months):
        year, _, number = month.partition("-")
        x = left + (position + 0.5) * step
        if position % every == 0:
            parts.append(_text(x, y, number, "middle", 10, soft=True))
        if number == "01" or (position == 0 and number < "12"):
            parts.append(_text(x, y + 15, year, "middle", 11))
    return parts


def _label_width(labels: Sequence[str]) -> int:
    """Room for the longest label in pixels, wide characters counted double; bounded."""
    longest = max(map(_width, labels), default=0)
    return min(220, max(80, 24 + 8 * longest))


def _width(text: str) -> int:
    """How wide a text is in characters, wide ones counted double."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def _text(
    x: float,
    y: float,
    text: str,
    anchor: str,
    size: int,
    *,
    soft: bool = False,
    bold: bool = False,
    light: bool = False,
) -> str:
    """A line of text; `light` is for text on a colour of ours."""
    marks = (' class="soft"' if soft else ' style="fill:#fff"' if light else "") + (
        ' font-weight="600"' if bold else ""
    )
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{marks}>{_escaped(text)}</text>'


def _escaped(text: str) -> str:
    """Text as XML can hold it: control characters and lone surrogates are no XML."""
    return escape("".join(char if char.isprintable() else " " for char in text), quote=False)


def _svg(title: str, description: str, height: float, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height:.0f}" '
        f'viewBox="0 0 {_WIDTH} {height:.0f}" role="img">'
    )
    words = f"<title>{_escaped(title)}</title><desc>{_escaped(description)}</desc>"
    return "\n".join([head, words, f"<style>{_STYLE}</style>", *parts, "</svg>\n"])
