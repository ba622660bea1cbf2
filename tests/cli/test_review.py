"""`review` at a real terminal: keys pressed on a pseudo-terminal, the notes looked at afterwards."""

import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tests.helpers import ROOT, context_of, run, write_vault
from vault_tools.capture import Touch
from vault_tools.reviewing import Answer, edits_of, items
from vault_tools.scribe import Scribe

PATIENCE = 30.0
OLD = "---\nmet: 2025-01-01\n---\nOld friend\n"
LI = "---\nmet: 2024-03-01\nfit: 4\n---\n## Log\n- 2026-01-01 coffee — wants training\n"
NOTES = {
    "People/Ana.md": OLD,
    "People/Bea.md": "---\nmet: 2026-11-20\n---\n",
    "People/Li Wei.md": LI,
    "Meetings/2026-11-23 Lunch.md": "---\nwith: Li Wei\nchannel: message\nresponse: none\n---\n- [ ] outline 📅 2026-11-10\n",
}


class Terminal:
    """`vault-tools review`, or another command, on a pseudo-terminal."""

    def __init__(self, vault: Path, *arguments: str, command: str = "review") -> None:
        self.master, slave = pty.openpty()
        words = [
            sys.executable,
            "-m",
            "vault_tools",
            command,
            "--vault",
            str(vault),
            "--today",
            "2026-11-24",
            *arguments,
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
        self.process = subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, env=environment)
        os.close(slave)
        self.seen = ""

    def waits_for(self, text: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            assert time.monotonic() < deadline, f"no {text!r} in {self.seen!r}"
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    self.seen += os.read(self.master, 65536).decode(errors="replace")
                except OSError:  # the process has ended
                    assert text in self.seen, self.seen
        self.seen = self.seen.partition(text)[2]

    def press(self, keys: str) -> None:
        """Press one key, or type a line, once the program listens for just that: what comes earlier is thrown away."""
        deadline = time.monotonic() + PATIENCE
        line = len(keys) > 1
        while bool(termios.tcgetattr(self.master)[3] & termios.ICANON) != line:
            assert time.monotonic() < deadline, f"nobody listens: {self.seen!r}"
            time.sleep(0.01)
        os.write(self.master, keys.encode())

    def ends(self) -> int:
        code = self.process.wait(PATIENCE)
        os.close(self.master)
        return code


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "vault", NOTES)


def test_judging_taking_back_and_going_on_later(vault: Path) -> None:
    one = Terminal(vault)
    one.waits_for("[1/")
    one.waits_for("Ana")
    one.waits_for("Fit 0–5?")
    one.press("4")
    one.waits_for("Future fit")
    one.press("3")
    one.waits_for("Interest")
    one.press("\r")
    one.waits_for("+ fit: 4")
    one.waits_for("[2/")
    one.waits_for("Fit 0–5?")
    assert "fit: 4\nfuture: 3\nscreened: 2026-11-24\n" in (vault / "People/Ana.md").read_text()
    one.press("u")
    one.waits_for("[1/")
    one.waits_for("Fit 0–5?")
    assert (vault / "People/Ana.md").read_text() == OLD
    one.press("n")
    one.waits_for("+ outlook: never")
    one.waits_for("Fit 0–5?")
    one.press("?")
    one.waits_for("That key means nothing here.")
    one.press("s")
    one.waits_for("[3/")
    one.waits_for("q quit")
    one.press("q")
    one.waits_for("1 decided, ")
    assert one.ends() == 0
    again = Terminal(vault)
    again.waits_for("[1/")
    again.waits_for("Li Wei")
    again.press("q")
    assert again.ends() == 0
    assert (vault / "People/Bea.md").read_text() == NOTES["People/Bea.md"]


def test_the_days_list_and_promises(vault: Path) -> None:
    one = Terminal(vault, "--only", "today")
    one.waits_for("Ana")
    one.waits_for("d done")
    one.press("z")
    one.waits_for("Until when?")
    one.press("3w\r")
    one.waits_for("+ next: 2026-12-15")
    one.waits_for("outline")
    one.waits_for("d kept")
    one.press("d")
    one.waits_for("2 decided, 0 left.")
    assert one.ends() == 0
    assert "- [x] outline 📅 2026-11-10 ✅ 2026-11-24\n" in (vault / "Meetings/2026-11-23 Lunch.md").read_text()


def test_in_a_pipe_it_says_what_to_use(vault: Path) -> None:
    done = run("review", cwd=vault)
    assert done.returncode == 2
    assert "review asks at a terminal" in done.stderr


def test_what_each_answer_writes() -> None:
    context = context_of(NOTES)
    scribe = Scribe(context.config, "en")
    by_kind = {item.kind: item for item in items(context, ("judge", "talk", "promise"))}
    for kind, answer in (("talk", "judged"), ("promise", "tried"), ("judge", "snoozed")):
        with pytest.raises(ValueError, match="no answer"):
            edits_of(by_kind[kind], Answer(answer), scribe, context.today)  # type: ignore[arg-type, index]
    (edit,) = edits_of(by_kind["talk"], Answer("tried", words="rang twice"), scribe, context.today)
    after = edit.transform(OLD.encode())
    assert after == OLD.encode() + b"\n## Log\n- 2026-11-24 rang twice [response:: none]\n"
    assert Touch(context.today).said("en") == "in touch"
