"""Contacts as vCards, 4.0 (RFC 6350) or 3.0 (RFC 2426), as the address books of telephones take them.

What is judged about somebody (stage, fit, red flags …) stays in the vault: an address book goes to many places.
"""

import re
from collections.abc import Iterator
from typing import Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from vault_tools.dates.birthday import parse_birthday
from vault_tools.export.document import ContactEntry
from vault_tools.network.identity import is_chinese_name, split_chinese_name

Version = Literal["4.0", "3.0"]

_LINE = 75
"""Bytes in a line, its end not counted; a longer one goes on in the next after a blank."""

_SPECIAL = re.compile(r"([\\,;])")
_NO_YEAR = 1604
"""The year that Apple's address book writes, with a parameter, where there is none in version 3.0."""


def vcards(contacts: list[ContactEntry], version: Version = "4.0") -> str:
    """The cards of the contacts, one after another, with the line ends that the format asks for."""
    return "".join(_folded(line) for contact in contacts for line in _card(contact, version))


def card_uid(contact: ContactEntry) -> str:
    """What tells a card from all others for good: the `uid` it came with, else one made from the note's path."""
    if contact.uid:
        return contact.uid[0]
    return str(uuid5(NAMESPACE_URL, f"vault-tools:{contact.path}"))


def _card(contact: ContactEntry, version: Version) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield "PRODID:-//vault-tools//EN"
    yield f"UID:{_uid(card_uid(contact), version)}"
    yield f"FN:{_text(contact.name)}"
    yield f"N:{';'.join(map(_text, (*_name_parts(contact.name), '', '', '')))}"
    yield from _person(contact)
    yield from _ways_to_reach(contact, version)
    if contact.birthday:
        yield from _birthday(contact.birthday, version)
    yield "END:VCARD"


def _person(contact: ContactEntry) -> Iterator[str]:
    if contact.aliases:
        yield f"NICKNAME:{_list(contact.aliases)}"
    if contact.org:
        yield f"ORG:{_text(contact.org)}"
    if contact.role:
        yield f"TITLE:{_text(contact.role)}"
    if contact.city:
        yield f"ADR:;;;{_text(contact.city)};;;"
    if contact.tags:
        yield f"CATEGORIES:{_list(contact.tags)}"


def _ways_to_reach(contact: ContactEntry, version: Version) -> Iterator[str]:
    for number in contact.phone:
        yield f"TEL;TYPE=voice:{_text(number)}"
    for address in contact.email:
        yield f"EMAIL{'' if version == '4.0' else ';TYPE=INTERNET'}:{_text(address)}"
    if contact.wechat:
        yield f"X-WECHAT:{_text(contact.wechat)}"
    if contact.linkedin:
        yield f"X-SOCIALPROFILE;TYPE=linkedin:{_uri(_page(contact.linkedin))}"
    if contact.url:
        yield f"URL:{_uri(contact.url)}"


def _uid(uid: str, version: Version) -> str:
    try:
        return f"urn:uuid:{UUID(uid)}" if version == "4.0" and "-" in uid else _text(uid)
    except ValueError:
        return _text(uid)


def _name_parts(name: str) -> tuple[str, str]:
    """Family name and given names: Chinese names begin with the family's, others end with it."""
    if is_chinese_name(name) and " " not in name:
        return split_chinese_name(name)
    if is_chinese_name(name) and not any(char.isascii() and char.isalpha() for char in name):
        family, _, given = name.partition(" ")
        return family, given
    given, _, family = name.rpartition(" ")
    return (family, given) if given else ("", family)


def _birthday(text: str, version: Version) -> Iterator[str]:
    day = parse_birthday(text)
    month_and_day = f"{day.month:02}-{day.day:02}"
    if day.lunar:  # BDAY would be taken for a day of the solar year
        yield f"X-ALTBDAY;CALSCALE=chinese:{day.year or '-'}-{month_and_day}"
    elif version == "4.0":
        yield f"BDAY:{day.year or '--'}{month_and_day.replace('-', '')}"
    elif day.year:
        yield f"BDAY:{day.year}-{month_and_day}"
    else:
        yield f"BDAY;X-APPLE-OMIT-YEAR={_NO_YEAR}:{_NO_YEAR}-{month_and_day}"


def _page(linkedin: str) -> str:
    """A LinkedIn page as an address that can be opened, also where the note has only a part of it."""
    if "://" in linkedin:
        return linkedin
    return f"https://{linkedin}" if "/" in linkedin else f"https://www.linkedin.com/in/{linkedin.lstrip('@')}"


def _text(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(value.split()))


def _list(values: list[str]) -> str:
    return ",".join(map(_text, values))


def _uri(value: str) -> str:
    return "".join(value.split())


def _folded(line: str) -> str:
    """A line in pieces of at most 75 bytes; no character is torn."""
    pieces, size = [""], 0
    for char in line:
        length = len(char.encode())
        if size + length > _LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += char
        size += length
    return "\r\n".join(pieces) + "\r\n"
