"""What happened in a span of days: the touches and attempts of each contact, and the promises that ended in it."""

from collections.abc import Iterator
from datetime import date

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.figures import Figure
from vault_tools.network.model import Contact, Interaction, PromiseMade


class Span(msgspec.Struct, frozen=True):
    """The days from `start` to `end`, both included."""

    start: date
    end: date

    def __contains__(self, day: date | None) -> bool:
        return day is not None and self.start <= day <= self.end


def active(context: Context, since: date) -> list[Contact]:
    """The contacts with anything on `since` or later: the few to look at where days are counted."""
    contacts = context.network.contacts
    return [contacts[path] for path, last in context.each(LAST).items() if last >= since]


def _last(_context: Context, contact: Contact) -> date | None:
    ends = (day for deal in contact.deals for day in (deal.note.started, deal.note.ended) if day)
    return max((*(one.day for one in contact.interactions[-1:]), *ends), default=None)


LAST = Figure("last", date, _last)
"""The last day on which something is noted of a contact, or a deal with them began or ended, those ahead too."""


def _touched(_context: Context, contact: Contact) -> tuple[date, ...] | None:
    return tuple(one.day for one in contact.interactions if one.answered) or None


TOUCHED: Figure[tuple[date, ...]] = Figure("touched", tuple[date, ...], _touched)
"""The days of all that came about with a contact, oldest first, those ahead too."""


def touched_within(context: Context, span: Span) -> int:
    """How many contacts were touched in a span."""
    start, end = span.start, span.end
    return sum(
        days[-1] >= start and any(start <= day <= end for day in reversed(days))
        for days in context.each(TOUCHED).values()
    )


def within(contact: Contact, span: Span) -> list[Interaction]:
    """The contact's interactions in the span, oldest first. Costs no more than what came after its start."""
    found = []
    for one in reversed(contact.interactions):
        if one.day < span.start:
            break
        if one.day <= span.end:
            found.append(one)
    return found[::-1]


def kept_in(context: Context, span: Span) -> Iterator[PromiseMade]:
    """The promises, mine and theirs, that were ticked in the span; a tick without a date is in no span."""
    return (made for made in context.promises if made.promise.kept and made.promise.closed in span)


def broken_in(context: Context, span: Span) -> Iterator[PromiseMade]:
    """The promises, mine and theirs, that were due in the span, and before today, and are still open."""
    return (
        made
        for made in context.promises
        if made.promise.open and made.promise.due in span and (made.promise.due or context.today) < context.today
    )


def kept_share(context: Context, span: Span) -> tuple[int, int]:
    """Of my promises due in the span, how many were kept by its end, and how many there were; cancelled ones are
    left out. One that was ticked without a date counts as kept in time."""
    kept = due = 0
    for made in context.promises:
        promise = made.promise
        if promise.owner is None and promise.due in span and (promise.open or promise.kept):
            due += 1
            kept += promise.kept and (promise.closed is None or promise.closed <= span.end)
    return kept, due
