"""What the user marked in the rows of digests, carried out: each once, on whatever machine, killed at whatever point.

The log line that a mark writes carries the row's id, so that it is never written twice; all other marks come to the
same when they are carried out again.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from vault_tools.capture import Touch, judge, log, no_more, snooze
from vault_tools.changes import Edit, carry_out
from vault_tools.creating import Maker
from vault_tools.dates.partial import BadDate
from vault_tools.digests.context import Context
from vault_tools.digests.follow_ups import PromiseRow, promise_list
from vault_tools.digests.rows import FACTS, INTRODUCTION, JUDGING, OFFER, PROMISE, PROPOSAL, VALUE
from vault_tools.errors import WriteError
from vault_tools.findings import EditRefusedError, Finding
from vault_tools.introducing import FOLLOWING, move_on, moved_already, new_introduction, proposal_meant
from vault_tools.language import catalogue
from vault_tools.lock import acting_lock
from vault_tools.markdown import Linker, link_words, shown_words
from vault_tools.marked import Acted, Marked, linked, look
from vault_tools.network.judgement import BadJudgement, read_judgement
from vault_tools.network.model import Contact
from vault_tools.offering import OFFERED, new_offer, offer_meant
from vault_tools.scribe import Scribe, logged_as
from vault_tools.vault.frontmatter import UNREADABLE
from vault_tools.vault.write import file_bytes
from vault_tools.workspace import Workspace

PUT_OFF_DAYS = 7
"""How far a promise is put off where no date is typed."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def carry_out_all(workspace: Workspace) -> Acted:
    """Carry out all marks in the vault's blocks, each as one step, and refresh the workspace if any was new."""
    with acting_lock(workspace.vault):
        workspace.refresh()  # another process may have carried out some since this one looked
        marked, acted = look(workspace)
        actor = _Actor(workspace, acted.rows)
        for key, one in sorted(marked.items()):
            acted.verdicts[key] = actor.carry_out(one)
        acted.done = actor.done
        if actor.done:
            workspace.refresh()
    return acted


class _Actor:
    """Carries out marks against the network as it was when it began."""

    def __init__(self, workspace: Workspace, rows: dict[str, dict[str, str]]) -> None:
        self.workspace = workspace
        self.done: list[str] = []
        self.today = workspace.today
        self.context = Context(workspace.network, workspace.today, workspace.config, rows=rows)
        self.scribe = Scribe(workspace.config, workspace.lang)
        self.words = catalogue(workspace.lang)
        self.contacts = {row: path for path, row in self.context.contact_rows.items()}
        self.logged = {
            line.row: path for path, one in workspace.network.contacts.items() for line in one.note.log if line.row
        }
        self.promises = {row.row_id: row for row in promise_list(self.context)}

    def carry_out(self, one: Marked) -> str:
        """Carry out one mark; empty if that is done, now or already, else why it can't be."""
        try:
            label, edits = self._asked(one)
            if edits and carry_out(self.workspace.vault, label, edits):
                self.done.append(label)
        except EditRefusedError as error:
            finding = error.finding
            if finding.path == one.note:  # the reader has that note before them
                return f"{finding.problem(self.words)} — {finding.remedy(self.words)}"
            return finding.sentence(self.words)
        except WriteError as error:
            said = error.sentence(self.words)
            return said.replace(f"{self.workspace.vault}/", "")  # digests are read on other machines, too
        return ""

    def _asked(self, one: Marked) -> tuple[str, list[Edit]]:
        """What a mark asks for: the label of the step, and its edits; none for what is done already."""
        kinds = {
            PROMISE: self._promise,
            INTRODUCTION: self._introduction,
            PROPOSAL: self._proposal,
            JUDGING: self._judging,
            OFFER: self._offer,
            **dict.fromkeys(FACTS, self._fact),
        }
        return kinds.get(one.row.id[: len(PROMISE)], self._contact)(one)

    def _contact(self, one: Marked) -> tuple[str, list[Edit]]:
        path = self.contacts.get(one.row.id) or self.logged.get(one.row.id) or linked(self.workspace, one)
        contact = self._readable(one, path)
        label = f"[{one.mark}] {contact.name}"
        if one.mark in "x!":
            return label, self._log(one, [path])
        if one.mark == ">":
            return label, self._snooze(one, path)
        if one.mark == "-":
            self._refuse_words(one)
            return label, no_more(self.scribe, path)
        raise self._refused(one, "mark-unknown", mark=one.row.mark)

    def _readable(self, one: Marked, path: str) -> Contact:
        """The contact at `path`, whose note can be edited."""
        if path not in self.workspace.network.contacts:
            raise self._refused(one, "row-nobody", link=one.row.link)
        contact = self.workspace.network.contacts[path]
        if not contact.note.readable:
            raise EditRefusedError(next(one for one in contact.note.findings if one.code in UNREADABLE))
        return contact

    def _judging(self, one: Marked) -> tuple[str, list[Edit]]:
        """Somebody judged as typed, closed, or put off by a snooze, which is where that is remembered."""
        contact = self._readable(one, linked(self.workspace, one) or self._asked_about(one.row.id))
        label = f"[{one.mark}] {contact.name}"
        if one.mark == "x":
            return label, self._judge(one, contact)
        if one.mark == "-":
            self._refuse_words(one)
            return label, judge(self.scribe, contact.path, self.today, marks={}, outlook="never")
        if one.mark == ">":
            ahead = contact.note.next is not None and contact.note.next > self.today
            return label, [] if ahead and not _ISO.fullmatch(one.words) else self._snoozed(one, contact.path)
        raise self._refused(one, "judging-mark", mark=one.row.mark)

    def _asked_about(self, row: str) -> str:
        """The path of the contact that a row asks to judge, by the row's id; empty if it is nobody's."""
        return next((path for path in self.workspace.network.contacts if self.context.judging_row(path) == row), "")

    def _judge(self, one: Marked, contact: Contact) -> list[Edit]:
        """The marks typed. Other ones that the note was given since are not written over."""
        try:
            typed = read_judgement(one.words)
        except BadJudgement as error:
            raise self._refused(one, "judging-unreadable", text=error.word) from None
        note = contact.note
        if "fit" not in typed.marks and typed.outlook != "never":
            raise self._refused(one, "judging-no-fit")
        if note.fit is not None:
            present = {"fit": note.fit, "future": note.future, "interest": note.interest}
            if any(present[name] != mark for name, mark in typed.marks.items()):
                raise self._refused(one, "judging-done", path=contact.path)
        return judge(self.scribe, contact.path, one.day(self.today), marks=typed.marks, outlook=typed.outlook)

    def _log(self, one: Marked, paths: Sequence[str]) -> list[Edit]:
        """Today's touch, or attempt, in each contact's log; nothing where it stands already."""
        fields = (("response", "none"),) if one.mark == "!" else ()
        touch = Touch(one.day(self.today), one.words, "", fields, one.row.id)
        missing = []
        for path in paths:
            line = logged_as(file_bytes(self.workspace.vault / path) or b"", one.row.id)
            if line is None:
                missing.append(path)
            elif one.words not in line:
                raise self._refused(one, "row-logged", path=path)
        return log(self.scribe, missing, touch)

    def _snooze(self, one: Marked, path: str) -> list[Edit]:
        """`next` at the date typed, else one step of the rhythm on. Who is not due any more was snoozed already."""
        standing = self.context.standings[path]
        waits = standing.group(self.today, len(self.context.config.follow_ups.retry)) in (None, "upcoming")
        return [] if waits and not _ISO.fullmatch(one.words) else self._snoozed(one, path)

    def _snoozed(self, one: Marked, path: str) -> list[Edit]:
        if one.words:
            return snooze(self.scribe, path, self._day(one))
        cadence = self.context.standings[path].cadence
        if cadence is None:
            raise self._refused(one, "snooze-undated")
        return snooze(self.scribe, path, cadence.after(self.today))

    def _introduction(self, one: Marked) -> tuple[str, list[Edit]]:
        """An introduction moved on to its next status, or declined, unless that was done already."""
        rows = self.context.introduction_rows
        path = next((path for path, row in rows.items() if row == one.row.id), None)
        introduction = self.workspace.network.introductions.get(path or linked(self.workspace, one))
        if introduction is None:
            raise self._refused(one, "row-nobody", link=one.row.link)
        label = f"[{one.mark}] {introduction.note.name}"
        if path is None:
            if moved_already(self.context, introduction.path, one.row.id):
                return label, []
            raise self._refused(one, "row-changed")
        status = self._next_status(one, introduction.note.status)
        return label, [move_on(self.scribe, path, status)]

    def _next_status(self, one: Marked, status: str) -> str:
        if one.mark not in "x-":
            raise self._refused(one, "introduction-mark", mark=one.row.mark)
        self._refuse_words(one)
        return "declined" if one.mark == "-" else FOLLOWING[status]

    def _proposal(self, one: Marked) -> tuple[str, list[Edit]]:
        """A note of the introduction proposed: asked, or declined, so that it is never proposed again."""
        status = self._next_status(one, "idea")
        words = link_words(one.row.link)
        label = f"[{one.mark}] {words}"
        try:
            proposal = proposal_meant(self.context, one.row.id, linked(self.workspace, one), words)
        except LookupError:
            raise self._refused(one, "row-changed") from None
        if proposal is None:
            return label, []
        linker = Linker(self.workspace.network.links, "wikilink")
        pair = ((proposal.path, proposal.need.name), proposal.giver)
        people = [(str(linker(path, name)), name) for path, name in pair]
        needs = {"need": proposal.need.text, "offer": proposal.offer.text}
        return label, [new_introduction(Maker(self.workspace), people, status, self.today, **needs)[0]]

    def _offer(self, one: Marked) -> tuple[str, list[Edit]]:
        """A deal that notes the offer, if none does yet."""
        contact = self.workspace.network.contacts.get(linked(self.workspace, one))
        if contact is None:
            raise self._refused(one, "row-nobody", link=one.row.link)
        if one.mark not in OFFERED:
            raise self._refused(one, "offer-mark", mark=one.row.mark)
        label = f"[{one.mark}] {link_words(one.row.link)}"
        try:
            topic = offer_meant(self.context, contact, one.row.id, link_words(one.row.link))
        except LookupError:
            raise self._refused(one, "row-changed") from None
        if topic is None:
            return label, []
        topic, text = (topic, one.words) if topic else (one.words, "")
        link = str(Linker(self.workspace.network.links, "wikilink")(contact.path, contact.name))
        status, day = OFFERED[one.mark], one.day(self.today)
        return label, [new_offer(Maker(self.workspace), contact, link, topic, status, day, text)]

    def _fact(self, one: Marked) -> tuple[str, list[Edit]]:
        """What was typed, as the property that the row asks for. Another one that the note was given since stays."""
        contact = self._readable(one, linked(self.workspace, one))
        name = FACTS[one.row.id[: len(VALUE)]]
        if one.mark != "x" or not one.words:
            raise self._refused(one, "fact-mark")
        present = str(getattr(contact.note, name))
        if present and present != one.words:
            raise self._refused(one, "fact-done", path=contact.path, text=present)
        return f"[x] {contact.name}", [] if present else [self.scribe.set(contact.path, name, one.words)]

    def _promise(self, one: Marked) -> tuple[str, list[Edit]]:
        row = self.promises.get(one.row.id) or self._promise_linked(one)
        label = f"[{one.mark}] {row.text}"
        if one.mark == "x":
            made = (
                []
                if not row.open
                else [self.scribe.mark_promise(row.path, row.line, row.text, "x", one.day(self.today))]
            )
            if one.words and not row.people:
                raise self._refused(one, "row-nobody", link=one.row.link)
            return label, [*made, *(self._log(one, [path for path, _ in row.people]) if one.words else [])]
        if one.mark == "-":
            self._refuse_words(one)
            edit = self.scribe.mark_promise(row.path, row.line, row.text, "-", self.today)
            return label, [edit] if row.open else []
        if one.mark == ">":
            return label, self._put_off(one, row)
        raise self._refused(one, "promise-mark" if one.mark == "!" else "mark-unknown", mark=one.row.mark)

    def _put_off(self, one: Marked, row: PromiseRow) -> list[Edit]:
        """Due on the date typed, else a week from today. A promise whose row has another id now was put off already."""
        if not row.open or (not one.words and row.row_id != one.row.id):
            return []
        until = self._day(one) if one.words else self.today + timedelta(days=PUT_OFF_DAYS)
        return [self.scribe.put_off_promise(row.path, row.line, row.text, until)]

    def _promise_linked(self, one: Marked) -> PromiseRow:
        """The promise of the words that the row's link shows, in the note it leads to. Open ones come first."""
        path, words = linked(self.workspace, one), link_words(one.row.link)
        there = [row for row in self.promises.values() if row.path == path and shown_words(row.text) == words]
        if not there:
            raise self._refused(one, "edit-task-gone" if path else "note-gone")
        return max(there, key=lambda row: row.open)

    def _day(self, one: Marked) -> date:
        from vault_tools.dates.human import read_day

        try:
            day = read_day(one.words, self.today)
        except BadDate:
            raise self._refused(one, "snooze-unreadable", text=one.words) from None
        if day <= self.today:
            raise self._refused(one, "snooze-past", day=str(day))
        return day

    def _refuse_words(self, one: Marked) -> None:
        if one.words:
            raise self._refused(one, "mark-words", mark=one.row.mark)

    def _refused(self, one: Marked, code: str, **params: str) -> EditRefusedError:
        return EditRefusedError(Finding(one.note, code, None, params))
