"""What digests say, made on two cores: a second process makes the dearest of them while this one makes the others."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from vault_tools.beside import Beside, can_fork
from vault_tools.digests.context import Context
from vault_tools.digests.parts import KNOWN_PARTS, KeptPart, kept_name
from vault_tools.digests.registry import BLOCKS
from vault_tools.render import Rendered, Renderer

PAYS_FROM = 2000
"""Contacts from which a second process costs less than it saves."""


class Said(msgspec.Struct):
    """What a digest says: as a block, and in a phrase."""

    block: Rendered
    phrase: str


class Made(msgspec.Struct):
    """What the second process made: what the digests say, and for the next run what was matched, if that is another,
    and the parts of digests."""

    said: dict[str, Said]
    matched: bytes | None
    parts: dict[str, KeptPart]


class Apart:
    """The digests among `names` that a second process makes; none where that does not pay or can't be done."""

    def __init__(self, context: Context, renderer: Renderer, names: Iterable[str]) -> None:
        pays = len(context.network.contacts) >= PAYS_FROM and can_fork()
        self.names = [name for name in names if BLOCKS[name].apart] if pays else []
        self._context = context
        self._beside: Beside[Made] | None = None
        if not self.names:
            return
        _shared(context)
        matcher = context.matcher

        def make() -> Made:
            said = {}
            for name in self.names:
                view: Any = BLOCKS[name].make(context, {})
                said[name] = Said(renderer.block(name, view), renderer.headline(name, view))
            return Made(said, matcher.to_bytes() if matcher.changed else None, context.parts.new)

        self._beside = Beside(make)

    def said(self) -> Mapping[str, Said]:
        """What they say, by name. Raises TemplateProblem."""
        if self._beside is None:
            return {}
        made = self._beside.result()
        if made.matched:
            self._context.matcher.learn(made.matched)
        self._context.parts.new |= made.parts
        return made.said


def _shared(context: Context) -> None:
    """What both processes need is worked out before there are two, and what the cache has for either is fetched."""
    context.progress, context.scores, context.network.called  # noqa: B018 - worked out by being asked for
    context.figures.hold(map(kept_name, KNOWN_PARTS))
