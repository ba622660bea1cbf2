"""What is to be noted → edits of notes, in each note's own words: its names of properties, its language, its list."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from vault_tools.changes import Edit, Transform
from vault_tools.config import Config
from vault_tools.language import catalogue
from vault_tools.language import mark as _
from vault_tools.network import vocabulary as words
from vault_tools.network.bodies import ROW_ID, task_words
from vault_tools.network.vocabulary import Vocabulary, in_language
from vault_tools.vault.body import Task, bracketed_fields
from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.edit.log import insert_log_line
from vault_tools.vault.edit.properties import Value, add_to_property, remove_property, set_property
from vault_tools.vault.edit.tasks import add_task, mark_task, put_off_task

LOG_HEADING = _("Log")
PROMISES_HEADING = _("Promises")

_CHINESE = re.compile("[\u3400-\u9fff]")
_WORD = re.compile("[^\\W\\d_\u3400-\u9fff]+")

_VALUES = {
    "outlook": words.OUTLOOKS,
    "response": words.RESPONSES,
    "initiated": words.INITIATED,
    "kind": words.SIGNAL_KINDS,
    "cadence": {"none": "无"},
}
"""The words of properties and fields that have their own."""


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

    def state(
        self, path: str, name: str, word: str, *, kind: str = "contact", table: Mapping[str, str] | None = None
    ) -> Edit:
        """A property that has its own words, such as a contact's `stage` or `outlook`, in the language in which the
        note names that property; `table` has its words where the name does not tell them."""

        def transform(data: bytes) -> bytes:
            key = self.vocabulary.key_in(kind, NoteLines(data).front().properties, name)
            lang = "en" if key.isascii() else "zh"
            shown = self.word(name, word, lang) if table is None else in_language(table, word, lang)
            return set_property(data, key, shown)

        return Edit(path, _of_a_note(transform))

    def add(self, path: str, name: str, items: Iterable[str], *, kind: str = "contact") -> list[Edit]:
        """Each of `items` among the values of the property `name`."""

        def adding(item: str) -> Callable[[bytes], bytes]:
            def transform(data: bytes) -> bytes:
                key = self.vocabulary.key_in(kind, NoteLines(data).front().properties, name)
                return add_to_property(data, key, item)

            return transform

        return [Edit(path, _of_a_note(adding(item))) for item in items]

    def log(self, path: str, day: date, line: Callable[[str], str], row: str = "") -> Edit:
        """A log line; `line` gives its words in the note's language. It is written once: not if the log has one of the
        same `row` already."""

        def transform(data: bytes) -> bytes:
            if row and logged_as(data, row) is not None:
                return data
            lang = language_of(data) or self.lang
            heading = f"## {catalogue(lang).gettext(LOG_HEADING)}"
            return insert_log_line(data, day, line(lang), words.LOG_HEADINGS, heading)

        return Edit(path, _of_a_note(transform))

    def promise(self, path: str, text: str, due: date | None, owner: str = "") -> Edit:
        """An open task; `owner` is a link to who owes it, if it is not me."""

        def transform(data: bytes) -> bytes:
            lang = language_of(data) or self.lang
            heading = f"## {catalogue(lang).gettext(PROMISES_HEADING)}"
            said = f"{text} {self.field('owner', owner, lang)}" if owner else text
            return add_task(data, said, due, words.PROMISE_HEADINGS, heading, words.LOG_HEADINGS)

        return Edit(path, _of_a_note(transform))

    def mark_promise(self, path: str, line: int, text: str, mark: str, day: date) -> Edit:
        """The promise of these words marked `x` or `-`."""
        return Edit(path, _of_a_note(lambda data: mark_task(data, line, _says(text), mark, day)))

    def put_off_promise(self, path: str, line: int, text: str, day: date) -> Edit:
        """The promise of these words due on `day`."""
        return Edit(path, _of_a_note(lambda data: put_off_task(data, line, _says(text), day)))

    def word(self, name: str, value: str, lang: str) -> str:
        """A value of the property or field `name` as a note in that language writes it; what is no word stays."""
        if name == "stage":
            return self.vocabulary.stage_word(value, lang)
        return words.in_language(_VALUES.get(name, {}), value, lang)

    def field(self, name: str, value: str, lang: str) -> str:
        """An inline field, in that language. Raises ValueError if its value can't stand in one."""
        key, text = words.in_language(words.FIELDS, name, lang), self.word(name, value, lang)
        written = f"[{key}:: {text}]"
        if bracketed_fields(written) != [(key, text)]:
            raise ValueError(f"{value!r} can't stand in a field: leave out its brackets")
        return written


def logged_as(data: bytes, row: str) -> str | None:
    """The line that the note's log has of that row of a digest; None if it has none. Raises EditRefused."""
    items = NoteLines(data).body().items_under(words.LOG_HEADINGS)
    return next((one.text for one in items if (found := ROW_ID.search(one.text)) and found[1] == row), None)


def language_of(data: bytes) -> str | None:
    """The language a note is written in, by its text and the names of its properties: `zh` where it has at least as
    many Chinese characters as other words. None if it has neither."""
    note = NoteLines(data)
    text = " ".join((note.body().text, *(key for key in note.front().properties if not key.isascii())))
    chinese, other = len(_CHINESE.findall(text)), len(_WORD.findall(text))
    return None if not chinese + other else "zh" if chinese >= other else "en"


def _of_a_note(transform: Callable[[bytes], bytes]) -> Transform:
    def of_a_note(data: bytes | None) -> bytes:
        if data is None:
            raise EditRefused("note-gone")
        return transform(data)

    return of_a_note


def _says(text: str) -> Callable[[Task], bool]:
    return lambda task: task.mark not in "xX-" and task_words(task) == text
