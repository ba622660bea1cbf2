"""The signals (M5): what people want more and less than half a year ago, what lands when, and who proved right."""

from collections.abc import Sequence
from datetime import date

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.credit import Credit
from vault_tools.digests.heard import Quote, Saying
from vault_tools.digests.hindsight import Hindsight, hindsight
from vault_tools.digests.landings import Agenda, agenda
from vault_tools.digests.near_topics import Near, near_topics
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


class SignalsView(msgspec.Struct, frozen=True):
    """All the digest says. `since` is the first day of this half-year; `heard_from` counts the people who gave a signal
    in it, `heard_before` those of the one before; `comparable`: there is one before to compare with."""

    today: date
    limit: int
    contacts: int
    signals: int
    since: date
    heard_from: int
    heard_before: int
    comparable: bool
    topics: tuple[TopicRow, ...]
    rumours: tuple[Rumour, ...]
    agenda: Agenda
    hindsight: Hindsight
    credits: tuple[Credit, ...]
    near: tuple[Near, ...]

    @property
    def spoken(self) -> tuple[TopicRow, ...]:
        """The topics that people spoke of in this half-year, in the order of their rank."""
        return tuple(row for row in self.topics if row.people or row.mentions)

    @property
    def risen(self) -> tuple[TopicRow, ...]:
        """Those that more people spoke of than before, the highest rise first."""
        rows = [row for row in self.topics if row.trend == "risen"] if self.comparable else []
        return tuple(sorted(rows, key=lambda row: row.before - row.people))

    @property
    def fallen(self) -> tuple[TopicRow, ...]:
        """Those that fewer people spoke of than before, the deepest fall first."""
        rows = [row for row in self.topics if row.trend == "fallen"] if self.comparable else []
        return tuple(sorted(rows, key=lambda row: (row.people - row.before, row.topic)))

    @property
    def proved(self) -> tuple[Credit, ...]:
        """Those of whose signals one came true at least."""
        return tuple(one for one in self.credits if one.true)

    @property
    def unproved(self) -> tuple[Credit, ...]:
        """Those of several of whose signals none came true."""
        return tuple(one for one in self.credits if not one.true and one.judged > 1)

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `signals --json`."""
        hidden = {"limit", "contacts"}
        return {name: msgspec.to_builtins(getattr(self, name)) for name in self.__struct_fields__ if name not in hidden}


def signals(context: Context, limit: int = 10) -> SignalsView:
    """The signals on the context's day; `limit` is how many topics the digest describes."""
    today, sayings, config = context.today, context.sayings, context.config.signals
    since = first_of_window(today)
    by_topic: dict[str, list[Saying]] = {}
    for one in sayings.between(since, today):
        by_topic.setdefault(one.topic, []).append(one)
    eve = since.fromordinal(since.toordinal() - 1)
    return SignalsView(
        today,
        limit,
        len(context.network.contacts),
        len(sayings.all),
        since,
        heard_from(sayings, today),
        heard_from(sayings, eve),
        comparable(sayings, today),
        tuple(
            _topic(context, row, by_topic.get(row.key, []), QUOTES if place < limit else 0)
            for place, row in enumerate(rank(sayings, today))
        ),
        tuple(_rumour(context, row, by_topic[row.key]) for row in hearsay(sayings, today)[:_RUMOURS]),
        agenda(context),
        hindsight(context),
        tuple(context.credits.values()),
        tuple(near_topics(sayings, config.synonyms, config.apart)),
    )


def _topic(context: Context, row: Rank, said: Sequence[Saying], count: int) -> TopicRow:
    firsthand = [one for one in said if not one.heard.hearsay]
    kinds: dict[str, int] = {}
    for one in firsthand:
        kind = one.heard.signal.kind
        if kind:
            kinds[kind] = kinds.get(kind, 0) + 1
    latest = {one.people: one for one in firsthand}
    quotes = sorted(latest.values(), key=lambda one: -one.day.toordinal())[:count]
    return TopicRow(
        row.topic, row.people, row.before, row.mentions, row.trend, kinds, tuple(map(context.sayings.quote, quotes))
    )


def _rumour(context: Context, row: Hearsay, said: Sequence[Saying]) -> Rumour:
    quotes = [context.sayings.quote(one) for one in reversed(said) if one.heard.hearsay][:QUOTES]
    return Rumour(row.topic, row.mentions, row.people, tuple(quotes))
