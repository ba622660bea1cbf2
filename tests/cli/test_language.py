"""What commands say at a terminal, in the language asked for or the vault's."""

from pathlib import Path

from tests.helpers import run, write_vault
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
