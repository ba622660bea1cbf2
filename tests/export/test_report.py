"""The report, read by a parser of HTML, and shown by a real browser where there is one."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.export.samples import NOTES
from tests.helpers import ROOT, context_of, run
from vault_tools.config import Config
from vault_tools.digests.registry import DIGESTS
from vault_tools.export.choice import Filters, choose
from vault_tools.export.report import PageOfDigests, report

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars --window-size=800,600"
).split()


class Page(HTMLParser):
    """The elements of a page, each with its attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, tag: str, name: str) -> list[str]:
        return [given[name] or "" for one, given in self.elements if one == tag and name in given]


def page(
    notes: dict[str, str], *names: str, config: Config | None = None, lang: str = "en", private: bool = False
) -> Page:
    context = context_of(notes, config)
    choice = choose(context, Filters(), private=private)
    made = Page(report(context, choice, Path("nowhere"), lang, names or tuple(DIGESTS)))
    assert made.open == []
    return made


def test_the_page_holds_all_it_shows_and_runs_nothing() -> None:
    made = page(NOTES)
    tags = {tag for tag, _given in made.elements}
    assert not tags & {"script", "link", "iframe", "object", "form", "base"}
    assert all(source.startswith("data:image/svg+xml;base64,") for source in made.values("img", "src"))
    assert made.values("img", "src")
    assert all(made.values("img", "alt"))
    assert all(href.startswith("#") for href in made.values("a", "href"))
    assert set(made.values("section", "id")) == set(DIGESTS) == {href[1:] for href in made.values("a", "href")}
    assert any(content.startswith("default-src 'none'") for content in made.values("meta", "content"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_home_leads_to_the_digests_of_the_page_and_to_no_others(lang: str) -> None:
    leading = page(NOTES, "home", "funnel", "follow-ups", lang=lang).values("a", "href")
    contents = 3
    assert sorted(set(leading[contents:])) == ["#follow-ups", "#funnel"]


def test_there_is_no_source_of_a_diagram_that_nothing_draws() -> None:
    made = page(NOTES, "landscape")
    assert "trainer" in made.text
    assert "flowchart" not in made.text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_mark_of_markdown_is_left(lang: str) -> None:
    assert "**" not in page(NOTES, lang=lang).text


def test_links_to_notes_are_their_words_and_marks_are_none() -> None:
    made = page(NOTES, "follow-ups")
    assert "欧阳娜" in made.text
    assert "[[" not in made.text
    assert "[ ]" not in made.text
    assert "^vt-" not in made.text
    assert "People/" not in made.text


def test_what_people_write_is_text() -> None:
    name = "<script>alert(1)</script> & [x](javascript:y) **b**"
    notes = {
        "People/A.md": f"---\nname: '{name}'\nmet: 2020-01-01\n---\n## Log\n- 2026-01-01 call — saw [[B|the boss]] <img src=x onerror=y>\n"
    }
    made = page(notes, "follow-ups")
    assert name in made.text
    assert "saw the boss <img src=x onerror=y>" in made.text
    assert made.values("img", "src") == []


def test_callouts_links_elsewhere_and_pictures_that_are_not_ours() -> None:
    text = (
        "> [!warning] Careful\n> of *this*\n\n## One\n\n一行。\n又一行 [web](https://example.com) [here](Digests/Funnel.md) "
        "![its words](x.png)\n"
    )
    assert PageOfDigests({"Digests/Funnel.md": "funnel"}, {}, "zh").html(text) == (
        '<blockquote class="callout warning">\n<p><strong>Careful</strong><br />\nof <em>this</em></p>\n</blockquote>\n'
        '<h3>One</h3>\n<p>一行。又一行 <a href="https://example.com" rel="noreferrer">web</a> <a href="#funnel">here</a> '
        "its words</p>\n"
    )


def test_private_properties_stay_out_and_figures_stay_right() -> None:
    config = Config(private=("org", "role", "value", "size"))
    notes = {**NOTES, "People/Z.md": "---\nmet: 2020-01-01\norg: Secret Star\nvalue: a secret\nrole: spy\n---\n"}
    open_, closed = page(notes), page(notes, config=config)
    assert "Secret Star" in open_.text
    assert not re.search("Secret Star|a secret|spy|12,000", closed.text)
    assert "Secret Star" in page(notes, config=config, private=True).text
    assert page(notes, "funnel").text == page(notes, "funnel", config=Config(private=("met",))).text


def test_chinese() -> None:
    made = page(NOTES, lang="zh")
    assert made.values("html", "lang") == ["zh-Hans"]
    assert "我的人脉 · 2026-11-24" in made.text


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here: `apt-get install chromium` brings one")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_real_browser_shows_it_in_light_and_in_dark(lang: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    day = ("--today", "2026-11-24", "--lang", lang)
    done = run("export", "html", "--vault", ROOT / "example-vault", *day, "-o", file)
    assert done.returncode == 0, done.stderr
    probe = file.read_text(encoding="utf-8")
    policy = re.search(r"<meta http-equiv.*?>\n", probe)
    assert policy
    asked = (
        "<script>addEventListener('load', () => { const style = getComputedStyle(document.body);"
        "const pictures = [...document.images]; document.body.dataset.seen = [style.backgroundColor, style.color,"
        "pictures.length, pictures.filter(one => one.complete && one.naturalWidth).length,"
        "performance.getEntriesByType('resource').filter(one => !one.name.startsWith('data:')).length,"
        "document.documentElement.scrollWidth <= innerWidth].join('|') })</script></body>"
    )
    with_probe = tmp_path / "probe.html"
    with_probe.write_text(probe.replace(policy[0], "").replace("</body>", asked), encoding="utf-8")
    seen = {}
    for name, preferred in (("light", "1"), ("dark", "0")):
        seen[name] = browse(tmp_path, f"--blink-settings=preferredColorScheme={preferred}", with_probe)
        background, _colour, pictures, loaded, fetched, fits = seen[name]
        assert pictures == loaded != "0"
        assert (fetched, fits) == ("0", "true")
        assert background == {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 25, 29)"}[name]
    assert seen["light"][1] != seen["dark"][1]


def browse(folder: Path, setting: str, file: Path) -> list[str]:
    """What the page's probe saw."""
    profile = folder / "profile"
    command = [str(BROWSER), *FLAGS, f"--user-data-dir={profile}", setting, "--dump-dom", file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    found = re.search(r'data-seen="([^"]*)"', done.stdout)
    assert found, done.stdout[:500]
    return found[1].split("|")
