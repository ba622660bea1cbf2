"""`duplicates`: the list, the pairs asked about at a terminal, and what is merged unasked."""

import json
from pathlib import Path

import pytest

from tests.cli.test_review import Terminal
from tests.helpers import run, write_vault

DAY = ("--today", "2026-11-24")
NOTES = {
    "People/Li Wei.md": "---\nemail: li@example.com\norg: Star\n---\n## Log\n- 2026-01-01 coffee\n",
    "People/Wei Li.md": '---\nname: Li Wei\nemail: LI@example.com\nphone: "1"\n---\nknows wine\n',
    "People/张三.md": "---\n公司: 恒星\n---\n",
    "People/Zhang San.md": "---\norg: 恒星\n---\n",
    "Meetings/2026-11-20 Talk.md": "---\nwith: '[[Wei Li]]'\n---\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", NOTES)


def test_the_pairs_with_reasons(vault: Path) -> None:
    done = run("duplicates", *DAY, cwd=vault)
    assert done.stdout.splitlines() == [
        "very likely (90%)\tPeople/Li Wei.md\tPeople/Wei Li.md\tthe same e-mail: li@example.com; the same name: Li Wei",
        "possible (58%)\tPeople/Zhang San.md\tPeople/张三.md\tthe same name in pinyin: 张三; the same organisation: 恒星",
    ]
    chinese = run("duplicates", *DAY, "--lang", "zh", cwd=vault).stdout
    assert "邮箱相同：li@example.com" in chinese
    assert "拼音相同：张三" in chinese
    assert chinese.startswith("几乎肯定（90%）\t")


def test_json(vault: Path) -> None:
    first = json.loads(run("duplicates", "--json", *DAY, cwd=vault).stdout)[0]
    assert first == {
        "people": [
            {"contact": "Li Wei", "path": "People/Li Wei.md"},
            {"contact": "Li Wei", "path": "People/Wei Li.md"},
        ],
        "confidence": 0.9,
        "certain": True,
        "reasons": [
            {"code": "email", "value": "li@example.com", "text": "the same e-mail: li@example.com"},
            {"code": "name", "value": "Li Wei", "text": "the same name: Li Wei"},
        ],
    }


def test_merging_the_certain_ones(vault: Path) -> None:
    shown = run("duplicates", "--merge-certain", "--dry-run", *DAY, cwd=vault)
    assert (
        shown.stdout == "People/Wei Li.md → People/Li Wei.md: the same e-mail: li@example.com; the same name: Li Wei\n"
    )
    assert (vault / "People/Wei Li.md").exists()
    done = run("duplicates", "--merge-certain", *DAY, cwd=vault)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (vault / "People/Wei Li.md").exists()
    assert "knows wine" in (vault / "People/Li Wei.md").read_text()
    assert (vault / "People/张三.md").exists()
    assert (vault / "Meetings/2026-11-20 Talk.md").read_text() == "---\nwith: '[[Li Wei]]'\n---\n"
    run("undo", *DAY, cwd=vault)
    assert {path: (vault / path).read_text(encoding="utf-8") for path in NOTES} == NOTES


def test_three_notes_of_one_person_become_one(tmp_path: Path) -> None:
    vault = write_vault(
        tmp_path, {f"People/{stem}.md": "---\nname: Ana\nemail: ana@example.com\n---\n" for stem in ("A", "B")}
    )
    (vault / "People/C.md").write_text("---\nname: Ana\nphone: '+8613800138000'\n---\n")
    (vault / "People/B.md").write_text("---\nname: Ana\nemail: ana@example.com\nphone: '+8613800138000'\n---\n")
    assert run("duplicates", "--merge-certain", *DAY, cwd=vault).returncode == 0
    assert [path.name for path in (vault / "People").iterdir()] == ["B.md"]


def test_deciding_pair_by_pair(vault: Path) -> None:
    one = Terminal(vault, command="duplicates")
    one.waits_for("[1/2] very likely (90%)")
    one.waits_for("the same name: Li Wei")
    one.waits_for("q quit")
    one.press("m")
    one.waits_for("People/Wei Li.md is now part of People/Li Wei.md")
    one.waits_for("[2/2]")
    one.waits_for("q quit")
    one.press("u")
    one.waits_for("[1/2]")
    one.waits_for("q quit")
    assert (vault / "People/Wei Li.md").read_text() == NOTES["People/Wei Li.md"]
    one.press("s")
    one.waits_for("[2/2]")
    one.waits_for("q quit")
    one.press("n")
    one.waits_for("+ not_same:")
    one.waits_for("1 decided, 0 left.")
    assert one.ends() == 0
    assert '"[[张三]]"' in (vault / "People/Zhang San.md").read_text(encoding="utf-8")
    assert len(run("duplicates", "--list", *DAY, cwd=vault).stdout.splitlines()) == 1


def test_nobody_is_here_twice(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {"People/Ana.md": ""})
    done = run("duplicates", *DAY, cwd=vault)
    assert (done.stdout, done.stderr) == ("", "Nobody seems to be here twice.\n")
    assert run("duplicates", "--json", *DAY, cwd=vault).stdout == "[]\n"
