"""The pitch (M6): how to introduce oneself: whom one knows by industry, what they can do, what one offers. No names."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice

import msgspec

from vault_tools.digests.context import BOND, Context
from vault_tools.digests.field import FIELD
from vault_tools.digests.market import Trader
from vault_tools.digests.resources import people_of, wanted_of
from vault_tools.digests.spoken import SPOKEN
from vault_tools.digests.trends import ENOUGH
from vault_tools.digests.wary import WARY
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
    names, topics, progress = _Names(context), Topics(context.config.signals.synonyms), context.progress
    groups = _by_industry(context)
    offers = _offers(context, topics, groups)
    rows = {key: _industry(context, paths, offers[key], names) for key, paths in groups.items()}
    elsewhere = rows.pop("", None)
    industries = sorted(rows.values(), key=lambda row: (-row.people, row.industry))
    people = [one for one in progress.values() if not one.closed]
    keys = [stage.key for stage in context.config.stages]
    return PitchView(
        context.today,
        len(people),
        {key: sum(one.reached >= rank for one in people) for rank, key in enumerate(keys)},
        sum(one.evidence >= keys.index("engaged") for one in people) if "engaged" in keys else 0,
        sum(bool(bond.done or bond.active) and not progress[path].closed for path, bond in context.each(BOND).items()),
        tuple(industries),
        elsewhere,
        tuple(_own(context, names, topics)),
        _reach([*industries, *([elsewhere] if elsewhere else [])], topics),
        tuple(_asked(context, names)),
    )


def _by_industry(context: Context) -> dict[str, list[str]]:
    """The contacts who are not closed, by folded industry; under none those whose note names none."""
    fields, fold_once = context.each(FIELD), lru_cache(maxsize=None)(fold)
    groups: dict[str, list[str]] = {}
    for path, progress in context.progress.items():
        if not progress.closed:
            field = fields.get(path)
            groups.setdefault(fold_once(field.industry) if field else "", []).append(path)
    return groups


Offers = dict[str, dict[str, list[tuple[Trader, str]]]]
"""By industry and topic, who offers something, with their key of it; the strongest relationships first."""


def _offers(context: Context, topics: Topics, groups: Mapping[str, Sequence[str]]) -> Offers:
    """What the contacts of each industry offer, synonyms being one."""
    found: Offers = {industry: {} for industry in groups}
    offers = {path: found[industry] for industry, paths in groups.items() for path in paths}
    topic_of: dict[str, str] = {}
    for trader in context.market.traders:
        own = offers.get(trader.path)
        if own is None:
            continue
        for key in trader.trade.offers:
            topic = topic_of.get(key)
            if topic is None:
                topic = topic_of[key] = topics.joined(key)
            known = own.get(topic)
            if known is None:
                own[topic] = [(trader, key)]
            elif known[-1][0] is not trader:
                known.append((trader, key))
    return found


def _industry(
    context: Context, paths: Sequence[str], offers: Mapping[str, list[tuple[Trader, str]]], names: "_Names"
) -> IndustryRow:
    now = Counter(context.progress[path].now for path in paths)
    stages = {stage.key: now[rank] for rank, stage in enumerate(context.config.stages)}
    ranked = sorted(offers.values(), key=lambda givers: (-len(givers), -givers[0][0].strength))  # else as they come
    words = ((context.market.words(givers[0][0], "offers", givers[0][1]), givers) for givers in ranked)
    told = (text for text, givers in words if not names.in_(text, (trader.path for trader, _ in givers)))
    field = context.each(FIELD).get(paths[0])
    return IndustryRow(field.industry if field else "", len(paths), stages, tuple(islice(told, OFFERS)))


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

    def __init__(self, context: Context) -> None:
        self._orgs = context.each(WARY)
        called = (name for one in context.network.called.values() for name in (one.name, *one.aliases))
        self._names = {fold(name) for name in called if 1 < len(name) <= _LONGEST}

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
