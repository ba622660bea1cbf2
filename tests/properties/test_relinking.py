"""Random vaults, random links, random renames: every link means after what it meant before, every other byte is what
it was, and a rename back gives the original bytes."""

import re
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers import write_vault
from vault_tools.changes import carry_out, undo
from vault_tools.errors import RenameRefused
from vault_tools.findings import EditRefusedError
from vault_tools.renaming import new_path, rename
from vault_tools.vault.edit.lines import NoteLines
from vault_tools.vault.edit.links import find_links
from vault_tools.vault.links import Resolver
from vault_tools.workspace import Workspace

PATHS = (
    "People/Li Wei.md", "People/Ana.md", "People/李薇.md", "Old/Li Wei.md", "Old/Deep/Ana.md", "Bo.md", "Old/Bo.md",
    "Meetings/2026-11-20 Talk.md", "People/O'Neil.md",
)  # fmt: skip
TARGETS = [
    "Li Wei", "People/Li Wei", "Old/Li Wei", "Ana", "Deep/Ana", "Old/Deep/Ana", "李薇", "Bo", "/Bo", "Old/Bo", "./Li Wei",
    "../People/Ana", "../Bo", "2026-11-20 Talk", "O'Neil", "Nobody", "Li Wei.md",
]  # fmt: skip
FORMS = [
    "[[{}]]", "![[{}#Log]]", "[[{}|he]]", "| [[{}\\|he]] |", "> [[{}#^id]]", "- [ ] a [owner:: [[{}]]]", "`[[{}]]`",
    "```\n[[{}]]\n```", "<!-- [[{}]] -->", "text", "with:: x, [[{}]]", "", "## Log", "- 2026-01-01 call — [[{}]]  ",
]  # fmt: skip
PROPERTIES = [
    'source: "[[{}]]"',
    "with: ['[[{}]]', Ana]",
    "other: x [[{}]]  # so",
    'list:\n  - "[[{}]]"',
    "a: 1",
    "with: {}",
]
NEW = ["Bo", "Ana", "Fresh (Star)", "新名", "O'Brien", "Old/", "People/", "Old/Deep/New one", "li wei"]


@st.composite
def notes(draw: st.DrawFn) -> str:
    def filled(form: str) -> str:
        plain = form == "with: {}"  # a plain name that begins with a dot or slash comes back in quotes
        target = draw(st.sampled_from([one for one in TARGETS if one[0] not in "./"] if plain else TARGETS))
        return form.replace("{}", target.replace("'", "''") if "'[[" in form else target)

    properties = draw(st.lists(st.sampled_from(PROPERTIES), max_size=3, unique_by=lambda one: one.partition(":")[0]))
    lines = [filled(form) for form in draw(st.lists(st.sampled_from(FORMS), max_size=6))]
    front = ["---", *map(filled, properties), "---"] if properties else []
    text = "\n".join([*front, *lines]) + draw(st.sampled_from(["", "\n"]))
    return draw(st.sampled_from(["", "\ufeff"])) + text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


VAULTS = st.fixed_dictionaries({path: notes() for path in PATHS})
SINGLE = [path for path in PATHS if not path.startswith("Old/")]
CLEAR_VAULTS = st.fixed_dictionaries({path: notes() for path in SINGLE})
"""Vaults in which no two notes have the same name, so that no link is in doubt."""


def files(vault: Path) -> dict[str, bytes]:
    found = (path for path in vault.rglob("*.md"))
    return {path.relative_to(vault).as_posix(): path.read_bytes() for path in found}


def led(contents: dict[str, bytes]) -> dict[str, list[list[str]]]:
    """Where each link of each note leads, in Obsidian."""
    links = Resolver(contents)
    return {
        path: [links.resolve(found.target, path) for found in find_links(NoteLines(data))]
        for path, data in contents.items()
    }


def without_targets(data: bytes) -> str:
    text = re.sub(r"\[\[[^\]|#\\]*", "[[", data.decode())
    return re.sub(r"^with: .*$", "", text, flags=re.MULTILINE)


def on_disk(folder: Path, contents: dict[str, str]) -> Path:
    """A vault of just these bytes: line ends stay."""
    vault = write_vault(folder, contents)
    for path, text in contents.items():
        (vault / path).write_bytes(text.encode())
    return vault


def renamed(vault: Path, old: str, name: str) -> str | None:
    workspace = Workspace(vault)
    try:
        workspace.refresh()
        path = new_path(workspace, old, name)
        carry_out(vault, "rename", rename(workspace, old, path, called=old, alias=False).edits)
    except (RenameRefused, EditRefusedError):
        return None
    finally:
        workspace.close()
    return path


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(VAULTS, st.sampled_from(PATHS), st.sampled_from(NEW))
def test_a_rename(contents: dict[str, str], old: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        vault = on_disk(Path(folder), contents)
        before = files(vault)
        new = renamed(vault, old, name)
        after = files(vault)
        if new is None:
            assert after == before
            return
        assert set(after) == set(before) - {old} | {new}
        meant, means = led(before), led(after)
        for path, data in before.items():
            now = new if path == old else path
            assert without_targets(data) == without_targets(after[now])
            assert len(meant[path]) == len(means[now])
            for one, other in zip(meant[path], means[now], strict=True):
                if len(one) == 1:
                    assert other == [new if one[0] == old else one[0]]
        undo(vault)
        assert files(vault) == before


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(CLEAR_VAULTS, st.sampled_from(SINGLE), st.sampled_from(["Fresh (Star)", "新名", "O'Brien", "A & B"]))
def test_a_rename_and_back(contents: dict[str, str], old: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        vault = on_disk(Path(folder), contents)
        before = files(vault)
        new = renamed(vault, old, name)
        assert new
        assert files(vault) != before
        assert renamed(vault, new, old) == old
        assert files(vault) == before
