"""Joining all notes in a process of its own, while this one still reads and keeps them: it never holds more of the
network than its bytes, and the second core does not idle."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from vault_tools.beside import Fed
from vault_tools.network.build import build
from vault_tools.network.image import from_bytes, to_parts
from vault_tools.network.model import Network
from vault_tools.network.records import AnyRecord, decode, packed, unpacked

if TYPE_CHECKING:
    import msgspec

_BATCH = 500
"""So many records are handed over at once."""


class JoinedApart:
    """The network of the records that `take` is given; about so many are `expected`: when they are there, the other
    process need not wait to be told that there are no more."""

    def __init__(self, expected: int) -> None:
        self._other = Fed(partial(_join, []))
        self._batch: dict[str, bytes] = {}
        self._expected = expected
        self._taken = 0
        self._whole = False

    def take(self, path: str, payload: bytes) -> None:
        """Take in a note's record, as bytes."""
        self._batch[path] = payload
        self._taken += 1
        if self._taken % _BATCH == 0 or self._taken == self._expected:
            self._hand_over()

    def finish(self, notes: int) -> None:
        """No more are to come: all there are is so many notes, each taken once, or it is of no use."""
        self._whole = self._taken == notes
        if notes < self._expected:
            self._expected = notes
            self._hand_over()

    def network(self) -> tuple[Network, memoryview] | None:
        """The network of all notes, and the same as bytes; None where the other process failed, or was not given just
        those."""
        if not self._whole:
            self.stop()
            return None
        joined = self._other.result()
        return None if joined is None else (from_bytes(joined), joined)

    def stop(self) -> None:
        """Make nothing more: nobody wants it."""
        self._other.stop()

    def _hand_over(self) -> None:
        self._other.feed(packed(self._batch))
        self._batch = {}
        if self._taken >= self._expected:
            self._other.feed_no_more()


def _join(held: list[object], pieces: Iterator[bytes]) -> list[bytes]:
    """The network of the records in the pieces, as bytes. What it is made of is `held` until the process ends: taking a
    million objects apart would take a tenth of the time that making them took."""
    records: dict[str, AnyRecord] = {}
    payloads: dict[str, msgspec.Raw] = {}
    for piece in pieces:
        raw = unpacked(piece)
        payloads |= raw
        records |= {path: decode(payload) for path, payload in raw.items()}
    network = build(records)
    held += (records, network)
    return to_parts(network, payloads)
