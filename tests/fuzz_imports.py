"""Mutated files for the importers: `python -m tests.fuzz_imports FORM COUNT SEED` imports so many of a format.

Each goes all the way but for the writing: read, planned against a vault, made edits of, and what these come to. Nothing
but a sentence for the user may be raised, no one file take long, and no note be touched.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.cli.test_importing import CARDS
from tests.cli.test_importing_events import LUNCH
from tests.fuzz import TooSlow, mutated
from tests.helpers import TODAY, context_of, write_vault
from tests.transfer.test_calendars import SERIES, ZONE, calendar
from tests.transfer.test_folders import CARLA
from tests.transfer.test_mail import INBOUND, mail
from tests.transfer.test_monica import DOCUMENT
from tests.transfer.test_tables import DEX, GOOGLE_NEW, GOOGLE_OLD, LINKEDIN, MONICA, OUTLOOK
from vault_tools.changes import plan as planned
from vault_tools.creating import Maker
from vault_tools.errors import VaultToolsError
from vault_tools.export.choice import Choice
from vault_tools.export.document import as_json
from vault_tools.export.gather import gather
from vault_tools.transfer.arrivals import Options, Reading
from vault_tools.transfer.chronicle import Chronicler
from vault_tools.transfer.happenings import arrivals_of, plan_happenings, strangers
from vault_tools.transfer.known import Known
from vault_tools.transfer.notes import copies_of, edits_of
from vault_tools.transfer.plan import plan
from vault_tools.transfer.sources import read_all
from vault_tools.workspace import Workspace

LEAST_SECONDS = 3.0
SECONDS_PER_BYTE = 1 / 50_000

CHINESE = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=GB2312;ENCODING=QUOTED-PRINTABLE:=D5=C5;=C8=\r\n=FD;;;\r\nTEL;CELL:139\r\n"
    b"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n SkZJRg==\r\n\r\n"
    b"X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;1980-5-17;3;;\r\nTEL;X-CUSTOM(CHARSET=UTF-8,ENCODING="
    b"QUOTED-PRINTABLE,=E6=80=BB):1\r\nX-ALTBDAY;CALSCALE=chinese:007800020815\r\nEND:VCARD"
)
NETWORK = {
    "People/Ann.md": "---\nmet: 2026-01-02\nemail: a@x.com\nbirthday: 05-17\n---\n\n## Log\n- 2026-01-02 call — hi\n",
    "Meetings/2026-03-05 Lunch.md": "---\nwith: '[[Ann]]'\n---\n- [ ] send 📅 2026-11-27\n- [signal:: prices rise]\n",
    "Deals/Ann.md": "---\nwith: '[[Ann]]'\nsize: 100\n---\n",
}
SEEDS: dict[str, list[bytes]] = {
    "vcard": [CARDS.encode(), CARDS.encode("utf-16"), CHINESE],
    "ics": [
        calendar(ZONE, LUNCH, SERIES).encode(),
        calendar(SERIES.replace("WEEKLY", "MONTHLY;BYDAY=2TU,-1FR;COUNT=9"), LUNCH).encode("gb18030"),
    ],
    "mail": [
        (mail("03-02", "me@mine.example", "li@x.example", id_="a") + INBOUND).encode(),
        mail("03-04", "=?gb2312?B?zfXO5Q==?= <w@x.example>", "me@mine.example", more="References: <a@x>\n").encode(),
    ],
    "monica": [json.dumps(DOCUMENT).encode()],
    "json": [as_json(gather(context_of(NETWORK), Choice(("People/Ann.md",))))],
    "notes": [CARLA.encode()],
    "csv": [
        LINKEDIN.encode("gb18030"),
        GOOGLE_OLD.encode("utf-16"),
        GOOGLE_NEW.encode(),
        OUTLOOK.replace(",", "\t").encode("cp1252"),
        DEX.encode(),
        MONICA.encode(),
        b"path,name,known_since,last_touch,met,email\nPeople/Ann.md,Ann,2026-01-01,2026-01-02,2026-01-01,a@x.com\n",
    ],
}
"""Whole files of each format to begin with."""

PIECES = [
    *(b"\r\n", b"\n ", b";", b":", b"=", b"\\", b'"', b",", b"\0", b"\xff", b"END:VCARD\n", b"BEGIN:VCARD\n", b"=0"),
    *(b"\t", b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"\nFrom x 2026\n", b"=?utf-8?b?", b"<", b"99", b"[", b"}", b"[["),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"FN:", b"item1.", b";TYPE=fax", b"RRULE:FREQ=DAILY\n", b"TZID=", b"VALUE=DATE"),
    *(b":::", b"---\n", b"{{", b"null", b"true", b'{"type":', b"## Log\n- 2026-01-01 x\n", b"\xe2\x80\xa8", b"0000"),
]


class Broken(Exception):
    """A file at which an importer raised something that is no sentence for its user."""


@cache
def _vault() -> tuple[Path, Workspace]:
    folder = tempfile.mkdtemp(prefix="fuzz-")
    notes = {
        "People/Li Wei.md": "---\nemail: li@star.example\n---\n\n## Log\n",
        "People/Ann Lee.md": "---\norg: Foo\n---\n",
    }
    vault = write_vault(Path(folder), notes)
    return vault, Workspace(vault, today=TODAY)


def bring(form: str, data: bytes) -> Reading | None:
    """Import a file as far as its edits, without writing; what was read of it, None where it was refused. Raises Broken,
    and TooSlow if it took too long twice."""
    allowed = max(LEAST_SECONDS, SECONDS_PER_BYTE * len(data))
    for _time in range(2):
        started = time.process_time()
        try:
            reading = _bring(form, data)
        except Exception as error:
            raise Broken(f"{form}: {data!r}") from error
        if time.process_time() - started <= allowed:
            return reading
    raise TooSlow(f"{form}: {len(data)} bytes: {data[:2000]!r}")


def _bring(form: str, data: bytes) -> Reading | None:
    vault, workspace = _vault()
    file = vault.parent / f"{vault.name}.x"
    file.write_bytes(data)
    me = ("me@mine.example",)
    options = Options(today=TODAY, photos=len(data) % 2 == 1, me=me, as_meetings=len(data) % 3 == 0, vault=vault)
    try:
        reading = read_all([str(file)], options, form)
    except VaultToolsError:
        return None
    network, known, maker = workspace.network, Known(workspace.network.contacts, "AT"), Maker(workspace)
    arrivals = [*reading.arrivals, *arrivals_of(strangers(reading.happenings, known), TODAY)]
    rows = plan(arrivals, known, doubles="same")
    outcome = plan_happenings(reading.happenings, known, network, TODAY)
    edits = edits_of(rows, maker, vault, lambda done, of: None)
    edits += Chronicler(maker, [row.held for row in rows if row.state == "new"]).edits(outcome, lambda done, of: None)
    changes = planned(vault, [*edits, *copies_of(reading.copies, vault)])
    if any(not change.path.endswith(".md") and not change.path.startswith("Photos/") for change in changes):
        raise AssertionError(f"{form}: {[change.path for change in changes]}")
    return reading


def random_files(form: str, count: int, seed: int) -> Iterator[bytes]:
    """So many mutated files of a format."""
    chance = random.Random(seed)
    for _ in range(count):
        yield mutated(SEEDS[form], chance, PIECES)


def main() -> None:
    """Import as the command line says."""
    form, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    for data in random_files(form, count, seed):
        bring(form, data)


if __name__ == "__main__":
    main()
