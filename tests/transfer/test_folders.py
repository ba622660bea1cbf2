"""Notes on people: copied in or left where they are, by line edits alone."""

from pathlib import Path

import pytest

from tests.cli.test_capture import say
from tests.helpers import write_vault
from vault_tools.changes import undo
from vault_tools.vault.edit.lines import EditRefused
from vault_tools.vault.edit.properties import rename_property

CARLA = "---\r\nFirma: 'Star'   # hers\r\n# a remark\r\nPhone Number: '0123456'\r\ntags: [x]\r\n---\r\nShe draws.\r\n"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = write_vault(
        tmp_path / "vault",
        {"People/Li Wei.md": "---\nemail: li@star.com\n---\n", "Old/Dan.md": "---\nFirma: Bar\n---\nText\n"},
    )
    (tmp_path / "old/sub").mkdir(parents=True)
    (tmp_path / "old/Carla.md").write_text(CARLA, newline="")
    (tmp_path / "old/sub/Li.md").write_text("---\nemail: li@star.com\ncity: Wien\n---\nText\n")
    (tmp_path / "old/sub/Lunch.md").write_text("---\ntype: meeting\n---\n")
    (tmp_path / "old/bad.md").write_bytes(b"\xff\xfe\x00")
    return folder


def test_notes_from_elsewhere_are_copied_in_and_only_lines_that_mean_something_change(
    vault: Path, tmp_path: Path
) -> None:
    said = say(vault, "import", str(tmp_path / "old"), "--yes", "--map", "Firma=org", "--tag", "imp")
    assert "Firma → org" in said
    assert "new\tCarla (Star)\tPeople/Carla.md" in said
    assert "updated\tLi\tPeople/Li Wei.md\tthe same e-mail address; + city: Wien" in said
    assert "notes that are not on people 1" in said
    assert "bad.md" in said
    text = (vault / "People/Carla.md").read_bytes().decode()
    assert text == CARLA.replace("Firma", "org").replace("tags: [x]", "tags: [x, imp]").replace(
        "---\r\nShe", "type: contact\r\nimported: 2026-11-24\r\n---\r\nShe"
    )
    assert (tmp_path / "old/Carla.md").read_bytes().decode() == CARLA
    assert "notes made: 0, updated: 0" in say(vault, "import", str(tmp_path / "old"), "--yes", "--map", "Firma=org")


def test_what_a_note_of_somebody_known_says_besides_is_kept_or_told(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "old/sub/Li.md").write_text("---\nemail: li@star.com\nHobby: [tea, golf]\ntags: [a]\n---\nText\n")
    said = say(vault, "import", str(tmp_path / "old/sub"), "--yes")
    assert "updated\tLi\tPeople/Li Wei.md\tthe same e-mail address; + aliases: Li" in said
    assert "extra lines: 1; the text below its properties is not taken" in said
    assert "## Imported\n- Hobby: tea, golf\n" in (vault / "People/Li Wei.md").read_text()
    carla = str(tmp_path / "old/Carla.md")
    for _time in range(2):
        assert "not taken" not in say(vault, "import", carla, "--yes")
    assert "Imported" not in (vault / "People/Carla.md").read_text()


def test_notes_in_the_vault_stay_where_they_are(vault: Path) -> None:
    said = say(vault, "import", str(vault / "Old"), "--yes", "--map", "Firma=org")
    assert "updated\tDan (Bar)\tOld/Dan.md\tbecomes a contact where it is" in said
    assert (vault / "Old/Dan.md").read_text() == "---\norg: Bar\ntype: contact\n---\nText\n"
    assert "same\tDan (Bar)\tOld/Dan.md" in say(vault, "import", str(vault / "Old"), "--yes")
    assert undo(vault)
    assert (vault / "Old/Dan.md").read_text() == "---\nFirma: Bar\n---\nText\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\na : 1 # c\nb: 2\n---\n", "---\norg: 1 # c\nb: 2\n---\n"),
        ('---\n"a": [x,\n  y]\n---\n', "---\norg: [x,\n  y]\n---\n"),
        ("---\na:\n  - x\n---\n", "---\norg:\n  - x\n---\n"),
    ],
)
def test_a_property_is_renamed_in_its_place(before: str, after: str) -> None:
    assert rename_property(before.encode(), "a", "org").decode() == after


@pytest.mark.parametrize("note", ["---\na: 1\norg: 2\n---\n", "---\n{a: 1}\n---\n", "text", "---\na: [\n---\n"])
def test_what_can_not_be_renamed_is_refused(note: str) -> None:
    with pytest.raises(EditRefused):
        rename_property(note.encode(), "a", "org")
