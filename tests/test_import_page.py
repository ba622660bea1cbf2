"""docs/import.md is run: its files are written, its commands carried out in one vault, and all comes out as it stands there."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.test_capture import say
from tests.helpers import ROOT, write_vault

PAGE = (ROOT / "docs/import.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)(?: (\S[^\n]*))?\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_says_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_vault(tmp_path / "vault", {})
    monkeypatch.chdir(tmp_path)
    run = 0
    for kind, name, text in BLOCKS:
        if kind == "markdown":
            assert (vault / name).read_text(encoding="utf-8") == text
        elif kind == "console":
            command, _, output = text.partition("\n")
            said = say(vault, *shlex.split(command.removeprefix("$ vault-tools ")))
            assert sorted(said.splitlines()) == sorted(output.splitlines()), command
            run += 1
        else:
            (tmp_path / name).write_text(text, encoding="utf-8")
    assert run == 8
