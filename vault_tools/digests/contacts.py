"""Contacts one by one: the list with its filters, and one person's card."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

import msgspec

from vault_tools.digests.balance import Chased, Neglected, chased, neglected
from vault_tools.digests.context import Context
from vault_tools.digests.credit import Credit, credit_of
from vault_tools.digests.follow_ups import PromiseRow, open_promises
from vault_tools.digests.heard import Quote
from vault_tools.digests.pits import PitWarning
from vault_tools.digests.strength import Strength
from vault_tools.digests.wary import warnings_for
from vault_tools.network.agenda import Group
from vault_tools.network.model import Contact
from vault_tools.vault.links import fold

Order = Literal["name", "due", "last-touch", "stage", "met", "fit"]
ORDERS: tuple[Order, ...] = ("name", "due", "last-touch", "stage", "met", "fit")


class ContactRow(msgspec.Struct, frozen=True):
    """One contact in a line."""

    contact: str
    path: str
    stage: str
    closed: bool
    org: str
    role: str
    industry: str
    circles: tuple[str, ...]
    city: str
    fit: float | None
    met: date | None
    last_touch: date | None
    due: date | None
    group: Group | None


class TimelineRow(msgspec.Struct, frozen=True):
    """Something that happened with a contact, or is planned. `kind`: touch, attempt, planned, deal, introduction,
    promise (an open one) or promise-over (kept or cancelled); a promise has the day it was made, else its due
    date. `signals` are those that the contact gave then, as (topic, horizon); a deal or introduction has a `status`."""

    date: date
    kind: str
    channel: str
    text: str
    path: str
    line: int | None
    signals: tuple[tuple[str, str], ...] = ()
    status: str = ""


Fact = str | tuple[str, ...]


class Card(msgspec.Struct, frozen=True):
    """One contact: facts as (property, its text or texts), what is due, what happened, what was promised, of what to
    beware, whether one chases or neglects them, the signals they gave, latest first, and what came of them."""

    row: ContactRow
    aliases: tuple[str, ...]
    facts: tuple[tuple[str, Fact], ...]
    cadence: str | None
    attempts: int
    source: tuple[str, str] | None
    entered: tuple[tuple[str, date | None], ...]
    timeline: tuple[TimelineRow, ...]
    promises: tuple[PromiseRow, ...]
    warnings: tuple[PitWarning, ...]
    strength: Strength
    chased: Chased | None
    neglected: Neglected | None
    signals: tuple[Quote, ...]
    credit: Credit | None


def contact_list(
    context: Context,
    *,
    stage: str | None = None,
    industry: str | None = None,
    circle: str | None = None,
    city: str | None = None,
    overdue: bool = False,
    sort: Order = "name",
) -> list[ContactRow]:
    """The contacts that pass all filters, sorted. Texts are compared without case, and by part except for `stage`."""
    rows = [contact_row(context, path) for path in context.network.contacts]
    tests: list[Callable[[ContactRow], bool]] = []
    if stage:
        tests.append(lambda row: row.stage == stage and not row.closed)
    if industry:
        tests.append(lambda row: fold(industry) in fold(row.industry))
    if circle:
        tests.append(lambda row: any(fold(circle) in fold(one) for one in row.circles))
    if city:
        tests.append(lambda row: fold(city) in fold(row.city))
    if overdue:
        tests.append(lambda row: row.group not in (None, "upcoming"))
    ranks = {one.key: rank for rank, one in enumerate(context.config.stages)}
    chosen = [row for row in rows if all(test(row) for test in tests)]
    return sorted(chosen, key=lambda row: (_key(row, sort, ranks), fold(row.contact), row.path))


def contact_row(context: Context, path: str) -> ContactRow:
    """One contact's line."""
    contact, standing, progress = (
        context.network.contacts[path],
        context.standings[path],
        context.progress[path],
    )
    note = contact.note
    return ContactRow(
        contact.name,
        path,
        context.config.stages[progress.now].key,
        progress.closed,
        note.org,
        contact.role,
        note.industry,
        tuple(note.circles),
        note.city,
        note.fit,
        progress.entered[0],
        standing.last_touch.day if standing.last_touch else None,
        standing.due,
        standing.group(context.today, len(context.config.follow_ups.retry)),
    )


def card(context: Context, path: str) -> Card:
    """All about one contact."""
    contact, standing, progress = (
        context.network.contacts[path],
        context.standings[path],
        context.progress[path],
    )
    source = context.network.contacts.get(contact.source or "")
    keys = [stage.key for stage in context.config.stages]
    return Card(
        contact_row(context, path),
        tuple(contact.note.aliases),
        tuple(_facts(contact)),
        str(standing.cadence) if standing.cadence else None,
        standing.attempts,
        (source.path, source.name) if source else None,
        tuple(zip(keys, progress.entered, strict=False)),
        tuple(timeline_rows(context, contact)),
        tuple(open_promises(context, context.promises_with.get(path, ()))),
        warnings_for(context, [path]),
        context.strengths[path],
        chased(context, contact),
        neglected(context, contact),
        tuple(context.sayings.quote(one) for one in reversed(context.sayings.of_person.get(path, []))),
        credit_of(context, path),
    )


def _facts(contact: Contact) -> Sequence[tuple[str, Fact]]:
    """The properties that have a value, in the order in which one introduces a person."""
    note = contact.note
    judged = {"fit": note.fit, "future": note.future, "interest": note.interest}
    facts: dict[str, Fact] = {
        "role": contact.role,
        "org": note.org,
        "industry": note.industry,
        "position": contact.position,
        "earns": note.earns,
        "city": note.city,
        "circles": tuple(note.circles),
        "offers": tuple(note.offers),
        "needs": tuple(note.needs),
        "value": note.value,
        **{name: "" if figure is None else f"{figure:g}" for name, figure in judged.items()},
        "outlook": note.outlook,
        "red_flags": tuple(note.red_flags),
        "email": tuple(note.email),
        "phone": tuple(note.phone),
        "wechat": note.wechat,
        "linkedin": note.linkedin,
        "url": note.url,
        "source": note.source.name if note.source and not contact.source else "",
    }
    return [(name, fact) for name, fact in facts.items() if fact]


def timeline_rows(context: Context, contact: Contact) -> list[TimelineRow]:
    """What happened, is planned or was promised, latest first."""
    today, path, told = context.today, contact.path, _told(context, contact)
    rows = [
        TimelineRow(
            one.day,
            "planned" if one.day > today else "touch" if one.answered else "attempt",
            one.channel,
            one.text,
            one.path,
            one.line,
            told.get(place, ()),
        )
        for place, one in enumerate(contact.interactions)
    ]
    rows += [
        TimelineRow(deal.note.started, "deal", "", deal.note.name, deal.path, None, status=deal.note.status)
        for deal in contact.deals
        if deal.note.started
    ]
    rows += [
        TimelineRow(one.note.date, "introduction", "", one.note.name, one.path, None, status=one.note.status)
        for one in context.network.introductions.values()
        if one.note.date and path in one.people
    ]
    for made in context.promises_with.get(path, ()):
        day = made.day or made.promise.due
        if day:
            kind = "promise" if made.promise.open else "promise-over"
            rows.append(TimelineRow(day, kind, "", made.promise.text, made.path, made.promise.line))
    return sorted(rows, key=lambda row: (-row.date.toordinal(), row.path, row.line or 0))


def _told(context: Context, contact: Contact) -> dict[int, tuple[tuple[str, str], ...]]:
    """By the place of an interaction, the signals that the contact gave in it: in the same note on the same day, in the
    nearest line above."""
    told: dict[int, tuple[tuple[str, str], ...]] = {}
    for one in context.sayings.of_person.get(contact.path, []):
        signal, path = one.heard.signal, one.heard.path
        above = [
            (interaction.line or 0, place)
            for place, interaction in enumerate(contact.interactions)
            if interaction.path == path and interaction.day == one.day and (interaction.line or 0) <= signal.line
        ]
        if above:
            place = max(above)[1]
            told[place] = (*told.get(place, ()), (context.sayings.name(one.topic), signal.horizon))
    return told


def _key(row: ContactRow, sort: Order, ranks: dict[str, int]) -> tuple[int, float]:
    """The figure to sort by; what is unknown comes last."""
    value: float | None
    match sort:
        case "due":
            value = row.due.toordinal() if row.due else None
        case "last-touch":
            value = -row.last_touch.toordinal() if row.last_touch else None
        case "met":
            value = -row.met.toordinal() if row.met else None
        case "stage":
            value = -ranks[row.stage]
        case "fit":
            value = None if row.fit is None else -row.fit
        case _:
            value = 0
    return (1, 0.0) if value is None else (0, float(value))
