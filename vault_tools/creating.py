"""New notes from templates, in the language and under the names that the vault's other notes have.

A note that exists is never written over. Making one is an edit, so that several notes are one step for `undo`.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

import msgspec
from markupsafe import Markup

from vault_tools.capture import Touch, log_line
from vault_tools.changes import Edit
from vault_tools.dates.partial import PartialDate
from vault_tools.errors import TemplateProblem, WriteError
from vault_tools.habits import Habits, habits_of
from vault_tools.language import mark as _
from vault_tools.markdown import Linker
from vault_tools.network.vocabulary import KINDS, PROPERTIES, in_language, normal
from vault_tools.render import Renderer
from vault_tools.scribe import Scribe
from vault_tools.vault.edit.lines import EditRefused, NoteLines
from vault_tools.vault.edit.properties import add_to_property, set_property
from vault_tools.vault.links import Resolver, fold
from vault_tools.vault.quoting import file_name, yaml_key, yaml_text
from vault_tools.workspace import Workspace

Fact = str | int | float | date | PartialDate | tuple[str, ...] | None
"""A property's value in a new note; an empty one is left out."""

_ALWAYS_LISTS = ("aliases", "tags")
"""What Obsidian takes for a list only if it is one."""


_SEPARATOR = re.compile(r"[,，、;；]")
"""What a text is several values by, unless it stands in a list."""


class NoteExists(WriteError):
    """There is such a note already."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of somebody of whom a note is made. `met` absent: today, unless they were `imported`. `source`: a
    link, or words; absent: where they were met. `met_at` and `note` make the first line of the log. `uid`: by which
    other programs know them."""

    name: str
    aliases: tuple[str, ...] = ()
    met: PartialDate | None = None
    source: str = ""
    org: str = ""
    role: str = ""
    industry: str = ""
    circles: tuple[str, ...] = ()
    city: str = ""
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    value: str = ""
    email: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    wechat: str = ""
    linkedin: str = ""
    url: str = ""
    birthday: str = ""
    tags: tuple[str, ...] = ()
    met_at: str = ""
    note: str = ""
    imported: date | None = None
    uid: tuple[str, ...] = ()


class Maker:
    """Makes notes of one vault; knows those it has made, so that no two have one file."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.scribe = Scribe(workspace.config, workspace.lang)
        self._habits: dict[str, Habits] = {}
        self._renderers: dict[str, Renderer] = {}
        self._made: set[str] = set()

    def contact(self, card: Card, *, number: bool = False) -> tuple[str, Edit]:
        """The path of a contact's new note, and the edit that makes it. `number`: a name that is taken gets a number.
        Raises NoteExists and WriteError."""
        name = re.sub(r"\s+", " ", card.name).strip()
        path = self.free("contact", _stem(name), number=number)
        facts = {key: getattr(card, key) for key in PROPERTIES["contact"] if key in card.__struct_fields__}
        facts |= {"name": name if name != _stem_of(path) else "", "tags": card.tags}
        facts["met"] = card.met or (None if card.imported else self.workspace.today)
        facts["source"] = card.source or card.met_at
        log = self._first_line(card, self.habits("contact").lang)
        return path, self._edit(path, "contact", name, facts, log=log)

    def note(self, kind: str, title: str, facts: Mapping[str, Fact], text: str = "", *, number: bool = False) -> Edit:
        """The edit that makes a new note of any other kind: its properties by canonical name, and below them `text` as
        it is. `number`: a title that is taken gets a number. Raises NoteExists and WriteError."""
        stem = _stem(title)
        path = self.free(kind, stem, number=number)
        if "name" in PROPERTIES[kind] and title != stem:
            facts = {"name": title, **facts}
        return self._edit(path, kind, title, facts, text=text)

    def free(self, kind: str, stem: str, *, number: bool = False, folder: str | None = None) -> str:
        """The path for a new note of that name in the kind's folder, unless another is given. Raises NoteExists if it
        is taken, unless `number` may be added."""
        folder = dict(self.workspace.config.folders.items())[kind] if folder is None else folder
        for count in range(1, 1000):
            path = f"{folder}/{stem}{f' {count}' if count > 1 else ''}.md".lstrip("/")
            folded = fold(path)
            if folded not in self._present and folded not in self._made and not (self.workspace.vault / path).exists():
                self._made.add(folded)
                return path
            if not number:
                break
        raise NoteExists(_("%(path)s: there is such a note already — nothing was changed"), path=path)

    def habits(self, kind: str) -> Habits:
        """How this vault writes notes of that kind."""
        if kind not in self._habits:
            one = self.workspace
            self._habits[kind] = habits_of(one.vault, one.scan.notes, self.scribe.vocabulary, kind, one.lang)
        return self._habits[kind]

    @cached_property
    def _present(self) -> set[str]:
        return {fold(path) for path in self.workspace.scan.notes}

    def _first_line(self, card: Card, lang: str) -> str:
        """The log line of the day somebody was met, if there is something to say of it."""
        channel, said = "", ": ".join(filter(None, (card.met_at, card.note)))
        if card.met_at and normal(re.split(r"[\s,，:：]", card.met_at)[0]) not in self.scribe.vocabulary.channels:
            channel = "event"
        if not said:
            return ""
        dated = card.met is not None and card.met.precision == "day"
        day = card.met.first if card.met and dated else self.workspace.today
        return log_line(self.scribe, Touch(day, said, channel), lang)

    def _edit(
        self, path: str, kind: str, name: str, facts: Mapping[str, Fact], *, text: str = "", log: str = ""
    ) -> Edit:
        habits = self.habits(kind)
        given = {key: fact for key, fact in facts.items() if fact not in ("", (), None)}
        values = {
            "type": Markup(in_language(KINDS, kind, habits.lang)),
            "name": name,
            "stem": _stem_of(path),
            "today": str(self.workspace.today),
            "properties": [Markup(property_line(habits.key(key), fact, key)) for key, fact in given.items()],
            "facts": given,
            "text": Markup(text.strip("\n")),
            "log": Markup(log),
        }
        data = self._renderer(habits.lang).note(kind, values).encode()
        front = NoteLines(data).front()
        for problem in front.problems:
            raise TemplateProblem(
                _("%(template)s: makes frontmatter that can't be read: %(code)s"),
                template=f"templates/notes/{kind}.md.j2",
                code=problem.code,
            )
        there = {meant[0] for key in front.properties if (meant := self.scribe.vocabulary.property(kind, key))}
        for key, fact in given.items():
            if key not in there and key not in front.properties:  # a vault's template that knows no `properties`
                data = _with(data, habits.key(key), fact)

        def transform(present: bytes | None) -> bytes:
            if present is not None:
                raise EditRefused("note-exists")
            return data

        return Edit(path, transform)

    def _renderer(self, lang: str) -> Renderer:
        if lang not in self._renderers:
            one = self.workspace
            self._renderers[lang] = Renderer(one.vault, one.config, lang, Linker(Resolver([]), "none"))
        return self._renderers[lang]


def new_contact(workspace: Workspace, card: Card) -> tuple[str, Edit]:
    """The path of one contact's new note, and the edit that makes it. Raises NoteExists and WriteError."""
    return Maker(workspace).contact(card)


def parts_of(values: Iterable[str]) -> tuple[str, ...]:
    """Values of an option that may be repeated, and hold several separated by commas, each once."""
    found = (part.strip() for value in values for part in _SEPARATOR.split(value))
    return tuple(dict.fromkeys(filter(None, found)))


def _stem_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


def _stem(name: str) -> str:
    try:
        return file_name(name)
    except ValueError as error:
        raise WriteError(_("“%(name)s” has no character that a file's name may have"), name=name) from error


def _with(data: bytes, key: str, fact: Fact) -> bytes:
    if not isinstance(fact, tuple):
        return set_property(data, key, fact if isinstance(fact, str | int | float | date) else str(fact))
    for one in fact:
        data = add_to_property(data, key, one)
    return data


def property_line(key: str, fact: Fact, name: str) -> str:
    """A property's line under the key `key`: one value as it is, several as a list; `name` is its canonical name."""
    if not isinstance(fact, tuple):
        return f"{yaml_key(key)}: {yaml_text(fact) if isinstance(fact, str) else fact}"
    if len(fact) == 1 and name not in _ALWAYS_LISTS and not _SEPARATOR.search(fact[0]):
        return f"{yaml_key(key)}: {yaml_text(fact[0])}"
    return f"{yaml_key(key)}: [{', '.join(yaml_text(one, flow=True) for one in fact)}]"
