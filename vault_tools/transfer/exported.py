"""What `vault-tools export json` and `export csv` wrote → the same people and notes again."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from vault_tools.config import Config
from vault_tools.creating import Card
from vault_tools.dates.birthday import parse_birthday
from vault_tools.dates.partial import BadDate, PartialDate, parse_partial
from vault_tools.export.document import VERSION, ContactEntry, Document, Entry, Link
from vault_tools.export.table import BETWEEN, DERIVED
from vault_tools.language import mark as _
from vault_tools.scribe import Scribe
from vault_tools.transfer.arrivals import Arrival, Copy, Lost, Options, Original, Reading
from vault_tools.transfer.sources import ImportRefused, Input
from vault_tools.transfer.written import KIND_OF, note_of, stem_of
from vault_tools.vault.quoting import file_name

BAD_PATH = _("its path is none that a note can have")

_LONGEST_PATH = 1000
"""In bytes: with the vault's own path, it has to be one that the system can open."""

_TELLING = frozenset({"name", "known_since", "last_touch", "path"})
"""The columns that no other table has together."""


def read(given: Input, options: Options) -> Reading:
    """The people and other notes of an exported document. Raises ImportRefused."""
    try:
        document = msgspec.json.decode(given.data.removeprefix(b"\xef\xbb\xbf"), type=Document)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise ImportRefused(
            _("%(name)s: is no network that vault-tools exported: %(why)s"), name=given.name, why=error
        ) from error
    if document.version > VERSION:
        raise ImportRefused(_("%(name)s: was exported by a newer vault-tools; update this one first"), name=given.name)
    reading, scribe = Reading(), _scribe(options)
    for contact in document.contacts:
        if not (contact.name.strip() and _is_place(contact.path)):
            reading.lost.append(Lost("", contact.path, BAD_PATH))
        else:
            reading.arrivals.append(_arrival(contact, contact.path, scribe))
    others: list[Sequence[Entry]] = [
        document.meetings,
        document.deals,
        document.resources,
        document.lessons,
        document.industries,
        document.introductions,
        document.notes,
    ]
    for entries in others:
        for entry in entries:
            if _is_place(entry.path):
                reading.copies.append(Copy(entry.path, KIND_OF.get(type(entry), "note"), note_of(entry, scribe)))
            else:
                reading.lost.append(Lost("", entry.path, BAD_PATH))
    return reading


def is_ours(headers: Iterable[str]) -> bool:
    """Whether a table with these columns is one of our own."""
    return _TELLING.issubset(headers)


def from_row(headers: Sequence[str], row: Sequence[str], where: str, options: Options) -> Arrival | None:
    """The person in a row of our own table; None where it was edited into something else."""
    values: dict[str, Any] = {}
    for name, cell in zip(headers, row, strict=False):
        if cell and name in ContactEntry.__struct_fields__ and (name not in DERIVED or name == "path"):
            values[name] = _value(name, cell)
    try:
        contact = msgspec.convert(values, ContactEntry, strict=False)
    except msgspec.ValidationError:
        return None
    usable = contact.name.strip() and _is_place(contact.path) and _dates_are_right(contact)
    return _arrival(contact, where, _scribe(options)) if usable else None


def _value(name: str, cell: str) -> Any:
    default = getattr(ContactEntry("", ""), name)
    if name == "not_same":
        return [{"name": one} for one in cell.split(BETWEEN)]
    if name == "source":
        return {"name": cell}
    return cell.split(BETWEEN) if isinstance(default, list) else cell


def _dates_are_right(contact: ContactEntry) -> bool:
    try:
        _met(contact)
        if contact.birthday:
            parse_birthday(contact.birthday)
    except BadDate:
        return False
    return True


def _met(contact: ContactEntry) -> PartialDate | None:
    return parse_partial(contact.met) if contact.met else None


def _arrival(contact: ContactEntry, where: str, scribe: Scribe) -> Arrival:
    original = Original(note_of(contact, scribe), stem_of(contact.path), place=contact.path)
    return Arrival(card=_card(contact), where=where, original=original)


def _card(contact: ContactEntry) -> Card:
    """What tells who it is, and what a note of theirs that is there already may gain."""
    facts: dict[str, Any] = {}
    for name in Card.__struct_fields__:
        value = getattr(contact, name, "")
        if isinstance(value, list):
            facts[name] = tuple(value)
        elif isinstance(value, Link):
            facts[name] = value.name
        elif isinstance(value, str) and name != "met":
            facts[name] = value
    try:
        facts["met"] = _met(contact)
    except BadDate:
        facts["met"] = None
    return Card(**facts | {"met_at": "", "note": ""})


def _scribe(options: Options) -> Scribe:
    return Scribe(options.config or Config(), options.lang)


def _is_place(path: str) -> bool:
    """Whether a path is one that a note of a vault can have: it comes from a file that anybody may have written."""
    parts = path.split("/")
    if len(path.encode(errors="replace")) > _LONGEST_PATH:
        return False
    try:
        return path.endswith(".md") and all(part == file_name(part) and not part.startswith(".") for part in parts)
    except ValueError:
        return False
