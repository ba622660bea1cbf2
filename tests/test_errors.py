"""Errors are sentences of the catalogue, so that they can be said in Chinese too."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.helpers import ROOT, run, write_vault

FOREIGN = {"TemplateProblem"}
"""What a template's author got wrong is said by Jinja2."""


def classes() -> set[str]:
    """The names of all errors of ours."""
    return {
        node.name
        for path in (ROOT / "vault_tools").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "VaultToolsError" for base in node.bases)
    }


def in_english() -> Iterator[str]:
    """Where an error is made of words that nobody can look up."""
    ours = classes() - FOREIGN
    for path in sorted((ROOT / "vault_tools").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ours and _is_english(node.args[:1]):
                yield f"{path.name}:{node.lineno}"


def _is_english(arguments: list[ast.expr]) -> bool:
    built = (ast.JoinedStr, ast.Constant)
    return any(isinstance(one, built) or getattr(getattr(one, "func", None), "id", "") == "str" for one in arguments)


def test_every_error_can_be_looked_up() -> None:
    assert {"ImportRefused", "WriteError", "RenameRefused"} <= classes()
    assert list(in_english()) == []


def test_what_is_refused_is_said_in_chinese(tmp_path: Path) -> None:
    vault = write_vault(
        tmp_path / "vault", {"People/王芳.md": "", "Deals/课.md": "", "a.csv": "x,y\n1,2\n"}, 'lang = "zh"\n'
    )

    def told(*arguments: str) -> str:
        return run(*arguments, cwd=vault).stderr.strip()

    assert told("import", "nope.csv") == "错误：nope.csv：没有这个文件"
    assert told("import", "a.csv").startswith("错误：a.csv：没有一列说明是谁")
    assert told("import", "a.csv", "--encoding", "x").startswith("错误：“x”不是编码")
    assert told("merge", "People/王芳", "Deals/课").endswith("只有同类的笔记才能合并")
    assert told("new", "contact", "///").endswith("“///”里没有能用作文件名的字")
