"""What one note says, on its own, in the program's terms: the record the cache keeps of it.

References are still names here; build.py joins them. Decoding checks every type, so a damaged or foreign cache
can do no more than be rebuilt.
"""

from collections.abc import Mapping
from datetime import date as Day  # noqa: N812 - `date` is a property's name here

import msgspec

from vault_tools.dates.birthday import Birthday
from vault_tools.dates.cadence import Cadence
from vault_tools.dates.partial import PartialDate
from vault_tools.findings import Finding


class Ref(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True, gc=False):
    """A name in a note that means another note: its text or link target, and its line."""

    name: str
    line: int = 0
    link: bool = False


class Signal(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True, gc=False):
    """A signal: its topic, what was said, the kind, when it lands (a period's name), from where it comes, when it was
    given; `anchor` is what a link to its line has behind `#`, `by` the notes it links to: perhaps who said it."""

    topic: str
    line: int
    said: str = ""
    kind: str = ""
    horizon: str = ""
    source: str = ""
    date: Day | None = None
    anchor: str = ""
    by: list[Ref] = []


class LogLine(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True, gc=False):
    """One line of a contact's log. `stage` alone: a note of a stage, no touch. `row`: the id of the digest's row whose
    ticking wrote it."""

    date: Day
    line: int
    channel: str = ""
    text: str = ""
    response: str = "yes"
    initiated: str = ""
    stage: str = ""
    next: Day | None = None
    row: str = ""


class Promise(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True, gc=False):
    """A task line in a note about people. `owner` None: mine. `closed`: the day it was kept or cancelled, where the
    line says so."""

    text: str
    line: int
    mark: str = " "
    due: Day | None = None
    owner: Ref | None = None
    closed: Day | None = None

    @property
    def open(self) -> bool:
        """Whether it is neither done nor cancelled."""
        return self.mark not in "xX-"

    @property
    def kept(self) -> bool:
        """Whether it is done."""
        return self.mark in "xX"


class BlockUse(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True, gc=False):
    """A managed block in a note: what `workspace` needs to find and render it."""

    name: str
    options: str
    line: int


class Record(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What all notes have. Signals are first-hand in the notes of contacts and meetings."""

    aliases: list[str] = []
    findings: list[Finding] = []
    blocks: list[BlockUse] = []
    signals: list[Signal] = []


class PlainNote(Record, tag="note"):
    """A note of no kind known here: left alone, but its name and aliases resolve.

    `date` is that of its name; `mentions` are its links, where the config makes them touches.
    """

    date: Day | None = None
    mentions: list[Ref] = []


class ContactNote(Record, tag="contact"):
    """A contact's note. Properties as in docs/format.md; `readable` False: its frontmatter can't be read."""

    name: str = ""
    readable: bool = True
    stage: str = ""
    stage_line: int | None = None
    met: PartialDate | None = None
    source: Ref | None = None
    org: str = ""
    role: str = ""
    industry: str = ""
    position: str = ""
    earns: str = ""
    circles: list[str] = []
    city: str = ""
    offers: list[str] = []
    needs: list[str] = []
    value: str = ""
    fit: float | None = None
    future: float | None = None
    interest: float | None = None
    screened: Day | None = None
    outlook: str = ""
    red_flags: list[str] = []
    cadence: Cadence | None = None
    never: bool = False
    next: Day | None = None
    imported: Day | None = None
    email: list[str] = []
    phone: list[str] = []
    wechat: str = ""
    linkedin: str = ""
    url: str = ""
    birthday: Birthday | None = None
    uid: list[str] = []
    tags: list[str] = []
    not_same: list[Ref] = []
    last_contact: Day | None = None
    log: list[LogLine] = []
    promises: list[Promise] = []


class MeetingNote(Record, tag="meeting"):
    """A meeting's note. `date` None: it counts for nothing."""

    title: str = ""
    date: Day | None = None
    people: list[Ref] = []
    channel: str = ""
    initiated: str = ""
    response: str = "yes"
    next: Day | None = None
    outcome: str = ""
    deal: Ref | None = None
    promises: list[Promise] = []
    uid: list[str] = []


class DealNote(Record, tag="deal"):
    """A deal's note; `size` and `revenue` in the config's currency."""

    name: str = ""
    people: list[Ref] = []
    status: str = ""
    size: float | None = None
    started: Day | None = None
    ended: Day | None = None
    topic: str = ""
    revenue: float | None = None
    red_flags: list[str] = []
    lesson: Ref | None = None
    promises: list[Promise] = []


class ResourceNote(Record, tag="resource"):
    """Something one can offer; `through` None: one's own."""

    name: str = ""
    kind: str = ""
    offers: list[str] = []
    through: Ref | None = None
    capacity: str = ""


class LessonNote(Record, tag="lesson"):
    """A lesson; `cost` in the config's currency where it is a number, else in words."""

    name: str = ""
    date: Day | None = None
    people: list[Ref] = []
    red_flags: list[str] = []
    cost: str = ""
    rule: str = ""
    deal: Ref | None = None


class IndustryNote(Record, tag="industry"):
    """An industry: `chain` upstream to downstream, `pays` as (buyer, seller)."""

    name: str = ""
    chain: list[str] = []
    pays: list[tuple[str, str]] = []
    circles: list[str] = []


class IntroductionNote(Record, tag="introduction"):
    """An introduction of two contacts."""

    name: str = ""
    people: list[Ref] = []
    status: str = ""
    date: Day | None = None
    need: str = ""
    offer: str = ""


AnyRecord = (
    PlainNote | ContactNote | MeetingNote | DealNote | ResourceNote | LessonNote | IndustryNote | IntroductionNote
)

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(AnyRecord)
_many_decoder = msgspec.msgpack.Decoder(dict[str, msgspec.Raw])


def encode(record: AnyRecord) -> bytes:
    """The record as the cache keeps it."""
    return _encoder.encode(record)


def decode(payload: bytes | msgspec.Raw) -> AnyRecord:
    """The record back; raises msgspec.DecodeError (a ValueError) where the bytes are none."""
    record: AnyRecord = _decoder.decode(payload)
    return record


def packed(payloads: Mapping[str, bytes]) -> bytes:
    """Records' bytes by path as one piece, for `unpacked`."""
    return _encoder.encode({path: msgspec.Raw(payload) for path, payload in payloads.items()})


def unpacked(piece: bytes) -> dict[str, msgspec.Raw]:
    """The records' bytes in what `packed` gave: parts of it, not copied."""
    return _many_decoder.decode(piece)


class Named(msgspec.Struct):
    """What a record says of its kind and names: decoding no more is several times faster."""

    type: str
    name: str = ""
    aliases: list[str] = []


_name_decoder = msgspec.msgpack.Decoder(Named)


def decode_names(payload: bytes) -> Named:
    """The kind and the names in a record's bytes; raises msgspec.DecodeError where they are none."""
    return _name_decoder.decode(payload)


class Wants(msgspec.Struct):
    """What a record's bytes say is needed and offered."""

    needs: list[str] = []
    offers: list[str] = []


_wants_decoder = msgspec.msgpack.Decoder(Wants)


def decode_wants(payload: bytes) -> Wants:
    """What is needed and offered in a record's bytes; raises msgspec.DecodeError where they are none."""
    return _wants_decoder.decode(payload)
