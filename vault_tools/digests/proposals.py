"""Whom to bring together, or to help oneself: needs and offers that fit, the best relationships first."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import chain, product
from typing import TYPE_CHECKING

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.each import EachOf
from vault_tools.digests.market import Book, Side, Trader
from vault_tools.digests.pits import PitWarning
from vault_tools.digests.rows import PROPOSAL, offer_row, row_id
from vault_tools.digests.wary import WARY, warnings_for
from vault_tools.network.model import Deal, deals_with
from vault_tools.network.records import IntroductionNote

if TYPE_CHECKING:  # the library that compares is imported where something is compared
    from vault_tools.digests.phrases import Match

Matches = Mapping[str, "Mapping[str, Match]"]
"""By need the offers that fit."""

_NONE: "Mapping[str, Match]" = {}

_OFFERED = ("idea", "proposed", "active", "lost", "cheated")

MOST = 1000
"""So many proposals are made at most: nobody gets to the end of them, and the next ones rank lower still."""


class Proposal(msgspec.Struct, frozen=True):
    """A need and an offer that fit, how well, and how strong the weaker of the two relationships is. `acquainted`: they
    met before, as far as the notes tell. `warnings` are what the lessons say about either."""

    need: Side
    offer: Side
    match: "Match"
    strength: int
    acquainted: bool = False
    warnings: tuple[PitWarning, ...] = ()

    @property
    def path(self) -> str:
        """The note of who has the need."""
        return self.need.path

    @property
    def giver(self) -> tuple[str, str]:
        """Whom to bring together with who has the need, as (path, name): who offers, or through whom it is reached."""
        person = self.offer.person or self.offer.path
        return person, self.offer.through or self.offer.name

    @property
    def row_id(self) -> str:
        """The id of the proposal's row in a digest."""
        return row_id(PROPOSAL, self.need.path, self.need.text, self.giver[0])

    @property
    def offer_row_id(self) -> str:
        """The id of the row that asks for an offer of one's own; the one that Signals has for the same wish."""
        return offer_row(self.need.path, self.need.text)


class Proposals(msgspec.Struct, frozen=True):
    """The introductions to make, and the needs that own resources meet: each by the weaker strength, then match."""

    introductions: Sequence[Proposal]
    own: Sequence[Proposal]


class _Pair(msgspec.Struct, frozen=True, gc=False):
    """A need and an offer that fit, and who has them."""

    match: "Match"
    need: Trader
    offer: Trader


def propose(context: Context) -> Proposals:
    """The proposals of a day, `MOST` of each sort at most; to one person each need of somebody else only once."""
    market = context.market
    rules = _Rules(context)
    introductions: list[_Pair] = []
    for traders in market.strongest():
        others = market.offers(one for one in traders if one.person)
        introductions = _best(market.matches, market.needs(among=traders), others, rules.allow)
        if len(introductions) == MOST:
            break  # whoever is left out is weaker than any of these
    own = market.offers(one for one in market.resources if not one.person)
    mine = _best(market.matches, market.met, own, rules.allow)
    return Proposals(EachOf(introductions, rules.remarked), EachOf(mine, rules.proposal))


def _best(matches: Matches, needs: Book, offers: Book, allow: Callable[[_Pair], bool]) -> list[_Pair]:
    """The best of the pairs allowed, one for each need and giver."""
    found: dict[tuple[str, str, str], _Pair] = {}
    for pair in _ranked(matches, needs, offers):
        key = pair.need.path, pair.match.need, pair.offer.person or pair.offer.path
        if key not in found and allow(pair):
            found[key] = pair
            if len(found) == MOST:
                break
    return list(found.values())


def _ranked(matches: Matches, needs: Book, offers: Book) -> Iterator[_Pair]:
    """All pairs that fit, by the weaker strength, then match; made one by one, since there may be millions.

    Each pair of phrases waits in a heap under the best weaker strength among its people that was not yet given out.
    """
    wanted, offered = needs.traders, offers.traders
    heap = [
        (-min(people[0].strength, offered[offer][0].strength), -match.score, need, offer)
        for need, people in wanted.items()
        for offer, match in matches.get(need, _NONE).items()
        if offer in offered
    ]
    heapify(heap)
    while heap:
        level, score, need, offer = heappop(heap)
        pairs, following = _at(wanted[need], offered[offer], -level)
        match = matches[need][offer]
        yield from (_Pair(match, *pair) for pair in pairs)
        if following is not None:
            heappush(heap, (-following, score, need, offer))


def _at(
    needs: Sequence[Trader], offers: Sequence[Trader], level: int
) -> tuple[Iterator[tuple[Trader, Trader]], int | None]:
    """The pairs whose weaker strength is `level`, and the next lower one that any pair has."""
    (above, here), (others_above, others_here) = _span(needs, level), _span(offers, level)
    pairs = chain(
        product(needs[above:here], offers[:others_here]), product(needs[:above], offers[others_above:others_here])
    )
    lower = [one.strength for one in (*needs[here : here + 1], *offers[others_here : others_here + 1])]
    return pairs, max(lower, default=None)


def _span(traders: Sequence[Trader], level: int) -> tuple[int, int]:
    """How many are stronger than `level`, and how many at least as strong; the strongest come first."""
    return bisect_left(traders, -level, key=_weakness), bisect_right(traders, -level, key=_weakness)


def _weakness(trader: Trader) -> int:
    return -trader.strength


class _Rules:
    """Who is not to be brought together, and what is to be said of those who are."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.met: dict[str, frozenset[str]] = {}
        self.known: dict[frozenset[str], list[IntroductionNote]] = defaultdict(list)
        for introduction in context.network.introductions.values():
            if len(introduction.people) == 2:
                pair = frozenset(introduction.people)
                self.known[pair].append(introduction.note)
        self.deals = deals_with(context.network.deals.values())

    def allow(self, pair: _Pair) -> bool:
        """Not one person or one org, not a pair with an introduction for this need or one that was declined. To help
        oneself: not where a deal with them is about it."""
        one, other = pair.need.person, pair.offer.person
        assert one is not None  # only contacts have needs
        if other is None:
            return not any(self._offered(deal, pair) for deal in self.deals.get(one, ()))
        orgs = self.context.each(WARY)
        org = orgs[one].org if one in orgs else ""
        if one == other or (org and other in orgs and org == orgs[other].org):
            return False
        return not any(self._covers(known, pair) for known in self.known.get(frozenset((one, other)), ()))

    def _offered(self, deal: Deal, pair: _Pair) -> bool:
        """Whether a deal is an offer for a need, open or turned down. Who had the work done may need more of it."""
        topic = deal.note.topic
        asked = topic and deal.note.status in _OFFERED
        return bool(asked) and self.context.matcher.fit(topic, self.proposal(pair).need.text)

    def _covers(self, introduction: IntroductionNote, pair: _Pair) -> bool:
        """Whether an introduction of two people leaves nothing to propose: it was declined, does not say what for, or
        is for this need or this offer."""
        if introduction.status == "declined" or not (introduction.need or introduction.offer):
            return True
        fit, proposal = self.context.matcher.fit, self.proposal(pair)
        sides = (introduction.need, proposal.need), (introduction.offer, proposal.offer)
        return any(said and fit(said, side.text) for said, side in sides)

    def proposal(self, pair: _Pair) -> Proposal:
        """What a pair makes a proposal of."""
        match, side = pair.match, self.context.market.side
        need, offer = side(pair.need, "needs", match.need), side(pair.offer, "offers", match.offer)
        return Proposal(need, offer, match, min(need.strength, offer.strength))

    def remarked(self, pair: _Pair) -> Proposal:
        """A proposal with what is known of the two."""
        one, other = pair.need.person, pair.offer.person
        assert one is not None  # as above
        assert other is not None  # an introduction has two people
        contacts = self.context.network.contacts
        sources = contacts[one].source == other or contacts[other].source == one
        acquainted = sources or not self._meetings(one).isdisjoint(self._meetings(other))
        warnings = warnings_for(self.context, (one, other))
        return msgspec.structs.replace(self.proposal(pair), acquainted=acquainted, warnings=warnings)

    def _meetings(self, person: str) -> frozenset[str]:
        """The notes of the meetings with a contact so far."""
        found = self.met.get(person)
        if found is None:
            meetings, today = self.context.network.meetings, self.context.today
            past = self.context.network.contacts[person].interactions
            found = self.met[person] = frozenset(one.path for one in past if one.path in meetings and one.day <= today)
        return found
