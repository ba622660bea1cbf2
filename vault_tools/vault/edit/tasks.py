"""Ticking, cancelling and putting off a task line, in the style its own fields have."""

import re
from collections.abc import Callable
from datetime import date

from vault_tools.vault.body import Task
from vault_tools.vault.edit.lines import EditRefused, NoteLines, check_others

Which = Callable[[Task], bool]
"""Whether a task line is the one that is meant."""

_LINE = re.compile(r"([ \t]*(?:[-*+]|\d+[.)])[ \t]+\[)([^\n])(\][ \t]*)([^\n]*)\Z")
_TEXT = re.compile(r"(.*?)(\s+\^[A-Za-z0-9-]+)?(\s*)\Z")
_DUE = re.compile(r"((?:📅|📆|🗓)\ufe0f?[ \t]*|[\[(]due::[ \t]*)\d{4}-\d{2}-\d{2}")
_DATAVIEW = re.compile(r"[\[(](?:due|scheduled|start|created|completion|cancelled|priority|repeat)::")
_STAMPS = {"x": ("✅", "completion"), "-": ("❌", "cancelled")}


def mark_task(data: bytes, line: int, which: Which, mark: str, day: date) -> bytes:
    """The note with the task that is meant marked `x` (done) or `-` (cancelled) on `day`; as it is if it is so marked
    already. `line` is where it stood when last seen. Raises EditRefused."""
    emoji, field = _STAMPS[mark]

    def change(present: str, text: str) -> tuple[str, str]:
        if present.lower() == mark:
            return present, text
        if "🔁" in text or "repeat::" in text:
            raise EditRefused("edit-task-repeats", line)
        stamp = f"[{field}:: {day}]" if _DATAVIEW.search(text) else f"{emoji} {day}"
        return mark, text if emoji in text or f"{field}::" in text else _append(text, stamp)

    return _change_task(data, line, which, change)


def put_off_task(data: bytes, line: int, which: Which, day: date) -> bytes:
    """The note with the task that is meant due on `day`. Raises EditRefused."""

    def change(mark: str, text: str) -> tuple[str, str]:
        if _DUE.search(text):
            return mark, _DUE.sub(lambda match: f"{match[1]}{day}", text, count=1)
        return mark, _append(text, f"[due:: {day}]" if _DATAVIEW.search(text) else f"📅 {day}")

    return _change_task(data, line, which, change)


def add_task(
    data: bytes, words: str, due: date | None, headings: frozenset[str], heading: str, before: frozenset[str]
) -> bytes:
    """The note with an open task: below its last open task, else below one of `headings` (casefolded), else below a
    new `heading` above the section of `before`, or at the end. Raises EditRefused."""
    old, note = NoteLines(data), NoteLines(data)
    body = note.body()
    tasks = body.tasks()
    if due:
        dataview = any(_DATAVIEW.search(task.text) for task in tasks)
        words = f"{words} [due:: {due}]" if dataview else f"{words} 📅 {due}"
    last = next((task.line for task in reversed(tasks) if task.mark == " "), None)
    title = body.heading_line(headings)
    log = body.heading_line(before)
    if last is not None:
        match = _LINE.match(note.words(last - 1))
        at, new = _behind(note, last), [f"{match[1]} ] {words}" if match else f"- [ ] {words}"]
    elif title is not None:
        at, new = title, [f"- [ ] {words}"]
    elif log is not None:
        at, new = log - 1, [heading, f"- [ ] {words}", ""]
    else:
        at = len(note.lines)
        gap = [""] if at and note.words(at - 1).strip() and at > note.front().length else []
        new = [*gap, heading, f"- [ ] {words}"]
    note.insert(at, new)
    check_others(old, note, at, 0, len(new))
    if len(note.body().tasks()) != len(tasks) + 1:
        raise EditRefused("edit-reaches-further", at + 1)
    return note.data


def _change_task(data: bytes, line: int, which: Which, change: Callable[[str, str], tuple[str, str]]) -> bytes:
    before, note = NoteLines(data), NoteLines(data)
    index = _find(note, line, which)
    match = _LINE.match(note.words(index))
    if match is None:
        raise EditRefused("edit-task-gone", line)
    mark, text = change(match[2], match[4])
    note.change(index, f"{match[1]}{mark}{match[3]}{text}")
    check_others(before, note, index, 1, 1)
    return note.data


def _behind(note: NoteLines, index: int) -> int:
    """The index behind the lines that are indented below the task on the line before `index`."""
    if note.words(index - 1)[:1] in (" ", "\t"):
        return index
    while index < len(note.lines) and note.words(index)[:1] in (" ", "\t") and note.words(index).strip():
        index += 1
    return index


def _find(note: NoteLines, line: int, which: Which) -> int:
    """The index of the task's line: that at `line`, else the only one that fits."""
    fitting = [task.line for task in note.body().tasks() if which(task)]
    if line in fitting:
        return line - 1
    if len(fitting) != 1:
        raise EditRefused("edit-task-gone", line)
    return fitting[0] - 1


def _append(text: str, stamp: str) -> str:
    """The text with `stamp` at its end, but before a block id, which must stay the last."""
    match = _TEXT.match(text)
    assert match  # it matches any line
    return f"{match[1]} {stamp}{match[2] or ''}{match[3]}"
