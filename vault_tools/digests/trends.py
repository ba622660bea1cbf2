"""Topics risen and fallen (M5): who speaks of what in the last half-year, against the one before."""

from datetime import date, timedelta
from typing import Literal

import msgspec

from vault_tools.digests.heard import Sayings

WINDOW = 182
"""The days of a half-year: the last so many, today included, are held against the so many before."""

ENOUGH = 3
"""Of fewer people in both half-years it is not said that a topic rose or fell."""

Trend = Literal["risen", "fallen", "steady", "few"]


class Rank(msgspec.Struct, frozen=True):
    """A topic: how many contacts spoke of it themselves in the last half-year and in the one before, and how many
    signals they gave."""

    key: str
    topic: str
    people: int
    before: int
    mentions: int
    mentions_before: int

    @property
    def growth(self) -> int:
        """How many more people than before."""
        return self.people - self.before

    @property
    def trend(self) -> Trend:
        """Whether it rose or fell; `few`: too few people to tell."""
        if max(self.people, self.before) < ENOUGH:
            return "few"
        return "risen" if self.growth > 0 else "fallen" if self.growth < 0 else "steady"


class Hearsay(msgspec.Struct, frozen=True):
    """A topic that was heard of second-hand in the last half-year: how often; how many people spoke of it."""

    key: str
    topic: str
    mentions: int
    people: int


class _Count(msgspec.Struct):
    people: set[str]
    mentions: int = 0
    hearsay: int = 0


def first_of_window(day: date) -> date:
    """The first day of the half-year that ends on `day`."""
    return day - timedelta(days=WINDOW - 1)


def rank(sayings: Sayings, day: date) -> list[Rank]:
    """The topics as they stood on `day`: by distinct people, then growth, then mentions. What nobody spoke of
    first-hand in either half-year is left out."""
    now, before = _counts(sayings, day), _counts(sayings, day - timedelta(days=WINDOW))
    ranks = []
    for key in now | before:
        one, other = now.get(key, _Count(set())), before.get(key, _Count(set()))
        if one.mentions or other.mentions:
            ranks.append(Rank(key, sayings.name(key), len(one.people), len(other.people), one.mentions, other.mentions))
    return sorted(ranks, key=lambda row: (-row.people, -row.growth, -row.mentions, row.topic))


def hearsay(sayings: Sayings, day: date) -> list[Hearsay]:
    """The topics heard of second-hand in the half-year that ends on `day`, most often first."""
    found = [
        Hearsay(key, sayings.name(key), one.hearsay, len(one.people))
        for key, one in _counts(sayings, day).items()
        if one.hearsay
    ]
    return sorted(found, key=lambda row: (-row.mentions, row.topic))


def heard_from(sayings: Sayings, day: date) -> int:
    """How many people said anything first-hand in the half-year that ends on `day`."""
    return len({person for one in sayings.between(first_of_window(day), day) for person in one.people})


def comparable(sayings: Sayings, day: date) -> bool:
    """Whether there is anything to compare with: signals were noted already when the earlier half-year began."""
    first = sayings.firsthand_from()
    return first is not None and first <= first_of_window(day - timedelta(days=WINDOW))


def _counts(sayings: Sayings, day: date) -> dict[str, _Count]:
    counts: dict[str, _Count] = {}
    for one in sayings.between(first_of_window(day), day):
        count = counts.get(one.topic)
        if count is None:
            count = counts[one.topic] = _Count(set())
        if one.heard.hearsay:
            count.hearsay += 1
        else:
            count.mentions += 1
            count.people.update(one.heard.people)
    return counts
