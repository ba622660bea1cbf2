"""What everybody in the network looks for and can give, by phrase, and which of it fits."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from vault_tools.digests.demand import CLOSED, DEMAND, TRADE, Demand, Trade, keys_of
from vault_tools.network.records import decode_wants
from vault_tools.network.topics import topic_key

if TYPE_CHECKING:  # the library that compares is imported where something is compared
    from vault_tools.digests.context import Context
    from vault_tools.digests.matching import Matcher
    from vault_tools.digests.phrases import Match


OWN = 100
"""The strength of what is one's own."""

FIRST, TIMES = 500, 4
"""The strongest so many traders are looked at first; where they don't suffice, so many times as many."""


class Side(msgspec.Struct, frozen=True):
    """A need or an offer: its words, and where they stand, the `path` and name of the note and the property.

    `person` is the contact who needs it or through whom it comes, None: it is my own; `through` their name where the
    note is not theirs. `strength` is that of the relationship with them, `OWN` for myself.
    """

    text: str
    path: str
    name: str
    property: str
    person: str | None
    strength: int
    through: str = ""


class Trader(msgspec.Struct, frozen=True, gc=False):
    """A note with needs or offers, and who has them; the other fields are those of `Side`."""

    path: str
    name: str
    person: str | None
    strength: int
    through: str
    trade: Trade


class Book:
    """Needs, or offers: the traders by topic key, the strongest relationships first. A side is made where somebody
    looks at it: of a hundred thousand few are."""

    def __init__(self, market: "Market", property_: str, traders: Mapping[str, list[Trader]]) -> None:
        self.traders = traders
        self._market = market
        self._property = property_
        self._sides: dict[str, list[Side]] = {}

    def sides(self, key: str) -> Sequence[Side]:
        """The sides with a topic key."""
        sides = self._sides.get(key)
        if sides is None:
            sides = self._sides[key] = [
                self._market.side(trader, self._property, key) for trader in self.traders.get(key, ())
            ]
        return sides


class Market:
    """All who trade, the strongest relationships first, and what of their needs and offers fits. Closed contacts take
    no part."""

    def __init__(self, context: "Context") -> None:
        self._context = context
        self._network = context.network
        self._known: dict[str, Trader] = {}

    @cached_property
    def traders(self) -> list[Trader]:
        """All of them: of ten thousand that are many to look at."""
        return sorted((*map(self.trader, self._people), *self.resources), key=_rank)

    @cached_property
    def matches(self) -> "Mapping[str, Mapping[str, Match]]":
        """By need the offers that fit."""
        matcher = self._context.matcher
        if self._demand.matched != matcher.name:  # what it remembered was lost, or is of another day
            matcher.matches(
                chain.from_iterable(one.trade.needs for one in self.traders),
                chain.from_iterable(one.trade.offers for one in self.traders),
            )
        return matcher.found

    @property
    def matched(self) -> "Mapping[str, Mapping[str, Match]] | None":
        """The same, where nothing is left to be matched or summed up; else None."""
        known, matcher = self._context.parts.at_hand(DEMAND), self._context.matcher
        return matcher.found if known and known.matched == matcher.name else None

    @cached_property
    def resources(self) -> list[Trader]:
        """The resources that are one's own or come through a contact who is not closed."""
        return sorted(self._resources(), key=_rank)

    @cached_property
    def met(self) -> Book:
        """The needs that some resource meets."""
        return self._needs_of(self._demand.needing)

    @cached_property
    def unmet(self) -> Sequence[Book]:
        """The needs that nothing fits and several people have, those of one topic together."""
        return [self._needs_of(topic) for topic in self._demand.unmet]

    def needs(self, among: Iterable[Trader] | None = None) -> Book:
        """The needs of the traders `among`, or of all."""
        return Book(self, "needs", _by_key(self.traders if among is None else among, lambda trade: trade.needs))

    def offers(self, among: Iterable[Trader] | None = None) -> Book:
        """The offers of the traders `among`, or of all."""
        return Book(self, "offers", _by_key(self.traders if among is None else among, lambda trade: trade.offers))

    def strongest(self) -> Iterator[Sequence[Trader]]:
        """More and more of the strongest traders, at last all: each time all down to some strength."""
        people, scores, count = self._people, self._context.scores, FIRST
        strengths = sorted(
            (*(scores[path] for path in people), *(one.strength for one in self.resources)), reverse=True
        )
        while count < len(strengths):
            least = strengths[count]
            strong = (self.trader(path) for path in people if scores[path] > least)
            yield sorted((*strong, *(one for one in self.resources if one.strength > least)), key=_rank)
            count *= TIMES
        yield self.traders

    def trader(self, path: str) -> Trader:
        """A contact who trades. Raises KeyError for any other."""
        known = self._known.get(path)
        if known is None:
            context, trade = self._context, self._context.each(TRADE)[path]
            name = self._network.called[path].name
            known = self._known[path] = Trader(path, name, path, context.scores[path], "", trade)
        return known

    def side(self, trader: Trader, property_: str, key: str) -> Side:
        """The need or the offer of a trader with a topic key."""
        text = self.words(trader.path, property_, key)
        return Side(text, trader.path, trader.name, property_, trader.person, trader.strength, trader.through)

    @cached_property
    def _demand(self) -> Demand:
        return self._context.part(DEMAND)

    @cached_property
    def _people(self) -> list[str]:
        """The contacts who trade, in the order of their paths."""
        closed = self._context.each(CLOSED)
        return [path for path in self._context.each(TRADE) if path not in closed]

    def _needs_of(self, people: Mapping[str, Iterable[str]]) -> Book:
        """A book of needs, given with who has them."""
        return Book(self, "needs", {key: sorted(map(self.trader, who), key=_rank) for key, who in people.items()})

    def _resources(self) -> Iterator[Trader]:
        for path, resource in self._network.resources.items():
            through = self._network.contacts[resource.through] if resource.through else None
            if resource.reachable and not (through and through.closed):
                strength = self._context.scores[through.path] if through else OWN
                called, trade = through.name if through else "", Trade((), keys_of(resource.note.offers))
                yield Trader(path, resource.note.name, resource.through, strength, called, trade)

    def words(self, path: str, property_: str, key: str) -> str:
        """A need or an offer as the note at `path` writes it."""
        contact = self._network.contacts.get(path)
        if contact is None:
            texts = self._network.resources[path].note.offers
        else:
            texts = contact.note.needs if property_ == "needs" else contact.note.offers
        return next((text for text in texts if topic_key(text) == key), key)


def _rank(trader: Trader) -> tuple[int, str, str]:
    return -trader.strength, trader.name, trader.path


def _by_key(traders: Iterable[Trader], keys: Callable[[Trade], Iterable[str]]) -> dict[str, list[Trader]]:
    found: dict[str, list[Trader]] = {}
    for trader in traders:
        for key in keys(trader.trade):
            found.setdefault(key, []).append(trader)
    return found


def match_ahead(matcher: "Matcher", payloads: Iterable[bytes]) -> None:
    """Match all that is needed and offered in records, before they are joined: what a market asks for is among that."""
    needs: set[str] = set()
    offers: set[str] = set()
    for payload in payloads:
        wants = decode_wants(payload)
        needs.update(wants.needs)
        offers.update(wants.offers)
    matcher.matches(keys_of(needs), keys_of(offers))
