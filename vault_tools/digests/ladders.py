"""The ladder of deals with each contact, smallest first (M8), and the first deals that were or are too large."""

from collections.abc import Sequence
from datetime import date

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.pits import OPEN_STATUSES
from vault_tools.digests.statistics import median
from vault_tools.digests.strength import state_on
from vault_tools.network.model import Contact, Deal

TIMES_MEDIAN = 3
ENOUGH_FIRSTS = 3
"""So many other first deals are needed before their median says anything."""


class Rung(msgspec.Struct, frozen=True):
    """One deal on a contact's ladder; `day` orders it. `status` is the note's."""

    name: str
    path: str
    day: date | None
    status: str
    size: float | None
    revenue: float | None


class LargeFirst(msgspec.Struct, frozen=True):
    """A first deal with somebody that is larger than it should be; `limit` is the size it was measured by."""

    name: str
    path: str
    contact: str
    contact_path: str
    status: str
    size: float
    limit: float

    @property
    def open(self) -> bool:
        """Whether it can still be made smaller or left."""
        return self.status in OPEN_STATUSES


def rungs(contact: Contact, today: date) -> list[Rung]:
    """The deals with a contact by their dates, those without one last; what starts after `today` is left out, unless it
    is still an idea or proposed."""
    return [
        Rung(deal.note.name, deal.path, _day(deal), deal.note.status, deal.note.size, deal.note.revenue)
        for deal in sorted(contact.deals, key=_order)
        if deal.note.status and (_still_talk(deal) or state_on(deal, today) or _over(deal, today))
    ]


def large_firsts(context: Context) -> tuple[list[LargeFirst], float | None]:
    """The first deals that are too large, open ones first, then the largest; and the size from which a new one is.

    The limit is the config's, else three times the median of the other first deals done or active; None while there
    are fewer than three of them.
    """
    contacts = context.network.contacts
    people = sorted({path for deal in context.network.deals.values() for path in deal.people})
    firsts = {path: first for path in people if (first := _first(contacts[path], context))}
    sizes = {
        path: size
        for path, deal in firsts.items()
        if (size := deal.note.size) and state_on(deal, context.today) in ("done", "active")
    }
    ordered, found = sorted(sizes.values()), []
    for path, deal in firsts.items():
        size, status = deal.note.size, deal.note.status
        others = ordered.copy()
        if path in sizes:
            others.remove(sizes[path])
        bound = _limit(context, others)
        if size is not None and bound is not None and size > bound and status != "lost":
            name = context.network.called[path].name
            found.append(LargeFirst(deal.note.name, deal.path, name, path, status, size, bound))
    found.sort(key=lambda one: (not one.open, -one.size, one.path, one.contact_path))
    return found, _limit(context, ordered)


def _first(contact: Contact, context: Context) -> Deal | None:
    """The first deal with a contact: the earliest one worked on; if there is none, the earliest still talked about."""
    if not contact.deals:
        return None
    ordered = sorted(contact.deals, key=_order)
    worked = next((deal for deal in ordered if state_on(deal, context.today)), None)
    return worked or next((deal for deal in ordered if _still_talk(deal)), None)


def _limit(context: Context, sizes: Sequence[float]) -> float | None:
    if context.config.deals.first_limit is not None:
        return context.config.deals.first_limit
    if len(sizes) < ENOUGH_FIRSTS:
        return None
    return TIMES_MEDIAN * (median(sizes) or 0)


def _order(deal: Deal) -> tuple[date, str]:
    return _day(deal) or date.max, deal.path


def _day(deal: Deal) -> date | None:
    return deal.note.started or deal.note.ended


def _still_talk(deal: Deal) -> bool:
    return deal.note.status in ("idea", "proposed")


def _over(deal: Deal, today: date) -> bool:
    return deal.note.status == "lost" and (_day(deal) or date.min) <= today
