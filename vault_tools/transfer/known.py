"""Who is in the vault already: found by a source's id, an address, a number, or a name, with how sure that is."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from vault_tools.creating import Card
from vault_tools.dates.birthday import Birthday
from vault_tools.language import mark as _
from vault_tools.network.identity import (
    alike,
    email_key,
    is_shared_mailbox,
    linkedin_key,
    loose_keys,
    phone_block,
    phone_key,
    same_phone,
)
from vault_tools.network.model import Contact
from vault_tools.network.naming import name_key, org_key
from vault_tools.network.records import ContactNote
from vault_tools.transfer.arrivals import Extra, Original, Photo

SAME_ID = _("the same id")
SAME_EMAIL = _("the same e-mail address")
SAME_PHONE = _("the same telephone number")
SAME_NAME_AND_ORG = _("the same name and organisation")
SAME_NAME = _("the same name")
SHARED_EMAIL = _("the same e-mail address, another name")
SHARED_PHONE = _("the same telephone number, another name")
SEVERAL = _("several people have this name, address or number")
LIKE_NAME = _("a name with the same words or pinyin")
OTHER_ID = _("the same name and organisation, but another id")
NAMESAKE = _("not %(who)s, who has another organisation and other numbers")


class Held(msgspec.Struct):
    """Somebody there is, or will be: the note's path and what it says. `since`: the first day something happened with
    them. `new`: the note is yet to be made, with these extras and this photo, or as a
    copy of `original`, and has its path only then."""

    card: Card
    path: str = ""
    readable: bool = True
    since: date | None = None
    new: bool = False
    extras: list[Extra] = []
    photo: Photo | None = None
    original: Original | None = None


class Found(msgspec.Struct, frozen=True):
    """Who an arrival is (`sure`), may be, or is not though the name is the same (`other`); `why` is a message."""

    held: Held
    why: str
    sure: bool
    other: bool = False
    params: dict[str, str] = {}


class Known:
    """The people there are. `country`: ISO code of telephone numbers that don't say theirs."""

    def __init__(self, contacts: Mapping[str, Contact], country: str = "") -> None:
        self.country = country
        self._keys: dict[tuple[str, str], list[Held]] = {}
        self._paths: dict[str, Held] = {}
        for path, contact in contacts.items():
            since = contact.interactions[0].day if contact.interactions else None
            self._paths[path] = Held(card_of(contact.note), path, contact.note.readable, since)
            self.add(self._paths[path])

    def at(self, path: str) -> Held | None:
        """The one whose note lies there."""
        return self._paths.get(path)

    def add(self, held: Held) -> None:
        """Take in one more, or one of whom more is known now."""
        stem = held.path.rpartition("/")[2].removesuffix(".md")
        names = filter(None, (held.card.name, stem, *held.card.aliases))
        for key in (*self._ids(held.card), *self._addresses(held.card), *_name_keys(names)):
            there = self._keys.setdefault(key, [])
            if not any(one is held for one in there):
                there.append(held)

    def find(self, card: Card) -> Found | None:
        """Who this is, or may be; None if it is somebody new."""
        for key in self._ids(card):
            if there := self._keys.get(key):
                return Found(there[0], SAME_ID, sure=True)
        return self._by_address(card) or self._by_name(card)

    def named(self, name: str, email: str = "") -> Held | None:
        """The one person of that address, or id of a source, else of just that name; None if there is none, or
        several."""
        for key in (("id", email), ("email", email_key(email)), ("name", name_key(name))):
            there = self._keys.get(key, []) if key[1] else []
            if len(there) == 1:
                return there[0]
        return None

    def _by_address(self, card: Card) -> Found | None:
        for key in self._addresses(card):
            there = self._keys.get(key, [])
            if key[0] == "phone":
                there = [held for held in there if self._has_number(held, card)]
            if not there:
                continue
            fitting = [held for held in there if _alike(card, held.card)]
            what, shared = (SAME_EMAIL, SHARED_EMAIL) if key[0] == "email" else (SAME_PHONE, SHARED_PHONE)
            if len(fitting) == 1:
                return Found(fitting[0], what, sure=True)
            own = key[0] == "email" and not is_shared_mailbox(key[1])
            if len(there) == 1:
                return Found(there[0], what if own else shared, sure=own)
            if fitting or own:
                return Found((fitting or there)[0], SEVERAL, sure=False)
        return None

    def _by_name(self, card: Card) -> Found | None:
        same = self._keys.get(("name", name_key(card.name)), [])
        org = org_key(card.org)
        colleagues = [held for held in same if org_key(held.card.org) == org]
        if len(colleagues) == 1 and self._compatible(card, colleagues[0].card):
            return Found(colleagues[0], SAME_NAME_AND_ORG if org else SAME_NAME, sure=True)
        if len(colleagues) > 1:
            return Found(colleagues[0], SEVERAL, sure=False)
        if colleagues:
            why = OTHER_ID if org else SAME_NAME
            return Found(colleagues[0], why, sure=False)
        found = same, SAME_NAME
        if not same:
            loose = [held for key in sorted(loose_keys(card.name)) for held in self._keys.get(("words", key), [])]
            found = [held for held in loose if not _two_chinese_names(card, held.card)], LIKE_NAME
        unclear = [held for held in found[0] if not self._is_other(card, held.card)]
        if unclear:
            return Found(unclear[0], found[1], sure=False)
        if same:
            return Found(same[0], NAMESAKE, sure=False, other=True, params={"who": same[0].path or same[0].card.name})
        return None

    def _is_other(self, card: Card, held: Card) -> bool:
        """Whether two of one name, who have no address in common, are two people: each has another organisation, and
        other numbers or another profile."""
        if not (card.org and held.org) or org_key(card.org) == org_key(held.org):
            return False
        return bool(self._addresses(card) and self._addresses(held)) or _other_ids(card, held)

    def _compatible(self, card: Card, held: Card) -> bool:
        """Whether two of one name and organisation, be it none, can be one person: a source knows them by one id, and
        where there is no organisation, nothing else may differ."""
        return not _other_ids(card, held) and bool(card.org or not self._addresses(card))

    def _ids(self, card: Card) -> list[tuple[str, str]]:
        profile = [("linkedin", linkedin_key(card.linkedin))] if card.linkedin else []
        return [("id", one) for one in card.uid if one] + profile

    def _addresses(self, card: Card) -> list[tuple[str, str]]:
        emails = [("email", key) for one in card.email if (key := email_key(one))]
        return emails + [("phone", phone_block(key)) for key in self._numbers(card)]

    def _numbers(self, card: Card) -> list[str]:
        return [key.partition(";")[0] for one in card.phone if (key := phone_key(one, self.country))]

    def _has_number(self, held: Held, card: Card) -> bool:
        """Whether a number of both is one, whatever its extension."""
        own = self._numbers(held.card)
        return any(same_phone(number, other) for number in self._numbers(card) for other in own)


def card_of(note: ContactNote) -> Card:
    """A contact's note as a card, for comparing."""
    return Card(
        name=note.name,
        aliases=tuple(note.aliases),
        met=note.met,
        source=note.source.name if note.source else "",
        org=note.org,
        role=note.role,
        industry=note.industry,
        circles=tuple(note.circles),
        city=note.city,
        offers=tuple(note.offers),
        needs=tuple(note.needs),
        value=note.value,
        email=tuple(note.email),
        phone=tuple(note.phone),
        wechat=note.wechat,
        linkedin=note.linkedin,
        url=note.url,
        birthday=birthday_text(note.birthday) if note.birthday else "",
        uid=tuple(note.uid),
    )


def birthday_text(birthday: Birthday) -> str:
    """A birthday as a note writes it."""
    year = f"{birthday.year:04}-" if birthday.year else ""
    return f"{'lunar ' if birthday.lunar else ''}{year}{birthday.month:02}-{birthday.day:02}"


def _name_keys(names: Iterable[str]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name in names:
        found.append(("name", name_key(name)))
        found += [("words", key) for key in loose_keys(name)]
    return found


def _other_ids(card: Card, held: Card) -> bool:
    """Whether each has an id or a profile, which are known to be others."""
    return bool((card.uid and held.uid) or (card.linkedin and held.linkedin))


def _two_chinese_names(card: Card, held: Card) -> bool:
    """Whether both names are Chinese: of two that only sound the same, most are two people's."""
    return not (card.name.isascii() or held.name.isascii())


def _alike(card: Card, held: Card) -> bool:
    return any(alike(card.name, name) for name in (held.name, *held.aliases))
