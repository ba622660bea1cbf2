"""Of whom old lessons warn now (M9): those with a flag of theirs, those they were about, and those of the same
organisations. Used wherever a person or a deal appears."""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.figures import Figure
from vault_tools.digests.pits import PitWarning, company_of, flag_key
from vault_tools.network.model import Contact, Deal


class Wary(msgspec.Struct, frozen=True, array_like=True):
    """The red flags of a contact; their organisation, and the key it is compared by."""

    flags: tuple[str, ...]
    company: str
    org: str


def _wary(_context: Context, contact: Contact) -> Wary | None:
    note = contact.note
    return Wary(tuple(note.red_flags), note.org, company_of(note.org)) if note.org or note.red_flags else None


WARY = Figure("wary", Wary, _wary)
"""Those with a flag or an organisation."""


NOTHING = Wary((), "", "")
"""What is known of all others."""


def warned_of(context: Context) -> list[str]:
    """The paths of all of whom a lesson may warn, in their order."""
    pits = context.pits
    if not pits.lessons:
        return []
    found = {
        path
        for path, one in context.each(WARY).items()
        if (one.org and one.org in pits.by_org) or any(flag_key(flag) in pits.by_flag for flag in one.flags)
    }
    return sorted(found | pits.by_person.keys())


def warnings_for(context: Context, people: Sequence[str], red_flags: Iterable[str] = ()) -> tuple[PitWarning, ...]:
    """What the lessons say about dealing with `people` (contacts' paths) where `red_flags` were seen; the people's own
    flags count too. One warning a lesson: those with flags first, then those about a person, the latest first."""
    pits, known = context.pits, context.each(WARY)
    if not pits.lessons:
        return ()
    flags: dict[str, dict[str, str]] = {}
    shown = [*red_flags, *(flag for person in people for flag in known.get(person, NOTHING).flags)]
    for flag in shown:
        key = flag_key(flag)
        for lesson in pits.by_flag[key].lessons if key in pits.by_flag else ():
            flags.setdefault(lesson.path, {})[key] = pits.by_flag[key].flag
    persons = {lesson.path: person for person in reversed(people) for lesson in pits.by_person.get(person, ())}
    orgs = _by_org(context, people)
    found = [
        PitWarning(
            path,
            lesson.note.name,
            lesson.note.date,
            lesson.note.rule,
            tuple(flags.get(path, {}).values()),
            *_who(context, persons.get(path) or orgs.get(path), named=path in persons),
        )
        for path in flags.keys() | persons.keys() | orgs.keys()
        for lesson in (context.network.lessons[path],)
    ]
    return tuple(sorted(found, key=_urgency))


def _by_org(context: Context, people: Sequence[str]) -> dict[str, str]:
    """By lesson, the person in it who is of the same organisation as one of `people`, without being one of them."""
    pits, known = context.pits, context.each(WARY)
    found: dict[str, str] = {}
    for person in people:
        for other, lesson in pits.by_org.get(known.get(person, NOTHING).org, ()):
            if other not in people:
                found.setdefault(lesson.path, other)
    return found


def _who(context: Context, path: str | None, *, named: bool) -> tuple[tuple[str, str] | None, str]:
    """The person a warning names, and the organisation where it is that which ties them to the lesson."""
    if path is None:
        return None, ""
    org = "" if named else context.each(WARY)[path].company
    return (path, context.network.called[path].name), org


def _urgency(one: PitWarning) -> tuple[object, ...]:
    later = -(one.date or date.min).toordinal()
    return not one.flags, one.person is None or bool(one.org), later, one.lesson


def deal_warnings(context: Context, deal: Deal) -> tuple[PitWarning, ...]:
    """What the lessons say about a deal, apart from what it taught itself."""
    found = warnings_for(context, deal.people, deal.note.red_flags)
    return tuple(one for one in found if deal.path not in context.network.lessons[one.lesson].deals)
