"""An import of each source, killed halfway and run again: the notes are those of an import that ran once."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.cli.test_capture import DAY, say
from tests.cli.test_importing import killed_halfway, notes
from tests.helpers import context_of, write_vault
from tests.transfer.test_mail import mail
from tests.transfer.test_monica import entry, values
from vault_tools import changes
from vault_tools.changes import undo
from vault_tools.errors import WriteError
from vault_tools.export.choice import Choice
from vault_tools.export.document import as_json
from vault_tools.export.gather import gather
from vault_tools.journal import FileChange

MANY = 300
HALFWAY = 40
THERE = {
    f"People/P{n}.md": f"---\nemail: p{n}@x.example\norg: 'F{n}'  # theirs\n---\n\n## Log\n" for n in range(0, MANY, 2)
}
"""Every other one has a note already."""


def box(folder: Path) -> str:
    """Each was written to, every third answered."""
    text = ""
    for n in range(MANY):
        text += mail("03-02", "me@mine.example", f"P{n} <p{n}@x.example>", f"Offer {n}", id_=f"s{n}")
        if n % 3 == 0:
            text += mail("03-09", f"P{n} <p{n}@x.example>", "me@mine.example", f"Re: Offer {n}",
                         id_=f"a{n}", more=f"In-Reply-To: <s{n}@x>\n")  # fmt: skip
    (folder / "box.mbox").write_text(text)
    return str(folder / "box.mbox")


def maildir(folder: Path) -> str:
    """The same as a Maildir."""
    for name in ("cur", "new", "tmp"):
        (folder / "Mail" / name).mkdir(parents=True)
    for number, one in enumerate(Path(box(folder)).read_text().split("From x Mon ")[1:]):
        (folder / "Mail/cur" / f"{number:04}:2,S").write_text(one.partition("\n")[2])
    return str(folder / "Mail")


def monica(folder: Path) -> str:
    """Each was called and had dinner with."""
    people, dinners = [], []
    for n in range(MANY):
        call = values("call", entry(called_at="2026-02-01T10:00:00Z", content=f"asked {n}"))
        had = values("activity", f"a{n}")
        field = values("contact_field", entry(data=f"p{n}@x.example", type="f1"))
        people.append({"uuid": f"c{n}", "properties": {"first_name": f"P{n}"}, "data": [call, had, field]})
        dinners.append({"uuid": f"a{n}", **entry(summary=f"Dinner {n % 9}", happened_at="2026-03-03")})
    account = {"data": [values("contact", *people), values("activity", *dinners)]}
    document = {"app_version": "4.0.0", "export_date": "2026-11-01", "account": account}
    (folder / "monica.json").write_text(json.dumps(document))
    return str(folder / "monica.json")


def table(folder: Path) -> str:
    """Names of which some are several people's."""
    rows = "".join(f"P{n % 250},G{n},Boss,p{n}@x.example,red {n}\n" for n in range(MANY))
    (folder / "table.csv").write_text(f"Name,Company,Position,Email,Colour\n{rows}")
    return str(folder / "table.csv")


def elsewhere(folder: Path) -> str:
    """Notes of another program."""
    (folder / "Old").mkdir()
    for n in range(MANY):
        text = f"---\nFirma: F{n}  # hers\nemail: p{n}@x.example\ncity: Graz\n---\nText\n"
        (folder / "Old" / f"Q{n}.md").write_text(text)
    return str(folder / "Old")


def exported(folder: Path) -> str:
    """What another vault exported."""
    network = {f"People/P{n}.md": f"---\nemail: p{n}@x.example\ncity: Graz\n---\n\n## Log\n- 2026-01-02 call — hi\n"
               for n in range(MANY)}  # fmt: skip
    network |= {f"Meetings/2026-03-05 T{n}.md": f"---\nwith: '[[P{n}]]'\n---\n- [ ] send\n" for n in range(99)}
    choice = Choice(tuple(path for path in network if path.startswith("People/")))
    (folder / "network.json").write_bytes(as_json(gather(context_of(network), choice)))
    return str(folder / "network.json")


ME = ("--me", "me@mine.example")
SOURCES: Mapping[str, tuple[Callable[[Path], str], tuple[str, ...]]] = {
    "mail": (box, ME),
    "mail of strangers": (box, (*ME, "--people")),
    "mail as meetings": (box, (*ME, "--people", "--as", "meetings")),
    "maildir": (maildir, (*ME, "--people")),
    "monica": (monica, ()),
    "table": (table, ("--doubles", "new", "--tag", "t")),
    "notes": (elsewhere, ("--map", "Firma=org", "--circle", "Old")),
    "json": (exported, ()),
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("halfway", [HALFWAY, *(pytest.param(n, marks=pytest.mark.slow) for n in (0, 7, 90))])
def test_killed_halfway_and_run_again_it_is_as_if_it_had_run_once(source: str, halfway: int, tmp_path: Path) -> None:
    make, options = SOURCES[source]
    check_killed(tmp_path, [make(tmp_path), *options], halfway, dict(THERE))


@pytest.mark.parametrize("halfway", [HALFWAY])
def test_notes_of_the_vault_itself(halfway: int, tmp_path: Path) -> None:
    there = {f"Old/Q{n}.md": f"---\nFirma: F{n}\n---\nText\n" for n in range(MANY)}
    check_killed(tmp_path, ["{vault}/Old", "--map", "Firma=org"], halfway, there)


@pytest.mark.parametrize("source", SOURCES)
def test_no_note_is_touched_by_an_import_that_fails(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, options = SOURCES[source]
    file, vault = make(tmp_path), write_vault(tmp_path / "vault", dict(THERE))
    before = notes(vault)
    for wrong in (
        (str(tmp_path / "gone.vcf"),),
        ("--encoding", "nonsense"),
        ("--format", "json" * (source != "json") or "csv"),
    ):
        assert say(vault, "import", file, *options, "--yes", *wrong).code == 2
        assert notes(vault) == before
    put, count = changes._put, 0

    def full(folder: Path, change: FileChange) -> None:
        nonlocal count
        count += 1
        if count == HALFWAY:
            raise WriteError("no space left on device")
        put(folder, change)

    monkeypatch.setattr(changes, "_put", full)
    assert "no space left" in say(vault, "import", file, *options, "--yes")
    assert count > HALFWAY
    assert notes(vault) == before
    assert undo(vault) is None


def check_killed(tmp_path: Path, arguments: list[str], halfway: int, there: dict[str, str]) -> None:
    """Once in one vault, killed and again in another; and either can be taken back."""
    once = write_vault(tmp_path / "once", there)
    before = notes(once)

    def command(vault: Path) -> list[str]:
        given = [one.format(vault=vault) for one in arguments]
        return [sys.executable, "-m", "vault_tools", "import", *given, "--yes", "--today", DAY, "--vault", str(vault)]

    subprocess.run(command(once), capture_output=True, check=True)
    whole = sum(before.get(path) != data for path, data in notes(once).items())
    for attempt in range(5):  # on a busy machine it may have ended before it could be killed
        twice = write_vault(tmp_path / f"twice{attempt}", there)
        reached = killed_halfway(command(twice), twice, halfway)
        if reached < whole:
            break
    assert halfway < reached < whole
    subprocess.run(command(twice), capture_output=True, check=True)
    assert notes(twice) == notes(once)
    assert undo(once)
    assert notes(once) == before
    assert undo(twice)
    assert undo(twice)
    assert notes(twice) == before
