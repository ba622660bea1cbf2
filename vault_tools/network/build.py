"""Records → network: references joined, interactions gathered under each contact, what doesn't join reported."""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import TypeVar

from vault_tools.findings import Finding
from vault_tools.network.model import (
    Contact,
    Deal,
    Interaction,
    Introduction,
    Lesson,
    Network,
    PromiseMade,
    Resource,
    Stranger,
)
from vault_tools.network.people import People, finding_for
from vault_tools.network.records import (
    AnyRecord,
    ContactNote,
    DealNote,
    IndustryNote,
    IntroductionNote,
    LessonNote,
    LogLine,
    MeetingNote,
    PlainNote,
    Promise,
    Record,
    Ref,
    ResourceNote,
)
from vault_tools.vault.links import Resolver, fold

R = TypeVar("R", bound=Record)

_BY_DAY = attrgetter("day")


def build(records: Mapping[str, AnyRecord]) -> Network:
    """Join the records of a vault, given by path. The order of the mapping does not matter."""
    return _Builder(records).network


class _Builder:
    def __init__(self, records: Mapping[str, AnyRecord]) -> None:
        paths = sorted(records)
        links = Resolver(paths)
        kinds: dict[type[Record], dict[str, AnyRecord]] = {}
        findings: list[Finding] = []
        for path in paths:
            record = records[path]
            kinds.setdefault(type(record), {})[path] = record
            if record.findings:
                findings += record.findings

        def of(kind: type[R]) -> dict[str, R]:
            return kinds.get(kind, {})  # type: ignore[return-value]

        contacts = of(ContactNote)
        self.people = People(contacts, links)
        self.network = Network(
            {path: Contact(path, note, role=note.role, position=note.position) for path, note in contacts.items()},
            of(MeetingNote),
            {path: Deal(path, note) for path, note in of(DealNote).items()},
            {path: Resource(path, note) for path, note in of(ResourceNote).items()},
            {path: Lesson(path, note) for path, note in of(LessonNote).items()},
            of(IndustryNote),
            {path: Introduction(path, note) for path, note in of(IntroductionNote).items()},
            of(PlainNote),
            [],
            [],
            findings,
            links,
        )
        self._contacts()
        self._meetings()
        self._plain_notes()
        self._deals()
        self._lessons()
        self._resources_and_introductions()
        for contact in self.network.contacts.values():
            contact.interactions.sort(key=_BY_DAY)  # stable: within a day the order of the vault stays

    def _contacts(self) -> None:
        chains = _chains(self.network.industries.values())
        for contact in self.network.contacts.values():
            note = contact.note
            if note.position and fold(note.position) not in chains.get(fold(note.industry), ()):
                if not note.role:
                    contact.role = note.position
                contact.position = ""
            if note.source:
                contact.source = self.people.find(note.source, contact.path).path
            contact.interactions = [_logged(contact.path, line) for line in note.log if _is_interaction(line)]
            if note.last_contact:
                contact.interactions.append(Interaction(note.last_contact, contact.path, None))
            for promise in note.promises:
                self._promise(promise, contact.path, (contact.path,), None)

    def _meetings(self) -> None:
        for path, note in self.network.meetings.items():
            people = self._resolve(note.people, path, "with", note)
            if note.date is not None:
                interaction = Interaction(
                    note.date,
                    path,
                    None,
                    note.channel,
                    note.response == "yes",
                    note.initiated,
                    note.title,
                    note.next,
                    note.response == "declined",
                )
                for person in people:
                    self.network.contacts[person].interactions.append(interaction)
            for promise in note.promises:
                self._promise(promise, path, tuple(people), note)

    def _plain_notes(self) -> None:
        for path, note in self.network.notes.items():
            if note.date is None:
                continue
            found = {self.people.find(ref, path).path: ref.line for ref in reversed(note.mentions)}
            for person, line in found.items():
                if person is not None:
                    self.network.contacts[person].interactions.append(Interaction(note.date, path, line))

    def _deals(self) -> None:
        for path, deal in self.network.deals.items():
            deal.people = self._resolve(deal.note.people, path, "with")
            for person in deal.people:
                self.network.contacts[person].deals.append(deal)
            for promise in deal.note.promises:
                self._promise(promise, path, tuple(deal.people), None)

    def _lessons(self) -> None:
        for path, lesson in self.network.lessons.items():
            lesson.people = self._resolve(lesson.note.people, path, "with")
            if lesson.note.deal:
                lesson.deals = self._linked(lesson.note.deal, path, self.network.deals)
        for path, deal in self.network.deals.items():
            for named in self._linked(deal.note.lesson, path, self.network.lessons) if deal.note.lesson else ():
                if path not in (known := self.network.lessons[named].deals):
                    known.append(path)

    def _linked(self, ref: Ref, source: str, notes: Mapping[str, object]) -> list[str]:
        """The one of `notes` that the reference means, if it means just one."""
        found = [path for path in self.network.links.resolve(ref.name, source) if path in notes]
        return found if len(found) == 1 else []

    def _resources_and_introductions(self) -> None:
        for path, resource in self.network.resources.items():
            if resource.note.through:
                found = self._resolve([resource.note.through], path, "through")
                resource.through, resource.reachable = (found[0] if found else None), bool(found)
        for path, introduction in self.network.introductions.items():
            introduction.people = self._resolve(introduction.note.people, path, "between")

    def _resolve(self, refs: Iterable[Ref], source: str, key: str, meeting: MeetingNote | None = None) -> list[str]:
        """The contacts the references mean, each once; the others are reported, those met remembered as strangers."""
        found: dict[str, None] = {}
        find = self.people.find
        for ref in refs:
            answer = find(ref, source)
            if answer.path is not None:
                found[answer.path] = None
                continue
            self.network.findings.append(finding_for(answer, ref, source, key))
            if meeting and meeting.date and not answer.candidates and not answer.other:
                name = ref.name.rpartition("/")[2]
                self.network.strangers.append(Stranger(name, source, ref.line, meeting.date))
        return list(found)

    def _promise(self, promise: Promise, path: str, people: tuple[str, ...], meeting: MeetingNote | None) -> None:
        owner, name = None, ""
        if promise.owner:
            name = promise.owner.name.rpartition("/")[2]
            answer = self.people.find(promise.owner, path)
            owner = answer.path
            if owner is None:
                self.network.findings.append(finding_for(answer, promise.owner, path, "owner"))
            elif owner not in people:
                people = (*people, owner)
        day = meeting.date if meeting else None
        self.network.promises.append(PromiseMade(promise, path, day, people, owner, name))


def _logged(path: str, line: LogLine) -> Interaction:
    return Interaction(
        line.date,
        path,
        line.line,
        line.channel,
        line.response == "yes",
        line.initiated,
        line.text,
        line.next,
        line.response == "declined",
    )


def _is_interaction(line: LogLine) -> bool:
    """A line that records nothing but a stage is written at one's desk: nobody was contacted."""
    return not line.stage or bool(line.channel or line.text or line.response != "yes")


def _chains(industries: Iterable[IndustryNote]) -> dict[str, set[str]]:
    return {fold(industry.name): {fold(position) for position in industry.chain} for industry in industries}
