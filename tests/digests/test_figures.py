"""Figures that were kept are used as far as they still hold, and worked out anew where they don't."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from tests.helpers import TODAY, context_of, network_of
from vault_tools.config import Config
from vault_tools.digests import registry
from vault_tools.digests.context import DUE, PROGRESS, Context
from vault_tools.digests.demand import TRADE
from vault_tools.digests.figures import KNOWN, Figure, Figures, basis_of
from vault_tools.digests.partners import LEVEL_BEFORE
from vault_tools.network.patch import Patched
from vault_tools.network.tables import Table

NOTES = {
    "People/A.md": "---\nmet: 2026-01-01\n---\n## Log\n- 2026-12-01 coffee\n",
    "People/B.md": "---\nmet: 2026-02-01\nfit: 3\nneeds: [maps]\n---\n## Log\n- 2026-03-01 call\n",
}


def kept_on(day: date, notes: Mapping[str, str] = NOTES) -> tuple[bytes, dict[str, bytes]]:
    """What is left to the next run: the basis, and the figures by name."""
    context = context_of(notes, today=day)
    basis = context.figures.settle(1, "config", context)
    return basis, dict(context.figures.to_keep())


def looked_at(figures: Figures, day: date, figure: Figure[Any], notes: Mapping[str, str] = NOTES) -> set[str]:
    """Of whom a figure is worked out where these are known; what comes of it is what a fresh look gives."""
    asked, work = set[str](), figure.work

    def counted(context: Context, contact: object) -> object:
        asked.add(getattr(contact, "path", "of another figure"))
        return work(context, contact)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figure, "work", counted)
        found = Context(network_of(notes), day, Config(), figures=figures).each(figure)
    assert found == context_of(notes, today=day).each(figure)
    return asked


def test_what_was_kept_is_worked_out_of_nobody() -> None:
    assert registry.DIGESTS  # all figures are known once the digests are
    basis, data = kept_on(TODAY)
    assert data.keys() == KNOWN.keys()
    for figure in KNOWN.values():
        assert looked_at(Figures(TODAY, basis_of(basis), data.get), TODAY, figure) == set(), figure.name


def test_what_is_looked_at_of_few_stays_bytes_and_is_kept_as_such() -> None:
    basis, data = kept_on(TODAY)
    figures = Figures(TODAY, basis_of(basis), data.get)
    context = Context(network_of(NOTES), TODAY, Config(), figures=figures)
    values = context.each(TRADE)
    assert isinstance(values, Table)
    assert isinstance(values.raw(lambda _path, value: value)["People/B.md"], msgspec.Raw)
    assert figures.settle(1, "config", context) == basis
    assert dict(figures.to_keep()) == data


def test_who_came_since_the_basis_has_no_place_in_what_is_kept_on_it() -> None:
    basis, data = kept_on(date(2026, 11, 24))
    later, notes = date(2027, 1, 2), {**NOTES, "People/C.md": "---\nmet: 2026-12-30\n---\n- 2026-12-30 coffee\n" * 2}
    came = Patched(touched={"People/C.md"}, came={"People/C.md"})
    context = Context(network_of(notes), later, Config(), figures=Figures(later, basis_of(basis), data.get, came))
    context.each(LEVEL_BEFORE)  # another quarter: worked out anew, and kept beside the others
    stamp = context.figures.stamp(context, (LEVEL_BEFORE,))
    data |= dict(context.figures.to_keep())
    again = Context(network_of(notes), later, Config(), figures=Figures(later, basis_of(basis), data.get, came))
    figures = Figures(later, basis_of(basis), data.get, came)
    assert looked_at(figures, later, LEVEL_BEFORE, notes) == {"People/A.md", "People/C.md"}
    assert again.each(LEVEL_BEFORE) == context.each(LEVEL_BEFORE)
    assert stamp is None  # nothing was kept of it yet
    assert again.figures.stamp(again, (LEVEL_BEFORE,)) == context.figures.stamp(context, (LEVEL_BEFORE,))


def test_of_whom_something_changed_or_has_come_to_pass_it_is_worked_out() -> None:
    basis, data = kept_on(TODAY)
    later = TODAY + timedelta(days=30)
    assert looked_at(Figures(later, basis_of(basis), data.get), later, DUE) == {"People/A.md"}
    changed = {**NOTES, "People/B.md": "---\nmet: 2026-02-01\n---\n"}
    figures = Figures(TODAY, basis_of(basis), data.get, Patched(touched={"People/B.md"}))
    assert looked_at(figures, TODAY, PROGRESS, changed) == {"People/B.md"}


def test_what_is_held_needs_no_cache_any_more() -> None:
    basis, data = kept_on(TODAY)

    def held(names: Iterable[str]) -> Callable[[str], bytes | None]:
        return {name: data.pop(name) for name in names}.get

    figures = Figures(TODAY, basis_of(basis), held=held)
    figures.hold()
    assert data == {}
    assert looked_at(figures, TODAY, PROGRESS) == looked_at(figures, TODAY, DUE) == set()


def test_another_quarter_is_another_turn() -> None:
    basis, data = kept_on(date(2026, 11, 24))
    next_quarter = date(2027, 1, 2)
    assert looked_at(Figures(next_quarter, basis_of(basis), data.get), next_quarter, LEVEL_BEFORE) == NOTES.keys()


@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[:-3], lambda data: b"\x93\xa1x\xa0\xc0"])
def test_what_is_damaged_or_of_another_basis_is_worked_out_anew(damage: object) -> None:
    basis, data = kept_on(TODAY)
    broken = {name: damage(one) for name, one in data.items()}  # type: ignore[operator]
    assert looked_at(Figures(TODAY, basis_of(basis), broken.get), TODAY, DUE) == NOTES.keys()
    other, _ = kept_on(TODAY - timedelta(days=3))
    assert looked_at(Figures(TODAY, basis_of(other), data.get), TODAY, DUE) == NOTES.keys()
    assert basis_of(damage(basis)) is None or damage(basis) == basis  # type: ignore[operator]


def test_a_basis_is_of_use_for_its_config_and_from_its_day_on() -> None:
    basis = basis_of(kept_on(TODAY)[0])
    assert basis is not None
    assert basis.usable(1, "config", TODAY)
    assert basis.usable(0, "config", TODAY + timedelta(days=400))
    assert not basis.usable(2, "config", TODAY)
    assert not basis.usable(1, "other", TODAY)
    assert not basis.usable(1, "config", TODAY - timedelta(days=1))
