"""A note's new name or place, and two notes made one: which notes of the vault change, and how."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import msgspec

from vault_tools.changes import Edit, Transform
from vault_tools.errors import RenameRefused, WriteError
from vault_tools.findings import EditRefusedError, Finding
from vault_tools.freshness import rendered_texts
from vault_tools.language import catalogue
from vault_tools.language import mark as _
from vault_tools.lookup import called_in_cache
from vault_tools.merging import Absorber, Headings, add_alias
from vault_tools.network.model import Called
from vault_tools.network.read import Reader
from vault_tools.network.records import AnyRecord, ContactNote
from vault_tools.network.vocabulary import PROPERTIES, Vocabulary
from vault_tools.relinking import Relinker, Sight, may_name
from vault_tools.scribe import LOG_HEADING, language_of
from vault_tools.vault.blocks import content_hash
from vault_tools.vault.edit.canvas import relink_canvas
from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.edit.links import relink
from vault_tools.vault.edit.properties import readable, set_property
from vault_tools.vault.links import fold
from vault_tools.vault.quoting import file_name
from vault_tools.vault.scan import TEMPLATE_FOLDERS, is_note_name
from vault_tools.vault.write import read_bytes
from vault_tools.workspace import Workspace

TAKEN_HEADING = _("Taken over from “{name}”")


class Rewrite(msgspec.Struct, frozen=True):
    """The edits of one step, in their order, and the texts of digests as they then read, by hash: what a user typed
    into one is told from them by its next render."""

    edits: list[Edit]
    rendered: dict[str, str]


def new_path(workspace: Workspace, old: str, name: str) -> str:
    """Where the note `old` goes under a new name: beside its old place, or where the name says with `/`; one that
    ends with `/` is a folder. Raises RenameRefused."""
    wanted = unicodedata.normalize("NFC", name.strip())
    folder, slash, stem = wanted.rpartition("/")
    folder = folder.strip("/") if slash else old.rpartition("/")[0]
    stem = (stem[:-3] if stem[-3:].lower() == ".md" else stem).strip() or old.rpartition("/")[2][:-3]
    for part in (*filter(None, folder.split("/")), stem):
        fitting = _fitting(part)
        if fitting != part:
            raise RenameRefused(
                _("“%(name)s” can't be the name of a file — “%(fitting)s” can"), name=part, fitting=fitting
            )
    path = f"{folder}/{stem}.md".lstrip("/")
    _check_place(workspace, old, path)
    return path


def rename(workspace: Workspace, old: str, new: str, *, called: str, alias: bool) -> Rewrite:
    """The edits that give the note `old` the path `new`, with every link to it. `called` is what the user called it:
    a `name` of just that follows. `alias`: the old name is kept as one. Raises RenameRefused, EditRefusedError and
    WriteError."""
    vault = _Vault(workspace)
    data = vault.read(old)
    record = vault.reader.read(old, data)
    stem, fresh = (path.rpartition("/")[2][:-3] for path in (old, new))
    key, name = vault.name_of(old, data)
    follows = bool(key) and name != fresh and fold(name) in (fold(stem), fold(called))
    dropped = [one for one in dict.fromkeys([stem, *([name] if follows else [])]) if fold(one) != fold(fresh)]

    def renamed(data: bytes) -> bytes:
        if follows:
            data = set_property(data, key, fresh)
        for one in dropped if alias else ():
            data = add_alias(data, one)
        return data

    with _refusing(old):
        after = vault.reader.read(new, renamed(data))
    if vault.kind(record) != vault.kind(after):
        place, kind = new.rpartition("/")[0] or "/", vault.kind(record)
        raise RenameRefused(
            _("%(place)s: a note there is no %(kind)s any more — write `type: %(kind)s` into it first"),
            place=place,
            kind=kind,
        )
    relinker = vault.relinker(record, {old: new}, {new: after}, frozenset(map(fold, dropped)), fresh)
    with _refusing(old):
        content = renamed(relinker.relink(old, data))
    rewrite = vault.rewrite(relinker, {stem, fresh, *dropped}, skip={old})
    first, last = Edit(new, _made(content), like=old), Edit(old, _gone(data), like=new)
    return msgspec.structs.replace(rewrite, edits=[first, *rewrite.edits, last])


def merge(workspace: Workspace, kept: str, absorbed: str) -> Rewrite:
    """The edits that take the note `absorbed` into the note `kept`, with every link to it. Raises RenameRefused,
    EditRefusedError and WriteError."""
    vault = _Vault(workspace)
    data, other = vault.read(kept), vault.read(absorbed)
    record, theirs = vault.reader.read(kept, data), vault.reader.read(absorbed, other)
    if vault.kind(record) != vault.kind(theirs):
        raise RenameRefused(
            _("%(kept)s is a %(kind)s and %(absorbed)s a %(other)s — only notes of the same kind can be merged"),
            kept=kept,
            kind=vault.kind(record),
            absorbed=absorbed,
            other=vault.kind(theirs),
        )
    with _refusing(absorbed):
        readable(NoteLines(other))
    stems = [path.rpartition("/")[2][:-3] for path in (kept, absorbed)]
    own = {fold(stems[0]), fold(vault.name_of(kept, data)[1])}
    files_name, name = stems[1], vault.name_of(absorbed, other)[1]
    names = dict.fromkeys([files_name, name, *theirs.aliases])
    words = catalogue(language_of(data) or language_of(other) or workspace.lang)
    taken = words.gettext(TAKEN_HEADING).format(name=name)
    absorber = Absorber(
        vault.kind(record),
        vault.vocabulary,
        [one for one in names if fold(one) not in own],
        Headings(f"## {words.gettext(LOG_HEADING)}", f"## {taken}"),
    )
    with _refusing(kept):
        after = vault.reader.read(kept, absorber.absorb(data, other))
    old_names = frozenset((fold(files_name), fold(name)))
    relinker = vault.relinker(record, {absorbed: kept}, {kept: after}, old_names, vault.name_of(kept, data)[1])
    with _refusing(absorbed):
        contents = relinker.relink(absorbed, other)
    rewrite = vault.rewrite(relinker, {*stems, *names}, skip={kept, absorbed})

    def absorbing(data: bytes) -> bytes:
        return absorber.absorb(relinker.relink(kept, data), contents)

    edits = [Edit(kept, _of_one(absorbing)), *rewrite.edits, Edit(absorbed, _gone(other), like=kept)]
    return msgspec.structs.replace(rewrite, edits=edits)


class _Vault:
    """A workspace as renames see it: every note's path, every contact's names, every file's bytes."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.vocabulary = Vocabulary(workspace.config)
        self.reader = Reader(self.vocabulary)
        self.people = called_in_cache(workspace.index.payloads())

    def read(self, path: str) -> bytes:
        try:
            return read_bytes(self.workspace.vault / path)
        except OSError as error:
            raise WriteError(
                _("%(path)s: can't be read: %(why)s — nothing was changed"), path=path, why=error.strerror
            ) from error

    def kind(self, record: AnyRecord) -> str:
        return str(record.__struct_config__.tag)

    def name_of(self, path: str, data: bytes) -> tuple[str, str]:
        """The key of a note's property `name`, empty if it has none, and what it is called: by it, or by its file."""
        stem = path.rpartition("/")[2][:-3]
        kind = self.kind(self.reader.read(path, data))
        if "name" not in PROPERTIES.get(kind, ()):
            return "", stem
        present = NoteLines(data).front().properties
        key = self.vocabulary.key_in(kind, present, "name")
        name = present.get(key)
        return (key, name) if isinstance(name, str) and name.strip() else ("", stem)

    def relinker(
        self,
        record: AnyRecord,
        moved: Mapping[str, str],
        after: Mapping[str, AnyRecord],
        names: frozenset[str],
        new_name: str,
    ) -> Relinker:
        """What leads the links; `after` are the records that notes then have, by their paths."""
        paths = self.workspace.scan.notes
        people = {path: one for path, one in self.people.items() if path not in moved}
        for path, fresh in after.items():
            if isinstance(fresh, ContactNote):
                people[path] = Called(path, fresh.name, tuple(fresh.aliases))
        return Relinker(
            Sight(paths, self.people),
            Sight({moved.get(path, path): None for path in paths}, dict(sorted(people.items()))),
            moved,
            kind=self.kind(record),
            names=names,
            new_name=new_name,
            vocabulary=self.vocabulary,
            kind_of=lambda path, data: self.kind(self.reader.read(path, data)),
            is_file=lambda path: (self.workspace.vault / path).is_file(),
        )

    def rewrite(self, relinker: Relinker, names: set[str], skip: set[str]) -> Rewrite:
        """The edits of all notes and canvases that may name the notes moved, those left to the caller left out."""
        rendered = {}
        for known, text in rendered_texts(self.workspace).items():
            fresh = relink(text.encode(), relinker.retarget("")).decode()
            if fresh != text:
                relinker.rehash[known] = content_hash(fresh)
                rendered[content_hash(fresh)] = fresh
        test = may_name(names)
        notes = [
            Edit(path, _of_one(_relinking(relinker, path)))
            for path in sorted(self.workspace.scan.notes)
            if path not in skip and test(self.read(path))
        ]
        canvases = [
            Edit(path, _of_one(_relinking_canvas(relinker, path)))
            for path in sorted(self.workspace.scan.canvases)
            if test(self.read(path))
        ]
        return Rewrite(notes + canvases, rendered)


def _fitting(part: str) -> str:
    try:
        return file_name(part)
    except ValueError as error:
        raise RenameRefused(_("“%(name)s” has no character that a file's name may have"), name=part) from error


def _check_place(workspace: Workspace, old: str, path: str) -> None:
    """Raise RenameRefused unless a note can be made at `path`, and would then be read."""
    folders = path.split("/")[:-1]
    ignored = any(part.startswith(".") or part.casefold() in TEMPLATE_FOLDERS for part in folders)
    if workspace.config.ignore and not ignored:
        from pathspec import GitIgnoreSpec  # imported where used: most vaults ignore nothing

        ignored = GitIgnoreSpec.from_lines(workspace.config.ignore).match_file(path)
    if ignored or not is_note_name(path.rpartition("/")[2]):
        raise RenameRefused(_("%(path)s: would not be read there as a note — choose another name or folder"), path=path)
    file = workspace.vault / path
    if path == old:
        raise RenameRefused(_("%(path)s: is where it is already"), path=path)
    if file.exists() and file.samefile(workspace.vault / old):
        raise RenameRefused(
            _("%(path)s: is the same file to this file system — give it another name first, then this one"), path=path
        )
    if file.exists() or file.is_symlink():
        raise RenameRefused(
            _("%(path)s: there is such a note already — choose another name, or `vault-tools merge` the two"), path=path
        )


def _relinking(relinker: Relinker, path: str) -> Callable[[bytes], bytes]:
    return lambda data: relinker.relink(path, data)


def _relinking_canvas(relinker: Relinker, path: str) -> Callable[[bytes], bytes]:
    return lambda data: relink_canvas(data, relinker.moved, relinker.retarget(path))


def _of_one(transform: Callable[[bytes], bytes]) -> Transform:
    """The transform for a file that is there; one that is gone meanwhile has no links."""
    return lambda data: None if data is None else transform(data)


def _made(content: bytes) -> Transform:
    def make(data: bytes | None) -> bytes:
        if data is not None:
            raise EditRefused("note-exists")
        return content

    return make


def _gone(expected: bytes) -> Transform:
    """Delete a note whose contents stand elsewhere now, and only those."""

    def remove(data: bytes | None) -> None:
        if data != expected:
            raise EditRefused("note-changed")

    return remove


@contextmanager
def _refusing(path: str) -> Iterator[None]:
    """What is refused in here concerns the note at `path`."""
    try:
        yield
    except EditRefused as refusal:
        raise EditRefusedError(Finding(path, refusal.code, refusal.line, refusal.params)) from refusal
