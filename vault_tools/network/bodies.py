"""What stands in a note's text: log lines and promises."""

import re
from datetime import date
from typing import Any

from vault_tools.dates.partial import LEADING_DATE, BadDate, parse_date
from vault_tools.findings import Finding
from vault_tools.network import vocabulary as words
from vault_tools.network.records import LogLine, Promise, Ref
from vault_tools.network.values import date_or_step, shown_text
from vault_tools.network.vocabulary import Vocabulary, lookup, normal
from vault_tools.vault.body import Item, Task, bracketed_fields, without_fields
from vault_tools.vault.code import set_apart
from vault_tools.vault.links import first_link
from vault_tools.vault.note import Note

_RESPONSES = lookup(words.RESPONSES)
_INITIATED = lookup(words.INITIATED)
FIELDS = lookup(words.FIELDS)
"""The inline fields that are known, by the normal form of each of their names."""

_WORD = re.compile(r"[\s,，、。:：;；—–-]*([^\s,，、。:：;；—–()（）\[\]]+)")
_LEADING = re.compile(r"^[\s,，、。:：;；—–-]+")
_DUE = re.compile(r"(?:📅|📆|🗓)\ufe0f?\s*(\d{4}-\d{2}-\d{2})")
_CLOSED = {
    mark: re.compile(rf"(?:{sign}\ufe0f?|[\[(]{word}::)\s*(\d{{4}}-\d{{2}}-\d{{2}})")
    for mark, sign, word in (("x", "✅", "completion"), ("-", "❌", "cancelled"))
}
"""By mark, the day that Tasks or Dataview write behind what is done or cancelled."""
_TASK_META = re.compile(
    r"(?:📅|📆|🗓|⏳|⌛|🛫|➕|✅|❌)\ufe0f?\s*\d{4}-\d{2}-\d{2}|[🔺⏫🔼🔽⏬]\ufe0f?|(?:🔁|🆔|⛔|🏁)\ufe0f?\s*[^📅⏳🛫➕✅❌\n]*"
)
_BLOCK_ID = re.compile(r"(?<!\s)\s++\^[A-Za-z0-9-]+\s*$")
_BLANKS = re.compile(r"\s{2,}")
ROW_ID = re.compile(r"\s\^(vt-[a-z0-9]+)\s*$")
"""At the end of a log line that ticking a digest's row wrote: the row's id, so that it is never written twice."""


def read_log(note: Note, vocabulary: Vocabulary) -> list[LogLine]:
    """The lines of the note's log, in the order of the file; those whose date can't be read become findings."""
    lines: list[LogLine] = []
    rows: set[str] = set()
    for item in note.body.items_under(words.LOG_HEADINGS):
        if item.nested or item.text.startswith("["):
            dated = LEADING_DATE.match(item.text)
            if item.nested or not dated:
                continue
        line = _log_line(note, vocabulary, item)
        if line is None or line.row in rows:
            continue  # the second of a row: two devices carried it out
        if line.row:
            rows.add(line.row)
        lines.append(line)
    return lines


def _log_line(note: Note, vocabulary: Vocabulary, item: Item) -> LogLine | None:
    match = LEADING_DATE.match(item.text)
    if not match:
        note.findings.append(Finding(note.path, "log-undated", item.line))
        return None
    day = _date(note, item.line, "log", match[1])
    if day is None:
        return None
    rest = item.text[match.end() :]
    row = None
    if "^" in rest:
        row, rest = ROW_ID.search(rest), _BLOCK_ID.sub("", rest)
    fields = {FIELDS[normal(key)]: value for key, value in bracketed_fields(rest) if normal(key) in FIELDS}
    channel = vocabulary.channel(fields["channel"]) if "channel" in fields else ""
    known = None if channel else vocabulary
    first, text = log_words(without_fields(rest), known)
    if item.words is not item.text:  # with code in it
        line = set_apart(item.words[match.end() :], rest)
        text = line.back(log_words(without_fields(_BLOCK_ID.sub("", line.text)), known)[1])
    return LogLine(
        day,
        item.line,
        channel or first,
        text,
        field_choice(note, item.line, "response", fields, _RESPONSES) or "yes",
        field_choice(note, item.line, "initiated", fields, _INITIATED),
        field_choice(note, item.line, "stage", fields, vocabulary.stages),
        _date(note, item.line, "next", fields["next"], day) if "next" in fields else None,
        row[1] if row else "",
    )


def log_words(text: str, vocabulary: Vocabulary | None) -> tuple[str, str]:
    """The channel that a log line's words begin with, if the vocabulary has it as one, and the other words."""
    word = _WORD.match(text) if vocabulary else None
    channel = vocabulary.channels.get(normal(word[1])) if vocabulary and word else None
    if word and channel is not None:
        return channel, _LEADING.sub("", text[word.end() :])
    return "", _LEADING.sub("", text)


def read_promises(note: Note) -> list[Promise]:
    """The note's task lines as promises."""
    return [_promise(note, task) for task in note.body.tasks() if task.words]


def _promise(note: Note, task: Task) -> Promise:
    fields = {FIELDS[normal(key)]: value for key, value in bracketed_fields(task.text) if normal(key) in FIELDS}
    due = _DUE.search(task.text)
    day = None
    if due:
        day = _date(note, task.line, "due", due[1])
    elif "due" in fields:
        day = _date(note, task.line, "due", fields["due"])
    owner = None
    if "owner" in fields and normal(shown_text(fields["owner"])) not in words.SELF:
        link = first_link(fields["owner"])
        owner = Ref(link.target, task.line, link=True) if link else Ref(fields["owner"], task.line)
    return Promise(task_words(task), task.line, task.mark, day, owner, _closed(task))


def _closed(task: Task) -> date | None:
    """The day a task line says it was done or cancelled; one that is no day is another program's, and says nothing."""
    stamp = _CLOSED[task.mark.lower()].search(task.text) if task.mark.lower() in _CLOSED else None
    try:
        return date.fromisoformat(stamp[1]) if stamp else None
    except ValueError:
        return None


def read_task(text: str) -> str:
    """The words of a task line, without its dates, fields and block id."""
    text = without_fields(_BLOCK_ID.sub("", text) if "^" in text else text)
    return _BLANKS.sub(" ", text if text.isascii() else _TASK_META.sub("", text)).strip()


def task_words(task: Task) -> str:
    """The words of a task, with what stands in back-ticks: there, a date or a field is but words."""
    line = set_apart(task.words, task.text)
    return line.back(read_task(line.text))


def field_choice(note: Note, line: int, name: str, fields: dict[str, str], known: dict[str, str]) -> str:
    """One of a field's own words, as its canonical form; empty if it is absent, or none of them, which is a finding."""
    value = fields.get(name, "")
    if not value:
        return ""
    if normal(value) not in known:
        shown = ", ".join(dict.fromkeys(known.values()))
        note.findings.append(
            Finding(
                note.path,
                "value-unknown",
                line,
                {"property": name, "value": f"“{value[:60]}”", "known": shown},
            )
        )
    return known.get(normal(value), "")


def _date(note: Note, line: int, name: str, value: Any, base: date | None = None) -> date | None:
    try:
        return date_or_step(value, base) if base else parse_date(value)
    except BadDate as error:
        shown = {"property": name, "value": f"“{str(value)[:60]}”"}
        note.findings.append(Finding(note.path, f"date-{error.reason}", line, shown))
        return None
