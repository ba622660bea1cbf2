"""Rows of a plan → edits: new notes, and properties of those there are."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from vault_tools.changes import Edit
from vault_tools.creating import Maker, NoteExists
from vault_tools.errors import WriteError
from vault_tools.findings import Finding
from vault_tools.language import LANGUAGES, Catalogue, catalogue
from vault_tools.language import mark as _
from vault_tools.markdown import escape
from vault_tools.scribe import Scribe, language_of
from vault_tools.transfer.arrivals import Copy, Extra, Original, Photo
from vault_tools.transfer.known import Held
from vault_tools.transfer.plan import LISTS, Row
from vault_tools.vault.edit.lines import EditRefused, NoteLines, check_others
from vault_tools.vault.quoting import file_name
from vault_tools.vault.write import read_bytes

IMPORTED_HEADING = _("Imported")
_HEADINGS = frozenset({"imported", "导入"})
_LABELS = {
    "NOTE": _("note"),
    "N": _("form of address"),
    "TEL": _("phone"),
    "EMAIL": _("e-mail"),
    "ADR": _("address"),
    "BDAY": _("birthday"),
    "DEPARTMENT": _("department"),
    "CATEGORIES": _("groups"),
    "ATTACH": _("attachment"),
    "COMMENT": _("note"),
    "ANNIVERSARY": _("anniversary"),
    "X-ANNIVERSARY": _("anniversary"),
    "RELATED": _("related"),
    "X-ABRELATEDNAMES": _("related"),
    "TITLE": _("role"),
    "ROLE": _("role"),
    "ORG": _("organisation"),
    "URL": _("page"),
    "GENDER": _("gender"),
    "LOCATION": _("place"),
    "OTHERS": _("others there"),
}
_KINDS = {"home": _("home"), "work": _("work"), "other": _("other")}
"""What stands behind such a name."""

PHOTO_FOLDER = "Photos"

NO_FILE_NAME = _("no file can have this name")


def edits_of(rows: Sequence[Row], maker: Maker, vault: Path, tick: Callable[[int, int], None]) -> list[Edit]:
    """The edits that carry out a plan. Rows are made true by it: their notes' paths are told, one whose note can't be
    edited is left out, one whose note has all of it already is the same. `tick(done, of)` is called for each row."""
    edits: list[Edit] = []
    for number, row in enumerate(rows, 1):
        if row.state == "new":
            edits += _new(row, maker)
        elif row.arrival.original and row.arrival.original.path:
            edits += _in_place(row, row.arrival.original)
        elif not row.held.new and row.state in ("updated", "same"):
            edits += _existing(row, maker.scribe, vault)
        tick(number, len(rows))
    return edits


def _new(row: Row, maker: Maker) -> list[Edit]:
    """The note of somebody new, with all that later rows say of them."""
    held = row.held
    try:
        held.path, edit = _copied(held, maker) if held.original else maker.contact(held.card, number=True)
    except NoteExists as error:
        _leave_out(row, str(error))
        return []
    except (WriteError, ValueError):
        row.state, row.why = "left-out", NO_FILE_NAME
        return []
    except EditRefused as refusal:
        finding = Finding(held.path or row.arrival.where, refusal.code, refusal.line, refusal.params)
        _leave_out(row, finding.sentence(catalogue(maker.scribe.lang)))
        return []
    edits = [edit]
    lang = maker.habits("contact").lang
    extras = tuple(held.extras)
    if held.photo:
        photo, link = _photo(held.path, held.photo)
        edits.append(photo)
        extras = (link, *extras)
    if extras:
        edits.append(Edit(held.path, lambda present: with_extras(present or b"", extras, lang)))
    try:
        with_extras(edit.transform(None) or b"", extras, lang)
    except EditRefused as refusal:  # a vault's own template can leave no room for them
        _leave_out(row, Finding(held.path, refusal.code, refusal.line, refusal.params).sentence(catalogue(lang)))
        return []
    return edits


def _copied(held: Held, maker: Maker) -> tuple[str, Edit]:
    """The path and the edit of a note that is copied in, with what the options say of all. Raises EditRefused and
    WriteError."""
    stem = held.card.name if held.original is None else held.original.stem or held.card.name
    place = held.original.place if held.original else ""
    path = maker.free("contact", file_name(stem), number=True, folder=place.rpartition("/")[0] if place else None)
    data = held.original.data if held.original else b""
    for name in ("tags", "circles"):
        for edit in maker.scribe.add(path, name, getattr(held.card, name)):
            data = edit.transform(data) or data
    for name, value in (("imported", held.card.imported), ("source", held.card.source)):
        if value and not (name == "imported" and place):
            data = maker.scribe.set(path, name, value, keep=True).transform(data) or data
    return path, _made(path, data)


def copies_of(copies: Iterable[Copy], vault: Path) -> list[Edit]:
    """The edits that make the notes of an exported vault that are not there yet."""
    return [_made(copy.path, copy.data) for copy in copies if not (vault / copy.path).exists()]


def _made(path: str, data: bytes) -> Edit:
    """The edit that makes a note, of which there must be none."""

    def transform(present: bytes | None) -> bytes:
        if present is not None:
            raise EditRefused("note-exists")
        return data

    return Edit(path, transform)


def _in_place(row: Row, original: Original) -> list[Edit]:
    """The edit that makes a note of the vault what it is to be; nothing is done if it changed since it was read."""

    def transform(present: bytes | None) -> bytes:
        if present not in (original.before, original.data):
            raise EditRefused("note-changed")
        return original.data

    return [Edit(original.path, transform)] if row.state == "updated" else []


def _photo(path: str, photo: Photo) -> tuple[Edit, Extra]:
    """The edit that puts a photo beside the notes, if there is none of that name, and the line that shows it."""
    name = f"{path.rpartition('/')[2].removesuffix('.md')}{photo.suffix}"
    edit = Edit(f"{PHOTO_FOLDER}/{name}", lambda present: photo.data if present is None else present)
    return edit, Extra("", f"![[{name}]]")


def _existing(row: Row, scribe: Scribe, vault: Path) -> list[Edit]:
    path = row.held.path
    edits: list[Edit] = []
    for change in row.changes:
        if change.kept:
            continue
        if change.name in LISTS:
            edits += scribe.add(path, change.name, change.values)
        else:
            edits.append(scribe.set(path, change.name, change.values[0], keep=True))
    extras, photos = row.extras, []
    if row.arrival.photo:
        photo, link = _photo(path, row.arrival.photo)
        extras, photos = (link, *extras), [photo]
    own = row.arrival.original is not None
    if extras:
        edits.append(Edit(path, lambda data: with_extras(data or b"", _absent(data, extras, own), scribe.lang)))
    try:
        before = after = read_bytes(vault / path)
        for edit in edits:
            after = edit.transform(after) or after
    except EditRefused as refusal:
        finding = Finding(path, refusal.code, refusal.line, refusal.params)
        _leave_out(row, finding.sentence(catalogue(scribe.lang)))
        return []
    except OSError as error:
        _leave_out(row, f"{path}: {error.strerror}")
        return []
    row.state = "same" if after == before else "updated"
    original = row.arrival.original
    row.text_left = original is not None and not original.place and original.text not in before
    return [*edits, *photos] if after != before else []


def _absent(data: bytes | None, extras: Iterable[Extra], own: bool) -> list[Extra]:
    """The extras that a note has not; `own`: they were properties of a note, and may be of this one."""
    there = NoteLines(data or b"").front().properties if own else {}
    return [extra for extra in extras if extra.label not in there]


def _leave_out(row: Row, why: str) -> None:
    row.state, row.why, row.params = "left-out", "%(why)s", {"why": why}


def with_extras(data: bytes, extras: Iterable[Extra], lang: str) -> bytes:
    """The note with a line for each extra under its heading `Imported`, or one at its end; a name that has a line there
    keeps it. What a text says is escaped: it is no heading, task or field of the note's own. Raises EditRefused."""
    before, note = NoteLines(data), NoteLines(data)
    lang = language_of(data) or lang
    catalog = catalogue(lang)
    body = note.body()
    title = body.heading_line(_HEADINGS)
    there = [note.words(index) for index in range(title or len(note.lines), len(note.lines))]
    new: list[str] = []
    for extra in extras:
        begins = tuple(f"- {_label(extra, catalogue(one))}:" if extra.label else f"- {extra.text}" for one in LANGUAGES)
        lines = _lines(extra, catalog)
        if lines[0] not in new and not any(line.startswith(begins) for line in there):
            new += lines
    if not new:
        return data
    if title is None:
        at = len(note.lines)
        gap = [""] if note.lines and note.words(at - 1).strip() else []
        new = [*gap, f"## {catalog.gettext(IMPORTED_HEADING)}", *new]
    else:
        at = _section_end(note, title)
    note.insert(at, new)
    check_others(before, note, at, 0, len(new))
    return note.data


def _section_end(note: NoteLines, title: int) -> int:
    """The index behind the last line that says something in the section whose heading stands on the line `title`."""
    last = index = title
    while index < len(note.lines) and not note.words(index).startswith("#"):
        index += 1
        if note.words(index - 1).strip():
            last = index
    return last


def _label(extra: Extra, catalog: Catalogue) -> str:
    """An extra's name as a note has it: common ones in words."""
    name, _space, kind = extra.label.partition(" ")
    if name not in _LABELS:
        return escape(extra.label)
    kind = kind.strip("()")
    words = catalog.gettext(_KINDS[kind]) if kind in _KINDS else kind
    return escape(f"{catalog.gettext(_LABELS[name])} ({words})" if words else catalog.gettext(_LABELS[name]))


def _lines(extra: Extra, catalog: Catalogue) -> list[str]:
    if not extra.label:  # a photo's link
        return [f"- {extra.text}"]
    first, *rest = [str(escape(line)) for line in extra.text.strip().splitlines()] or [""]
    return [f"- {_label(extra, catalog)}: {first}", *(f"  {line}" for line in rest if line)]


__all__ = ["PHOTO_FOLDER", "edits_of", "with_extras"]
