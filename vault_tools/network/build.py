"""Records → network: all notes of a vault joined."""

from collections.abc import Mapping
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from vault_tools.findings import Finding
from vault_tools.network.arrivals import sought_in
from vault_tools.network.join import Joiner
from vault_tools.network.model import Called, Contact, Deal, Introduction, Lesson, Network, Resource
from vault_tools.network.records import (
    AnyRecord,
    ContactNote,
    DealNote,
    IndustryNote,
    IntroductionNote,
    LessonNote,
    MeetingNote,
    PlainNote,
    Record,
    ResourceNote,
)
from vault_tools.network.tables import Table
from vault_tools.vault.links import Resolver

R = TypeVar("R", bound=Record)

_BY_DAY = attrgetter("day")


def build(records: Mapping[str, AnyRecord]) -> Network:
    """Join the records of a vault, given by path. The order of the mapping does not matter."""
    network = _unjoined(records)
    joiner = Joiner(network)
    for contact in network.contacts.values():
        joiner.contact(contact)
    for path, meeting in network.meetings.items():
        joiner.meeting(path, meeting)
    for path, note in network.notes.items():
        joiner.plain_note(path, note)
    for path, deal in network.deals.items():
        joiner.deal(path, deal)
    _lessons(joiner)
    _resources_and_introductions(joiner)
    others = [path for path, one in records.items() if one.signals and not isinstance(one, ContactNote | MeetingNote)]
    for path in sorted(others):
        joiner.elsewhere(path, records[path])
    for contact in network.contacts.values():
        contact.interactions.sort(key=_BY_DAY)  # stable: within a day the order of the vault stays
    return network


def _unjoined(records: Mapping[str, AnyRecord]) -> Network:
    paths = sorted(records)
    kinds: dict[type[Record], dict[str, AnyRecord]] = {}
    findings: list[Finding] = []
    blocks = {}
    for path in paths:
        record = records[path]
        kinds.setdefault(type(record), {})[path] = record
        if record.findings:
            findings += record.findings
        if record.blocks:
            blocks[path] = record.blocks

    def of(kind: type[R]) -> dict[str, R]:
        return kinds.get(kind, {})  # type: ignore[return-value]

    contacts = of(ContactNote)
    return Network(
        contacts=Table({path: Contact(path, note) for path, note in contacts.items()}),
        meetings=Table(of(MeetingNote)),
        deals={path: Deal(path, note) for path, note in of(DealNote).items()},
        resources={path: Resource(path, note) for path, note in of(ResourceNote).items()},
        lessons={path: Lesson(path, note) for path, note in of(LessonNote).items()},
        industries=of(IndustryNote),
        introductions={path: Introduction(path, note) for path, note in of(IntroductionNote).items()},
        notes=of(PlainNote),
        promises_in=Table({}),
        heard_in=Table({}),
        strangers=[],
        findings=findings,
        blocks=blocks,
        sought=set(chain.from_iterable(map(sought_in, filter(_may_seek, records.values())))),
        called=lambda: {path: Called(path, note.name, tuple(note.aliases)) for path, note in contacts.items()},
        links=Resolver(paths),
    )


def _may_seek(record: AnyRecord) -> bool:
    """Whether there may be anything in what `sought_in` tells: in most meetings there is not."""
    return bool(record.signals) or type(record) is not MeetingNote


def _lessons(joiner: Joiner) -> None:
    network = joiner.network
    for path, lesson in network.lessons.items():
        lesson.people = joiner.resolve(lesson.note.people, path, "with")
        if lesson.note.deal:
            lesson.deals = joiner.linked(lesson.note.deal, path, network.deals)
    for path, deal in network.deals.items():
        for named in joiner.linked(deal.note.lesson, path, network.lessons) if deal.note.lesson else ():
            if path not in (known := network.lessons[named].deals):
                known.append(path)


def _resources_and_introductions(joiner: Joiner) -> None:
    network = joiner.network
    for path, resource in network.resources.items():
        if resource.note.through:
            found = joiner.resolve([resource.note.through], path, "through")
            resource.through, resource.reachable = (found[0] if found else None), bool(found)
    for path, introduction in network.introductions.items():
        introduction.people = joiner.resolve(introduction.note.people, path, "between")
