"""What digests say, made on two cores: a second process makes some of them while this one makes the others."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any

import msgspec

from vault_tools.beside import Beside, Lot, can_fork
from vault_tools.digests.context import Context
from vault_tools.digests.parts import KNOWN_PARTS, KeptPart
from vault_tools.digests.parts import kept_name as part_name
from vault_tools.digests.registry import BLOCKS
from vault_tools.render import Rendered, Renderer
from vault_tools.texts import KeptText, Texts
from vault_tools.texts import kept_name as text_name

PAYS_FROM = 2000
"""Contacts from which a second process costs less than it saves."""


_DEAREST = ("circles", "week", "screening", "answers", "funnel")
"""What either process may make, the dearest first: those are taken while there is more to take beside them."""


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
    """The digests `names`, made by two processes where that pays: of those that either may make, each takes the next
    one when it has time. With `texts`, the second one makes blocks too."""

    def __init__(self, context: Context, renderer: Renderer, names: Iterable[str], texts: Texts | None = None) -> None:
        self.names = list(names)
        self.pays = len(context.network.contacts) >= PAYS_FROM and can_fork()
        self._context = context
        self._texts = texts
        if not self.pays:
            return
        _shared(context, self.names)
        second = self._of("second")
        self._either = sorted(self._of("either"), key=lambda name: (*_DEAREST, name).index(name))
        self._lot = Lot(len(self._either))

        def make() -> Made:
            matcher = context.matcher
            matcher.changed = False  # here: what was matched before there were two, both know
            said = {}
            for name in chain(second, self._drawn()):
                view: Any = BLOCKS[name].make(context, {})
                said[name] = Said(self._text(renderer, name, view), renderer.headline(name, view))
            matched = matcher.to_bytes() if matcher.changed else None
            return Made(said, matched, context.parts.new, texts.new if texts else {})

        self._beside = Beside(make)

    def here(self) -> Iterator[str]:
        """Those to be made by this process, one after the other."""
        if not self.pays:
            yield from self.names
            return
        yield from self._of("first")
        yield from self._drawn()

    def _of(self, maker: str) -> list[str]:
        return [name for name in self.names if BLOCKS[name].maker == maker]

    def _drawn(self) -> Iterator[str]:
        return (self._either[lot] for lot in self._lot.draw())

    def _text(self, renderer: Renderer, name: str, view: Any) -> Rendered | None:
        return self._texts.of(name, view, partial(renderer.block, name, view)) if self._texts else None

    def said(self) -> Mapping[str, Said]:
        """What those say that the second process made, by name; when `here` gives no more. What it made and was lost
        with it is not among them. Raises TemplateProblem."""
        if not self.pays:
            return {}
        made = self._beside.result()
        self._lot.close()
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
