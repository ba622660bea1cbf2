"""Contacts who may be one person: pairs, each with what speaks for it and how much.

Nobody is compared with everybody: what two people share (an address, a number, a name in one of its forms) is a key,
and only those who have a key in common are looked at.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from math import prod
from typing import Literal, NamedTuple

import msgspec

from vault_tools.network.identity import (
    email_key,
    is_chinese_name,
    is_shared_mailbox,
    linkedin_key,
    phone_block,
    phone_key,
    pinyin_keys,
    same_phone,
    swapped_keys,
)
from vault_tools.network.model import Contact, Network
from vault_tools.network.naming import name_key, name_words, org_key
from vault_tools.network.nicknames import full_keys, short_keys, whole_keys
from vault_tools.network.people import People

Code = Literal[
    "email", "phone", "wechat", "linkedin", "name", "swapped", "pinyin", "alias", "nickname", "org", "city", "birthday"
]

WEIGHTS: dict[Code, float] = {
    "email": 0.8,
    "phone": 0.7,
    "wechat": 0.8,
    "linkedin": 0.9,
    "name": 0.5,
    "swapped": 0.4,
    "pinyin": 0.4,
    "alias": 0.45,
    "nickname": 0.25,
    "org": 0.3,
    "city": 0.1,
    "birthday": 0.5,
}
"""How far each clue alone makes two contacts one person, 0 to 1. Clues are taken as independent: what is left of the
doubt is multiplied."""

NAMING: frozenset[Code] = frozenset({"name", "swapped", "pinyin", "alias", "nickname"})
_SHARED_AS_THEY_ARE: tuple[Code, ...] = ("email", "wechat", "linkedin", "name")
LIKELY, SURE = 0.6, 0.9
"""From where a pair is called likely, and very likely."""

_SHOWN_FROM = 0.4
_OTHER_ORG = 0.85
_OTHER_BIRTHDAY = 0.2
_OFFICE_MAILBOX = 0.3
_NAMESAKES = 3
"""So many of one name may well be one person; the more there are beyond, the less the name says of any two."""
_LARGEST_BLOCK = 30
"""What more people than this share says nothing about any two of them."""


class Clue(msgspec.Struct, frozen=True):
    """Something two contacts have in common: of what sort, and the value as one of them has it. `weight` as in
    WEIGHTS, less where others share it too."""

    code: Code
    value: str
    weight: float


class Double(msgspec.Struct, frozen=True):
    """Two contacts, by path, who may be one. `kept` is the one of which more is known, `other` the one to be taken into
    it. `certain`: they have one name and one address or number that nobody else has."""

    kept: str
    other: str
    confidence: float
    certain: bool
    clues: tuple[Clue, ...]


How = Literal[Code, "word", "whole"]
"""As what a contact has a key; `word`: by a part of the name, `whole`: by all of it, with the given name in full."""


class _Mark(NamedTuple):
    """That a contact has a key: by which of its values, and as what."""

    path: str
    how: How
    value: str


def find_doubles(network: Network, region: str = "") -> list[Double]:
    """The pairs that may be one person, surest first; those that a note says are `not_same` left out. `region` is the
    country of telephone numbers without one."""
    apart = _kept_apart(network)
    clues: dict[tuple[str, str], dict[Code, Clue]] = {}
    for marks in _blocks(network.contacts.values(), region):
        people = {mark.path for mark in marks}
        if not 1 < len(people) <= _LARGEST_BLOCK:
            continue
        for one, other in combinations(marks, 2):
            if one.path != other.path and (clue := _clue(one, other, len(people), region)):
                first, second = sorted((one.path, other.path))
                known = clues.setdefault((first, second), {})
                if clue.code not in known or known[clue.code].weight < clue.weight:
                    known[clue.code] = clue
    found = (_double(network, pair, known) for pair, known in clues.items() if pair not in apart)
    return sorted(filter(None, found), key=lambda one: (not one.certain, -one.confidence, one.kept, one.other))


def _kept_apart(network: Network) -> set[tuple[str, str]]:
    """The pairs, each in the order of its paths, that one of its notes says are two."""
    saying = [contact for contact in network.contacts.values() if contact.note.not_same]
    if not saying:
        return set()
    people = People(network.called, network.links)
    pairs = set()
    for contact in saying:
        for ref in contact.note.not_same:
            answer = people.find(ref, contact.path)
            for path in (answer.path, *answer.candidates):
                if path is not None:
                    first, second = sorted((contact.path, path))
                    pairs.add((first, second))
    return pairs


def _blocks(contacts: Iterable[Contact], region: str) -> Iterator[list[_Mark]]:
    blocks: dict[tuple[str, str], dict[_Mark, None]] = {}
    for contact in contacts:
        for sort, key, how, value in _keys(contact, region):
            if key:
                blocks.setdefault((sort, key), {})[_Mark(contact.path, how, value)] = None
    return (list(marks) for marks in blocks.values() if len(marks) > 1)


def _keys(contact: Contact, region: str) -> Iterator[tuple[str, str, How, str]]:
    """What a contact can be found by: (sort of key, key, as what, value as the note has it)."""
    note = contact.note
    for text in note.email:
        yield "email", email_key(text), "email", text
    for text in note.phone:
        yield "phone", phone_block(phone_key(text, region)), "phone", text
    yield "wechat", note.wechat.strip().casefold(), "wechat", note.wechat
    yield "linkedin", linkedin_key(note.linkedin), "linkedin", note.linkedin
    org = org_key(note.org)
    for code, key, value in _names(contact):
        yield "name", key, code, value
        if org:  # a name that many have is a key all the same among those of one organisation
            yield "name in org", f"{org} {key}", code, value
    if org:
        for key in full_keys(contact.name):
            yield "nickname", f"{org} {key}", "word", contact.name
        for key in whole_keys(contact.name):
            yield "nickname", f"{org} {key}", "whole", contact.name
        for alias in (contact.name, *note.aliases):
            for key in short_keys(alias):
                yield "nickname", f"{org} {key}", "nickname", alias


def _names(contact: Contact) -> Iterator[tuple[Code, str, str]]:
    name = contact.name
    yield "name", name_key(name), name
    for key in swapped_keys(name):
        yield "swapped", key, name
    for key in pinyin_keys(name):
        yield "pinyin", key, name
    for alias in contact.note.aliases:
        yield "alias", name_key(alias), alias
        for key in pinyin_keys(alias):
            yield "pinyin", key, alias


def _clue(one: _Mark, other: _Mark, people: int, region: str) -> Clue | None:
    """What two marks of one key say, in a block of so many people; None where they say nothing."""
    code = _code(one, other, region)
    if code is None:
        return None
    weight = WEIGHTS[code]
    if code == "email" and is_shared_mailbox(email_key(one.value)):
        weight = _OFFICE_MAILBOX
    telling = other if one.how in ("name", "word") else one
    if one.how == other.how:
        telling = min(one, other, key=lambda mark: len(mark.value))
    enough = 2 if code not in NAMING or code == "nickname" else _NAMESAKES
    return Clue(code, telling.value, weight * min(1, enough / people))


def _code(one: _Mark, other: _Mark, region: str) -> Code | None:
    hows = {one.how, other.how}
    if hows == {"phone"}:
        return "phone" if same_phone(phone_key(one.value, region), phone_key(other.value, region)) else None
    if "pinyin" in hows:
        # two names in characters that are read alike are two names
        return "pinyin" if is_chinese_name(one.value) != is_chinese_name(other.value) else None
    if hows == {"word", "nickname"}:
        return "nickname"
    if hows in ({"whole"}, {"nickname"}):
        # in another order they are one name; and 小王 is not 老王
        other_words = set(name_words(one.value)) != set(name_words(other.value))
        return "nickname" if other_words and not is_chinese_name(one.value) else None
    if hows == {"name", "swapped"}:
        return "swapped"
    if "alias" in hows:
        return "alias"
    return next((code for code in _SHARED_AS_THEY_ARE if hows == {code}), None)


def _double(network: Network, pair: tuple[str, str], known: dict[Code, Clue]) -> Double | None:
    """The pair with all that speaks for it; None where that is too little."""
    one, other = (network.contacts[path] for path in pair)
    found = {code: clue for code, clue in known.items() if code not in NAMING or not _told_by(code, known)}
    found |= {code: Clue(code, value, WEIGHTS[code]) for code, value in _in_common(one, other)}
    left = _left_after(one, other)
    confidence = (1 - prod(1 - clue.weight for clue in found.values())) * left
    if confidence < _SHOWN_FROM:
        return None
    own = any(code in known and known[code].weight == WEIGHTS[code] for code in ("email", "phone"))
    kept, gone = sorted((one, other), key=lambda contact: (-_known_of(contact), contact.path))
    clues = tuple(sorted(found.values(), key=lambda clue: (-clue.weight, clue.code)))
    certain = own and "name" in known and left > _OTHER_BIRTHDAY
    return Double(kept.path, gone.path, round(confidence, 2), certain, clues)


def _told_by(code: Code, known: Iterable[Code]) -> bool:
    """Whether what a clue of a name says is said by a stronger one already."""
    others = NAMING.intersection(known) - {code}
    return (code == "nickname" and bool(others)) or (code != "name" and "name" in others)


def _in_common(one: Contact, other: Contact) -> Iterator[tuple[Code, str]]:
    """What supports a pair, and would not make one."""
    if one.note.org and org_key(one.note.org) == org_key(other.note.org):
        yield "org", one.note.org
    if one.note.city and name_key(one.note.city) == name_key(other.note.city):
        yield "city", one.note.city
    birthday = one.note.birthday
    if birthday and birthday == other.note.birthday:
        yield "birthday", f"{birthday.month:02}-{birthday.day:02}"


def _left_after(one: Contact, other: Contact) -> float:
    """What is left of a pair's likelihood after what speaks against it."""
    left = 1.0
    if one.note.org and other.note.org and org_key(one.note.org) != org_key(other.note.org):
        left *= _OTHER_ORG
    birthdays = one.note.birthday, other.note.birthday
    if all(birthdays) and len({(day.month, day.day, day.lunar) for day in birthdays if day}) > 1:
        left *= _OTHER_BIRTHDAY
    return left


def _known_of(contact: Contact) -> int:
    """How much is known of somebody: what happened counts before what is noted."""
    note = contact.note
    noted = sum(getattr(note, name) not in ("", [], None) for name in note.__struct_fields__)
    return 100 * (len(contact.interactions) + len(contact.deals)) + noted
