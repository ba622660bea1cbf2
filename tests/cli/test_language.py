"""What commands say at a terminal, in the language asked for or the vault's."""

from pathlib import Path

import pytest

from tests.helpers import run, write_vault
from vault_tools.config import load_config
from vault_tools.errors import WriteError
from vault_tools.language import catalogue
from vault_tools.language import mark as _

DAY = ("--today", "2026-11-24")
ZH = 'lang = "zh"\n'
NOTES = {"People/王芳.md": "---\n姓名: 王芳\n认识日期: 2026-01-01\n---\n", "People/李强.md": "---\n合作度: 2\n---\n"}


def test_a_chinese_vault_is_worked_on_in_chinese(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", NOTES, ZH)
    assert run("new", "contact", "赵六", "--vault", vault, *DAY).stdout.startswith("新建 People/赵六.md\n")
    assert (
        '没有人叫“钱七” — `vault-tools new contact "钱七"` 可以新建笔记'
        in run("log", "钱七", "见面", "--vault", vault).stderr
    )
    assert run("rename", "赵六", "赵六六", "--vault", vault).stdout == "People/赵六.md 改成了 People/赵六六.md\n"
    assert run("merge", "赵六六", "李强", "--vault", vault).stdout == "People/李强.md 已并入 People/赵六六.md\n"
    assert run("undo", "--vault", vault).stdout.startswith("已撤销“merge People/赵六六.md ← People/李强.md”：People/")
    assert "已生成 Digests/Home.md\n" in run("digest", "--vault", vault, *DAY).stdout
    assert run("digest", "--vault", vault, *DAY).stdout == "没有变化\n"
    assert run("promise", "李强", "x", "--vault", vault, *DAY).returncode == 0
    assert "李强" in run("done", "李强", "-p", "y", "--vault", vault, *DAY).stderr
    assert run("undo", "--lang", "en", "--vault", vault).stdout.startswith("took back “promise")


def test_init_speaks_the_language_it_makes_the_vault_in(tmp_path: Path) -> None:
    told = run("init", "--lang", "zh", tmp_path / "人脉").stdout
    assert told.startswith("新建   People/\n")
    assert "接下来，在这个文件夹里" in told
    assert "已经是一个库" in run("init", "--lang", "zh", tmp_path / "人脉").stdout


def test_an_undo_needs_no_config_that_can_be_read(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", NOTES, ZH)
    run("log", "王芳", "见面", "--vault", vault, *DAY)
    (vault / "vault-tools.toml").write_text("lang = \n")
    assert run("undo", "--vault", vault).stdout.startswith("took back “log")


def test_an_error_is_said_in_either_language() -> None:
    error = WriteError(_("%(path)s: is gone — nothing was changed"), path="100%/A")
    assert str(error) == error.sentence(catalogue("en")) == "100%/A: is gone — nothing was changed"
    assert error.sentence(catalogue("zh")) == "100%/A：不见了 — 什么都没有改动"
    assert WriteError("100% odd").sentence(catalogue("zh")) == "100% odd"


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}, "en"),
    ],
)
def test_a_vault_speaks_the_systems_language_if_none_is_asked_for(
    tmp_path: Path, environment: dict[str, str], lang: str
) -> None:
    told = run("init", tmp_path / "vault", cwd=None, **environment).stdout
    assert load_config(tmp_path / "vault").config.lang == lang
    assert (tmp_path / "vault/Templates" / {"zh": "联系人.md", "en": "Contact.md"}[lang]).exists()
    said = {
        "en": 'It speaks English, going by your system\'s language; `lang = "zh"` in vault-tools.toml changes it.',
        "zh": '这个库用中文，是按系统语言选的；要换的话，在 vault-tools.toml 里写 `lang = "en"`。',
    }
    assert said[lang] in told
    asked = run("init", tmp_path / "asked", "--lang", "zh", cwd=None, **environment)
    assert load_config(tmp_path / "asked").config.lang == "zh"
    assert "系统" not in asked.stdout


def test_a_vault_that_is_completed_keeps_its_language(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault", {}, ZH)
    told = run("init", vault, LC_ALL="en_GB.UTF-8").stdout
    assert "新建   Templates/联系人.md" in told
    assert "系统" not in told
    assert "已经是一个库" in run("init", cwd=vault, LC_ALL="en_GB.UTF-8").stdout
    (vault / "vault-tools.toml").write_text("lang =\n")
    assert run("init", vault, LC_ALL="C.UTF-8").stdout.startswith("made   Templates/Contact.md\n")
