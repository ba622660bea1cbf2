"""vCard 2.1, 3.0 and 4.0 as Apple, Google, Android, Outlook, Nextcloud, khard and Chinese phones write them → people.

What a property of the note can hold goes there; every other line of a card is kept as an extra under its own name, or
counted as skipped where it says nothing of the person (REV, PRODID …).
"""

import base64
import quopri
import re
from collections.abc import Callable, Sequence
from typing import Any

from vault_tools.creating import Card
from vault_tools.dates.birthday import parse_birthday
from vault_tools.dates.partial import BadDate
from vault_tools.language import mark as _
from vault_tools.transfer.arrivals import (
    A_GROUP,
    NO_NAME,
    TOO_LARGE,
    Arrival,
    Extra,
    Lost,
    Options,
    Photo,
    Reading,
    first_of,
    is_no_telephone,
    is_usual,
    other_names,
    tags_of,
    whole_name,
)
from vault_tools.transfer.contentlines import (
    BadLine,
    ContentLine,
    RawCard,
    Stray,
    cards_in,
    lines_of,
    split_value,
    unescaped,
)
from vault_tools.transfer.sources import Input
from vault_tools.transfer.text import lines_apart, text_of

PHOTO_BYTES = 512 * 1024
"""The largest photo that is taken, if any are asked for."""

NO_CARDS = _("holds no card")
OUTSIDE = _("stands outside of any card, like what follows it: %(text)s")
PHOTOS = _("photos (--photos takes them)")
BAD_LINE = _("a line that can't be read: %(text)s")
BAD_PHOTO = _("photo that can't be read")
UNENDED = _("is cut off: END:VCARD is missing; what stands before was taken")

_TECHNICAL = frozenset("VERSION PRODID REV SORT-STRING CLASS KIND MAILER PROFILE SOURCE X-ABUID CALURI FBURL".split())
_PICTURES = frozenset("PHOTO LOGO SOUND KEY".split())
_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_DATA_URI = re.compile(r"data:([\w/+.-]+)?(?:;[\w=-]+)*;base64,(.*)", re.DOTALL)
_CYCLE = re.compile(r"(\d{4})(\d{4})(\d{2})L?(\d{2})")
"""A day of the Chinese calendar as Apple writes it: cycle of sixty years, year in it, month (`L`: a leap one), day."""

_ANDROID_LABEL = re.compile(
    r"(?i)x-(?:custom\((?:charset=[^,]*,)?(?P<quoted>encoding=quoted-printable,)?)?(?P<words>[^)]+)\)?"
)
_BEFORE_CYCLES = 2697
_BARE_DATE = re.compile(r"(\d{4}|--)-?(\d{2})-?(\d{2})(?:T.*)?")
_SUFFIXES = {"png": ".png", "gif": ".gif", "webp": ".webp", "heic": ".heic"}
_NO_YEAR = ("1604", "0000", "0001")
"""The years that phones write where a birthday has none."""


def read(given: Input, options: Options) -> Reading:
    """The people on the cards of a file. Broken cards and lines are named as lost, the others are read."""
    data, encoding = lines_apart(given.data, options.encoding)
    reading, lines = Reading(), data.count(b"\n")
    for raw in cards_in(data):
        if isinstance(raw, Stray):
            text = text_of(raw.data, encoding)
            reading.lost.append(Lost(str(raw.line), "", OUTSIDE, {"text": text}))
        else:
            _read_card(raw, encoding, options, reading)
            options.tick(raw.line, lines)
    if not (reading.arrivals or reading.lost):
        reading.lost.append(Lost("", "", NO_CARDS))
    return reading


def _read_card(raw: RawCard, encoding: str, options: Options, reading: Reading) -> None:
    where = str(raw.line)
    lines, bad = [], []
    for line in lines_of(raw, encoding):
        if isinstance(line, BadLine):
            bad.append(line)
        else:
            lines.append(line)
    card = _VCard(lines, options, reading, where)
    name = card.name()
    for broken in bad:
        reading.lost.append(Lost(str(raw.line + broken.number), name, BAD_LINE, {"text": broken.text}))
    if raw.unended:
        reading.lost.append(Lost(where, name, UNENDED))
    if card.is_group():
        reading.lost.append(Lost(where, name, A_GROUP))
    elif not name:
        reading.lost.append(Lost(where, "", NO_NAME))
    else:
        reading.arrivals.append(card.arrival(name))


class _VCard:
    """One card's lines, and what they come to."""

    def __init__(self, lines: Sequence[ContentLine], options: Options, reading: Reading, where: str) -> None:
        self.lines = lines
        self.options = options
        self.reading = reading
        self.where = where
        self.labels = {line.group: _label(line.value) for line in lines if line.name == "X-ABLABEL" and line.group}
        self.facts: dict[str, Any] = {}
        self.ids: list[str] = []
        self.extras: list[Extra] = []
        self.photo: Photo | None = None

    def first(self, name: str) -> str:
        """The first value of a property, without backslashes; empty if there is none."""
        return next(
            (value for line in self.lines if line.name == name and (value := unescaped(line.value).strip())), ""
        )

    def every(self, name: str) -> list[ContentLine]:
        """The lines of a property."""
        return [line for line in self.lines if line.name == name]

    def name(self) -> str:
        """What the person is called: FN, else N, a nickname, the organisation, the address of an e-mail."""
        formed, chinese = self._formed()[:2]
        if chinese:
            return formed  # whatever order and blanks FN has
        others = (self.first("NICKNAME"), self.first("ORG").partition(";")[0], self.first("EMAIL").partition("@")[0])
        return re.sub(r"\s+", " ", first_of([self.first("FN"), formed, *others])).strip()

    def _formed(self, place: int = 0) -> tuple[str, bool, list[str]]:
        """What an N comes to, whether it is Chinese, and the forms of address before and behind it."""
        values = [line.value for line in self.every("N")][place : place + 1]
        family, given, middle, before, behind = [*split_value("".join(values), ";"), *[""] * 5][:5]
        formed = whole_name(given, middle, family)
        return formed, bool(given) and formed == family + given + middle, [before, behind]

    def _names(self, name: str) -> None:
        """What else FN and N say than the name: other names are aliases, forms of address extras."""
        said = [unescaped(line.value).strip() for line in self.every("FN")]
        for place in range(len(self.every("N"))):
            formed, _chinese, address = self._formed(place)
            said.append(formed)
            self.extras += [Extra("N", one) for one in address if one and one not in name]
        for one in other_names(name, said):
            self._add("aliases", one)

    def is_group(self) -> bool:
        """Whether it is a list of other cards."""
        return "group" in (self.first("KIND").lower(), self.first("X-ADDRESSBOOKSERVER-KIND").lower())

    def arrival(self, name: str) -> Arrival:
        """The person."""
        self.facts["name"] = name
        self._names(name)
        for line in self.lines:
            if line.name in _TECHNICAL or line.name in ("FN", "N", "X-ABLABEL", "BEGIN", "END"):
                if line.name in _TECHNICAL and line.name != "VERSION":
                    self.reading.skip(line.name)
            elif line.name in _PICTURES:
                self._picture(line)
            elif line.value.strip(" ;,"):
                _READERS.get(line.name, _VCard._extra)(self, line)
        return Arrival(
            card=Card(**self.facts),
            where=self.where,
            ids=tuple(self.ids),
            extras=tuple(self.extras),
            photo=self.photo,
        )

    def _add(self, key: str, value: str) -> None:
        """One more value of a list."""
        if value and value not in self.facts.get(key, ()):
            self.facts[key] = (*self.facts.get(key, ()), value)

    def _set(self, key: str, value: str, line: ContentLine) -> None:
        """The value of a property that has one; a second one is kept as an extra."""
        if self.facts.setdefault(key, value) == value:
            return
        if key == "birthday":
            self.extras.append(Extra("BDAY", value))
        else:
            self._extra(line, value)

    def _extra(self, line: ContentLine, text: str = "") -> None:
        """Kept under its own name, with the label the user gave it, or its kind."""
        label = self._label_of(line)
        text = text or "; ".join(filter(None, split_value(line.value, ";")))
        self.extras.append(Extra(f"{line.name} ({label})" if label else line.name, text))

    def _label_of(self, line: ContentLine) -> str:
        """The user's word for a line, else the service it is at, else its kind."""
        said = (line.parameters.get(name, "") for name in ("X-CUSTOM", "SERVICE-TYPE", "X-SERVICE-TYPE"))
        kinds = (one for one in line.types if one not in _PLAIN_TYPES)
        return first_of([self.labels.get(line.group, ""), *map(_android_label, (*said, *kinds))])

    def _marked(self, line: ContentLine, text: str) -> None:
        """Which of several a value is, kept where the user has a word of their own for it."""
        label = self._label_of(line)
        if label and not is_usual(label):
            self.extras.append(Extra(f"{line.name} ({label})", text))

    def _email(self, line: ContentLine) -> None:
        address = unescaped(line.value).strip().removeprefix("mailto:")
        self._add("email", address)
        self._marked(line, address)

    def _telephone(self, line: ContentLine) -> None:
        value = unescaped(line.value).strip()
        number, _, rest = value.removeprefix("tel:").partition(";")
        extension = next((part[4:] for part in rest.split(";") if part.startswith("ext=")), "")
        number = f"{number} x{extension}" if extension else number
        if is_no_telephone(self._label_of(line), *line.types):
            self._extra(line, number)
        else:
            self._add("phone", number)
            self._marked(line, number)

    def _organisation(self, line: ContentLine) -> None:
        first, *departments = [*split_value(line.value, ";"), ""]
        if first:
            self._set("org", first, line)
        for department in filter(None, departments):
            self.extras.append(Extra("DEPARTMENT", department))

    def _role(self, line: ContentLine) -> None:
        self._set("role", unescaped(line.value).strip(), line)

    def _nickname(self, line: ContentLine) -> None:
        for name in split_value(line.value, ","):
            if name != self.facts["name"]:
                self._add("aliases", name)

    def _categories(self, line: ContentLine) -> None:
        for tag in tags_of(split_value(line.value, ","), self.reading):
            self._add("tags", tag)

    def _url(self, line: ContentLine) -> None:
        """LinkedIn's pages are told by their host, or by what the line says it is."""
        address = unescaped(line.value).strip()
        said = {*line.types, self.labels.get(line.group, "").casefold(), line.name.removeprefix("X-").casefold()}
        if "linkedin." in address.casefold() or "linkedin" in said:
            self._set("linkedin", address, line)
        elif line.name == "URL":
            self._set("url", address, line)
            if self.facts["url"] == address:
                self._marked(line, address)
        else:
            self._extra(line, address)

    def _address(self, line: ContentLine) -> None:
        parts = [" ".join(part.split()) for part in split_value(line.value, ";")]
        if len(parts) > 3 and parts[3]:
            self.facts.setdefault("city", parts[3])
        shown = ", ".join(filter(None, parts))
        self._extra(line, shown)

    def _chat(self, line: ContentLine) -> None:
        """WeChat, under the names that phones give it, is a property; other chats are extras."""
        service = line.parameters.get("X-SERVICE-TYPE", "")
        words = f"{line.name} {service} {self.labels.get(line.group, '')} {line.value}"
        address = unescaped(line.value).strip()
        if re.search("wechat|weixin|微信", words, re.IGNORECASE):
            self._set("wechat", re.sub(r"(?i)^(?:x-apple|wechat|weixin|xmpp):", "", address), line)
        else:
            self._extra(line, address)

    def _birthday(self, line: ContentLine) -> None:
        calendar = line.parameters.get("CALSCALE", line.parameters.get("X-CALENDAR", "")).lower()
        lunar = "chinese" in calendar or "lunar" in calendar or (line.name != "BDAY" and not calendar)
        known = lunar or calendar in ("", "gregorian")
        value = birthday(unescaped(line.value).strip(), lunar=lunar) if known else ""
        if value:
            self._set("birthday", value, line)
        else:
            self._extra(line)

    def _android(self, line: ContentLine) -> None:
        """`vnd.android.cursor.item/KIND;value;type;…`: nicknames and birthdays, by Android and MIUI."""
        kind, value, which, *rest = [*split_value(line.value, ";"), "", "", ""]
        kind = kind.rpartition("/")[2]
        if kind == "nickname":
            self._nickname(ContentLine(line.name, value))
        elif (kind, which) == ("contact_event", "1"):
            self.extras.append(Extra("ANNIVERSARY", value))
        elif day := _event_birthday(kind, value, which):
            self._set("birthday", day, line)
        else:
            self.extras.append(Extra(kind, "; ".join(filter(None, (value, which, *rest)))))

    def _identifier(self, line: ContentLine) -> None:
        self.ids.append(line.value.strip().removeprefix("urn:uuid:"))

    def _picture(self, line: ContentLine) -> None:
        if line.name != "PHOTO" or not self.options.photos or self.photo is not None:
            self.reading.skip(line.name if line.name != "PHOTO" or self.options.photos else PHOTOS)
            return
        match = _DATA_URI.fullmatch(line.value)
        encoded = match[2] if match else line.value if line.is_base64() else ""
        kind = (match[1] or "").rpartition("/")[2] if match else " ".join(line.types)
        try:
            data = base64.b64decode(re.sub(r"\s", "", encoded), validate=True)
        except ValueError:
            data = b""
        if line.value.startswith("http"):
            self._extra(line, line.value)
        elif not data:
            self.reading.lost.append(Lost(self.where, self.facts["name"], BAD_PHOTO))
        elif len(data) > PHOTO_BYTES:
            limit = {"limit": str(PHOTO_BYTES // 1024)}
            self.reading.lost.append(Lost(self.where, self.facts["name"], TOO_LARGE, limit))
        else:
            self.photo = Photo(data, next((_SUFFIXES[one] for one in _SUFFIXES if one in kind.lower()), ".jpg"))


def _event_birthday(kind: str, value: str, which: str) -> str:
    """The birthday that an event of an Android card says; empty if it is another event."""
    if "lunar" in kind.lower():
        return birthday(value, lunar=True)
    return birthday(value) if (kind, which) == ("contact_event", "3") else ""


def birthday(text: str, *, lunar: bool = False) -> str:
    """A birthday as a note writes it, from a vCard's: `19800517`, `--0517`, `1604-05-17` without a year, with a time,
    or words; empty if it is none."""
    text = text.strip()
    if lunar and (match := _CYCLE.fullmatch(text)):
        text = f"{int(match[1]) * 60 + int(match[2]) - _BEFORE_CYCLES:04}-{match[3]}-{match[4]}"
    elif match := _BARE_DATE.fullmatch(text):
        year = "" if match[1] in ("--", *_NO_YEAR) else f"{match[1]}-"
        text = f"{year}{match[2]}-{match[3]}"
    if lunar and not re.match("(?i)lunar|农历|阴历", text):
        text = f"lunar {text}"
    try:
        parse_birthday(text)
    except BadDate:
        return ""
    return text


def _label(value: str) -> str:
    """A label as the user sees it: Apple wraps its own."""
    match = _LABEL.fullmatch(value.strip())
    return match[1] if match else unescaped(value).strip()


def _android_label(kind: str) -> str:
    """What a line is; that which Android writes for a label of the user's, as they wrote it."""
    match = _ANDROID_LABEL.fullmatch(kind)
    if match is None:
        return kind
    words = match["words"]
    return quopri.decodestring(words.encode()).decode(errors="replace") if match["quoted"] or "=" in words else words


_PLAIN_TYPES = frozenset("pref voice internet x-internet main dom intl postal parcel text n".split())

_READERS: dict[str, Callable[[_VCard, ContentLine], None]] = {
    "EMAIL": _VCard._email,
    "TEL": _VCard._telephone,
    "ORG": _VCard._organisation,
    "TITLE": _VCard._role,
    "NICKNAME": _VCard._nickname,
    "URL": _VCard._url,
    "X-SOCIALPROFILE": _VCard._url,
    "SOCIALPROFILE": _VCard._url,
    "X-LINKEDIN": _VCard._url,
    "ADR": _VCard._address,
    "IMPP": _VCard._chat,
    "X-WECHAT": _VCard._chat,
    "X-WEIXIN": _VCard._chat,
    "BDAY": _VCard._birthday,
    "X-ALTBDAY": _VCard._birthday,
    "X-LUNAR-BIRTHDAY": _VCard._birthday,
    "X-LUNARBIRTHDAY": _VCard._birthday,
    "X-ANDROID-CUSTOM": _VCard._android,
    "X-MIUI-CUSTOM": _VCard._android,
    "UID": _VCard._identifier,
    "CATEGORIES": _VCard._categories,
}
"""What is made of each property; all others are extras."""
