"""Putting a line into a note's log, where the list's own order wants it."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from vault_tools.dates.partial import LEADING_DATE, BadDate, parse_date
from vault_tools.vault.body import visible
from vault_tools.vault.edit.lines import EditRefused, NoteLines, check_others

_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")
_HEADING = re.compile(r"#{1,6}[ \t]")


class Entry(msgspec.Struct, frozen=True):
    """A dated list item of the log: the index of its line, and of the line behind all that belongs to it."""

    day: date
    start: int
    stop: int


def insert_log_line(
    data: bytes, day: date, words: str, headings: frozenset[str], heading: str, below: Sequence[str] = ()
) -> bytes:
    """The note with the list item `words`, which begins with its date `day`, in the section under one of `headings`
    (casefolded); `heading` is written at the note's end if there is no such section. `below`: the item's further lines.

    Newest first or newest last, as the list is found; a list of one or none grows at its top. Raises EditRefused.
    """
    before, note = NoteLines(data), NoteLines(data)
    front = note.front()
    if any(problem.code in ("frontmatter-unclosed", "frontmatter-late") for problem in front.problems):
        raise EditRefused(front.problems[0].code, front.problems[0].line)
    body = before.body()
    entries = log_entries(note, headings)
    title = body.heading_line(headings)
    if entries:
        at, new = _place(note, entries, day, words)
    elif title is not None:
        at, new = _below(note, title, words)
    else:
        at, new = len(note.lines), _section(note, heading, words)
    item = next(index for index, line in enumerate(new) if line.endswith(words)) + 1
    new[item:item] = below
    note.insert(at, new)
    check_others(before, note, at, 0, len(new))
    if not any(line.strip() and line.endswith(visible(words)) for line in note.seen()[at : at + len(new)]):
        raise EditRefused("edit-reaches-further", at + 1)
    return note.data


def log_entries(note: NoteLines, headings: frozenset[str]) -> list[Entry]:
    """The dated items of the note's log, in the order of its lines."""
    entries = []
    for item in note.body().items_under(headings):
        match = None if item.nested else LEADING_DATE.match(item.text)
        if match:
            try:
                day = parse_date(match[1])
            except BadDate:
                continue
            entries.append(Entry(day, item.line - 1, _after(note, item.line)))
    return entries


def _after(note: NoteLines, index: int) -> int:
    """The index behind an item's own lines: those indented below it, blank lines only between such."""
    stop = index
    while index < len(note.lines):
        words = note.words(index)
        if words.strip() and words[0] not in " \t":
            break
        index += 1
        if words.strip():
            stop = index
    return stop


def _place(note: NoteLines, entries: list[Entry], day: date, words: str) -> tuple[int, list[str]]:
    """Where in the list the new line goes, and the lines to insert there."""
    newest_first = entries[0].day >= entries[-1].day
    bullet = _BULLET.match(note.words(entries[0].start))
    line = (bullet[0] if bullet else "- ") + words
    loose = len(entries) > 1 and not note.words(entries[1].start - 1).strip()
    if newest_first:
        below = next((entry for entry in entries if entry.day <= day), None)
        if below is not None:
            return below.start, [line, ""] if loose else [line]
    else:
        above = next((entry for entry in reversed(entries) if entry.day <= day), None)
        if above is None:
            return entries[0].start, [line, ""] if loose else [line]
        return above.stop, ["", line] if loose else [line]
    return entries[-1].stop, ["", line] if loose else [line]


def _below(note: NoteLines, title: int, words: str) -> tuple[int, list[str]]:
    """For a section without dated lines: at its end, with a blank line where text stands above."""
    index = last = title
    while index < len(note.lines) and not _HEADING.match(note.words(index)):
        if note.words(index).strip():
            last = index + 1
        index += 1
    line = f"- {words}"
    if last > title:
        return last, [line] if _BULLET.match(note.words(last - 1)) else ["", line]
    following = note.words(title).strip() if title < len(note.lines) else None
    if following == "" and title + 1 < len(note.lines):
        return title + 1, [line, ""]
    return title, [line, ""] if following else [line]


def _section(note: NoteLines, heading: str, words: str) -> list[str]:
    """The lines of a new section at the note's end."""
    gap = [""] if note.lines and note.words(len(note.lines) - 1).strip() else []
    return [*gap, heading, f"- {words}"]
