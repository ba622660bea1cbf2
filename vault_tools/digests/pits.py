"""Old pits: the red flags of lessons, and whom and what they were about (M9)."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import msgspec

from vault_tools.network.model import Lesson, Network
from vault_tools.network.naming import org_key

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
