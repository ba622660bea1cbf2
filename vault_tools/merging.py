"""One note's contents into another's: what both say once, what they say differently side by side, and nothing lost."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from vault_tools.network import vocabulary as words
from vault_tools.network.vocabulary import PROPERTIES, Vocabulary, normal
from vault_tools.vault.blocks import find_blocks, untouched
from vault_tools.vault.body import visible
from vault_tools.vault.edit.lines import EditRefused, NoteLines, check_others
from vault_tools.vault.edit.log import Entry, insert_log_line, log_entries
from vault_tools.vault.edit.properties import add_to_property, as_list, extent, readable
from vault_tools.vault.links import fold

LISTS = frozenset(
    "circles offers needs red_flags email phone with between signals chain pays tags uid not_same".split()
)
"""The properties that hold several values, also where a note has but one, written as text."""

_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")
_HEADING = re.compile(r"#{1,6}[ \t]+(.*?)[ \t#]*\Z")


class Headings(msgspec.Struct, frozen=True):
    """The headings that are written where a note has none: of the log, and of what is taken over."""

    log: str
    taken: str


class Absorber:
    """Takes notes of one kind into others. `names`: what the absorbed note was called, to be aliases."""

    def __init__(self, kind: str, vocabulary: Vocabulary, names: Iterable[str], headings: Headings) -> None:
        self.kind = kind
        self.vocabulary = vocabulary
        self.names = list(names)
        self.headings = headings

    def absorb(self, data: bytes, other: bytes) -> bytes:
        """The note `data` with all that the note `other` says.

        Its own properties stay; those it lacks are added as they are written there, lists are united, and a value that
        differs is told in the text. Log lines go into the log by their days, each with its words; other text goes below
        a heading. Blocks it has already, and log lines that are the same in both, come once. Raises EditRefused.
        """
        theirs = NoteLines(other)
        for note in (NoteLines(data), theirs):
            readable(note)
            if faults := find_blocks(note.text)[1]:
                raise EditRefused(faults[0].code, faults[0].line)
        data, differing = self._properties(data, theirs)
        data = self._aliases(data)
        data, gone = self._log(data, theirs)
        rest = _rest(theirs, gone | _doubled(NoteLines(data), theirs))
        return self._below(data, differing, rest)

    def _properties(self, data: bytes, theirs: NoteLines) -> tuple[bytes, list[str]]:
        """The note with the other's properties, and a line for each that differs."""
        front = theirs.front()
        differing = []
        for key, value in front.properties.items():
            name = self._canonical(key)
            if name in ("name", "aliases") or value in (None, "", []):
                continue
            present = NoteLines(data).front().properties
            own = next(
                (one for one in present if self._canonical(one) == name and present[one] not in (None, "")), None
            )
            try:
                if own is None:
                    data = _taken(data, theirs, key)
                elif name in LISTS or isinstance(value, list) or isinstance(present[own], list):
                    data = _united(data, own, _texts(value))
                elif _same(present[own], value):
                    continue
                else:
                    differing.append(f"- {key}: {_said(value)}")
            except EditRefused:
                differing.append(f"- {key}: {_said(value)}")
        return data, differing

    def _canonical(self, key: str) -> str:
        known = self.vocabulary.property(self.kind, key) if self.kind in PROPERTIES else None
        return known[0] if known else normal(key)

    def _aliases(self, data: bytes) -> bytes:
        for name in self.names:
            data = add_alias(data, name)
        return data

    def _log(self, data: bytes, theirs: NoteLines) -> tuple[bytes, set[int]]:
        """The note with the other's log lines, and the indexes of the lines that are in it now."""
        note = NoteLines(data)
        entries = log_entries(note, words.LOG_HEADINGS)
        known = {_entry_text(note, entry) for entry in entries}
        gone: set[int] = set()
        for entry in _by_day(log_entries(theirs, words.LOG_HEADINGS)):
            text = _entry_text(theirs, entry)
            if text not in known:
                try:
                    data = insert_log_line(
                        data, entry.day, text[0], words.LOG_HEADINGS, self.headings.log, below=text[1:]
                    )
                except EditRefused:
                    continue  # it goes with the other text
            gone |= set(range(entry.start, entry.stop))
        return data, gone

    def _below(self, data: bytes, differing: list[str], rest: list[str]) -> bytes:
        """The note with what is left of the other at its end."""
        if not differing and not rest:
            return data
        before, note = NoteLines(data), NoteLines(data)
        at = len(note.lines)
        gap = [""] if at and note.words(at - 1).strip() else []
        head = [*gap, self.headings.taken, "", *differing, *([""] if differing and rest else [])]
        note.insert(at, [*head, *rest])
        check_others(before, note, at, 0, len(head) + len(rest))
        if note.seen()[at + len(head) :][: len(rest)] != visible("\n".join(rest)).split("\n")[: len(rest)]:
            raise EditRefused("edit-reaches-further", at)
        return note.data


def add_alias(data: bytes, name: str) -> bytes:
    """The note with one more alias, where Obsidian looks for it; as it is if it has that. Raises EditRefused."""
    present = NoteLines(data).front().properties
    key = next((one for one in present if normal(one) in ("aliases", "alias", "别名")), "aliases")
    if fold(name) in map(fold, as_list(present.get(key))):
        return data
    return add_to_property(data, key, name)


def _taken(data: bytes, theirs: NoteLines, key: str) -> bytes:
    """The note with the other's lines of a property that it lacks, or has without a value. Raises EditRefused."""
    note = NoteLines(data)
    front, other = note.front(), readable(theirs)
    start, stop = extent(theirs, other, key)
    lines = [theirs.words(index) for index in range(start, stop)]
    if key in front.lines:
        first, last = extent(note, front, key)
        note.insert(last, lines)
        del note.lines[first:last]
    elif front.length:
        note.insert(front.length - 1, lines)
    else:
        note.insert(0, ["---", *lines, "---"])
    after = note.front()
    wanted = {**front.properties, key: other.properties[key]}
    if len(after.problems) > len(front.problems) or repr(after.properties) != repr(wanted):
        raise EditRefused("edit-reaches-further", start + 1)
    return note.data


def _united(data: bytes, key: str, items: list[str]) -> bytes:
    for item in items:
        if fold(item) not in map(fold, as_list(NoteLines(data).front().properties[key])):
            data = add_to_property(data, key, item)
    return data


def _texts(value: Any) -> list[str]:
    """The values of a list, as texts. Raises EditRefused where it holds more than texts and numbers."""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, list | dict) for item in value)):
        raise EditRefused("edit-list-form")
    return as_list(value)


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or fold(_said(one)) == fold(_said(other))


def _said(value: Any) -> str:
    """A property's value for a reader; nothing in it is read as a field."""
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        text = ", ".join(map(str, value))
    else:
        text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)
    return re.sub(r"\s+", " ", text).strip().replace("::", ":\\:")


def _entry_text(note: NoteLines, entry: Entry) -> tuple[str, ...]:
    """A log entry's lines, the first without its bullet."""
    first, *others = (note.words(index) for index in range(entry.start, entry.stop))
    return _BULLET.sub("", first, count=1), *others


def _by_day(entries: list[Entry]) -> list[Entry]:
    """The entries, earliest first; those of one day in the order in which they were written."""
    newest_first = len(entries) > 1 and entries[0].day >= entries[-1].day
    return sorted(reversed(entries) if newest_first else entries, key=lambda entry: entry.day)


def _doubled(note: NoteLines, theirs: NoteLines) -> set[int]:
    """The indexes of the other's lines that are a block the note has, too: all of it, or where a user typed into it
    the markers alone."""
    own = {(block.name, block.options) for block in find_blocks(note.text)[0]}
    text = theirs.text
    gone: set[int] = set()
    for block in find_blocks(text)[0]:
        if (block.name, block.options) in own:
            last = text.count("\n", 0, block.inner[1])
            gone |= set(range(block.line - 1, last + 1)) if untouched(text, block) else {block.line - 1, last}
    return gone


def _rest(note: NoteLines, gone: set[int]) -> list[str]:
    """The lines below the frontmatter without those that are `gone`, and without what is then left of the log's
    heading; no blank lines around it."""
    length = note.front().length
    kept = list(_kept(note, gone, length))
    while kept and not kept[-1].strip():
        kept.pop()
    while kept and not kept[0].strip():
        kept.pop(0)
    return kept


def _kept(note: NoteLines, gone: set[int], length: int) -> Iterator[str]:
    """The lines that stay; of the blank ones on both sides of what is gone, those above it."""
    blank, dropped = True, False
    for index in range(length, len(note.lines)):
        line = note.words(index)
        if index in gone or _is_empty_log(note, gone, index):
            dropped = True
        elif line.strip() or not (blank and dropped):
            blank = not line.strip()
            dropped = dropped and blank
            yield line


def _is_empty_log(note: NoteLines, gone: set[int], index: int) -> bool:
    """Whether the line is a log's heading below which all is gone."""
    heading = _HEADING.match(note.words(index))
    if not heading or heading[1].strip(" :：").casefold() not in words.LOG_HEADINGS:
        return False
    following = index + 1
    while following < len(note.lines) and (following in gone or not note.words(following).strip()):
        following += 1
    emptied = any(one in gone for one in range(index + 1, following))
    return emptied and (following == len(note.lines) or bool(_HEADING.match(note.words(following))))
