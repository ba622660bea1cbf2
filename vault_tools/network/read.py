"""Note → record: what a note of each kind says. One function a kind; the vocabulary gives the words."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from vault_tools.dates.birthday import parse_birthday
from vault_tools.dates.cadence import parse_cadence
from vault_tools.dates.partial import BadDate, parse_date, parse_partial
from vault_tools.findings import Finding
from vault_tools.network import vocabulary as words
from vault_tools.network.bodies import read_log, read_promises
from vault_tools.network.records import (
    AnyRecord,
    BlockUse,
    ContactNote,
    DealNote,
    IndustryNote,
    IntroductionNote,
    LessonNote,
    MeetingNote,
    PlainNote,
    Ref,
    ResourceNote,
    Signal,
)
from vault_tools.network.signals import read_signals
from vault_tools.network.values import Properties, scalar_text
from vault_tools.network.vocabulary import Vocabulary, lookup, normal
from vault_tools.vault.links import links_in
from vault_tools.vault.note import Note

_KIND_NAMES = tuple(map(normal, words.KIND_NAMES))
_RESPONSES = lookup(words.RESPONSES)
_INITIATED = lookup(words.INITIATED)
_OUTLOOKS = lookup(words.OUTLOOKS)
_DEAL_STATUSES = lookup(words.DEAL_STATUSES)
_INTRODUCTION_STATUSES = lookup(words.INTRODUCTION_STATUSES)
_RESOURCE_KINDS = lookup(words.RESOURCE_KINDS)

# A contact's properties that are read alike.
_TEXT = ("org", "role", "industry", "position", "earns", "city", "value", "wechat", "linkedin", "url")
_TEXTS = ("circles", "offers", "needs", "red_flags", "email", "phone", "uid")
_GRADES = ("fit", "future", "interest")
_DAYS = ("screened", "next", "imported", "last_contact")

_NAME_DATE = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{8}(?!\d)|\d{4}[._年]\d{1,2}[._月]\d{1,2}日?)[\sT_.\-—–:：]*")
_FLOW = re.compile("->|→|=>|➜")


class Reader:
    """Reads notes with one vault's vocabulary. `links_are_touches`: whether dated notes' links are kept."""

    def __init__(self, vocabulary: Vocabulary, *, links_are_touches: bool = False) -> None:
        self.vocabulary = vocabulary
        self.links_are_touches = links_are_touches
        self._kinds: dict[str, Callable[[Note, Properties], AnyRecord]] = {
            "contact": self._contact,
            "meeting": self._meeting,
            "deal": self._deal,
            "resource": self._resource,
            "lesson": self._lesson,
            "industry": self._industry,
            "introduction": self._introduction,
        }

    def read(self, path: str, data: bytes) -> AnyRecord:
        """What the note at `path` with these bytes says. Never raises for any bytes."""
        note = Note(path, data)
        kind = self._kind(note)
        given = Properties(note, kind, self.vocabulary) if kind else None
        record: AnyRecord = self._kinds[kind](note, given) if kind and given else self._plain(note)
        record.signals = self._signals(note, record, given)
        record.aliases = record.aliases or _aliases(note)
        record.blocks = [BlockUse(block.name, block.options, block.line) for block in note.blocks]
        record.findings = note.findings
        return record

    def _kind(self, note: Note) -> str | None:
        """The kind by `type`, categories or tags, else by folder."""
        by_folder = self.vocabulary.kind_by_folder(note.path)
        for name, written in _kind_names(tuple(note.properties)):
            value = note.properties[written]
            for item in value if isinstance(value, list) else [value]:
                word = scalar_text(item).strip("[]#\"' ").rpartition("/")[2]
                kind = self.vocabulary.kinds.get(normal(word))
                if kind and (name != "tags" or kind in ("contact", "meeting")):
                    return kind
            if name == "type" and value and by_folder:
                shown = scalar_text(value)[:60]
                note.findings.append(Finding(note.path, "type-unknown", note.lines.get(written), {"value": shown}))
        return by_folder

    def _signals(self, note: Note, record: AnyRecord, given: Properties | None) -> list[Signal]:
        match record:
            case MeetingNote():
                return read_signals(note, self.vocabulary, record.date, given, meeting=True)
            case PlainNote():
                return read_signals(note, self.vocabulary, record.date or _own_date(note))
            case LessonNote() | IntroductionNote():
                return read_signals(note, self.vocabulary, record.date)
        return read_signals(note, self.vocabulary, None)

    def _plain(self, note: Note) -> PlainNote:
        day, _ = _date_in_name(note.stem)
        record = PlainNote(date=day)
        if day and self.links_are_touches:
            record.mentions = _mentions(note)
        return record

    def _contact(self, note: Note, given: Properties) -> ContactNote:
        record = ContactNote(name=given.text("name") or note.stem, readable=note.readable)
        record.aliases = given.texts("aliases")
        record.stage = given.choice("stage", self.vocabulary.stages)
        record.stage_line = given.line("stage")
        record.met = given.parsed("met", parse_partial)
        record.source = given.ref("source")
        for key in given.among(_TEXT):
            setattr(record, key, given.text(key))
        for key in given.among(_TEXTS):
            setattr(record, key, given.texts(key))
        if "tags" in given:
            record.tags = [tag.lstrip("#") for text in given.texts("tags") for tag in text.split() if tag.strip("#")]
        record.not_same = given.refs("not_same")
        for key in given.among(_GRADES):
            setattr(record, key, given.number(key, 0, 5))
        for key in given.among(_DAYS):
            setattr(record, key, given.day(key))
        record.outlook = given.choice("outlook", _OUTLOOKS)
        record.cadence = given.parsed("cadence", parse_cadence)
        record.never = "cadence" in given and record.cadence is None and _says_none(given)
        record.birthday = given.parsed("birthday", parse_birthday)
        record.log = read_log(note, self.vocabulary)
        record.promises = read_promises(note)
        return record

    def _meeting(self, note: Note, given: Properties) -> MeetingNote:
        in_name, title = _date_in_name(note.stem)
        day = given.day("date") or (None if "date" in given else in_name)
        record = MeetingNote(title=title, date=day, people=given.refs("with") or _attendees(note))
        record.channel = self.vocabulary.channel(given.text("channel"))
        record.initiated = given.choice("initiated", _INITIATED)
        record.response = given.choice("response", _RESPONSES) or "yes"
        record.next = given.day_or_step("next", day)
        record.outcome = given.text("outcome")
        record.deal = given.ref("deal")
        if "uid" in given:
            record.uid = given.texts("uid", split=False)
        record.promises = read_promises(note)
        if day is None and "date" not in given:
            note.findings.append(Finding(note.path, "meeting-undated"))
        if not record.people:
            note.findings.append(Finding(note.path, "meeting-alone"))
        return record

    def _deal(self, note: Note, given: Properties) -> DealNote:
        record = DealNote(name=given.text("name") or note.stem, people=given.refs("with"))
        record.status = given.choice("status", _DEAL_STATUSES)
        record.size, record.revenue = given.amount("size"), given.amount("revenue")
        record.started, record.ended = given.day("started"), given.day("ended")
        record.topic, record.red_flags = given.text("topic"), given.texts("red_flags")
        record.lesson = given.ref("lesson")
        record.promises = read_promises(note)
        return record

    def _resource(self, note: Note, given: Properties) -> ResourceNote:
        return ResourceNote(
            name=given.text("name") or note.stem,
            kind=given.choice("kind", _RESOURCE_KINDS),
            offers=given.texts("offers"),
            through=given.ref("through"),
            capacity=given.text("capacity"),
        )

    def _lesson(self, note: Note, given: Properties) -> LessonNote:
        in_name, title = _date_in_name(note.stem)
        return LessonNote(
            name=title or note.stem,
            date=given.day("date") or (None if "date" in given else in_name),
            people=given.refs("with"),
            red_flags=given.texts("red_flags"),
            cost=given.text("cost"),
            rule=given.text("rule"),
            deal=given.ref("deal"),
        )

    def _industry(self, note: Note, given: Properties) -> IndustryNote:
        flows = [_FLOW.split(line, maxsplit=1) for line in given.texts("pays", split=False)]
        return IndustryNote(
            name=given.text("name") or note.stem,
            chain=given.texts("chain"),
            pays=[(flow[0].strip(), flow[1].strip()) for flow in flows if len(flow) == 2],
            circles=given.texts("circles"),
        )

    def _introduction(self, note: Note, given: Properties) -> IntroductionNote:
        in_name, _ = _date_in_name(note.stem)
        return IntroductionNote(
            name=note.stem,
            people=given.refs("between"),
            status=given.choice("status", _INTRODUCTION_STATUSES),
            date=given.day("date") or (None if "date" in given else in_name),
            need=given.text("need"),
            offer=given.text("offer"),
        )


@lru_cache(maxsize=1024)
def _kind_names(names: tuple[str, ...]) -> Sequence[tuple[str, str]]:
    """Those of the properties' names that may tell a note's kind, the one that counts first, and each as written."""
    named = {known: name for name in names if (known := normal(name)) in _KIND_NAMES}
    return [(name, named[name]) for name in _KIND_NAMES if name in named]


def _says_none(given: Properties) -> bool:
    """Whether a cadence that parses to nothing was written as `none`, rather than being unreadable."""
    return not any(finding.code == "cadence-unreadable" for finding in given.note.findings)


def _aliases(note: Note) -> list[str]:
    for name in ("aliases", "alias", "别名"):
        value = note.properties.get(name)
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        if isinstance(value, list):
            return [scalar_text(item) for item in value if isinstance(item, str | int | float)]
    return []


def _own_date(note: Note) -> date | None:
    """The day that a note of no kind says it is from."""
    for name in ("date", "日期", "created"):
        try:
            return parse_date(note.properties[name])
        except (KeyError, BadDate):
            continue  # what it means there is its owner's affair
    return None


def _date_in_name(stem: str) -> tuple[date | None, str]:
    """The date a file's name begins with, and the rest of the name."""
    match = _NAME_DATE.match(stem)
    if not match:
        return None, stem
    try:
        day = parse_date(match[1].replace("_", "-").replace(".", "-"))
    except BadDate:
        return None, stem
    return day, stem[match.end() :] or stem


def _attendees(note: Note) -> list[Ref]:
    """The people linked below a heading `Attendees` or `Participants`."""
    return [
        Ref(link.target, item.line, link=True)
        for item in note.body.items_under(words.ATTENDEE_HEADINGS)
        for link in links_in(item.text)[:1]
    ]


def _mentions(note: Note) -> list[Ref]:
    """The links of a dated note, but not those in open tasks or embeds."""
    tasks = {task.line for task in note.body.tasks() if task.mark == " "}
    found = []
    for number, line in enumerate(note.body.text.split("\n"), note.body.first_line):
        if number not in tasks and "[" in line:
            found += [Ref(link.target, number, link=True) for link in links_in(line) if not link.embed and link.target]
    return found
