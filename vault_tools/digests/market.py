"""What everybody in the network looks for and can give, by phrase, and which of it fits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from vault_tools.network.topics import topic_key

if TYPE_CHECKING:  # the library that compares is imported where something is compared
    from vault_tools.digests.context import Context
    from vault_tools.digests.matching import Matcher
    from vault_tools.digests.phrases import Match


OWN = 100
"""The strength of what is one's own."""


class Side(msgspec.Struct, frozen=True):
    """A need or an offer: its words, and where they stand, the `path` and name of the note and the property.

    `person` is the contact who needs it or through whom it comes, None: it is my own; `through` their name where the
    note is not theirs. `strength` is that of the relationship with them, `OWN` for myself.
    """

    text: str
    path: str
    name: str
    property: str
    person: str | None
    strength: int
    through: str = ""


class Mention(msgspec.Struct):
    """A note with needs or offers, and who has them; the fields are those of `Side`."""

    path: str
    name: str
    person: str | None
    strength: int
    through: str
    needs: list[str]
    offers: list[str]


class Book(Mapping[str, Sequence[Side]]):
    """Sides by topic key, each key's strongest relationships first. A side is made where somebody looks at it: of a
    hundred thousand few are."""

    def __init__(self, property_: str) -> None:
        self._property = property_
        self._entries: dict[str, list[tuple[Mention, str]]] = {}
        self._sides: dict[str, list[Side]] = {}

    def add(self, key: str, note: Mention, text: str) -> None:
        """Take in a phrase of a note; the strongest come first."""
        if key in self._entries:
            self._entries[key].append((note, text))
        else:
            self._entries[key] = [(note, text)]

    def __getitem__(self, key: str) -> Sequence[Side]:
        """The sides with a topic key."""
        sides = self._sides.get(key)
        if sides is None:
            sides = self._sides[key] = [
                Side(text, note.path, note.name, self._property, note.person, note.strength, note.through)
                for note, text in self._entries[key]
            ]
        return sides

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def mentions(self) -> Iterable[tuple[str, list[tuple[Mention, str]]]]:
        """By topic key, the notes with the phrase as each has it."""
        return self._entries.items()

    def strongest(self, key: str) -> int:
        """The strength of the strongest relationship with a topic key."""
        return self._entries[key][0][0].strength


class Market(msgspec.Struct, frozen=True):
    """The needs and the offers, of these those that are one's `own` and all `others`; and by need the offers that fit.
    Closed contacts take no part."""

    needs: Book
    offers: Book
    own: Book
    others: Book
    matches: "Mapping[str, Mapping[str, Match]]"


def find_market(context: "Context", matcher: "Matcher") -> Market:
    """The market of a network. `matcher` remembers what was matched before."""
    needs, offers, own, others = Book("needs"), Book("offers"), Book("offers"), Book("offers")
    keys: dict[str, str] = {}

    def key_of(text: str) -> str:
        key = keys.get(text)
        if key is None:
            key = keys[text] = topic_key(text)
        return key

    notes = [*_contacts(context), *_resources(context)]
    for note in sorted(notes, key=lambda one: (-one.strength, one.name, one.path)):
        for text in note.needs:
            if key := key_of(text):
                needs.add(key, note, text)
        whose = others if note.person else own
        for text in note.offers:
            if key := key_of(text):
                offers.add(key, note, text)
                whose.add(key, note, text)
    return Market(needs, offers, own, others, matcher.matches(needs, offers))


def _contacts(context: "Context") -> Iterable[Mention]:
    for path, contact in context.network.contacts.items():
        note = contact.note
        if (note.needs or note.offers) and not contact.closed:
            yield Mention(path, note.name, path, context.strengths[path].score, "", note.needs, note.offers)


def _resources(context: "Context") -> Iterable[Mention]:
    """The resources that are one's own or come through a contact who is not closed."""
    for path, resource in context.network.resources.items():
        through = context.network.contacts[resource.through] if resource.through else None
        if resource.reachable and not (through and through.closed):
            strength = context.strengths[through.path].score if through else OWN
            called = through.name if through else ""
            yield Mention(path, resource.note.name, resource.through, strength, called, [], resource.note.offers)
