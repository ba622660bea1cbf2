"""Help and usage errors in the user's language."""

import ast
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.catalogues import every_command
from tests.helpers import ROOT, TODAY, run, write_vault
from vault_tools.cli.common import Settings
from vault_tools.cli.speech import clicks_words, columns, gathered, spread

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN_WORD = re.compile(r"(?<![-\w])(?:the|a|of|and|is|to|that|what|for)\b")
TERMINAL = 80
PRINTS = ("echo", "secho", "tell", "remark", "confirm", "prompt", "progress", "UsageError", "BadParameter", "Misuse")


@pytest.fixture
def chinese_vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", {"People/王芳.md": ""}, 'lang = "zh"\n')


def page(context: click.Context) -> str:
    settings = Settings()
    settings.lang = "zh"
    context.find_root().obj = settings
    return context.command.get_help(context)


@pytest.mark.parametrize(
    ("name", "context"), list(every_command()), ids=lambda one: one if isinstance(one, str) else ""
)
def test_every_help_page_is_chinese_fits_a_terminal_and_keeps_its_examples(name: str, context: click.Context) -> None:
    english, chinese = context.command.get_help(click.Context(context.command, info_name=name)), page(context)
    examples = [line for line in chinese.splitlines() if line.startswith("    vault-tools ")]
    prose = [line for line in chinese.splitlines() if line not in examples]
    assert [line for line in prose if LATIN_WORD.search(re.sub(r"`[^`]*`", "", line))] == []
    assert [line for line in prose if columns(line) > TERMINAL] == []
    assert CHINESE.search(prose[2])
    commands = [re.split(r" {2,}", line.strip())[0] for line in examples]
    assert commands == [
        re.split(r" {2,}", line.strip())[0] for line in english.splitlines() if line.startswith("    vault-tools ")
    ]


def test_words_that_help_names_as_values_are_understood() -> None:
    """What Chinese help says may be written, such as statuses, is written so in the vocabulary."""
    from vault_tools.dates.human import read_day
    from vault_tools.network import vocabulary

    pages = dict(every_command())
    for command, option, table in (
        ("vault-tools new deal", "--status", vocabulary.DEAL_STATUSES),
        ("vault-tools new introduction", "--status", vocabulary.INTRODUCTION_STATUSES),
        ("vault-tools new resource", "--kind", vocabulary.RESOURCE_KINDS),
    ):
        shown = re.sub(r"\n {10,}", "", page(pages[command]))  # a line that was broken is one again
        line = next(line for line in shown.splitlines() if line.strip().startswith(option))
        words = line.partition("。")[0].split()[-1].split("、")
        assert [vocabulary.lookup(table).get(word) for word in words] == list(table)
    for day in ("2周后", "周五", "12月1日"):
        assert read_day(day, TODAY)


def test_a_wrong_command_line_is_told_so_in_the_language_of_the_vault(chinese_vault: Path) -> None:
    def told(*arguments: str) -> str:
        done = run(*arguments, cwd=chinese_vault)
        assert done.returncode == 2
        return done.stderr

    assert told("log") == (
        "用法：vault-tools log [选项] 名字 [文字]...\n用“vault-tools log --help”查看说明。\n\n错误：缺少参数“名字”。\n"
    )
    assert "没有“nosuch”这个命令" in told("nosuch")
    assert "没有“--nosuch”这个选项" in told("log", "--nosuch")
    assert "“x”不是整数" in told("follow-ups", "--limit", "x")
    assert "“x”不是日期" in told("digest", "--today", "x")
    assert "没有“x”这个阶段" in told("contacts", "--stage", "x")
    assert "错误：没有人叫" in told("contact", "赵六")
    assert "No such command" in told("--lang", "en", "nosuch")
    assert "Missing argument 'NAME'" in told("log", "--lang", "en")
    assert "“xx”不在可选之列" in told("log", "--lang", "xx")


def test_the_language_is_the_one_asked_for_else_the_vaults_else_the_systems(
    chinese_vault: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "elsewhere"
    nowhere.mkdir()
    english = write_vault(tmp_path / "english", {})
    assert "用法：" in run("--help", "--vault", chinese_vault, cwd=nowhere).stdout
    assert "用法：" in run("log", "--help", "--lang=zh", cwd=english).stdout
    assert "用法：" in run("log", "--help", cwd=nowhere, VAULT_TOOLS_VAULT=str(chinese_vault)).stdout
    assert "Usage:" in run("--help", cwd=english, LC_ALL="zh_CN.UTF-8").stdout
    assert "用法：" in run("--help", cwd=nowhere, LC_ALL="", LC_MESSAGES="", LANG="zh_CN.UTF-8").stdout
    assert "Usage:" in run("--help", cwd=nowhere, LC_ALL="C.UTF-8", LANG="zh_CN.UTF-8").stdout
    lost = run("contacts", cwd=nowhere, LC_ALL="zh_CN.UTF-8")
    assert lost.stderr.startswith("错误：这里和上层都没有库")
    (chinese_vault / "vault-tools.toml").write_text("lang =\n")
    assert "Usage:" in run("--help", cwd=chinese_vault, LC_ALL="C.UTF-8").stdout


def test_doctor_and_index_speak_and_their_json_stays(chinese_vault: Path) -> None:
    assert run("index", cwd=chinese_vault).stdout == "       1  联系人\n"
    doctor = run("doctor", cwd=chinese_vault).stdout
    assert "\n库\n" in doctor
    assert "联系人笔记" in doctor
    assert run("index", "--json", cwd=chinese_vault).stdout.split() == ["{", '"contact":', "1", "}"]
    assert '"time zone": "the machine\'s"' in run("doctor", "--json", cwd=chinese_vault).stdout


def test_clicks_words_leave_no_trace() -> None:
    before = dict(os.environ)
    with clicks_words("zh"):
        assert os.environ["LANGUAGE"] == "zh"
    assert dict(os.environ) == before


def test_english_loads_no_catalogue() -> None:
    script = (
        "import gettext\nfrom vault_tools.cli.main import cli\n"
        "gettext.GNUTranslations = None\n"
        "for line in (['--help'], ['log', '--help'], ['log'], ['nosuch']):\n"
        "    try:\n        cli(line)\n    except SystemExit:\n        pass\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env={"PATH": ""}, cwd="/")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


def test_wide_characters_count_twice_where_lines_are_broken() -> None:
    text = "一行写“姓名，公司”，用 a 或 b。"
    assert gathered(spread(text)) == text
    assert columns(spread("姓名").replace("\0", " ")) - 2 == len("姓名") * 2 == columns("姓名")


def test_what_commands_print_is_a_sentence_of_the_catalogue() -> None:
    """No call that prints or refuses is given English words: they are marked, and looked up."""
    found = []
    for path in sorted((ROOT / "vault_tools/cli").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in PRINTS:
                found += [f"{path.name}:{node.lineno}" for one in node.args[:1] if _says_english(one)]
    assert found == []


def _says_english(node: ast.expr) -> bool:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [str(one.value) for one in parts if isinstance(one, ast.Constant)]
    return any(re.search(r"[A-Za-z]{3}", text) for text in texts)


def test_examples_are_command_lines() -> None:
    for name, context in every_command():
        for line in page(context).splitlines():
            if line.startswith("    vault-tools "):
                assert shlex.split(line.split("  #")[0], comments=True)[0] == "vault-tools", name


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("judge", "缺少参数“名字”。"),
        ("contact", "缺少参数“名字...”。"),
        ("digestt", "没有“digestt”这个命令。"),
        ("digest --chek", "没有“--chek”这个选项。是不是“--check”、“--help”？"),
        ("digest --check=3", "选项“--check”后面不能带值。"),
        ("--vault", "选项“--vault”后面要写 1 个值。"),
        ("digest x y", "多出了参数：x y。"),
        ("digest --lang fr", "“--lang”的值不对：“fr”不在可选之列：“en”、“zh”。"),
        ("judge x --fit it's", "“--fit”的值不对：“it's”不是数字。"),
        ("judge x --fit 9", "“--fit”的值不对：9.0 超出了范围 0<=x<=5。"),
        ("export csv -o People", "“-o”/“--output”的值不对：文件“People”是文件夹。"),
    ],
)
def test_clicks_errors_end_and_quote_as_chinese_does(chinese_vault: Path, line: str, told: str) -> None:
    assert run(*line.split(), cwd=chinese_vault).stderr.splitlines()[-1] == f"错误：{told}"
