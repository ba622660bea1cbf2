"""The landscape (M10): each industry's chain with the people at its positions, how they earn, who pays whom; where one
knows nobody or hangs on one person, and who can lead there."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from heapq import nsmallest
from itertools import islice

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.field import FIELD
from vault_tools.digests.rows import EARNS, fact_row
from vault_tools.network.industries import Industries, positions
from vault_tools.network.records import IndustryNote
from vault_tools.vault.links import fold

LEADS = 5
"""So many people are named who can lead to a position."""

EARNERS = 3
"""Of so many people it is told how they earn."""


class Person(msgspec.Struct, frozen=True, gc=False):
    """Somebody in an industry: the stage they are in now, the relationship's strength (0–100), how they earn."""

    contact: str
    path: str
    stage: str
    strength: int
    earns: str

    @property
    def row_id(self) -> str:
        """The id of the row that asks how they earn."""
        return fact_row(EARNS, self.path)


class Lead(msgspec.Struct, frozen=True):
    """Somebody who can lead to a position: `position` is where they are themselves."""

    contact: str
    path: str
    position: str
    strength: int


class Position(msgspec.Struct, frozen=True):
    """A position of a chain. `people` are ordered by stage, the furthest first, then by strength; `stages` counts them;
    `pays` and `paid_by` are positions; `leads`, where it is blank or thin, who can lead there, strongest first."""

    position: str
    people: tuple[Person, ...]
    stages: dict[str, int]
    pays: tuple[str, ...]
    paid_by: tuple[str, ...]
    leads: tuple[Lead, ...]

    @property
    def blank(self) -> bool:
        """Whether nobody is known here."""
        return not self.people

    @property
    def earners(self) -> tuple[Person, ...]:
        """The first few of whom it is known how they earn."""
        return tuple(islice((one for one in self.people if one.earns), EARNERS))

    @property
    def thin(self) -> bool:
        """Whether all hangs on one person."""
        return len(self.people) == 1


class IndustryMap(msgspec.Struct, frozen=True):
    """One industry. `flows` are (buyer, seller); `unplaced` are those in it whose position is not known."""

    industry: str
    path: str
    positions: tuple[Position, ...]
    flows: tuple[tuple[str, str], ...]
    unplaced: tuple[Person, ...]

    @property
    def known(self) -> int:
        """At how many positions somebody is known."""
        return sum(not one.blank for one in self.positions)

    @property
    def people(self) -> int:
        """How many people are known in it."""
        return len(self.unplaced) + len({person.path for one in self.positions for person in one.people})

    @property
    def silent(self) -> tuple[Position, ...]:
        """The positions where somebody is known, and nobody's way of earning is."""
        return tuple(one for one in self.positions if one.people and not any(person.earns for person in one.people))


class Spot(msgspec.Struct, frozen=True):
    """A position that is blank or thin, and the industry it belongs to."""

    industry: str
    path: str
    position: Position


class Unmapped(msgspec.Struct, frozen=True):
    """An industry that contacts name and that has no note."""

    industry: str
    people: int


class LandscapeView(msgspec.Struct, frozen=True):
    """All the digest says: `about` is the path of the one industry shown, empty for all; `contacts` are all in the
    vault; `unmapped` industries and the contacts of none (`elsewhere`) are counted where all are shown."""

    today: date
    about: str
    contacts: int
    industries: tuple[IndustryMap, ...]
    unmapped: tuple[Unmapped, ...]
    elsewhere: int

    @property
    def positions(self) -> int:
        """How many positions the chains have together."""
        return sum(len(one.positions) for one in self.industries)

    @property
    def known(self) -> int:
        """At how many of them somebody is known."""
        return sum(one.known for one in self.industries)

    @property
    def blanks(self) -> tuple[Spot, ...]:
        """The positions where nobody is known: first those to which the strongest can lead."""
        return tuple(self._spots(lambda one: one.blank))

    @property
    def thins(self) -> tuple[Spot, ...]:
        """The positions that hang on one person, in the same order."""
        return tuple(self._spots(lambda one: one.thin))

    def _spots(self, wanted: Callable[[Position], bool]) -> list[Spot]:
        spots = [
            Spot(one.industry, one.path, each) for one in self.industries for each in one.positions if wanted(each)
        ]
        return sorted(spots, key=lambda spot: -max((lead.strength for lead in spot.position.leads), default=-1))

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `landscape --json`."""
        hidden = {"about", "contacts"}
        shown = {
            name: msgspec.to_builtins(getattr(self, name)) for name in self.__struct_fields__ if name not in hidden
        }
        return {**shown, "blank": _named(self.blanks), "thin": _named(self.thins)}


def _named(spots: Iterable[Spot]) -> list[dict[str, str]]:
    return [{"industry": spot.industry, "position": spot.position.position} for spot in spots]


def landscape(context: Context, path: str = "") -> LandscapeView:
    """The landscape on the context's day: all industries, or the one whose note is at `path`."""
    industries = Industries(context.network.industries)
    groups, unmapped, elsewhere = _grouped(context, industries)
    chosen = [path] if path else list(context.network.industries)
    maps = [_map(context, industries, one, groups.get(one, {})) for one in chosen]
    maps.sort(key=lambda one: (-one.people, one.industry, one.path))
    everything = not path
    return LandscapeView(
        context.today,
        path,
        len(context.network.contacts),
        tuple(maps),
        tuple(unmapped) if everything else (),
        elsewhere if everything else 0,
    )


Group = dict[str | None, list[Person]]
"""The people of one industry by position; None: their position is not known."""


def _grouped(context: Context, industries: Industries) -> tuple[dict[str, Group], list[Unmapped], int]:
    """Those who are not closed, by industry's path and by position; the industries without a note, most people first;
    and how many name none."""
    groups: dict[str, Group] = {}
    unmapped: dict[str, list[str]] = {}
    elsewhere = 0
    fields, called, scores = context.each(FIELD), context.network.called, context.scores
    for path, progress in context.progress.items():
        field = fields.get(path)
        if progress.closed:
            continue
        if field is None:
            elsewhere += 1
            continue
        named = field.industry
        found = industries.of(named)
        if not found:
            unmapped.setdefault(fold(named), []).append(named)
            continue
        stage = context.config.stages[progress.now].key
        person = Person(called[path].name, path, stage, scores[path], field.earns)
        for industry in found:
            place = industries.position(industry, field.position) if field.position else None
            groups.setdefault(industry, {}).setdefault(place, []).append(person)
    counted = [Unmapped(names[0], len(names)) for names in unmapped.values()]
    return groups, sorted(counted, key=lambda one: (-one.people, one.industry)), elsewhere


def _map(context: Context, industries: Industries, path: str, group: Group) -> IndustryMap:
    note = context.network.industries[path]
    names = positions(note)
    ranks = {stage.key: rank for rank, stage in enumerate(context.config.stages)}
    people = {
        place: sorted(here, key=lambda one: (-ranks[one.stage], -one.strength, one.contact, one.path))
        for place, here in group.items()
    }
    flows = _flows(industries, path, note)
    rows = [_position(context, name, names, people, flows) for name in names]
    return IndustryMap(note.name, path, tuple(rows), flows, tuple(people.get(None, ())))


def _flows(industries: Industries, path: str, note: IndustryNote) -> tuple[tuple[str, str], ...]:
    """Who pays whom, each pair once, in the positions' own spelling."""
    pairs = [(industries.position(path, buyer), industries.position(path, seller)) for buyer, seller in note.pays]
    return tuple(dict.fromkeys((buyer, seller) for buyer, seller in pairs if buyer and seller and buyer != seller))


def _position(
    context: Context,
    name: str,
    names: Sequence[str],
    people: Mapping[str | None, Sequence[Person]],
    flows: Iterable[tuple[str, str]],
) -> Position:
    here = people.get(name, ())
    pays = tuple(seller for buyer, seller in flows if buyer == name)
    paid_by = tuple(buyer for buyer, seller in flows if seller == name)
    counted = Counter(person.stage for person in here)
    stages = {stage.key: counted[stage.key] for stage in context.config.stages}
    leads = _leads(name, names, people, {*pays, *paid_by}) if len(here) < 2 else ()
    return Position(name, tuple(here), stages, pays, paid_by, tuple(leads))


def _leads(
    name: str, names: Sequence[str], people: Mapping[str | None, Sequence[Person]], partners: set[str]
) -> list[Lead]:
    """The strongest at the neighbouring positions: next to it in the chain, or paying it, or paid by it. Where nobody
    is known at any of these, those at the nearest positions of the chain."""
    at = names.index(name)
    near = [place for step, place in enumerate(names) if abs(step - at) == 1 or place in partners]
    if not any(people.get(place) for place in near):
        known = [step for step, place in enumerate(names) if step != at and people.get(place)]
        least = min((abs(step - at) for step in known), default=0)
        near = [names[step] for step in known if abs(step - at) == least]
    found = (Lead(one.contact, one.path, place, one.strength) for place in near for one in people.get(place, ()))
    return nsmallest(LEADS, found, key=lambda lead: (-lead.strength, lead.contact, lead.path))
