"""The network: contacts with all that was ever written about them, joined from the notes of the vault.

It holds dated facts only and knows no today; what is due, open or past is said by digests/.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from datetime import date as Day  # noqa: N812 - `date` is a property's name here
from functools import cached_property
from itertools import chain

import msgspec

from vault_tools.findings import Finding
from vault_tools.network.records import (
    BlockUse,
    ContactNote,
    DealNote,
    IndustryNote,
    IntroductionNote,
    LessonNote,
    MeetingNote,
    PlainNote,
    Promise,
    ResourceNote,
    Signal,
)
from vault_tools.network.tables import Table
from vault_tools.network.values import money
from vault_tools.vault.links import Resolver


class Interaction(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    """A meeting note or a log line, as it concerns one contact.

    `answered` False makes it an attempt once it is past, `declined` one that was answered with a no.
    `next` is the day it sets for the next contact.
    """

    day: Day
    path: str
    line: int | None
    channel: str = ""
    answered: bool = True
    initiated: str = ""
    text: str = ""
    next: Day | None = None
    declined: bool = False


class Deal(msgspec.Struct):
    """A deal with the contacts it is with, by path."""

    path: str
    note: DealNote
    people: list[str] = []


def deals_with(deals: Iterable[Deal]) -> Mapping[str, list[Deal]]:
    """The deals by the path of each contact they are with."""
    found: dict[str, list[Deal]] = {}
    for deal in deals:
        for person in deal.people:
            found.setdefault(person, []).append(deal)
    return found


class Lesson(msgspec.Struct):
    """A lesson with the contacts it is about and the deals it came from, by path."""

    path: str
    note: LessonNote
    people: list[str] = []
    deals: list[str] = []

    @property
    def loss(self) -> float | None:
        """What it cost in the config's currency; None where the cost is told in words or not at all."""
        return money(self.note.cost)


class Resource(msgspec.Struct):
    """Something to offer; `through` is the path of the contact it is reached through, None: it is one's own.

    `reachable` False: the note names somebody who is no contact."""

    path: str
    note: ResourceNote
    through: str | None = None
    reachable: bool = True


class Introduction(msgspec.Struct):
    """An introduction with the contacts it is between, by path."""

    path: str
    note: IntroductionNote
    people: list[str] = []


class Contact(msgspec.Struct):
    """A contact: its note, and its interactions by day, oldest first; planned ones included."""

    path: str
    note: ContactNote
    interactions: list[Interaction] = []
    deals: list[Deal] = []
    source: str | None = None
    role: str = ""
    position: str = ""

    @property
    def name(self) -> str:
        """The name to show."""
        return self.note.name

    @property
    def closed(self) -> bool:
        """Whether the outlook is `never`."""
        return self.note.outlook == "never"


class PromiseMade(msgspec.Struct, frozen=True):
    """A promise with the note it stands in and the contacts it concerns; `owner` is a contact's path or None for
    mine, `owner_name` how the note calls them."""

    promise: Promise
    path: str
    day: Day | None
    people: tuple[str, ...]
    owner: str | None
    owner_name: str = ""


class Heard(msgspec.Struct, frozen=True):
    """A signal with the note it stands in and the contacts who gave it; `hearsay`: it is second-hand."""

    signal: Signal
    path: str
    people: tuple[str, ...]
    hearsay: bool = False


class Stranger(msgspec.Struct, frozen=True):
    """Somebody named in a meeting who has no note."""

    name: str
    path: str
    line: int
    day: Day


class Called(msgspec.Struct, frozen=True):
    """A contact by all it may be called."""

    path: str
    name: str
    aliases: tuple[str, ...] = ()


class Network:
    """All of it, each kind by path in the order of the paths; `blocks` are the managed blocks by note, `called` what
    the contacts are called, `sought` the names that references seek, found or not. Promises and signals are by the note
    they stand in: contacts' notes first, then meetings'.
    """

    def __init__(
        self,
        *,
        contacts: Table[Contact],
        meetings: Table[MeetingNote],
        deals: dict[str, Deal],
        resources: dict[str, Resource],
        lessons: dict[str, Lesson],
        industries: dict[str, IndustryNote],
        introductions: dict[str, Introduction],
        notes: dict[str, PlainNote],
        promises_in: Table[list[PromiseMade]],
        heard_in: Table[list[Heard]],
        strangers: list[Stranger],
        findings: list[Finding],
        blocks: dict[str, list[BlockUse]],
        sought: set[str],
        called: Callable[[], dict[str, Called]],
        links: Resolver,
    ) -> None:
        """`called` is asked for when first needed."""
        self.contacts = contacts
        self.meetings = meetings
        self.deals = deals
        self.resources = resources
        self.lessons = lessons
        self.industries = industries
        self.introductions = introductions
        self.notes = notes
        self.promises_in = promises_in
        self.heard_in = heard_in
        self.strangers = strangers
        self.findings = findings
        self.blocks = blocks
        self.sought = sought
        self.links = links
        self._called = called

    @cached_property
    def called(self) -> dict[str, Called]:
        """What each contact may be called, by path."""
        return self._called()

    @property
    def promises(self) -> list[PromiseMade]:
        """All promises, by note and line."""
        return list(chain.from_iterable(self.promises_in.values()))

    @property
    def heard(self) -> list[Heard]:
        """All signals, by note and line."""
        return list(chain.from_iterable(self.heard_in.values()))

    def of_contacts(self, paths: Iterable[str]) -> "Network":
        """The same with no contacts but those at `paths`."""
        part = copy(self)
        part.contacts = self.contacts.part(paths)
        return part

    def note_order(self, path: str) -> tuple[bool, bool, str]:
        """The order of the notes in which something may stand: contacts', then meetings', then others, by path."""
        return path not in self.contacts, path not in self.meetings, path
