"""A note's text below the frontmatter: sections, list items, tasks and inline fields, each with its line.

What stands in code, comments, quotes and managed blocks is blanked first, so that nothing in it is read.
"""

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec

T = TypeVar("T")

_FENCE = r"^[ \t>]*(?P<fence>`{3,}+|~{3,}+)[^\n]*\n(?:.*?^[ \t>]*(?P=fence)[`~]*[ \t]*\r?$|.*\Z)"
_FENCED = re.compile(_FENCE, re.MULTILINE | re.DOTALL)
_HIDDEN = re.compile(
    _FENCE + r"|``[^\n]*?``|`[^`\n]+`"
    r"|^<!--[ ]vault-tools:[^\n]*-->[ \t]*\n(?:.*?^<!--[ ]/vault-tools[ ]-->|.*\Z)"
    r"|<!--(?:.*?-->|.*\Z)"
    r"|%%(?:.*?%%|.*\Z)",
    re.MULTILINE | re.DOTALL,
)
_CODE = re.compile(_FENCE + r"|``[^\n]*?``|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_QUOTE = re.compile(r"^[ \t]*>[^\n]*", re.MULTILINE)
_BLANKS = re.compile(r"[ \t]{2,}")
_NOT_NEWLINE = re.compile(r"[^\n]+")

_HEADING = re.compile(r"^(#{1,6})[ \t]+([^\n]*)$", re.MULTILINE)
_ITEM = re.compile(r"^([ \t]*)[-*+][ \t]+([^\n]*)$", re.MULTILINE)
_TASK = re.compile(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\[([^\n])\][ \t]*([^\n]*)$", re.MULTILINE)
_KEY = r"[^\s\[\]():*`|][^\[\]():\n*`|]{0,60}?"
_BRACKETED = re.compile(
    rf"\[({_KEY})::[ \t]*+((?:\[\[[^\[\]\n]*\]\]|[^\[\]\n]++)*+)\]"
    rf"|\(({_KEY})::[ \t]*+((?:\[\[[^\[\]\n]*\]\]|[^()\[\n]++|\[)*+)\)"
)
"""Possessive: a link can be read in two ways, and where the field never closes all combinations would be tried."""
_ALONE = re.compile(rf"^[ \t]*(?:[-*+][ \t]+)?({_KEY})::[ \t]++(\S[^\n]*)$", re.MULTILINE)


class Task(msgspec.Struct, frozen=True):
    """A task line: its mark (` `, `x`, `-` …), the text behind the box, and its line in the file. `words` is the text
    with what stands in back-ticks, which is to be shown and means nothing."""

    mark: str
    text: str
    line: int
    words: str


class Item(msgspec.Struct, frozen=True):
    """A list item: its text, its line in the file, and whether it is indented under another. `words` is the text with
    what stands in back-ticks; the same object where nothing does."""

    text: str
    line: int
    nested: bool
    words: str


class Field(msgspec.Struct, frozen=True):
    """An inline field: key as written, value, line in the file, and the column at which the value starts."""

    key: str
    value: str
    line: int
    column: int = 0


class Body:
    """The text of a note with what must not be read blanked; `first_line` is the file's line it starts on."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text = visible(text)
        self.first_line = first_line
        self._whole = text

    def tasks(self) -> list[Task]:
        """All task lines."""
        if "[" not in self.text:
            return []
        shown = self.with_inline_code()
        return self._each(
            _TASK, lambda match, line: Task(match[1], match[2], line, shown[match.end(1) + 1 : match.end()].strip())
        )

    def with_inline_code(self) -> str:
        """The text as it is read, what stands in back-ticks within a line not blanked; the same object where nothing
        does."""
        if "`" not in self._whole:
            return self.text
        return _QUOTE.sub(_blank, _HIDDEN.sub(_blank_all_but_inline_code, self._whole))

    def fields(self) -> list[Field]:
        """All inline fields: in brackets, in parentheses, or alone on a line."""
        if "::" not in self.text:
            return []
        bracketed = self._each(
            _BRACKETED,
            lambda m, line: Field((m[1] or m[3]).strip(), (m[2] if m[1] else m[4]).strip(), line, _column(m, 2, 4)),
        )
        return bracketed + self.lone_fields()

    def lone_fields(self) -> list[Field]:
        """The fields that stand alone on their lines: Dataview reads them as the note's own properties."""
        if "::" not in self.text:
            return []
        return self._each(_ALONE, lambda m, line: Field(m[1].strip(), m[2].strip(), line, _column(m, 2)))

    def items_under(self, headings: frozenset[str]) -> list[Item]:
        """The list items in the sections whose heading, casefolded, is one of `headings`."""
        if "#" not in self.text:
            return []
        items: list[Item] = []
        shown = self.with_inline_code()

        def item(match: re.Match[str], line: int) -> Item:
            text = match[2].strip()
            words = text if shown is self.text else shown[match.start(2) : match.end()].strip()
            return Item(text, line, bool(match[1]), words)

        for start, end in self._sections(headings):
            items += self._each(_ITEM, item, start, end)
        return items

    def headings(self) -> list[tuple[int, str]]:
        """The headings: the line of each, and its words."""
        return self._each(_HEADING, lambda match, line: (line, _words(match))) if "#" in self.text else []

    def heading_line(self, headings: frozenset[str]) -> int | None:
        """The line of the first heading that, casefolded, is one of `headings`."""
        for mark in _HEADING.finditer(self.text):
            if _title(mark) in headings:
                return self.first_line + self.text.count("\n", 0, mark.start())
        return None

    def _sections(self, headings: frozenset[str]) -> Iterator[tuple[int, int]]:
        marks = list(_HEADING.finditer(self.text))
        open_until = 0
        for number, mark in enumerate(marks):
            if _title(mark) not in headings or mark.start() < open_until:
                continue
            later = (marks[other] for other in range(number + 1, len(marks)))
            open_until = next((one.start() for one in later if len(one[1]) <= len(mark[1])), len(self.text))
            yield mark.end(), open_until

    def _each(
        self,
        pattern: re.Pattern[str],
        make: Callable[[re.Match[str], int], T],
        start: int = 0,
        end: int | None = None,
    ) -> list[T]:
        found = []
        line, counted = self.first_line, 0
        for match in pattern.finditer(self.text, start, len(self.text) if end is None else end):
            line += self.text.count("\n", counted, match.start())
            counted = match.start()
            found.append(make(match, line))
        return found


def _column(match: re.Match[str], *groups: int) -> int:
    """The column at which the first of the groups that matched starts."""
    start = next(match.start(group) for group in groups if match[group] is not None)
    return start - match.string.rfind("\n", 0, start) - 1


def _title(heading: re.Match[str]) -> str:
    return _words(heading).strip(" :：").casefold()


def _words(heading: re.Match[str]) -> str:
    """A heading's words, without the hashes that may close it. Cut here: a pattern would try every blank as the end."""
    return heading[2].rstrip(" \t#").strip()


def visible(text: str) -> str:
    """`text` with code, comments, quotes and managed blocks blanked; every offset and line stays what it was."""
    if "`" in text or "~~~" in text or "%%" in text or "<!--" in text:
        text = _HIDDEN.sub(_blank, text)
    if ">" in text:
        text = _QUOTE.sub(_blank, text)
    return text


def without_code(text: str) -> str:
    """`text` with fenced and inline code blanked; every offset and line stays what it was."""
    return _CODE.sub(_blank, text) if "`" in text or "~~~" in text else text


def blank_code(text: str) -> str:
    """`text` with its fenced code blanked."""
    return _FENCED.sub(_blank, text) if "```" in text or "~~~" in text else text


def bracketed_fields(line: str) -> list[tuple[str, str]]:
    """The `[key:: value]` and `(key:: value)` fields of one line."""
    if "::" not in line:
        return []
    return [((m[1] or m[3]).strip(), (m[2] if m[1] else m[4]).strip()) for m in _BRACKETED.finditer(line)]


def without_fields(line: str) -> str:
    """The line's words, its bracketed fields taken out."""
    if "::" not in line:
        return line.strip()
    return _BLANKS.sub(" ", _BRACKETED.sub("", line)).strip()


def _blank_all_but_inline_code(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith("`") and match["fence"] is None else _blank(match)


def _blank(match: re.Match[str]) -> str:
    return _NOT_NEWLINE.sub(lambda run: " " * len(run[0]), match[0])
