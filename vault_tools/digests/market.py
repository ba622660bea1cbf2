"""What everybody in the network looks for and can give, by phrase, and which of it fits."""

from collections.abc import Iterable, Mapping, Sequence
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


Mentions = list[tuple[Mention, str]]
"""Notes, each with a phrase as it stands there, the strongest relationships first."""


class Book:
    """Needs, or offers: the `mentions` by topic key. A side is made where somebody looks at it: of a hundred thousand
    few are."""

    def __init__(self, property_: str) -> None:
        self.mentions: dict[str, Mentions] = {}
        self._property = property_
        self._sides: dict[str, list[Side]] = {}

    def sides(self, key: str) -> Sequence[Side]:
        """The sides with a topic key."""
        sides = self._sides.get(key)
        if sides is None:
            sides = self._sides[key] = [self.side(mention) for mention in self.mentions[key]]
        return sides

    def side(self, mention: tuple[Mention, str]) -> Side:
        """One mention as a side."""
        note, text = mention
        return Side(text, note.path, note.name, self._property, note.person, note.strength, note.through)


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
    notes = [*_contacts(context), *_resources(context)]
    notes.sort(key=lambda one: (-one.strength, one.name, one.path))
    for note in notes:
        whose = others if note.person else own
        for texts, books in ((note.needs, (needs,)), (note.offers, (offers, whose))):
            for text in texts:
                key = keys.get(text)
                if key is None:
                    key = keys[text] = topic_key(text)
                if not key:
                    continue
                mention = note, text
                for book in books:
                    mentions = book.mentions.get(key)
                    if mentions is None:
                        book.mentions[key] = [mention]
                    else:
                        mentions.append(mention)
    return Market(needs, offers, own, others, matcher.matches(needs.mentions, offers.mentions))


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
