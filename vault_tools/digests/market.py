"""What everybody in the network looks for and can give, by phrase, and which of it fits."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from vault_tools.network.topics import topic_key

if TYPE_CHECKING:  # the library that compares is imported where something is compared
    from vault_tools.digests.context import Context
    from vault_tools.digests.matching import Matcher
    from vault_tools.digests.phrases import Match


class Side(msgspec.Struct, frozen=True):
    """A need or an offer: its words, and where they stand, the `path` and name of the note and the property.

    `person` is the contact who needs it or through whom it comes; None: it is my own. `strength` is that of the
    relationship with them, 100 for myself.
    """

    text: str
    path: str
    name: str
    property: str
    person: str | None
    strength: int


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
    for path, contact in context.network.contacts.items():
        note = contact.note
        if contact.closed or not (note.needs or note.offers):
            continue
        strength = context.strengths[path].score
        for texts, name, sides in ((note.needs, "needs", needs), (note.offers, "offers", offers)):
            for text in texts:
                _file(sides, keys, Side(text, path, contact.name, name, path, strength))
    for side in _of_resources(context):
        _file(offers, keys, side)
    for listed in (*needs.values(), *offers.values()):
        listed.sort(key=lambda side: (-side.strength, side.name, side.path))
    return Market(needs, offers, matcher.matches(needs, offers))


def _file(sides: dict[str, list[Side]], keys: dict[str, str], side: Side) -> None:
    key = keys.get(side.text)
    if key is None:
        key = keys[side.text] = topic_key(side.text)
    if key:
        sides.setdefault(key, []).append(side)


def _of_resources(context: "Context") -> Iterable[Side]:
    """What the resources offer that are one's own or come through a contact who is not closed."""
    for path, resource in context.network.resources.items():
        through = context.network.contacts[resource.through] if resource.through else None
        if not resource.reachable or (through and through.closed):
            continue
        strength = context.strengths[through.path].score if through else 100
        for text in resource.note.offers:
            yield Side(text, path, resource.note.name, "offers", resource.through, strength)
