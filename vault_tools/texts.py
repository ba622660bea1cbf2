"""What digests were rendered to, kept from one run to the next: the same view in the same manner is the same text."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.registry import BLOCKS
from vault_tools.render import Rendered
from vault_tools.vault.shelf import Value

_encode = msgspec.msgpack.Encoder().encode


class KeptText(msgspec.Struct):
    """A digest as it is kept: the `stamp` of the view and the manner that it was rendered from, and what came of it."""

    stamp: bytes
    rendered: Rendered


_decoder = msgspec.msgpack.Decoder(KeptText)


class Texts:
    """The texts of digests. `manner` is what they depend on besides their views and the notes that links lead to."""

    def __init__(self, context: Context, manner: bytes) -> None:
        self._context = context
        self._manner = manner
        self.new: dict[str, KeptText] = {}
        """Those that were rendered, not found, by digest."""

    def of(self, name: str, view: Any, render: Callable[[], Rendered]) -> Rendered:
        """The text of a digest: the kept one, where the view is steady and the same, else what `render` makes of it."""
        stamp = self._stamp(view) if BLOCKS[name].steady else None
        if stamp is None:
            return render()
        kept = _kept(self._context.figures.kept(kept_name(name)))
        if kept is not None and kept.stamp == stamp:
            return kept.rendered
        self.new[name] = KeptText(stamp, render())
        return self.new[name].rendered

    def to_keep(self) -> Iterable[tuple[str, bytes]]:
        """Those that are not kept yet, by name."""
        for name, one in self.new.items():
            yield kept_name(name), _encode(one)
        self.new = {}

    def _stamp(self, view: Any) -> bytes | None:
        """What is another one for another view, manner, day or set of notes; None where that can't be told: nothing is
        kept, or the view has lists that are made as far as somebody looks."""
        notes = self._context.figures.stamp(self._context)
        try:
            return notes and hashlib.blake2b(self._manner + notes + _encode(view), digest_size=12).digest()
        except TypeError:
            return None


def kept_name(digest: str) -> str:
    """The name by which a digest's text is kept beside the figures."""
    return f"text {digest}"


def _kept(data: Value | None) -> KeptText | None:
    try:
        return _decoder.decode(data or b"")
    except msgspec.MsgspecError:
        return None
