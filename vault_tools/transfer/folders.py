"""A folder of Markdown notes on people, from another program or in the vault → contacts, by line edits alone.

A note from elsewhere is copied as it is, one in the vault stays where it is; either gets a `type` where its folder does
not tell, and properties that mean something here under another name get the name by which they are understood.
"""

from collections.abc import Iterator
from pathlib import Path

from vault_tools.config import Config
from vault_tools.language import mark as _
from vault_tools.network.read import Reader
from vault_tools.network.records import ContactNote
from vault_tools.network.vocabulary import KIND_NAMES, KINDS, PROPERTIES, Vocabulary, in_language, normal
from vault_tools.scribe import language_of
from vault_tools.transfer.arrivals import Arrival, Extra, Lost, Options, Original, Reading
from vault_tools.transfer.columns import columns_of
from vault_tools.transfer.known import card_of
from vault_tools.transfer.sources import ImportRefused, Input
from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.edit.properties import rename_property, set_property

UNREADABLE = _("can't be read as a note: %(problem)s")
OTHER_KIND = _("notes that are not on people")


def read(given: Input, options: Options) -> Reading:
    """The people whom the notes of a folder are on. Raises ImportRefused."""
    if given.path is None:
        raise ImportRefused(_("-: notes are read from a folder or a file; nothing was changed"))
    reading = Reading()
    vocabulary = options.vocabulary or Vocabulary(Config())
    files = list(_files(given.path))
    for number, file in enumerate(files, 1):
        where = str(file.relative_to(given.path)) if given.is_folder else file.name
        try:
            _take(file, where, vocabulary, options, reading)
        except EditRefused as refusal:
            at = f"{where}:{refusal.line}" if refusal.line else where
            reading.lost.append(Lost("", at, UNREADABLE, {"problem": refusal.code}))
        except OSError as error:
            reading.lost.append(Lost("", where, UNREADABLE, {"problem": str(error.strerror)}))
        options.tick(number, len(files))
    return reading


def _files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    for file in sorted(place.rglob("*.md")):
        if not any(part.startswith(".") for part in file.relative_to(place).parts):
            yield file


def _take(file: Path, where: str, vocabulary: Vocabulary, options: Options, reading: Reading) -> None:
    """One note, if it is on somebody. Raises EditRefused and OSError."""
    inside = _inside(file, options.vault)
    before = file.read_bytes()
    data, renamed = _understood(before, vocabulary, options)
    if not (inside and vocabulary.kind_by_folder(inside) == "contact") and not _has_kind(data):
        key, word = ("type", "contact") if language_of(data) != "zh" else ("类型", in_language(KINDS, "contact", "zh"))
        data = set_property(data, key, word)
    note = Reader(vocabulary, links_are_touches=False).read(inside or f"People/{file.name}", data)
    if not isinstance(note, ContactNote) or note.blocks:
        reading.skip(OTHER_KIND)
        return
    for old, new in renamed:
        if (old, new) not in reading.shown:
            reading.shown.append((old, new))
    length = NoteLines(data).front().length
    text = b"".join(data.splitlines(keepends=True)[length:]).strip()
    original = Original(data, file.stem, inside, before, text=text)
    extras = tuple(_others(data, vocabulary))
    reading.arrivals.append(Arrival(card=card_of(note), where=where, original=original, extras=extras))


def _others(data: bytes, vocabulary: Vocabulary) -> Iterator[Extra]:
    """The properties that mean nothing here, for a note that is there already and has none of them."""
    kinds = {normal(name) for name in KIND_NAMES}
    for key, value in NoteLines(data).front().properties.items():
        if value not in (None, "", []) and normal(key) not in kinds and not vocabulary.property("contact", key):
            yield Extra(key, ", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _inside(file: Path, vault: Path | None) -> str:
    """The note's path in the vault; empty if it lies elsewhere."""
    resolved = file.resolve()
    if vault is None or not resolved.is_relative_to(vault.resolve()):
        return ""
    return resolved.relative_to(vault.resolve()).as_posix()


def _has_kind(data: bytes) -> bool:
    names = {normal(name) for name in KIND_NAMES} - {"tags"}
    return any(normal(key) in names for key in NoteLines(data).front().properties)


def _understood(data: bytes, vocabulary: Vocabulary, options: Options) -> tuple[bytes, list[tuple[str, str]]]:
    """The note with the names of its properties that are understood, and which became which."""
    renamed = []
    keys = list(NoteLines(data).front().properties)
    columns = columns_of(keys, options.mapping, vocabulary)
    taken = {meant[0] for key in keys if (meant := vocabulary.property("contact", key))}
    for key, column in zip(keys, columns, strict=True):
        mapped = normal(key) in {normal(name) for name in options.mapping}
        known = vocabulary.property("contact", key)
        if column.target not in PROPERTIES["contact"] or (known and (not mapped or known[0] == column.target)):
            continue
        new = in_language(PROPERTIES["contact"], column.target, "en" if key.isascii() else "zh")
        if column.target not in taken and new not in keys:
            data = rename_property(data, key, new)
            taken.add(column.target)
            renamed.append((key, new))
    return data, renamed
