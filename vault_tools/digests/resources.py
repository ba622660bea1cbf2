"""The resources (M6): what one has to offer, through whom, and who needs it; and what is asked for and nobody has."""

from collections.abc import Iterable
from datetime import date

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.market import Side
from vault_tools.network.model import Resource
from vault_tools.network.topics import Topics

ENOUGH = 2
"""What fewer people ask for than this is not yet called missing."""

Fit = tuple[int, Side, Side]
"""How well a need fits an offer, 0 to 100, and the two."""


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
    wanted: tuple[Wanted, ...]


class Missing(msgspec.Struct, frozen=True):
    """Something asked for that nobody offers, in the words of the strongest relationship; `people` as (path, name)."""

    need: str
    people: tuple[tuple[str, str], ...]


class ResourcesView(msgspec.Struct, frozen=True):
    """All the digest says. `rows` are the resources, most wanted first; `missing` the most asked for first."""

    today: date
    contacts: int
    rows: tuple[ResourceRow, ...]
    missing: tuple[Missing, ...]

    @property
    def wanted(self) -> tuple[ResourceRow, ...]:
        """Those that somebody needs."""
        return tuple(row for row in self.rows if row.wanted)

    @property
    def idle(self) -> tuple[ResourceRow, ...]:
        """Those that could be given and nobody asked for."""
        return tuple(row for row in self.rows if not row.wanted and not row.blocked)

    @property
    def helped(self) -> int:
        """How many people need one of them."""
        return len({one.path for row in self.rows for one in row.wanted})

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `resources --json`."""
        return {
            "today": self.today.isoformat(),
            "resources": msgspec.to_builtins(self.rows),
            "missing": msgspec.to_builtins(self.missing),
        }


def resources(context: Context) -> ResourcesView:
    """The resources on the context's day."""
    wanted = wanted_of(context)
    rows = [_row(context, resource, wanted.get(path, [])) for path, resource in context.network.resources.items()]
    rows.sort(key=lambda row: (-len(row.wanted), row.blocked, row.name, row.path))
    return ResourcesView(context.today, len(context.network.contacts), tuple(rows), tuple(_missing(context)))


def _row(context: Context, resource: Resource, wanted: Iterable[Fit]) -> ResourceRow:
    note = resource.note
    through = context.network.contacts[resource.through] if resource.through else None
    people: dict[str, Wanted] = {}
    for _, need, offer in sorted(wanted, key=_best_first):
        if need.person != resource.through:
            people.setdefault(need.path, Wanted(need.name, need.path, need.text, offer.text))
    return ResourceRow(
        note.name,
        resource.path,
        note.kind,
        note.capacity,
        (through.path, through.name) if through else None,
        not resource.reachable or (through is not None and through.closed),
        tuple(note.offers),
        tuple(people.values()),
    )


def _best_first(fit: Fit) -> tuple[object, ...]:
    """The strongest relationship, then the need and the offer that fit best."""
    score, need, offer = fit
    return -need.strength, need.name, need.path, -score, need.text, offer.text


def wanted_of(context: Context) -> dict[str, list[Fit]]:
    """By resource, each need that fits what it offers, with that offer."""
    market, found = context.market, dict[str, list[Fit]]()
    offers = market.offers(market.resources)
    for need in market.met.traders:
        for offer, match in market.matches[need].items():
            for side in offers.sides(offer):
                found.setdefault(side.path, []).extend((match.score, one, side) for one in market.met.sides(need))
    return found


def people_of(wanted: Iterable[Fit]) -> set[str]:
    """The people who have these needs."""
    return {need.path for _, need, _ in wanted}


def _missing(context: Context) -> list[Missing]:
    """The needs that nothing fits, synonyms being one, that several people have."""
    topics = Topics(context.config.signals.synonyms)
    groups: dict[str, list[Side]] = {}
    unmet = context.market.unmet
    for key in unmet.traders:
        groups.setdefault(topics.joined(key), []).extend(unmet.sides(key))
    found = []
    for group in groups.values():
        group.sort(key=lambda one: (-one.strength, one.name, one.path))
        people = {one.path: one.name for one in group}
        if len(people) >= ENOUGH:
            found.append(Missing(group[0].text, tuple(people.items())))
    return sorted(found, key=lambda one: (-len(one.people), one.need))
