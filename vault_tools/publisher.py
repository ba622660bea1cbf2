"""Digests into the vault: which notes hold blocks, what goes into them, and writing only what differs."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from vault_tools.canvas import landscape_canvas
from vault_tools.config import CONFIG_NAME
from vault_tools.digests.landscape import landscape
from vault_tools.digests.registry import BLOCKS, DIGESTS, BlockKind, read_options
from vault_tools.digests.shares import work_out
from vault_tools.errors import ConfigError, WriteError
from vault_tools.findings import Finding
from vault_tools.freshness import STATE, Published, State, keep_rendered, key_of, link_style, manner_of, rendered_texts
from vault_tools.language import catalogue, mark_in
from vault_tools.language import mark as _
from vault_tools.lookup import look_up
from vault_tools.markdown import Linker
from vault_tools.marked import Acted
from vault_tools.network.industries import Industries
from vault_tools.network.records import BlockUse
from vault_tools.pictures import MADE_HERE
from vault_tools.placing import Manner, NotText, new_digest, place
from vault_tools.render import Rendered, Renderer
from vault_tools.texts import Texts
from vault_tools.together import Apart
from vault_tools.vault.blocks import Block, content_hash
from vault_tools.vault.canvas import CARD_HERE, NotOurs, same_canvas
from vault_tools.vault.rows import Row
from vault_tools.vault.write import ChangedError, digest_of, file_bytes, write_atomically
from vault_tools.workspace import Workspace

MOVED_HEADING = _("## Written inside the digest")
STUCK_TITLE = _("Not carried out")
BECAUSE = _("not carried out: %(reason)s")
TITLES = (
    mark_in("digest", "Home"),
    mark_in("digest", "Funnel"),
    mark_in("digest", "Follow-ups"),
    mark_in("digest", "Screening"),
    mark_in("digest", "Answers"),
    mark_in("digest", "Signals"),
    mark_in("digest", "Partners"),
    mark_in("digest", "Lessons"),
    mark_in("digest", "Introductions"),
    mark_in("digest", "Pitch"),
    mark_in("digest", "Resources"),
    mark_in("digest", "Review"),
    mark_in("digest", "Landscape"),
    mark_in("digest", "Circles"),
)
_TRIES = 5


class Publisher:
    """One render of a vault; `key` is what it is made from, `acted` what came of the marks in its blocks."""

    def __init__(self, workspace: Workspace, key: str, acted: Acted) -> None:
        self.workspace = workspace
        self.key = key
        self.words = catalogue(workspace.lang)
        linker = Linker(workspace.network.links, link_style(workspace))
        places = _places(workspace)
        self.renderer = Renderer(workspace.vault, workspace.config, workspace.lang, linker, places)
        self.context = workspace.context(acted.rows)
        work_out(self.context)
        self.texts = Texts(self.context, repr((manner_of(workspace), sorted(places.items()))).encode())
        self.renderer.says = self._says
        self.phrases: dict[str, str] = {}
        self.rendered: dict[tuple[str, str, str], Rendered] = {}
        self.views: dict[tuple[str, str, str], Any] = {}
        self.placed: dict[tuple[str, str, str], Rendered] = {}
        self.acted = acted
        self.marks_left = False
        self.manner = Manner(
            rendered_texts(workspace),
            self.words.gettext(MOVED_HEADING),
            self._verdict,
            self.words.gettext(STUCK_TITLE),
            self.words.gettext(BECAUSE),
        )
        self.wanted, findings = wanted_digests(workspace)
        self.new: list[str] | None = None  # the digests whose notes are still to be made, once all is rendered
        self.result = Published([], findings, done=acted.done)
        self.files: dict[str, bytes] = {}

    def is_for(self, key: str, acted: Acted) -> bool:
        """Whether it is made from that, with no mark to be carried out."""
        return self.key == key and self.acted == acted

    def make(self) -> list[str]:
        """Render all that is wanted, once; gives the digests whose notes are still to be made. Raises
        TemplateProblem."""
        if self.new is None:
            uses = self.workspace.network.blocks
            self._make_digests()
            for path, blocks in uses.items():
                for block in blocks:
                    self.view(path, block)
            self.new = self._homeless(uses)
        return self.new

    def run(self, *, check: bool) -> Published:
        """Render and write, or under `check` only compare. Raises TemplateProblem and WriteError."""
        new, uses = self.make(), self.workspace.network.blocks
        for path in sorted(uses):
            self._note(path, None, check=check)
        for name in new:
            self._note(digest_path(self.workspace, name), new_digest(self.title(name), name), check=check)
        for rendered in self.rendered.values():
            for path, svg in rendered.pictures.items():
                self._made_file(path, svg.encode(), (MADE_HERE.encode(), "picture-foreign"), check=check)
        if "landscape" in self.wanted:
            self._canvas(check=check)
        if self.workspace.config.export.ics:
            self._calendar(self.workspace.config.export.ics, check=check)
        if not check:
            self._remember()
        return self.result

    def title(self, name: str) -> str:
        """The heading of a digest's note."""
        return self.words.pgettext("digest", (BLOCKS[name].file or name).removesuffix(".md"))

    def _make_digests(self) -> None:
        """Make the digests, where that pays in two processes; Home says what the others say, and comes last."""
        others = [name for name in self.wanted if not BLOCKS[name].of_others]
        apart = Apart(self.context, self.renderer, others, self.texts)
        if not apart.pays:
            return
        for name in apart.here():
            self.view("", BlockUse(name, "", 1))
        for kind in BLOCKS.values():
            if kind.of_others and kind.name in self.wanted:
                kind.make(self.context, {})  # its view says nothing of theirs, only its text does
        for name, said in apart.said().items():
            assert said.block is not None  # texts were asked for
            self.rendered[name, "", ""], self.phrases[name] = said.block, said.phrase

    def _says(self, name: str) -> str:
        """What a digest says, in a phrase."""
        if name not in self.phrases:
            self.phrases[name] = self.renderer.headline(name, BLOCKS[name].make(self.context, {}))
        return self.phrases[name]

    def _homeless(self, uses: Mapping[str, list[BlockUse]]) -> list[str]:
        """The digests whose block stands nowhere, to be made; rendered already, so that a fault stops here."""
        placed = {block.name for path, blocks in uses.items() for block in blocks if self._whole(path, block)}
        new = []
        for name in self.wanted:
            path = digest_path(self.workspace, name)
            if name in placed or any(block.name == name for block in uses.get(path, ())):
                continue
            if (self.workspace.vault / path).exists():
                self.result.findings.append(Finding(path, "digest-homeless", None, {"name": name}))
                continue
            self.view(path, BlockUse(name, "", 1))
            new.append(name)
        return new

    def _whole(self, path: str, use: BlockUse) -> bool:
        """Whether a block is a whole digest: without options, and not about the note it stands in."""
        kind = BLOCKS.get(use.name)
        return not use.options and not (kind and kind.about != "nobody" and path in self._subjects(kind))

    def _subjects(self, kind: BlockKind) -> Collection[str]:
        """The paths of all that a block of this kind can be about."""
        network = self.workspace.network
        return network.contacts if kind.subject == "contact" else network.industries

    def view(self, path: str, use: BlockUse) -> Rendered | None:
        """What goes into a block; None, with a finding, if nobody knows it, its options, or whom it is about."""
        kind = BLOCKS.get(use.name)
        if kind is None:
            self._report(path, use, "block-unknown", name=use.name, known=", ".join(BLOCKS))
            return None
        given = _arguments(use)
        named = given.pop(kind.subject, None) if kind.about != "nobody" else None
        arguments, bad = read_options(kind, given)
        for option in bad:
            self._report(path, use, "block-option", name=use.name, option=option, known=kind.usage() or "—")
        subject = self._subject(kind, path, named, use)
        if bad or subject is None:
            return None
        key = use.name, use.options, subject
        if key not in self.rendered:
            suffix = "".join(f" {option}={value}" for option, value in sorted(arguments.items()))
            view = self.views[key] = kind.make(self.context, arguments, subject)
            render = partial(self.renderer.block, use.name, view, suffix=suffix)
            self.rendered[key] = render() if suffix else self.texts.of(use.name, view, render)
        self.placed[path, use.name, use.options] = self.rendered[key]
        return self.rendered[key]

    def _subject(self, kind: BlockKind, path: str, named: str | None, use: BlockUse) -> str | None:
        """The path of whom or what a block is about; empty for nothing, None, with a finding, if that can't be told."""
        if kind.about == "nobody":
            return ""
        if named is not None:
            found = self._called(kind, named.strip("[]"))
            if len(found) == 1:
                return found[0]
            self._report(path, use, f"{kind.subject}-unresolved", property=kind.subject, name=named)
            return None
        if path in self._subjects(kind):
            return path
        if kind.about == "somebody":
            self._report(path, use, "block-contact", name=use.name)
            return None
        return ""

    def _called(self, kind: BlockKind, name: str) -> Sequence[str]:
        """The paths of what is called so."""
        network = self.workspace.network
        if kind.subject == "industry":
            return Industries(network.industries).of(name)
        match = look_up(network.called, name)
        return [one.path for one in match.contacts] if match.how == "exact" else []

    def _report(self, path: str, use: BlockUse, code: str, **params: str) -> None:
        self.result.findings.append(Finding(path, code, use.line, params))

    def _verdict(self, row: Row) -> str | None:
        """What became of a row; one that was marked since is left for the next run."""
        verdict = self.acted.verdict(row)
        self.marks_left = self.marks_left or (verdict is None and row.mark != " ")
        return verdict

    def _content(self, path: str, block: Block) -> str | None:
        rendered = self.placed.get((path, block.name, block.options))
        return rendered.text if rendered else None

    def _note(self, path: str, fresh: bytes | None, *, check: bool) -> None:
        """Render the blocks of one note; `fresh` is what to begin with if there is no such note."""
        file = self.workspace.vault / path
        for _attempt in range(_TRIES):
            present = file_bytes(file)
            base = present if present is not None else fresh
            if base is None:
                return
            try:
                data = place(base, partial(self._content, path), self.manner)
            except NotText:
                return
            if check:
                self.result.written += [path] if data != present else []
                return
            try:
                self._write(path, data, present)
            except ChangedError:
                continue
            self.files[path] = digest_of(data)
            return
        self.workspace.log(f"{path}: changes faster than it can be rendered; next time")

    def _calendar(self, path: str, *, check: bool) -> None:
        """The calendar that the config asks for; not while the config names a private property that there is not."""
        from vault_tools.export.calendar import MADE_HERE as OURS  # the library of calendars: only where one is wanted
        from vault_tools.export.calendar import calendar
        from vault_tools.export.choice import Filters, choose

        try:
            choice = choose(self.context, Filters(), private=False)
        except ConfigError:
            self.result.findings += [one for one in self.workspace.findings() if one.code == "private-unknown"]
            return
        data = calendar(self.context, choice, self.renderer.sentences)
        self._made_file(path, data, (OURS, "calendar-foreign"), check=check)

    def _made_file(self, path: str, data: bytes, ours: tuple[bytes, str], *, check: bool) -> None:
        """Write a file that is no note. `ours`: what it holds if it was made here, and the finding if it was not."""
        present = file_bytes(self.workspace.vault / path)
        mark, code = ours
        if present is not None and mark not in present:
            self.result.findings.append(Finding(path, code))
        else:
            self._file(path, data, present, check=check)

    def _canvas(self, *, check: bool) -> None:
        """The landscape's canvas: left alone if it is the user's, and if it says already what it is to say."""
        path = self._canvas_path()
        present = file_bytes(self.workspace.vault / path)
        view = self.views.get(("landscape", "", "")) or landscape(self.context)
        if present is None and not view.positions:
            return
        try:
            data = landscape_canvas(present, view, self.renderer.sentences, self.renderer.linker)
        except NotOurs:
            self.result.findings.append(Finding(path, "canvas-foreign"))
            return
        self._file(path, present if present and same_canvas(present, data) else data, present, check=check)

    def _canvas_path(self) -> str:
        """Where the canvas is: beside the digests, or wherever the user moved it."""
        path = digest_path(self.workspace, "landscape").removesuffix(".md") + ".canvas"
        if not (self.workspace.vault / path).exists():
            for other in self.workspace.scan.canvases:
                if CARD_HERE in (file_bytes(self.workspace.vault / other) or b""):
                    return other
        return path

    def _file(self, path: str, data: bytes, present: bytes | None, *, check: bool) -> None:
        """Write a file that is ours, or under `check` only compare."""
        if check:
            self.result.written += [path] if data != present else []
            return
        try:
            self._write(path, data, present)
        except ChangedError:
            self.workspace.log(f"{path}: was changed meanwhile; next time")
        self.files[path] = digest_of(data)

    def _write(self, path: str, data: bytes, present: bytes | None) -> None:
        """Write a file and its folder, if it differs. Raises ChangedError and WriteError."""
        file = self.workspace.vault / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(
                _("%(path)s: can't be made: %(why)s — make room or check permissions"),
                path=file.parent,
                why=error.strerror,
            ) from error
        if write_atomically(file, data, expected=present):
            self.result.written.append(path)

    def _remember(self) -> None:
        texts = {content_hash(one.text): one.text for one in self.rendered.values() if one}
        keep_rendered(self.workspace, texts)
        # what could not be carried out is tried again, also where nothing else has changed
        unsettled = self.result.findings or self.marks_left or any(self.acted.verdicts.values())
        settled = not unsettled and self._knows_its_own_notes()
        self.workspace.keep(self.context, self.texts.to_keep())
        if settled:
            self.workspace.index.put(STATE, msgspec.msgpack.encode(State(self.key, self.files)))

    def _knows_its_own_notes(self) -> bool:
        """Whether the vault is the one that was rendered: the notes just made are part of it, and another note, saved
        beside them meanwhile, is not. One saved elsewhere the next walk finds."""
        new = [path for path in self.files if path.endswith(".md") and path not in self.workspace.scan]
        if not new:
            return True
        before = self.workspace.generation
        refreshed = self.workspace.refresh_folders({path[: path.rfind("/") + 1] for path in new})
        others = refreshed.changed.keys() - self.files.keys()
        self.key = key_of(self.workspace)
        return not (refreshed.removed or refreshed.generation > before + 1 or others)


def digest_path(workspace: Workspace, name: str) -> str:
    """Where a digest's note is made if no note holds its block."""
    return f"{workspace.config.digest_folder.strip('/')}/{BLOCKS[name].file}".lstrip("/")


def _places(workspace: Workspace) -> dict[str, str]:
    """By digest, the note that holds its block, or will; of several the first that has no options."""
    places = {name: digest_path(workspace, name) for name in DIGESTS}
    for path, blocks in sorted(workspace.network.blocks.items(), reverse=True):
        places |= {block.name: path for block in blocks if not block.options and block.name in places}
    return places


def wanted_digests(workspace: Workspace) -> tuple[Sequence[str], list[Finding]]:
    """The digests the config asks for, and a finding for each it names that there is not."""
    asked = workspace.config.digests
    if asked is None:
        return DIGESTS, []
    known = ", ".join(DIGESTS)
    findings = [
        Finding(CONFIG_NAME, "digest-unknown", None, {"name": name, "known": known})
        for name in asked
        if name not in DIGESTS
    ]
    return [name for name in asked if name in DIGESTS], findings


def _arguments(use: BlockUse) -> dict[str, str]:
    return Block(use.name, use.options, None, use.line, (0, 0), (0, 0)).arguments()


def preview(workspace: Workspace) -> str:
    """All digests the config asks for, one after another, as they would stand in their notes.

    Raises TemplateProblem.
    """
    publisher = Publisher(workspace, "", Acted())
    texts = []
    for name in publisher.wanted:
        rendered = publisher.view("", BlockUse(name, "", 1))
        title = new_digest(publisher.title(name), name).decode().partition("\n")[0]
        texts += [title, rendered.text] if rendered else []
    return "\n\n".join(texts)
