"""The resources (M6): what one has to offer, through whom, and who needs it; and what is asked for and nobody has."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.each import EachOf
from vault_tools.digests.market import Side, Trader
from vault_tools.network.model import Resource

if TYPE_CHECKING:  # the library that compares is imported where something is compared
    from vault_tools.digests.phrases import Match


class Fit(msgspec.Struct, frozen=True, gc=False):
    """A need and an offer that fit, and who has them."""

    match: "Match"
    need: Trader
    offer: Trader


class Wanted(msgspec.Struct, frozen=True):
    """Somebody who needs what a resource offers: their words, and those of the offer."""

    contact: str
    path: str
    need: str
    offer: str


class ResourceRow(msgspec.Struct, frozen=True):
    """A resource. `through` is (path, name) of the contact it comes through, None: my own; `blocked`: that contact is
    closed, or the note names nobody known. `wanted` are those who need it, strongest relationships first."""

    name: str
    path: str
    kind: str
    capacity: str
    through: tuple[str, str] | None
    blocked: bool
    offers: tuple[str, ...]
    wanted: Sequence[Wanted]


class Missing(msgspec.Struct, frozen=True):
    """Something asked for that nobody offers, in the words of the strongest relationship; `people` as (path, name)."""

    need: str
    people: tuple[tuple[str, str], ...]


class ResourcesView(msgspec.Struct, frozen=True):
    """All the digest says. `rows` are the resources, most wanted first; `missing` the most asked for first; `helped`
    people need one of them."""

    today: date
    contacts: int
    rows: tuple[ResourceRow, ...]
    missing: tuple[Missing, ...]
    helped: int

    @property
    def wanted(self) -> tuple[ResourceRow, ...]:
        """Those that somebody needs."""
        return tuple(row for row in self.rows if row.wanted)

    @property
    def idle(self) -> tuple[ResourceRow, ...]:
        """Those that could be given and nobody asked for."""
        return tuple(row for row in self.rows if not row.wanted and not row.blocked)

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `resources --json`."""
        return {
            "today": self.today.isoformat(),
            "resources": msgspec.to_builtins(
                [{**msgspec.structs.asdict(row), "wanted": list(row.wanted)} for row in self.rows]
            ),
            "missing": msgspec.to_builtins(self.missing),
        }


def resources(context: Context) -> ResourcesView:
    """The resources on the context's day."""
    wanted = wanted_of(context)
    people: set[str] = set()
    rows = []
    for path, resource in context.network.resources.items():
        fits = _by_person(wanted.get(path, ()), resource)
        people.update(fits)
        rows.append(_row(context, resource, list(fits.values())))
    rows.sort(key=lambda row: (-len(row.wanted), row.blocked, row.name, row.path))
    return ResourcesView(
        context.today, len(context.network.contacts), tuple(rows), tuple(_missing(context)), len(people)
    )


def _by_person(wanted: Iterable[Fit], resource: Resource) -> dict[str, Fit]:
    """Of each who needs a resource, but for the one it comes through, what fits best; strongest relationships first."""
    people: dict[str, Fit] = {}
    for fit in sorted(wanted, key=_best_first):
        if fit.need.person != resource.through:
            people.setdefault(fit.need.path, fit)
    return people


def _row(context: Context, resource: Resource, fits: Sequence[Fit]) -> ResourceRow:
    note = resource.note
    through = context.network.contacts[resource.through] if resource.through else None
    return ResourceRow(
        note.name,
        resource.path,
        note.kind,
        note.capacity,
        (through.path, through.name) if through else None,
        not resource.reachable or (through is not None and through.closed),
        tuple(note.offers),
        EachOf(fits, lambda fit: _wanted(context, fit)),
    )


def _wanted(context: Context, fit: Fit) -> Wanted:
    words = context.market.words
    need, offer = words(fit.need.path, "needs", fit.match.need), words(fit.offer.path, "offers", fit.match.offer)
    return Wanted(fit.need.name, fit.need.path, need, offer)


def _best_first(fit: Fit) -> tuple[object, ...]:
    """The strongest relationship, then the need and the offer that fit best."""
    need, match = fit.need, fit.match
    return -need.strength, need.name, need.path, -match.score, match.need, match.offer


def wanted_of(context: Context) -> dict[str, list[Fit]]:
    """By resource, each need that fits what it offers, with that offer."""
    market, found = context.market, dict[str, list[Fit]]()
    offers = market.offers(market.resources).traders
    for need, traders in market.met.traders.items():
        for match in market.matches[need].values():
            for offer in offers.get(match.offer, ()):
                found.setdefault(offer.path, []).extend(Fit(match, one, offer) for one in traders)
    return found


def people_of(wanted: Iterable[Fit]) -> set[str]:
    """The people who have these needs."""
    return {fit.need.path for fit in wanted}


def _missing(context: Context) -> list[Missing]:
    """The needs that nothing fits, synonyms being one, that several people have."""
    found = []
    for book in context.market.unmet:
        sides = sorted(chain.from_iterable(map(book.sides, book.traders)), key=_strongest_first)
        found.append(Missing(sides[0].text, tuple({one.path: one.name for one in sides}.items())))
    return sorted(found, key=lambda one: (-len(one.people), one.need))


def _strongest_first(side: Side) -> tuple[object, ...]:
    return -side.strength, side.name, side.path
