"""Blocks about one contact, for its own note or any other: who it is, what happened, what was promised."""

from datetime import date

import msgspec

from vault_tools.digests.contacts import Card, TimelineRow, card, timeline_rows
from vault_tools.digests.context import Context
from vault_tools.digests.follow_ups import PromiseRow, open_promises


class TimelineView(msgspec.Struct, frozen=True):
    """What happened with a contact, latest first; `more` is how many older rows are left out."""

    today: date
    path: str
    contact: str
    rows: tuple[TimelineRow, ...]
    more: int


class PromisesView(msgspec.Struct, frozen=True):
    """Open promises, overdue ones first; `more` is how many are left out, `path` whom they concern (empty: anybody)."""

    today: date
    path: str
    rows: tuple[PromiseRow, ...]
    more: int
    overdue_mine: int
    overdue_theirs: int


def who(context: Context, path: str) -> Card:
    """The contact's card."""
    return card(context, path)


def timeline(context: Context, path: str, limit: int = 50) -> TimelineView:
    """The contact's touches, attempts, plans, promises, deals and introductions."""
    contact = context.network.contacts[path]
    rows = timeline_rows(context, contact)
    return TimelineView(context.today, path, contact.name, tuple(rows[:limit]), max(0, len(rows) - limit))


def promises(context: Context, path: str = "", limit: int = 50) -> PromisesView:
    """The open promises, mine and theirs: all, or those that concern the contact at `path`."""
    rows = open_promises(context, context.promises_with.get(path, ()) if path else None)
    late = [row for row in rows if row.overdue]
    mine = sum(row.mine for row in late)
    more = max(0, len(rows) - limit)
    return PromisesView(context.today, path, tuple(rows[:limit]), more, mine, len(late) - mine)
