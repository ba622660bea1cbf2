"""The circles (M12): how far in one is and through whom, what the targets ask for, what one brings to those inside."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from heapq import nsmallest

import msgspec

from vault_tools.config import Circle
from vault_tools.digests.context import Context
from vault_tools.digests.field import FIELD
from vault_tools.digests.figures import Figure
from vault_tools.digests.pace import entering, needed_per_week
from vault_tools.digests.rows import VALUE, fact_row
from vault_tools.network.industries import Industries
from vault_tools.network.model import Contact
from vault_tools.vault.links import fold, fold_once

WEEKS = 13
"""The pace is that of so many weeks."""

LEADS = 5
"""So many people are named who can lead further in."""


class Member(msgspec.Struct, frozen=True, gc=False):
    """Somebody inside: the stage they are in now, the relationship's strength (0–100), when they were first met, what
    I bring them (`value`) and what they look for."""

    contact: str
    path: str
    stage: str
    strength: int
    met: date | None
    value: str
    needs: tuple[str, ...]

    @property
    def row_id(self) -> str:
        """The id of the row that asks what one can bring them."""
        return fact_row(VALUE, self.path)


class Led(msgspec.Struct, frozen=True):
    """Somebody through whom people inside were met, and whether they are inside themselves."""

    contact: str
    path: str
    inside: bool
    people: tuple[tuple[str, str], ...]


class Guide(msgspec.Struct, frozen=True):
    """Somebody who can lead further in; outside, they work in `industry`, whose circle it is."""

    contact: str
    path: str
    strength: int
    industry: str


class CircleRow(msgspec.Struct, frozen=True, dict=True):
    """One circle, with the industries that name it (path, name). `members` are ordered by stage, the furthest first,
    then by strength; `stages` counts them, `deepest` is the furthest that has any, `close` counts those in one of the
    last two. `recent` were first met in the last 13 weeks; `needed_per_week` is what the target asks for until
    `deadline`, its day or the circle's closing."""

    circle: str
    industries: tuple[tuple[str, str], ...]
    members: tuple[Member, ...]
    stages: dict[str, int]
    deepest: str | None
    close: int
    first: Member | None
    led: tuple[Led, ...]
    guides: tuple[Guide, ...]
    target: int | None
    by: date | None
    closes: date | None
    deadline: date | None
    recent: int
    needed_per_week: float | None

    @property
    def inside(self) -> int:
        """How many people one knows inside."""
        return len(self.members)

    @property
    def missing(self) -> int:
        """How many the target still lacks."""
        return max(0, (self.target or 0) - self.inside)

    @property
    def share(self) -> float | None:
        """The share of those inside who are in one of the last two stages; None of nobody."""
        return self.close / self.inside if self.members else None

    @property
    def per_week(self) -> float:
        """People inside first met, a week, over the last 13 weeks."""
        return self.recent / WEEKS

    @property
    def behind(self) -> float:
        """By how many people a week the pace falls short of the target; 0 if it does not."""
        return max(0.0, (self.needed_per_week or 0.0) - self.per_week)

    @cached_property
    def by_stage(self) -> dict[str, tuple[Member, ...]]:
        """Those inside by the stage they are in, the furthest first."""
        found: dict[str, list[Member]] = {}
        for one in self.members:
            found.setdefault(one.stage, []).append(one)
        return {stage: tuple(members) for stage, members in found.items()}

    @cached_property
    def served(self) -> tuple[Member, ...]:
        """Those to whom one knows what to bring, strongest first."""
        return tuple(_strongest([one for one in self.members if one.value]))

    @cached_property
    def unserved(self) -> tuple[Member, ...]:
        """Those to whom one brings nothing yet, strongest first."""
        return tuple(_strongest([one for one in self.members if not one.value]))

    def as_json(self) -> dict[str, object]:
        """One circle of the documented JSON."""
        told = {name: msgspec.to_builtins(getattr(self, name)) for name in self.__struct_fields__}
        bare = [{"contact": one.contact, "path": one.path} for one in self.unserved]
        first = {"contact": self.first.contact, "met": str(self.first.met)} if self.first else None
        return {
            **told,
            "first": first,
            "inside": self.inside,
            "share": self.share,
            "per_week": self.per_week,
            "unserved": bare,
        }


class CirclesView(msgspec.Struct, frozen=True, dict=True):
    """All the digest says: the circles, first those with a target as the config has them, then those one is furthest
    in by number; `limit` is how many are described, `people` all who are inside any, `contacts` all in the vault."""

    today: date
    limit: int
    contacts: int
    people: int
    last_stages: tuple[str, ...]
    circles: tuple[CircleRow, ...]

    @cached_property
    def targets(self) -> tuple[CircleRow, ...]:
        """The circles with a target or a day on which they close."""
        return tuple(row for row in self.circles if row.target or row.closes)

    @cached_property
    def urgent(self) -> CircleRow | None:
        """The one whose target is furthest ahead of the pace."""
        return (
            max(self.targets, key=lambda row: row.behind, default=None)
            if any(row.behind for row in self.targets)
            else None
        )

    @cached_property
    def unserved(self) -> tuple[Member, ...]:
        """All inside any circle to whom one brings nothing yet, strongest first, each once."""
        waiting = {one.path: one for row in self.circles for one in row.members if not one.value}
        return tuple(_strongest(waiting.values()))

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `circles --json`."""
        return {"today": str(self.today), "people": self.people, "circles": [row.as_json() for row in self.circles]}


def circles(context: Context, limit: int = 10) -> CirclesView:
    """The circles on the context's day; `limit` is how many the digest describes."""
    gathered = _Gathered(context)
    rows = [_row(context, gathered, key) for key in gathered.names]
    aims = list(gathered.aims)
    rows.sort(
        key=lambda row: (aims.index(fold(row.circle)) if fold(row.circle) in gathered.aims else len(aims), -row.inside)
    )
    last = tuple(stage.key for stage in context.config.stages[_close_rank(context) :])
    people = {one for paths in gathered.inside.values() for one in paths}
    return CirclesView(context.today, limit, len(context.network.contacts), len(people), last, tuple(rows))


class _Gathered:
    """The circles that config, industries and contacts name, by folded name, and the contacts inside each."""

    def __init__(self, context: Context) -> None:
        self.aims: Mapping[str, Circle] = {fold(one.name): one for one in context.config.circles}
        self.names: dict[str, str] = {key: one.name for key, one in self.aims.items()}
        self.industries: dict[str, list[str]] = {}
        self.inside: dict[str, list[str]] = {}
        for path, industry in context.network.industries.items():
            for name in industry.circles:
                self.names.setdefault(fold(name), name)
                self.industries.setdefault(fold(name), []).append(path)
        progress = context.progress
        for path, one in context.each(INSIDE).items():
            for name in one.circles if not progress[path].closed else ():
                key = fold_once(name)
                here = self.inside.get(key)
                if here is None:
                    self.names.setdefault(key, name)
                    here = self.inside[key] = []
                if path not in here[-1:]:
                    here.append(path)


def _row(context: Context, gathered: _Gathered, key: str) -> CircleRow:
    members = _members(context, gathered.inside.get(key, ()))
    ranks, close = {stage.key: rank for rank, stage in enumerate(context.config.stages)}, _close_rank(context)
    members.sort(key=lambda one: (-ranks[one.stage], -one.strength, one.contact, one.path))
    counted = Counter(one.stage for one in members)
    dated = [one for one in members if one.met]
    aim = gathered.aims.get(key, Circle(gathered.names[key]))
    deadline = min((day for day in (aim.by, aim.closes) if day), default=None)
    industries = gathered.industries.get(key, [])
    return CircleRow(
        gathered.names[key],
        tuple((path, context.network.industries[path].name) for path in industries),
        tuple(members),
        {stage: counted[stage] for stage in ranks},
        members[0].stage if members else None,
        sum(ranks[one.stage] >= close for one in members),
        min(dated, key=lambda one: (one.met or date.max, one.path), default=None),
        tuple(_led(context, members)),
        tuple(_guides(context, members, industries)),
        aim.target,
        aim.by,
        aim.closes,
        deadline,
        entering([one.met for one in dated if one.met], context.today, WEEKS),
        needed_per_week(aim.target, len(members), deadline, context.today),
    )


def _close_rank(context: Context) -> int:
    """From which stage on somebody is close: the last but one, and never the first."""
    return max(1, len(context.config.stages) - 2)


def _members(context: Context, paths: Iterable[str]) -> list[Member]:
    called, progress, scores = context.network.called, context.progress, context.scores
    known, stages = context.each(INSIDE), [stage.key for stage in context.config.stages]
    return [
        Member(
            called[path].name,
            path,
            stages[(far := progress[path]).now],
            scores[path],
            far.entered[0],
            (own := known[path]).value,
            own.needs,
        )
        for path in paths
    ]


class Inside(msgspec.Struct, frozen=True, array_like=True):
    """What is known of somebody inside circles: the fields of `Member`, and who led to them."""

    circles: tuple[str, ...]
    value: str
    needs: tuple[str, ...]
    source: str | None


def _inside(_context: Context, contact: Contact) -> Inside | None:
    note = contact.note
    return Inside(tuple(note.circles), note.value, tuple(note.needs), contact.source) if note.circles else None


INSIDE = Figure("inside", Inside, _inside)
"""Those inside any circle."""


def _led(context: Context, members: Sequence[Member]) -> list[Led]:
    """Through whom those inside were met, those who led in most first."""
    called, known, inside = context.network.called, context.each(INSIDE), {one.path for one in members}
    found: dict[str, list[tuple[str, str]]] = {}
    for one in members:
        source = known[one.path].source
        if source and source != one.path:
            found.setdefault(source, []).append((one.path, one.contact))
    rows = [Led(called[path].name, path, path in inside, tuple(people)) for path, people in found.items()]
    return sorted(rows, key=lambda row: (-len(row.people), not row.inside, row.contact, row.path))


def _guides(context: Context, members: Sequence[Member], industries: Sequence[str]) -> list[Guide]:
    """The strongest inside; where nobody is, the strongest of the industries whose circle it is."""
    found = [Guide(one.contact, one.path, one.strength, "") for one in members]
    if not found and industries:
        known = Industries(context.network.industries)
        for path, field in context.each(FIELD).items():
            shared = [one for one in known.of(field.industry) if one in industries]
            if shared and not context.progress[path].closed:
                name = context.network.industries[shared[0]].name
                found.append(Guide(context.network.called[path].name, path, context.scores[path], name))
    return nsmallest(LEADS, found, key=lambda one: (-one.strength, one.contact, one.path))


def _strongest(members: Iterable[Member]) -> list[Member]:
    return sorted(members, key=lambda one: (-one.strength, one.contact, one.path))
