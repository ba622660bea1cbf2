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


THROUGH = Figure("through", str, _through)
"""The path of the contact who led to each one."""


class Descent(msgspec.Struct, frozen=True, array_like=True):
    """Who led to whom, by path: the `roots` of the tree, the `children` of each who led to anybody, and how many each
    one of the tree `brought`, those included who came through others."""

    roots: tuple[str, ...]
    children: dict[str, list[str]]
    brought: dict[str, int]


def descent(given: Given) -> Descent:
    """Who led to whom, by the contacts' `source`."""
    through = given.each(THROUGH)
    children: dict[str, list[str]] = {}
    for path, source in through.items():
        children.setdefault(source, []).append(path)
    roots, order = _generations(through, children)
    brought = dict.fromkeys(order, 0)
    for path in reversed(order):
        if path in through and path not in roots:
            brought[through[path]] += 1 + brought[path]
    return Descent(tuple(sorted(roots, key=lambda path: (-brought[path], path))), children, brought)


DESCENT = Part("descent", Descent, descent, (THROUGH,), dated=False)
"""Who led to whom."""


def find_referrals(context: Context) -> Referrals:
    """Who introduced whom, and how far those came."""
    tree = context.part(DESCENT)
    children, brought = tree.children, tree.brought
    called = context.network.called
    ranked = sorted((-len(below), -brought[path], called[path].name, path) for path, below in children.items())
    connectors = EachOf(ranked, lambda turn: _connector(context, turn[3], children[turn[3]], brought[turn[3]]))
    lines = tuple(_tree(context, tree.roots, children, brought))
    cut = len(brought) - sum(1 + branch.hidden for branch in lines)
    return Referrals(connectors, lines, cut, sum(map(len, children.values())))


def _connector(context: Context, path: str, introduced: Sequence[str], brought: int) -> Connector:
    name, stages = context.network.called[path].name, context.config.stages
    furthest = [context.progress[one].reached for one in introduced]
    reached = {stage.key: sum(far >= rank for far in furthest) for rank, stage in enumerate(stages)}
    return Connector(name, path, context.progress[path].closed, len(introduced), reached, brought)


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


def _tree(
    context: Context, roots: Sequence[str], children: Mapping[str, list[str]], brought: Mapping[str, int]
) -> Iterator[Branch]:
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
        name, progress = context.network.called[path].name, context.progress[path]
        hidden = sum(1 + brought[one] for one in below[len(shown) :])
        stage = context.config.stages[progress.now].key
        yield Branch(name, path, depth, stage, progress.closed, hidden)
        waiting += [(one, depth + 1) for one in reversed(shown)]
