"""View → Markdown, through the Jinja2 templates that ship with the program or that the vault puts in their place.

A vault's templates come from whoever wrote the vault: they run in Jinja2's sandbox, see nothing but the view, and
can't be links to files elsewhere. All text is escaped for Markdown unless it is Markup.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from vault_tools.config import Config
from vault_tools.diagrams import DIAGRAMS
from vault_tools.digests.context import Context
from vault_tools.digests.follow_ups import Reason, Row
from vault_tools.digests.registry import BLOCKS
from vault_tools.errors import TemplateProblem
from vault_tools.language import catalogue
from vault_tools.markdown import Linker, cell, code, escape, prose, shell_quoted
from vault_tools.numbers import number, percent
from vault_tools.pictures import PICTURES
from vault_tools.sentences import Sentences
from vault_tools.template_folders import shipped_templates, vault_templates
from vault_tools.typesetting import spaced, without_wide_gaps
from vault_tools.vault.quoting import yaml_text

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)

_NOWHERE: Mapping[str, str] = {}


class Rendered(msgspec.Struct, frozen=True):
    """A block's Markdown, and the pictures it shows by path relative to the vault."""

    text: str
    pictures: dict[str, str]


class Renderer:
    """Renders blocks in one language for one vault. `linker` of style `none` makes text for the terminal; `places` are
    the notes of the digests by name, for links to them; `diagrams` False is for where nothing draws Mermaid."""

    def __init__(
        self,
        vault: Path,
        config: Config,
        lang: str,
        linker: Linker,
        places: Mapping[str, str] = _NOWHERE,
        *,
        diagrams: bool = True,
    ) -> None:
        self.config = config
        self.lang = lang
        self.sentences = Sentences(catalogue(lang), config)
        self.linker = linker
        self._places = places
        self.says: Callable[[str], str] = lambda _name: ""
        """What another digest says now, in a phrase, by its name; for Home."""
        self._diagrams = diagrams and linker.style != "none"
        self._pictures: dict[str, str] = {}
        self._environment = _Sandbox(
            loader=jinja2.ChoiceLoader(
                [_VaultLoader(vault_templates(vault)), jinja2.FileSystemLoader(shipped_templates())]
            ),
            bytecode_cache=_compiled_templates(),
            autoescape=True,
            finalize=_finalize,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= self._globals()
        self._environment.filters |= self._filters()

    def block(self, name: str, view: Any, *, suffix: str = "") -> Rendered:
        """Render a view through the template of the block `name`. `suffix` keeps the pictures of differently made
        blocks apart. Raises TemplateProblem."""
        self._pictures = {}
        file = (BLOCKS[name].file or f"{name}.md").removesuffix(".md") + suffix
        text = self._render(f"blocks/{name}.md.j2", {"view": view, "file": file})
        return Rendered(text, dict(self._pictures))

    def headline(self, name: str, view: Any) -> str:
        """What the digest `name` says now, in a phrase: its view through `headlines/<name>.md.j2`; empty where there is
        no such template. Raises jinja2's errors, which `block` makes a TemplateProblem."""
        try:
            template = self._environment.get_template(f"headlines/{name}.md.j2")
        except jinja2.TemplateNotFound:
            return ""
        return " ".join(self._tidy(template.render(view=view)).split())

    def say_of(self, context: Context) -> None:
        """Let Home say what the other digests of that day say."""
        self.says = lambda name: self.headline(name, BLOCKS[name].make(context, {}))

    def terminal(self, name: str, view: Any) -> str:
        """Render a view for the terminal from `terminal/<name>.md.j2`. Raises TemplateProblem."""
        return self._render(f"terminal/{name}.md.j2", {"view": view})

    def note(self, template: str, values: Mapping[str, object]) -> str:
        """Render a new note from `notes/<template>.md.j2`, or where there is none from `notes/note.md.j2`; its text is
        the user's, so nothing in it is made tidy. Raises TemplateProblem."""
        return self._raw([f"notes/{template}.md.j2", "notes/note.md.j2"], values).strip("\n") + "\n"

    def _render(self, template: str, values: Mapping[str, object]) -> str:
        return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", self._tidy(self._raw([template], values)))).strip("\n")

    def _tidy(self, text: str) -> str:
        return without_wide_gaps(text) if self.lang == "zh" else text

    def _raw(self, templates: list[str], values: Mapping[str, object]) -> str:
        """What the first of the templates that exists makes of the values."""
        try:
            return self._environment.select_template(templates).render(values)
        except jinja2.TemplateSyntaxError as error:
            raise TemplateProblem(f"templates/{error.name}:{error.lineno}: {error.message}") from error
        except Exception as error:  # a template may raise whatever the code it calls raises
            raise TemplateProblem(f"templates/{_place(error, templates[0])}: {error}") from error

    def _globals(self) -> dict[str, Any]:
        sentences = self.sentences
        return {
            "_": self._gettext,
            "ngettext": self._ngettext,
            "pgettext": self._pgettext,
            "link": self.linker,
            "stage": sentences.stage,
            "property": sentences.property,
            "occupation": sentences.occupation,
            "channel": sentences.channel,
            "rhythm": sentences.rhythm,
            "span": sentences.span,
            "days": sentences.days,
            "level": sentences.level,
            "deal_status": sentences.deal_status,
            "introduction_status": sentences.introduction_status,
            "resource_kind": sentences.resource_kind,
            "signal_kind": sentences.signal_kind,
            "period": sentences.period,
            "place": self.linker.line,
            "amount": sentences.amount,
            "reason": self._reason,
            "new_contact": lambda name: code(f"vault-tools new contact {shell_quoted(name)}"),
            "picture": self._picture,
            "headline": lambda name: Markup(self.says(name)),
            "page": self._page,
            "diagram": self._diagram,
            "aside": self._aside,
            "with_interval": self._with_interval,
            "actions": self.config.actions and self.linker.style != "none",
        }

    def _filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "aside": self._aside,
            "cell": cell,
            "code": code,
            "number": number,
            "percent": percent,
            "text": escape,
            "listed": self._listed,
            "yaml": yaml,
        }

    def _gettext(self, message: str, **params: object) -> Markup:
        return self._filled(self.sentences.words.gettext(message), params)

    def _ngettext(self, one: str, many: str, num: int, **params: object) -> Markup:
        return self._filled(self.sentences.words.ngettext(one, many, num), {"num": number(num), **params})

    def _pgettext(self, context: str, message: str, **params: object) -> Markup:
        return self._filled(self.sentences.words.pgettext(context, message), params)

    def _filled(self, message: str, params: Mapping[str, object]) -> Markup:
        if not params:
            return Markup(message)
        texts = {name: prose(value) for name, value in params.items()}
        return Markup((spaced(message, texts) if self.lang == "zh" else message) % texts)

    def _reason(self, row: Row, reason: Reason) -> Markup:
        """Why a row stands in the follow-ups; a promise links to the note it stands in."""
        text = self.linker(reason.path, reason.text) if reason.path else prose(reason.text)
        return Markup(self.sentences.reason(row, msgspec.structs.replace(reason, text=text)))

    def _aside(self, text: object) -> Markup:
        """Something in brackets, with the blank before it that the language wants."""
        return self._filled(self.sentences.words.gettext(" (%(text)s)"), {"text": text})

    def _with_interval(self, share: Any) -> Markup:
        """A share with its interval in brackets."""
        return Markup(percent(share.rate)) + self._aside(f"{percent(share.low)}–{percent(share.high)}")

    def _listed(self, values: list[Any], separator: str = "") -> Markup:
        """Values one after another, each escaped; between them what the language has in a list, if nothing else is
        given."""
        return Markup(separator or self.sentences.words.gettext(", ")).join(map(escape, values))

    def _page(self, name: str) -> Markup:
        """A link to a digest by its title. It names the path: the note may not be there yet, or share its name."""
        stem = (BLOCKS[name].file or name).removesuffix(".md")
        return self.linker.by_path(self._places.get(name, ""), self._pgettext("digest", stem))

    def _picture(self, name: str, file: str, view: Any) -> Markup:
        """Draw the picture `name` of a view, and give the Markdown that shows it; nothing at the terminal."""
        if self.linker.style == "none":
            return Markup("")
        title, svg = PICTURES[name](view, self.sentences)
        path = f"{self.config.digest_folder.strip('/')}/{file}-{name}.svg".lstrip("/")
        self._pictures[path] = svg
        return self.linker.picture(path, title)

    def _diagram(self, name: str, view: Any) -> Markup:
        """The diagram `name` of a part of a view as a Mermaid block; nothing where nothing draws it, or if there is
        none."""
        text = DIAGRAMS[name](view, self.sentences) if self._diagrams else ""
        return Markup(f"```mermaid\n{text}\n```") if text else Markup("")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox. Views are looked into thousands of times a render, and hold nothing but fields and properties:
    of them only what begins with an underscore is refused, without looking at what kind of object it might be."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute."""
        if isinstance(obj, msgspec.Struct):
            return not attr.startswith("_")
        return super().is_safe_attribute(obj, attr, value)


class _CompiledTemplates(jinja2.FileSystemBytecodeCache):
    """Compiled templates, kept between runs: compiling takes longer than rendering. Never in the vault, where code
    could come from somebody else; jinja2 puts them into a temporary folder that only this user can write."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template if that can be done: a full disk is no reason not to render."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled_templates() -> _CompiledTemplates | None:
    try:
        return _CompiledTemplates()
    except (OSError, RuntimeError):
        return None  # no such folder, or one that is not safely ours: templates are compiled at each run


class _VaultLoader(jinja2.FileSystemLoader):
    """Templates of a vault: only ordinary files that really lie in its folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        path = self._folder / template
        if path.is_file() and path.resolve() != self._folder.resolve() / template:
            raise jinja2.TemplateSyntaxError("is a link; a vault's template must be a file of its own", 1, template)
        return super().get_source(environment, template)


def _finalize(value: object) -> Markup:
    return prose("" if value is None else value)


def _place(error: Exception, template: str) -> str:
    """The innermost template line of an error's traceback."""
    place, frame = template, error.__traceback__
    while frame is not None:
        file = frame.tb_frame.f_code.co_filename
        if file.endswith(".j2"):
            folder, name = Path(file).parts[-2:]
            place = f"{folder}/{name}:{frame.tb_lineno}"
        frame = frame.tb_next
    return place


def yaml(value: str) -> Markup:
    """A text as a value in frontmatter."""
    return Markup(yaml_text(value))
