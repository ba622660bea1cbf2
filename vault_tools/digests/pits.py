"""Old pits: the red flags of lessons, and who or what shows them now (M9). Used wherever a person or a deal appears."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from vault_tools.network.identity import org_key
from vault_tools.network.model import Deal, Lesson, Network

if TYPE_CHECKING:
    from vault_tools.digests.context import Context

OPEN_STATUSES = ("idea", "proposed", "active")
"""The deals that can still be got out of."""

NEAR = 0.6
"""From this likeness on, a flag may be an old pit in other words."""

_NO_ORG = frozenset(("freelance", "freelancer", "selfemployed", "independent", "自由职业", "个体", "无", "none", "na"))


class PitWarning(msgspec.Struct, frozen=True):
    """Why to be careful, by one lesson: the flags of it that are shown; `person` (path, name) of it who takes part, or
    whose organisation `org` does. `flags`, `person` and `org` may each be empty, not all."""

    lesson: str
    name: str
    date: date | None
    rule: str
    flags: tuple[str, ...]
    person: tuple[str, str] | None = None
    org: str = ""


class Pit(msgspec.Struct):
    """A red flag with the lessons that have it, oldest first; `flag` in the words of the first."""

    flag: str
    lessons: list[Lesson] = []


class Pits(msgspec.Struct):
    """What the lessons of a network up to a day warn of: pits by flag, and lessons by person and by organisation.

    Keys are those of `flag_key` and `company_of`; lessons are in the order of their dates, undated ones first.
    """

    lessons: list[Lesson]
    by_flag: dict[str, Pit]
    by_person: dict[str, list[Lesson]]
    by_org: dict[str, list[tuple[str, Lesson]]]


def flag_key(flag: str) -> str:
    """A flag as it is compared: without case, width, blanks and punctuation."""
    return "".join(char for char in unicodedata.normalize("NFKC", flag).casefold() if char.isalnum())


@lru_cache(maxsize=16384)
def company_of(org: str) -> str:
    """The key of an organisation that ties people together, whatever its legal form; empty for words that name none."""
    key = org_key(org)
    return key if any(map(str.isalnum, key)) and key not in _NO_ORG else ""


def find_pits(network: Network, today: date) -> Pits:
    """The pits of all lessons up to `today`; an undated lesson counts."""
    known = [lesson for lesson in network.lessons.values() if not lesson.note.date or lesson.note.date <= today]
    known.sort(key=lambda lesson: (lesson.note.date or date.min, lesson.path))
    pits = Pits(known, {}, defaultdict(list), defaultdict(list))
    for lesson in known:
        for flag in lesson.note.red_flags:
            if key := flag_key(flag):
                lessons = pits.by_flag.setdefault(key, Pit(flag)).lessons
                if lesson not in lessons[-1:]:
                    lessons.append(lesson)
        for person in lesson.people:
            pits.by_person[person].append(lesson)
            if key := company_of(network.contacts[person].note.org):
                pits.by_org[key].append((person, lesson))
    return pits


def warnings_for(context: "Context", people: Sequence[str], red_flags: Iterable[str] = ()) -> tuple[PitWarning, ...]:
    """What the lessons say about dealing with `people` (contacts' paths) where `red_flags` were seen; the people's own
    flags count too. One warning a lesson: those with flags first, then those about a person, the latest first."""
    pits, contacts = context.pits, context.network.contacts
    if not pits.lessons:
        return ()
    flags: dict[str, dict[str, str]] = {}
    shown = [*red_flags, *(flag for person in people for flag in contacts[person].note.red_flags)]
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


def _by_org(context: "Context", people: Sequence[str]) -> dict[str, str]:
    """By lesson, the person in it who is of the same organisation as one of `people`, without being one of them."""
    contacts, pits = context.network.contacts, context.pits
    found: dict[str, str] = {}
    for person in people:
        for other, lesson in pits.by_org.get(company_of(contacts[person].note.org), ()) if pits.by_org else ():
            if other not in people:
                found.setdefault(lesson.path, other)
    return found


def _who(context: "Context", path: str | None, *, named: bool) -> tuple[tuple[str, str] | None, str]:
    """The person a warning names, and the organisation where it is that which ties them to the lesson."""
    if path is None:
        return None, ""
    contact = context.network.contacts[path]
    return (path, contact.name), "" if named else contact.note.org


def _urgency(one: PitWarning) -> tuple[object, ...]:
    later = -(one.date or date.min).toordinal()
    return not one.flags, one.person is None or bool(one.org), later, one.lesson


def deal_warnings(context: "Context", deal: Deal) -> tuple[PitWarning, ...]:
    """What the lessons say about a deal, apart from what it taught itself."""
    found = warnings_for(context, deal.people, deal.note.red_flags)
    return tuple(one for one in found if deal.path not in context.network.lessons[one.lesson].deals)


def near_pits(flags: Iterable[str], pits: Mapping[str, Pit]) -> dict[str, Pit]:
    """Flags that are no pit and read almost like one, each with the pit most like it: likeness is Sørensen and Dice's
    measure over pairs of neighbouring characters, 0 to 1."""
    by_pair: dict[str, list[str]] = defaultdict(list)
    pairs = {key: _pairs(key) for key in pits}
    for key, own in pairs.items():
        for pair in own:
            by_pair[pair].append(key)
    found = {}
    for flag in flags:
        key = flag_key(flag)
        if not key or key in pits:
            continue
        own, shared = _pairs(key), dict[str, int]()
        for pair in own:
            for other in by_pair.get(pair, ()):
                shared[other] = shared.get(other, 0) + 1
        likeness = {other: 2 * count / (len(own) + len(pairs[other])) for other, count in shared.items()}
        best = min(likeness, key=lambda other: (-likeness[other], other), default="")
        if best and likeness[best] >= NEAR:
            found[flag] = pits[best]
    return found


def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[place : place + 2] for place in range(max(1, len(key) - 1)))
