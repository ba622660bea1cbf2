"""What lands when (M5): the signals with a horizon ahead by half-year, and what that asks for now.

Plans are filed six to twelve months ahead. So those of the running half-year and of the next are filed; those of the
one after it are being filed until the running one ends; and for later ones it is early.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from heapq import nsmallest
from operator import itemgetter
from typing import Literal

import msgspec

from vault_tools.dates.periods import first_day, half_of, last_day, next_half
from vault_tools.digests.context import Context
from vault_tools.digests.heard import Quote, Saying, Sayings
from vault_tools.digests.rows import offer_row
from vault_tools.digests.trends import WINDOW, Rank
from vault_tools.network.model import Deal, deals_with

_encode = msgspec.msgpack.Encoder().encode
_quote_decoder = msgspec.msgpack.Decoder(Quote)

State = Literal["now", "filed", "filing", "early"]

_OPEN = ("idea", "proposed", "active")

TOPICS, QUOTES, LISTED = 20, 8, 200
"""So many topics of a half-year, of each so many last words, and so many people are listed; the others are counted."""


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


class Wish(msgspec.Struct, frozen=True, array_like=True):
    """What somebody wants in a half-year that was offered to them by no deal: their last word on it, as a quote."""

    path: str
    half: str
    quote: msgspec.Raw


class Landings(msgspec.Struct, frozen=True):
    """What lands when, whoever it is that spoke of it: the half-years ahead, the wishes, and those who told nothing yet
    of the half-year `filing` with the topic of theirs that ranks highest, by path."""

    halves: tuple[Half, ...]
    filing: str
    wishes: tuple[Wish, ...]
    silent: dict[str, str]


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


def landings(sayings: Sayings, deals: Mapping[str, Deal], ranks: Iterable[Rank]) -> Landings:
    """What lands when, on the day of the sayings, whose topics have these `ranks`."""
    landing: dict[str, list[Saying]] = {}
    for one in sayings.all:
        half = landing_half(one.heard.signal.horizon, sayings.today)
        if half is not None:
            landing.setdefault(half, []).append(one)
    filing = next_half(next_half(half_of(sayings.today)))
    return Landings(
        tuple(_half(sayings, half, landing[half]) for half in sorted(landing)),
        filing,
        tuple(_wishes(sayings, deals, landing, filing)),
        _silent(sayings, ranks, landing, filing),
    )


def agenda(context: Context, landings: Landings) -> Agenda:
    """What lands when, and whom of those it concerns to turn to first: nobody who is closed."""
    called, scores, progress = context.network.called, context.scores, context.progress
    open_ = [one for one in landings.wishes if not progress[one.path].closed]
    first = nsmallest(LISTED, open_, key=lambda one: (-scores[one.path], called[one.path].name, one.path, one.half))
    asked = (path for path in landings.silent if not progress[path].closed)
    return Agenda(
        landings.halves,
        len(open_),
        tuple(
            Unserved(called[one.path].name, one.path, scores[one.path], one.half, _quote_decoder.decode(one.quote))
            for one in first
        ),
        landings.filing,
        last_day(half_of(context.today)),
        tuple(
            Asked(called[path].name, path, scores[path], landings.silent[path])
            for path in nsmallest(LISTED, asked, key=context.rank)
        ),
    )


def wishes_of(landings: Landings, path: str) -> list[str]:
    """The topics on which a contact waits for an offer."""
    return [_quote_decoder.decode(one.quote).topic for one in landings.wishes if one.path == path]


def _half(sayings: Sayings, half: str, said: list[Saying]) -> Half:
    topics: dict[str, list[Saying]] = {}
    for one in said:
        topics.setdefault(one.topic, []).append(one)
    people = {key: {person for one in about for person in one.people} for key, about in topics.items()}
    ranked = sorted(topics, key=lambda key: (-len(people[key]), -len(topics[key]), sayings.name(key)))
    rows = []
    for key in ranked[:TOPICS]:
        last = _last_words(topics[key])
        quotes = tuple(map(sayings.quote, nsmallest(QUOTES, last, key=_firsthand_first)))
        rows.append(LandingTopic(sayings.name(key), len(people[key]), quotes, max(0, len(last) - QUOTES)))
    state, until = _state(half, sayings.today)
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


def _wishes(
    sayings: Sayings, deals: Mapping[str, Deal], landing: dict[str, list[Saying]], filing: str
) -> Iterable[Wish]:
    """The wishes that land by `filing`, of each person and topic the last word on what lands first, by topic."""
    found: dict[tuple[str, str], tuple[str, Saying]] = {}
    for half in sorted(filter(filing.__ge__, landing), reverse=True):
        for one in landing[half]:
            for path in one.people if one.wanted else ():
                found[one.topic, path] = (half, one)
    worked = deals_with(deals.values())
    for (topic, path), (half, one) in sorted(found.items(), key=itemgetter(0)):
        if not _served(sayings, worked.get(path, ()), topic, one.day):
            yield Wish(path, half, msgspec.Raw(_encode(sayings.quote(one))))


def _served(sayings: Sayings, deals: Iterable[Deal], topic: str, since: date) -> bool:
    """Whether a deal of these is about a topic: one that is open, or one begun or lost since they spoke of it. A loss
    on no known day counts as one since."""
    for deal in deals:
        note = deal.note
        about = note.topic and sayings.topics.key(note.topic) == topic
        ended = (note.ended or note.started or since) if note.status == "lost" else note.started
        if about and (note.status in _OPEN or (ended is not None and ended >= since)):
            return True
    return False


def _silent(sayings: Sayings, ranks: Iterable[Rank], landing: dict[str, list[Saying]], filing: str) -> dict[str, str]:
    """Who spoke of wanting something in the last year, and of nothing that lands in `filing` or later."""
    told = {person for half, said in landing.items() if half >= filing for one in said for person in one.people}
    places = {row.key: place for place, row in enumerate(ranks)}
    best: dict[str, Saying] = {}
    for one in sayings.between(sayings.today - timedelta(days=2 * WINDOW - 1), sayings.today):
        for path in one.people if one.wanted and not told.issuperset(one.people) else ():
            known = best.get(path)
            if known is None or places[one.topic] <= places[known.topic]:
                best[path] = one
    return {path: sayings.name(one.topic) for path, one in best.items() if path not in told}
