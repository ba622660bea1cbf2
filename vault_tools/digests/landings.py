"""What lands when (M5): the signals with a horizon ahead by half-year, and what that asks for now.

Plans are filed six to twelve months ahead. So those of the running half-year and of the next are filed; those of the
one after it are being filed until the running one ends; and for later ones it is early.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from heapq import nsmallest
from typing import Literal

import msgspec

from vault_tools.dates.periods import first_day, half_of, last_day, next_half
from vault_tools.digests.context import Context
from vault_tools.digests.heard import Quote, Saying
from vault_tools.digests.rows import offer_row
from vault_tools.digests.trends import WINDOW, rank
from vault_tools.network.model import Deal

State = Literal["now", "filed", "filing", "early"]

_OPEN = ("idea", "proposed", "active")

TOPICS, QUOTES, LISTED = 20, 8, 200
"""So many topics of a half-year, of each so many last words, and so many people are listed; the others are counted."""


_Waiting = tuple[tuple[str, str, int], str, Saying]
"""Who waits for an offer, as (name, path, strength), the half-year and their last word."""


class LandingTopic(msgspec.Struct, frozen=True):
    """A topic in a half-year: how many people said that it lands then, and the last word of each on it; what is
    second-hand stands last and counts nobody. `more` are not listed."""

    topic: str
    people: int
    quotes: tuple[Quote, ...]
    more: int


class Half(msgspec.Struct, frozen=True):
    """What lands in a half-year. `until` is the last day on which plans for it are filed; `more` topics are not
    listed."""

    half: str
    state: State
    until: date
    people: int
    topics: tuple[LandingTopic, ...]
    more: int


class Unserved(msgspec.Struct, frozen=True):
    """Somebody who wants something in a half-year that was offered to them by no deal: their last word on it."""

    contact: str
    path: str
    strength: int
    half: str
    quote: Quote

    @property
    def row_id(self) -> str:
        """The id of the row that asks for the offer."""
        return offer_row(self.path, self.quote.topic)


class Asked(msgspec.Struct, frozen=True):
    """Somebody to ask what they plan: they wanted something in the last year, and told nothing yet of that half-year.
    `topic` is the highest-ranked one they spoke of."""

    contact: str
    path: str
    strength: int
    topic: str


class Agenda(msgspec.Struct, frozen=True):
    """The half-years ahead, today's first; who waits for an offer, `waiting` counting them all; whom to ask about the
    half-year `filing`, for which plans are being filed until `until`. The strongest relationships come first."""

    halves: tuple[Half, ...]
    waiting: int
    unserved: tuple[Unserved, ...]
    filing: str
    until: date
    ask: tuple[Asked, ...]


def landing_half(horizon: str, today: date) -> str | None:
    """The half-year in which a period lands: the first half-year of it that is not over; None if all of it is past."""
    if not horizon or last_day(horizon) < today:
        return None
    return half_of(max(first_day(horizon), today))


def agenda(context: Context) -> Agenda:
    """What lands when, on the context's day."""
    today = context.today
    landing: dict[str, list[Saying]] = {}
    for one in context.sayings.all:
        half = landing_half(one.heard.signal.horizon, today)
        if half is not None:
            landing.setdefault(half, []).append(one)
    filing = next_half(next_half(half_of(today)))
    waiting, unserved = _unserved(context, landing, filing)
    return Agenda(
        tuple(_half(context, half, landing[half]) for half in sorted(landing)),
        waiting,
        tuple(Unserved(*who, half, context.sayings.quote(one)) for who, half, one in unserved),
        filing,
        last_day(half_of(today)),
        tuple(_asked(context, landing, filing)),
    )


def _half(context: Context, half: str, sayings: list[Saying]) -> Half:
    topics: dict[str, list[Saying]] = {}
    for one in sayings:
        topics.setdefault(one.topic, []).append(one)
    people = {key: {person for one in said for person in one.people} for key, said in topics.items()}
    ranked = sorted(topics, key=lambda key: (-len(people[key]), -len(topics[key]), context.sayings.name(key)))
    rows = []
    for key in ranked[:TOPICS]:
        last = _last_words(topics[key])
        quotes = tuple(map(context.sayings.quote, nsmallest(QUOTES, last, key=_firsthand_first)))
        rows.append(LandingTopic(context.sayings.name(key), len(people[key]), quotes, max(0, len(last) - QUOTES)))
    state, until = _state(half, context.today)
    return Half(half, state, until, len(set().union(*people.values())), tuple(rows), max(0, len(ranked) - TOPICS))


def _last_words(sayings: list[Saying]) -> list[Saying]:
    """What was said last by everybody: who spoke of it again later says nothing new. All that is second-hand."""
    heard: set[str] = set()
    last = []
    for one in reversed(sayings):
        if one.heard.hearsay or not one.people or not heard.issuperset(one.people):
            last.append(one)
        heard.update(one.people)
    return last


def _firsthand_first(saying: Saying) -> tuple[bool, int]:
    """First-hand before second-hand, the latest first."""
    return saying.heard.hearsay, -saying.day.toordinal()


def _state(half: str, today: date) -> tuple[State, date]:
    """How far plans for a half-year are, and the last day on which they are filed: that of the half-year but one."""
    now = half_of(today)
    ahead = (first_day(half).year - today.year) * 2 + (half[-1] == "2") - (now[-1] == "2")
    closing = first_day(half)
    until = date(closing.year - 1, 6, 30) if half[-1] == "1" else date(closing.year - 1, 12, 31)
    states: tuple[State, ...] = ("now", "filed", "filing")
    return (states[ahead] if ahead < len(states) else "early"), until


def _unserved(context: Context, landing: dict[str, list[Saying]], filing: str) -> tuple[int, list[_Waiting]]:
    """How many wait for an offer on what lands by `filing`, and the first of them. Nobody who is closed, or with whom
    there is a deal about it; of each topic the last word on what lands first."""
    found: dict[tuple[str, str], tuple[str, Saying]] = {}
    for half in sorted(filter(filing.__ge__, landing), reverse=True):
        for one in landing[half]:
            for path in one.people if one.wanted else ():
                found[path, one.topic] = (half, one)
    called, scores, progress = context.network.called, context.scores, context.progress
    worked: dict[str, list[Deal]] = {}
    for deal in context.network.deals.values():
        for person in deal.people:
            worked.setdefault(person, []).append(deal)
    rows = [
        ((called[path].name, path, scores[path]), half, one)
        for (path, topic), (half, one) in found.items()
        if not progress[path].closed and not _served(context, worked.get(path, ()), topic, one.day)
    ]
    first = nsmallest(LISTED, rows, key=lambda row: (-row[0][2], row[0], row[1], row[2].topic))
    return len(rows), first


def _served(context: Context, deals: Iterable[Deal], topic: str, since: date) -> bool:
    """Whether a deal of these is about a topic: one that is open, or one begun or lost since they spoke of it. A loss
    on no known day counts as one since."""
    for deal in deals:
        note = deal.note
        about = note.topic and context.sayings.topics.key(note.topic) == topic
        ended = (note.ended or note.started or since) if note.status == "lost" else note.started
        if about and (note.status in _OPEN or (ended is not None and ended >= since)):
            return True
    return False


def _asked(context: Context, landing: dict[str, list[Saying]], filing: str) -> list[Asked]:
    """Who spoke of wanting something in the last year, and of nothing that lands in `filing` or later."""
    told = {person for half, said in landing.items() if half >= filing for one in said for person in one.people}
    ranks = {row.key: place for place, row in enumerate(rank(context.sayings, context.today))}
    best: dict[str, Saying] = {}
    for one in context.sayings.between(context.today - timedelta(days=2 * WINDOW - 1), context.today):
        for path in one.people if one.wanted else ():
            known = best.get(path)
            if known is None or ranks[one.topic] <= ranks[known.topic]:
                best[path] = one
    called, scores, progress = context.network.called, context.scores, context.progress
    asked = [path for path in best if path not in told and not progress[path].closed]
    return [
        Asked(called[path].name, path, scores[path], context.sayings.name(best[path].topic))
        for path in nsmallest(LISTED, asked, key=lambda path: (-scores[path], called[path].name, path))
    ]
