"""Who connects whom (M7): how many people each contact introduced, how far those came, and the tree of it all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.each import EachOf
from vault_tools.digests.figures import Figure
from vault_tools.digests.parts import Given, Part
from vault_tools.network.model import Contact

DEPTH = 5
"""So many generations of the referral tree are shown,"""
BREADTH = 8
"""so many people below each,"""
LINES = 60
"""and so many lines in all."""


class Connector(msgspec.Struct, frozen=True):
    """Somebody through whom others were met. `reached` counts by stage those introduced by them who ever reached it;
    `brought` are those and all who came through them in turn."""

    contact: str
    path: str
    closed: bool
    introduced: int
    reached: dict[str, int]
    brought: int


class Branch(msgspec.Struct, frozen=True):
    """A line of the referral tree: somebody, how deep, now in which stage; `hidden` are people below left out."""

    contact: str
    path: str
    depth: int
    stage: str
    closed: bool
    hidden: int


class Referrals(msgspec.Struct, frozen=True):
    """The connectors, those who introduced most first; the tree, and how many people are in the branches cut off at
    its end; of how many contacts the `source` is a contact."""

    connectors: Sequence[Connector]
    tree: tuple[Branch, ...]
    cut: int
    people: int


def _through(_context: Context, contact: Contact) -> str | None:
    return contact.source if contact.source != contact.path else None


THROUGH = Figure("through", str, _through, few=True)
"""The path of the contact who led to each one."""


class Leader(msgspec.Struct, frozen=True, array_like=True):
    """Somebody who led to others: the paths of those `introduced`, and how many those and all who came through them
    are (`brought`)."""

    path: str
    introduced: list[str]
    brought: int


class Line(msgspec.Struct, frozen=True, array_like=True):
    """A line of the tree as far as it does not hang on stages: the fields are those of `Branch`."""

    path: str
    depth: int
    hidden: int


class Descent(msgspec.Struct, frozen=True, array_like=True):
    """Who led to whom: the `leaders`, those who introduced most first, each as bytes until somebody looks at it; the
    tree's lines and how many people are `cut` off at its end; how many came through somebody."""

    leaders: tuple[msgspec.Raw, ...]
    tree: tuple[Line, ...]
    cut: int
    people: int


_encode = msgspec.msgpack.Encoder().encode
_leader = msgspec.msgpack.Decoder(Leader)


def descent(given: Given) -> Descent:
    """Who led to whom, by the contacts' `source`."""
    through, called = given.each(THROUGH), given.called
    children: dict[str, list[str]] = {}
    for path, source in through.items():
        children.setdefault(source, []).append(path)
    roots, order = _generations(through, children)
    brought = dict.fromkeys(order, 0)
    for path in reversed(order):
        if path in through and path not in roots:
            brought[through[path]] += 1 + brought[path]
    leaders = sorted(children, key=lambda path: (-len(children[path]), -brought[path], called[path].name, path))
    lines = tuple(_tree(sorted(roots, key=lambda path: (-brought[path], path)), children, brought))
    return Descent(
        tuple(msgspec.Raw(_encode(Leader(path, children[path], brought[path]))) for path in leaders),
        lines,
        len(brought) - sum(1 + line.hidden for line in lines),
        len(through),
    )


DESCENT = Part("descent", Descent, descent, (THROUGH,), dated=False)
"""Who led to whom."""


def find_referrals(context: Context) -> Referrals:
    """Who introduced whom, and how far those came."""
    found = context.part(DESCENT)
    connectors = EachOf(found.leaders, lambda raw: _connector(context, _leader.decode(raw)))
    return Referrals(connectors, tuple(_branch(context, line) for line in found.tree), found.cut, found.people)


def _connector(context: Context, leader: Leader) -> Connector:
    path, stages = leader.path, context.config.stages
    furthest = [context.progress[one].reached for one in leader.introduced]
    reached = {stage.key: sum(far >= rank for far in furthest) for rank, stage in enumerate(stages)}
    name, closed = context.network.called[path].name, context.progress[path].closed
    return Connector(name, path, closed, len(leader.introduced), reached, leader.brought)


def _branch(context: Context, line: Line) -> Branch:
    name, progress = context.network.called[line.path].name, context.progress[line.path]
    stage = context.config.stages[progress.now].key
    return Branch(name, line.path, line.depth, stage, progress.closed, line.hidden)


def _generations(through: Mapping[str, str], children: Mapping[str, list[str]]) -> tuple[set[str], list[str]]:
    """The roots of the tree, and everybody in it, each after who introduced them.

    Where people introduced each other in a circle, the first of them by path is a root.
    """
    roots = {path for path in children if path not in through}
    order: list[str] = []
    seen: set[str] = set()
    _descend(roots, children, seen, order)
    for path in sorted(through):
        if path in seen:
            continue
        first = _first_in_circle(path, through)
        roots.add(first)
        _descend([first], children, seen, order)
    return roots, order


def _descend(starts: Iterable[str], children: Mapping[str, list[str]], seen: set[str], order: list[str]) -> None:
    """Add to `order` all below `starts` that were not `seen` yet."""
    waiting = [path for path in starts if path not in seen]
    seen.update(waiting)
    while waiting:
        path = waiting.pop()
        order.append(path)
        below = [child for child in children.get(path, ()) if child not in seen]
        seen.update(below)
        waiting += below


def _first_in_circle(path: str, through: Mapping[str, str]) -> str:
    """The first by path of those who introduced each other in a circle above `path`."""
    passed: dict[str, int] = {}
    while path not in passed:
        passed[path] = len(passed)
        path = through[path]
    return min(list(passed)[passed[path] :])


def _tree(roots: Sequence[str], children: Mapping[str, list[str]], brought: Mapping[str, int]) -> Iterator[Line]:
    """The lines of the tree, the largest branches first, cut at its bounds."""
    waiting = [(path, 0) for path in reversed(roots)]
    above = set(roots)
    lines = 0
    while waiting and lines < LINES:
        path, depth = waiting.pop()
        lines += 1
        below = sorted(
            (one for one in children.get(path, ()) if one not in above), key=lambda one: (-brought[one], one)
        )
        shown = below[:BREADTH] if depth + 1 < DEPTH else []
        yield Line(path, depth, sum(1 + brought[one] for one in below[len(shown) :]))
        waiting += [(one, depth + 1) for one in reversed(shown)]
