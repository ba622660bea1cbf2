"""The pitch (M6): how to introduce oneself: whom one knows by industry, what they can do, what one offers. No names."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from operator import itemgetter

import msgspec

from vault_tools.digests.context import PROGRESS, WORKED, Context
from vault_tools.digests.demand import CLOSED, DEMAND, TRADE, Giver, Offered, industry_of, offered_in
from vault_tools.digests.field import FIELD
from vault_tools.digests.parts import Given, Part
from vault_tools.digests.resources import people_of, wanted_of
from vault_tools.digests.spoken import SPOKEN
from vault_tools.digests.trends import ENOUGH
from vault_tools.digests.wary import WARY
from vault_tools.network.stages import Progress
from vault_tools.network.topics import Topics
from vault_tools.vault.links import fold, fold_once

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


class Group(msgspec.Struct, frozen=True, array_like=True):
    """The contacts of one industry, as the first of their notes writes it: how many, and by stage how many now."""

    industry: str
    people: int
    stages: dict[str, int]


class Crowd(msgspec.Struct, frozen=True, array_like=True):
    """The contacts who are not closed, counted: the fields are those of the view, `groups` the industries by folded
    name, under none those whose note names none. `names` are the folded names that nobody is to hear."""

    people: int
    reached: dict[str, int]
    sat_down: int
    groups: dict[str, Group]
    names: frozenset[str]


def crowd(given: Given) -> Crowd:
    """The contacts counted on a day."""
    fields = given.each(FIELD)
    keys = [stage.key for stage in given.config.stages]
    groups: dict[str, list[Progress]] = {}
    labels: dict[str, str] = {}
    for path, one in given.progress.items():
        if not one.closed:
            industry = industry_of(fields, path)
            key = fold_once(industry)
            groups.setdefault(key, []).append(one)
            labels.setdefault(key, industry)
    people = [one for one in given.progress.values() if not one.closed]
    called = (name for one in given.called.values() for name in (one.name, *one.aliases))
    return Crowd(
        len(people),
        {key: sum(one.reached >= rank for one in people) for rank, key in enumerate(keys)},
        sum(one.evidence >= keys.index("engaged") for one in people) if "engaged" in keys else 0,
        {
            key: Group(labels[key], len(here), {stage: counted[rank] for rank, stage in enumerate(keys)})
            for key, here in groups.items()
            if (counted := Counter(one.now for one in here))
        },
        frozenset(fold(name) for name in called if 1 < len(name) <= _LONGEST),
    )


CROWD = Part("crowd", Crowd, crowd, (PROGRESS, FIELD), dated=False)
"""The contacts counted."""


def pitch(context: Context) -> PitchView:
    """The pitch on the context's day."""
    known, topics, closed = context.part(CROWD), Topics(context.config.signals.synonyms), context.each(CLOSED)
    names = _Names(context, known.names)
    offers = dict(_offers(context, names))
    rows = {
        key: IndustryRow(one.industry, one.people, one.stages, offers.get(key, ())) for key, one in known.groups.items()
    }
    elsewhere = rows.pop("", None)
    industries = sorted(rows.values(), key=lambda row: (-row.people, row.industry))
    return PitchView(
        context.today,
        known.people,
        known.reached,
        known.sat_down,
        sum(path not in closed for path in context.each(WORKED)),
        tuple(industries),
        elsewhere,
        tuple(_own(context, names, topics)),
        _reach([*industries, *([elsewhere] if elsewhere else [])], topics),
        tuple(_asked(context, names)),
    )


def _offers(context: Context, names: "_Names") -> Iterator[tuple[str, tuple[str, ...]]]:
    """The best that the contacts of each industry offer, by its folded name, synonyms being one."""
    for industry, stall in context.part(DEMAND).stalls.items():
        told = tuple(islice(_told(context, stall.foremost, names), OFFERS))
        if len(told) < OFFERS and stall.more:
            told = tuple(islice(_told(context, _all_offered(context, industry), names), OFFERS))
        yield industry, told


def _all_offered(context: Context, industry: str) -> Sequence[Offered]:
    """All that the contacts of one industry offer."""
    closed, fields, trades = context.each(CLOSED), context.each(FIELD), context.each(TRADE)
    here = (path for path in trades if path not in closed and fold_once(industry_of(fields, path)) == industry)
    topics = Topics(context.config.signals.synonyms)
    return offered_in({path: trades[path] for path in here}, fields, topics).get(industry, ())


def _told(context: Context, offered: Sequence[Offered], names: "_Names") -> Iterator[str]:
    """What is `offered` by most people first, which it comes in; among equals first what the strongest relationship
    does, and in its words. What names somebody is left out."""
    rank = context.rank

    def strongest(one: Offered) -> tuple[tuple[tuple[int, str, str], int], Offered, Giver]:
        first = min(one.givers, key=lambda giver: rank(giver.path))
        return (rank(first.path), first.place), one, first

    for _count, equals in groupby(offered, key=lambda one: len(one.givers)):
        for _first, one, giver in sorted(map(strongest, equals), key=itemgetter(0)):
            text = context.market.words(giver.path, "offers", giver.key)
            if not names.in_(text, (other.path for other in one.givers)):
                yield text


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
    ranked = (row.topic for row in context.part(SPOKEN).topics if row.people >= ENOUGH)
    return islice((topic for topic in ranked if not names.in_(topic, ())), count)


class _Names:
    """The names that are left out: those of the contacts, and of the organisation of whoever offers something."""

    def __init__(self, context: Context, names: Collection[str]) -> None:
        self._orgs = context.each(WARY)
        self._names = names

    def in_(self, text: str, givers: Iterable[str]) -> bool:
        """Whether a text names somebody: it is looked at in pieces, so that many names cost no more than few."""
        folded = fold(text)
        orgs = {fold(self._orgs[path].company) for path in givers if path in self._orgs}
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
