"""Network → document: what the chosen notes say, their references followed, private properties left out."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from vault_tools.dates.birthday import Birthday
from vault_tools.dates.cadence import Cadence
from vault_tools.dates.partial import PartialDate
from vault_tools.digests.context import Context
from vault_tools.export.choice import Choice
from vault_tools.export.document import (
    ContactEntry,
    DealEntry,
    Document,
    Entry,
    IndustryEntry,
    IntroductionEntry,
    LessonEntry,
    Link,
    LogEntry,
    MeetingEntry,
    NoteEntry,
    PromiseEntry,
    ResourceEntry,
    SignalEntry,
    StageEntry,
)
from vault_tools.network.people import People
from vault_tools.network.records import Promise, Record, Ref

E = TypeVar("E", bound=Entry)

_LINES: dict[str, type[LogEntry] | type[PromiseEntry] | type[SignalEntry]] = {
    "log": LogEntry,
    "promises": PromiseEntry,
    "signals": SignalEntry,
}


def gather(context: Context, choice: Choice) -> Document:
    """The document of the chosen contacts and of all that concerns them; of everything where everybody is chosen."""
    return _Gatherer(context, choice).document()


class _Gatherer:
    def __init__(self, context: Context, choice: Choice) -> None:
        self.context = context
        self.network = context.network
        self.choice = choice
        self.chosen = frozenset(choice.contacts)
        self.everybody = len(self.chosen) == len(self.network.contacts)
        self.people = People(self.network.called, self.network.links)

    def document(self) -> Document:
        network, config = self.network, self.context.config
        meetings = {path: self._found(note.people, path) for path, note in network.meetings.items()}
        through = {path: [one.through] if one.through else [] for path, one in network.resources.items()}
        return Document(
            today=self.context.today,
            currency=config.currency,
            stages=[StageEntry(stage.key, stage.label, stage.target, stage.by) for stage in config.stages],
            private=sorted(self.choice.private),
            contacts=[self._contact(path) for path in self.choice.contacts],
            meetings=[
                self._entry(MeetingEntry, path, network.meetings[path], name=network.meetings[path].title)
                for path in self._about(meetings)
            ],
            deals=[
                self._entry(DealEntry, path, network.deals[path].note)
                for path in self._about({path: deal.people for path, deal in network.deals.items()})
            ],
            resources=[self._entry(ResourceEntry, path, network.resources[path].note) for path in self._about(through)],
            lessons=[
                self._entry(LessonEntry, path, network.lessons[path].note)
                for path in self._about({path: lesson.people for path, lesson in network.lessons.items()})
            ],
            industries=[self._entry(IndustryEntry, path, note) for path, note in self._all(network.industries)],
            introductions=[
                self._entry(IntroductionEntry, path, network.introductions[path].note)
                for path in self._about({path: one.people for path, one in network.introductions.items()})
            ],
            notes=[
                self._entry(NoteEntry, path, note, name=_stem(path))
                for path, note in self._all(network.notes)
                if note.signals
            ],
        )

    def _contact(self, path: str) -> ContactEntry:
        contact, progress, standing = (
            self.network.contacts[path],
            self.context.progress[path],
            self.context.standings[path],
        )
        stages = self.context.config.stages
        entry = self._entry(ContactEntry, path, contact.note)
        if self.choice.shows("role"):  # a position that is none of the chain's is one, where there is no other
            entry.role = contact.role
        if self.choice.shows("position") and contact.role == contact.note.position:
            entry.position = contact.position
        if self.choice.shows("stage"):
            entry.now, entry.reached = stages[progress.now].key, stages[progress.reached].key
        if contact.note.never and self.choice.shows("cadence"):
            entry.cadence = "none"
        entry.closed = progress.closed
        entry.known_since = progress.entered[0] if self.choice.shows("met") else None
        entry.last_touch = standing.last_touch.day if standing.last_touch else None
        entry.due, entry.attempts = standing.due, standing.attempts
        entry.strength = self.context.strengths[path].score
        return entry

    def _entry(self, kind: type[E], path: str, note: Record, name: str = "") -> E:
        """A note's properties, those of the same name, as the document has them."""
        values: dict[str, Any] = {}
        for field in kind.__struct_fields__:
            if field in note.__struct_fields__ and self.choice.shows(field):
                values[field] = self._value(field, getattr(note, field), path)
        values |= {"path": path, "name": name or values.get("name") or _stem(path)}
        return kind(**{field: value for field, value in values.items() if value is not None})

    def _value(self, field: str, value: Any, path: str) -> Any:
        match value:
            case PartialDate() | Birthday() | Cadence():
                return str(value)
            case Ref():
                return self._link(value, path)
            case list() if field in ("people", "not_same"):
                links = [self._link(ref, path) for ref in value]
                return [link for link in links if link.path or self.everybody]
            case list() if field in _LINES:
                return [self._line(field, one) for one in value]
        return value

    def _line(self, field: str, one: Any) -> LogEntry | PromiseEntry | SignalEntry:
        kind = _LINES[field]
        values = {name: getattr(one, name) for name in kind.__struct_fields__}
        if isinstance(one, Promise):
            values["owner"] = one.owner.name if one.owner else ""
        return kind(**values)

    def _link(self, ref: Ref, path: str) -> Link:
        found = self.people.find(ref, path)
        target = found.path or found.other
        if target is None and ref.link:
            target = next(iter(self.network.links.resolve(ref.name, path)), None)
        if target in self.network.contacts and target not in self.chosen:
            target = None
        return Link(ref.name.rpartition("/")[2].removesuffix(".md"), target)

    def _found(self, refs: Iterable[Ref], path: str) -> list[str]:
        return [found for ref in refs if (found := self.people.find(ref, path).path)]

    def _about(self, people: Mapping[str, list[str]]) -> list[str]:
        """The paths of the notes to export: those in which one of the chosen takes part."""
        return [path for path, paths in people.items() if self.everybody or self.chosen.intersection(paths)]

    def _all(self, notes: Mapping[str, Any]) -> list[tuple[str, Any]]:
        """The notes of a kind that concerns nobody in particular: with everybody, or not at all."""
        return list(notes.items()) if self.everybody else []


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")
