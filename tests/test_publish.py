"""Rendering into notes: nothing of the user's is lost, and nothing is written that is not different."""

import shutil
import tempfile
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

import jinja2
import pytest

from tests.helpers import TODAY, write_vault
from vault_tools.errors import TemplateProblem
from vault_tools.freshness import Published
from vault_tools.publish import prepare, publish
from vault_tools.vault import write
from vault_tools.vault.index import Refresh
from vault_tools.vault.write import LEFTOVER
from vault_tools.workspace import Workspace

NOTES = {
    "People/Li Wei.md": "---\nmet: 2024-03-01\n---\n## Log\n- 2026-01-01 coffee — wants training\n",
    "People/Ana.md": "---\nmet: 2026-11-01\n---\n",
}

MANY = NOTES | {f"People/Guest {number}.md": "---\nmet: 2026-10-01\n---\n" for number in range(8)}
"""So many people that Funnel draws its months too."""

TWO = 'digests = ["follow-ups", "funnel"]\n'
"""A config that leaves out the other digests."""


def render(vault: Path, *, check: bool = False, today: date = TODAY, lang: str | None = None) -> Published:
    workspace = Workspace(vault, today=today, lang=lang)
    workspace.refresh()
    published = publish(workspace, check=check)
    workspace.close()
    return published


def everything(vault: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes() for path in vault.rglob("*") if path.is_file() and ".vault-tools" not in path.parts
    }


def test_the_second_time_no_byte_is_written_with_or_without_the_cache(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, MANY, TWO)
    assert render(vault).written == [
        "Digests/Follow-ups.md",
        "Digests/Funnel.md",
        "Digests/Funnel-funnel.svg",
        "Digests/Funnel-months.svg",
    ]
    before = everything(vault)
    assert render(vault).unchanged
    shutil.rmtree(vault / ".vault-tools")
    again = render(vault)
    assert (again.written, again.unchanged) == ([], False)
    assert everything(vault) == before


def test_what_was_made_ready_is_written_if_nothing_has_changed_since(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES, TWO)
    workspace = Workspace(vault, today=TODAY)
    for day in (1, 2, 3):
        (vault / "People/Li Wei.md").write_text(NOTES["People/Li Wei.md"] + f"- 2026-11-0{day} call\n")
        workspace.refresh()
        before = everything(vault)
        ready = prepare(workspace)
        assert ready is not None
        assert everything(vault) == before
        assert prepare(workspace, ready) is ready
        if day == 2:
            (vault / "People/Ana.md").write_text("---\nmet: 2026-11-01\nnext: 2026-11-24\n---\n")
            workspace.refresh()
        publish(workspace, ready=ready)
        said = everything(vault)
        assert prepare(workspace) is None
        shutil.rmtree(vault / ".vault-tools")
        render(vault)
        assert everything(vault) == said
        workspace.close()
        workspace = Workspace(vault, today=TODAY)
    workspace.close()


def test_nothing_is_made_ready_where_a_mark_is_to_be_carried_out(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES, TWO)
    render(vault)
    digest = vault / "Digests/Follow-ups.md"
    digest.write_text(digest.read_text().replace("- [ ]", "- [x]", 1))
    workspace = Workspace(vault, today=TODAY)
    workspace.refresh()
    assert prepare(workspace) is None
    assert publish(workspace).done
    workspace.close()


def test_check_writes_nothing(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, MANY, TWO)
    before = everything(vault)
    assert len(render(vault, check=True).written) == 4
    assert everything(vault) == before
    render(vault)
    assert render(vault, check=True).written == []


def test_text_around_the_block_stays_and_line_ends_too(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES)
    home = vault / "Home.md"
    text = "\ufeff# Mine\r\n\r\nabove\r\n<!-- vault-tools: follow-ups limit=1 -->\r\nold\r\n<!-- /vault-tools -->\r\nbelow, no end"
    home.write_bytes(text.encode())
    render(vault)
    rendered = home.read_bytes().decode()
    assert rendered.startswith("\ufeff# Mine\r\n\r\nabove\r\n<!-- vault-tools: follow-ups limit=1 hash=")
    assert rendered.count("\n") == rendered.count("\r\n")
    assert rendered.endswith("below, no end")
    assert "Li Wei" in rendered
    assert (vault / "Digests/Follow-ups.md").exists()


def test_what_was_typed_into_a_block_is_moved_below_once(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES)
    render(vault)
    digest = vault / "Digests/Follow-ups.md"
    for line in ("my own words", "more of them"):
        lines = digest.read_text().split("\n")
        lines.insert(6, line)
        digest.write_text("\n".join(lines))
        render(vault)
        assert render(vault).written == []
    text = digest.read_text()
    block, _, below = text.partition("<!-- /vault-tools -->")
    assert "my own words" not in block
    assert below == "\n\n## Written inside the digest\n\nmore of them\n\nmy own words\n"


def test_paragraphs_and_code_typed_into_a_block_stay_as_they_were(tmp_path: Path) -> None:
    typed = "para one\n\npara two\n```\n## Today\n\nc\n```"
    block = f"<!-- vault-tools: follow-ups limit=2 -->\n{typed}\n<!-- /vault-tools -->\nafter\n"
    vault = write_vault(tmp_path, {**NOTES, "Home.md": block})
    render(vault)
    below = (vault / "Home.md").read_text().partition("<!-- /vault-tools -->")[2]
    assert below == f"\n\n## Written inside the digest\n\n{typed}\n\nafter\n"
    digest = vault / "Digests/Follow-ups.md"
    rendered = digest.read_text()
    digest.write_text(rendered.replace("## Today", f"{typed}\n\n## Today", 1))
    render(vault)
    assert digest.read_text() == rendered.rstrip("\n") + f"\n\n## Written inside the digest\n\n{typed}\n"


def test_a_digest_may_be_moved_and_renamed_and_is_not_made_again(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, MANY, TWO)
    render(vault)
    for name in ("Funnel", "Follow-ups"):
        (vault / f"Digests/{name}.md").rename(vault / f"My {name}.md")
    shutil.rmtree(vault / "Digests")
    assert render(vault, today=date(2026, 11, 25)).written
    assert sorted(path.suffix for path in (vault / "Digests").iterdir()) == [".svg", ".svg"]
    assert "hash=" in (vault / "My Funnel.md").read_text()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<!-- vault-tools: horoscope -->\nx\n<!-- /vault-tools -->\n", "block-unknown"),
        ("<!-- vault-tools: follow-ups limit=none -->\nx\n<!-- /vault-tools -->\n", "block-option"),
        ("<!-- vault-tools: follow-ups depth=3 -->\nx\n<!-- /vault-tools -->\n", "block-option"),
    ],
)
def test_a_block_nobody_knows_is_a_finding_and_left_alone(tmp_path: Path, text: str, code: str) -> None:
    vault = write_vault(tmp_path, {**NOTES, "Home.md": text})
    assert [(one.code, one.path, one.line) for one in render(vault).findings] == [(code, "Home.md", 1)]
    assert (vault / "Home.md").read_text() == text


@pytest.mark.parametrize(
    "text",
    [
        "<!-- vault-tools: funnel -->\nopen\n",
        "<!-- vault-tools: funnel -->\n<!-- vault-tools: follow-ups -->\n<!-- /vault-tools -->\n<!-- /vault-tools -->\n",
        "<!-- vault-tools: funnel -->\na\n<!-- /vault-tools -->\n" * 2,
        "<!-- /vault-tools -->\n",
        "```\n<!-- vault-tools: funnel -->\nan example\n<!-- /vault-tools -->\n```\n",
    ],
)
def test_markers_that_do_not_pair_and_examples_in_code_are_left_alone(tmp_path: Path, text: str) -> None:
    vault = write_vault(tmp_path, {**NOTES, "Home.md": text})
    render(vault)
    assert (vault / "Home.md").read_text() == text


def test_names_with_markdown_in_them_break_nothing(tmp_path: Path) -> None:
    name = "A|B [[x]] `c` <b> %% --> $1 #t"
    vault = write_vault(
        tmp_path,
        {
            "People/Odd.md": f"---\nname: '{name}'\norg: 'O|P\n\n  %% <!--'\n---\n## Log\n- 2020-01-01 call — a | b --> %% `\n",
            "People/Old #1 [x].md": "## Log\n- 2020-01-01 call\n",
        },
    )
    render(vault)
    text = (vault / "Digests/Follow-ups.md").read_text()
    assert text.count("-->") == 2
    assert "%%" not in text
    assert "<b>" not in text
    assert "[[Odd|A｜B x `c` ＜b＞ ％％ --＞ ＄1 #t]]" in text
    assert "(People/Old%20%231%20%5Bx%5D.md)" in text
    assert render(vault).unchanged


def test_a_vaults_own_template_and_its_faults(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES)
    own = vault / ".vault-tools/templates/blocks/funnel.md.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{{ view.contacts }} people\n")
    render(vault)
    digest = vault / "Digests/Funnel.md"
    assert "\n2 people\n" in digest.read_text()
    before = everything(vault)
    for text, place in (
        ("one\n{% if %}\n", "blocks/funnel.md.j2:2"),
        ("one\n\n{{ view.nothing }}\n", "blocks/funnel.md.j2:3"),
        ("{{ ''.__class__.__mro__ }}", "blocks/funnel.md.j2:1"),
        ("{% include '../../../../etc/passwd' %}", "blocks/funnel.md.j2:1"),
    ):
        own.write_text(text)
        with pytest.raises(TemplateProblem, match=place):
            render(vault)
    own.unlink()
    own.symlink_to("/etc/passwd")
    with pytest.raises(TemplateProblem, match="link"):
        render(vault)
    assert {path: data for path, data in everything(vault).items() if "templates" not in path} == before


def test_it_renders_where_compiled_templates_can_not_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_vault(tmp_path, MANY, TWO)
    monkeypatch.setattr(tempfile, "tempdir", str(vault / "People/Ana.md"))
    assert len(render(vault).written) == 4
    monkeypatch.undo()

    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(jinja2.FileSystemBytecodeCache, "dump_bytecode", full)
    assert render(vault, lang="zh").written


def test_an_empty_vault_gets_a_start_page(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {})
    render(vault)
    assert "Three steps" in (vault / "Digests/Funnel.md").read_text()
    render(vault, lang="zh")
    assert "三步" in (vault / "Digests/Follow-ups.md").read_text()


def test_pictures_of_the_users_own_are_left_alone(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES)
    (vault / "Digests").mkdir()
    mine = vault / "Digests/Funnel-funnel.svg"
    mine.write_text("<svg/>")
    assert [one.code for one in render(vault).findings] == ["picture-foreign"]
    assert mine.read_text() == "<svg/>"


@pytest.mark.parametrize("folder", ["People", "Digests"])
def test_a_note_saved_while_the_first_digests_are_made_is_rendered_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    vault = write_vault(tmp_path, NOTES, TWO)
    look = Workspace.refresh_folders
    looked_at: list[str] = []

    def saved_meanwhile(workspace: Workspace, folders: Collection[str]) -> Refresh:
        looked_at.extend(folders)
        (vault / folder / "Late.md").write_text("---\ntype: contact\nmet: 2020-01-01\n---\n")
        return look(workspace, folders)

    monkeypatch.setattr(Workspace, "refresh_folders", saved_meanwhile)
    render(vault)
    assert looked_at == ["Digests/"]
    monkeypatch.undo()
    assert not render(vault).unchanged
    assert "[[Late]]" in (vault / "Digests/Follow-ups.md").read_text()


def test_what_a_killed_process_left_behind_goes_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = write_vault(tmp_path, NOTES, TWO)
    left = vault / f"People/.Li Wei.md.4711{LEFTOVER}"
    left.write_text("half")
    render(vault)
    assert left.exists()
    monkeypatch.setattr(write, "LEFTOVER_SECONDS", -1.0)
    assert render(vault, check=True).unchanged
    render(vault, today=TODAY + timedelta(days=1))
    assert not left.exists()


def test_what_another_process_has_read_into_the_cache_is_not_missed(tmp_path: Path) -> None:
    """As where `watch` runs and a command is faster to see a note that was saved."""
    vault = write_vault(tmp_path, NOTES, TWO)
    watching = Workspace(vault, today=TODAY)
    watching.refresh()
    publish(watching)
    (vault / "People/Late.md").write_text("---\nmet: 2020-01-01\n---\n")
    (vault / "People/Ana.md").unlink()
    other = Workspace(vault, today=TODAY)
    other.refresh()
    other.close()
    assert not watching.refresh().anything
    publish(watching)
    watching.close()
    assert sorted(watching.network.contacts) == ["People/Late.md", "People/Li Wei.md"]
    assert "[[Late]]" in (vault / "Digests/Follow-ups.md").read_text()
    assert render(vault).unchanged


def test_a_landscape_in_an_industrys_note_is_of_that_industry_and_no_digest(tmp_path: Path) -> None:
    block = "<!-- vault-tools: landscape -->\n<!-- /vault-tools -->\n"
    named = block.replace("landscape", 'landscape industry="[[food]]"')
    notes = {
        "Industries/Food.md": f"---\nchain: [farm, mill]\n---\n{block}",
        "Industries/Care.md": "---\nchain: [home]\n---\n",
        "People/Ann.md": "---\nindustry: Food\nposition: mill\n---\n",
        "Home.md": named,
        "Wrong.md": block.replace("landscape", 'landscape industry="Banking"'),
    }
    vault = write_vault(tmp_path, notes)
    published = render(vault)
    assert [(one.path, one.code, one.line) for one in published.findings] == [("Wrong.md", "industry-unresolved", 1)]
    for place in ("Industries/Food.md", "Home.md"):
        text = (vault / place).read_text()
        assert "You know somebody at **1 of 2 positions**" in text
        assert "home" not in text
    assert "## [[Care]]" in (vault / "Digests/Landscape.md").read_text()
