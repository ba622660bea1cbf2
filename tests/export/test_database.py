import re
import sqlite3
from pathlib import Path

import pytest

from tests.export.samples import document
from tests.helpers import ROOT
from vault_tools.export.database import database


@pytest.fixture
def opened(tmp_path: Path) -> sqlite3.Connection:
    (tmp_path / "n.db").write_bytes(database(document()))
    return sqlite3.connect(tmp_path / "n.db")


def test_what_is_in_the_tables(opened: sqlite3.Connection) -> None:
    def ask(query: str) -> list[tuple[object, ...]]:
        return opened.execute(query).fetchall()

    assert ask("PRAGMA integrity_check") == [("ok",)]
    assert ask("PRAGMA foreign_key_check") == []
    assert ask("SELECT value FROM about WHERE key = 'today'") == [("2026-11-24",)]
    assert ask("SELECT name, source, source_path, org, fit, closed, wechat FROM contacts WHERE fit IS NOT NULL") == [
        ("Li Wei", "Ana Ruiz", "People/Ana Ruiz.md", "Star; Moon, Ltd", 4.0, 0, "liwei-01")
    ]
    assert ask("SELECT value FROM lists WHERE property = 'email' ORDER BY number") == [
        ("li@example.com",),
        ("wei@example.com",),
    ]
    assert ask("SELECT name, contact FROM people WHERE note LIKE 'Meetings/%'") == [
        ("Li Wei", "People/Li Wei.md"),
        ("Ana Ruiz", "People/Ana Ruiz.md"),
        ("Bob", None),
    ]
    assert ask("SELECT date, channel FROM interactions WHERE contact = 'People/Li Wei.md' ORDER BY date") == [
        ("2026-10-01", "coffee"),
        ("2026-11-20", "meal"),
    ]
    assert ask("SELECT size, status FROM deals") == [(12000.0, "done")]
    assert ask("SELECT text, due, owner FROM promises WHERE owner IS NOT NULL") == [
        ("name of the venue", "2026-11-10", "Ana Ruiz")
    ]
    assert ask("SELECT topic, horizon FROM signals WHERE horizon IS NOT NULL") == [("AI training", "2027-H1")]
    assert ask("SELECT buyer, seller FROM pays") == [("school", "trainer")]


def test_the_docs_name_every_table_and_column(opened: sqlite3.Connection) -> None:
    text = (ROOT / "docs/export.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", text, re.MULTILINE))
    tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')")]
    assert list(documented) == tables
    for table in tables:
        columns = [row[1] for row in opened.execute(f'PRAGMA table_info("{table}")')]
        assert re.findall(r"`(\w+)`", documented[table]) == columns, table


def test_the_same_network_gives_the_same_bytes() -> None:
    assert database(document()) == database(document())
