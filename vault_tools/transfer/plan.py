"""Arrivals against the people there are: who is new, who is the same, what each note would gain, who may be a double.

A value that a note has is never replaced: only what is absent is filled in, and lists grow. Where note and source
differ the note's own is kept, and the difference shown. So whatever the user changed since the last import stays, and
nothing has to be remembered of what was imported.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from vault_tools.creating import Card
from vault_tools.dates.birthday import parse_birthday
from vault_tools.dates.partial import BadDate, PartialDate
from vault_tools.language import mark as _
from vault_tools.network.identity import email_key, linkedin_key, page_key, phone_key, same_phone
from vault_tools.network.naming import name_key
from vault_tools.network.topics import topic_key
from vault_tools.transfer.arrivals import Arrival, Extra
from vault_tools.transfer.known import Found, Held, Known

State = Literal["new", "updated", "same", "double", "left-out"]
Answer = Literal["new", "same", "skip"]
"""What is to be done with a possible double."""

UNREADABLE = _("the note's frontmatter can't be read: `vault-tools check` says where")

SAME_NOTE = _("the same note")
IN_PLACE = _("becomes a contact where it is")

TEXTS = ("org", "role", "industry", "city", "value", "wechat", "linkedin", "url", "birthday")
LISTS = ("aliases", "circles", "offers", "needs", "email", "phone", "uid", "tags")


class Change(msgspec.Struct, frozen=True):
    """What the source says of a property: values that the note gains, or, where it has its own (`present`), the one
    that it does not take."""

    name: str
    values: tuple[str, ...]
    present: str = ""

    @property
    def kept(self) -> bool:
        """Whether the note keeps what it has."""
        return bool(self.present)


class Row(msgspec.Struct):
    """What is to be done with one arrival; `why` is a message, `held` whose note it is about. `text_left`: they come
    with a note whose text that note does not have, and does not get."""

    number: int
    state: State
    arrival: Arrival
    held: Held
    why: str = ""
    params: dict[str, str] = {}
    changes: list[Change] = []
    extras: tuple[Extra, ...] = ()
    text_left: bool = False


def plan(
    arrivals: Iterable[Arrival], known: Known, *, doubles: Answer = "skip", answers: Mapping[int, Answer] | None = None
) -> list[Row]:
    """A row for each arrival, in their order. `doubles` says what becomes of those who may be in the vault already,
    `answers` the same for single ones by their number. `known` grows by those who are new."""
    return [
        _row(number, arrival, known, (answers or {}).get(number, doubles)) for number, arrival in enumerate(arrivals)
    ]


def _row(number: int, arrival: Arrival, known: Known, double: Answer) -> Row:
    arriving = cleaned(arrival)
    extras = tuple(Extra(one_line(one.label) or "?", one.text) for one in arrival.extras if one.text.strip())
    if arrival.original and arrival.original.path:
        return _in_place(number, arrival, known)
    found = _one_of_before(arrival, known) if arrival.original else known.find(arriving)
    if found and not (found.sure or found.other) and double == "skip":
        return Row(number, "double", arrival, found.held, found.why, found.params)
    if found is None or found.other or (not found.sure and double == "new"):
        extras = () if arrival.original else extras  # a note that is copied in has them
        held = Held(arriving, new=True, extras=list(extras), photo=arrival.photo, original=arrival.original)
        known.add(held)
        why, params = (found.why, found.params) if found else ("", {})
        return Row(number, "new", arrival, held, why, params, extras=extras)
    if not found.held.readable:
        return Row(number, "left-out", arrival, found.held, UNREADABLE)
    return _update(Row(number, "same", arrival, found.held, found.why, extras=extras), arriving, known)


def _one_of_before(arrival: Arrival, known: Known) -> Found | None:
    """Who somebody with a note of their own is. Those of an exported vault have a note each: two of them are two."""
    place = arrival.original.place if arrival.original else ""
    at_place = known.at(place)
    if at_place and name_key(at_place.card.name) == name_key(arrival.card.name):
        return Found(at_place, SAME_NOTE, sure=True)
    found = known.find(cleaned(arrival))
    return None if found and place and found.held.new else found


def _in_place(number: int, arrival: Arrival, known: Known) -> Row:
    """The row of a note in the vault, which is to become, or is, the one of a contact."""
    path, changed = (arrival.original.path, arrival.original.changed) if arrival.original else ("", False)
    held = known.at(path)
    if held is None:
        held = Held(arrival.card, path)
        known.add(held)
    state: State = "updated" if changed else "same"
    return Row(number, state, arrival, held, IN_PLACE if changed else "")


def cleaned(arrival: Arrival) -> Card:
    """The card with the source's ids, each text on one line and without control characters, empty ones left out."""
    card = arrival.card
    lists = {name: getattr(card, name) for name in LISTS} | {"uid": (*card.uid, *arrival.ids)}
    texts = {name: one_line(getattr(card, name)) for name in ("name", *TEXTS)}
    kept = {name: tuple(dict.fromkeys(filter(None, map(one_line, values)))) for name, values in lists.items()}
    return msgspec.structs.replace(card, **texts, **kept)


def one_line(text: str) -> str:
    """A text as a property can hold it: on one line, and no link or placeholder of the vault's."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() else " " for char in text)
    for mark in ("[[", "]]", "{{", "<%"):
        while mark in text:
            text = text.replace(mark, mark[0])
    return " ".join(text.split())


def _update(row: Row, arriving: Card, known: Known) -> Row:
    """The row with what its note gains, if anything."""
    held = row.held
    if held.since and arriving.met and held.since < arriving.met.first:
        arriving = msgspec.structs.replace(arriving, met=None)  # the note's own evidence is earlier
    row.changes = compare(held.card, arriving, known.country)
    gained = [change for change in row.changes if not change.kept]
    row.extras = tuple(extra for extra in row.extras if extra not in held.extras)
    if gained:
        held.card = _with(held.card, gained, arriving.met)
        known.add(held)
    held.extras += row.extras
    held.photo = held.photo or row.arrival.photo
    if gained or (row.extras and held.new):
        row.state = "updated"
    return row


def compare(held: Card, arriving: Card, country: str = "") -> list[Change]:
    """What a note would gain by a card, and where both say something else."""
    changes = []
    if name_key(arriving.name) not in {name_key(name) for name in (held.name, *held.aliases)}:
        arriving = msgspec.structs.replace(arriving, aliases=(*arriving.aliases, arriving.name))
    if arriving.met and not held.met:
        changes.append(Change("met", (str(arriving.met),)))
    for name in TEXTS:
        own, other = getattr(held, name), getattr(arriving, name)
        if other and not own:
            changes.append(Change(name, (other,)))
        elif other and not _equal(name, own, other):
            changes.append(Change(name, (other,), present=own))
    for name in LISTS:
        own = {_item_key(name, one, country) for one in getattr(held, name)}
        fresh = {key: one for one in getattr(arriving, name) if (key := _item_key(name, one, country)) not in own}
        if name == "phone":
            fresh = {key: one for key, one in fresh.items() if not any(same_phone(key, number) for number in own)}
        if name == "aliases":
            fresh.pop(name_key(held.name), None)
        if fresh:
            changes.append(Change(name, tuple(fresh.values())))
    return changes


def _with(card: Card, gained: Iterable[Change], met: PartialDate | None) -> Card:
    for change in gained:
        if change.name == "met":
            card = msgspec.structs.replace(card, met=met)
        elif change.name in LISTS:
            card = msgspec.structs.replace(card, **{change.name: (*getattr(card, change.name), *change.values)})
        else:
            card = msgspec.structs.replace(card, **{change.name: change.values[0]})
    return card


def _equal(name: str, own: str, other: str) -> bool:
    if name == "linkedin":
        return linkedin_key(own) == linkedin_key(other)
    if name == "url":
        return page_key(own) == page_key(other)
    if name == "birthday":
        try:
            return parse_birthday(own) == parse_birthday(other)
        except BadDate:
            return own == other
    return topic_key(own) == topic_key(other)


def _item_key(name: str, item: str, country: str) -> str:
    if name == "email":
        return email_key(item) or topic_key(item)
    if name == "phone":
        return phone_key(item, country) or topic_key(item)
    if name == "aliases":
        return name_key(item)
    return item if name == "uid" else topic_key(item)
