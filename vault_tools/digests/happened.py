"""What happened in a week: by person, who moved on, who is new, which promises were kept and which broken."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from vault_tools.digests.context import PROGRESS, Context
from vault_tools.digests.follow_ups import PromiseRow, promise_row
from vault_tools.digests.parts import Given, Part
from vault_tools.digests.span import Span, active, broken_in, kept_in, within
from vault_tools.digests.tries import channels_in_person, is_try
from vault_tools.network.model import Contact, Interaction

BACK = timedelta(weeks=4)
"""What is looked back on lies within so many weeks: the week before the last whole one is the earliest."""


class Event(msgspec.Struct, frozen=True):
    """Something that happened with a contact. `kind`: touch, attempt, declined, deal-began or deal-ended; a deal has
    its status in `channel`."""

    day: date
    kind: str
    channel: str
    text: str
    path: str


class PersonWeek(msgspec.Struct, frozen=True):
    """All that happened with one contact, oldest first."""

    contact: str
    path: str
    events: tuple[Event, ...]


class Newcomer(msgspec.Struct, frozen=True):
    """Somebody first met; `source` (path, name) is the contact who led to them, if one did."""

    contact: str
    path: str
    day: date
    org: str
    source: tuple[str, str] | None


class StageMove(msgspec.Struct, frozen=True):
    """A contact who reached a later stage: its key, and that of the one before."""

    contact: str
    path: str
    before: str
    now: str
    day: date


class KeptPromise(msgspec.Struct, frozen=True):
    """A promise that was kept on `day`, `late` days after its due date (0: in time, or without one)."""

    promise: PromiseRow
    day: date
    late: int


class Moved(msgspec.Struct, frozen=True):
    """An introduction dated in the week, with the status it has now; `people` as (path, name)."""

    name: str
    path: str
    day: date
    status: str
    people: tuple[tuple[str, str], ...]


class Week(msgspec.Struct, frozen=True):
    """One week, Monday to Sunday, as far as it has come. `tries` are counted as in Answers, `answered` and `declined`
    of them; `touched` are contacts, `met` those new."""

    start: date
    end: date
    tries: int
    answered: int
    declined: int
    touched: int
    met: int
    people: tuple[PersonWeek, ...]
    newcomers: tuple[Newcomer, ...]
    moves: tuple[StageMove, ...]
    kept: tuple[KeptPromise, ...]
    broken: tuple[PromiseRow, ...]
    introductions: tuple[Moved, ...]

    @property
    def broken_mine(self) -> int:
        """How many of the broken promises are mine."""
        return sum(row.mine for row in self.broken)

    @property
    def empty(self) -> bool:
        """Whether nothing at all is noted of it."""
        return not (self.people or self.newcomers or self.moves or self.kept or self.broken or self.introductions)


def week_of(context: Context, days: Span) -> Week:
    """What happened from the first of the `days` on, up to today."""
    span = Span(days.start, min(days.end, context.today))
    people = [row for contact in active(context, span.start) if (row := _person(contact, span))]
    people.sort(key=lambda row: (row.events[0].day, row.contact, row.path))
    in_person, touched = channels_in_person(context), 0
    tries: list[Interaction] = []
    for row in people:
        found = within(context.network.contacts[row.path], span)
        tries += (one for one in found if is_try(one, in_person))
        touched += any(one.answered for one in found)
    new = newcomers(context, span)
    return Week(
        days.start,
        days.end,
        len(tries),
        sum(one.answered for one in tries),
        sum(one.declined for one in tries),
        touched,
        len(new),
        tuple(people),
        tuple(new),
        tuple(_moves(context, span)),
        tuple(_kept(context, span)),
        tuple(_by_due(promise_row(context, made) for made in broken_in(context, span))),
        tuple(_introductions(context, span)),
    )


def _person(contact: Contact, span: Span) -> PersonWeek | None:
    events = [
        Event(
            one.day,
            "touch" if one.answered else "declined" if one.declined else "attempt",
            one.channel,
            one.text,
            one.path,
        )
        for one in within(contact, span)
    ]
    for deal in contact.deals:
        note = deal.note
        if note.started in span and note.started and note.status not in ("", "idea", "proposed"):
            events.append(Event(note.started, "deal-began", note.status, note.name, deal.path))
        if note.ended in span and note.ended:
            events.append(Event(note.ended, "deal-ended", note.status, note.name, deal.path))
    events.sort(key=lambda one: one.day)
    return PersonWeek(contact.name, contact.path, tuple(events)) if events else None


class Lately(msgspec.Struct, frozen=True, array_like=True):
    """Of the last `BACK`: who was first met, with the day, by day; and who reached a stage above the first."""

    met: tuple[tuple[date, str], ...]
    moved: tuple[str, ...]


def lately(given: Given) -> Lately:
    """Who came and who moved on lately."""
    since, progress = given.today - BACK, given.progress
    met = [(day, path) for path, one in progress.items() if (day := one.entered[0]) and day > since]
    later = given.reached[1] if len(given.reached) > 1 else {}
    moved = [path for path, one in later.items() if any(day and day > since for day in one.entered[1:])]
    return Lately(tuple(sorted(met)), tuple(moved))


LATELY = Part("lately", Lately, lately, (PROGRESS,))
"""Who came and who moved on lately."""


def newcomers(context: Context, span: Span) -> list[Newcomer]:
    """Who was first met in a span within the last `BACK`, in the order of the days."""
    rows, contacts = [], context.network.contacts
    for day, path in context.part(LATELY).met:
        if day in span:
            contact = contacts[path]
            source = contacts.get(contact.source or "")
            led = (source.path, source.name) if source else None
            rows.append(Newcomer(contact.name, path, day, contact.note.org, led))
    return sorted(rows, key=lambda row: (row.day, row.contact, row.path))


def _moves(context: Context, span: Span) -> list[StageMove]:
    """Who reached a stage above the first: furthest along first."""
    keys = [stage.key for stage in context.config.stages]
    found = []
    for path in context.part(LATELY).moved:
        entered = context.progress[path].entered
        ranks = [rank for rank, day in enumerate(entered) if rank and day in span]
        if ranks:
            day = max(one for one in entered if one in span and one is not None)
            name = context.network.called[path].name
            found.append((-ranks[-1], StageMove(name, path, keys[ranks[0] - 1], keys[ranks[-1]], day)))
    return [move for _, move in sorted(found, key=lambda pair: (pair[0], pair[1].day, pair[1].path))]


def _kept(context: Context, span: Span) -> list[KeptPromise]:
    rows = []
    for made in kept_in(context, span):
        day, due = made.promise.closed, made.promise.due
        if day is not None:
            rows.append(KeptPromise(promise_row(context, made), day, max(0, (day - due).days) if due else 0))
    return sorted(rows, key=lambda row: (not row.promise.mine, row.day, row.promise.path, row.promise.line))


def _by_due(rows: Iterable[PromiseRow]) -> list[PromiseRow]:
    return sorted(rows, key=lambda row: (not row.mine, row.due or date.max, row.path, row.line))


def _introductions(context: Context, span: Span) -> list[Moved]:
    contacts = context.network.contacts
    rows = [
        Moved(
            one.note.name,
            path,
            one.note.date,
            one.note.status,
            tuple((person, contacts[person].name) for person in one.people),
        )
        for path, one in context.network.introductions.items()
        if one.note.date and one.note.date in span
    ]
    return sorted(rows, key=lambda row: (row.day, row.path))
