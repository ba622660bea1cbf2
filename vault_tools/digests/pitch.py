"""The pitch (M6): how to introduce oneself: whom one knows by industry, what they can do, what one offers. No names."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.market import Mentions
from vault_tools.digests.resources import people_of, wanted_of
from vault_tools.digests.trends import ENOUGH, rank
from vault_tools.network.topics import Topics
from vault_tools.vault.links import fold

OFFERS = 5
"""So many offers are told of each industry, and as many in a sentence."""

_LONGEST = 40
"""No name is longer."""


class IndustryRow(msgspec.Struct, frozen=True):
    """An industry: the people known in it, by stage those who are now in it, and what they offer: first what most of
    them, then what the strongest relationships offer."""

    industry: str
    people: int
    stages: dict[str, int]
    offers: tuple[str, ...]


class OwnOffer(msgspec.Struct, frozen=True):
    """A resource of my own: what it offers, and how much of it there is."""

    offers: tuple[str, ...]
    capacity: str


class PitchView(msgspec.Struct, frozen=True):
    """All the digest says. `people` are the contacts who are not closed, `reached` by stage how many of them ever
    reached it; with `sat_down` of them one sat down, with `worked` one has a deal active or done, whatever `stage:`
    says, for it is said aloud. `elsewhere` are those without an industry; `reach` is the best that each industry
    offers; `asked` is what most people spoke of in the last half-year."""

    today: date
    people: int
    reached: dict[str, int]
    sat_down: int
    worked: int
    industries: tuple[IndustryRow, ...]
    elsewhere: IndustryRow | None
    own: tuple[OwnOffer, ...]
    reach: tuple[str, ...]
    asked: tuple[str, ...]

    @property
    def mine(self) -> tuple[str, ...]:
        """The first thing that each of my own resources offers."""
        return tuple(one.offers[0] for one in self.own[:OFFERS])

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `pitch --json`."""
        return {name: msgspec.to_builtins(getattr(self, name)) for name in self.__struct_fields__}


def pitch(context: Context) -> PitchView:
    """The pitch on the context's day."""
    names, topics, contacts = _Names(context), Topics(context.config.signals.synonyms), context.network.contacts
    groups: dict[str, list[str]] = {}
    for path, contact in contacts.items():
        if not contact.closed:
            groups.setdefault(fold(contact.note.industry), []).append(path)
    offers = _offers(context, topics)
    rows = {key: _industry(context, paths, offers.get(key, {}), names) for key, paths in groups.items()}
    elsewhere = rows.pop("", None)
    industries = sorted(rows.values(), key=lambda row: (-row.people, row.industry))
    people = [path for paths in groups.values() for path in paths]
    keys = [stage.key for stage in context.config.stages]
    return PitchView(
        context.today,
        len(people),
        {key: sum(context.progress[path].reached >= rank for path in people) for rank, key in enumerate(keys)},
        sum(context.progress[path].evidence >= keys.index("engaged") for path in people) if "engaged" in keys else 0,
        sum(_worked(context, path) for path in people if contacts[path].deals),
        tuple(industries),
        elsewhere,
        tuple(_own(context, names, topics)),
        _reach([*industries, *([elsewhere] if elsewhere else [])], topics),
        tuple(_asked(context, names)),
    )


def _worked(context: Context, path: str) -> bool:
    strength = context.strengths[path]
    return bool(strength.done or strength.active)


Offers = dict[str, dict[str, Mentions]]
"""By industry and topic, who offers something, in which words; the strongest relationships first."""


def _offers(context: Context, topics: Topics) -> Offers:
    """What the contacts of each industry offer, synonyms being one."""
    found: Offers = {}
    fold_once = lru_cache(maxsize=None)(fold)
    industries = {path: fold_once(contact.note.industry) for path, contact in context.network.contacts.items()}
    for key, mentions in context.market.offers.mentions.items():
        topic = topics.key(key)
        for mention in mentions:
            industry = industries.get(mention[0].path)
            if industry is not None:
                offers = found.get(industry)
                if offers is None:
                    offers = found[industry] = {}
                if topic in offers:
                    offers[topic].append(mention)
                else:
                    offers[topic] = [mention]
    return found


def _industry(context: Context, paths: Sequence[str], offers: Mapping[str, Mentions], names: "_Names") -> IndustryRow:
    now = Counter(context.progress[path].now for path in paths)
    stages = {stage.key: now[rank] for rank, stage in enumerate(context.config.stages)}
    people = {topic: dict.fromkeys(note.path for note, _ in mentions) for topic, mentions in offers.items()}
    ranked = sorted(people, key=lambda topic: (-len(people[topic]), -offers[topic][0][0].strength))  # else as written
    told = (offers[topic][0][1] for topic in ranked if not names.in_(offers[topic][0][1], people[topic]))
    return IndustryRow(
        context.network.contacts[paths[0]].note.industry, len(paths), stages, tuple(islice(told, OFFERS))
    )


def _own(context: Context, names: "_Names", topics: Topics) -> Iterable[OwnOffer]:
    """My own resources, those first that most people need."""
    wanted = wanted_of(context)
    own = [one for one in context.network.resources.values() if one.through is None and one.reachable]
    for resource in sorted(own, key=lambda one: (-len(people_of(wanted.get(one.path, ()))), one.path)):
        texts = [text for text in resource.note.offers or [resource.note.name] if not names.in_(text, ())]
        offers = {topics.key(text): text for text in reversed(texts)}
        if offers:
            yield OwnOffer(tuple(reversed(offers.values())), resource.note.capacity)


def _reach(rows: Sequence[IndustryRow], topics: Topics) -> tuple[str, ...]:
    """The best of each industry in turn, until there are enough for a sentence."""
    found: dict[str, str] = {}
    for place in range(OFFERS):
        for row in rows:
            for text in row.offers[place : place + 1]:
                found.setdefault(topics.key(text), text)
    return tuple(found.values())[:OFFERS]


def _asked(context: Context, names: "_Names", count: int = 3) -> Iterable[str]:
    """The topics that most people spoke of in the last half-year, where they are not too few to tell."""
    ranked = (row.topic for row in rank(context.sayings, context.today) if row.people >= ENOUGH)
    return islice((topic for topic in ranked if not names.in_(topic, ())), count)


class _Names:
    """The names that are left out: those of the contacts, and of the organisation of whoever offers something."""

    def __init__(self, context: Context) -> None:
        self._contacts = context.network.contacts
        called = (name for one in self._contacts.values() for name in (one.name, *one.note.aliases))
        self._names = {fold(name) for name in called if 1 < len(name) <= _LONGEST}

    def in_(self, text: str, givers: Iterable[str]) -> bool:
        """Whether a text names somebody: it is looked at in pieces, so that many names cost no more than few."""
        folded = fold(text)
        orgs = {fold(self._contacts[path].note.org) for path in givers}
        if any(org and org in folded for org in orgs):
            return True
        starts = range(len(folded) - 1)
        return any(
            folded[start:end] in self._names and _stands_alone(folded, start, end)
            for start in starts
            for end in range(start + 2, min(len(folded), start + _LONGEST) + 1)
        )


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether what stands from `start` to `end` is no part of a longer word of letters."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not ((before + text[start]).isascii() and before.isalnum()) and not (
        (text[end - 1] + after).isascii() and after.isalnum()
    )
