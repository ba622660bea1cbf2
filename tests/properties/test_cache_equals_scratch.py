"""After any edits, renames and deletions the cache gives just what reading everything anew gives."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import TODAY, said_by, write_vault
from vault_tools.digests.registry import BLOCKS
from vault_tools.workspace import Workspace

NAMES = [
    "People/A.md",
    "People/B.md",
    "People/Sub/A.md",
    "Meetings/2026-11-01 x.md",
    "Meetings/y.md",
    "Deals/d.md",
    "2026-11-03.md",
]
TEXTS = [
    "",
    "---\nname: B\naliases: [A]\nfit: 3\n---\n",
    "---\nmet: 2026-01-01\n---\n## Log\n- 2026-11-01 coffee\n",
    '---\nwith: ["[[A]]", B]\ndate: 2026-10-01\n---\n- [ ] x 📅 2026-10-05\n',
    '---\nwith: "[[A]]"\nstatus: done\nstarted: 2026-05-05\n---\n',
    "---\nbroken: [\n---\n## Log\n- 2026-09-01 call [response:: none]\n",
    '---\nmet: 2026-02-02\nsource: "[[B]]"\nneeds: [AI training]\n---\n- [ ] y [owner:: [[B]]]\n## Log\n- 2026-11-01 call\n- 2026-11-01 meal\n',
    "---\nwith: [A, Nobody]\ndate: 2026-11-01\nsignals: [robots]\n---\n- [ ] z\n<!-- vault-tools: funnel -->\n<!-- /vault-tools -->\n",
    "---\noffers: [AI training]\nposition: maker\n---\nwith [[A]]\n- 2026-10-01 [[B]] [signal:: robots] [for:: 2027]\n",
]
EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("age"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.sampled_from(["look", "run", "run"]), st.just(""), st.just("")),
)


def apply(vault: Path, edit: tuple[str, str, str]) -> None:
    kind, name, other = edit
    path = vault / name
    match kind:
        case "write":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(other, encoding="utf-8")
        case "delete":
            path.unlink(missing_ok=True)
        case "rename" if path.exists() and name != other:
            (vault / other).parent.mkdir(parents=True, exist_ok=True)
            path.replace(vault / other)
        case "age" if path.exists():
            os.utime(path, ns=(0, path.stat().st_mtime_ns - 60_000_000_000))


def all_that_is_said(workspace: Workspace) -> object:
    workspace.refresh()
    context = workspace.context()
    views = {name: kind.make(context, {}) for name, kind in BLOCKS.items() if kind.file}
    found = msgspec.to_builtins([views, workspace.findings()], enc_hook=list)
    return [{**said_by(workspace.network), "findings": []}, *found]


def another_run(vault: Path, *, keeps: bool = True) -> object:
    """What a process of its own says; it leaves to the next what it worked out."""
    workspace = Workspace(vault, today=TODAY)
    said = all_that_is_said(workspace)
    if keeps:
        workspace.keep()
    workspace.close()
    return said


@settings(max_examples=100, deadline=None)
@given(st.booleans(), st.lists(EDITS, max_size=12))
def test_numbers_from_the_cache_are_those_from_scratch(touches: bool, edits: list[tuple[str, str, str]]) -> None:
    with TemporaryDirectory() as folder:
        vault = write_vault(Path(folder), {NAMES[0]: TEXTS[2]}, f"links_are_touches = {str(touches).lower()}\n")
        living = Workspace(vault, today=TODAY)
        for edit in edits:
            apply(vault, edit)
            if edit[0] == "look":
                all_that_is_said(living)
            elif edit[0] == "run":
                another_run(vault)
        kept_on_disk = another_run(vault)
        kept_in_memory = all_that_is_said(living)
        living.close()
        kept_twice = another_run(vault)
        shutil.rmtree(vault / ".vault-tools")
        from_scratch = another_run(vault, keeps=False)
        assert kept_on_disk == from_scratch
        assert kept_in_memory == from_scratch
        assert kept_twice == from_scratch


def test_what_another_process_found_is_not_missed(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {NAMES[0]: TEXTS[2]})
    living = Workspace(vault, today=TODAY)
    all_that_is_said(living)
    (vault / NAMES[0]).write_text(TEXTS[1], encoding="utf-8")
    assert another_run(vault) == all_that_is_said(living)
    living.close()
