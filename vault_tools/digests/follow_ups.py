"""The follow-ups (M3, M4): who to talk to today and why, what was promised, whose birthday it is."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

import msgspec

from vault_tools.dates.birthday import Birthday, age_on, next_after
from vault_tools.digests.context import DUE, GROUP, Context
from vault_tools.digests.each import EachOf
from vault_tools.digests.figures import Figure
from vault_tools.digests.pits import PitWarning
from vault_tools.digests.wary import warnings_for
from vault_tools.network.agenda import UPCOMING_DAYS, Cause, Due, Group, Standing
from vault_tools.network.model import Contact, PromiseMade

GROUPS: tuple[Group, ...] = ("overdue", "today", "new", "resting", "upcoming")


class Reason(msgspec.Struct, frozen=True):
    """Why a row is there: a code and what its sentence names.

    The code is the cause of the due date, or `declined`, `promise-mine`, `promise-theirs`, `unreadable`.
    """

    code: str
    day: date | None = None
    count: int = 0
    text: str = ""
    path: str = ""


class Row(msgspec.Struct, frozen=True):
    """One contact that is due or soon will be. `ratio` is days overdue ÷ cadence, by which the list is ranked;
    `warnings` are those of old lessons."""

    contact: str
    path: str
    group: Group
    due: date | None
    last_touch: date | None
    last_channel: str
    last_text: str
    last_path: str
    cadence: str | None
    days_overdue: int
    days_since: int | None
    attempts: int
    reasons: tuple[Reason, ...]
    ratio: float
    stage: str
    org: str
    role: str
    value: str
    row_id: str
    warnings: tuple[PitWarning, ...]


class PromiseRow(msgspec.Struct, frozen=True):
    """A promise. `mine` or theirs; `people` as (path, name); `owner` the name of who owes it, if not me."""

    text: str
    path: str
    line: int
    due: date | None
    overdue: bool
    mine: bool
    owner: str
    owner_path: str | None
    people: tuple[tuple[str, str], ...]
    row_id: str
    open: bool


class BirthdayRow(msgspec.Struct, frozen=True):
    """A birthday in the days ahead; `age` where the year is known, `days` from today."""

    contact: str
    path: str
    date: date
    days: int
    age: int | None
    lunar: bool


class PlannedRow(msgspec.Struct, frozen=True):
    """A contact with something in the diary: `note` is where it stands."""

    contact: str
    path: str
    date: date
    channel: str
    note: str


class StrangerRow(msgspec.Struct, frozen=True):
    """Somebody met who has no note: how often, when last, and in which note."""

    name: str
    meetings: int
    last: date
    note: str


class FollowUpsView(msgspec.Struct, frozen=True):
    """All the digest says. `due` holds everybody who is due, in the order in which to work through them, with the group
    of each in `groups`; `upcoming` those who will be in the days ahead. The digest lists `limit` of those due."""

    today: date
    limit: int
    contacts: int
    due: Sequence[Row]
    groups: tuple[Group, ...]
    upcoming: Sequence[Row]
    promises: tuple[PromiseRow, ...]
    birthdays: tuple[BirthdayRow, ...]
    planned: tuple[PlannedRow, ...]
    strangers: tuple[StrangerRow, ...]
    next_due: tuple[date, str, str] | None

    @property
    def rows(self) -> tuple[Row, ...]:
        """Everybody in a group."""
        return (*self.due, *self.upcoming)

    @property
    def counts(self) -> dict[Group, int]:
        """How many are in each group."""
        return {group: len(self.upcoming) if group == "upcoming" else self.groups.count(group) for group in GROUPS}

    @property
    def waiting(self) -> dict[Group, int]:
        """How many of those due are not among the day's, by group; groups of none left out."""
        rest = self.groups[self.limit :]
        return {group: count for group in GROUPS if (count := rest.count(group))}

    @property
    def most_overdue(self) -> Row | None:
        """The first of those past their date."""
        return self.due[self.groups.index("overdue")] if "overdue" in self.groups else None

    @property
    def diary(self) -> tuple[tuple[PlannedRow, ...], ...]:
        """What is planned, each thing with all whom it is planned with."""
        things: dict[tuple[date, str], list[PlannedRow]] = {}
        for row in self.planned:
            things.setdefault((row.date, row.note), []).append(row)
        return tuple(map(tuple, things.values()))

    @property
    def broken(self) -> tuple[PromiseRow, ...]:
        """My own promises that are overdue."""
        return tuple(row for row in self.promises if row.mine and row.overdue)

    def as_json(self, sentence: Callable[[Row, Reason], str]) -> dict[str, object]:
        """The documented JSON of `follow-ups --json`; `sentence` puts a reason into words."""
        rows = [{**_builtins(row, _ROW), "reasons": [sentence(row, one) for one in row.reasons]} for row in self.rows]
        return {
            "today": self.today.isoformat(),
            "rows": rows,
            "counts": dict(self.counts),
            "promises": [_builtins(one, _PROMISE) for one in self.promises],
            "birthdays": [msgspec.to_builtins(one) for one in self.birthdays],
            "planned": [msgspec.to_builtins(one) for one in self.planned],
            "without_note": [msgspec.to_builtins(one) for one in self.strangers],
        }


_ROW = ("contact", "path", "group", "due", "last_touch", "cadence", "days_overdue", "attempts", "warnings")
_PROMISE = ("text", "path", "line", "due", "overdue", "mine", "owner", "people")


def _builtins(row: msgspec.Struct, names: tuple[str, ...]) -> dict[str, object]:
    return {name: msgspec.to_builtins(getattr(row, name)) for name in names}


def follow_ups(context: Context, limit: int | None = None) -> FollowUpsView:
    """The follow-ups on the context's day; `limit` None: the config's."""
    promises = open_promises(context)
    due, upcoming = _ranked(context, _by_person(promises))
    return FollowUpsView(
        context.today,
        context.config.follow_ups.limit if limit is None else limit,
        len(context.network.contacts),
        EachOf(due, partial(_row, context)),
        tuple(one.group for one in due),
        EachOf(upcoming, partial(_row, context)),
        tuple(promises),
        tuple(_birthdays(context)),
        tuple(_planned(context)),
        tuple(_strangers(context)),
        _next_due(context),
    )


class _Turn(NamedTuple):
    """Somebody in a group, with the promises that are overdue, and what their row is ranked by."""

    rank: tuple[object, ...]
    path: str
    group: Group
    overdue: Sequence[PromiseRow]


def _ranked(context: Context, promises: dict[str, list[PromiseRow]]) -> tuple[list[_Turn], list[_Turn]]:
    """Those who are due and those who soon will be, each in the order of the list."""
    today, dues, called, progress = context.today, context.each(DUE), context.network.called, context.progress
    due: list[_Turn] = []
    upcoming: list[_Turn] = []
    for path, group in context.each(GROUP).items():
        one, name, stage = dues[path], called[path].name, -progress[path].now
        if group == "upcoming":
            upcoming.append(_Turn((one.due, stage, name, path), path, group, ()))
        else:
            overdue = [row for row in promises.get(path, ()) if row.overdue]
            rank = (group == "resting", -_ratio(one, today), not overdue, stage, name, path)
            due.append(_Turn(rank, path, group, overdue))
    return sorted(due), sorted(upcoming)


def _ratio(one: Due, today: date) -> float:
    """Days overdue ÷ cadence."""
    late = (today - one.due).days if one.due and one.due < today else 0
    return late / one.rhythm if late and one.rhythm else float(late > 0)


def _row(context: Context, turn: _Turn) -> Row:
    contact, standing = context.network.contacts[turn.path], context.standings[turn.path]
    today, note, cadence, due = context.today, contact.note, standing.cadence, standing.due
    late = max(0, (today - due).days) if due else 0
    touch = standing.last_touch
    return Row(
        contact.name,
        contact.path,
        turn.group,
        due,
        touch.day if touch else None,
        touch.channel if touch else "",
        touch.text if touch else "",
        touch.path if touch else "",
        str(cadence) if cadence else None,
        late,
        (today - touch.day).days if touch else None,
        standing.attempts,
        _reasons(contact, standing, turn.overdue),
        _ratio(standing.brief, today),
        context.config.stages[context.progress[contact.path].now].key,
        note.org,
        contact.role,
        note.value,
        context.contact_rows[contact.path],
        warnings_for(context, [contact.path]),
    )


def _reasons(contact: Contact, standing: Standing, overdue: Sequence[PromiseRow]) -> tuple[Reason, ...]:
    reasons = [
        Reason("promise-mine" if one.mine else "promise-theirs", one.due, text=one.text, path=one.path)
        for one in overdue[:2]
    ]
    if standing.cause is not None:
        refused = standing.cause == "retry" and standing.last_attempt is not None and standing.last_attempt.declined
        code = "declined" if refused else standing.cause
        reasons.append(Reason(code, _since(contact, standing, standing.cause), standing.attempts))
    if not contact.note.readable:
        reasons.append(Reason("unreadable"))
    return tuple(reasons)


def _since(contact: Contact, standing: Standing, cause: Cause) -> date | None:
    """The day a reason counts from."""
    if cause == "next":
        return standing.due
    if cause == "cadence":
        return standing.last_touch.day if standing.last_touch else None
    if cause in ("retry", "resting"):
        return standing.last_attempt.day if standing.last_attempt else None
    if cause == "imported":
        return contact.note.imported
    return contact.note.met.first if contact.note.met else None


def open_promises(context: Context, among: Iterable[PromiseMade] | None = None) -> list[PromiseRow]:
    """The open promises, of all or `among` these: overdue ones first, then by due date, those without one last."""
    promises = context.promises if among is None else among
    rows = [promise_row(context, made) for made in promises if made.promise.open]
    return sorted(rows, key=lambda row: (row.due or date.max, not row.mine, row.path, row.line))


def promise_list(context: Context) -> list[PromiseRow]:
    """All promises, kept and cancelled ones too, in the order of the vault."""
    return [promise_row(context, made) for made in context.promises]


def promise_row(context: Context, made: PromiseMade) -> PromiseRow:
    """One promise as digests show it."""
    promise, called = made.promise, context.network.called
    return PromiseRow(
        promise.text,
        made.path,
        promise.line,
        promise.due,
        promise.due is not None and promise.due < context.today,
        promise.owner is None,
        called[made.owner].name if made.owner else made.owner_name,
        made.owner,
        tuple((path, called[path].name) for path in made.people),
        context.promise_rows[made.path, promise.line],
        promise.open,
    )


def _by_person(promises: list[PromiseRow]) -> dict[str, list[PromiseRow]]:
    by_person: dict[str, list[PromiseRow]] = {}
    for row in promises:
        people = [path for path, _ in row.people] if row.mine or row.owner_path is None else [row.owner_path]
        for path in people:
            by_person.setdefault(path, []).append(row)
    return by_person


def _birthdays(context: Context) -> list[BirthdayRow]:
    until = context.today + timedelta(days=UPCOMING_DAYS)
    rows = []
    for path, birthday in context.each(BIRTHDAY).items():
        day = next_after(birthday, context.today)
        if day is not None and day <= until and not context.progress[path].closed:
            days, name = (day - context.today).days, context.network.called[path].name
            rows.append(BirthdayRow(name, path, day, days, age_on(birthday, day), birthday.lunar))
    return sorted(rows, key=lambda row: (row.date, row.contact, row.path))


BIRTHDAY = Figure("birthday", Birthday, lambda _context, contact: contact.note.birthday)
"""The birthdays that are known."""


def _planned(context: Context) -> list[PlannedRow]:
    rows = []
    for path, due in context.each(DUE).items():
        planned = context.standings[path].planned if due.planned else None
        if planned is not None:
            contact = context.network.called[path].name
            rows.append(PlannedRow(contact, path, planned.day, planned.channel, planned.path))
    return sorted(rows, key=lambda row: (row.date, row.note, row.contact, row.path))


def _strangers(context: Context) -> list[StrangerRow]:
    """Those met and without a note, latest first."""
    found: dict[str, dict[str, date]] = {}
    for stranger in context.network.strangers:
        if stranger.day <= context.today:
            found.setdefault(stranger.name, {})[stranger.path] = stranger.day
    rows = []
    for name, meetings in found.items():
        path, day = max(meetings.items(), key=lambda pair: (pair[1], pair[0]))
        rows.append(StrangerRow(name, len(meetings), day, path))
    return sorted(rows, key=lambda row: (-row.last.toordinal(), row.name))


def _next_due(context: Context) -> tuple[date, str, str] | None:
    """The next contact that will be due after today: (day, path, name)."""
    ahead = [
        (one.due, path)
        for path, one in context.each(DUE).items()
        if one.planned is None and one.due is not None and one.due > context.today
    ]
    if not ahead:
        return None
    day, path = min(ahead)
    return day, path, context.network.called[path].name
