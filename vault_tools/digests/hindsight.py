"""Hindsight (M5): what the signals foretold at each past half-year's beginning, and what was then worked on."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from vault_tools.dates.periods import first_day, half_of, last_day, next_half
from vault_tools.digests.heard import Sayings
from vault_tools.digests.strength import state_on
from vault_tools.digests.trends import first_of_window, rank
from vault_tools.network.model import Deal

NAMED = 3
"""So many topics count as named at a half-year's beginning: those that then ranked highest."""

LEAST_PEOPLE = 2
"""A topic of fewer people is not yet named."""

ENOUGH = 3
"""Of fewer half-years no rate is told."""


class Guess(msgspec.Struct, frozen=True):
    """A topic that was named, and whether a deal about it was begun in the half-year."""

    topic: str
    hit: bool


class Begun(msgspec.Struct, frozen=True):
    """A deal of the half-year that has a topic, and whether that was named before."""

    path: str
    name: str
    topic: str
    named: bool


class PastHalf(msgspec.Struct, frozen=True):
    """A half-year: the topics named on the day before it, highest first; the commonest one of the half-year before it
    as the naive forecast; the deals begun in it; `over`: it has ended."""

    half: str
    named: tuple[Guess, ...]
    naive: Guess | None
    deals: tuple[Begun, ...]
    over: bool

    @property
    def tells(self) -> bool:
        """Whether it can be judged: it is over, something was named, and a deal with a topic was begun."""
        return self.over and bool(self.named) and bool(self.deals)


class Hits(msgspec.Struct, frozen=True):
    """So many hits of so many guesses."""

    hits: int
    of: int


class Hindsight(msgspec.Struct, frozen=True):
    """The half-years, oldest first, and over the `judged` ones: how often the first topic named was worked on, and the
    naive one; how many of all named were; how many of the deals had been named. `enough`: they do for rates."""

    halves: tuple[PastHalf, ...]
    judged: int
    first: Hits
    naive: Hits
    named: Hits
    deals: Hits
    enough: bool


def begun_deals(sayings: Sayings, deals: Mapping[str, Deal]) -> dict[str, list[tuple[date, str]]]:
    """By topic, the deals done or active, begun by the day of the sayings, oldest first: their day and path."""
    found: dict[str, list[tuple[date, str]]] = {}
    for path, deal in deals.items():
        started = deal.note.started
        if deal.note.topic and started and state_on(deal, sayings.today) in ("active", "done"):
            found.setdefault(sayings.topics.key(deal.note.topic), []).append((started, path))
    return {topic: sorted(deals) for topic, deals in found.items()}


def hindsight(sayings: Sayings, deals: Mapping[str, Deal]) -> Hindsight:
    """The half-years since the first signal, on the day of the sayings."""
    begun = begun_deals(sayings, deals)
    first = sayings.firsthand_from()
    halves = []
    half = next_half(half_of(first)) if first else None
    while half and first_day(half) <= sayings.today:
        halves.append(_past_half(sayings, deals, begun, half))
        half = next_half(half)
    told = [one for one in halves if one.tells]
    named = [guess for one in told for guess in one.named]
    naive = [one.naive for one in told if one.naive]
    worked = [deal for one in told for deal in one.deals]
    return Hindsight(
        tuple(halves),
        len(told),
        Hits(sum(one.named[0].hit for one in told), len(told)),
        Hits(sum(one.hit for one in naive), len(naive)),
        Hits(sum(one.hit for one in named), len(named)),
        Hits(sum(one.named for one in worked), len(worked)),
        len(told) >= ENOUGH,
    )


def _past_half(
    sayings: Sayings, deals: Mapping[str, Deal], begun: dict[str, list[tuple[date, str]]], half: str
) -> PastHalf:
    first, last = first_day(half), last_day(half)
    eve = first - timedelta(days=1)
    ranked = [row.key for row in rank(sayings, eve) if row.people >= LEAST_PEOPLE][:NAMED]
    began = {topic: [path for day, path in rows if first <= day <= last] for topic, rows in begun.items()}
    commonest = _commonest(sayings, eve)
    rows = [
        Begun(path, deals[path].note.name, sayings.name(topic), topic in ranked)
        for topic, paths in began.items()
        for path in paths
    ]
    return PastHalf(
        half,
        tuple(Guess(sayings.name(topic), bool(began.get(topic))) for topic in ranked),
        Guess(sayings.name(commonest), bool(began.get(commonest))) if commonest else None,
        tuple(sorted(rows, key=lambda row: (row.topic, row.path))),
        last < sayings.today,
    )


def _commonest(sayings: Sayings, eve: date) -> str | None:
    """What was mentioned most in the half-year that ended on `eve`, whoever said it; among equals what was last."""
    topics = [one.topic for one in sayings.between(first_of_window(eve), eve)]
    counts = Counter(reversed(topics))
    return counts.most_common(1)[0][0] if counts else None


def begun_between(deals: Sequence[tuple[date, str]], first: date, last: date) -> str | None:
    """The first deal of these, oldest first, that began from the one day to the other."""
    place = bisect_left(deals, (first, ""))
    return deals[place][1] if place < len(deals) and deals[place][0] <= last else None
