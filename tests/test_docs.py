"""The docs say what the program does: tables are compared with the code, links are followed."""

import re
from pathlib import Path

import pytest

from tests.helpers import ROOT
from vault_tools.cli.main import COMMANDS
from vault_tools.config import Config
from vault_tools.digests.registry import BLOCKS
from vault_tools.findings import SENTENCES
from vault_tools.network.vocabulary import PROPERTIES
from vault_tools.sentences import Sentences

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def rows(page: str, heading: str | None = None) -> dict[str, str]:
    """The first cell of each table row (in one section) with the rest of the row."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    if heading:
        text = re.split(rf"^### {heading}$", text, flags=re.MULTILINE)[1].partition("\n### ")[0].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([^`]+)` \|(.*)\|$", text, re.MULTILINE))


@pytest.mark.parametrize("kind", PROPERTIES)
def test_every_property_with_its_other_names(kind: str) -> None:
    documented = rows("format.md", kind.capitalize())
    assert list(documented) == list(PROPERTIES[kind])
    for name, others in PROPERTIES[kind].items():
        shown = documented[name].split("|")[0].strip()
        assert shown.split(" · ") == [other.replace("_", " ") for other in others.split()] or shown == others


def test_every_setting_finding_command_and_block() -> None:
    assert set(rows("config.md")) >= set(Config.__struct_fields__)
    findings = rows("findings.md")
    assert list(findings) == list(SENTENCES)
    assert list(rows("commands.md")) == list(COMMANDS)
    assert set(rows("format.md")) >= set(BLOCKS)


def test_the_templates_page_names_what_templates_get() -> None:
    text = (ROOT / "docs/templates.md").read_text(encoding="utf-8")
    for name in ("stage", "channel", "rhythm", "span", "days", "reason"):
        assert hasattr(Sentences, name)
        assert f"`{name}(" in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if not target.startswith("https:"):
            assert (page.parent / target).exists(), target
