"""Effort against return with one person (M2): chasing somebody who does not answer, neglecting somebody who fits."""

from datetime import date, timedelta

import msgspec

from vault_tools.digests.context import DUE, Context
from vault_tools.digests.figures import Figure
from vault_tools.digests.marks import MARKED
from vault_tools.network.model import Contact, Interaction

WINDOW_DAYS = 180
"""Effort and return are those of so many days."""

LEAST_EFFORT = 3
"""Chasing takes so many efforts, and so many times the returns."""

POOR_FIT = 2
GOOD_FIT = 4


class Effort(msgspec.Struct, frozen=True):
    """Something I did about somebody: when, by what channel, whether they answered, and where it is noted."""

    date: date
    channel: str
    answered: bool
    declined: bool
    path: str


class Chased(msgspec.Struct, frozen=True):
    """Somebody chased: the efforts of the window, latest first, and how many contacts they answered or began in it.
    `begun` are those they began."""

    contact: str
    path: str
    fit: float | None
    interest: float | None
    efforts: tuple[Effort, ...]
    returned: int
    begun: int


class Neglected(msgspec.Struct, frozen=True):
    """Somebody who fits, now or later, and is overdue by more than one cadence. `touched_in` is the note of the last
    touch, `last_begun` the last day they began a contact themselves."""

    contact: str
    path: str
    fit: float | None
    future: float | None
    interest: float | None
    last_touch: date | None
    touched_in: str | None
    last_begun: date | None
    due: date
    days_overdue: int
    cadence: str


def chased(context: Context, contact: Contact) -> Chased | None:
    """What shows that `contact` is being chased; None if nothing does, or if it was stopped already: they are closed,
    without a rhythm, or snoozed."""
    note = contact.note
    if len(contact.interactions) < LEAST_EFFORT or (note.fit is not None and note.fit > POOR_FIT):
        return None
    if contact.closed or note.never or (note.next and note.next > context.today):
        return None
    recent = _recent(contact, context.today)
    efforts = [one for one in recent if _is_effort(one)]
    if len(efforts) < LEAST_EFFORT:
        return None
    begun = sum(one.initiated == "them" for one in recent)
    returned = begun + sum(one.answered and one.initiated != "them" for one in recent)
    if len(efforts) < LEAST_EFFORT * returned:
        return None
    shown = tuple(Effort(one.day, one.channel, one.answered, one.declined, one.path) for one in efforts)
    return Chased(contact.name, contact.path, note.fit, note.interest, shown, returned, begun)


def _recent(contact: Contact, today: date) -> list[Interaction]:
    """The interactions of the window, latest first."""
    since = today - timedelta(days=WINDOW_DAYS)
    found = []
    for one in reversed(contact.interactions):
        if one.day <= since:
            break
        if one.day <= today:
            found.append(one)
    return found


def _third_last_effort(_context: Context, contact: Contact) -> date | None:
    """The day of the third last effort, of those that fit leaves open: who had three in the window had it there."""
    note = contact.note
    if len(contact.interactions) < LEAST_EFFORT or (note.fit is not None and note.fit > POOR_FIT):
        return None
    efforts = [one.day for one in contact.interactions if _is_effort(one)]
    return efforts[-LEAST_EFFORT] if len(efforts) >= LEAST_EFFORT else None


EFFORTS = Figure("efforts", date, _third_last_effort)
"""Whom one may be chasing."""


def _is_effort(one: Interaction) -> bool:
    return one.initiated == "me" or (not one.answered and one.initiated != "them")


def neglected(context: Context, contact: Contact) -> Neglected | None:
    """What shows that `contact` is neglected; None if nothing does, nothing is due, or something is planned."""
    note = contact.note
    if max(note.fit or 0, note.future or 0) < GOOD_FIT:
        return None
    standing = context.standings[contact.path]
    due, cadence, touch = standing.due, standing.cadence, standing.last_touch
    if due is None or cadence is None or standing.planned is not None:
        return None
    late = (context.today - due).days
    if late <= cadence.days_from(due):
        return None
    past = (one.day for one in contact.interactions if one.initiated == "them" and one.day <= context.today)
    return Neglected(
        contact.name,
        contact.path,
        note.fit,
        note.future,
        note.interest,
        touch.day if touch else None,
        touch.path if touch else None,
        max(past, default=None),
        due,
        late,
        str(cadence),
    )


def all_chased(context: Context) -> list[Chased]:
    """Everybody chased, the most effort first."""
    contacts, since = context.network.contacts, context.today - timedelta(days=WINDOW_DAYS)
    wooed = [path for path, day in context.each(EFFORTS).items() if day > since]
    found = [one for path in wooed if (one := chased(context, contacts[path]))]
    return sorted(found, key=lambda one: (one.returned - len(one.efforts), one.contact, one.path))


def all_neglected(context: Context) -> list[Neglected]:
    """Everybody neglected: the best fit first, then future, then who is overdue for longest. Never by interest."""
    contacts, dues, today = context.network.contacts, context.each(DUE), context.today
    late = [
        path
        for path, marks in context.each(MARKED).items()
        if max(marks.fit or 0, marks.future or 0) >= GOOD_FIT and dues[path].overdue_on(today)
    ]
    found = [one for path in late if (one := neglected(context, contacts[path]))]
    return sorted(found, key=lambda one: (-(one.fit or 0), -(one.future or 0), -one.days_overdue, one.path))
