"""A network brought up to date with a few changed notes, for a fraction of what joining all of them costs.

What it gives is what `build` would give. Where a change reaches further than the notes that changed (a name, a kind,
notes that go, notes that come under a name already in use) it does nothing, and the network has to be built.
"""

from collections.abc import Mapping

import msgspec

from vault_tools.network.arrivals import come_alone, sought_in
from vault_tools.network.join import Joiner
from vault_tools.network.model import Called, Contact, Network
from vault_tools.network.records import AnyRecord, ContactNote, MeetingNote, PlainNote


class Patched(msgspec.Struct):
    """What a patch came to: the contacts whose facts may be others now, `touched`, the notes that are new, `came`, and
    those whose signals are others, `retold`; all by path. `small`: it is about notes of no kind, without signals."""

    touched: set[str] = msgspec.field(default_factory=set)
    came: set[str] = msgspec.field(default_factory=set)
    retold: set[str] = msgspec.field(default_factory=set)
    small: bool = True

    def add(self, other: "Patched") -> None:
        """Take in what a later patch came to."""
        self.touched |= other.touched
        self.came |= other.came
        self.retold |= other.retold
        self.small = self.small and other.small


def patch(network: Network, changed: Mapping[str, AnyRecord]) -> Patched | None:
    """Let `network` say what the `changed` notes, new ones among them, given by path, say now.

    Gives what came of it; None, with the network as it was, if it has to be built anew.
    """
    coming = {path: record for path, record in changed.items() if path not in network.links}
    if not all(path in coming or _stays_in_place(network, path, record) for path, record in changed.items()):
        return None
    if coming and not come_alone(network, coming):
        return None
    joiner = Joiner(network)
    heard = {path: network.heard_in.get(path) for path in changed}
    touched = _forget(joiner, changed)
    if coming:
        _take_in(network, coming)
        joiner = Joiner(network)
    for path, record in changed.items():
        if record.blocks:
            network.blocks[path] = record.blocks
        network.findings += record.findings
        network.sought.update(sought_in(record))
        match record:
            case ContactNote():
                contact = network.contacts[path]
                contact.note = record
                joiner.contact(contact)
                touched.add(path)
            case MeetingNote():
                network.meetings[path] = record
                touched.update(joiner.meeting(path, record))
            case PlainNote():
                network.notes[path] = record
                joiner.elsewhere(path, record)
    _order(network, touched)
    retold = {path for path, before in heard.items() if network.heard_in.get(path) != before}
    small = not (touched or retold) and all(isinstance(record, PlainNote) for record in changed.values())
    return Patched(touched, set(coming), retold, small)


def _take_in(network: Network, coming: Mapping[str, AnyRecord]) -> None:
    """Make places for new notes, in the order of the paths."""
    for path, record in coming.items():
        match record:
            case ContactNote():
                network.contacts[path] = Contact(path, record)
                network.called[path] = Called(path, record.name, tuple(record.aliases))
            case MeetingNote():
                network.meetings[path] = record
            case PlainNote():
                network.notes[path] = record
    network.contacts.sort()
    network.called = dict(sorted(network.called.items()))
    network.meetings.sort()
    network.notes = dict(sorted(network.notes.items()))
    network.links = network.links.with_more(coming)


def _stays_in_place(network: Network, path: str, record: AnyRecord) -> bool:
    """Whether a changed note means to all others what it meant before."""
    match record:
        case ContactNote():
            contact = network.contacts.get(path)
            return contact is not None and _called(contact.note) == _called(record)
        case MeetingNote():
            return path in network.meetings
        case PlainNote():
            note = network.notes.get(path)
            return note is not None and not note.mentions and not record.mentions
    return False


def _called(note: ContactNote) -> tuple[str, list[str]]:
    return note.name, note.aliases


def _forget(joiner: Joiner, changed: Mapping[str, AnyRecord]) -> set[str]:
    """Take out what the `changed` notes said, but for promises and signals where they have others now; gives the
    contacts whom it was about."""
    network, gone, touched = joiner.network, set(changed), set()
    for path in gone:
        people = [path] if path in network.contacts else _in_meeting(joiner, path)
        for person in people:
            contact = network.contacts[person]
            kept = [one for one in contact.interactions if one.path != path]
            if len(kept) != len(contact.interactions):
                contact.interactions = kept
                touched.add(person)
        network.blocks.pop(path, None)
        if not changed[path].signals:
            network.heard_in.pop(path)
        if not getattr(changed[path], "promises", None):
            network.promises_in.pop(path)
    network.strangers = [one for one in network.strangers if one.path not in gone]
    network.findings = [one for one in network.findings if one.path not in gone]
    return touched


def _in_meeting(joiner: Joiner, path: str) -> set[str]:
    """The contacts whom a meeting names: as all names mean what they meant, they are found as they were."""
    meeting = joiner.network.meetings.get(path)
    found = {joiner.people.find(ref, path).path for ref in meeting.people} if meeting else set()
    return {person for person in found if person is not None}


def _order(network: Network, touched: set[str]) -> None:
    """The order that `build` gives: by kind, then path, and interactions by day before that."""
    contacts, meetings = network.contacts, network.meetings
    for path in touched:
        contacts[path].interactions.sort(
            key=lambda one, own=path: (one.day, one.path != own, one.path not in meetings, one.path)  # type: ignore[misc]
        )
    network.promises_in.sort(network.note_order)
    network.heard_in.sort(network.note_order)
    network.strangers.sort(key=lambda one: one.path)
    network.blocks = dict(sorted(network.blocks.items()))
