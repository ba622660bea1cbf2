"""The joined network as bytes, for the cache. Reading it back takes a tenth of the time of joining all notes: contacts,
meetings, promises and signals stay bytes until somebody looks at them."""

from collections.abc import Callable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import TypeVar

import msgspec

from vault_tools.findings import Finding
from vault_tools.network.model import (
    Called,
    Contact,
    Deal,
    Heard,
    Interaction,
    Introduction,
    Lesson,
    Network,
    PromiseMade,
    Resource,
    Stranger,
)
from vault_tools.network.records import BlockUse, ContactNote, IndustryNote, MeetingNote, PlainNote
from vault_tools.network.tables import Table
from vault_tools.vault.links import Resolver

T = TypeVar("T")


class _ContactImage(msgspec.Struct, array_like=True):
    """A contact; its deals by path, since several contacts share one."""

    note: ContactNote
    interactions: list[Interaction]
    deals: list[str]
    source: str | None
    role: str
    position: str


class _Small(msgspec.Struct):
    """The fields of which there are few, and everybody looks at."""

    deals: dict[str, Deal]
    resources: dict[str, Resource]
    lessons: dict[str, Lesson]
    industries: dict[str, IndustryNote]
    introductions: dict[str, Introduction]
    notes: dict[str, PlainNote]
    strangers: list[Stranger]
    findings: list[Finding]
    blocks: dict[str, list[BlockUse]]
    sought: set[str]


class _Large(msgspec.Struct, array_like=True):
    contacts: dict[str, msgspec.Raw]
    meetings: dict[str, msgspec.Raw]
    promises_in: dict[str, msgspec.Raw]
    heard_in: dict[str, msgspec.Raw]
    called: msgspec.Raw


_encoder = msgspec.msgpack.Encoder()
_large_decoder = msgspec.msgpack.Decoder(_Large)
_small_decoder = msgspec.msgpack.Decoder(_Small)
_contact_decoder = msgspec.msgpack.Decoder(_ContactImage)
_called_decoder = msgspec.msgpack.Decoder(dict[str, tuple[str, tuple[str, ...]]])


_LENGTH = 8
"""Bytes that say how long what is small is: it stands first, and behind it what is large."""


def to_parts(network: Network, payloads: Mapping[str, msgspec.Raw] = MappingProxyType({})) -> list[bytes]:
    """The network as the cache keeps it: bytes, in parts. `payloads` are the notes' records in bytes, as far as they
    are at hand: taken over, they need not be made again."""

    def contact_image(path: str, one: Contact) -> object:
        deals = [deal.path for deal in one.deals]
        return payloads.get(path, one.note), one.interactions, deals, one.source, one.role, one.position

    large = (
        network.contacts.raw(contact_image),
        network.meetings.raw(lambda path, note: payloads.get(path, note)),
        network.promises_in.raw(_as_it_is),
        network.heard_in.raw(_as_it_is),
        {path: (one.name, one.aliases) for path, one in network.called.items()},
    )
    return [*_small_parts(network), _encoder.encode(large)]


def with_small(data: memoryview, network: Network) -> list[bytes | memoryview]:
    """The `network` in parts, as `to_parts` gives it, where `data` is what it was when contacts and meetings, their
    names, promises and signals were what they are now."""
    return [*_small_parts(network), data[_LENGTH + int.from_bytes(data[:_LENGTH]) :]]


def _small_parts(network: Network) -> tuple[bytes, bytes]:
    small = _encoder.encode(_Small(*(getattr(network, name) for name in _Small.__struct_fields__)))
    return len(small).to_bytes(_LENGTH), small


def from_bytes(data: bytes | memoryview) -> Network:
    """The network back from its parts joined; raises ValueError (msgspec.DecodeError among them) where the bytes are
    none. So does looking at an entry that is damaged."""
    data = memoryview(data)
    begin = _LENGTH + int.from_bytes(data[:_LENGTH])
    small, image = _small_decoder.decode(data[_LENGTH:begin]), _large_decoder.decode(data[begin:])
    deals = small.deals

    def contact(path: str, raw: msgspec.Raw) -> Contact:
        one = _contact_decoder.decode(raw)
        try:
            worked = [deals[deal] for deal in one.deals]
        except KeyError as error:
            raise ValueError(f"no deal at {error}") from error
        return Contact(path, one.note, one.interactions, worked, one.source, one.role, one.position)

    def called() -> dict[str, Called]:
        return {path: Called(path, *names) for path, names in _called_decoder.decode(image.called).items()}

    kinds = (
        image.contacts,
        image.meetings,
        *(small.deals, small.resources, small.lessons, small.industries, small.introductions, small.notes),
    )
    return Network(
        contacts=Table(image.contacts, contact),
        meetings=_table(image.meetings, MeetingNote),
        promises_in=_table(image.promises_in, list[PromiseMade]),
        heard_in=_table(image.heard_in, list[Heard]),
        called=called,
        links=Resolver(sorted(chain.from_iterable(kinds))),
        **{name: getattr(small, name) for name in _Small.__struct_fields__},
    )


def _as_it_is(_path: str, entry: T) -> T:
    return entry


def _table(entries: dict[str, msgspec.Raw], kind: type[T]) -> Table[T]:
    """A table whose entries are of a kind that needs nothing but its own bytes."""
    decode: Callable[[msgspec.Raw], T] = msgspec.msgpack.Decoder(kind).decode
    decode_all: Callable[[bytes], dict[str, T]] = msgspec.msgpack.Decoder(dict[str, kind]).decode  # type: ignore[valid-type]
    return Table(entries, lambda _path, raw: decode(raw), lambda raw: decode_all(_encoder.encode(raw)))
