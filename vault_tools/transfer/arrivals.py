"""What a source gives: people as they arrive, what happened, and what it could not take."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

import msgspec

from vault_tools.config import Config
from vault_tools.creating import Card
from vault_tools.language import mark as _
from vault_tools.network.naming import name_key, name_words
from vault_tools.network.vocabulary import Vocabulary

NO_NAME = _("has no name")
A_GROUP = _("a list of people, not a person")
YEAR, AHEAD = 365, 60
"""How many days back and ahead of today is taken of what happened, unless something else is said."""

BEFORE_SINCE = _("before --since")
AFTER_UNTIL = _("after --until")

TOO_LARGE = _("photo larger than %(limit)s KB")


_FAX = re.compile(r"fax|pager|telex|tty|传真|寻呼|傳真", re.IGNORECASE)
_USUAL = frozenset(
    "home work cell mobile iphone phone main other private personal business office voice internet email e-mail pref "
    "homepage website url primary msg video car icloud school profile 家 家庭 家里 住宅 单位 工作 公司 办公 手机 移动 "
    "移动电话 其他 主要 个人 电话 邮箱 主页 网站".split()
)
_WIDE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the user says about the files. `encoding` "": told from the bytes; `mapping`: a table's column → property;
    `vocabulary`: the vault's own words; `config`, `lang`: how its notes are written; `today`: the day of the import;
    `vault`: its folder.

    Of what happened: `me`, my own addresses, none: told from the file; `contacts`: addresses, as compared, of others;
    `since` and `until`: the first and the last day taken; `zone`: the vault's, None: the machine's; `as_meetings`:
    threads of mail become meetings and not log lines. `tick(done, of)` is called while a large file is read.
    """

    today: date
    vault: Path | None = None
    me: tuple[str, ...] = ()
    contacts: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    zone: tzinfo | None = None
    as_meetings: bool = False
    tick: Callable[[int, int], None] = lambda done, of: None
    encoding: str = ""
    photos: bool = False
    mapping: dict[str, str] = {}
    vocabulary: Vocabulary | None = None
    config: Config | None = None
    lang: str = "en"

    @property
    def first(self) -> date:
        """The first day taken: a year ago, unless something else was said."""
        return self.since or self.today - timedelta(days=YEAR)

    @property
    def last(self) -> date:
        """The last day taken."""
        return self.until or self.today + timedelta(days=AHEAD)

    def day(self, moment: datetime) -> date:
        """The vault's local day of a moment; one without a zone is local already."""
        return moment.astimezone(self.zone).date() if moment.tzinfo else moment.date()


class Extra(msgspec.Struct, frozen=True):
    """What a source says that no property holds, kept as a listed line of the note: its name there, and its words."""

    label: str
    text: str


class Photo(msgspec.Struct, frozen=True):
    """A picture: its bytes, and the ending its file is to have, with the dot."""

    data: bytes
    suffix: str


class Original(msgspec.Struct, frozen=True):
    """A note that there is already: what it is to hold, its file's name, its path in the vault (none: it is to be
    copied in), and what it holds `before`. `place`: it was in a vault that was exported, there, and says all there is:
    nothing but what the user says of all is added. `text`: what stands below its properties."""

    data: bytes
    stem: str
    path: str = ""
    before: bytes = b""
    place: str = ""
    text: bytes = b""

    @property
    def changed(self) -> bool:
        """Whether it holds something else yet."""
        return self.data != self.before


class Copy(msgspec.Struct, frozen=True):
    """A note of another kind from an exported vault: where it was, its kind, and what it holds."""

    path: str
    kind: str
    data: bytes


class Lost(msgspec.Struct, frozen=True):
    """Something not taken: where it stands in the file, what it is, and why (a message, with its parameters). `file` is
    named where there are several."""

    where: str
    what: str
    why: str
    params: dict[str, str] = {}
    file: str = ""


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody as a source has them. `ids`: by which the source will know them the next time too; `where`: in its
    file. Nothing here is a touch: the day of a connection is the card's `met`."""

    card: Card
    where: str
    ids: tuple[str, ...] = ()
    extras: tuple[Extra, ...] = ()
    photo: Photo | None = None
    original: Original | None = None


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened, or is to: a source's own id for it, its day, title, channel, and with whom, each a name
    and an e-mail address, either of which may be empty. `response`, `initiated`: as a meeting's note has them.

    `logged`: it is a line in the log of each and no note. `days`: all of its days, where it went on for several; `day`
    is the last. `also`: further ids under which it may be known. `mutual` False: nobody who has no note need get one
    for it.
    """

    id: str
    day: date
    also: tuple[str, ...] = ()
    title: str = ""
    channel: str = ""
    people: tuple[tuple[str, str], ...] = ()
    response: str = ""
    initiated: str = ""
    extras: tuple[Extra, ...] = ()
    logged: bool = False
    days: tuple[date, ...] = ()
    mutual: bool = True


class Reading(msgspec.Struct, kw_only=True):
    """All that a source read. `skipped`: what it left out by kind, with how often; `shown`: lines to show before
    anything is done, such as which column became what."""

    arrivals: list[Arrival] = []
    happenings: list[Happening] = []
    copies: list[Copy] = []
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
        self.copies += other.copies
        self.lost += other.lost
        self.shown += [line for line in other.shown if line not in self.shown]
        for what, count in other.skipped.items():
            self.skipped[what] = self.skipped.get(what, 0) + count


def whole_name(first: str, middle: str, last: str) -> str:
    """A name from its parts: of Chinese ones the family name stands first and nothing between."""
    if _WIDE.fullmatch(last) and _WIDE.fullmatch(first + middle):
        return last + first + middle
    return " ".join(filter(None, (first, middle, last)))


def other_names(name: str, said: Iterable[str]) -> list[str]:
    """Those of the names a source says besides that tell more than the name: not its words alone, nor its letters in
    another order or with other blanks."""
    words, letters = set(name_words(name)), sorted(name_key(name))
    told = (" ".join(one.split()) for one in said)
    return [one for one in told if one and not (set(name_words(one)) <= words or sorted(name_key(one)) == letters)]


def tags_of(groups: Iterable[str], reading: Reading) -> tuple[str, ...]:
    """The names of groups as tags: without `#`, blanks as `-`. Those that Google puts everybody into say nothing, and
    are counted."""
    tags = []
    for group in groups:
        tag = "-".join(group.strip("#* ").split())
        if tag.casefold() in ("mycontacts", "my-contacts"):
            reading.skip(tag)
        elif tag:
            tags.append(tag)
    return tuple(tags)


def first_of(values: Sequence[str]) -> str:
    """The first of several texts that is not empty; empty if none is."""
    return next((value for value in values if value), "")


def is_usual(label: str) -> bool:
    """Whether a label tells no more of an address or number than anybody's does: home, work, mobile."""
    return all(word in _USUAL for word in label.casefold().replace("*", " ").split())


def is_no_telephone(*labels: str) -> bool:
    """Whether a number's labels say that nobody speaks there: a fax, a pager."""
    return any(_FAX.search(label) for label in labels)
