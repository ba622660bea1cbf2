"""The digests' pictures: from a view and the language's words to an SVG file."""

from collections.abc import Callable
from datetime import date
from typing import Any

from vault_tools.digests.answers import AnswersView
from vault_tools.digests.funnel import FunnelView
from vault_tools.digests.partners import PartnersView
from vault_tools.digests.quadrant import HIGH, MARKS, Quarter
from vault_tools.digests.screening import ScreeningView
from vault_tools.digests.signals import SignalsView
from vault_tools.language import mark as _
from vault_tools.numbers import number, percent
from vault_tools.plots import (
    FunnelBar,
    GridQuarter,
    GridSpot,
    LadderRow,
    LadderStep,
    MonthlyRow,
    PairBar,
    ShareBar,
    funnel_svg,
    grid_svg,
    ladders_svg,
    monthly_svg,
    pairs_svg,
    shares_svg,
)
from vault_tools.sentences import Sentences

MADE_HERE = "<!-- made by vault-tools, drawn anew at each render -->"
"""What tells our pictures from a user's file of the same name."""


_LADDERS = 10
_SHARES = 12
_TOPICS = 10


def funnel_picture(view: FunnelView, sentences: Sentences) -> tuple[str, str]:
    """(title, SVG): how many ever reached each stage, and the share that went on."""
    bars = [
        FunnelBar(
            sentences.stage(row.key),
            row.reached,
            sentences.text(_("of %(target)s"), target=number(row.target)) if row.target else "",
            sentences.text(_("%(rate)s go on"), rate=percent(row.went_on.rate)) if row.went_on else "",
        )
        for row in view.stages
    ]
    title = sentences.text(_("The funnel: how many ever reached each stage"))
    return title, _signed(funnel_svg(title, bars))


def months_picture(view: FunnelView, sentences: Sentences) -> tuple[str, str]:
    """(title, SVG): how many entered each stage in each month."""
    rows = [MonthlyRow(sentences.stage(row.key), view.entries[row.key]) for row in view.stages]
    title = sentences.text(_("People who entered each stage, by month"))
    return title, _signed(monthly_svg(title, view.months, rows))


def ladders_picture(view: PartnersView, sentences: Sentences) -> tuple[str, str]:
    """(title, SVG): the dated deals with each of the strongest, along time."""
    chosen = [
        (row.contact, [one for one in row.rungs if one.day and one.size and one.size > 0])
        for row in view.partners[:_LADDERS]
    ]
    days = [one.day for _name, rungs in chosen for one in rungs if one.day]
    first, last = min(days, default=view.today), max([*days, view.today])
    length = max(1, (last - first).days)
    most = max((one.size or 0 for _name, rungs in chosen for one in rungs), default=0) or 1
    rows = [
        LadderRow(
            name,
            [
                LadderStep(
                    (one.day - first).days / length,
                    one.size / most,
                    sentences.amount(one.size),
                    one.status != "done",
                )
                for one in rungs
                if one.day and one.size
            ],
        )
        for name, rungs in chosen
        if rungs
    ]
    years = [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    ticks = [((day - first).days / length, str(day.year)) for day in years if day >= first]
    title = sentences.text(_("The ladder of deals with each: filled is done, hollow is not"))
    return title, _signed(ladders_svg(title, ticks, rows))


def shares_picture(view: PartnersView, sentences: Sentences) -> tuple[str, str]:
    """(title, SVG): who brought how much of all revenue; those who bring 80% together stand out."""
    few = view.revenue.few or 0
    bars = [
        ShareBar(one.contact, one.share, f"{percent(one.share)} · {sentences.amount(one.amount)}", place >= few)
        for place, one in enumerate(view.revenue.shares[:_SHARES])
    ]
    title = sentences.text(_("Who brought how much of what deals have brought"))
    return title, _signed(shares_svg(title, bars))


_QUARTERS: tuple[tuple[Quarter, str, int], ...] = (
    ("neglect", _("fits, little liked: don't drop"), 2),
    ("gladly", _("fits and liked"), 1),
    ("rest", _("neither"), 0),
    ("chase", _("liked, does not fit: don't chase"), 3),
)
"""The quarters with their labels and colours."""


def quadrant_picture(view: ScreeningView, sentences: Sentences) -> tuple[str, str]:
    """(title, SVG): fit against interest of all judged."""
    assert MARKS + 1 == 2 * HIGH  # the quarters are halves of the grid
    quarters = [
        GridQuarter(name in ("gladly", "chase"), name in ("gladly", "neglect"), sentences.text(label), colour)
        for name, label, colour in _QUARTERS
    ]
    spots = [GridSpot(spot.interest, spot.fit, [name for _, name in spot.people]) for spot in view.quadrant.spots]
    title = sentences.text(_("Fit against interest: whom you judged how"))
    across, upwards = sentences.property("interest"), sentences.property("fit")
    return title, _signed(grid_svg(title, across, upwards, MARKS, quarters, spots))


def tries_picture(view: AnswersView, sentences: Sentences) -> tuple[str, str]:
    """(title, SVG): how many tries were answered, refused and neither in each month."""
    rows = [
        MonthlyRow(sentences.text(_("answered")), [one.answered for one in view.months]),
        MonthlyRow(sentences.text(_("said no")), [one.declined for one in view.months]),
        MonthlyRow(sentences.text(_("no answer yet")), [one.silent for one in view.months]),
    ]
    title = sentences.text(_("Your tries and what came of them, by month"))
    most = max([1, *(count for row in rows for count in row.counts)])
    return title, _signed(monthly_svg(title, [one.name for one in view.months], rows, scale=most))


def topics_picture(view: SignalsView, sentences: Sentences) -> tuple[str, str]:
    """(title, SVG): of how many people each topic was spoken of, now and half a year before."""
    bars = [PairBar(row.topic, row.people, row.before) for row in view.topics[:_TOPICS]]
    title = sentences.text(_("How many people speak of it: now, and pale half a year before"))
    return title, _signed(pairs_svg(title, bars))


def _signed(svg: str) -> str:
    return svg.rstrip("\n") + f"\n{MADE_HERE}\n"


PICTURES: dict[str, Callable[[Any, Sentences], tuple[str, str]]] = {
    "funnel": funnel_picture,
    "months": months_picture,
    "ladders": ladders_picture,
    "shares": shares_picture,
    "quadrant": quadrant_picture,
    "tries": tries_picture,
    "topics": topics_picture,
}
