"""A part of a digest is kept as long as nothing that it is made of is another, and no longer."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from tests.helpers import TODAY, network_of, record_of
from vault_tools.config import Config
from vault_tools.digests import registry
from vault_tools.digests.context import BOND, PROGRESS, Context
from vault_tools.digests.figures import Figures, basis_of
from vault_tools.digests.parts import KNOWN_PARTS, Given, Part
from vault_tools.digests.spoken import SPOKEN, Spoken
from vault_tools.network.model import Network
from vault_tools.network.patch import patch

A, B, MEETING = "People/A.md", "People/B.md", "Meetings/2026-11-02 A.md"
NOTES = {
    A: "---\nmet: 2026-01-01\n---\n## Log\n- 2026-11-01 call [signal:: maps]\n",
    B: '---\nmet: 2026-02-01\nsource: "[[A]]"\n---\n',
    MEETING: "---\nwith: [A]\ndate: 2026-11-02\n---\n",
    "Deals/D.md": "---\nwith: A\ntopic: maps\nstatus: active\nstarted: 2026-11-03\n---\n",
}


class Vault:
    """A network whose parts and figures are kept as a workspace does."""

    def __init__(self, day: date = TODAY) -> None:
        self.network = network_of(NOTES)
        self.kept: dict[str, bytes] = {}
        context = Context(self.network, day, Config(), figures=Figures(day))
        for part in KNOWN_PARTS.values():
            context.part(part)
        self.basis = context.figures.settle(1, "config", context)
        self.kept |= dict(context.figures.to_keep())
        self.kept |= dict(context.parts.to_keep(settled=True))

    def after(self, changes: Mapping[str, str], day: date = TODAY, basis: bytes | None = None) -> Context:
        """What is made from the cache once these notes are so."""
        changed = {path: record_of(path, text) for path, text in changes.items()}
        patched = patch(self.network, changed)
        assert patched is not None
        figures = Figures(day, basis_of(basis or self.basis), self.kept.get, patched)
        return Context(self.network, day, Config(), figures=figures)


def made(context: Context) -> set[str]:
    """The parts that are made anew; whether kept or made, each is what it is from scratch."""
    network: Network = context.network
    for part in KNOWN_PARTS.values():
        scratch = Context(network, context.today, context.config)
        assert context.part(part) == scratch.part(part), part.name
    return set(context.parts.new)


def test_all_parts_are_kept_and_read_back() -> None:
    assert registry.DIGESTS  # all parts are known once the digests are
    assert made(Vault().after({})) == set()


def test_a_call_in_which_nothing_is_heard_leaves_what_was_heard() -> None:
    assert SPOKEN.name not in made(Vault().after({B: NOTES[B] + "## Log\n- 2026-11-05 coffee\n"}))


@pytest.mark.parametrize(
    "changes",
    [
        {A: NOTES[A].replace("maps", "atlases")},
        {A: NOTES[A].replace("11-01", "10-31")},
        {A: NOTES[A].replace(" [signal:: maps]", "")},
        {B: NOTES[B] + "## Log\n- 2026-11-05 coffee [signal:: maps]\n"},
        {MEETING: "---\nwith: [A]\ndate: 2026-11-02\nsignals: [globes]\n---\n"},
        {"People/C.md": "---\nname: C\n---\n"},
    ],
)
def test_what_was_heard_is_summed_up_anew(changes: dict[str, str]) -> None:
    assert SPOKEN.name in made(Vault().after(changes))


def test_so_it_is_on_another_day_basis_or_where_it_is_damaged() -> None:
    vault = Vault()
    assert SPOKEN.name in made(vault.after({}, TODAY + timedelta(days=1)))
    other = msgspec.msgpack.encode(msgspec.structs.replace(basis_of(vault.basis), config="another"))  # type: ignore[type-var]
    assert SPOKEN.name in made(vault.after({}, basis=other))
    for damaged in (b"", b"\x93", vault.kept["part spoken"][:-1], vault.kept["progress"]):
        vault.kept["part spoken"] = damaged
        assert SPOKEN.name in made(vault.after({}))


def test_without_anything_kept_parts_are_made_and_not_kept() -> None:
    context = Context(network_of(NOTES), TODAY, Config())
    assert isinstance(context.part(SPOKEN), Spoken)
    assert dict(context.parts.to_keep(settled=False)) == {}


def test_a_part_sees_nothing_but_what_it_is_said_to_be_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vault_tools.digests.parts.KNOWN_PARTS", {})
    context = Context(network_of(NOTES), TODAY, Config())
    seen: list[Any] = []

    def work(given: Given) -> int:
        seen.append(given.each(PROGRESS))
        with pytest.raises(LookupError, match="figures of bond"):
            given.each(BOND)
        with pytest.raises(LookupError, match="heard"):
            _ = given.sayings
        return len(given.called)

    assert context.part(Part("some", int, work, (PROGRESS,))) == 2
    assert seen == [context.progress]


def test_what_knows_no_day_is_the_same_on_any(monkeypatch: pytest.MonkeyPatch) -> None:
    made_later = made(Vault().after({}, TODAY + timedelta(days=1)))
    assert {part.name for part in KNOWN_PARTS.values() if not part.dated} & made_later == set()
    monkeypatch.setattr("vault_tools.digests.parts.KNOWN_PARTS", {})
    context = Context(network_of(NOTES), TODAY, Config())
    with pytest.raises(LookupError, match="any day"):
        context.part(Part("some", str, lambda given: given.today.isoformat(), dated=False))
