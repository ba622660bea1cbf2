"""A base of the people in the vault, for Obsidian's Bases: tables that show and edit what stands in the notes.

A base knows properties and nothing else. Who is due by rhythm, and stages told by meetings and deals, are figures of
the digests; a base could show them only if they were stored in notes, where they would be wrong the day after.
"""

import json
from collections.abc import Sequence
from typing import Any

import yaml12

from vault_tools.config import Config
from vault_tools.language import Catalogue, mark_in
from vault_tools.language import mark as _
from vault_tools.network.vocabulary import KINDS, OUTLOOKS, PROPERTIES, STAGES, in_language
from vault_tools.obsidian.census import Census
from vault_tools.vault.scan import TEMPLATE_FOLDERS

_SOON = "14d"
"""How far ahead the dates shown lie; as far as Follow-ups looks."""

_HEAD = _(
    "Made by `vault-tools obsidian` from what stands in the notes. Who is due by rhythm, and stages that meetings\n"
    "and deals tell, stand in no note: see the digests Follow-ups and Funnel."
)


def people_base(census: Census, config: Config, words: Catalogue, lang: str, types: dict[str, str]) -> bytes:
    """The text of the base; `types` are those that its properties have."""
    head = "".join(f"# {line}\n" for line in words.gettext(_HEAD).split("\n"))
    return (head + yaml12.format_yaml(_Base(census, config, words, lang, types).document()) + "\n").encode()


class _Base:
    def __init__(self, census: Census, config: Config, words: Catalogue, lang: str, types: dict[str, str]) -> None:
        self.census = census
        self.config = config
        self.words = words
        self.lang = lang
        self.types = types
        self.formulas: dict[str, str] = {}
        self.shown: dict[str, dict[str, str]] = {}

    def document(self) -> dict[str, Any]:
        """The base as YAML has it."""
        stage = self._stage()
        views = [
            self._view(
                _("By stage"),
                ["org", "role", "city", "fit", "next"],
                group=(stage, "DESC"),
            ),
            self._view(
                _("Next date"),
                ["next", "org", stage, "value"],
                [f"!{self._value('next')}.isEmpty()", self._open(), f'{self._day("next")} <= today() + "{_SOON}"'],
                sort="next",
            ),
            self._view(
                _("By circle"),
                ["org", "role", stage, "value"],
                [f"!{self._value('circles')}.isEmpty()"],
                group=(self._id("circles"), "ASC"),
            ),
            self._view(
                _("By industry"),
                ["position", "earns", "org", stage, "fit"],
                [f"!{self._value('industry')}.isEmpty()"],
                group=(self._id("industry"), "ASC"),
            ),
            self._view(
                _("To judge"),
                ["met", "source", "org", "role", "city"],
                [f"{self._value('fit')}.isEmpty()", self._open()],
                sort="met",
            ),
        ]  # fmt: skip
        document: dict[str, Any] = {"filters": self._people(), "formulas": self.formulas, "properties": self.shown}
        return {key: value for key, value in document.items() if value} | {"views": views}

    def _people(self) -> dict[str, Any]:
        """The filter that leaves contacts: by `type`, else by folder."""
        types = {kind: _any_of([kind, *others.split()], 'note["type"]') for kind, others in KINDS.items()}
        others = [condition for kind, condition in types.items() if kind != "contact"]
        folder = self.config.folders.contact.strip("/")
        in_folder = {"and": [f"file.inFolder({_text(folder)})", {"not": others}]}
        ways = [types["contact"], 'file.hasTag("contact", "person", "people")', *([in_folder] if folder else [])]
        templates = [f"file.inFolder({_text(name)})" for name in _template_folders()]
        return {"and": ['file.ext == "md"', {"or": ways}, {"not": templates}]}

    def _stage(self) -> str:
        """The formula that numbers the stages in order, as far as a note tells them; gives its id."""
        stages = self.config.stages
        keys = [stage.key for stage in stages]
        labels = [stage.label or in_language(STAGES, stage.key, self.lang) for stage in stages]
        given = self._value("stage")
        unwritten = '""'
        if "screened" in keys:
            or_further = self.words.gettext(_("{stage} or further"))
            least = [
                _text(f"{place + 1} · {or_further.format(stage=labels[place])}")
                for place in (keys.index("screened"), 0)
            ]
            unwritten = f"if(!{self._value('fit')}.isEmpty(), {least[0]}, {least[1]})"
        formula = f"if({given}.isEmpty(), {unwritten}, {given})"
        for place, stage in reversed(list(enumerate(stages))):
            known = [stage.key, stage.label, *STAGES.get(stage.key, "").split()]
            formula = f"if({_any_of(known, given)}, {_text(f'{place + 1} · {labels[place]}')}, {formula})"
        closed = _text("0 · " + self.words.pgettext(*mark_in("base", "closed")))
        name = self.words.pgettext(*mark_in("base", "funnel"))
        self.formulas[name] = f"if({self._closed()}, {closed}, {formula})"
        self.shown[f"formula.{name}"] = {"displayName": in_language(PROPERTIES["contact"], "stage", self.lang)}
        return f"formula.{name}"

    def _closed(self) -> str:
        return _any_of(["never", *OUTLOOKS["never"].split()], self._value("outlook"))

    def _open(self) -> str:
        return f"!{self._closed()}"

    def _value(self, name: str) -> str:
        """The expression for a contact's property, under whichever of its names it stands."""
        names = self.census.named("contact", name, self.lang)
        if len(names) == 1:
            return f"note[{_text(names[0])}]"
        return f"formula[{_text(self._joined(name, names))}]"

    def _id(self, name: str) -> str:
        """The same as a column; what is a column's id already stays."""
        if name.startswith("formula."):
            return name
        names = self.census.named("contact", name, self.lang)
        found = f"note.{names[0]}" if len(names) == 1 else f"formula.{self._joined(name, names)}"
        shown = in_language(PROPERTIES["contact"], name, self.lang)
        if shown != found.partition(".")[2]:
            self.shown[found] = {"displayName": shown}
        return found

    def _joined(self, name: str, names: Sequence[str]) -> str:
        """A formula for a property that stands under several names: the first that is given. Gives its name."""
        *firsts, formula = [f"note[{_text(own)}]" for own in names]
        for first in reversed(firsts):
            formula = f"if({first}.isEmpty(), {formula}, {first})"
        own = in_language(PROPERTIES["contact"], name, self.lang)
        self.formulas[own] = formula
        return own

    def _day(self, name: str) -> str:
        """A date to compare with: a property that is text in Obsidian has to be made one."""
        names = self.census.named("contact", name, self.lang)
        value = self._value(name)
        return value if all(self.types.get(own) == "date" for own in names) else f"date({value})"

    def _view(
        self,
        name: str,
        columns: Sequence[str],
        filters: Sequence[str] = (),
        *,
        group: tuple[str, str] | None = None,
        sort: str = "",
    ) -> dict[str, Any]:
        view: dict[str, Any] = {"type": "table", "name": self.words.gettext(name)}
        if filters:
            view["filters"] = {"and": list(filters)}
        if group:
            view["groupBy"] = {"property": group[0], "direction": group[1]}
        view["order"] = ["file.name", *(self._id(column) for column in columns)]
        order = [self._id(sort)] if sort else []
        view["sort"] = [{"property": one, "direction": "ASC"} for one in [*order, "file.name"]]
        return view


def _any_of(words: Sequence[str], value: str) -> str:
    listed = ", ".join(_text(word.replace("_", " ")) for word in dict.fromkeys(filter(None, words)))
    return f"[{listed}].contains({value})"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _template_folders() -> list[str]:
    return sorted(name if not name.isascii() else name.title() for name in TEMPLATE_FOLDERS)
