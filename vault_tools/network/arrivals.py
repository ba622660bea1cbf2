"""Notes that come to a vault: whether all the others still mean what they meant."""

from collections.abc import Iterable, Iterator, Mapping

from vault_tools.network.model import Network
from vault_tools.network.records import AnyRecord, ContactNote, MeetingNote, PlainNote, Ref
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
    return names.isdisjoint(fold(name.rpartition("/")[2].removesuffix(".md").strip()) for name in _unanswered(network))


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


def _unanswered(network: Network) -> Iterator[str]:
    """The names in the vault that may have found nothing."""
    for finding in network.findings:
        if "name" in finding.params:
            yield finding.params["name"]
    yield from (ref.name for ref in _refs(network))


def _refs(network: Network) -> Iterable[Ref]:
    """The references of which no finding tells whether they found anything."""
    for contact in network.contacts.values():
        if contact.source is None and contact.note.source:
            yield contact.note.source
    for heard in network.heard:
        yield from heard.signal.by
    for note in network.notes.values():
        yield from note.mentions
    for deal in network.deals.values():
        if deal.note.lesson:
            yield deal.note.lesson
    for lesson in network.lessons.values():
        if lesson.note.deal:
            yield lesson.note.deal
