"""What is needed and offered, summed up by topic: all of it that a call changes nothing of."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from vault_tools.digests.field import FIELD, Field
from vault_tools.digests.figures import Figure
from vault_tools.digests.parts import Given, Part
from vault_tools.network.model import Contact
from vault_tools.network.topics import Topics, topic_key
from vault_tools.vault.links import fold_once

if TYPE_CHECKING:
    from vault_tools.digests.context import Context

ENOUGH = 2
"""What fewer people ask for than this is not yet called missing."""

KEPT, MANY = 20, 500
"""So many topics are kept of what an industry offers, and those that as many people offer as the last of them, unless
these are very many: as a rule topics of one person each, which are looked for where somebody asks for them."""


class Trade(msgspec.Struct, frozen=True, array_like=True):
    """What one contact needs and offers, as topic keys, each once."""

    needs: tuple[str, ...]
    offers: tuple[str, ...]


def keys_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The topic keys of texts, each once."""
    return tuple(dict.fromkeys(key for text in texts if (key := topic_key(text))))


def _trade(_context: "Context", contact: Contact) -> Trade | None:
    needs, offers = keys_of(contact.note.needs), keys_of(contact.note.offers)
    return Trade(needs, offers) if needs or offers else None


TRADE = Figure("trade", Trade, _trade, few=True)
"""Those who need or offer anything."""

CLOSED = Figure("closed", bool, lambda _context, contact: contact.closed or None)
"""Those with whom there is nothing more to do: they take no part."""


class Giver(msgspec.Struct, frozen=True, array_like=True):
    """Somebody who offers something: their path, their key of it, and its place among all that they offer."""

    path: str
    key: str
    place: int


class Offered(msgspec.Struct, frozen=True, array_like=True):
    """What contacts offer, synonyms being one topic, and who does."""

    topic: str
    givers: list[Giver]


class Stall(msgspec.Struct, frozen=True, array_like=True):
    """What most of one industry's contacts offer, the most first, and whether there is `more` than that."""

    foremost: list[Offered]
    more: bool


class Demand(msgspec.Struct, frozen=True, array_like=True):
    """The sum. `matched` names what is remembered of the matches of it all; `needing` gives who has each need that some
    resource meets; `unmet` are the needs that nothing fits and several people have, those of one topic together, each
    with who has it; `stalls` are there by the folded name of the industry, none being one too."""

    matched: bytes
    needing: dict[str, tuple[str, ...]]
    unmet: tuple[dict[str, tuple[str, ...]], ...]
    stalls: dict[str, Stall]


def demand(given: Given) -> Demand:
    """The sum of all that is needed and offered by contacts who are not closed, and by resources."""
    closed = given.each(CLOSED)
    trades = {path: trade for path, trade in given.each(TRADE).items() if path not in closed}
    of_resources = {
        key
        for resource in given.resources.values()
        if resource.reachable and resource.through not in closed
        for key in keys_of(resource.note.offers)
    }
    needs = _needs(trades)
    matches = given.matcher.matches(needs, of_resources.union(*(trade.offers for trade in trades.values())))
    topics = Topics(given.config.signals.synonyms)
    return Demand(
        given.matcher.name,
        {need: tuple(needs[need]) for need, fitting in matches.items() if not of_resources.isdisjoint(fitting)},
        _unmet({need: people for need, people in needs.items() if need not in matches}, topics),
        {industry: _stall(offered) for industry, offered in offered_in(trades, given.each(FIELD), topics).items()},
    )


DEMAND = Part("demand", Demand, demand, (TRADE, CLOSED, FIELD), dated=False)
"""The sum of what is needed and offered."""


def _needs(trades: Mapping[str, Trade]) -> dict[str, list[str]]:
    """By need, who has it."""
    found: dict[str, list[str]] = {}
    for path, trade in trades.items():
        for key in trade.needs:
            found.setdefault(key, []).append(path)
    return found


def _unmet(needs: Mapping[str, Sequence[str]], topics: Topics) -> tuple[dict[str, tuple[str, ...]], ...]:
    """Of needs with who has them those that several have, by topic."""
    groups: dict[str, dict[str, tuple[str, ...]]] = {}
    for key, people in needs.items():
        groups.setdefault(topics.joined(key), {})[key] = tuple(people)
    return tuple(group for group in groups.values() if len(set(chain.from_iterable(group.values()))) >= ENOUGH)


def offered_in(trades: Mapping[str, Trade], fields: Mapping[str, Field], topics: Topics) -> dict[str, list[Offered]]:
    """What contacts offer, by the folded name of their industry, what most of them do first."""
    found: dict[str, dict[str, Offered]] = {}
    joined = lru_cache(maxsize=None)(topics.joined)
    for path, trade in trades.items():
        here = found.setdefault(fold_once(industry_of(fields, path)), {})
        own: dict[str, str] = {}
        for key in trade.offers:
            own.setdefault(joined(key), key)
        for place, (topic, key) in enumerate(own.items()):
            if topic not in here:
                here[topic] = Offered(topic, [])
            here[topic].givers.append(Giver(path, key, place))
    return {industry: sorted(here.values(), key=lambda one: -len(one.givers)) for industry, here in found.items()}


def _stall(offered: Sequence[Offered]) -> Stall:
    counts = [len(one.givers) for one in offered]
    least = counts[min(KEPT, len(counts)) - 1] if counts else 0
    kept = sum(count >= least for count in counts)
    if kept > MANY:
        kept = sum(count > least for count in counts)
    return Stall(list(offered[:kept]), kept < len(offered))


def industry_of(fields: Mapping[str, Field], path: str) -> str:
    """The industry of a contact as the note has it; empty where it names none."""
    return fields[path].industry if path in fields else ""
