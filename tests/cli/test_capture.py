"""The capture commands at work: what they write, byte by byte, what they say, and how they fail."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.helpers import run, write_vault
from vault_tools.changes import undo
from vault_tools.cli.main import cli
from vault_tools.errors import VaultToolsError

DAY = "2026-11-24"
LI = "---\nmet: 2024-03-01\norg: 'Star'   # her brother's\n---\n\n## Log\n- 2026-01-01 coffee — wants training\n"
ZHANG = "---\n认识日期: 2026-11-01\n公司: 恒星\n阶段: 认识\n---\n\n## 记录\n- 2026-11-01 微信\n"
NA = "---\r\nmet: 2026-11-02\r\ncadence: 6w\r\n---\r\nShe draws.\r\n"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = write_vault(tmp_path / "vault", {"People/Li Wei.md": LI, "People/张三.md": ZHANG})
    (folder / "People/Li Na.md").write_bytes(b"\xef\xbb\xbf" + NA.encode())
    return folder


class Said(str):
    """What a command printed, with its exit code."""

    code: int


def say(vault: Path, *arguments: str, stdin: str | None = None, env: dict[str, str] | None = None) -> Said:
    result = CliRunner().invoke(cli, ["--vault", str(vault), "--today", DAY, *arguments], input=stdin, env=env)
    said = Said(result.output)
    said.code = result.exit_code
    if isinstance(result.exception, VaultToolsError):
        said = Said(f"{result.output}{result.exception}\n")
        said.code = result.exception.exit_code
    elif result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return said


def note(vault: Path, name: str) -> str:
    return (vault / f"People/{name}.md").read_bytes().decode()


def test_log_adds_one_line_and_shows_it(vault: Path) -> None:
    said = say(vault, "log", "Li Wei", "wants", "it before spring", "-c", "coffee", "-s", "AI training", "--next", "2w")
    line = "- 2026-11-24 coffee — wants it before spring [signal:: AI training] [next:: 2026-12-08]"
    assert (said.code, said) == (0, f"People/Li Wei.md:\n  + {line}\n")
    assert note(vault, "Li Wei") == LI.replace("## Log\n", f"## Log\n{line}\n")
    assert run("check", "--vault", vault).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((), "- 2026-11-24 in touch"),
        (("--no-answer", "-c", "message"), "- 2026-11-24 message [response:: none]"),
        (("no budget", "--declined"), "- 2026-11-24 no budget [response:: declined]"),
        (("called me", "--they", "--on", "yesterday"), "- 2026-11-23 called me [initiated:: them]"),
        (("x", "--on", "fri"), "- 2026-11-20 x"),
        (("x", "--on", "11月20日"), "- 2026-11-20 x"),
        (
            ("x", "-s", "A", "-s", "B", "--kind", "计划", "--for", "2027-H1"),
            "- 2026-11-24 x [signal:: A] [signal:: B] [kind:: plan] [for:: 2027-H1]",
        ),
    ],
)
def test_what_log_writes(vault: Path, arguments: tuple[str, ...], line: str) -> None:
    assert say(vault, "log", "Li Wei", *arguments).code == 0
    assert note(vault, "Li Wei") == LI.replace("## Log\n", f"## Log\n{line}\n")


def test_log_with_several_names_the_others_in_each_and_is_one_step(vault: Path) -> None:
    assert say(vault, "log", "zhangsan", "signed", "-w", "Li Wei", "-w", "Li Na", "-w", "zs", "-c", "call").code == 0
    assert "- 2026-11-24 电话 — signed（与[[Li Wei]]、[[Li Na]]一起）\n" in note(vault, "张三")
    assert "- 2026-11-24 call — signed (with [[张三]], [[Li Na]])\n" in note(vault, "Li Wei")
    assert note(vault, "Li Na").endswith(
        "She draws.\r\n\r\n## Log\r\n- 2026-11-24 call — signed (with [[张三]], [[Li Wei]])\r\n"
    )
    assert note(vault, "Li Na").startswith("\ufeff---\r\n")
    undo(vault)
    assert (note(vault, "Li Wei"), note(vault, "张三"), note(vault, "Li Na")) == (LI, ZHANG, "\ufeff" + NA)


def test_log_of_somebody_new(vault: Path) -> None:
    wrong = say(vault, "log", "Ana Souza", "hello")
    assert (wrong.code, "new contact" in wrong) == (2, True)
    assert say(vault, "log", "Ana Souza", "hello", "--new", "--on", "yesterday").code == 0
    assert note(vault, "Ana Souza") == "---\ntype: contact\nmet: 2026-11-23\n---\n\n## Log\n- 2026-11-23 hello\n"
    undo(vault)
    assert not (vault / "People/Ana Souza.md").exists()


def test_new_makes_nobody_of_a_name_that_several_have(vault: Path) -> None:
    said = say(vault, "log", "Li", "hello", "--new")
    assert (said.code, "may be any of" in said, (vault / "People/Li.md").exists()) == (2, True, False)
    near = say(vault, "log", "Li Wie", "hello", "--new")
    assert (near.code, "may be Li Wei (People/Li Wei.md)" in near) == (0, True)


def test_log_reads_standard_input(vault: Path) -> None:
    assert say(vault, "log", "Li Wei", "-", stdin="first\nsecond\n").code == 0
    assert "- 2026-11-24 first second\n" in note(vault, "Li Wei")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("log", "Li", "x"), "People/Li Na.md"),
        (("log", "Li Wie", "x"), "did you mean"),
        (("log", "Xerxes", "x"), "nobody is called"),
        (("log", "Li Wei", "--on", "soonish"), "can't read “soonish” as a day"),
        (("log", "Li Wei", "--on", "2-30"), "does not exist in the calendar"),
        (("log", "Li Wei", "--on", "5/6"), "may be two days"),
        (("log", "Li Wei", "--next", "yesterday"), "is not after"),
        (("log", "Li Wei", "--no-answer", "--declined"), "exclude each other"),
        (("log", "Li Wei", "--kind", "plan"), "say more about a --signal"),
        (("log", "Li Wei", "-s", "A", "--kind", "odd"), "none of demand"),
        (("log", "Li Wei", "-s", "A", "--for", "spring"), "is no period"),
        (("log", "Li Wei", "-s", "a] b"), "leave them out"),
        (("judge", "Li Wei"), "say how"),
        (("judge", "Li Wei", "--fit", "6"), "6"),
        (("stage", "Li Wei", "famous"), "met, screened"),
        (("snooze", "Li Wei", "yesterday"), "is not ahead"),
        (("snooze", "Li Wei", "soonish"), "can't read"),
        (("done", "Li Wei", "--promise", "offer"), "no open promise with Li Wei"),
    ],
)
def test_what_fails_says_why_and_changes_nothing(vault: Path, arguments: tuple[str, ...], words: str) -> None:
    said = say(vault, *arguments)
    assert (said.code, words in said) == (2, True), said
    assert (note(vault, "Li Wei"), note(vault, "张三")) == (LI, ZHANG)


def test_a_note_that_can_not_be_edited_is_refused_with_file_and_line(vault: Path) -> None:
    (vault / "People/Max.md").write_text("---\norg: [\n---\n")
    said = say(vault, "judge", "Max", "--fit", "3")
    assert (said.code, said.startswith("People/Max.md:")) == (2, True), said
    assert note(vault, "Max") == "---\norg: [\n---\n"


def test_dry_run_shows_the_difference_and_writes_nothing(vault: Path) -> None:
    said = say(vault, "log", "Li Wei", "hi", "--dry-run")
    assert "--- a/People/Li Wei.md\n+++ b/People/Li Wei.md\n" in said
    assert "\n+- 2026-11-24 hi\n" in said
    assert note(vault, "Li Wei") == LI
    assert not (vault / ".vault-tools/journal").exists()


def test_json_says_what_was_written(vault: Path) -> None:
    document = json.loads(say(vault, "judge", "张三", "--fit", "3", "--json"))
    assert document == {
        "dry_run": False,
        "changes": [
            {
                "path": "People/张三.md",
                "made": False,
                "deleted": False,
                "removed": [],
                "added": [{"line": 5, "text": "合作度: 3"}, {"line": 6, "text": "筛选日期: 2026-11-24"}],
            }
        ],
        "remarks": [],
    }


def test_edit_opens_the_note(vault: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "by hand" >> "$1"\n')
    editor.chmod(0o755)
    assert say(vault, "log", "Li Wei", "hi", "--edit", env={"EDITOR": str(editor), "VISUAL": ""}).code == 0
    assert note(vault, "Li Wei") == LI.replace("## Log\n", "## Log\n- 2026-11-24 hi\n") + "by hand\n"


def test_a_day_ahead_is_said_to_be_planned(vault: Path) -> None:
    said = say(vault, "log", "Li Wei", "dinner", "--on", "tomorrow")
    assert "counts once it is past" in said
    assert "- 2026-11-25 dinner\n" in note(vault, "Li Wei")


def test_done_logs_a_touch_or_ticks_a_promise(vault: Path) -> None:
    say(vault, "promise", "Li Wei", "send", "three offers", "--due", "fri")
    assert "- [ ] send three offers 📅 2026-11-27\n" in note(vault, "Li Wei")
    assert say(vault, "done", "Li Wei", "--promise", "OFFERS").code == 0
    assert "- [x] send three offers 📅 2026-11-27 ✅ 2026-11-24\n" in note(vault, "Li Wei")
    assert say(vault, "done", "张三", "-c", "call").code == 0
    assert "- 2026-11-24 电话\n" in note(vault, "张三")


def test_which_promise_is_asked_for_by_its_words(vault: Path) -> None:
    (vault / "Meetings").mkdir()
    text = '---\ndate: 2026-11-20\nwith: "[[Li Wei]]"\n---\n- [ ] send offer A\n- [ ] send offer B 📅 2026-12-01\n'
    (vault / "Meetings/2026-11-20 Talk.md").write_text(text)
    several = say(vault, "done", "Li Wei", "-p", "offer")
    assert (several.code, "Talk.md:5" in several, "Talk.md:6" in several) == (2, True, True)
    assert say(vault, "done", "Li Wei", "-p", "offer b").code == 0
    assert (vault / "Meetings/2026-11-20 Talk.md").read_text() == text.replace(
        "[ ] send offer B 📅 2026-12-01", "[x] send offer B 📅 2026-12-01 ✅ 2026-11-24"
    )


def test_a_promise_of_theirs(vault: Path) -> None:
    say(vault, "promise", "张三", "介绍两个买家", "--theirs", "--due", "12月1日")
    assert "## 承诺\n- [ ] 介绍两个买家 [负责人:: [[张三]]] 📅 2026-12-01\n" in note(vault, "张三")


def test_judge_in_the_notes_words(vault: Path) -> None:
    say(vault, "judge", "张三", "--fit", "1.5", "--interest", "4", "--never", "--flag", "拖款")
    assert note(vault, "张三") == ZHANG.replace(
        "阶段: 认识\n", "阶段: 认识\n合作度: 1.5\n兴趣: 4\n筛选日期: 2026-11-24\n展望: 不再\n警示:\n  - 拖款\n"
    )


def test_stage_is_a_log_line_and_the_property_only_where_one_is_stated(vault: Path) -> None:
    say(vault, "stage", "Li Wei", "partner")
    assert note(vault, "Li Wei") == LI.replace("## Log\n", "## Log\n- 2026-11-24 [stage:: partner]\n")
    say(vault, "stage", "张三", "接触")
    assert note(vault, "张三") == ZHANG.replace("阶段: 认识", "阶段: 接触").replace(
        "## 记录\n", "## 记录\n- 2026-11-24 [阶段:: 接触]\n"
    )


def test_snooze_to_a_day_or_one_step_of_the_rhythm(vault: Path) -> None:
    say(vault, "snooze", "Li Wei", "next", "fri")
    assert note(vault, "Li Wei") == LI.replace("brother's\n", "brother's\nnext: 2026-12-04\n")
    say(vault, "snooze", "张三", "下周三")
    assert "下次: 2026-12-02\n" in note(vault, "张三")
    say(vault, "snooze", "Li Na")
    assert note(vault, "Li Na") == "\ufeff" + NA.replace("cadence: 6w\r\n", "cadence: 6w\r\nnext: 2027-01-05\r\n")
    again = say(vault, "snooze", "Li Na")
    assert "says so already" in again


def test_a_contact_without_a_rhythm_needs_a_day(vault: Path) -> None:
    (vault / "People/Max.md").write_text("---\ncadence: none\n---\n")
    said = say(vault, "snooze", "Max")
    assert (said.code, "say until when" in said) == (2, True)


def test_completion_knows_whom_to_log(vault: Path) -> None:
    done = run(_VAULT_TOOLS_COMPLETE="bash_complete", COMP_WORDS=f"vault-tools --vault {vault} log Li", COMP_CWORD="4")
    assert sorted(done.stdout.split("\n")[:-1]) == ["plain,Li Na", "plain,Li Wei"]


def test_as_a_process_of_its_own(vault: Path) -> None:
    done = run("log", "Li Wei", "hi", "--vault", vault, "--today", DAY)
    assert (done.returncode, done.stdout, done.stderr) == (0, "People/Li Wei.md:\n  + - 2026-11-24 hi\n", "")
    wrong = run("log", "Li", "hi", "--vault", vault)
    assert (wrong.returncode, wrong.stdout, "name one by its path" in wrong.stderr) == (2, "", True)
