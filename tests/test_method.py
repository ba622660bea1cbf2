"""What docs/method.md and its pages quote is what the commands say of the example vault on that day."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.helpers import ROOT
from vault_tools.cli.main import COMMANDS, cli
from vault_tools.config import load_config
from vault_tools.digests.registry import DIGESTS
from vault_tools.language import LANGUAGES

PAGES = [ROOT / "docs/method.md", *sorted((ROOT / "docs/method").glob("*.md"))]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.fixture(scope="module")
def said() -> str:
    """All that the digests of the example vault say at the terminal, and the card of one person, on one line."""
    commands = [*([name] for name in DIGESTS if name in COMMANDS), ["contact", "desmond"]]
    day = ["--vault", str(ROOT / "example-vault"), "--today", "2026-11-24", "--lang"]
    outputs = [CliRunner().invoke(cli, [*command, *day, lang]).output for lang in LANGUAGES for command in commands]
    assert all(outputs)
    # in a note a day is a link; at the terminal the place stands behind it
    return re.sub(r"(\d{4}-\d{2}-\d{2}), [^()]+?\.md:\d+\)", r"\1)", plain(" ".join(outputs)))


def quoted(page: Path) -> list[str]:
    """The quoted lines of a page, in parts where something is left out of them."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = [line.removeprefix(">").strip() for line in text.splitlines() if line.startswith(">")]
    parts = [part.strip() for line in lines for part in line.split("[…]")]
    return [part for part in parts if part and not re.fullmatch(r"[|: -]+", part)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_quotation_is_true_of_the_example_vault(page: Path, said: str) -> None:
    lines = quoted(page)
    assert lines
    assert [line for line in lines if plain(line) not in said] == []


def test_each_of_the_twelve_parts_says_what_to_write_and_what_to_read() -> None:
    parts = re.split(r"^## \d+\. ", PAGES[0].read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(parts) == 12
    for part in parts:
        assert "**Write**" in part, part[:40]
        assert re.search(r"^\*\*Read\*\*", part, re.MULTILINE), part[:40]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_shown_can_be_copied(page: Path, tmp_path: Path) -> None:
    """One that is incomplete would be a newcomer's first finding."""
    for block in re.findall(r"^```toml\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        (tmp_path / "vault-tools.toml").write_text(block, encoding="utf-8")
        assert not load_config(tmp_path).findings, block
