"""No command speaks to the network."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.scenes import CONFIG, NOTES
from tests.helpers import write_vault

SCRIPT = """
import sys
def hook(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        print("NETWORK", event, arguments, file=sys.stderr)
sys.addaudithook(hook)
from vault_tools.__main__ import main
main()
"""


@pytest.mark.parametrize(
    "arguments",
    [["digest"], ["log", "Li Wei", "see https://example.com"], ["check"], ["doctor"], ["contact", "Li Wei"]],
)
def test_no_command_opens_a_connection(tmp_path: Path, arguments: list[str]) -> None:
    vault = write_vault(tmp_path, NOTES, CONFIG)
    command = [sys.executable, "-c", SCRIPT, *arguments, "--vault", str(vault), "--today", "2026-11-24"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert "NETWORK" not in done.stderr
