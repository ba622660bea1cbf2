"""Parts of digests that few changes reach, kept from one render to the next: a call that is logged says nothing new of
what was heard in three years.

A part is made of nothing but what it says it is made of; so it holds as long as that is the same.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from vault_tools.config import Config
from vault_tools.digests.figures import Figure
from vault_tools.network.model import Called, Deal, Resource
from vault_tools.network.stages import Progress
from vault_tools.vault.shelf import Value

if TYPE_CHECKING:  # it is made from parts
    from vault_tools.digests.context import Context
    from vault_tools.digests.heard import Sayings
    from vault_tools.digests.matching import Matcher

T = TypeVar("T")
F = TypeVar("F")

_encode = msgspec.msgpack.Encoder().encode


class Given:
    """All that a part may look at: the figures and signals that it says it is made of, and of the network what is
    another one only where all of it is joined anew."""

    def __init__(self, context: "Context", part: "Part[Any]") -> None:
        self._context = context
        self._part = part

    @property
    def today(self) -> date:
        """The day everything is about. Raises LookupError for a part that is the same on any day."""
        if not self._part.dated:
            raise LookupError(f"{self._part.name} is said to be the same on any day")
        return self._context.today

    @property
    def config(self) -> Config:
        """The vault's config."""
        return self._context.config

    @property
    def called(self) -> Mapping[str, Called]:
        """What each contact may be called, by path."""
        return self._context.network.called

    @property
    def deals(self) -> Mapping[str, Deal]:
        """The deals by path."""
        return self._context.network.deals

    @property
    def resources(self) -> Mapping[str, Resource]:
        """The resources by path."""
        return self._context.network.resources

    @property
    def matcher(self) -> "Matcher":
        """Tells which needs and offers fit: the same ones whatever it remembers."""
        return self._context.matcher

    @property
    def sayings(self) -> "Sayings":
        """What was heard. Raises LookupError for a part that is not said to be made of it."""
        if not self._part.heard:
            raise LookupError(f"{self._part.name} is not said to be made of what was heard")
        return self._context.sayings

    def each(self, figure: Figure[F]) -> Mapping[str, F]:
        """A figure of everybody, by path. Raises LookupError for one that the part is not said to be made of."""
        self._check(figure.name)
        return self._context.each(figure)

    @property
    def progress(self) -> Mapping[str, Progress]:
        """How far each contact has come, by path. Raises LookupError like `each`."""
        self._check("progress")
        return self._context.progress

    @property
    def reached(self) -> list[dict[str, Progress]]:
        """By stage, those who ever reached it. Raises LookupError like `each`."""
        self._check("progress")
        return self._context.reached

    def _check(self, figure: str) -> None:
        if not any(figure == one.name for one in self._part.of):
            raise LookupError(f"{self._part.name} is not said to be made of figures of {figure}")


class Part(Generic[T]):
    """Something of type `kind` that `work` makes of the figures `of` and, where `heard`, of the signals; `dated` False:
    it is the same on any day on which those are."""

    def __init__(
        self,
        name: str,
        kind: type[T],
        work: Callable[[Given], T],
        of: tuple[Figure[Any], ...] = (),
        *,
        heard: bool = False,
        dated: bool = True,
    ) -> None:
        self.name = name
        self.work = work
        self.of = of
        self.heard = heard
        self.dated = dated
        self.decoder: msgspec.msgpack.Decoder[T] = msgspec.msgpack.Decoder(kind)
        KNOWN_PARTS[name] = self


class KeptPart(msgspec.Struct):
    """A part as it is kept: what it is, and the stamp of what it was made of, None while that can't be told."""

    stamp: bytes | None
    value: msgspec.Raw


class Parts:
    """The parts of one context's digests."""

    def __init__(self, context: "Context") -> None:
        self._context = context
        self._known: dict[str, Any] = {}
        self.new: dict[str, KeptPart] = {}
        """Those that were made, not found, by name."""

    def get(self, part: Part[T]) -> T:
        """A part: as it was kept, where nothing that it is made of is another, else made anew."""
        found = self.at_hand(part)
        if found is None:
            found = self._known[part.name] = part.work(Given(self._context, part))
            self.new[part.name] = KeptPart(self._stamp(part), msgspec.Raw(_encode(found)))
        return found

    def at_hand(self, part: Part[T]) -> T | None:
        """A part that was made already, or is kept and holds; None if it is to be made first."""
        if part.name not in self._known:
            stamp = self._stamp(part)
            found = None if stamp is None else _recalled(part, stamp, self._context.figures.kept(kept_name(part.name)))
            if found is None:
                return None
            self._known[part.name] = found
        known: T = self._known[part.name]
        return known

    def to_keep(self, *, settled: bool) -> Iterable[tuple[str, bytes]]:
        """Those that are not kept yet, by name. `settled`: the figures are on another basis since they were made."""
        for name, one in self.new.items():
            stamp = self._stamp(KNOWN_PARTS[name]) if settled or one.stamp is None else one.stamp
            if stamp is not None:
                yield kept_name(name), _encode(KeptPart(stamp, one.value))
        self.new = {}

    def _stamp(self, part: Part[Any]) -> bytes | None:
        return self._context.figures.stamp(self._context, part.of, heard=part.heard, dated=part.dated)


def kept_name(part: str) -> str:
    """The name by which a part is kept beside the figures."""
    return f"part {part}"


def _recalled(part: Part[T], stamp: bytes, data: Value | None) -> T | None:
    """A part from what was kept of it; None where that is nothing, damaged, or made of something else."""
    try:
        kept = _kept_decoder.decode(data or b"")
        return part.decoder.decode(kept.value) if kept.stamp == stamp else None
    except msgspec.MsgspecError:
        return None


_kept_decoder = msgspec.msgpack.Decoder(KeptPart)

KNOWN_PARTS: "dict[str, Part[Any]]" = {}
"""All parts there are, by name: each is made once, in the module of what it is for."""
