"""What digests say, made on two cores: a second process makes the dearest of them while this one makes the others."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import msgspec

from vault_tools.beside import Beside, can_fork
from vault_tools.digests.context import Context
from vault_tools.digests.parts import KNOWN_PARTS, KeptPart
from vault_tools.digests.parts import kept_name as part_name
from vault_tools.digests.registry import BLOCKS
from vault_tools.render import Rendered, Renderer
from vault_tools.texts import KeptText, Texts
from vault_tools.texts import kept_name as text_name

PAYS_FROM = 2000
"""Contacts from which a second process costs less than it saves."""


class Said(msgspec.Struct):
    """What a digest says: as a block, where that was asked for, and in a phrase."""

    block: Rendered | None
    phrase: str


class Made(msgspec.Struct):
    """What the second process made: what the digests say, and for the next run what was matched, if that is another,
    and the parts of digests, and texts."""

    said: dict[str, Said]
    matched: bytes | None
    parts: dict[str, KeptPart]
    texts: dict[str, KeptText]


class Apart:
    """The digests among `names` that a second process makes; none where that does not pay or can't be done. With
    `texts`, as blocks too."""

    def __init__(self, context: Context, renderer: Renderer, names: Iterable[str], texts: Texts | None = None) -> None:
        pays = len(context.network.contacts) >= PAYS_FROM and can_fork()
        self.names = [name for name in names if BLOCKS[name].apart] if pays else []
        self._context = context
        self._texts = texts
        self._beside: Beside[Made] | None = None
        if not self.names:
            return
        _shared(context, self.names)
        matcher = context.matcher

        def make() -> Made:
            said = {}
            for name in self.names:
                view: Any = BLOCKS[name].make(context, {})
                said[name] = Said(self._text(renderer, name, view), renderer.headline(name, view))
            matched = matcher.to_bytes() if matcher.changed else None
            return Made(said, matched, context.parts.new, texts.new if texts else {})

        self._beside = Beside(make)

    def _text(self, renderer: Renderer, name: str, view: Any) -> Rendered | None:
        render = partial(renderer.block, name, view)
        return None if self._texts is None else self._texts.of(name, view, render) if BLOCKS[name].steady else render()

    def said(self) -> Mapping[str, Said]:
        """What they say, by name. Raises TemplateProblem."""
        if self._beside is None:
            return {}
        made = self._beside.result()
        if made.matched:
            self._context.matcher.learn(made.matched)
        self._context.parts.new |= made.parts
        if self._texts:
            self._texts.new |= made.texts
        return made.said


def _shared(context: Context, names: Iterable[str]) -> None:
    """What both processes need is worked out before there are two, and what the cache has for either is fetched."""
    context.progress, context.scores, context.network.called  # noqa: B018 - worked out by being asked for
    context.figures.hold((*map(part_name, KNOWN_PARTS), *map(text_name, names)))
