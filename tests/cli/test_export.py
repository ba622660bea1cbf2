"""`export` as its users type it."""

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.export.samples import NOTES
from tests.helpers import ROOT, run, write_vault

DAY = ("--today", "2026-11-24")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", NOTES, 'private = ["phone"]\n')


@pytest.mark.parametrize("kind", ["vcard", "csv", "ics", "json", "html"])
def test_into_a_file_and_to_standard_output(vault: Path, kind: str) -> None:
    printed = run("export", kind, *DAY, cwd=vault)
    assert (printed.returncode, printed.stderr) == (0, "")
    file = vault.parent / f"out.{kind}"
    written = run("export", kind, "-o", file, *DAY, cwd=vault)
    assert (written.stdout, written.returncode) == ("", 0)
    assert written.stderr.endswith(f" → {file}\n")
    assert file.read_text(encoding="utf-8-sig").splitlines() == printed.stdout.splitlines()
    assert list(vault.parent.glob(".*.tmp")) == []
    assert "138 0013" not in printed.stdout
    if kind != "html":
        assert ("138 0013" in run("export", kind, "--private", *DAY, cwd=vault).stdout) == (kind != "ics")


def test_a_table_that_a_spreadsheet_opens(vault: Path) -> None:
    file = vault.parent / "people.csv"
    run("export", "csv", "--columns", "name, org,birthday", "--tag", "friend", "-o", file, *DAY, cwd=vault)
    assert file.read_bytes() == '\ufeffname,org,birthday\r\nLi Wei,"Star; Moon, Ltd",1986-12-02\r\n'.encode()
    assert run("export", "csv", "--columns", "name,phone", *DAY, cwd=vault).returncode == 2
    raw = run("export", "csv", "--raw", "--private", "--columns", "phone", "--stage", "合作", *DAY, cwd=vault)
    assert list(csv.reader(raw.stdout.splitlines())) == [["phone"], ["+86 138 0013 8000"]]


def test_a_database(vault: Path) -> None:
    file = vault.parent / "n.db"
    run("export", "sqlite", "-o", file, *DAY, cwd=vault)
    assert sqlite3.connect(file).execute("SELECT count(*) FROM contacts").fetchone() == (4,)


def test_the_schema(vault: Path) -> None:
    shown = run("export", "json", "--schema", cwd=vault).stdout
    assert shown == (ROOT / "docs/export.schema.json").read_text(encoding="utf-8")


def test_some_digests(vault: Path) -> None:
    html = run("export", "html", "--digest", "pitch", "--lang", "zh", *DAY, cwd=vault).stdout
    assert re.findall(r'<section id="(.*?)"', html) == ["pitch"]
    wrong = run("export", "html", "--digest", "pich", *DAY, cwd=vault)
    assert wrong.returncode == 2
    assert "--digest: there is no pich; there are" in wrong.stderr


def test_what_can_not_be_exported(vault: Path) -> None:
    nobody = run("export", "json", "--city", "Atlantis", *DAY, cwd=vault)
    assert (nobody.stderr, json.loads(nobody.stdout)["contacts"]) == ("nobody is like that\n", [])
    assert "is no stage" in run("export", "csv", "--stage", "x", *DAY, cwd=vault).stderr
    gone = run("export", "csv", "-o", vault / "no/such/folder.csv", *DAY, cwd=vault)
    assert (gone.returncode, "Traceback" in gone.stderr) == (2, False)
    (vault / "vault-tools.toml").write_text('private = ["phon"]\n')
    slip = run("export", "csv", *DAY, cwd=vault)
    assert (slip.returncode, slip.stdout) == (2, "")
    assert "'phon'" in slip.stderr


def test_the_docs_examples_run(tmp_path: Path) -> None:
    vault = shutil.copytree(ROOT / "example-vault", tmp_path / "vault")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin/vault-tools"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vault_tools "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    blocks = re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "docs/export.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("vault-tools ")]
    assert len(lines) > 8
    for line in lines:
        tools = [part.split()[0] for part in re.split(r"\||&&", re.sub(r"'[^']*'|\"[^\"]*\"", "x", line))]
        if all(shutil.which(tool, path=path) for tool in tools):
            done = subprocess.run(
                ["sh", "-c", line],
                cwd=vault,
                env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                text=True,
                check=False,
                timeout=60,
            )
            assert done.returncode == 0, f"{line}\n{done.stderr}"
