"""What was heard, summed up (M5): all of the digest of signals that a call changes only if something is heard in it."""

from collections.abc import Sequence

import msgspec

from vault_tools.digests.credit import Credit, whose_word
from vault_tools.digests.heard import Quote, Saying, Sayings
from vault_tools.digests.hindsight import Hindsight, hindsight
from vault_tools.digests.landings import Landings, landings
from vault_tools.digests.near_topics import Near, near_topics
from vault_tools.digests.parts import Given, Part
from vault_tools.digests.trends import (
    Hearsay,
    Rank,
    Trend,
    comparable,
    first_of_window,
    heard_from,
    hearsay,
    rank,
)

QUOTES = 4
"""So many of the latest sayings are shown of each topic that is described."""

DESCRIBED = 10
"""So many topics are described, unless another number is asked for."""

_RUMOURS = 100


class TopicRow(msgspec.Struct, frozen=True):
    """A topic: how many people spoke of it in this half-year and the one before, how many signals they gave in this
    one, whether it rose or fell; by kind how many signals; what they said last, latest first, each person once."""

    topic: str
    people: int
    before: int
    mentions: int
    trend: Trend
    kinds: dict[str, int]
    quotes: tuple[Quote, ...]


class Rumour(msgspec.Struct, frozen=True):
    """A topic heard of second-hand in this half-year: how often, how many people spoke of it, the latest sayings."""

    topic: str
    mentions: int
    people: int
    quotes: tuple[Quote, ...]


class Spoken(msgspec.Struct, frozen=True):
    """The sum; the fields are those of the view of signals, `landings` what lands when, whoever spoke of it."""

    signals: int
    heard_from: int
    heard_before: int
    comparable: bool
    topics: tuple[TopicRow, ...]
    rumours: tuple[Rumour, ...]
    landings: Landings
    hindsight: Hindsight
    credits: tuple[Credit, ...]
    near: tuple[Near, ...]


def spoken(given: Given, described: int = DESCRIBED) -> Spoken:
    """The sum on a day; so many topics are `described`."""
    sayings, today, config = given.sayings, given.today, given.config.signals
    since = first_of_window(today)
    by_topic: dict[str, list[Saying]] = {}
    for one in sayings.between(since, today):
        by_topic.setdefault(one.topic, []).append(one)
    eve = since.fromordinal(since.toordinal() - 1)
    ranks = rank(sayings, today)
    return Spoken(
        len(sayings.all),
        heard_from(sayings, today),
        heard_from(sayings, eve),
        comparable(sayings, today),
        tuple(
            _topic(sayings, row, by_topic.get(row.key, []), QUOTES if place < described else 0)
            for place, row in enumerate(ranks)
        ),
        tuple(_rumour(sayings, row, by_topic[row.key]) for row in hearsay(sayings, today)[:_RUMOURS]),
        landings(sayings, given.deals, ranks),
        hindsight(sayings, given.deals),
        tuple(whose_word(sayings, given.deals)),
        tuple(near_topics(sayings, config.synonyms, config.apart)),
    )


SPOKEN = Part("spoken", Spoken, spoken, heard=True)
"""The sum, with the usual number of topics described."""


def _topic(sayings: Sayings, row: Rank, said: Sequence[Saying], count: int) -> TopicRow:
    firsthand = [one for one in said if not one.heard.hearsay]
    kinds: dict[str, int] = {}
    for one in firsthand:
        kind = one.heard.signal.kind
        if kind:
            kinds[kind] = kinds.get(kind, 0) + 1
    latest = {one.people: one for one in firsthand}
    quotes = sorted(latest.values(), key=lambda one: -one.day.toordinal())[:count]
    return TopicRow(
        row.topic, row.people, row.before, row.mentions, row.trend, kinds, tuple(map(sayings.quote, quotes))
    )


def _rumour(sayings: Sayings, row: Hearsay, said: Sequence[Saying]) -> Rumour:
    quotes = [sayings.quote(one) for one in reversed(said) if one.heard.hearsay][:QUOTES]
    return Rumour(row.topic, row.mentions, row.people, tuple(quotes))
