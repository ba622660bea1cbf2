"""Commands that speak the user's language: help texts and click's own sentences, looked up when they are shown.

English stands in the docstrings and in click; `locale/zh/LC_MESSAGES/help.po` holds the Chinese of both. A command line
that is right never comes here: it is parsed in English, and only one that is wrong is parsed again to hear why.
"""

import gettext
import os
import re
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from inspect import cleandoc
from itertools import pairwise
from typing import Any, Protocol, Self, runtime_checkable
from unicodedata import east_asian_width

import click

from vault_tools.language import HELP, LOCALE_FOLDER, catalogue

Say = Callable[[str], str]

_EXAMPLE = re.compile(r"(\s+\S.*?)(?:(\s{2,})(\S.*))?")
"""A line of the examples: the command, which is the same in all languages, and perhaps what it is for."""

_QUOTED = re.compile(r"""(?<!\w)(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?!\w)""")
"""A text as Python writes it, in the quotes it chooses."""

_BESIDE_QUOTED = r"(?<=[\u4e00-\u9fff”]) (?=[“/])|(?<=[”/]) (?=[\u4e00-\u9fff“])"

_CLOSING = "，。、；：？！）”》…"
_OPENING = "（“《"


class Speaker(Protocol):
    """Who knows which language to speak."""

    @property
    @abstractmethod
    def language(self) -> str:
        """The code of the language."""


@runtime_checkable
class _Translatable(Protocol):
    def in_words(self, say: Say) -> click.Command:
        """The command as another language has it."""


def language_of(context: click.Context | None) -> str:
    """The language that a command of this context is to speak."""
    speaker: Speaker | None = context.find_root().obj if context else None
    return speaker.language if speaker else "en"


@contextmanager
def clicks_words(lang: str) -> Iterator[None]:
    """click's own sentences in `lang`: it asks gettext's default domain, in the language that the environment names."""
    if lang == "en":
        yield
        return
    domain, before = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(HELP, LOCALE_FOLDER)
    gettext.textdomain(HELP)
    os.environ["LANGUAGE"] = lang
    try:
        yield
    finally:
        gettext.textdomain(domain)
        os.environ.pop("LANGUAGE")
        if before is not None:
            os.environ["LANGUAGE"] = before


def ended_and_quoted(error: click.ClickException) -> click.ClickException:
    """An error of click's own, with the quotes and the full stop of Chinese: click puts in its own."""
    if not type(error).__module__.startswith("click.") or isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error
    text = re.sub(_BESIDE_QUOTED, "", _QUOTED.sub(_in_chinese_quotes, error.format_message()))
    text = text.replace("”, “", "”、“").replace("。 ", "。").removesuffix(".")
    text = text if text.endswith(("。", "？")) else f"{text}。"
    return click.UsageError(text, error.ctx) if isinstance(error, click.UsageError) else click.ClickException(text)


def _in_chinese_quotes(quoted: re.Match[str]) -> str:
    return f"“{quoted[0][1:-1]}”"


class Command(click.Command):
    """A command whose help and usage errors are said in the language asked for, or the vault's."""

    say: Say | None = None
    """How to say what it says in English; None for English."""

    def in_words(self, say: Say) -> Self:
        """The same command, whose help is what `say` makes of it."""
        spoken = copy(self)
        spoken.say = say
        spoken.help = help_in_words(self.help or "", say)
        spoken.options_metavar = say(self.options_metavar or "")
        spoken.params = [_parameter_in_words(one, say) for one in self.params]
        spoken._help_option = None  # it is made anew, in the other language
        return spoken

    def speaking(self, lang: str) -> Self:
        """This command, as `lang` has it."""
        return self if lang == "en" or self.say else self.in_words(catalogue(lang, HELP).gettext)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parse the arguments; if they are wrong, once more in the language in which that is to be said."""
        try:
            return super().make_context(info_name, list(args), parent, **extra)
        except click.UsageError as error:
            speaker: Speaker | None = extra.get("obj")
            lang = speaker.language if speaker else language_of(parent or error.ctx)
            if lang == "en":
                raise
            with clicks_words(lang):
                return super(Command, self.speaking(lang)).make_context(info_name, args, parent, **extra)

    def get_help(self, ctx: click.Context) -> str:
        """The help page."""
        return self._laid_out(ctx, "format_help")

    def get_usage(self, ctx: click.Context) -> str:
        """The line that says how to call it."""
        return self._laid_out(ctx, "format_usage")

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the list of commands says of it: the first sentence."""
        if self.say is None:
            return super().get_short_help_str(limit)
        return (self.help or "").partition("\n")[0].partition("。")[0]

    def _laid_out(self, ctx: click.Context, part: str) -> str:
        lang = language_of(ctx)
        formatter = (
            ctx.make_formatter() if lang == "en" else Wide(width=ctx.terminal_width, max_width=ctx.max_content_width)
        )
        with clicks_words(lang):
            getattr(self.speaking(lang), part)(ctx, formatter)
        return formatter.getvalue().rstrip("\n")


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command

    def in_words(self, say: Say) -> Self:
        """The same for a group."""
        spoken = super().in_words(say)
        spoken.subcommand_metavar = say(self.subcommand_metavar)
        return spoken

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, in the group's language."""
        found = self.find_command(ctx, cmd_name)
        return found.in_words(self.say) if self.say and isinstance(found, _Translatable) else found

    def find_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name as it stands in the sources."""
        return super().get_command(ctx, name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name; that there is none is said in the user's language."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            with clicks_words(language_of(ctx)):
                return super().resolve_command(ctx, args)


def help_in_words(text: str, say: Say) -> str:
    """A help text, paragraph by paragraph; of examples the heading and what stands beside them."""
    return "\n\n".join(
        "\n".join(["\b", *(_example_in_words(line, say) for line in paragraph.split("\n")[1:])])
        if paragraph.startswith("\b")
        else say(" ".join(paragraph.split()))
        for paragraph in re.split(r"\n\s*?\n", cleandoc(text).strip())
        if paragraph
    )


def _example_in_words(line: str, say: Say) -> str:
    if not line.startswith(" "):
        return say(line)
    command, gap, comment = _EXAMPLE.fullmatch(line).groups()  # type: ignore[union-attr]  # any such line matches
    return f"{command}{gap}{say(comment)}" if comment else command


def _parameter_in_words(parameter: click.Parameter, say: Say) -> click.Parameter:
    spoken = copy(parameter)
    spoken.type = copy(parameter.type)
    if not isinstance(spoken.type, (click.Choice, type(click.BOOL))):
        spoken.type.name = say(parameter.type.name)
    if parameter.metavar:
        spoken.metavar = say(parameter.metavar)
    if isinstance(spoken, click.Argument) and not isinstance(spoken.type, click.Choice):
        spoken.metavar = say(parameter.make_metavar(click.Context(click.Command(None))))
    if isinstance(spoken, click.Option) and spoken.help:
        spoken.help = say(spoken.help)
    return spoken


class Wide(click.HelpFormatter):
    """Lays out help in which characters may take two columns. click counts characters, so each such one is given a
    companion for the second column while lines are broken: a blank where a line may be broken, else a null."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line."""
        super().write_usage(prog, spread(args), prefix)

    def write_heading(self, heading: str) -> None:
        """A heading."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Paragraphs."""
        super().write_text(spread(text))

    def write_dl(self, rows: Any, col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns."""
        super().write_dl([(spread(first), spread(second)) for first, second in rows], col_max, col_spacing)

    def getvalue(self) -> str:
        """The text, without companions."""
        return "\n".join(gathered(line).rstrip() for line in super().getvalue().split("\n"))


def spread(text: str) -> str:
    """A text whose wide characters have a companion each, a blank where a line may end."""
    return "".join(_with_companion(one, after) for one, after in pairwise(f"{text} "))


def gathered(line: str) -> str:
    """A line without the companions."""
    pairs = pairwise(f" {line}")
    return "".join(one for before, one in pairs if not (one in " \0" and _is_wide(before)))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) + sum(map(_is_wide, text))


def _with_companion(character: str, after: str) -> str:
    if not _is_wide(character):
        return character
    return character + ("\0" if after in _CLOSING or character in _OPENING else " ")


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF"
