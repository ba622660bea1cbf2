"""Home in a vault: where it stands, what its rows do, how it links to the other digests and what they say."""

import re
from pathlib import Path

import pytest

from tests.helpers import ROOT, TODAY, run, write_vault
from tests.test_publish import NOTES, render
from vault_tools.digests.context import Context
from vault_tools.digests.registry import BLOCKS, DIGESTS
from vault_tools.markdown import Linker
from vault_tools.network.build import build
from vault_tools.render import Renderer
from vault_tools.workspace import Workspace

CONFIG = 'digests = ["home", "follow-ups", "lessons", "week"]\n'


def text(vault: Path, path: str = "Digests/Home.md") -> str:
    return (vault / path).read_text(encoding="utf-8")


def ticked(vault: Path, words: str, *paths: str) -> None:
    for path in paths:
        old = text(vault, path)
        new = old.replace("- [ ] [[Li Wei]]", f"- [x] [[Li Wei]] {words}".rstrip(), 1)
        assert new != old
        (vault / path).write_text(new, encoding="utf-8")


def test_a_home_of_the_users_own_with_the_block_is_the_digest(tmp_path: Path) -> None:
    mine = "# Where I begin\n\nmine above\n\n<!-- vault-tools: home -->\n<!-- /vault-tools -->\n\nmine below\n"
    vault = write_vault(tmp_path, {**NOTES, "Home.md": mine}, CONFIG)
    written = render(vault).written
    assert "Home.md" in written
    assert not (vault / "Digests/Home.md").exists()
    assert text(vault, "Home.md").startswith("# Where I begin\n\nmine above\n\n<!-- vault-tools: home hash=")
    assert text(vault, "Home.md").endswith("<!-- /vault-tools -->\n\nmine below\n")
    assert render(vault).unchanged


def test_a_home_without_the_block_is_left_alone_and_the_digest_stands_beside_the_others(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {**NOTES, "Home.md": "# mine\n"}, CONFIG)
    assert "Digests/Home.md" in render(vault).written
    assert text(vault, "Home.md") == "# mine\n"


@pytest.mark.parametrize("places", [["Digests/Home.md"], ["Digests/Home.md", "Digests/Follow-ups.md"]])
def test_a_row_marked_on_home_in_the_follow_ups_or_in_both_is_carried_out_once(
    tmp_path: Path, places: list[str]
) -> None:
    vault = write_vault(tmp_path, NOTES, CONFIG)
    render(vault)
    ids = [re.findall(r"\^(vt-c\w+)", text(vault, path)) for path in ("Digests/Home.md", "Digests/Follow-ups.md")]
    assert ids[0] == ids[1] != []
    ticked(vault, "tea, she is well", *places)
    render(vault)
    log = text(vault, "People/Li Wei.md")
    assert log.count("2026-11-24") == 1
    assert f"- 2026-11-24 tea, she is well ^{ids[0][0]}\n" in log
    assert "[[Li Wei]] ^" not in text(vault) + text(vault, "Digests/Follow-ups.md")
    assert render(vault).unchanged


def test_it_links_to_each_digest_where_it_stands_already_at_the_first_render(tmp_path: Path) -> None:
    moved = "<!-- vault-tools: lessons -->\n<!-- /vault-tools -->\n"
    other = "<!-- vault-tools: follow-ups limit=3 -->\n<!-- /vault-tools -->\n"
    vault = write_vault(tmp_path, {**NOTES, "Mine/Old pits.md": moved, "Daily.md": other}, CONFIG)
    render(vault)
    first = text(vault)
    assert "- [[Digests/Follow-ups|Follow-ups]]: 1 person due; 1 late\n" in first
    assert "- [[Mine/Old pits|Lessons]]: no lesson written down yet\n" in first
    assert "- [[Digests/Review|Review]]: no talk last week\n" in first
    assert "Funnel]]" not in first
    (vault / "Digests/Home.md").unlink()
    render(vault)
    assert text(vault) == first


def test_links_are_markdown_where_the_vault_says_so(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES, CONFIG + 'links = "markdown"\n')
    render(vault)
    assert "- [Follow-ups](Digests/Follow-ups.md): " in text(vault)


def test_a_headline_of_the_vaults_own_or_none(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, NOTES, CONFIG)
    folder = vault / ".vault-tools/templates/headlines"
    folder.mkdir(parents=True)
    (folder / "follow-ups.md.j2").write_text("call\n{{ view.due[0].contact }} {# twice #}\n")
    (folder / "week.md.j2").write_text("")
    render(vault)
    assert "- [[Digests/Follow-ups|Follow-ups]]: call Li Wei\n" in text(vault)
    assert "- [[Digests/Review|Review]]\n" in text(vault)


def test_without_anybody_it_says_how_to_begin(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {}, 'digests = ["home", "week"]\n')
    render(vault)
    assert "There is nobody here yet" in text(vault)
    assert "There is nobody here yet" in text(vault, "Digests/Review.md")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("source", ["example", "nobody"])
def test_what_a_digest_says_now_is_a_phrase(tmp_path: Path, lang: str, source: str) -> None:
    workspace = Workspace(ROOT / "example-vault" if source == "example" else write_vault(tmp_path, {}), today=TODAY)
    records = workspace.records if source == "example" else {}
    workspace.close()
    network = build(records)
    context = Context(network, TODAY, workspace.config)
    renderer = Renderer(tmp_path, workspace.config, lang, Linker(network.links, "wikilink"))
    said = {name: renderer.headline(name, BLOCKS[name].make(context, {})) for name in DIGESTS if name != "home"}
    for name, phrase in said.items():
        assert "\n" not in phrase, name
        assert len(phrase) <= 100, name
        assert not phrase.endswith((".", "。")), name
    if source == "example":
        assert all(said[name] for name in ("follow-ups", "funnel", "partners", "lessons", "introductions", "week"))


def test_the_commands_say_what_the_notes_say() -> None:
    vault, day = ROOT / "example-vault", ("--today", "2026-11-24")
    shown = run("home", "--vault", vault, *day).stdout
    assert "Tomorrow: 何静怡 — call, 2026-11-25 Call with Jingyi, two groups" in shown
    assert "- 钱永明 — 老板, 永明轴承配件" in shown
    assert shown.count("last contact") > run("home", "--limit", "1", "--vault", vault, *day).stdout.count(
        "last contact"
    )
    shown = run("week", "--vault", vault, *day).stdout
    assert "Last week, 2026-11-16 to 2026-11-22, you were in touch with **3 people**" in shown
    friday = run("week", "--vault", vault, "--today", "2026-11-20", "--lang", "zh").stdout
    assert friday.startswith("本周（2026-11-16 起）你联系上 **3 位**，新认识 **1 位**；")
