"""What happened, against what the vault has noted: which meetings and log lines are new, which are there.

Nothing is remembered beside the notes: a meeting is known by the `uid` in its note, a line of a log by its day and
channel. So what was noted by hand is not noted again, and an import that was killed goes on where it was.
"""

import string
from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from vault_tools.creating import Card
from vault_tools.dates.partial import PartialDate
from vault_tools.language import mark as _
from vault_tools.network.identity import email_key
from vault_tools.network.model import Interaction, Network
from vault_tools.network.naming import name_key
from vault_tools.network.people import People
from vault_tools.network.values import shown_text
from vault_tools.transfer.arrivals import Arrival, Happening
from vault_tools.transfer.known import Held, Known
from vault_tools.transfer.plan import one_line

State = Literal["new", "updated", "same", "left-out"]

ALREADY = _("noted by hand")
NOBODY = _("nobody in it has a note")


class MeetingRow(msgspec.Struct):
    """What is to be done with one happening that gets a note. `path`: the note, once it is known. `held` are those who
    have a note, `others` the names of those who have none, `joining` those its note does not have yet; `day`,
    `answered`: what the note is to say anew; `kept`: the source's day, where the note keeps its own, which is
    `present`."""

    state: State
    happening: Happening
    held: list[Held]
    others: tuple[str, ...] = ()
    path: str = ""
    why: str = ""
    params: dict[str, str] = {}
    joining: list[Held] = []
    day: date | None = None
    answered: bool = False
    kept: date | None = None
    present: date | None = None


class LogRow(msgspec.Struct):
    """What the log of one contact gains: `new` lines, `answered` ones that said nobody had answered, and how many it
    has already."""

    held: Held
    new: list[Happening] = []
    answered: list[Happening] = []
    same: int = 0
    state: State = "same"
    why: str = ""
    params: dict[str, str] = {}


class Unknown(msgspec.Struct):
    """Somebody in what happened who has no note: their name and address, how often, and the first day."""

    name: str
    email: str
    count: int = 0
    first: date = date.max


class Outcome(msgspec.Struct):
    """What is to be done with all that happened. `passers`: how many have no note and were never answered."""

    meetings: list[MeetingRow] = []
    logs: list[LogRow] = []
    unknown: list[Unknown] = []
    passers: int = 0
    today: date = date.max


def strangers(happenings: Iterable[Happening], known: Known, *, mutual: bool = True) -> list[Unknown]:
    """Those who have no note, those met most often first; with `mutual` False those of one-sided happenings instead."""
    found: dict[str, Unknown] = {}
    for happening in happenings:
        for name, email in happening.people:
            if happening.mutual != mutual or known.named(name, email):
                continue
            one = found.setdefault(email_key(email) or name_key(name), Unknown(name, email))
            one.name = one.name or name
            one.count += 1
            one.first = min(one.first, *happening.days, happening.day)
    return sorted(found.values(), key=lambda one: (-one.count, one.email, one.name))


def arrivals_of(unknown: Iterable[Unknown], today: date) -> list[Arrival]:
    """They as people to be made notes of: met when they first turned up."""
    return [
        Arrival(
            card=Card(
                name=one_line(one.name) or _name_in(one.email),
                email=(one.email,) if one.email else (),
                met=PartialDate(one.first) if one.first <= today else None,
            ),
            where="",
        )
        for one in unknown
    ]


def _name_in(email: str) -> str:
    """The name that an address amounts to: `bob.stone7@…` is Bob Stone."""
    local = email.partition("@")[0]
    parts = [part.strip(string.digits) for part in local.replace("_", ".").replace("-", ".").split(".")]
    words = [part for part in parts if part]
    return " ".join(word.capitalize() for word in words) if len(words) > 1 else local


def plan_happenings(happenings: Iterable[Happening], known: Known, network: Network, today: date) -> Outcome:
    """A row for each meeting, and for each contact whose log is concerned."""
    happenings = list(happenings)
    noted = _Noted(network)
    outcome = Outcome(unknown=strangers(happenings, known), today=today)
    met = {(one.name, one.email) for one in outcome.unknown}
    mailed = [one for one in happenings if one.logged and one.channel == "email"]
    outcome.passers = sum((one.name, one.email) not in met for one in strangers(mailed, known, mutual=False))
    logs: dict[int, LogRow] = {}
    for happening in happenings:
        found = {id(held): held for name, email in happening.people if (held := known.named(name, email))}
        if not happening.logged:
            outcome.meetings.append(_meeting(happening, list(found.values()), known, noted, today))
            continue
        for held in found.values():
            _log(happening, logs.setdefault(id(held), LogRow(held)), network)
    outcome.logs = list(logs.values())
    for row in outcome.logs:
        row.state = "updated" if row.new or row.answered else "same"
    return outcome


class _Noted:
    """The meetings that have a note: by the ids of their sources, and by day."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.people = People(network.called, network.links)
        self.by_id: dict[str, str] = {}
        self.by_hand: dict[date, list[str]] = {}
        for path, note in network.meetings.items():
            for uid in note.uid:
                self.by_id.setdefault(uid, path)
            if not note.uid and note.date:
                self.by_hand.setdefault(note.date, []).append(path)

    def path(self, happening: Happening) -> str:
        """The note that a source's happening has; empty if none."""
        for one in (happening.id, *happening.also):
            if found := self.by_id.get(_as_written(one)):
                return found
        whole = self.by_id.get(_as_written(happening.id.rpartition("/")[0]), "")  # noted before it became a series
        return whole if whole and self.network.meetings[whole].date == happening.day else ""

    def contacts(self, path: str) -> set[str]:
        """The contacts whom a meeting's note names."""
        answers = (self.people.find(ref, path) for ref in self.network.meetings[path].people)
        return {answer.path for answer in answers if answer.path}

    def taken(self, day: date, people: set[str]) -> str:
        """The note, made by hand, of a meeting that day with these people, which from now on counts as used; or that
        in whose log all have something besides mail that day; empty if none."""
        for path in self.by_hand.get(day, ()):
            if people <= self.contacts(path):
                self.by_hand[day].remove(path)
                return path
        logged = [
            any(one.day == day and one.path == path and one.channel != "email" for one in self._of(path))
            for path in people
        ]
        return min(people) if all(logged) else ""

    def _of(self, path: str) -> list[Interaction]:
        return self.network.contacts[path].interactions if path in self.network.contacts else []


def _as_written(id_: str) -> str:
    """An id as it reads where it stands in a note."""
    return shown_text(one_line(id_))


def _meeting(happening: Happening, held: list[Held], known: Known, noted: _Noted, today: date) -> MeetingRow:
    others = tuple(
        f"{one_line(name)} ({email})" if name and email_key(email) else one_line(name or email)
        for name, email in happening.people
        if not known.named(name, email)
    )
    row = MeetingRow("new", happening, held, others)
    if path := noted.path(happening):
        return _there(row, path, noted, today)
    if not held:
        row.state, row.why = "left-out", NOBODY
    elif all(one.path for one in held) and (path := noted.taken(happening.day, {one.path for one in held})):
        row.state, row.path, row.why = "same", path, ALREADY
    return row


def _there(row: MeetingRow, path: str, noted: _Noted, today: date) -> MeetingRow:
    """The row of a meeting that has a note: people who joined, the day it was put off to, an answer that came. What the
    user changed stays: a day that is neither the one in the note's name nor one the source knows is theirs."""
    row.path, note = path, noted.network.meetings[path]
    present = noted.contacts(path)
    row.joining = [one for one in row.held if one.path not in present]
    day = row.happening.day
    row.present = note.date
    if note.date and note.date != day:
        named = path.rpartition("/")[2].startswith(str(note.date))
        ours = note.date in row.happening.days if row.happening.days else named and note.date >= today
        row.day, row.kept = (day, None) if ours else (None, day)
    row.answered = note.response == "none" and not row.happening.response and bool(row.happening.days)
    row.state = "updated" if row.joining or row.day or row.answered else "same"
    return row


def _log(happening: Happening, row: LogRow, network: Network) -> None:
    contact = network.contacts.get(row.held.path)
    there = [one for one in contact.interactions if _is(one, happening)] if contact else []
    if any(one.day == happening.day and one.channel == happening.channel for one in row.new):
        return
    if not there:
        row.new.append(happening)
    elif not happening.response and not any(one.answered for one in there) and there[0].path == row.held.path:
        row.answered.append(happening)
    else:
        row.same += 1


def _is(one: Interaction, happening: Happening) -> bool:
    return one.day == happening.day and one.channel == happening.channel
