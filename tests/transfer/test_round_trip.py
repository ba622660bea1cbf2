"""What is exported, imported into an empty vault and exported again is the same: vCards, tables, the whole network."""

import csv
import io
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import ROOT, write_vault
from vault_tools.cli.main import cli
from vault_tools.creating import property_line
from vault_tools.export.table import DERIVED

WAYS = {
    "vcard": ("vcard",),
    "vcard 3.0": ("vcard", "--version", "3.0"),
    "csv": ("csv",),
    "json": ("json",),
}

ENGLISH = st.builds(
    "{} {}".format,
    st.sampled_from(["Anna", "José", "Mary-Jane", "Wei", "O'Brien", "Dr. Karl"]),
    st.sampled_from(["Stone", "Müller", "de la Cruz", "Li", "Smith, Jr", "Łukasz"]),
)
CHINESE = st.builds(
    "{}{}".format,
    st.sampled_from(["王", "李", "欧阳", "单", "张"]),
    st.sampled_from(["伟", "小明", "静怡", "娜", "建国"]),
)
WORDS = st.sampled_from(
    [
        "Star; Moon, Ltd",
        "=SUM(1)",
        "+86 shop",
        "'-x",
        "'quoted'",
        "星木 & 合伙人",
        'say "hi"',
        "a\\b\\n",
        "C++",
        "true",
        "12",
    ]
)
ITEMS = st.lists(WORDS.filter(lambda text: ";" not in text), unique=True, max_size=3).map(tuple)
TAGS = st.lists(st.sampled_from(["friend", "work/hr", "老同学", "2026-x"]), unique=True, max_size=2).map(tuple)
DAYS = st.dates().map(str)
PERSON = st.fixed_dictionaries(
    {},
    optional={
        "org": WORDS,
        "role": WORDS,
        "industry": WORDS,
        "position": WORDS,
        "city": WORDS,
        "earns": WORDS,
        "value": WORDS,
        "source": st.sampled_from(["Web Summit", "老王"]),
        "circles": ITEMS,
        "offers": ITEMS,
        "needs": ITEMS,
        "red_flags": ITEMS,
        "tags": TAGS,
        "aliases": st.sampled_from([("Wei, the tall",), ("小明", "Ming")]),
        "fit": st.integers(0, 5),
        "interest": st.sampled_from([2.5, 4]),
        "met": st.sampled_from(["2024-03-01", "2024-03", "2024"]),
        "birthday": st.sampled_from(["1986-12-02", "02-29", "lunar 08-15", "lunar 1986-08-15"]),
        "cadence": st.sampled_from(["30d", "none", "weekly", "3m"]),
        "outlook": st.sampled_from(["later", "never"]),
        "stage": st.sampled_from(["screened", "partner"]),
        "next": DAYS,
        "screened": DAYS,
        "imported": DAYS,
        "wechat": st.sampled_from(["wei_88", "+wei"]),
        "linkedin": st.sampled_from(
            ["https://www.linkedin.com/in/x", "https://cn.linkedin.cn/in/李", "https://example.com/in/x"]
        ),
        "url": st.sampled_from(["https://example.com/~li?a=1;b=2,3", "https://例子.cn/"]),
    },
)
PEOPLE = st.dictionaries(ENGLISH | CHINESE, PERSON, min_size=1, max_size=4)


def vault_tools(vault: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli, [*arguments, "--vault", str(vault), "--today", "2026-11-24"])
    assert done.exit_code == 0, done.output
    return done.stdout


def there_and_back(vault: Path, way: str, empty: Path) -> tuple[str, str]:
    """What is exported from a vault, and from an empty one into which that was imported."""
    file = empty.parent / f"out.{WAYS[way][0]}"
    vault_tools(vault, "export", *WAYS[way], "--private", "-o", str(file))
    write_vault(empty, {})
    vault_tools(empty, "import", str(file), "--yes", "--doubles", "new")
    vault_tools(empty, "export", *WAYS[way], "--private", "-o", str(empty.parent / "again"))
    return tuple(path.read_bytes().decode() for path in (file, empty.parent / "again"))  # type: ignore[return-value]


def told(text: str, way: str) -> Any:
    """What an export says, but for what a table can only tell from notes that it does not hold, and the numbers of
    lines."""
    if way == "csv":
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        return [{key: value for key, value in row.items() if key == "path" or key not in DERIVED} for row in rows]
    if way == "json":
        return json.loads(text, object_hook=lambda one: {key: value for key, value in one.items() if key != "line"})
    return text


@pytest.mark.parametrize("way", WAYS)
def test_the_example_vault(way: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "example-vault", tmp_path / "full", ignore=shutil.ignore_patterns(".vault-tools"))
    first, again = there_and_back(tmp_path / "full", way, tmp_path / "empty")
    assert told(first, way) == told(again, way)
    assert first.count("\n") > 65


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=20, deadline=None)
@given(people=PEOPLE)
def test_people(way: str, people: dict[str, dict[str, Any]]) -> None:
    notes = {}
    for number, (name, facts) in enumerate(people.items()):
        if "linkedin" in facts:  # one page is one person
            facts = {**facts, "linkedin": f"{facts['linkedin']}-{number}"}
        own = {"uid": (f"u-{number}",), "email": (f"p{number}@example.com",), "phone": (f"+86 138 0013 80{number:02}",)}
        lines = [property_line(key, fact, key) for key, fact in {**facts, **own}.items() if fact != ()]
        notes[f"People/{name}.md"] = "\n".join(["---", *lines, "---", ""])
    with tempfile.TemporaryDirectory() as folder:
        vault = write_vault(Path(folder) / "full", notes)
        first, again = there_and_back(vault, way, Path(folder) / "empty")
    assert told(first, way) == told(again, way)


def test_a_table_that_was_edited_in_a_spreadsheet_is_read_like_any_other(tmp_path: Path) -> None:
    table = "name,met,fit,known_since,last_touch,path\r\nLi Wei,3/1/2024,very,,,People/Li Wei.md\r\n"
    vault = write_vault(tmp_path / "vault", {})
    (tmp_path / "c.csv").write_text(table, encoding="utf-8")
    vault_tools(vault, "import", str(tmp_path / "c.csv"), "--yes")
    assert "- fit: very" in (vault / "People/Li Wei.md").read_text(encoding="utf-8")


def test_importing_an_export_into_its_own_vault_changes_nothing(tmp_path: Path) -> None:
    notes = {"People/A/Li Wei.md": "---\nfit: 3\n---\n", "People/B/Li Wei.md": "", "Deals/X.md": "---\nsize: 3\n---\n"}
    vault = write_vault(tmp_path / "vault", notes)
    vault_tools(vault, "export", "json", "-o", str(tmp_path / "all.json"))
    vault_tools(vault, "import", str(tmp_path / "all.json"), "--yes")
    assert {path: (vault / path).read_text(encoding="utf-8") for path in notes} == notes
    assert len(list(vault.rglob("*.md"))) == len(notes) + len(list((vault / "Digests").rglob("*.md")))


@pytest.mark.parametrize(
    "path", ["../out.md", "/etc/out.md", ".obsidian/out.md", "People/a.txt", "a/../../b.md", "", "a/" * 2000 + "b.md"]
)
def test_an_export_puts_nothing_outside_the_vaults_notes(path: str, tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "in/vault", {})
    document = json.loads(vault_tools(vault, "export", "json"))
    document["deals"] = document["contacts"] = [{"path": path, "name": "X"}]
    (tmp_path / "x.json").write_text(json.dumps(document), encoding="utf-8")
    before = sorted(tmp_path.rglob("*.md"))
    done = CliRunner().invoke(cli, ["import", str(tmp_path / "x.json"), "--yes", "--vault", str(vault)])
    assert done.exit_code == 1
    assert "none that a note can have" in done.stderr
    assert sorted(tmp_path.rglob("*.md")) == before


@given(st.text("'=+-@\t\r\n＝x", max_size=5))
def test_a_guard_is_taken_off_as_it_was_put_on(text: str) -> None:
    from vault_tools.formulas import guard, unguarded

    assert unguarded(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "＝"))
