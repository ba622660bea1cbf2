"""After any edits, renames and deletions the cache gives just what reading everything anew gives."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import TODAY, write_vault
from vault_tools.digests.context import Context
from vault_tools.digests.follow_ups import follow_ups
from vault_tools.digests.funnel import funnel
from vault_tools.workspace import Workspace

NAMES = ["People/A.md", "People/B.md", "People/Sub/A.md", "Meetings/2026-11-01 x.md", "Meetings/y.md", "Deals/d.md"]
TEXTS = [
    "",
    "---\nname: B\naliases: [A]\nfit: 3\n---\n",
    "---\nmet: 2026-01-01\n---\n## Log\n- 2026-11-01 coffee\n",
    '---\nwith: ["[[A]]", B]\ndate: 2026-10-01\n---\n- [ ] x 📅 2026-10-05\n',
    '---\nwith: "[[A]]"\nstatus: done\nstarted: 2026-05-05\n---\n',
    "---\nbroken: [\n---\n## Log\n- 2026-09-01 call [response:: none]\n",
]
EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("age"), st.sampled_from(NAMES), st.just("")),
    st.tuples(st.just("look"), st.just(""), st.just("")),
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
    context = Context(workspace.network, TODAY, workspace.config)
    return msgspec.to_builtins([funnel(context), follow_ups(context), workspace.findings()])


@settings(max_examples=60, deadline=None)
@given(st.lists(EDITS, max_size=12))
def test_numbers_from_the_cache_are_those_from_scratch(edits: list[tuple[str, str, str]]) -> None:
    with TemporaryDirectory() as folder:
        vault = write_vault(Path(folder), {NAMES[0]: TEXTS[2]})
        living = Workspace(vault, today=TODAY)
        for edit in edits:
            apply(vault, edit)
            if edit[0] == "look":
                all_that_is_said(living)
        kept_in_memory = all_that_is_said(living)
        living.close()
        from_cache = Workspace(vault, today=TODAY)
        kept_on_disk = all_that_is_said(from_cache)
        from_cache.close()
        shutil.rmtree(vault / ".vault-tools")
        from_scratch = Workspace(vault, today=TODAY)
        assert kept_in_memory == kept_on_disk == all_that_is_said(from_scratch)
        from_scratch.close()
