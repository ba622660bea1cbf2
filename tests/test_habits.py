"""New notes are written as the vault's other notes are."""

from pathlib import Path

import pytest

from tests.helpers import write_vault
from vault_tools.config import Config
from vault_tools.habits import habits_of
from vault_tools.network.vocabulary import Vocabulary

EN = "---\ncompany: Star\nmet: 2026-01-01\n---\n"
ZH = "---\n公司: 恒星\n认识日期: 2026-01-01\n---\n"


@pytest.mark.parametrize(
    ("notes", "lang", "expected"),
    [
        ([], "en", ("en", "org", "met")),
        ([], "zh", ("zh", "公司", "认识日期")),
        ([EN, EN], "zh", ("en", "company", "met")),
        ([ZH, ZH], "en", ("zh", "公司", "认识日期")),
        ([ZH, EN], "en", ("en", "company", "met")),
        ([ZH, EN], "zh", ("zh", "公司", "认识日期")),
        ([ZH, ZH, EN], "en", ("zh", "公司", "认识日期")),
        (["---\nemployer: X\n---\n"] * 2 + [EN], "en", ("en", "employer", "met")),
        (["---\nbroken: [\n---\n", "", "---\nown: 1\n---\n"], "zh", ("zh", "公司", "认识日期")),
    ],
)
def test_language_and_names(tmp_path: Path, notes: list[str], lang: str, expected: tuple[str, str, str]) -> None:
    paths = {f"People/{number}.md": note for number, note in enumerate(notes)}
    write_vault(tmp_path, {**paths, "Meetings/2026-01-01 A.md": ZH, "Other.md": ZH})
    found = habits_of(tmp_path, [*paths, "Meetings/2026-01-01 A.md", "Other.md"], Vocabulary(Config()), "contact", lang)
    assert (found.lang, found.key("org"), found.key("met")) == expected
    assert found.key("tags") == "tags"


def test_a_note_gone_since_is_passed_over(tmp_path: Path) -> None:
    found = habits_of(tmp_path, ["People/Gone.md"], Vocabulary(Config()), "contact", "en")
    assert (found.lang, found.names) == ("en", {})
