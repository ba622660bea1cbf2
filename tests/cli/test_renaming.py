"""`rename`, `merge` and `undo` as their users type them."""

import json
import time
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tests.helpers import run, write_vault
from vault_tools import changes
from vault_tools.cli.main import cli
from vault_tools.config import Config
from vault_tools.journal import FileChange
from vault_tools.network.build import build
from vault_tools.network.read import Reader
from vault_tools.network.vocabulary import Vocabulary

NOTES = {
    "People/Li Wei.md": "---\nname: Li Wei\nmet: 2024-03-01\nindustry: Training\n---\nKnows [[Bob Stone]].\n\n## Log\n- 2026-01-01 coffee — a\n",
    "People/李伟.md": '---\nmet: 2024-05-01\nphone: "0123"\naliases: [小李]\nsource: Bob Stone\n---\n老朋友\n\n## 记录\n- 2026-02-02 电话 谈了培训\n',
    "People/Bob Stone.md": "---\nsource: Li Wei\norg: Star\n---\n",
    "Meetings/2026-11-20 Talk.md": '---\nwith: ["[[Li Wei]]", Bob Stone, 小李]\n---\n- [ ] send [owner:: Li Wei]\n`[[Li Wei]]`\n',
    "Meetings/2026-11-21 Call.md": "---\nwith: Li Wei, Bob Stone\n---\n[he](../People/Li%20Wei.md#Log) and [[李伟|him]]\n",
    "Industries/Training.md": "---\nchain: [a, b]\n---\n",
    "Home.md": "![[People/Li Wei#Log|Li Wei]] and [[li wei]]\n",
    "Board.canvas": '{"nodes":[{"id":"1","type":"file","file":"People/Li Wei.md"}],"edges":[]}',
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", NOTES)


def call(vault: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [arguments[0], "--vault", str(vault), *arguments[1:]])


def refused(vault: Path, *arguments: str) -> str:
    """What a command that fails says, on standard error."""
    done = run(arguments[0], "--vault", vault, *arguments[1:])
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


def files(vault: Path) -> dict[str, str]:
    found = (path for pattern in ("*.md", "*.canvas") for path in vault.rglob(pattern))
    return {path.relative_to(vault).as_posix(): path.read_text(encoding="utf-8") for path in found}


def touches(vault: Path) -> dict[str, int]:
    """Each contact's interactions, by its path."""
    reader = Reader(Vocabulary(Config()))
    notes = {path: reader.read(path, text.encode()) for path, text in files(vault).items() if path.endswith(".md")}
    return {path: len(one.interactions) for path, one in build(notes).contacts.items()}


def test_rename_leads_every_link_and_name(vault: Path) -> None:
    result = call(vault, "rename", "Li Wei", "Li Wei (Starwood)")
    assert result.output == ("People/Li Wei.md is now People/Li Wei (Starwood).md\nlinks in 5 other notes follow\n")
    rest = {path: text for path, text in NOTES.items() if path != "People/Li Wei.md"}
    assert files(vault) == {
        **rest,
        "People/Li Wei (Starwood).md": NOTES["People/Li Wei.md"].replace(
            "name: Li Wei\nmet: 2024-03-01\nindustry: Training\n",
            "name: Li Wei (Starwood)\nmet: 2024-03-01\nindustry: Training\naliases:\n  - Li Wei\n",
        ),
        "People/Bob Stone.md": "---\nsource: Li Wei (Starwood)\norg: Star\n---\n",
        "Meetings/2026-11-20 Talk.md": '---\nwith: ["[[Li Wei (Starwood)]]", Bob Stone, 小李]\n---\n'
        "- [ ] send [owner:: Li Wei (Starwood)]\n`[[Li Wei]]`\n",
        "Meetings/2026-11-21 Call.md": "---\nwith: Li Wei (Starwood), Bob Stone\n---\n"
        "[he](../People/Li%20Wei%20%28Starwood%29.md#Log) and [[李伟|him]]\n",
        "Home.md": "![[People/Li Wei (Starwood)#Log|Li Wei]] and [[Li Wei (Starwood)]]\n",
        "Board.canvas": NOTES["Board.canvas"].replace("Li Wei.md", "Li Wei (Starwood).md"),
    }


def test_rename_and_back_and_undo(vault: Path) -> None:
    assert call(vault, "rename", "Bob Stone", "Bob", "--no-alias").exit_code == 0
    assert files(vault)["People/Bob.md"] == NOTES["People/Bob Stone.md"]
    assert "with: Li Wei, Bob\n" in files(vault)["Meetings/2026-11-21 Call.md"]
    assert call(vault, "rename", "Bob", "Bob Stone", "--no-alias").exit_code == 0
    assert files(vault) == NOTES
    assert call(vault, "undo").output.startswith("took back “rename People/Bob.md → People/Bob Stone.md”: ")
    assert call(vault, "undo").exit_code == 0
    assert files(vault) == NOTES
    assert call(vault, "undo").exit_code == 1


def test_a_dry_run_prints_the_diff_and_changes_nothing(vault: Path) -> None:
    result = call(vault, "rename", "Bob Stone", "Bob", "-n")
    assert "-source: Bob Stone\n+source: Bob\n" in result.output
    assert "+++ b/People/Bob.md" in result.output
    assert files(vault) == NOTES
    assert "/dev/null" in call(vault, "merge", "Li Wei", "李伟", "--dry-run").output
    assert files(vault) == NOTES
    assert call(vault, "undo").exit_code == 1


def test_a_place_for_a_name_moves_the_note(vault: Path) -> None:
    (vault / "People/Old").mkdir()
    assert call(vault, "rename", "Li Wei", "People/Old/").exit_code == 0
    moved = files(vault)
    assert moved["People/Old/Li Wei.md"] == NOTES["People/Li Wei.md"]
    assert moved["Home.md"] == "![[Old/Li Wei#Log|Li Wei]] and [[li wei]]\n"
    assert "(../People/Old/Li%20Wei.md#Log)" in moved["Meetings/2026-11-21 Call.md"]
    assert moved["Meetings/2026-11-20 Talk.md"] == NOTES["Meetings/2026-11-20 Talk.md"]


def test_any_note_can_be_renamed_and_an_industry_s_name_follows_too(vault: Path) -> None:
    assert call(vault, "rename", "Meetings/2026-11-20 Talk.md", "2026-11-20 Coffee", "--no-alias").exit_code == 0
    assert "Meetings/2026-11-20 Coffee.md" in files(vault)
    assert call(vault, "rename", "Training", "Corporate training").exit_code == 0
    assert "industry: Corporate training\n" in files(vault)["People/Li Wei.md"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Nobody at all", "X"), "nobody is called"),
        (("Li Wei", "李伟"), "People/李伟.md: there is such a note already"),
        (("Li Wei", "Li: Wei"), "“Li: Wei” can't be the name of a file — “Li Wei” can"),
        (("Li Wei", "Li Wei"), "is where it is already"),
        (("Li Wei", "Notes/"), "a note there is no contact any more — write `type: contact`"),
        (("Li Wei", "../Li"), "can't be the name of a file|has no character"),
        (("Li Wei", "Templates/Li Wei"), "would not be read there"),
        (("Li Wei", ".trash/"), "can't be the name of a file|would not be read there"),
        (("Li", "X"), "may be any of|nobody is called|Li Wei"),
    ],
)
def test_what_is_refused_changes_nothing(vault: Path, arguments: tuple[str, ...], message: str) -> None:
    (vault / "People/Lin.md").write_text("", encoding="utf-8")
    before = files(vault)
    said = refused(vault, "rename", *arguments)
    assert any(part in said for part in message.split("|")), said
    assert files(vault) == before


def test_a_note_that_cant_be_edited_stops_the_whole_rename(vault: Path) -> None:
    (vault / "Meetings/2026-11-19 Old.md").write_bytes(
        '---\nwith: "[[Li Wei]]"\n---\n会面很好，谈了很多事情\n'.encode("gb18030")
    )
    before = (vault / "Home.md").read_bytes()
    assert "Meetings/2026-11-19 Old.md:4: is not UTF-8" in refused(vault, "rename", "Li Wei", "Li")
    assert (vault / "Home.md").read_bytes() == before


def test_a_name_that_another_note_has_is_spelled_with_its_path(vault: Path) -> None:
    (vault / "Old").mkdir()
    (vault / "Old/Bob.md").write_text("See [[Bob]].\n", encoding="utf-8")
    (vault / "Home.md").write_text("[[Bob]] and [[Bob Stone]]\n", encoding="utf-8")
    assert call(vault, "rename", "Bob Stone", "Bob").exit_code == 0
    assert files(vault)["Home.md"] == "[[Old/Bob]] and [[People/Bob]]\n"
    assert files(vault)["Old/Bob.md"] == "See [[Bob]].\n"


def test_merge_and_undo(vault: Path) -> None:
    before = touches(vault)
    result = call(vault, "merge", "Li Wei", "李伟")
    assert result.output == "People/李伟.md is now part of People/Li Wei.md\nlinks in 1 other note follow\n"
    merged = files(vault)
    assert merged["People/Li Wei.md"] == (
        '---\nname: Li Wei\nmet: 2024-03-01\nindustry: Training\nphone: "0123"\nsource: Bob Stone\naliases:\n  - 李伟\n  - 小李\n---\n'
        "Knows [[Bob Stone]].\n\n## Log\n- 2026-02-02 电话 谈了培训\n- 2026-01-01 coffee — a\n\n"
        "## Taken over from “李伟”\n\n- met: 2024-05-01\n\n老朋友\n"
    )
    assert "[[Li Wei|him]]" in merged["Meetings/2026-11-21 Call.md"]
    assert "People/李伟.md" not in merged
    assert (
        touches(vault)["People/Li Wei.md"] == before["People/Li Wei.md"] + before["People/李伟.md"] - 1
    )  # one meeting had both
    assert call(vault, "undo").exit_code == 0
    assert files(vault) == NOTES


def test_what_cant_be_merged(vault: Path) -> None:
    assert "are the same note" in refused(vault, "merge", "Li Wei", "People/Li Wei.md")
    assert "only notes of the same kind" in refused(vault, "merge", "Li Wei", "Training")
    (vault / "People/李伟.md").write_text("---\nmet: [\n---\n", encoding="utf-8")
    assert "People/李伟.md:" in refused(vault, "merge", "Li Wei", "People/李伟")
    assert "People/李伟.md" in files(vault)


def test_a_digest_with_typed_words_keeps_them_once_through_a_rename(vault: Path) -> None:
    """A rendered row that follows a rename must not be taken for the user's own line at the next render."""
    assert call(vault, "digest", "--today", "2026-11-24").exit_code == 0
    digest = vault / "Digests/Follow-ups.md"
    text = digest.read_text(encoding="utf-8")
    assert "[[Li Wei]]" in text
    first = next(line for line in text.split("\n") if "[[Li Wei]]" in line)
    digest.write_text(text.replace(first, f"{first}\n\nmy own line", 1), encoding="utf-8")
    assert call(vault, "rename", "Li Wei", "Li").exit_code == 0
    assert call(vault, "digest", "--today", "2026-11-24").exit_code == 0
    below = digest.read_text(encoding="utf-8").partition("<!-- /vault-tools -->")[2]
    assert "my own line" in below
    assert "[[Li]]" not in below


def test_undo_list(vault: Path) -> None:
    assert call(vault, "undo", "--list").output == ""
    call(vault, "rename", "Bob Stone", "Bob")
    call(vault, "merge", "Li Wei", "李伟")
    (vault / ".vault-tools/journal/00000003.step").write_bytes(b"x")
    listed = json.loads(CliRunner().invoke(cli, ["undo", "--vault", str(vault), "--list", "--json"]).stdout)
    assert [one["number"] for one in listed] == [2, 1]
    assert listed[0]["label"] == "merge People/Li Wei.md ← People/李伟.md"
    assert listed[1]["notes"][0] == "People/Bob.md"
    assert listed[0]["at"].startswith(time.strftime("%Y-", time.gmtime()))
    shown = call(vault, "undo", "--list").output
    assert "merge People/Li Wei.md" in shown
    assert "00000003.step can't be read" in shown
    assert call(vault, "undo", "--json").exit_code == 2


def test_undo_refuses_what_changed_since(vault: Path) -> None:
    call(vault, "rename", "Bob Stone", "Bob")
    file = vault / "People/Bob.md"
    file.write_text(file.read_text(encoding="utf-8") + "typed\n", encoding="utf-8")
    before = files(vault)
    for arguments in (["undo"], ["undo", "--dry-run"]):
        assert "People/Bob.md changed since" in refused(vault, *arguments)
    assert files(vault) == before


def test_a_dry_undo(vault: Path) -> None:
    call(vault, "rename", "Bob Stone", "Bob")
    after = files(vault)
    assert "-source: Bob\n+source: Bob Stone\n" in call(vault, "undo", "-n").output
    assert "+++ b/People/Bob Stone.md" in call(vault, "undo", "-n").output
    assert files(vault) == after


def test_a_note_saved_while_it_is_renamed_is_not_lost(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = changes._put

    def put(folder: Path, change: FileChange) -> None:
        if change.path == "Home.md":
            (folder / "People/Li Wei.md").write_text("typed meanwhile", encoding="utf-8")
        real(folder, change)

    monkeypatch.setattr(changes, "_put", put)
    result = call(vault, "rename", "Li Wei", "Li")
    assert "saved by somebody else in this very moment — run the command again" in str(result.exception)
    assert files(vault) == {**NOTES, "People/Li Wei.md": "typed meanwhile"}
    assert call(vault, "undo").exit_code == 1


def test_the_shell_completes_names(vault: Path) -> None:
    command = cli.get_command(click.Context(cli), "merge")
    assert command
    context = click.Context(command)
    context.params["vault"] = vault
    names = [one for one in command.params if isinstance(one, click.Argument)]
    found = [[item.value for item in one.shell_complete(context, "Bob")] for one in names]
    assert found == [["Bob Stone"], ["Bob Stone"]]
