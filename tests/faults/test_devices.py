"""Two synced devices that carry the same mark: whatever reaches the other one first, the touch counts once."""

import re
import shutil
import subprocess
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from tests.faults.scenes import another, run_here
from tests.figures import tried
from tests.helpers import TODAY, network_of, write_vault

PERSON, DIGEST = "People/Li Wei.md", "Digests/Follow-ups.md"
NOTES = {
    PERSON: "---\nmet: 2024-03-01\n---\n## Log\n- 2026-01-01 coffee\n",
    "People/Ana.md": "---\nmet: 2025-01-01\n---\n",
}


def render(vault: Path, day: date) -> None:
    code, printed = run_here(vault, ["digest"], day=day)
    assert code == 0, printed


@pytest.fixture
def devices(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a vault with the same row marked."""
    one = write_vault(tmp_path / "one", NOTES, 'digests = ["follow-ups"]\n')
    render(one, TODAY)
    text = (one / DIGEST).read_text()
    (one / DIGEST).write_text(text.replace("- [ ] [[Li Wei]]", "- [x] [[Li Wei]] signed"))
    assert "[x]" in (one / DIGEST).read_text()
    return one, another(one, tmp_path / "two")


def touches(vault: Path) -> int:
    """How many touches the contact's note amounts to."""
    return len(network_of({PERSON: (vault / PERSON).read_text()}).contacts[PERSON].interactions)


EVENTS = ["one renders", "two renders", "note → two", "note → one", "digest → two", "digest → one"]


@pytest.mark.parametrize("later", [0, 1])
def test_in_whatever_order_notes_and_digests_arrive(devices: tuple[Path, Path], tmp_path: Path, later: int) -> None:
    """`later`: the second device is looked at a day later. A sync program brings a file only over an older one."""
    for number, order in enumerate(permutations(EVENTS)):
        if number % 12:
            continue
        one, two = (another(each, tmp_path / "play" / each.name) for each in devices)
        fresh: dict[Path, int] = {}
        for clock, event in enumerate([*order, *EVENTS[2:]]):  # in the end all is synced
            _happen(event, one, two, clock, fresh, later)
        for vault in (one, two):
            render(vault, TODAY + timedelta(later))
            assert touches(vault) == 2, order
            assert len(re.findall("signed", (vault / PERSON).read_text())) == 1, order
            assert "[x]" not in (vault / DIGEST).read_text(), order
        tried("orders in which two devices sync a mark")


def _happen(event: str, one: Path, two: Path, clock: int, fresh: dict[Path, int], later: int) -> None:
    if event.endswith("renders"):
        vault = one if event.startswith("one") else two
        before = {path: (vault / path).read_bytes() for path in (PERSON, DIGEST)}
        render(vault, TODAY + timedelta(later if vault is two else 0))
        fresh.update({vault / path: clock for path, data in before.items() if data != (vault / path).read_bytes()})
        return
    what, to = event.split(" → ")
    path = PERSON if what == "note" else DIGEST
    source, target = (one / path, two / path) if to == "two" else (two / path, one / path)
    if fresh.get(source, -1) > fresh.get(target, -1):
        shutil.copyfile(source, target)
        fresh[target] = fresh[source]


@pytest.mark.parametrize("later", [0, 1])
def test_both_carried_out_and_joined_by_git(devices: tuple[Path, Path], tmp_path: Path, later: int) -> None:
    one, two = devices[0], tmp_path / "clone"
    (one / ".gitignore").write_text(".vault-tools/\n")
    _git(one, "init", "-q", "-b", "main")
    _git(one, "add", "-A")
    _git(one, "commit", "-qm", "marked")
    _git(one, "clone", "-q", ".", str(two))
    render(one, TODAY)
    render(two, TODAY + timedelta(later))
    for vault in (one, two):
        _git(vault, "commit", "-qam", "carried out")
    _git(two, "pull", "-q", "--no-rebase", "-X", "ours", str(one), "main")
    render(two, TODAY + timedelta(later))
    assert touches(two) == 2
    assert "[x]" not in (two / DIGEST).read_text()


def test_both_lines_kept_by_a_merge_count_as_one(devices: tuple[Path, Path]) -> None:
    one, two = devices
    render(one, TODAY)
    render(two, TODAY + timedelta(1))
    logged = [line for vault in devices for line in (vault / PERSON).read_text().splitlines() if "signed" in line]
    assert len(set(logged)) == 2
    (one / PERSON).write_text(NOTES[PERSON].replace("## Log\n", "## Log\n" + "\n".join(logged) + "\n"))
    assert touches(one) == 2


def _git(vault: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=vault, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
