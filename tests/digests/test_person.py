"""The blocks about one contact: in its own note, or named elsewhere."""

import re
from pathlib import Path

import pytest

from tests.helpers import context_of, run, write_vault
from tests.test_publish import render
from vault_tools.config import Config
from vault_tools.digests.person import promises, timeline, who
from vault_tools.markdown import Linker
from vault_tools.render import Renderer

NOTES = {
    "People/Li Wei.md": "---\nmet: 2024-03-01\nrole: CFO\norg: Starwood\noffers: budget\n---\n## Log\n- 2026-01-01 coffee — a\n"
    "- 2026-12-05 call\n- 2026-02-01 message [response:: none]\n\n- [ ] send the list\n",
    "People/Ana.md": "---\nmet: 2025-11-01\n---\n",
    "Meetings/2026-11-01 Lunch.md": "---\nwith: [Li Wei, Ana]\nchannel: meal\n---\n- [ ] outline 📅 2026-11-10\n"
    "- [x] menu\n- [ ] names [owner:: [[Ana]]] 📅 2026-11-20\n",
    "Deals/Course.md": "---\nwith: Li Wei\nstatus: active\nstarted: 2026-06-01\n---\n",
    "Introductions/Li and Ana.md": "---\nbetween: [Li Wei, Ana]\nstatus: made\ndate: 2026-07-01\n---\n",
}
CONTEXT = context_of(NOTES)


def test_the_timeline_has_all_that_happened_latest_first() -> None:
    view = timeline(CONTEXT, "People/Li Wei.md")
    assert [(str(row.date), row.kind) for row in view.rows] == [
        ("2026-12-05", "planned"),
        ("2026-11-01", "touch"),
        ("2026-11-01", "promise"),
        ("2026-11-01", "promise-over"),
        ("2026-11-01", "promise"),
        ("2026-07-01", "introduction"),
        ("2026-06-01", "deal"),
        ("2026-02-01", "attempt"),
        ("2026-01-01", "touch"),
    ]
    short = timeline(CONTEXT, "People/Li Wei.md", limit=2)
    assert (len(short.rows), short.more) == (2, 7)


def test_promises_of_all_and_of_one() -> None:
    everybody = promises(CONTEXT)
    assert [row.text for row in everybody.rows] == ["outline", "names", "send the list"]
    assert (everybody.overdue_mine, everybody.overdue_theirs, everybody.more) == (1, 1, 0)
    assert [row.text for row in promises(CONTEXT, "People/Ana.md", limit=1).rows] == ["outline"]
    assert promises(CONTEXT, "People/Ana.md", limit=1).more == 1


def test_who_is_the_card() -> None:
    assert who(CONTEXT, "People/Li Wei.md").row.stage == "partner"


def block(name: str) -> str:
    return f"<!-- vault-tools: {name} -->\n<!-- /vault-tools -->\n"


def test_a_block_is_about_the_contact_of_its_note_or_the_one_it_names(tmp_path: Path) -> None:
    home = block('who contact="li wei"') + block("promises") + block("timeline contact=[[Ana]]")
    ana = NOTES["People/Ana.md"] + "Text\n" + block("timeline limit=1") + block("who") + block("promises")
    vault = write_vault(tmp_path, {**NOTES, "People/Ana.md": ana, "Home.md": home}, "digests = []\n")
    assert render(vault).findings == []
    text = (vault / "Home.md").read_text()
    assert "**[[Li Wei]]** · CFO, Starwood · partner" in text
    assert text.count("- [ ] ") == 3
    assert "introduction — Li and Ana" in text
    own = (vault / "People/Ana.md").read_text()
    assert own.startswith(NOTES["People/Ana.md"] + "Text\n<!-- vault-tools: timeline limit=1 hash=")
    assert re.search(r"and \d older entries", own)
    assert "**[[Ana]]** · engaged" in own
    assert own.count("- [ ] ") == 2
    assert render(vault).written == []


@pytest.mark.parametrize(
    ("options", "code"),
    [("who", "block-contact"), ("who contact=Nobody", "contact-unresolved"), ("funnel contact=Ana", "block-option")],
)
def test_whose_it_is_must_be_told(tmp_path: Path, options: str, code: str) -> None:
    vault = write_vault(tmp_path, {**NOTES, "Home.md": block(options)}, "digests = []\n")
    assert [(one.code, one.line) for one in render(vault).findings] == [(code, 1)]
    assert (vault / "Home.md").read_text() == block(options)


def test_block_list_and_add(tmp_path: Path) -> None:
    vault = write_vault(tmp_path, {**NOTES, "Home.md": "# Home\n\nText"}, "digests = []\n")
    added = run("block", "add", "follow-ups", "Home", "-o", "limit=2", "--top", cwd=vault)
    assert (added.returncode, added.stderr) == (0, "")
    assert run("block", "add", "timeline", "Ana", cwd=vault).returncode == 0
    text = (vault / "Home.md").read_text()
    assert text == "# Home\n\n<!-- vault-tools: follow-ups limit=2 -->\n\n<!-- /vault-tools -->\n\nText"
    listed = run("block", "list", cwd=vault).stdout.splitlines()
    assert "follow-ups\tlimit=1…1000\tHome.md:3" in listed
    assert any(re.fullmatch(r'timeline\tlimit=1…1000, contact="…"\tPeople/Ana\.md:\d', line) for line in listed)
    for wrong in (["horoscope", "Home"], ["who", "Home"], ["funnel", "Home", "-o", "limit=2"]):
        assert run("block", "add", *wrong, cwd=vault).returncode == 2
    assert run("undo", cwd=vault).returncode == 0
    assert (vault / "People/Ana.md").read_text() == NOTES["People/Ana.md"]


def test_a_card_and_a_timeline_are_in_the_words_and_commas_of_their_language() -> None:
    notes = {
        "People/王芳.md": "---\n认识日期: 2026-01-01\n资源: [场地, 客户]\n---\n",
        "Deals/课.md": "---\nwith: 王芳\nstatus: active\nstarted: 2026-06-01\n---\n",
        "Introductions/二.md": "---\nbetween: [王芳, 李伟]\nstatus: made\ndate: 2026-07-01\n---\n",
        "People/李伟.md": "---\n---\n",
    }
    context = context_of(notes)
    renderer = Renderer(Path("/nowhere"), Config(), "zh", Linker(context.network.links, "none"))
    card = renderer.terminal("contact", who(context, "People/王芳.md"))
    assert "- 资源：场地、客户\n" in card
    assert "- 2026-07-01 引荐 — 二（已引荐）（Introductions/二.md）" in card
    assert "- 2026-06-01 合作 — 课（进行中）（Deals/课.md）" in card
    assert "资源：场地、客户" in renderer.block("who", who(context, "People/王芳.md")).text
    assert "二（已引荐）" in renderer.block("timeline", timeline(context, "People/王芳.md")).text
