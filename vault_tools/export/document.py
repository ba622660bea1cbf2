"""The whole network as one document: its form is that of the exported JSON, and what the database is filled from.

The form is public: docs/export.schema.json is made from it. Raise VERSION when something a reader relies on changes.
"""

from datetime import date as Day  # noqa: N812 - `date` is a property's name here
from typing import Annotated, Literal

import msgspec

VERSION = 1


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A note that is named: by the words the note has, and its path where that is among the exported."""

    name: str
    path: str | None = None


class LogEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of a contact's log. `stage` alone notes a stage, and is no contact."""

    date: Day
    line: int
    channel: str = ""
    text: str = ""
    response: Literal["yes", "none", "declined"] = "yes"
    initiated: str = ""
    stage: str = ""
    next: Day | None = None


class PromiseEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A promise. `owner` absent: mine; `mark` as the task has it, a blank while it is open."""

    text: str
    line: int
    mark: str = " "
    due: Day | None = None
    owner: str = ""


class SignalEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A demand signal. `horizon` is the period it is for, such as 2027-H1."""

    topic: str
    line: int
    said: str = ""
    kind: str = ""
    horizon: str = ""
    source: str = ""
    date: Day | None = None


class Entry(msgspec.Struct, omit_defaults=True):
    """What all notes have. `path` is the note's in the vault, and tells it from all others."""

    path: str
    name: str
    aliases: list[str] = []


class ContactEntry(Entry):
    """A contact. Properties are those of docs/format.md, as the note has them. Derived as of the document's day are
    `now` (the stage they are in), `reached` (the highest ever), `closed`, `known_since`, `last_touch`, `due`,
    `attempts` (without an answer, since the last touch) and `strength` (0 to 100)."""

    stage: str = ""
    met: str = ""
    source: Link | None = None
    org: str = ""
    role: str = ""
    industry: str = ""
    position: str = ""
    earns: str = ""
    circles: list[str] = []
    city: str = ""
    offers: list[str] = []
    needs: list[str] = []
    value: str = ""
    fit: float | None = None
    future: float | None = None
    interest: float | None = None
    screened: Day | None = None
    outlook: str = ""
    red_flags: list[str] = []
    cadence: str = ""
    next: Day | None = None
    imported: Day | None = None
    email: list[str] = []
    phone: list[str] = []
    wechat: str = ""
    linkedin: str = ""
    url: str = ""
    birthday: str = ""
    uid: list[str] = []
    tags: list[str] = []
    not_same: list[Link] = []
    last_contact: Day | None = None
    log: list[LogEntry] = []
    promises: list[PromiseEntry] = []
    signals: list[SignalEntry] = []
    now: str = ""
    reached: str = ""
    closed: bool = False
    known_since: Day | None = None
    last_touch: Day | None = None
    due: Day | None = None
    attempts: int = 0
    strength: int = 0


class MeetingEntry(Entry):
    """A meeting. One with a date ahead is planned."""

    date: Day | None = None
    people: list[Link] = msgspec.field(default_factory=list, name="with")
    channel: str = ""
    initiated: str = ""
    response: str = "yes"
    next: Day | None = None
    outcome: str = ""
    deal: Link | None = None
    uid: list[str] = []
    promises: list[PromiseEntry] = []
    signals: list[SignalEntry] = []


class DealEntry(Entry):
    """A deal; `size` and `revenue` in the document's currency."""

    people: list[Link] = msgspec.field(default_factory=list, name="with")
    status: str = ""
    size: float | None = None
    started: Day | None = None
    ended: Day | None = None
    topic: str = ""
    revenue: float | None = None
    red_flags: list[str] = []
    lesson: Link | None = None
    promises: list[PromiseEntry] = []


class ResourceEntry(Entry):
    """Something to offer; `through` absent: one's own."""

    kind: str = ""
    offers: list[str] = []
    through: Link | None = None
    capacity: str = ""


class LessonEntry(Entry):
    """A lesson; `cost` as the note has it."""

    date: Day | None = None
    people: list[Link] = msgspec.field(default_factory=list, name="with")
    red_flags: list[str] = []
    cost: str = ""
    rule: str = ""
    deal: Link | None = None


class IndustryEntry(Entry):
    """An industry: `chain` upstream to downstream, `pays` as (buyer, seller)."""

    chain: list[str] = []
    pays: list[tuple[str, str]] = []
    circles: list[str] = []


class IntroductionEntry(Entry):
    """An introduction of two contacts."""

    people: list[Link] = msgspec.field(default_factory=list, name="between")
    status: str = ""
    date: Day | None = None
    need: str = ""
    offer: str = ""


class NoteEntry(Entry):
    """Another note that holds signals."""

    date: Day | None = None
    signals: list[SignalEntry] = []


class StageEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stage of the funnel, in order."""

    key: str
    label: str = ""
    target: int | None = None
    by: Day | None = None


class Document(msgspec.Struct, kw_only=True):
    """A network on the day `today`. `private` names the properties left out of every note; what a note has not is left
    out of it, too."""

    format: Literal["vault-tools"] = "vault-tools"
    version: Annotated[int, msgspec.Meta(ge=1)] = VERSION
    today: Day
    currency: str
    stages: list[StageEntry]
    private: list[str]
    contacts: list[ContactEntry]
    meetings: list[MeetingEntry]
    deals: list[DealEntry]
    resources: list[ResourceEntry]
    lessons: list[LessonEntry]
    industries: list[IndustryEntry]
    introductions: list[IntroductionEntry]
    notes: list[NoteEntry]


def schema() -> bytes:
    """The JSON Schema of the document, indented."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(Document)), indent=2) + b"\n"


def as_json(document: Document) -> bytes:
    """The document as JSON, indented."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
