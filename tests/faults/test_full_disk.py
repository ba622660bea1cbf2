"""A disk that is full: the system itself refuses to write more, at whatever size of file it comes to that."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.scenes import CONFIG, MARKS, NOTES, another, marked, notes_of, run_here
from tests.figures import tried
from tests.helpers import TODAY, write_vault

LONG = "- 2020-01-01 coffee — so it went\n" * 200


def limited(vault: Path, size: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command as a process whose files may grow to so many bytes."""
    return subprocess.run(
        [sys.executable, "-m", "vault_tools", *arguments, "--vault", str(vault), "--today", str(TODAY)],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    notes = NOTES | {"People/Li Wei.md": NOTES["People/Li Wei.md"] + LONG}
    return write_vault(tmp_path / "start", notes, CONFIG)


@pytest.mark.parametrize("size", [0, 100, 4096])
def test_a_disk_that_fills_up_leaves_all_as_it_was(vault: Path, size: int) -> None:
    before = notes_of(vault)
    done = limited(vault, size, "log", "Li Wei", "signed", "-w", "Ana")
    assert done.returncode == 2
    assert "can't be written: File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert notes_of(vault) == before
    assert limited(vault, 1 << 20, "log", "Li Wei", "signed", "-w", "Ana").returncode == 0
    assert all("signed" in (vault / f"People/{name}.md").read_text() for name in ("Li Wei", "Ana"))
    tried("commands on a full disk")


@pytest.mark.parametrize("size", [0, 600])
def test_marks_wait_until_there_is_room(vault: Path, tmp_path: Path, size: int) -> None:
    marked(MARKS)(vault)
    whole = another(vault, tmp_path / "whole")
    assert run_here(whole, ["digest"])[0] == 0
    done = limited(vault, size, "digest")
    assert "Traceback" not in done.stderr
    assert run_here(vault, ["digest"])[0] == 0
    assert notes_of(vault) == notes_of(whole)
    tried("commands on a full disk")
