"""Two processes carry out the same marks at the same moment, as `watch` and a `digest` typed by hand may."""

import random
from functools import partial
from pathlib import Path

import pytest

from tests.faults.scenes import (
    CONFIG,
    MARKS,
    NOTES,
    WORDS_ON_A_PROMISE,
    Mark,
    another,
    marked,
    notes_of,
    run_here,
    start_in_a_child,
)
from tests.figures import tried
from tests.helpers import TODAY, write_vault
from vault_tools.publish import act
from vault_tools.workspace import Workspace


def both_at_once(folder: Path, marks: list[Mark], times: int) -> None:
    """Carry the marks out in two processes, so many times, and compare with one alone."""
    start = write_vault(folder / "start", NOTES, CONFIG)
    marked(marks)(start)
    alone = another(start, folder / "alone")
    assert run_here(alone, ["digest"])[0] == 0
    chance = random.Random(1)
    for _time in range(times):
        vault = another(start, folder / "both")
        waits = [start_in_a_child(partial(run_here, vault, ["digest"]), chance.uniform(0, 0.03)) for _ in range(2)]
        for wait in waits:
            wait()
        assert run_here(vault, ["digest"])[0] == 0
        assert notes_of(vault) == notes_of(alone)
        tried("times that two processes carry out the same marks")


def test_one_that_looked_before_the_other_began_and_acts_after_it_is_done(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", NOTES, CONFIG)
    marked(MARKS)(vault)
    first, second = (Workspace(vault, today=TODAY) for _ in range(2))
    for workspace in (first, second):
        workspace.refresh()
        assert workspace.network.contacts
    assert act(first).done
    done = notes_of(vault)
    assert act(second).done == []
    assert notes_of(vault) == done
    first.close()
    second.close()


@pytest.mark.parametrize("marks", [MARKS, WORDS_ON_A_PROMISE], ids=["marks", "words"])
def test_a_few_times(tmp_path: Path, marks: list[Mark]) -> None:
    both_at_once(tmp_path, marks, 10)


@pytest.mark.slow
@pytest.mark.parametrize("marks", [MARKS, WORDS_ON_A_PROMISE], ids=["marks", "words"])
def test_many_times(tmp_path: Path, marks: list[Mark]) -> None:
    both_at_once(tmp_path, marks, 50)
