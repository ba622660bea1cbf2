"""Notes that come to a vault: whether all the others still mean what they meant."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from vault_tools.network.model import Network
from vault_tools.network.records import AnyRecord, ContactNote, DealNote, LessonNote, MeetingNote, PlainNote, Ref
from vault_tools.vault.links import fold


def come_alone(network: Network, coming: Mapping[str, AnyRecord]) -> bool:
    """Whether the notes in `coming`, given by path, can be joined without joining any other note anew: they are
    meetings, contacts or plain notes, with names that no note has and nobody has written yet."""
    names: set[str] = set()
    for path, record in coming.items():
        own = _names(path, record)
        if own is None or not names.isdisjoint(own):
            return False
        names |= own
    if not all(network.links.everywhere(name) == [] for name in names):
        return False
    if any(isinstance(record, ContactNote) for record in coming.values()) and not names.isdisjoint(_called(network)):
        return False
    told = (finding.params["name"] for finding in network.findings if "name" in finding.params)
    return names.isdisjoint(network.sought) and names.isdisjoint(map(_folded, told))


def sought_in(record: AnyRecord) -> Iterator[str]:
    """The names that a note's references seek, folded, of which no finding tells whether they found anything."""
    refs: Iterable[Ref | None] = chain.from_iterable(signal.by for signal in record.signals)
    match record:
        case ContactNote():
            refs = chain(refs, [record.source])
        case PlainNote():
            refs = chain(refs, record.mentions)
        case DealNote():
            refs = chain(refs, [record.lesson])
        case LessonNote():
            refs = chain(refs, [record.deal])
    yield from (_folded(ref.name) for ref in refs if ref)


def _folded(name: str) -> str:
    return fold(name.rpartition("/")[2].removesuffix(".md").strip())


def _names(path: str, record: AnyRecord) -> set[str] | None:
    """What a note that comes is called, folded; None for one whose coming may change others whatever it is called."""
    names = {path.rpartition("/")[2][:-3]}
    match record:
        case ContactNote():
            names |= {record.name, *record.aliases}
        case MeetingNote():
            pass
        case PlainNote() if not record.mentions:
            pass
        case _:
            return None
    return {fold(name.strip()) for name in names}


def _called(network: Network) -> Iterator[str]:
    """The names that contacts have."""
    for one in network.called.values():
        yield fold(one.name)
        yield from map(fold, one.aliases)
