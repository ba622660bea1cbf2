"""The circles (M12): how far in one is and through whom, what the targets ask for, what one brings to those inside."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import chain

import msgspec

from vault_tools.config import Circle
from vault_tools.digests.context import Context
from vault_tools.digests.each import EachOf, Ranked
from vault_tools.digests.field import FIELD
from vault_tools.digests.insiders import INSIDE, INSIDERS, NOBODY, Leader, Ring
from vault_tools.digests.pace import entering, needed_per_week
from vault_tools.digests.rows import VALUE, fact_row
from vault_tools.network.industries import Industries
from vault_tools.vault.links import fold

WEEKS = 13
"""The pace is that of so many weeks."""

LEADS = 5
"""So many people are named who can lead further in."""

NAMED = 3
"""So many are named of all to whom one brings nothing yet."""


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
    """Somebody through whom people inside were met, as (path, name) in the order of the members, and whether they are
    inside themselves."""

    contact: str
    path: str
    inside: bool
    people: Sequence[tuple[str, str]]


class Guide(msgspec.Struct, frozen=True):
    """Somebody who can lead further in; outside, they work in `industry`, whose circle it is."""

    contact: str
    path: str
    strength: int
    industry: str


class CircleRow(msgspec.Struct, frozen=True):
    """One circle, with the industries that name it (path, name). `by_stage` are those inside, the furthest stage first,
    in each the strongest relationships first; `stages` counts them, `deepest` is the furthest that has any, `close`
    counts those in one of the last two. `served` are those to whom one knows what to bring, `unserved` those to whom
    one brings nothing yet, strongest first. `recent` were first met in the last 13 weeks; `needed_per_week` is what the
    target asks for until `deadline`, its day or the circle's closing."""

    circle: str
    industries: tuple[tuple[str, str], ...]
    by_stage: dict[str, Sequence[Member]]
    stages: dict[str, int]
    deepest: str | None
    close: int
    first: Member | None
    led: Sequence[Led]
    guides: tuple[Guide, ...]
    target: int | None
    by: date | None
    closes: date | None
    deadline: date | None
    recent: int
    needed_per_week: float | None
    served: Sequence[Member]
    unserved: Sequence[Member]

    @property
    def members(self) -> tuple[Member, ...]:
        """All inside, in the order of `by_stage`."""
        return tuple(chain.from_iterable(self.by_stage.values()))

    @property
    def inside(self) -> int:
        """How many people one knows inside."""
        return sum(self.stages.values())

    @property
    def missing(self) -> int:
        """How many the target still lacks."""
        return max(0, (self.target or 0) - self.inside)

    @property
    def share(self) -> float | None:
        """The share of those inside who are in one of the last two stages; None of nobody."""
        return self.close / self.inside if self.inside else None

    @property
    def per_week(self) -> float:
        """People inside first met, a week, over the last 13 weeks."""
        return self.recent / WEEKS

    @property
    def behind(self) -> float:
        """By how many people a week the pace falls short of the target; 0 if it does not."""
        return max(0.0, (self.needed_per_week or 0.0) - self.per_week)

    def as_json(self) -> dict[str, object]:
        """One circle of the documented JSON."""
        shown = (
            *("circle", "industries", "members", "stages", "deepest", "close", "first", "led", "guides"),
            *("target", "by", "closes", "deadline", "recent", "needed_per_week"),
        )
        told = {name: msgspec.to_builtins(getattr(self, name), enc_hook=list) for name in shown}
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
    in by number; `limit` is how many are described, `people` all who are inside any, `contacts` all in the vault;
    `unserved` are the people to whom one brings nothing yet, strongest first, `first_unserved` the first of them."""

    today: date
    limit: int
    contacts: int
    people: int
    last_stages: tuple[str, ...]
    circles: tuple[CircleRow, ...]
    unserved: Sequence[Member]
    first_unserved: tuple[Member, ...]

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

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `circles --json`."""
        return {"today": str(self.today), "people": self.people, "circles": [row.as_json() for row in self.circles]}


def circles(context: Context, limit: int = 10) -> CirclesView:
    """The circles on the context's day; `limit` is how many the digest describes."""
    inside, named = context.part(INSIDERS), _Named(context)
    rows = [_row(context, inside.rings.get(key, NOBODY), name, named, key) for key, name in named.names.items()]
    aims = list(named.aims)
    rows.sort(
        key=lambda row: (aims.index(fold(row.circle)) if fold(row.circle) in named.aims else len(aims), -row.inside)
    )
    last = tuple(stage.key for stage in context.config.stages[_close_rank(context) :])
    return CirclesView(
        context.today,
        limit,
        len(context.network.contacts),
        inside.people,
        last,
        tuple(rows),
        _members(context, inside.unserved),
        tuple(_member(context, path) for path in _strongest(context, inside.unserved, NAMED)),
    )


class _Named:
    """The circles that config, industries and contacts name, by folded name."""

    def __init__(self, context: Context) -> None:
        self.aims: Mapping[str, Circle] = {fold(one.name): one for one in context.config.circles}
        self.names: dict[str, str] = {key: one.name for key, one in self.aims.items()}
        self.industries: dict[str, list[str]] = {}
        for path, industry in context.network.industries.items():
            for name in industry.circles:
                self.names.setdefault(fold(name), name)
                self.industries.setdefault(fold(name), []).append(path)
        for key, ring in context.part(INSIDERS).rings.items():
            self.names.setdefault(key, ring.name)


def _row(context: Context, ring: Ring, name: str, named: _Named, key: str) -> CircleRow:
    ranks, close = [stage.key for stage in context.config.stages], _close_rank(context)
    aim = named.aims.get(key, Circle(name))
    deadline = min((day for day in (aim.by, aim.closes) if day), default=None)
    industries = named.industries.get(key, [])
    served = frozenset(ring.served)
    unserved = [path for path in chain.from_iterable(ring.stages.values()) if path not in served]
    counted = {stage: len(ring.stages.get(stage, ())) for stage in ranks}
    return CircleRow(
        name,
        tuple((path, context.network.industries[path].name) for path in industries),
        {stage: _members(context, here) for stage, here in ring.stages.items()},
        counted,
        next(iter(ring.stages), None),
        sum(counted[stage] for stage in ranks[close:]),
        _member(context, ring.first) if ring.first else None,
        EachOf(ring.led, partial(_led, context)),
        tuple(_guides(context, ring, industries)),
        aim.target,
        aim.by,
        aim.closes,
        deadline,
        entering(ring.met, context.today, WEEKS),
        needed_per_week(aim.target, ring.inside, deadline, context.today),
        _members(context, ring.served),
        _members(context, unserved),
    )


def _close_rank(context: Context) -> int:
    """From which stage on somebody is close: the last but one, and never the first."""
    return max(1, len(context.config.stages) - 2)


def _members(context: Context, paths: Collection[str]) -> Sequence[Member]:
    """Members, strongest first, made as far as somebody looks at them."""
    return EachOf(Ranked(paths, context.rank), partial(_member, context))


def _member(context: Context, path: str) -> Member:
    progress, known = context.progress[path], context.each(INSIDE)[path]
    return Member(
        context.network.called[path].name,
        path,
        context.config.stages[progress.now].key,
        context.scores[path],
        progress.entered[0],
        known.value,
        known.needs,
    )


def _strongest(context: Context, paths: Sequence[str], count: int) -> list[str]:
    """The strongest of many, strongest first."""
    scores = context.scores
    least = sorted(map(scores.__getitem__, paths), reverse=True)[:count][-1:]
    enough = [path for path in paths for score in least if scores[path] >= score]
    return sorted(enough, key=context.rank)[:count]


def _led(context: Context, leader: Leader) -> Led:
    called, progress = context.network.called, context.progress
    people = Ranked(leader.people, lambda path: (-progress[path].now, context.rank(path)))
    return Led(
        called[leader.path].name,
        leader.path,
        leader.inside,
        EachOf(people, lambda path: (path, called[path].name)),
    )


def _guides(context: Context, ring: Ring, industries: Sequence[str]) -> Iterator[Guide]:
    """The strongest inside; where nobody is, the strongest of the industries whose circle it is."""
    works = dict.fromkeys(chain.from_iterable(ring.stages.values()), "")
    if not works and industries:
        works = _in_industries(context, industries)
    for path in _strongest(context, list(works), LEADS):
        yield Guide(context.network.called[path].name, path, context.scores[path], works[path])


def _in_industries(context: Context, industries: Sequence[str]) -> dict[str, str]:
    """Those who are not closed and work in one of the industries, with its name, by path."""
    known, found = Industries(context.network.industries), dict[str, str]()
    for path, field in context.each(FIELD).items():
        shared = [one for one in known.of(field.industry) if one in industries]
        if shared and not context.progress[path].closed:
            found[path] = context.network.industries[shared[0]].name
    return found
