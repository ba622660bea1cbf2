"""What everybody in the network looks for and can give, by phrase, and which of it fits."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from vault_tools.digests.figures import Figure
from vault_tools.network.model import Contact
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


class Trade(msgspec.Struct, frozen=True, array_like=True):
    """What one contact needs and offers, as topic keys, each once."""

    needs: tuple[str, ...]
    offers: tuple[str, ...]


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

    def __init__(
        self, market: "Market", property_: str, traders: Iterable[Trader], keys: Collection[str] | None
    ) -> None:
        """`keys` None: of all topics."""
        self.traders: dict[str, list[Trader]] = {}
        self._market = market
        self._property = property_
        self._sides: dict[str, list[Side]] = {}
        for trader in traders:
            for key in trader.trade.needs if property_ == "needs" else trader.trade.offers:
                if keys is None or key in keys:
                    known = self.traders.get(key)
                    if known is None:
                        self.traders[key] = [trader]
                    else:
                        known.append(trader)

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
    no part. `matcher` remembers what was matched before."""

    def __init__(self, context: "Context", matcher: "Matcher") -> None:
        self._network = context.network
        self._matcher = matcher
        self.traders = sorted(
            (*_contacts(context), *_resources(context)), key=lambda one: (-one.strength, one.name, one.path)
        )

    @cached_property
    def matches(self) -> "Mapping[str, Mapping[str, Match]]":
        """By need the offers that fit."""
        trades = [one.trade for one in self.traders]
        offers: set[str] = set().union(*(one.offers for one in trades))
        return self._matcher.matches(set().union(*(one.needs for one in trades)), offers)

    @cached_property
    def resources(self) -> list[Trader]:
        """The notes of resources."""
        return [one for one in self.traders if one.path in self._network.resources]

    @cached_property
    def met(self) -> Book:
        """The needs that some resource meets."""
        offered = {key for one in self.resources for key in one.trade.offers}
        return self.needs([need for need, found in self.matches.items() if not offered.isdisjoint(found)])

    @cached_property
    def unmet(self) -> Book:
        """The needs that nothing fits."""
        needed: set[str] = set().union(*(one.trade.needs for one in self.traders))
        return self.needs(needed - self.matches.keys())

    def needs(self, keys: Iterable[str] | None = None, among: Iterable[Trader] | None = None) -> Book:
        """The needs of these topics, or of all, of the traders `among` or of all."""
        wanted = None if keys is None else frozenset(keys)
        return Book(self, "needs", self.traders if among is None else among, wanted)

    def offers(self, among: Iterable[Trader] | None = None) -> Book:
        """The offers of the traders `among`, or of all."""
        return Book(self, "offers", self.traders if among is None else among, None)

    def strongest(self) -> Iterator[Sequence[Trader]]:
        """More and more of the strongest traders, at last all: each time all down to some strength."""
        count, traders = FIRST, self.traders
        while count < len(traders):
            least = traders[count].strength
            yield [one for one in traders if one.strength > least]
            count *= TIMES
        yield traders

    def side(self, trader: Trader, property_: str, key: str) -> Side:
        """The need or the offer of a trader with a topic key."""
        text = self.words(trader, property_, key)
        return Side(text, trader.path, trader.name, property_, trader.person, trader.strength, trader.through)

    def words(self, trader: Trader, property_: str, key: str) -> str:
        """A need or an offer as the note writes it."""
        contact = self._network.contacts.get(trader.path)
        if contact is None:
            texts = self._network.resources[trader.path].note.offers
        else:
            texts = contact.note.needs if property_ == "needs" else contact.note.offers
        return next((text for text in texts if topic_key(text) == key), key)


def _contacts(context: "Context") -> Iterator[Trader]:
    called, progress, scores = context.network.called, context.progress, context.scores
    for path, trade in context.each(TRADE).items():
        if not progress[path].closed:
            yield Trader(path, called[path].name, path, scores[path], "", trade)


def _resources(context: "Context") -> Iterator[Trader]:
    """The resources that are one's own or come through a contact who is not closed."""
    for path, resource in context.network.resources.items():
        through = context.network.contacts[resource.through] if resource.through else None
        if resource.reachable and not (through and through.closed):
            strength = context.scores[through.path] if through else OWN
            called, trade = through.name if through else "", Trade((), _keys(resource.note.offers))
            yield Trader(path, resource.note.name, resource.through, strength, called, trade)


def _keys(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for text in texts if (key := topic_key(text))))


def _trade(_context: "Context", contact: Contact) -> Trade | None:
    needs, offers = _keys(contact.note.needs), _keys(contact.note.offers)
    return Trade(needs, offers) if needs or offers else None


TRADE = Figure("trade", Trade, _trade)
"""Those who need or offer anything."""


def match_ahead(matcher: "Matcher", payloads: Iterable[bytes]) -> None:
    """Match all that is needed and offered in records, before they are joined: what a market asks for is among that."""
    needs: set[str] = set()
    offers: set[str] = set()
    for payload in payloads:
        wants = decode_wants(payload)
        needs.update(wants.needs)
        offers.update(wants.offers)
    matcher.matches(_keys(needs), _keys(offers))
