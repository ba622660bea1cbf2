"""Figures kept on one day are, on later and earlier days, those that a fresh look gives: also where what lay ahead has
come to pass meanwhile, and where notes changed in between."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import TODAY, write_vault
from tests.properties.test_cache_equals_scratch import all_that_is_said
from vault_tools.workspace import Workspace


def note(kind: str, ahead: int) -> str:
    """A contact of whom something is dated `ahead` days from today."""
    day = TODAY + timedelta(days=ahead)
    return {
        "met": f"---\nmet: {day}\ncircles: [X]\nindustry: Tools\nneeds: [maps]\n---\n",
        "judged": f"---\nmet: 2026-01-01\nfit: 4\ninterest: 1\nscreened: {day}\noffers: [maps]\n---\n",
        "log": f"---\nfit: 1\n---\n## Log\n- 2026-09-01 call [response:: none]\n- {day} coffee [next:: {day}]\n",
        "tried": "---\norg: Star\n---\n## Log\n" + "".join(f"- {day} email [response:: none]\n" for _ in range(3)),
        "stage": f"---\nmet: 2025-01-01\nbirthday: 1980-12-24\nnext: {day}\n---\n## Log\n- {day} [stage:: screened]\n",
    }[kind]


CONTACTS = st.builds(note, st.sampled_from(["met", "judged", "log", "tried", "stage"]), st.integers(-120, 120))
PEOPLE = st.sampled_from(["People/A.md", "People/B.md", "People/C.md"])
DEALS = st.integers(-120, 120).map(
    lambda ahead: (
        f"---\nwith: [A, B]\nstatus: done\nsize: 5\nstarted: {TODAY + timedelta(days=ahead)}\n"
        f"ended: {TODAY + timedelta(days=ahead + 20)}\n---\n"
    )
)
STEPS = st.one_of(
    st.tuples(st.just("write"), PEOPLE, CONTACTS),
    st.tuples(st.just("write"), st.just("Deals/d.md"), DEALS),
    st.tuples(st.just("go"), st.integers(1, 100), st.just("")),
    st.tuples(st.just("go"), st.integers(-30, -1), st.just("")),
    st.tuples(st.sampled_from(["look", "run"]), st.just(""), st.just("")),
)


def run_on(vault: Path, day: date) -> object:
    """What a process of its own says on a day; it leaves to the next what it worked out."""
    workspace = Workspace(vault, today=day)
    said = all_that_is_said(workspace)
    workspace.keep()
    workspace.close()
    return said


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PEOPLE, CONTACTS), min_size=1, max_size=3), st.lists(STEPS, max_size=10))
def test_on_any_day_it_is_what_a_fresh_look_gives(
    notes: list[tuple[str, str]], steps: list[tuple[str, str | int, str]]
) -> None:
    with TemporaryDirectory() as folder:
        vault, day = write_vault(Path(folder), dict(notes)), TODAY
        living = Workspace(vault, today=day)
        for kind, what, text in steps:
            if isinstance(what, int):
                day += timedelta(days=what)
            elif kind == "write":
                (vault / what).parent.mkdir(exist_ok=True)
                (vault / what).write_text(text, encoding="utf-8")
            elif kind == "run":
                run_on(vault, day)
            else:
                living._today = day
                all_that_is_said(living)
                living.keep()
        living._today = day
        in_memory, on_disk = all_that_is_said(living), run_on(vault, day)
        living.close()
        shutil.rmtree(vault / ".vault-tools")
        from_scratch = run_on(vault, day)
        assert on_disk == from_scratch
        assert in_memory == from_scratch
