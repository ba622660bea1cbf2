"""Entries of an exported document → notes that say the same: properties by name, below them promises, signals, log."""

from collections.abc import Iterable, Iterator
from typing import Any

from vault_tools.creating import Fact, property_line
from vault_tools.export.document import (
    ContactEntry,
    DealEntry,
    Entry,
    IndustryEntry,
    IntroductionEntry,
    LessonEntry,
    Link,
    LogEntry,
    MeetingEntry,
    PromiseEntry,
    ResourceEntry,
    SignalEntry,
)
from vault_tools.language import catalogue
from vault_tools.network import vocabulary as words
from vault_tools.network.vocabulary import KINDS, PROPERTIES, in_language, normal
from vault_tools.scribe import LOG_HEADING, Scribe

KIND_OF: dict[type[Entry], str] = {
    ContactEntry: "contact",
    MeetingEntry: "meeting",
    DealEntry: "deal",
    ResourceEntry: "resource",
    LessonEntry: "lesson",
    IndustryEntry: "industry",
    IntroductionEntry: "introduction",
}
"""The kinds of notes by their entries; an entry of another note has none."""

_PEOPLE = {"introduction": "between"}
_NAMED_BY_THEIR_FILE = ("meeting", "lesson", "introduction")


def note_of(entry: Entry, scribe: Scribe) -> bytes:
    """The note of an entry, its properties and words in the scribe's language."""
    kind = KIND_OF.get(type(entry), "")
    front = [f"type: {in_language(KINDS, kind, scribe.lang)}"] if kind else []
    for name, fact in _facts(entry, kind):
        key = in_language(PROPERTIES[kind], name, scribe.lang) if kind else name
        front.append(property_line(key, fact, name))
    body = list(_body(entry, scribe))
    if isinstance(entry, ContactEntry):
        body += ["", f"## {catalogue(scribe.lang).gettext(LOG_HEADING)}", *_log(entry, scribe)]
    above = ["---", *front, "---"] if front else []
    return "\n".join([*above, *body, ""]).encode()


def stem_of(path: str) -> str:
    """The name of a note's file."""
    return path.rpartition("/")[2].removesuffix(".md")


def _facts(entry: Entry, kind: str) -> Iterator[tuple[str, Fact]]:
    """The properties by canonical name, in the vocabulary's order. A name that the file has is none, nor is `yes`."""
    values: dict[str, Any] = {name: getattr(entry, name) for name in entry.__struct_fields__}
    if "people" in values:
        values[_PEOPLE.get(kind, "with")] = values.pop("people")
    if kind in _NAMED_BY_THEIR_FILE or entry.name == stem_of(entry.path):
        values["name"] = ""
    if values.get("response") == "yes":
        values["response"] = ""
    for name in PROPERTIES.get(kind, ("aliases", "date")):
        fact = _fact(values.get(name)) if name != "signals" else ""
        if fact not in ("", (), None):
            yield name, fact


def _fact(value: Any) -> Fact:
    match value:
        case Link():
            return f"[[{value.name}]]" if value.path else value.name
        case list():
            return tuple(str(_fact(one)) for one in value)
        case tuple():
            return " -> ".join(value)
        case float() if value.is_integer():
            return int(value)
    found: Fact = value
    return found


def _body(entry: Entry, scribe: Scribe) -> Iterator[str]:
    """The lines of promises, and of signals that stand in neither a promise nor the log, in their order."""
    promises: list[PromiseEntry] = getattr(entry, "promises", [])
    logged = {line.line for line in getattr(entry, "log", ())}
    lines = {promise.line: f"- [{promise.mark}] {_promised(promise, scribe)}" for promise in promises}
    by_line: dict[int, list[SignalEntry]] = {}
    for signal in getattr(entry, "signals", ()):
        if signal.line not in logged:
            by_line.setdefault(signal.line, []).append(signal)
    for line, signals in by_line.items():
        # several in one line of a list of properties are told apart by what each says
        groups = [signals] if len({one.said for one in signals}) == 1 else [[one] for one in signals]
        if line in lines:
            lines[line] += _signals(signals, scribe)
        else:
            lines[line] = "\n".join(
                f"- {_day(group[0], entry)}{group[0].said}{_signals(group, scribe)}" for group in groups
            )
    yield from ([""] if lines else [])
    yield from (lines[line] for line in sorted(lines))


def _day(signal: SignalEntry, entry: Entry) -> str:
    """The day before a line's words, where the note itself does not tell it."""
    if signal.date is None or isinstance(entry, MeetingEntry) or signal.date == getattr(entry, "date", None):
        return ""
    return f"{signal.date} "


def _promised(promise: PromiseEntry, scribe: Scribe) -> str:
    owner = f" [{_key('owner', scribe)}:: {promise.owner}]" if promise.owner else ""
    return f"{promise.text}{owner}{f' 📅 {promise.due}' if promise.due else ''}"


def _log(entry: ContactEntry, scribe: Scribe) -> Iterator[str]:
    for line in entry.log:
        signals = [one for one in entry.signals if one.line == line.line]
        yield f"- {line.date}{_happened(line, scribe)}{_signals(signals, scribe)}"


def _happened(line: LogEntry, scribe: Scribe) -> str:
    known = normal(line.channel) in scribe.vocabulary.channels
    channel = in_language(words.CHANNELS, line.channel, scribe.lang) if known else ""
    said = " — ".join(filter(None, (channel, line.text)))
    facts = {
        "channel": line.channel if not known else "",
        "response": line.response if line.response != "yes" else "",
        "initiated": line.initiated,
        "stage": line.stage,
        "next": str(line.next or ""),
    }
    return f"{' ' if said else ''}{said}{_fields(facts.items(), scribe)}"


def _signals(signals: Iterable[SignalEntry], scribe: Scribe) -> str:
    return "".join(
        _fields((("signal", one.topic), ("kind", one.kind), ("for", one.horizon), ("source", one.source)), scribe)
        for one in signals
    )


def _fields(facts: Iterable[tuple[str, str]], scribe: Scribe) -> str:
    return "".join(
        f" [{_key(name, scribe)}:: {scribe.word(name, value, scribe.lang)}]" for name, value in facts if value
    )


def _key(name: str, scribe: Scribe) -> str:
    return in_language(words.FIELDS, name, scribe.lang)
