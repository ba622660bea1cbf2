"""The figures of all contacts, worked out by one process per core: at first none is kept."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

import msgspec

from vault_tools.beside import can_fork, shared_out
from vault_tools.digests.context import Context
from vault_tools.digests.figures import KNOWN, ahead_of

T = TypeVar("T")

PAYS_FROM = 2000
"""Contacts from which starting processes costs less than it saves."""

CHUNK = 1000
"""So many contacts are read and gone through at once: what was read of them is let go of before the next."""


class Share(msgspec.Struct, array_like=True):
    """What is known of some contacts, in their order: by name each figure or None, and the first day on which something
    lies ahead. Their paths are not repeated: here they are known, and each is held once."""

    figures: dict[str, msgspec.Raw]
    ahead: list[date | None]


_encoder = msgspec.msgpack.Encoder()
_decode = msgspec.msgpack.Decoder(Share).decode


def work_out(context: Context) -> None:
    """Give a context that knows no figures those of all contacts, where it pays to do that at once."""
    paths = list(context.network.contacts)
    if len(paths) < PAYS_FROM or not can_fork():
        return
    found: dict[str, dict[str, Any]] = {name: {} for name in KNOWN}
    ahead: dict[str, date] = {}

    def work(some: Iterable[str]) -> bytes:
        return _share_of(Context(context.network.of_contacts(some), context.today, context.config))

    parts = [paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK)]
    for some, made in zip(parts, shared_out(work, parts), strict=True):
        share = _decode(made)
        for name, values in share.figures.items():
            found[name] |= _of_those(some, KNOWN[name].row_decoder.decode(values))
        ahead |= _of_those(some, share.ahead)
    context.figures.take(found, ahead)


def _of_those(paths: Iterable[str], values: Iterable[T | None]) -> dict[str, T]:
    return {path: value for path, value in zip(paths, values, strict=True) if value is not None}


def _share_of(context: Context) -> bytes:
    """What is known of a context's contacts."""
    contacts = context.network.contacts
    ahead = [ahead_of(contact, context.today) for contact in contacts.values()]
    figures = {name: [*map(context.each(figure).get, contacts)] for name, figure in KNOWN.items()}
    return _encoder.encode((figures, ahead))
