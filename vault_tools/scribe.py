"""What is to be noted → edits of notes, in each note's own words: its names of properties, its language, its list."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from vault_tools.changes import Edit, Transform
from vault_tools.config import Config
from vault_tools.language import catalogue
from vault_tools.language import mark as _
from vault_tools.network import vocabulary as words
from vault_tools.network.bodies import ROW_ID, read_task
from vault_tools.network.vocabulary import Vocabulary
from vault_tools.vault.body import Task, bracketed_fields
from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.edit.log import insert_log_line
from vault_tools.vault.edit.properties import Value, add_to_property, remove_property, set_property
from vault_tools.vault.edit.tasks import add_task, mark_task, put_off_task

LOG_HEADING = _("Log")
PROMISES_HEADING = _("Promises")

_CHINESE = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")


class Scribe:
    """Makes the edits of one vault. `lang` is the language of what is written into a note that has none yet."""

    def __init__(self, config: Config, lang: str) -> None:
        self.vocabulary = Vocabulary(config)
        self.lang = lang

    def set(self, path: str, name: str, value: Value | None, *, kind: str = "contact", keep: bool = False) -> Edit:
        """The property `name` at `value`; None removes it. `keep`: only where the note has none."""

        def transform(data: bytes) -> bytes:
            present = NoteLines(data).front().properties
            key = self.vocabulary.key_in(kind, present, name)
            if value is None:
                return remove_property(data, key)
            if keep and present.get(key) not in (None, ""):
                return data
            return set_property(data, key, value)

        return Edit(path, _of_a_note(transform))

    def add(self, path: str, name: str, items: Iterable[str], *, kind: str = "contact") -> list[Edit]:
        """Each of `items` among the values of the property `name`."""

        def adding(item: str) -> Callable[[bytes], bytes]:
            def transform(data: bytes) -> bytes:
                key = self.vocabulary.key_in(kind, NoteLines(data).front().properties, name)
                return add_to_property(data, key, item)

            return transform

        return [Edit(path, _of_a_note(adding(item))) for item in items]

    def log(self, path: str, day: date, line: str, row: str = "") -> Edit:
        """A log line, written once: not if the log has one of the same `row` already."""

        def transform(data: bytes) -> bytes:
            if row and has_row(data, row):
                return data
            return insert_log_line(data, day, line, words.LOG_HEADINGS, f"## {self._word(data, LOG_HEADING)}")

        return Edit(path, _of_a_note(transform))

    def promise(self, path: str, text: str, due: date | None, owner: str = "") -> Edit:
        """An open task; `owner` is a link to who owes it, if it is not me."""

        def transform(data: bytes) -> bytes:
            heading = f"## {self._word(data, PROMISES_HEADING)}"
            said = " ".join(filter(None, (text, f"[owner:: {owner}]" if owner else "")))
            return add_task(data, said, due, words.PROMISE_HEADINGS, heading, words.LOG_HEADINGS)

        return Edit(path, _of_a_note(transform))

    def mark_promise(self, path: str, line: int, text: str, mark: str, day: date) -> Edit:
        """The promise of these words marked `x` or `-`."""
        return Edit(path, _of_a_note(lambda data: mark_task(data, line, _says(text), mark, day)))

    def put_off_promise(self, path: str, line: int, text: str, day: date) -> Edit:
        """The promise of these words due on `day`."""
        return Edit(path, _of_a_note(lambda data: put_off_task(data, line, _says(text), day)))

    def _word(self, data: bytes, message: str) -> str:
        return catalogue(language_of(data) or self.lang).gettext(message)


def log_line(day: date, text: str, channel: str = "", fields: Iterable[tuple[str, str]] = (), row: str = "") -> str:
    """The words of a log line. Raises ValueError if a field's value can't stand in one."""
    written = []
    for key, value in fields:
        field = f"[{key}:: {value}]"
        if bracketed_fields(field) != [(key, value)]:
            raise ValueError(f"{value!r} can't stand in a field: leave out its brackets")
        written.append(field)
    text = re.sub(r"\s+", " ", text).strip()
    said = f"{channel} — {text}" if channel and text else channel or text
    return " ".join(filter(None, (str(day), said, *written, f"^{row}" if row else "")))


def has_row(data: bytes, row: str) -> bool:
    """Whether the note's log has a line of that row of a digest."""
    items = NoteLines(data).body().items_under(words.LOG_HEADINGS)
    return any((found := ROW_ID.search(item.text)) and found[1] == row for item in items)


def language_of(data: bytes) -> str | None:
    """The language a note's text is written in; None if it has none."""
    text = NoteLines(data).body().text
    if _CHINESE.search(text):
        return "zh"
    return "en" if _LETTER.search(text) else None


def _of_a_note(transform: Callable[[bytes], bytes]) -> Transform:
    def of_a_note(data: bytes | None) -> bytes:
        if data is None:
            raise EditRefused("note-gone")
        return transform(data)

    return of_a_note


def _says(text: str) -> Callable[[Task], bool]:
    return lambda task: task.mark not in "xX-" and read_task(task.text) == text
