"""The signals a note gives: what somebody wants, plans, offers or fears, and when it lands.

They stand in a meeting's property `signals`, and in any line as inline fields: `[signal:: AI training] [kind:: plan]
[for:: 2027-H1] [source:: web]`, or `signal:: AI training` alone on a line.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from vault_tools.dates.partial import LEADING_DATE, BadDate, parse_date
from vault_tools.dates.periods import read_period
from vault_tools.findings import Finding
from vault_tools.network import vocabulary as words
from vault_tools.network.bodies import FIELDS, field_choice, log_words, read_task
from vault_tools.network.records import Ref, Signal
from vault_tools.network.values import Properties, scalar_text, shown_text, unquoted_link
from vault_tools.network.vocabulary import Vocabulary, lookup, normal
from vault_tools.vault.body import bracketed_fields, without_fields
from vault_tools.vault.links import links_in
from vault_tools.vault.note import Note

_KINDS = lookup(words.SIGNAL_KINDS)

_MARK = re.compile(r"^[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+(?:\[[^\n]\][ \t]+)?)?")
_TOPIC = re.compile(r"\s*(?::\s|：)\s*")
_SEVERAL = re.compile(r"\s*[,，、;；]\s*")
_BLOCK_ID = re.compile(r"\s(\^[A-Za-z0-9-]+)\s*$")
_NO_TARGET = re.compile(r"[\[\]|#^\\:]|%%")
"""What a link to a heading can't hold."""

_LONGEST_NAME = 40
"""Beyond this nothing is compared with the names of fields."""

Fields = dict[str, str]


def read_signals(
    note: Note, vocabulary: Vocabulary, day: date | None, given: Properties | None = None, *, meeting: bool = False
) -> list[Signal]:
    """The signals of a note: of its property `signals` (in `given`) and of its lines. `day` is the note's own. It holds
    for all in a `meeting`; else a line has the date it begins with, or that of the item it is indented under."""
    found = _of_property(note, given, day) if given else []
    lines = _lines(note)
    if not lines:
        return found
    places = _Places(note)
    for number, line in lines:
        signals = list(_in_line(line))
        if not signals:
            continue
        said_on = day if meeting else places.day_of(number) or day
        if said_on is None and not meeting:
            note.findings.append(Finding(note.path, "signal-undated", number))
        by = [Ref(link.target, number, link=True) for link in links_in(line)] if meeting else []
        text = _said(line, vocabulary)
        anchor = places.anchor(number, line)
        for topic, fields in signals:
            found += [
                _signal(note, number, one, said or text, fields, said_on, anchor, by) for one, said in _topics(topic)
            ]
    return found


def _lines(note: Note) -> list[tuple[int, str]]:
    """The lines that may hold a signal, with their numbers."""
    if "::" not in note.body.text:
        return []
    lines = enumerate(note.body.text.split("\n"), note.body.first_line)
    return [(number, line) for number, line in lines if "::" in line and _named(line)]


def _named(text: str) -> bool:
    return "信号" in text or "signal" in text.casefold()


def _in_line(line: str) -> Iterator[tuple[str, Fields]]:
    """Each signal of a line with the fields that belong to it: those behind it, else the line's first of that name."""
    fields = [(FIELDS.get(normal(key), ""), value) for key, value in bracketed_fields(line)]
    bare = line.count("::") > len(fields)  # else there is none outside of the brackets
    alone = without_fields(_MARK.sub("", line, count=1)).partition("::") if bare else ("", "", "")
    if alone[1] and FIELDS.get(normal(alone[0])) == "signal":
        fields.insert(0, ("signal", alone[2].strip()))
    shared = dict(reversed(fields))
    starts = [place for place, (key, _) in enumerate(fields) if key == "signal"]
    for start, end in pairwise([*starts, len(fields)]):
        if fields[start][1]:
            yield fields[start][1], {**shared, **dict(reversed(fields[start + 1 : end]))}


def _topics(text: str) -> list[tuple[str, str]]:
    """`topic: what was said`, or topics separated by commas."""
    topic, *said = _TOPIC.split(text, maxsplit=1)
    if said:
        return [(shown_text(topic), shown_text(said[0]))] if topic else []
    return [(shown, "") for part in _SEVERAL.split(text) if (shown := shown_text(part))]


def _said(line: str, vocabulary: Vocabulary) -> str:
    """The words of a line, without its mark, date, channel and fields."""
    text = _MARK.sub("", line, count=1)
    dated = LEADING_DATE.match(text)
    text = read_task(text[dated.end() :] if dated else text)
    name = text.partition("::")[0]
    if len(name) < _LONGEST_NAME and FIELDS.get(normal(name)) == "signal":
        return ""
    return shown_text(log_words(text, vocabulary if dated else None)[1])


def _signal(
    note: Note,
    line: int,
    topic: str,
    said: str,
    fields: Fields,
    day: date | None,
    anchor: str = "",
    by: Sequence[Ref] = (),
) -> Signal:
    kind = field_choice(note, line, "kind", fields, _KINDS)
    horizon, source = "", shown_text(fields.get("source", ""))
    if fields.get("for"):
        try:
            horizon = read_period(fields["for"], day)
        except ValueError:
            shown = {"property": "for", "value": f"“{fields['for'][:60]}”"}
            note.findings.append(Finding(note.path, "period-unreadable", line, shown))
    return Signal(topic, line, said, kind, horizon, source, day, anchor, list(by))


def _of_property(note: Note, given: Properties, day: date | None) -> list[Signal]:
    line = given.line("signals")
    if line is None or line >= note.body.first_line:
        return []  # there is none in the frontmatter; those in the text are read there
    value = given.raw("signals")
    found = []
    for text in _texts(given, value if isinstance(value, list) else [value]):
        fields = {FIELDS[normal(key)]: one for key, one in bracketed_fields(text) if normal(key) in FIELDS}
        plain = without_fields(text)
        pairs = _topics(plain) if isinstance(value, str) or _TOPIC.search(plain) else [(shown_text(plain), "")]
        found += [_signal(note, line, topic, said, fields, day) for topic, said in pairs if topic]
    return found


def _texts(given: Properties, items: list[object]) -> Iterator[str]:
    """The property's items as texts. Of `topic: what was said` without quotes YAML makes a map."""
    for item in items:
        if isinstance(item, dict):
            yield from (
                f"{topic}: {scalar_text(said)}" if said is not None else str(topic) for topic, said in item.items()
            )
        elif link := unquoted_link(item) or (unquoted_link([item]) if isinstance(item, list) else None):
            given.report("unquoted-link", "signals", value=f"[[{link}]]")
            yield f"[[{link}]]"
        elif isinstance(item, list):
            given.report("text-expected", "signals")
        elif item is not None:
            yield scalar_text(item)


class _Places:
    """Where the lines of a note stand: below which heading, and below which dated item."""

    def __init__(self, note: Note) -> None:
        self._stem = note.stem
        self._first = note.body.first_line
        self._lines = note.body.text.split("\n")
        self._headings = note.body.headings()
        titles = [title for _, title in self._headings]
        self._unique = {title for title in titles if titles.count(title) == 1 and not _NO_TARGET.search(title)}

    def anchor(self, number: int, line: str) -> str:
        """What a link to the line has behind `#`: its block id, else the heading it stands below, where that can be
        told from the note's others; else nothing."""
        if block := _BLOCK_ID.search(line):
            return block[1]
        place = bisect_right(self._headings, number, key=lambda heading: heading[0]) - 1
        title = self._headings[place][1] if place >= 0 else ""
        return title if title in self._unique and title != self._stem else ""

    def day_of(self, number: int) -> date | None:
        """The date that a line begins with, or the nearest item it is indented under."""
        place = number - self._first
        room = _indent(self._lines[place]) + 1
        while place >= 0 and room > 0:
            line = self._lines[place]
            if line.strip() and _indent(line) < room:
                if line.startswith("#"):
                    return None
                room = _indent(line)
                dated = LEADING_DATE.match(_MARK.sub("", line, count=1))
                if dated:
                    return _day(dated[1])
            place -= 1
        return None


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except BadDate:
        return None  # the log has a finding for it
