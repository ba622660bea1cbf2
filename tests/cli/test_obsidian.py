"""`vault-tools obsidian` as its users type it."""

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml12
from click.testing import CliRunner, Result

from tests.helpers import ROOT, run, write_vault
from vault_tools.cli.main import cli

NOTES = {
    "People/Li Wei.md": "---\nmet: 2024-03-01\norg: Star\nnext: 2026-12-01\ncircles: [HR]\n---\n",
    "People/张三.md": "---\n认识日期: 2026-11-01\n公司: 恒星\n圈子: [茶友]\n---\n",
}
USERS = {
    ".obsidian/types.json": '{\n    "types": {\n        "met": "text",\n        "mine": "checkbox"\n    }\n}',
    ".obsidian/appearance.json": '{"theme":"moonstone","enabledCssSnippets":["big"]}',
    ".obsidian/graph.json": '{\n  "search": "-path:Archive",\n  "colorGroups": [\n    {\n      "query": "tag:#vip",\n'
    '      "color": {\n        "a": 1,\n        "rgb": 5\n      }\n    }\n  ],\n  "scale": 0.75\n}',
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", {**NOTES, **USERS})


def call(vault: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["obsidian", "--vault", str(vault), *arguments])


def files(vault: Path) -> dict[str, str]:
    kept = (path for path in vault.rglob("*") if path.is_file() and ".vault-tools" not in path.parts)
    return {path.relative_to(vault).as_posix(): path.read_text(encoding="utf-8") for path in kept}


def at_a_terminal(answer: str, *arguments: str | Path) -> tuple[int, str]:
    """The exit code and all output of `vault-tools obsidian` on a pseudo-terminal, where `answer` is typed."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "vault_tools", "obsidian", *map(str, arguments)]
    with subprocess.Popen(command, stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        os.close(slave)
        os.write(master, answer.encode())
        output = process.communicate(timeout=60)[0].decode()
    os.close(master)
    return process.returncode, output


def test_it_adds_beside_what_the_user_has_and_the_second_time_does_nothing(vault: Path) -> None:
    result = call(vault, "--yes")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "changed .obsidian/types.json",
        "changed .obsidian/graph.json",
        "changed .obsidian/appearance.json",
        "made    .obsidian/templates.json",
        "made    .obsidian/snippets/vault-tools.css",
        "made    Templates/Contact.md",
        "made    Templates/Meeting.md",
        "made    People.base",
        "made    .obsidian/vault-tools.json",
        "Obsidian shows it after a restart; `vault-tools undo` takes it back",
    ]
    assert "1 left as found, they are yours" in result.stderr
    now = files(vault)
    assert now[".obsidian/types.json"].startswith(
        '{\n    "types": {\n        "met": "text",\n        "mine": "checkbox",\n        "between": "multitext",\n'
    )
    assert now[".obsidian/appearance.json"] == '{"theme":"moonstone","enabledCssSnippets":["big","vault-tools"]}'
    graph = json.loads(now[".obsidian/graph.json"])
    assert list(graph) == ["search", "colorGroups", "scale"]
    assert [group["query"] for group in graph["colorGroups"]][:2] == ["tag:#vip", '["outlook":"never" OR "不再"]']
    again = call(vault, "--yes")
    assert again.stdout == "nothing to do: all is set up\n"
    assert files(vault) == now
    assert {path: now[path] for path in NOTES} == NOTES


def test_remove_gives_back_every_byte(vault: Path) -> None:
    before = files(vault)
    call(vault, "--yes")
    result = call(vault, "--remove", "--yes")
    assert "deleted .obsidian/snippets/vault-tools.css" in result.stdout
    assert files(vault) == before
    assert not (vault / ".obsidian/snippets").exists()
    assert call(vault, "--remove").stdout == "nothing to do: there is nothing of it here\n"


def test_undo_gives_back_every_byte(vault: Path) -> None:
    before = files(vault)
    call(vault, "--yes")
    undone = CliRunner().invoke(cli, ["undo", "--vault", str(vault)])
    assert undone.output.startswith("took back “obsidian”: ")
    assert files(vault) == before


def test_undo_leaves_no_folder_that_marks_a_vault(tmp_path: Path) -> None:
    bare = write_vault(tmp_path / "bare", NOTES)
    call(bare, "--yes")
    CliRunner().invoke(cli, ["undo", "--vault", str(bare)])
    assert not (bare / ".obsidian").exists()


def test_dry_run_shows_the_diff_and_writes_nothing(vault: Path) -> None:
    before = files(vault)
    shown = call(vault, "--dry-run").stdout
    assert '+        "fit": "number",\n' in shown
    assert "--- /dev/null\n+++ b/People.base\n" in shown
    assert call(vault, "--dry-run", "--remove").stdout == "nothing to do: there is nothing of it here\n"
    assert files(vault) == before


def test_in_a_pipe_it_asks_for_yes_and_writes_nothing(vault: Path) -> None:
    before = files(vault)
    result = call(vault)
    assert (result.exit_code, "--yes" in result.stderr) == (2, True)
    assert call(vault, "--json").exit_code == 2
    assert call(vault, "--remove", "--restore").exit_code == 2
    assert call(vault, "--settings-folder", "x/../.obsidian").exit_code == 2
    assert files(vault) == before


def test_at_a_terminal_the_diff_comes_first_and_no_is_no(vault: Path) -> None:
    before = files(vault)
    code, output = at_a_terminal("n\n", "--vault", vault)
    assert code == 0
    assert output.index("+++ b/People.base") < output.index("make   People.base") < output.index("Go ahead?")
    assert files(vault) == before
    code, output = at_a_terminal("y\n", "--vault", vault)
    assert (code, "made    People.base" in output) == (0, True)
    assert call(vault).stdout == "nothing to do: all is set up\n"


def test_json_says_what_was_written_and_what_was_left(vault: Path) -> None:
    planned = json.loads(call(vault, "--json", "--dry-run").stdout)
    done = json.loads(call(vault, "--json", "--yes").stdout)
    assert (planned.pop("dry_run"), done.pop("dry_run")) == (True, False)
    assert planned == done
    assert done["left"] == [{"path": ".obsidian/types.json", "what": "met", "reason": "yours"}]
    assert [(change["path"], change["made"], change["deleted"]) for change in done["changes"]][:2] == [
        (".obsidian/types.json", False, False),
        (".obsidian/graph.json", False, False),
    ]
    assert json.loads(call(vault, "--json", "--yes").stdout)["changes"] == []


def test_what_was_taken_out_is_named_and_restored_on_request(vault: Path) -> None:
    call(vault, "--yes")
    (vault / "People.base").unlink()
    left = call(vault, "--yes", "-v")
    assert "left People.base: People.base" in left.stderr
    assert "--restore puts them back" in left.stderr
    assert call(vault, "--yes", "--restore").stdout.startswith("made    People.base\n")
    assert (vault / "People.base").exists()


def test_a_name_first_used_later_comes_in_with_the_next_run(vault: Path) -> None:
    call(vault, "--yes")
    (vault / "People/王五.md").write_text("---\n合作度: 4\n---\n", encoding="utf-8")
    assert call(vault, "--yes").stdout.startswith("changed .obsidian/types.json\nchanged People.base\n")
    assert json.loads(files(vault)[".obsidian/types.json"])["types"]["合作度"] == "number"


def test_a_chinese_vault_gets_chinese(tmp_path: Path) -> None:
    run("init", tmp_path, "--lang", "zh")
    assert call(tmp_path, "--yes").exit_code == 0
    now = files(tmp_path)
    base = yaml12.parse_yaml(now["联系人.base"])
    assert isinstance(base, dict)
    assert now["联系人.base"].startswith("# 由 `vault-tools obsidian`")
    assert json.loads(now[".obsidian/types.json"])["types"]["认识日期"] == "date"
    assert run("check", "--vault", tmp_path).stdout == ""
    before = {path: text for path, text in now.items() if path.startswith("Templates/")}
    call(tmp_path, "--remove", "--yes")
    assert {path: text for path, text in files(tmp_path).items() if path.startswith("Templates/")} == before


@pytest.mark.parametrize(("lang", "says"), [("en", "graph.json:2: is no JSON"), ("zh", "不是能读懂的 JSON")])
def test_broken_settings_are_named_with_the_line_and_nothing_is_written(vault: Path, lang: str, says: str) -> None:
    (vault / ".obsidian/graph.json").write_text("{\n  x\n}")
    before = files(vault)
    done = run("obsidian", "--yes", "--lang", lang, "--vault", vault)
    assert (done.returncode, done.stdout, says in done.stderr) == (2, "", True)
    assert "Traceback" not in done.stderr
    assert files(vault) == before


def test_another_settings_folder(vault: Path) -> None:
    before = {path: text for path, text in files(vault).items() if path.startswith(".obsidian/")}
    call(vault, "--yes", "--settings-folder", ".obsidian-mobile")
    now = files(vault)
    assert ".obsidian-mobile/types.json" in now
    assert {path: text for path, text in now.items() if path.startswith(".obsidian/")} == before


def test_the_example_vault_carries_the_result(tmp_path: Path) -> None:
    example = tmp_path / "example"
    shutil.copytree(ROOT / "example-vault", example, ignore=shutil.ignore_patterns(".vault-tools"))
    assert (example / "People.base").exists()
    assert call(example, "--yes").stdout == "nothing to do: all is set up\n"
