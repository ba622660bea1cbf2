"""The digests' pictures: from a view and the language's words to an SVG file."""

from collections.abc import Callable
from typing import Any

from vault_tools.digests.funnel import FunnelView
from vault_tools.language import mark as _
from vault_tools.numbers import number, percent
from vault_tools.plots import FunnelBar, MonthlyRow, funnel_svg, monthly_svg
from vault_tools.sentences import Sentences

MADE_HERE = "<!-- made by vault-tools, drawn anew at each render -->"
"""What tells our pictures from a user's file of the same name."""


def funnel_picture(view: FunnelView, sentences: Sentences) -> tuple[str, str]:
    """(title, SVG): how many ever reached each stage, and the share that went on."""
    bars = [
        FunnelBar(
            sentences.stage(row.key),
            row.reached,
            sentences.text(_("of %(target)s"), target=number(row.target)) if row.target else "",
            sentences.text(_("%(rate)s go on"), rate=percent(row.conversion.rate)) if row.conversion else "",
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


def _signed(svg: str) -> str:
    return svg.rstrip("\n") + f"\n{MADE_HERE}\n"


PICTURES: dict[str, Callable[[Any, Sentences], tuple[str, str]]] = {
    "funnel": funnel_picture,
    "months": months_picture,
}
