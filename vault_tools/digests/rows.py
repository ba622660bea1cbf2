"""The ids of digests' rows: the same on every machine and at every render, until the row has been carried out.

A contact's row is told by its note, its last touch and the rows already carried out for it, so that the next time it is
due the row is another one. An id that a digest shows already stays, under whatever name the note goes now.
"""

import hashlib
from base64 import b32encode
from collections.abc import Iterable, Mapping
from datetime import date

from vault_tools.digests.each import Each
from vault_tools.network.model import Contact, Introduction, PromiseMade

CONTACT, PROMISE, INTRODUCTION, PROPOSAL, JUDGING, OFFER = "vt-c", "vt-p", "vt-i", "vt-j", "vt-s", "vt-o"
"""How the ids of the rows of each kind begin."""

VALUE, EARNS = "vt-v", "vt-e"
FACTS = {VALUE: "value", EARNS: "earns"}
"""The same of rows that ask for a fact about a contact, and the property of the contact's note that holds it."""


def contact_row(contact: Contact, touch: date | None, present: str | None) -> str:
    """The id of a contact's row. `touch` is the day of the last touch, `present` the id that the vault's digests show
    now, if any."""
    done = [line.row for line in contact.note.log if line.row]
    if present is not None and present not in done:
        return present
    return row_id(CONTACT, contact.path, touch, len(done))


def judging_row(path: str, present: Mapping[str, str]) -> str:
    """The id of the row that asks to judge the contact at `path`; `present` are such ids, by path, that the vault's
    digests show now. A note that was renamed keeps its id, and another one at its old path gets a new one."""
    if path in present:
        return present[path]
    first = row_id(JUDGING, path)
    return row_id(JUDGING, path, "") if first in present.values() else first


def promise_rows(promises: Iterable[PromiseMade]) -> Mapping[tuple[str, int], str]:
    """By path and line, the id of each promise's row: told by its words and its date, so that it outlives a renaming
    of the note and lines coming and going above it. Of several with the same words the order tells."""
    parts: dict[tuple[str, int], tuple[str, date | None, int]] = {}
    seen: dict[str, int] = {}
    for made in promises:
        text = made.promise.text
        seen[text] = seen.get(text, -1) + 1
        parts[made.path, made.promise.line] = text, made.promise.due, seen[text]
    return Each(parts, lambda place: row_id(PROMISE, *parts[place]))


def introduction_rows(introductions: Mapping[str, Introduction]) -> dict[str, str]:
    """By path, the id of each introduction's row: another one at each status, and the same under another name."""
    rows: dict[str, str] = {}
    seen: dict[tuple[object, ...], int] = {}
    for path, one in introductions.items():
        key = one.note.status, one.note.date, one.note.need, one.note.offer
        seen[key] = seen.get(key, -1) + 1
        rows[path] = row_id(INTRODUCTION, *key, seen[key])
    return rows


def fact_row(kind: str, path: str) -> str:
    """The id of the row that asks for a fact about the contact at `path`."""
    return row_id(kind, path)


def offer_row(path: str, topic: str = "") -> str:
    """The id of the row that asks for an offer to the contact at `path`: about a topic, or of any kind."""
    return row_id(OFFER, path, topic)


def row_id(kind: str, *parts: object) -> str:
    """An id that begins with `kind`, made of what identifies a row."""
    digest = hashlib.blake2b("\0".join(map(str, parts)).encode(errors="replace"), digest_size=5).digest()
    return f"{kind}{b32encode(digest).decode().lower()}"
