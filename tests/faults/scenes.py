"""Every kind of edit and action, as a command on a small vault that has all it needs."""

import io
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from unittest import mock

import click
import msgspec

from tests.helpers import TODAY, write_vault
from vault_tools.cli.main import cli
from vault_tools.errors import VaultToolsError

NOTES = {
    "People/Li Wei.md": "---\nmet: 2024-03-01  # at the fair\nfit: 4\nneeds: AI training\n---\nSee [[Ana]].\n\n## Log\n- 2026-01-01 coffee — wants training\n",
    "People/Ana.md": "---\r\nmet: 2025-11-01\r\noffers: [AI training]\r\norg: X\r\n---\r\nText of [[Li Wei|Li]]",
    "People/张三.md": '\ufeff---\n姓名: 张三\n认识日期: 2025-01-01\n来源: "[[Li Wei]]"\n---\n## 记录\n- 2025-05-01 吃饭\n',
    "Meetings/2026-11-01 Lunch.md": "---\nwith: [Li Wei, Ana]\nchannel: message\nresponse: none\n---\n"
    "- [ ] send the *outline* 📅 2026-11-10\n- [ ] names of buyers [owner:: [[Ana]]] [due:: 2026-11-20]\n",
    "Home.md": "# Home\n\nmine\n\n<!-- vault-tools: follow-ups limit=2 -->\n<!-- /vault-tools -->\n\nmine [[Ana]]\n",
}
CONFIG = 'digests = ["follow-ups", "introductions"]\n'
LUNCH = "Meetings/2026-11-01 Lunch.md"


class Scene(msgspec.Struct, frozen=True):
    """A command line, with what stands on its standard input; `before` brings the vault to where it begins. A `digest`
    finishes by being run again; all else is taken back first, if it was cut short."""

    name: str
    arguments: Sequence[str]
    stdin: str = ""
    before: Callable[[Path], None] = lambda _vault: None
    marks: "Sequence[Mark]" = ()

    @property
    def renders(self) -> bool:
        """Whether it is a render."""
        return self.arguments[0] == "digest"


def run_here(vault: Path, arguments: Sequence[str], stdin: str = "", *, day: date = TODAY) -> tuple[int, str]:
    """A command in this process: its exit code, and what it printed."""
    printed = io.StringIO()
    with mock.patch.object(sys, "stdin", io.StringIO(stdin)), redirect_stdout(printed), redirect_stderr(printed):
        try:
            code = cli([*arguments, "--vault", str(vault), "--today", str(day)], standalone_mode=False) or 0
        except VaultToolsError as error:
            print(error)  # noqa: T201 - into `printed`
            code = error.exit_code
        except click.ClickException as error:
            print(error.format_message())  # noqa: T201
            code = error.exit_code
        except SystemExit as end:
            code = int(end.code or 0)
    return code, printed.getvalue()


def commands(*lines: Sequence[str]) -> Callable[[Path], None]:
    """What comes before a scene: these commands."""

    def before(vault: Path) -> None:
        for line in lines:
            code, printed = run_here(vault, line)
            assert code == 0, printed

    return before


class Mark(msgspec.Struct, frozen=True):
    """A mark made in a row, the words typed behind its link, and the notes that it changes."""

    link: str
    mark: str
    words: str
    changes: Sequence[str]
    note: str = "Digests/Follow-ups.md"

    @property
    def row(self) -> str:
        """How the row begins once it is marked."""
        return " ".join(filter(None, (f"- [{self.mark}]", self.link, self.words)))


MARKS = [
    Mark("[[Li Wei]]", "x", "coffee — signed", ["People/Li Wei.md"]),
    Mark("[[张三]]", ">", "3w", ["People/张三.md"]),
    Mark("[[2026-11-01 Lunch|names of buyers]]", "-", "", [LUNCH]),
    Mark("[[Li Wei|Li Wei × Ana]]", "x", "", ["Introductions/Li Wei and Ana.md"], "Digests/Introductions.md"),
]
WORDS_ON_A_PROMISE = [
    Mark("[[2026-11-01 Lunch|send the *outline*]]", "x", "email — sent", ["People/Ana.md", "People/Li Wei.md", LUNCH]),
    Mark("[[张三]]", "!", "", ["People/张三.md"]),
]


def marked(marks: Sequence[Mark]) -> Callable[[Path], None]:
    """A rendered vault with marks in its digests, as one makes them in an editor."""

    def before(vault: Path) -> None:
        commands(["digest"])(vault)
        for one in marks:
            text = (vault / one.note).read_text(encoding="utf-8")
            assert f"- [ ] {one.link}" in text, text
            (vault / one.note).write_text(text.replace(f"- [ ] {one.link}", one.row, 1), encoding="utf-8")

    return before


SCENES = [
    Scene("log", ["log", "Li Wei", "signed for March", "-c", "call", "--next", "2w", "--signal", "AI training"]),
    Scene("log several", ["log", "Li Wei", "lunch", "-w", "Ana", "-w", "张三", "-w", "Bo", "--new"]),
    Scene("new contact", ["new", "contact", "Bo", "--org", "Y", "--met-at", "Web Summit", "--by", "Ana"]),
    Scene("new contacts", ["new", "contact"], "Bo, Y, CFO\nCai 蔡, Z\nDe\n"),
    Scene("new meeting", ["new", "meeting", "Li Wei", "Bo", "--new", "--channel", "coffee"]),
    Scene("new deal", ["new", "deal", "Half day", "--with", "Li Wei", "--size", "3k"]),
    Scene("judge", ["judge", "Ana", "--fit", "4", "--future", "3", "--later", "--flag", "pays late"]),
    Scene("stage", ["stage", "张三", "engaged"]),
    Scene("snooze", ["snooze", "Li Wei", "3w"]),
    Scene("done", ["done", "Ana", "sent", "-c", "email"]),
    Scene("keep a promise", ["done", "Li Wei", "--promise", "outline"]),
    Scene("promise", ["promise", "张三", "介绍两个买家", "--due", "12月1日"]),
    Scene("rename", ["rename", "Li Wei", "People/Clients/Li Wei (Starwood)"]),
    Scene("merge", ["merge", "Li Wei", "张三"]),
    Scene("block add", ["block", "add", "timeline", "Li Wei"]),
    Scene("undo a rename", ["undo"], before=commands(["rename", "Li Wei", "Lee"])),
    Scene("undo new contacts", ["undo"], before=commands(["log", "Ana", "a", "-w", "Bo", "-w", "Cai", "--new"])),
    Scene("first digest", ["digest"]),
    Scene("marks", ["digest"], before=marked(MARKS), marks=MARKS),
    Scene("words", ["digest"], before=marked(WORDS_ON_A_PROMISE), marks=WORDS_ON_A_PROMISE),
]


def stage(scene: Scene, folder: Path) -> Path:
    """The vault on which a scene begins."""
    vault = write_vault(folder, NOTES, CONFIG)
    scene.before(vault)
    return vault


def another(vault: Path, copies: Path) -> Path:
    """A copy of a vault to play on, the last copy gone."""
    if copies.exists():
        shutil.rmtree(copies)
    copies.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(vault, copies)
    return copies


def notes_of(vault: Path) -> dict[str, bytes]:
    """All files of a vault that are the user's, by path; what a write leaves behind is among them."""
    found = (path for path in vault.rglob("*") if path.is_file() and ".vault-tools" not in path.parts)
    return {str(path.relative_to(vault)): path.read_bytes() for path in found}


def start_in_a_child(work: Callable[[], object], after: float = 0.0) -> Callable[[], bool]:
    """Do something in a forked process, after so many seconds; a function that waits for it, and says whether it came
    to its end."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            time.sleep(after)
            work()
            code = 0
        finally:
            os._exit(code)
    return lambda: os.waitpid(child, 0)[1] == 0


def in_a_child(work: Callable[[], object]) -> bool:
    """Do something in a forked process; whether it came to its end."""
    return start_in_a_child(work)()
