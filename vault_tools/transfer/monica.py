"""The JSON that Monica 4 exports → people, with activities, calls and conversations as what happened.

An account holds lists by type (`{"type", "count", "values"}`), so does each contact; an entry's own facts stand under
`properties`. Whatever no property of ours holds is an extra, or counted.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from vault_tools.creating import Card
from vault_tools.dates.partial import PartialDate
from vault_tools.language import mark as _
from vault_tools.network.identity import email_key
from vault_tools.transfer.arrivals import NO_NAME, Arrival, Extra, Happening, Lost, Options, Reading, whole_name
from vault_tools.transfer.sources import ImportRefused, Input

PARTIAL = _("people who are only somebody's relatives")
NOT_DATED = _("has no date that can be read")

_PREFIX = "monica:"
_FIELDS = {"email": "email", "phone": "phone"}
_TEXTS = ("title", "name", "body", "content", "summary", "description", "data")
_TAKEN = frozenset("first_name middle_name last_name nickname company job tags first_met_through is_partial".split())
_TECHNICAL = re.compile(
    "uuid|created_at|updated_at|is_active|number_of_views|last_consulted_at|stay_in_touch_trigger_date|avatar.*|vcard"
    "|default_avatar_color|has_avatar.*|gravatar_url|adorable_avatar_url|contact_called|happened_at|called_at|completed"
)
_HAPPENED = ("call", "conversation", "activity", "contact_field", "address", "photo", "document")


def read(given: Input, options: Options) -> Reading:
    """The people of an account and what happened with them. Raises ImportRefused."""
    try:
        document = msgspec.json.decode(given.data.removeprefix(b"\xef\xbb\xbf"))
        account = _mapping(document)["account"]
    except (msgspec.DecodeError, KeyError, UnicodeError, RecursionError) as error:
        raise ImportRefused(
            _("%(name)s: is no export of Monica 4: %(why)s — nothing was changed"), name=given.name, why=error
        ) from error
    return _Account(_mapping(account)).reading(options)


class _Account:
    """One account: what its ids mean."""

    def __init__(self, account: Mapping[str, Any]) -> None:
        self.lists = _lists(account)
        types = _dicts(_mapping(account.get("instance")).get("contact_field_types"))
        self.fields = {_text(one, "uuid"): _mapping(one.get("properties")) for one in types}
        self.names = {_text(one, "uuid"): _name(_mapping(one.get("properties"))) for one in self._all("contact")}
        self.words = {**self.names, **self._named(account)}
        self.people: dict[str, list[tuple[str, str]]] = {}

    def _named(self, account: Mapping[str, Any]) -> dict[str, str]:
        """What the account's settings call by name, such as genders and kinds of presents, by their ids."""
        lists = [one for value in _mapping(account.get("instance")).values() for one in _dicts(value)]
        return {uuid: name for one in lists if (uuid := _text(one, "uuid"))
                and (name := _text(_mapping(one.get("properties")), "name") or _text(one, "name"))}  # fmt: skip

    def _all(self, kind: str) -> Iterator[Mapping[str, Any]]:
        return _dicts(self.lists.get(kind))

    def reading(self, options: Options) -> Reading:
        """All that is taken, and what is not."""
        reading = Reading()
        for number, contact in enumerate(self._all("contact"), 1):
            facts, lists = _mapping(contact.get("properties")), _lists(contact)
            name = _name(facts)
            if facts.get("is_partial") is True:
                reading.skip(PARTIAL)
            elif not name:
                reading.lost.append(Lost(str(number), _text(contact, "uuid"), NO_NAME))
            else:
                self._contact(str(number), contact, facts, lists, reading)
        for activity in self._all("activity"):
            self._activity(activity, options, reading)
        for kind, values in self.lists.items():
            if kind not in ("contact", "activity", "user"):
                for _one in values:
                    reading.skip(kind)
        return reading

    def _contact(
        self,
        where: str,
        contact: Mapping[str, Any],
        facts: Mapping[str, Any],
        lists: Mapping[str, Any],
        reading: Reading,
    ) -> None:
        ids = (_PREFIX + _text(contact, "uuid"),) if _text(contact, "uuid") else ()
        found, extras = self._addresses(lists)
        places = [_mapping(one.get("properties")) for one in _dicts(lists.get("address"))]
        card = Card(
            name=_name(facts),
            aliases=tuple(filter(None, [_text(facts, "nickname")])),
            met=_met(facts.get("first_met_date")),
            source=self.names.get(_text(facts, "first_met_through"), ""),
            org=_text(facts, "company"),
            role=_text(facts, "job"),
            city=next(filter(None, (_text(place, "city") for place in places)), ""),
            birthday=_birthday(facts.get("birthdate")),
            tags=tuple(one for one in _items(facts.get("tags")) if isinstance(one, str)),
            email=tuple(found["email"]),
            phone=tuple(found["phone"]),
            linkedin=next(iter(found["linkedin"]), ""),
            wechat=next(iter(found["wechat"]), ""),
            url=next(iter(found["url"]), ""),
        )  # fmt: skip
        extras += self._besides(facts, reading)
        extras += [Extra("ADR", text) for place in places if (text := _address(place))]
        for kind, values in lists.items():
            if kind not in _HAPPENED:
                extras += [
                    Extra("NOTE" if kind == "note" else kind, text)
                    for text in (self._said(one, reading) for one in _dicts(values))
                    if text
                ]
        for kind in ("photo", "document"):
            for _one in _items(lists.get(kind)):
                reading.skip(kind)
        reading.arrivals.append(Arrival(card=card, where=where, ids=ids, extras=tuple(extras)))
        person = (card.name, ids[0] if ids else next(iter(card.email), ""))
        for uuid in _items(lists.get("activity")):
            self.people.setdefault(str(uuid), []).append(person)
        self._calls(lists, person, reading)

    def _addresses(self, lists: Mapping[str, Any]) -> tuple[dict[str, list[str]], list[Extra]]:
        found: dict[str, list[str]] = {name: [] for name in ("email", "phone", "linkedin", "wechat", "url")}
        extras = []
        for one in _dicts(lists.get("contact_field")):
            facts = _mapping(one.get("properties"))
            kind, value = self.fields.get(_text(facts, "type"), {}), _text(facts, "data")
            name = _text(kind, "name").casefold()
            place = _FIELDS.get(_text(kind, "type")) or ("email" if email_key(value) else "")
            place = place or next((known for known in ("linkedin", "wechat") if known in name), "")
            if "linkedin.com" in value.casefold():
                place = "linkedin"
            elif not place and value.startswith(("http://", "https://")):
                place = "url"
            if place and value and (place in ("email", "phone") or not found[place]):
                found[place].append(value)
            elif value:
                extras.append(Extra(_text(kind, "name") or "contact_field", value))
        return found, extras

    def _besides(self, facts: Mapping[str, Any], reading: Reading) -> Iterator[Extra]:
        """What else the facts of a contact say, each under its own name; what tells the program alone is counted."""
        for name, value in facts.items():
            text = self._word(value)
            if text and _TECHNICAL.fullmatch(name):
                reading.skip(name)
            elif text and name not in _TAKEN and not (_READERS[name](value) if name in _READERS else None):
                yield Extra(name, text)

    def _word(self, value: Any) -> str:
        """A fact in words: a special date as its day, what is named elsewhere in the account by its name."""
        if value is True:
            return "yes"
        if isinstance(value, dict):
            day = _day(value.get("date"))
            if day and value.get("is_age_based") is True:
                return f"about {day.year}"
            return f"{day:%m-%d}" if day and value.get("is_year_unknown") is True else str(day or "")
        text = _text({"": value}, "")
        return self.words.get(text, text)

    def _said(self, one: Mapping[str, Any], reading: Reading) -> str:
        """What an entry says: its texts, and behind them its other facts."""
        facts = _mapping(one.get("properties")) or one
        texts = dict.fromkeys(text for name in _TEXTS if (text := _text(facts, name)))
        rest = [f"{name}: {word}" for name, word in
                ((name, self._word(value)) for name, value in facts.items() if name not in _TEXTS)
                if word and not _TECHNICAL.fullmatch(name)]  # fmt: skip
        return " — ".join([*texts, *rest])

    def _calls(self, lists: Mapping[str, Any], person: tuple[str, str], reading: Reading) -> None:
        """Calls and conversations: lines in the log."""
        for kind, channel, when in (("call", "call", "called_at"), ("conversation", "message", "happened_at")):
            for one in _dicts(lists.get(kind)):
                facts = _mapping(one.get("properties"))
                day = _day(facts.get(when))
                if day is None:
                    reading.lost.append(Lost("", f"{kind}, {person[0]}", NOT_DATED))
                    continue
                messages = [_mapping(message.get("properties")) or message for message in _dicts(facts.get("messages"))]
                said = _text(facts, "content") or " / ".join(filter(None, (_text(one, "content") for one in messages)))
                them = facts.get("contact_called") is True or (messages and not messages[0].get("written_by_me"))
                reading.happenings.append(
                    Happening(
                        id="", day=day, title=said, channel=channel, people=(person,), logged=True, mutual=False,
                        initiated="them" if them else "",
                    )
                )  # fmt: skip

    def _activity(self, activity: Mapping[str, Any], options: Options, reading: Reading) -> None:
        facts, uuid = _mapping(activity.get("properties")), _text(activity, "uuid")
        day, people = _day(facts.get("happened_at")), self.people.get(uuid, [])
        if day is None or not people:
            reading.lost.append(Lost("", _text(facts, "summary")[:80] or "activity", NOT_DATED))
            return
        said = _text(facts, "description")
        reading.happenings.append(
            Happening(
                id=_PREFIX + uuid,
                day=day,
                title=_text(facts, "summary"),
                people=tuple(people),
                extras=(Extra("NOTE", said),) if said else (),
                mutual=False,
            )
        )


def _lists(thing: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The lists of an account or contact, by their type."""
    found: dict[str, list[Any]] = {}
    for one in _dicts(thing.get("data")):
        found.setdefault(str(one.get("type", "")), []).extend(_items(one.get("values")))
    return found


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: Any) -> Iterator[Mapping[str, Any]]:
    return (one for one in _items(value) if isinstance(one, dict))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _name(facts: Mapping[str, Any]) -> str:
    return whole_name(*(_text(facts, f"{part}_name") for part in ("first", "middle", "last"))) or _text(
        facts, "nickname"
    )


def _address(place: Mapping[str, Any]) -> str:
    parts: Iterable[str] = (_text(place, name) for name in ("street", "postal_code", "city", "province", "country"))
    return ", ".join(filter(None, parts))


def _day(value: Any) -> date | None:
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError:
        return None


def _met(value: Any) -> PartialDate | None:
    """When first met; where only an age was told, the year."""
    special = _mapping(value)
    day = _day(special.get("date"))
    if day is None or special.get("is_year_unknown") is True:
        return None
    return PartialDate(day, "year") if special.get("is_age_based") is True else PartialDate(day)


def _birthday(value: Any) -> str:
    special = _mapping(value)
    day = _day(special.get("date"))
    if day is None or special.get("is_age_based") is True:
        return ""
    return f"{day:%m-%d}" if special.get("is_year_unknown") is True else str(day)


_READERS: dict[str, Callable[[Any], Any]] = {"birthdate": _birthday, "first_met_date": _met}
"""Facts that a property holds where they can be read so."""
