"""The lessons (M9): who and what shows an old pit now, what was stepped in twice, what it cost, the rules."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date as Day  # noqa: N812 - `date` is a property's name here

import msgspec

from vault_tools.digests.context import Context
from vault_tools.digests.pits import OPEN_STATUSES, Pit, PitWarning, flag_key, near_pits
from vault_tools.digests.wary import WARY, deal_warnings, warned_of, warnings_for
from vault_tools.network.model import Deal, Lesson


class LessonRow(msgspec.Struct, frozen=True):
    """One lesson. `loss` is its cost where that is a number, in the config's currency; else `cost` says it in words."""

    name: str
    path: str
    date: Day | None
    rule: str
    flags: tuple[str, ...]
    cost: str
    loss: float | None
    people: tuple[tuple[str, str], ...]
    deals: tuple[tuple[str, str], ...]


class Repeat(msgspec.Struct, frozen=True):
    """A pit stepped in again: the note that shows it, and the lesson that knew it before. `kind`: deal or lesson."""

    flag: str
    kind: str
    name: str
    path: str
    date: Day
    lesson: str
    lesson_name: str
    lesson_date: Day
    loss: float | None


class PitRow(msgspec.Struct, frozen=True):
    """A pit: the lessons that have it, and how often it was stepped in: once, and each time after."""

    flag: str
    lessons: tuple[tuple[str, str], ...]
    times: int


class DealWarning(msgspec.Struct, frozen=True):
    """A deal that can still be got out of, and why to be careful."""

    name: str
    path: str
    status: str
    size: float | None
    people: tuple[tuple[str, str], ...]
    warnings: tuple[PitWarning, ...]


class ContactWarning(msgspec.Struct, frozen=True):
    """A contact who is not closed, and why to be careful."""

    contact: str
    path: str
    warnings: tuple[PitWarning, ...]


class NearFlag(msgspec.Struct, frozen=True):
    """A flag that reads almost like a pit: where it stands, and the lesson whose words it nearly has."""

    flag: str
    name: str
    path: str
    pit: str
    lesson: str
    lesson_name: str


class LessonsView(msgspec.Struct, frozen=True):
    """All the digest says. `closed` are contacts with a warning who are closed anyway; `losses` counts the lessons
    whose cost is a number, `cost` their sum; `flagless` are the lessons that can warn of nothing."""

    today: Day
    lessons: tuple[LessonRow, ...]
    deals: tuple[DealWarning, ...]
    contacts: tuple[ContactWarning, ...]
    closed: int
    repeats: tuple[Repeat, ...]
    pits: tuple[PitRow, ...]
    near: tuple[NearFlag, ...]
    losses: int
    cost: float
    words: tuple[LessonRow, ...]
    flagless: tuple[LessonRow, ...]

    @property
    def again(self) -> tuple[float, int]:
        """What the lessons cost that a known pit taught once more, and how many of them have a number."""
        losses = {one.path: one.loss for one in self.repeats if one.kind == "lesson" and one.loss is not None}
        return sum(losses.values()), len(losses)

    @property
    def elsewhere(self) -> tuple[ContactWarning, ...]:
        """The contacts with a warning who are in none of the deals with one."""
        named = {path for deal in self.deals for path, _ in deal.people}
        return tuple(row for row in self.contacts if row.path not in named)

    @property
    def twice(self) -> tuple[str, ...]:
        """The flags of the pits stepped in more than once."""
        return tuple(pit.flag for pit in self.pits if pit.times > 1)

    def as_json(self) -> dict[str, object]:
        """The documented JSON of `lessons --json`."""
        names = {"flagless": [row.path for row in self.flagless], "words": [row.path for row in self.words]}
        return {name: msgspec.to_builtins(getattr(self, name)) for name in self.__struct_fields__} | names


def lessons(context: Context) -> LessonsView:
    """The lessons on the context's day; what is dated after it is not known yet."""
    rows = tuple(_row(context, lesson) for lesson in reversed(context.pits.lessons))
    stepped = _stepped_in(context)
    repeats = sorted(
        (
            one
            for key, pit in context.pits.by_flag.items()
            for one in _repeats(pit, stepped.get(key, ()), context.today)
        ),
        key=lambda one: (-one.date.toordinal(), one.path, one.flag),
    )
    warned, closed = _contacts(context)
    costs = [row.loss for row in rows if row.loss is not None]
    return LessonsView(
        context.today,
        rows,
        tuple(_deals(context)),
        tuple(warned),
        closed,
        tuple(repeats),
        tuple(_pits(context, repeats)),
        tuple(_near(context)),
        len(costs),
        sum(costs),
        tuple(row for row in rows if row.cost and row.loss is None),
        tuple(row for row in rows if not row.flags),
    )


def _row(context: Context, lesson: Lesson) -> LessonRow:
    note, network = lesson.note, context.network
    return LessonRow(
        note.name,
        lesson.path,
        note.date,
        note.rule,
        tuple(note.red_flags),
        note.cost,
        lesson.loss,
        tuple((path, network.called[path].name) for path in lesson.people),
        tuple((path, network.deals[path].note.name) for path in lesson.deals),
    )


def _stepped_in(context: Context) -> dict[str, list[Deal]]:
    """By the key of a flag, the deals that show it and went ahead: an idea or a proposal is a warning, not a step."""
    found: dict[str, list[Deal]] = {}
    for deal in context.network.deals.values():
        if deal.note.status in ("active", "done", "lost", "cheated"):
            for key in {flag_key(flag) for flag in deal.note.red_flags}:
                found.setdefault(key, []).append(deal)
    return found


def _repeats(pit: Pit, deals: Iterable[Deal], today: Day) -> list[Repeat]:
    """The lessons and deals with a pit's flag that came after a lesson had it. A deal that taught one of its lessons
    is told by that lesson."""
    first = next((lesson for lesson in pit.lessons if lesson.note.date), None)
    if first is None or (known := first.note.date) is None:
        return []
    told = {path for lesson in pit.lessons for path in lesson.deals}
    found: list[tuple[str, str, str, Day | None, float | None]] = [
        ("lesson", lesson.note.name, lesson.path, lesson.note.date, lesson.loss) for lesson in pit.lessons
    ]
    found += [
        ("deal", deal.note.name, deal.path, deal.note.started or deal.note.ended, None)
        for deal in deals
        if deal.path not in told
    ]
    return [
        Repeat(pit.flag, kind, name, path, day, first.path, first.note.name, known, loss)
        for kind, name, path, day, loss in found
        if day is not None and known < day <= today
    ]


def _pits(context: Context, repeats: Iterable[Repeat]) -> list[PitRow]:
    """The pits, those stepped in most often first, then the one learnt last."""
    again = Counter(one.flag for one in repeats)
    rows = [
        PitRow(pit.flag, tuple((one.path, one.note.name) for one in pit.lessons), 1 + again[pit.flag])
        for pit in reversed(context.pits.by_flag.values())
    ]
    return sorted(rows, key=lambda row: -row.times)


def _open(deal: Deal) -> bool:
    return deal.note.status in OPEN_STATUSES


def _deals(context: Context) -> list[DealWarning]:
    """The open deals with a warning, the largest first."""
    network = context.network
    rows = [
        DealWarning(
            deal.note.name,
            deal.path,
            deal.note.status,
            deal.note.size,
            tuple((path, network.called[path].name) for path in deal.people),
            found,
        )
        for deal in network.deals.values()
        if _open(deal) and (found := deal_warnings(context, deal))
    ]
    return sorted(rows, key=lambda row: (-(row.size or 0), row.path))


def _contacts(context: Context) -> tuple[list[ContactWarning], int]:
    """The contacts with a warning, those furthest along first, and how many more are closed."""
    rows, closed, progress = [], 0, context.progress
    for path in warned_of(context):
        found = warnings_for(context, [path])
        if found and progress[path].closed:
            closed += 1
        elif found:
            rows.append(ContactWarning(context.network.called[path].name, path, found))
    return sorted(rows, key=lambda row: (-progress[row.path].now, row.contact, row.path)), closed


def _near(context: Context) -> list[NearFlag]:
    """The flags on open deals and contacts who are not closed that may be a pit in other words."""
    if not context.pits.by_flag:
        return []
    called, deals, progress = context.network.called, context.network.deals, context.progress
    shown: list[tuple[str, str, Sequence[str]]] = [
        (called[path].name, path, one.flags)
        for path, one in context.each(WARY).items()
        if one.flags and not progress[path].closed
    ]
    shown += [(one.note.name, path, one.note.red_flags) for path, one in deals.items() if _open(one)]
    places: dict[str, list[tuple[str, str]]] = {}
    for name, path, flags in shown:
        for flag in flags:
            places.setdefault(flag, []).append((name, path))
    rows = []
    for flag, pit in near_pits(places, context.pits.by_flag).items():
        lesson = pit.lessons[0]
        rows += [NearFlag(flag, *place, pit.flag, lesson.path, lesson.note.name) for place in places[flag]]
    return sorted(rows, key=lambda row: (row.path, row.flag))
