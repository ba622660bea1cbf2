"""Joining one note's record to the network: references found, interactions put under the contacts they concern, what
doesn't join reported. `build` joins all notes, `patch` those that changed."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from vault_tools.network.industries import Industries
from vault_tools.network.model import Contact, Deal, Heard, Interaction, Network, PromiseMade, Stranger
from vault_tools.network.people import People, finding_for
from vault_tools.network.records import LogLine, MeetingNote, PlainNote, Promise, Record, Ref, Signal


class Joiner:
    """Joins records to a network, in which the contacts of the whole vault stand already, and no promises or signals of
    a note that has none."""

    def __init__(self, network: Network) -> None:
        self.network = network

    @cached_property
    def people(self) -> People:
        """Whom a name means."""
        return People(self.network.called, self.network.links)

    @cached_property
    def industries(self) -> Industries:
        """Which industry a name means, and its positions."""
        return Industries(self.network.industries)

    def contact(self, contact: Contact) -> None:
        """What a contact's own note says: role and position, who led to it, its log, its promises."""
        note = contact.note
        contact.role, contact.position = note.role, note.position
        if note.position and not self.industries.holds(note.industry, note.position):
            contact.role = note.role or note.position
            contact.position = ""
        contact.source = self.people.find(note.source, contact.path).path if note.source else None
        path = contact.path
        contact.interactions += [_logged(path, line) for line in note.log if _is_interaction(line)]
        if note.last_contact:
            contact.interactions.append(Interaction(note.last_contact, path, None))
        if note.promises:
            self._promise(note.promises, path, (path,), None)
        if note.signals:
            heard = [Heard(signal, path, (path,), bool(signal.source)) for signal in note.signals]
            self.network.heard_in[path] = heard

    def meeting(self, path: str, note: MeetingNote) -> Iterable[str]:
        """A meeting; gives the paths of the contacts in it."""
        people = self.resolve(note.people, path, "with", note)
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
            contacts = self.network.contacts
            for person in people:
                contacts[person].interactions.append(interaction)
        if note.promises:
            self._promise(note.promises, path, tuple(people), note)
        if note.signals:
            self.network.heard_in[path] = [self._said(signal, path, people) for signal in note.signals]
        return people

    def _said(self, signal: Signal, path: str, people: list[str]) -> Heard:
        """A signal of a meeting: given by those it names, else by all who were there."""
        named = {self.people.find(ref, path).path for ref in signal.by} if signal.by else set()
        givers = tuple(person for person in people if person in named)
        return Heard(signal, path, givers or tuple(people), bool(signal.source) and not givers)

    def plain_note(self, path: str, note: PlainNote) -> None:
        """A dated note of no kind, whose links to contacts the config makes touches."""
        if note.date is None:
            return
        found = {self.people.find(ref, path).path: ref.line for ref in reversed(note.mentions)}
        for person, line in found.items():
            if person is not None:
                self.network.contacts[person].interactions.append(Interaction(note.date, path, line))

    def deal(self, path: str, deal: Deal) -> None:
        """A deal: whom it is with, and its promises."""
        deal.people = self.resolve(deal.note.people, path, "with")
        for person in deal.people:
            self.network.contacts[person].deals.append(deal)
        if deal.note.promises:
            self._promise(deal.note.promises, path, tuple(deal.people), None)

    def elsewhere(self, path: str, note: Record) -> None:
        """What a note that is not about talking with somebody says of signals."""
        if note.signals:
            self.network.heard_in[path] = [Heard(signal, path, (), hearsay=True) for signal in note.signals]

    def resolve(self, refs: Iterable[Ref], source: str, key: str, meeting: MeetingNote | None = None) -> list[str]:
        """The contacts the references mean, each once; the others are reported, those met remembered as strangers."""
        found: dict[str, None] = {}
        for ref in refs:
            answer = self.people.find(ref, source)
            if answer.path is not None:
                found[answer.path] = None
                continue
            self.network.findings.append(finding_for(answer, ref, source, key))
            if meeting and meeting.date and not answer.candidates and not answer.other:
                name = ref.name.rpartition("/")[2]
                self.network.strangers.append(Stranger(name, source, ref.line, meeting.date))
        return list(found)

    def linked(self, ref: Ref, source: str, notes: Mapping[str, object]) -> list[str]:
        """The one of `notes` that the reference means, if it means just one."""
        found = [path for path in self.network.links.resolve(ref.name, source) if path in notes]
        return found if len(found) == 1 else []

    def _promise(
        self, promises: list[Promise], path: str, people: tuple[str, ...], meeting: MeetingNote | None
    ) -> None:
        """A note's promises, with whom each concerns and who made it."""
        self.network.promises_in[path] = [self._promised(one, path, people, meeting) for one in promises]

    def _promised(
        self, promise: Promise, path: str, people: tuple[str, ...], meeting: MeetingNote | None
    ) -> PromiseMade:
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
        return PromiseMade(promise, path, day, people, owner, name)


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
