"""The figures of all contacts, worked out by one process per core: at first none is kept."""

from collections.abc import Iterable
from datetime import date

import msgspec

from vault_tools.beside import can_fork, shared_out
from vault_tools.digests.context import Context
from vault_tools.digests.figures import KNOWN, ahead_of

PAYS_FROM = 2000
"""Contacts from which starting processes costs less than it saves."""

CHUNK = 500
"""So many contacts are read and gone through at once: what was read of them is let go of before the next."""


class Share(msgspec.Struct, array_like=True):
    """What is known of some contacts, in their order: by name each figure or None, and the first day on which something
    lies ahead. Their paths are not repeated: here they are known, and each is held once."""

    figures: dict[str, msgspec.Raw]
    ahead: list[date | None]


_encoder = msgspec.msgpack.Encoder()
_decode = msgspec.msgpack.Decoder(Share).decode


def work_out(context: Context) -> None:
    """Give a context the figures of all contacts, where none is known and it pays to do that at once."""
    paths = list(context.network.contacts)
    if context.figures.known or len(paths) < PAYS_FROM or not can_fork():
        return
    rows: dict[str, list[msgspec.Raw]] = {name: [] for name in KNOWN}
    ahead: list[date | None] = []

    def work(some: Iterable[str]) -> bytes:
        return _share_of(Context(context.network.of_contacts(some), context.today, context.config))

    for made in shared_out(work, [paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK)]):
        share = _decode(made)
        for name, piece in share.figures.items():
            rows[name].append(piece)
        ahead += share.ahead
    known = {path: day for path, day in zip(paths, ahead, strict=True) if day is not None}
    context.figures.take(paths, rows, known)


def _share_of(context: Context) -> bytes:
    """What is known of a context's contacts."""
    contacts = context.network.contacts
    ahead = [ahead_of(contact, context.today) for contact in contacts.values()]
    figures = {name: [*map(context.each(figure).get, contacts)] for name, figure in KNOWN.items()}
    return _encoder.encode((figures, ahead))
