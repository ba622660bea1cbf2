"""Home: the page that opens the day. Its figures are those of the other digests, chosen for what matters today."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.follow_ups import BirthdayRow, PlannedRow, PromiseRow, Row, follow_ups
from vault_tools.digests.ladders import LargeFirst
from vault_tools.digests.lessons import lessons
from vault_tools.digests.movement import Movement, movements
from vault_tools.digests.partners import Quiet, partners
from vault_tools.digests.pits import PitWarning
from vault_tools.digests.span import Span, active, within

MOST = 3
"""So many deals, quiet partners and broken promises are named; the rest is counted, and their digests have them all."""


class DiaryRow(msgspec.Struct, frozen=True):
    """A meeting of today, or something planned for tomorrow: the note where it stands, and with whom (path, name)."""

    day: date
    channel: str
    path: str
    people: tuple[tuple[str, str], ...]


class DealAlert(msgspec.Struct, frozen=True):
    """An open deal to be careful with: for the old pits it shows, or as a first deal that is `large`."""

    name: str
    path: str
    warnings: tuple[PitWarning, ...]
    large: LargeFirst | None


class HomeView(msgspec.Struct, frozen=True):
    """All the page says. `rows` are the first of the `due` people, in the order and with the ids of the follow-ups;
    `late` of them are overdue, most of all `worst`; `broken` are my promises overdue, `next_due` as there; `moved`
    None: too early to tell; `planned` the next thing in the diary."""

    today: date
    contacts: int
    rows: tuple[Row, ...]
    due: int
    late: int
    worst: Row | None
    next_due: tuple[date, str, str] | None
    broken: tuple[PromiseRow, ...]
    deals: tuple[DealAlert, ...]
    quiet: tuple[Quiet, ...]
    moved: tuple[Movement, ...] | None
    diary: tuple[DiaryRow, ...]
    planned: PlannedRow | None
    birthdays: tuple[BirthdayRow, ...]
    pages: tuple[str, ...]

    @property
    def most(self) -> int:
        """How many of each sort of warning are named."""
        return MOST

    def has(self, name: str) -> bool:
        """Whether the digest `name` is among those it links to."""
        return name in self.pages

    def as_json(self, headline: Callable[[str], str], sentence: Callable[[Row, Any], str]) -> dict[str, object]:
        """The documented JSON of `home --json`; `headline` says what a digest says, `sentence` why a row is there."""
        plain = ("today", "contacts", "due", "late", "deals", "quiet", "moved", "diary", "planned", "birthdays")
        return {
            **{name: msgspec.to_builtins(getattr(self, name)) for name in plain},
            "rows": [
                {"contact": row.contact, "path": row.path, "due": row.due and row.due.isoformat()}
                | {"days_overdue": row.days_overdue, "reasons": [sentence(row, one) for one in row.reasons]}
                for row in self.rows
            ],
            "broken": [
                {"text": row.text, "path": row.path, "line": row.line, "due": row.due and row.due.isoformat()}
                for row in self.broken
            ],
            "pages": [{"name": name, "headline": headline(name)} for name in self.pages],
        }


def home(context: Context, pages: Sequence[str], limit: int = 5) -> HomeView:
    """The page on the context's day; `limit` is how many people are listed, `pages` the digests it links to."""
    today, people = context.today, context.once(follow_ups)
    return HomeView(
        today,
        len(context.network.contacts),
        tuple(people.due[:limit]),
        len(people.due),
        people.counts["overdue"],
        people.most_overdue,
        people.next_due,
        people.broken,
        _deals(context),
        context.once(partners).quiet,
        movements(context),
        _diary(context),
        next((row for row in people.planned if row.date > today), None),
        tuple(row for row in people.birthdays if row.days == 0),
        tuple(pages),
    )


def _deals(context: Context) -> tuple[DealAlert, ...]:
    """The open deals with a warning, the largest first, then the large first deals."""
    large = {one.path: one for one in reversed(context.once(partners).open_firsts)}
    warned = context.once(lessons).deals
    alerts = [DealAlert(one.name, one.path, one.warnings, large.pop(one.path, None)) for one in warned]
    return (*alerts, *(DealAlert(one.name, path, (), one) for path, one in reversed(large.items())))


def _diary(context: Context) -> tuple[DiaryRow, ...]:
    """The meetings dated today, and what is planned for tomorrow. A log line of today is no plan: it has happened."""
    today, meetings, found = context.today, context.network.meetings, dict[str, DiaryRow]()
    span = Span(today, today + timedelta(days=1))
    for contact in active(context, today):
        for one in within(contact, span):
            if one.day > today or one.path in meetings:
                row = found.get(one.path) or DiaryRow(one.day, one.channel, one.path, ())
                found[one.path] = DiaryRow(row.day, row.channel, row.path, (*row.people, (contact.path, contact.name)))
    return tuple(sorted(found.values(), key=lambda row: (row.day, row.path)))
