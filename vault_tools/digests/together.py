"""The views of several digests, made on two cores: those that need the market take about as long as all others."""

from collections.abc import Iterable
from typing import Any

from vault_tools.beside import Beside, can_fork
from vault_tools.digests.context import Context
from vault_tools.digests.registry import BLOCKS

PAYS_FROM = 2000
"""Contacts from which a second process costs less than it saves."""


def make_together(context: Context, names: Iterable[str]) -> None:
    """Make the views, without options, of the digests `names`; whoever asks `context.once` for them has them then."""
    views = {BLOCKS[name].view: BLOCKS[name].market for name in names if not BLOCKS[name].of_others}
    market = [view for view, needs_market in views.items() if needs_market]
    others = [view for view, needs_market in views.items() if not needs_market]
    if len(context.network.contacts) < PAYS_FROM or not market or not others or not can_fork():
        return
    matcher = context.matcher
    _shared_figures(context)

    def make() -> tuple[list[Any], bytes | None]:
        made = [view(context) for view in market]
        return made, matcher.to_bytes() if matcher.changed else None

    beside = Beside(make)
    for view in others:
        context.once(view)
    made, learned = beside.result()
    for view, one in zip(market, made, strict=True):
        context.adopt(view, one)
    if learned:
        matcher.learn(learned)


def _shared_figures(context: Context) -> None:
    """What both processes need is worked out before there are two."""
    context.progress, context.scores, context.pits  # noqa: B018 - worked out by being asked for
