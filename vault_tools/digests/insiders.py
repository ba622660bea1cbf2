"""Who is inside which circle, by the stage they are in: all that can be told without how strong relationships are."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from vault_tools.digests.context import PROGRESS
from vault_tools.digests.figures import Figure
from vault_tools.digests.parts import Given, Part
from vault_tools.network.model import Contact
from vault_tools.vault.links import fold_once

if TYPE_CHECKING:
    from vault_tools.digests.context import Context


class Inside(msgspec.Struct, frozen=True, array_like=True):
    """What is known of somebody inside circles: what I bring them (`value`), what they look for, who led to them."""

    circles: tuple[str, ...]
    value: str
    needs: tuple[str, ...]
    source: str | None


def _inside(_context: "Context", contact: Contact) -> Inside | None:
    note = contact.note
    return Inside(tuple(note.circles), note.value, tuple(note.needs), contact.source) if note.circles else None


INSIDE = Figure("inside", Inside, _inside, few=True)
"""Those inside any circle."""


class Leader(msgspec.Struct, frozen=True, array_like=True):
    """Somebody through whom people inside were met, whether they are inside themselves, and the paths of those people,
    in their order."""

    path: str
    inside: bool
    people: tuple[str, ...]


class Ring(msgspec.Struct, frozen=True, array_like=True):
    """One circle as the first of its notes writes it: by stage the paths of those in it now, the furthest stage first;
    the one `first` met, and the days on which others were; who `led` most people in first; and whom I bring something.
    """

    name: str
    stages: dict[str, tuple[str, ...]]
    first: str | None
    met: tuple[date, ...]
    led: tuple[Leader, ...]
    served: tuple[str, ...]

    @property
    def inside(self) -> int:
        """How many are inside."""
        return sum(map(len, self.stages.values()))


class Insiders(msgspec.Struct, frozen=True, array_like=True):
    """The circles that contacts name, by folded name; how many people are inside any, and to whom of them I bring
    nothing yet."""

    rings: dict[str, Ring]
    people: int
    unserved: tuple[str, ...]


NOBODY = Ring("", {}, None, (), (), ())
"""A circle that nobody is inside of."""


def insiders(given: Given) -> Insiders:
    """Who is inside which circle."""
    known, progress = given.each(INSIDE), given.progress
    names: dict[str, str] = {}
    found: dict[str, dict[str, Inside]] = {}
    everybody = {path: one for path, one in known.items() if not progress[path].closed}
    for path, one in everybody.items():
        for name in one.circles:
            key = fold_once(name)
            names.setdefault(key, name)
            found.setdefault(key, {})[path] = one
    rings = {key: _ring(given, names[key], people) for key, people in found.items()}
    return Insiders(rings, len(everybody), tuple(path for path, one in everybody.items() if not one.value))


INSIDERS = Part("insiders", Insiders, insiders, (INSIDE, PROGRESS), dated=False)
"""Who is inside which circle."""


def _ring(given: Given, name: str, people: Mapping[str, Inside]) -> Ring:
    progress = given.progress
    stages: list[list[str]] = [[] for _stage in given.config.stages]
    for path in people:
        stages[progress[path].now].append(path)
    keys = [stage.key for stage in given.config.stages]
    dated = sorted((day, path) for path in people if (day := progress[path].entered[0]))
    return Ring(
        name,
        {key: tuple(here) for key, here in reversed(list(zip(keys, stages, strict=True))) if here},
        dated[0][1] if dated else None,
        tuple(day for day, _path in dated),
        tuple(_led(given, people)),
        tuple(path for path, one in people.items() if one.value),
    )


def _led(given: Given, people: Mapping[str, Inside]) -> Iterable[Leader]:
    """Through whom those inside were met, those who led in most first."""
    found: dict[str, list[str]] = {}
    for path, one in people.items():
        if one.source and one.source != path:
            found.setdefault(one.source, []).append(path)
    rows = [Leader(path, path in people, tuple(led)) for path, led in found.items()]
    return sorted(rows, key=lambda row: (-len(row.people), not row.inside, given.called[row.path].name, row.path))
