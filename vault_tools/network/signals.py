"""The signals a note gives: what somebody wants, plans, offers or fears, and when it lands.

They stand in a meeting's property `signals`, and in any line as inline fields: `[signal:: AI training] [kind:: plan]
[for:: 2027-H1] [source:: web]`, or `signal:: AI training` alone on a line.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
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
from vault_tools.vault.code import Apart, set_apart
from vault_tools.vault.links import links_in
from vault_tools.vault.note import Note

_KINDS = lookup(words.SIGNAL_KINDS)

_MARK = re.compile(r"^[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+(?:\[[^\n]\][ \t]+)?)?")
_TOPIC = re.compile(r":\s|：")
_SEVERAL = re.compile(r"[,，、;；]")
_BLOCK_ID = re.compile(r"\s(\^[A-Za-z0-9-]+)\s*$")
_NO_TARGET = re.compile(r"[\[\]|#^\\:]|%%")
"""What a link to a heading can't hold."""

_LONGEST_NAME = 40
"""Beyond this nothing is compared with the names of fields."""
_MOST_SHARED = 100_000
"""So many characters of a line's words, and so many of the people it names, all its signals together have: each has
a copy of its own."""

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
    shown = note.body.with_inline_code()
    words = shown.split("\n") if shown is not note.body.text else ()
    for number, blanked in lines:
        line = set_apart(words[number - note.body.first_line], blanked) if words else Apart(blanked)
        signals = list(_signals_in(line))
        if not signals:
            continue
        most = _MOST_SHARED // len(signals) or 1
        said_on = day if meeting else places.day_of(number) or day
        if said_on is None and not meeting:
            note.findings.append(Finding(note.path, "signal-undated", number))
        by = [Ref(link.target, number, link=True) for link in links_in(line.text)[:most]] if meeting else []
        text = line.back(_said(line.text, vocabulary))[:most]
        anchor = places.anchor(number, blanked)
        found += [
            _signal(note, number, topic, said or text, fields, said_on, anchor, by) for topic, said, fields in signals
        ]
    return found


def _lines(note: Note) -> list[tuple[int, str]]:
    """The lines that may hold a signal, with their numbers."""
    if "::" not in note.body.text:
        return []
    lines = enumerate(note.body.text.split("\n"), note.body.first_line)
    return [(number, line) for number, line in lines if "::" in line and _named(line)]


def _named(text: str) -> bool:
    return "signal" in text or "信号" in text or "signal" in text.casefold()


def _signals_in(line: Apart) -> Iterator[tuple[str, str, Fields]]:
    """Topic, words and fields of each signal of a line; code belongs to the words alone."""
    if not line.codes:  # as of nearly all lines
        for value, fields in _in_line(line.text):
            yield from ((topic, said, fields) for topic, said in _topics(value) if topic)
        return
    without = cache(line.without)  # all signals of a line share its first fields, which may be as long as the line
    for value, fields in _in_line(line.text):
        plain = {key: without(text) for key, text in fields.items()}
        for given, said in _topics(value):
            if topic := line.without(given):
                yield topic, line.back(said), plain


def _in_line(line: str) -> Iterator[tuple[str, Fields]]:
    """Each signal of a line with the fields that belong to it: those behind it, else the line's first of that name."""
    fields = [(FIELDS.get(normal(key), ""), value) for key, value in bracketed_fields(line)]
    if line.count("::") > len(fields):
        alone = without_fields(line[_text_start(line) :]).partition("::")
        if alone[1] and FIELDS.get(normal(alone[0])) == "signal":
            fields.insert(0, ("signal", alone[2].strip()))
    if len(fields) == 1:
        yield from ((value, {key: value}) for key, value in fields if key == "signal" and value)
        return
    shared = dict(reversed(fields))
    starts = [place for place, (key, _) in enumerate(fields) if key == "signal"]
    for start, end in pairwise([*starts, len(fields)]):
        if fields[start][1]:
            yield fields[start][1], {**shared, **dict(reversed(fields[start + 1 : end]))}


def _topics(text: str) -> list[tuple[str, str]]:
    """`topic: what was said`, or topics separated by commas."""
    topic, *said = _TOPIC.split(text, maxsplit=1) if ":" in text or "：" in text else (text,)
    if said:
        return [(shown_text(topic), shown_text(said[0]))] if topic.strip() else []
    return [(shown, "") for part in _SEVERAL.split(text) if (shown := shown_text(part))]


def _said(line: str, vocabulary: Vocabulary) -> str:
    """The words of a line, without its mark, date, channel and fields."""
    start = _text_start(line)
    dated = LEADING_DATE.match(line, start)
    text = read_task(line[dated.end() if dated else start :])
    if "::" in text:
        name = text.partition("::")[0]
        if len(name) < _LONGEST_NAME and FIELDS.get(normal(name)) == "signal":
            return ""
    return shown_text(log_words(text, vocabulary if dated else None)[1]) if text else ""


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
        self._days = _days(note.body.text)
        self._read = -1
        self._day: date | None = None
        self._headings = note.body.headings()
        titles = Counter(title for _, title in self._headings)
        self._unique = {title for title, times in titles.items() if times == 1 and not _NO_TARGET.search(title)}

    def anchor(self, number: int, line: str) -> str:
        """What a link to the line has behind `#`: its block id, else the heading it stands below, where that can be
        told from the note's others; else nothing."""
        if "^" in line and (block := _BLOCK_ID.search(line)):
            return block[1]
        place = bisect_right(self._headings, number, key=lambda heading: heading[0]) - 1
        title = self._headings[place][1] if place >= 0 else ""
        return title if title in self._unique and title != self._stem else ""

    def day_of(self, number: int) -> date | None:
        """The date that a line begins with, or the nearest item it is indented under. Lines are asked for in order."""
        while self._read < number - self._first:
            self._read, self._day = self._read + 1, next(self._days)
        return self._day


def _days(text: str) -> Iterator[date | None]:
    """For each line of a note's text the date it begins with, else that of the line it is indented under."""
    above: list[tuple[int, date | None]] = [(-1, None)]
    for line in text.split("\n"):
        if line.strip():
            indent = _indent(line)
            while above[-1][0] >= indent:
                above.pop()
            dated = LEADING_DATE.match(line, _text_start(line))
            above.append((indent, _day(dated[1]) if dated else above[-1][1]))
        yield above[-1][1]


def _text_start(line: str) -> int:
    """How long a line's indentation and mark are."""
    mark = _MARK.match(line)
    return mark.end() if mark else 0


def _indent(line: str) -> int:
    if line[:1] not in (" ", "\t"):
        return 0
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except BadDate:
        return None  # the log has a finding for it
