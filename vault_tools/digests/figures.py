"""What is worked out for each contact on a day, kept from one render to the next: of ten thousand contacts a changed
note concerns one or two."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import msgspec

from vault_tools.digests.strength import Strength
from vault_tools.network.agenda import Standing
from vault_tools.network.model import Contact
from vault_tools.network.stages import Progress

T = TypeVar("T")


class Figures(msgspec.Struct):
    """By contact's path: how far each has come, where contact stands, how strong the relationship is. `key` names what
    they were worked out for: the day and the config."""

    key: str = ""
    progress: dict[str, Progress] = {}
    standings: dict[str, Standing] = {}
    strengths: dict[str, Strength] = {}

    def forget(self, paths: Iterable[str]) -> None:
        """Drop what is known of contacts that changed."""
        for path in paths:
            for known in (self.progress, self.standings, self.strengths):
                known.pop(path, None)


def completed(known: Mapping[str, T], contacts: Mapping[str, Contact], work: Callable[[Contact], T]) -> dict[str, T]:
    """What is known of each contact, in their order; what is missing is worked out."""
    return {path: one if (one := known.get(path)) is not None else work(contact) for path, contact in contacts.items()}


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Figures)


def to_bytes(figures: Figures) -> bytes:
    """Figures as the cache keeps them."""
    return _encoder.encode(figures)


def from_bytes(data: bytes | memoryview) -> Figures:
    """Figures back; raises ValueError (msgspec.DecodeError) where the bytes are none."""
    return _decoder.decode(data)
