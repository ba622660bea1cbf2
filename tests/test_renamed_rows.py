"""A mark outlives the renaming of the note it concerns: carried out there, or kept in sight with the reason."""

import re
from pathlib import Path

import pytest

from tests.helpers import run, write_vault
from tests.test_actions import mark, note, rewrite
from tests.test_publish import render

DAY = ("--today", "2026-11-24")
NOTES = {
    "People/Ann.md": "---\nmet: 2026-01-01\nfit: 4\nneeds: [pricing, cleaning]\ncircles: Guild\nindustry: Trade\nposition: seller\n"
    "---\n## Log\n- 2026-10-20 call — wants her clerks trained [signal:: AI training] [for:: 2027-H1]\n- 2026-05-21 coffee\n"
    "- [ ] send the list 📅 2026-11-20\n",
    "People/Bo.md": "---\nmet: 2026-01-01\noffers: cleaning\n---\n## Log\n- 2026-10-20 coffee\n",
    "People/Cy.md": "---\nmet: 2026-01-01\nnext: 2026-11-01\n---\n",
    "Resources/Class.md": "---\noffers: pricing\n---\n",
    "Introductions/Pair.md": "---\nbetween: [Ann, Cy]\nstatus: idea\nneed: buyers\n---\n",
    "Industries/Trade.md": "---\nchain: [seller, buyer]\n---\n",
}
DIGESTS = ("signals", "partners", "introductions", "circles", "landscape", "follow-ups", "screening")
CONFIG = f"digests = {list(DIGESTS)}\n".replace("'", '"')

ROWS = [
    ("Signals", "[[Ann|Ann — AI training]]", "", "People/Ann", "topic: AI training"),
    ("Partners", "[[Ann]]", "price list", "People/Ann", "topic: price list"),
    ("Introductions", "[[Ann|Ann — pricing]]", "", "People/Ann", "topic: pricing"),
    ("Introductions", "[[Ann|Ann × Bo]]", "", "People/Ann", "need: cleaning"),
    ("Introductions", "[[Ann|Ann × Bo]]", "", "People/Bo", "need: cleaning"),
    ("Introductions", "[[Pair]]", "", "Introductions/Pair", "status: asked"),
    ("Circles", "[[Ann]]", "two buyers", "People/Ann", "value: two buyers"),
    ("Landscape", "[[Ann]]", "3% of sales", "People/Ann", 'earns: "3% of sales"'),
    ("Follow-ups", "[[Cy]]", "call — back", "People/Cy", "2026-11-24 call — back"),
    ("Follow-ups", "[[Ann|send the list]]", "", "People/Ann", "[x] send the list"),
    ("Screening", "[[Cy]]", "3", "People/Cy", "fit: 3"),
]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    made = write_vault(tmp_path / "vault", NOTES, CONFIG)
    render(made)
    return made


def all_notes(vault: Path) -> str:
    return "\n".join(path.read_text() for path in vault.rglob("*.md") if path.parent.name != "Digests")


@pytest.mark.parametrize(("digest", "row", "words", "path", "wanted"), ROWS)
def test_a_mark_is_carried_out_on_the_renamed_note(
    vault: Path, digest: str, row: str, words: str, path: str, wanted: str
) -> None:
    mark(vault, "x", row, words, note=f"Digests/{digest}.md")
    done = run("rename", path, "Zoe", "--vault", vault, *DAY)
    assert done.returncode == 0, done.stderr
    assert len(render(vault).done) == 1
    assert wanted in all_notes(vault)
    assert "\n- [x] [[" not in note(vault, f"Digests/{digest}.md")
    assert render(vault).done == []


@pytest.mark.parametrize(("digest", "row", "words", "path", "wanted"), ROWS)
def test_a_mark_whose_link_leads_nowhere_stays_in_sight(
    vault: Path, digest: str, row: str, words: str, path: str, wanted: str
) -> None:
    """Renamed by a program that corrects no links."""
    mark(vault, "x", row, words, note=f"Digests/{digest}.md")
    (vault / f"{path}.md").rename(vault / f"{path[: path.index('/')]}/Zoe.md")
    done = render(vault).done
    shown = note(vault, f"Digests/{digest}.md")
    kept = re.search(r"- \[x\] \[\[.*\n +- ✗ not carried out: ", shown)
    assert (wanted in all_notes(vault) and len(done) == 1) or kept, shown
    if kept:
        assert render(vault).done == []
        assert "- [x]" in note(vault, f"Digests/{digest}.md")


@pytest.mark.parametrize(
    ("digest", "row", "edited", "was", "now"),
    [
        ("Signals", "[[Ann|Ann — AI training]]", "People/Ann.md", "signal:: AI training", "signal:: robots"),
        ("Introductions", "[[Ann|Ann — pricing]]", "People/Ann.md", "pricing, ", ""),
        ("Introductions", "[[Ann|Ann × Bo]]", "People/Bo.md", "offers: cleaning", "offers: ladders"),
        ("Introductions", "[[Pair]]", "Introductions/Pair.md", "need: buyers", "need: a buyer"),
    ],
)
def test_a_mark_on_what_a_note_no_longer_says_stays_in_sight(
    vault: Path, digest: str, row: str, edited: str, was: str, now: str
) -> None:
    mark(vault, "x", row, note=f"Digests/{digest}.md")
    rewrite(vault, was, now, note=edited)
    assert render(vault).done == []
    shown = note(vault, f"Digests/{digest}.md")
    assert f"- [x] {row} ^vt-" in shown
    assert "✗ not carried out: " in shown
    rewrite(vault, re.escape(f"- [x] {row}"), f"- [ ] {row}", note=f"Digests/{digest}.md")
    render(vault)
    assert "✗" not in note(vault, f"Digests/{digest}.md")
