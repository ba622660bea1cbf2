"""What a source gives: people as they arrive, what happened, and what it could not take."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from vault_tools.creating import Card
from vault_tools.language import mark as _
from vault_tools.network.vocabulary import Vocabulary

NO_NAME = _("has no name")
A_GROUP = _("a list of people, not a person")
TOO_LARGE = _("photo larger than %(limit)s KB")


_WIDE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the user says about the files. `encoding` "": told from the bytes; `mapping`: a table's column → property;
    `vocabulary`: the vault's own words; `today`: the day of the import."""

    today: date
    encoding: str = ""
    photos: bool = False
    mapping: dict[str, str] = {}
    vocabulary: Vocabulary | None = None


class Extra(msgspec.Struct, frozen=True):
    """What a source says that no property holds, kept as a listed line of the note: its name there, and its words."""

    label: str
    text: str


class Photo(msgspec.Struct, frozen=True):
    """A picture: its bytes, and the ending its file is to have, with the dot."""

    data: bytes
    suffix: str


class Lost(msgspec.Struct, frozen=True):
    """Something not taken: where it stands in the file, what it is, and why (a message, with its parameters)."""

    where: str
    what: str
    why: str
    params: dict[str, str] = {}


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody as a source has them. `ids`: by which the source will know them the next time too; `where`: in its
    file. Nothing here is a touch: the day of a connection is the card's `met`."""

    card: Card
    where: str
    ids: tuple[str, ...] = ()
    extras: tuple[Extra, ...] = ()
    photo: Photo | None = None


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened, or is to: a source's own id for it, its day, title, channel, and with whom, each a name
    and an e-mail address, either of which may be empty. `response`, `initiated`: as a meeting's note has them."""

    id: str
    day: date
    title: str = ""
    channel: str = ""
    people: tuple[tuple[str, str], ...] = ()
    response: str = ""
    initiated: str = ""
    text: str = ""
    where: str = ""


class Reading(msgspec.Struct, kw_only=True):
    """All that a source read. `skipped`: what it left out by kind, with how often; `shown`: lines to show before
    anything is done, such as which column became what."""

    arrivals: list[Arrival] = []
    happenings: list[Happening] = []
    lost: list[Lost] = []
    skipped: dict[str, int] = {}
    shown: list[tuple[str, str]] = []

    def skip(self, what: str) -> None:
        """Count something left out."""
        self.skipped[what] = self.skipped.get(what, 0) + 1

    def join(self, other: "Reading") -> None:
        """Take in what another file gave."""
        self.arrivals += other.arrivals
        self.happenings += other.happenings
        self.lost += other.lost
        self.shown += [line for line in other.shown if line not in self.shown]
        for what, count in other.skipped.items():
            self.skipped[what] = self.skipped.get(what, 0) + count


def whole_name(first: str, middle: str, last: str) -> str:
    """A name from its parts: of Chinese ones the family name stands first and nothing between."""
    if _WIDE.fullmatch(last) and _WIDE.fullmatch(first + middle):
        return last + first + middle
    return " ".join(filter(None, (first, middle, last)))


def first_of(values: Sequence[str]) -> str:
    """The first of several texts that is not empty; empty if none is."""
    return next((value for value in values if value), "")
