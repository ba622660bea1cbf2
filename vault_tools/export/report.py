"""The digests as one page of HTML that holds all it shows: nothing is fetched, and nothing runs."""

import base64
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from vault_tools.digests.context import Context
from vault_tools.digests.registry import BLOCKS
from vault_tools.export.choice import Choice
from vault_tools.export.hidden import view_without_private, without_private
from vault_tools.language import mark as _
from vault_tools.markdown import Linker
from vault_tools.network.values import shown_text
from vault_tools.render import Renderer
from vault_tools.template_folders import shipped_templates

TITLE = _("My network on %(day)s")
MADE_BY = _("Made by vault-tools from %(contacts)d notes of people.")
ABOUT = _("%(contacts)d people")

_CALLOUT = re.compile(r"\[!(\w+)\][+-]?[ \t]*([^\n]*)\n?")
_WIKILINK = re.compile(r"!?\[\[[^\[\]\n]*\]\]")
_ELSEWHERE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def report(context: Context, choice: Choice, vault: Path, lang: str, names: Sequence[str]) -> str:
    """The page with the digests of these names, in the language `lang`, by the templates that the vault may have. Links
    to other digests of the page become anchors, those to notes their words; what Mermaid would draw stands in the text,
    too. Raises TemplateProblem."""
    places = {name: f"{context.config.digest_folder.strip('/')}/{BLOCKS[name].file}".lstrip("/") for name in names}
    config = msgspec.structs.replace(context.config, actions=False)  # a page can't be ticked
    renderer = Renderer(vault, config, lang, Linker(context.network.links, "markdown"), places, diagrams=False)
    words = renderer.sentences.words
    hidden = without_private(context, choice)
    anchors = {path: name for name, path in places.items()}
    sections, contents = [], []

    def view(name: str) -> Any:
        return view_without_private(BLOCKS[name].make(hidden, {}), choice)

    renderer.says = lambda name: renderer.headline(name, view(name))
    for name in names:
        title = escape(words.pgettext("digest", (BLOCKS[name].file or name).removesuffix(".md")))
        rendered = renderer.block(name, view(name))
        body = PageOfDigests(anchors, rendered.pictures, lang).html(rendered.text)
        sections.append(f'<section id="{name}">\n<h2>{title}</h2>\n{body}</section>')
        contents.append(f'<li><a href="#{name}">{title}</a></li>')
    count = {"contacts": len(context.network.contacts)}
    title = escape(words.gettext(TITLE) % {"day": context.today})
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{"zh-Hans" if lang == "zh" else "en"}">',
            '<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>",
            f"<style>\n{_style()}</style>\n</head>\n<body>",
            f"<header>\n<h1>{title}</h1>\n<p>{escape(words.gettext(ABOUT) % count)}</p>",
            f"<nav>\n<ul>\n{chr(10).join(contents)}\n</ul>\n</nav>\n</header>\n<main>",
            *sections,
            f"</main>\n<footer>{escape(words.gettext(MADE_BY) % count)}</footer>\n</body>\n</html>\n",
        )
    )


def _style() -> str:
    return (shipped_templates() / "export/report.css").read_text(encoding="utf-8")


class PageOfDigests:
    """Markdown of digests → HTML. `anchors`: the page's digests by their paths; `pictures`: SVG by path; in Chinese
    (`zh`) a line that ends does not mean a blank."""

    def __init__(self, anchors: Mapping[str, str], pictures: Mapping[str, str], lang: str) -> None:
        self.anchors = anchors
        self.pictures = pictures
        self.markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
        rules: Any = self.markdown.renderer
        rules.rules["table_open"] = lambda *_given: '<div class="table"><table>\n'
        rules.rules["table_close"] = lambda *_given: "</table></div>\n"
        if lang == "zh":
            rules.rules["softbreak"] = lambda *_given: ""

    def html(self, text: str) -> str:
        """The text as HTML, its headings one step lower."""
        tokens = self.markdown.parse(text)
        for at, token in enumerate(tokens):
            if token.type in ("heading_open", "heading_close"):
                token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
            elif token.type == "blockquote_open":
                self._callout(token, tokens[at + 2] if at + 2 < len(tokens) else None)
            if token.children:
                token.children = self._inline(token.children)
        html: str = self.markdown.renderer.render(tokens, self.markdown.options, {})
        return html

    def _callout(self, quote: Token, first: Token | None) -> None:
        """A quote that begins with `[!warning] Title` gets the class, and the title in bold."""
        match = _CALLOUT.match(first.content) if first is not None and first.type == "inline" else None
        if match is None or first is None:
            return
        quote.attrSet("class", f"callout {match[1].lower()}")
        rest = first.content[match.end() :]
        title = f"**{match[2]}**" if match[2] else ""
        text = "\\\n".join(filter(None, (title, rest)))
        first.children = self.markdown.parseInline(text)[0].children

    def _inline(self, tokens: list[Token]) -> list[Token]:
        made: list[Token] = []
        closing: list[str] = []
        for token in tokens:
            if token.type == "link_open":
                made.append(self._link(token))
                closing.append(made[-1].tag)
            elif token.type == "link_close":
                made.append(Token("link_close", closing.pop(), -1))
            elif token.type == "image":
                made.append(self._image(token))
            elif token.type == "text":
                token.content = _WIKILINK.sub(lambda link: shown_text(link[0]), token.content)
                made.append(token)
            else:
                made.append(token)
        return made

    def _link(self, token: Token) -> Token:
        href = str(token.attrGet("href") or "")
        if _ELSEWHERE.match(href):
            return Token("link_open", "a", 1, attrs={"href": href, "rel": "noreferrer"})
        anchor = self.anchors.get(unquote(href).partition("#")[0])
        if anchor:
            return Token("link_open", "a", 1, attrs={"href": f"#{anchor}"})
        return Token("link_open", "span", 1, attrs={"class": "note"})

    def _image(self, token: Token) -> Token:
        """A picture of ours goes into the page; of any other only its words are left."""
        svg = self.pictures.get(unquote(str(token.attrGet("src") or "")))
        if svg is None:
            return Token("text", "", 0, content=token.content)
        token.attrSet("src", f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}")
        return token
