"""What was heard (M5): the network's signals by day and by topic, under the vault's synonyms."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from operator import attrgetter

import msgspec

from vault_tools.config import Config
from vault_tools.network.model import Heard, Network
from vault_tools.network.topics import Topics

WANTED = ("", "demand", "plan")
"""The kinds of signals in which somebody wants something; the others are an offer, a price or a risk."""

_BY_DAY = attrgetter("day")


class Saying(msgspec.Struct, frozen=True):
    """A signal on its day, with the key of its topic."""

    day: date
    topic: str
    heard: Heard

    @property
    def people(self) -> tuple[str, ...]:
        """The contacts who said it themselves."""
        return () if self.heard.hearsay else self.heard.people

    @property
    def wanted(self) -> bool:
        """Whether somebody says that they want or plan something."""
        return not self.heard.hearsay and self.heard.signal.kind in WANTED


class Quote(msgspec.Struct, frozen=True):
    """A saying as it is shown: when, who as (path, name), what about, in which words, of which kind, for which period,
    from where if it is second-hand; and the note and line it stands in, `anchor` being what a link has behind `#`."""

    date: date
    people: tuple[tuple[str, str], ...]
    topic: str
    said: str
    kind: str
    horizon: str
    source: str
    hearsay: bool
    path: str
    line: int
    anchor: str


class Sayings:
    """The signals given by a day, oldest first; those without a date, or dated later, are left out."""

    def __init__(self, network: Network, today: date, config: Config) -> None:
        self.topics = Topics(config.signals.synonyms)
        self.today = today
        self.called = network.called
        keys: dict[str, str] = {}
        said = []
        for heard in network.heard:
            topic = heard.signal.topic
            key = keys.get(topic)
            if key is None:
                key = keys[topic] = self.topics.key(topic)
            day = heard.signal.date
            if key and day is not None and day <= today:
                said.append(Saying(day, key, heard))
        said.sort(key=_BY_DAY)  # stable: within a day the order of the vault stays
        self.all: list[Saying] = said
        self._names: dict[str, str] = {}
        self._spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for one in said:
            self._spellings[one.topic][one.heard.signal.topic] += 1

    @cached_property
    def of_person(self) -> Mapping[str, list[Saying]]:
        """By contact's path what they said themselves, oldest first."""
        found: dict[str, list[Saying]] = {}
        for one in self.all:
            for path in one.people:
                found.setdefault(path, []).append(one)
        return found

    def between(self, first: date, last: date) -> Sequence[Saying]:
        """Those given from the one day to the other."""
        return self.all[self._before(first) : bisect_right(self.all, last, key=_BY_DAY)]

    def _before(self, day: date) -> int:
        return bisect_right(self.all, date.fromordinal(max(1, day.toordinal() - 1)), key=_BY_DAY)

    def firsthand_from(self) -> date | None:
        """The day of the first one that was first-hand."""
        return next((one.day for one in self.all if not one.heard.hearsay), None)

    def name(self, key: str) -> str:
        """How a topic is shown: as the config has it, else as most signals have it, among equals the latest."""
        name = self._names.get(key)
        if name is None:
            spellings = self._spellings.get(key, Counter())
            most = max(spellings.values(), default=0)
            latest = [text for text, count in spellings.items() if count == most]
            name = self._names[key] = self.topics.name(key) or (latest[-1] if latest else key)
        return name

    def spellings(self, key: str) -> list[str]:
        """All ways in which signals write a topic, the commonest first."""
        return [text for text, _ in self._spellings.get(key, Counter()).most_common()]

    @property
    def keys(self) -> list[str]:
        """The topics there are."""
        return list(self._spellings)

    def count(self, key: str) -> int:
        """How many signals are about a topic."""
        return self._spellings[key].total() if key in self._spellings else 0

    def quote(self, saying: Saying) -> Quote:
        """A saying as it is shown."""
        heard, signal = saying.heard, saying.heard.signal
        return Quote(
            saying.day,
            tuple((path, self.called[path].name) for path in heard.people),
            self.name(saying.topic),
            signal.said,
            signal.kind,
            signal.horizon,
            signal.source,
            heard.hearsay,
            heard.path,
            signal.line,
            signal.anchor,
        )
