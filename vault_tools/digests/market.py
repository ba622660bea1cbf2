"""What everybody in the network looks for and can give, by phrase, and which of it fits."""

from collections.abc import Iterable, Mapping
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


class Market(msgspec.Struct, frozen=True):
    """The needs and the offers by topic key, each key's strongest relationships first; and by need the offers that
    fit. Closed contacts take no part."""

    needs: dict[str, list[Side]]
    offers: dict[str, list[Side]]
    matches: "Mapping[str, Mapping[str, Match]]"


def find_market(context: "Context", matcher: "Matcher") -> Market:
    """The market of a network. `matcher` remembers what was matched before."""
    needs: dict[str, list[Side]] = {}
    offers: dict[str, list[Side]] = {}
    keys: dict[str, str] = {}
    for note in sorted(
        (*_contacts(context), *_resources(context)), key=lambda one: (-one.strength, one.name, one.path)
    ):
        for texts, property_, sides in ((note.needs, "needs", needs), (note.offers, "offers", offers)):
            for text in texts:
                key = keys.get(text)
                if key is None:
                    key = keys[text] = topic_key(text)
                if key:
                    side = Side(text, note.path, note.name, property_, note.person, note.strength, note.through)
                    sides.setdefault(key, []).append(side)
    return Market(needs, offers, matcher.matches(needs, offers))


class _Note(msgspec.Struct):
    """A note with needs or offers, and who has them; the fields are those of `Side`."""

    path: str
    name: str
    person: str | None
    strength: int
    through: str
    needs: list[str]
    offers: list[str]


def _contacts(context: "Context") -> Iterable[_Note]:
    for path, contact in context.network.contacts.items():
        note = contact.note
        if (note.needs or note.offers) and not contact.closed:
            yield _Note(path, note.name, path, context.strengths[path].score, "", note.needs, note.offers)


def _resources(context: "Context") -> Iterable[_Note]:
    """The resources that are one's own or come through a contact who is not closed."""
    for path, resource in context.network.resources.items():
        through = context.network.contacts[resource.through] if resource.through else None
        if resource.reachable and not (through and through.closed):
            strength = context.strengths[through.path].score if through else OWN
            called = through.name if through else ""
            yield _Note(path, resource.note.name, resource.through, strength, called, [], resource.note.offers)
