"""Findings: what is wrong in the vault, as values with path, line, code and a remedy.

A finding is made where the fault is seen and cached with the note, so it holds no language: the sentence is
looked up by its code when it is shown. `SENTENCES` is the one list of them; docs/findings.md is held to it.
"""

import msgspec

from vault_tools.errors import VaultToolsError
from vault_tools.language import Catalogue
from vault_tools.language import mark as _


class Finding(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One thing that is wrong.

    `path` is relative to the vault; `line` counts from 1, and is None where the whole file is meant;
    `params` fill the placeholders of the code's sentences.
    """

    path: str
    code: str
    line: int | None = None
    params: dict[str, str] = {}

    def place(self) -> str:
        """`People/Li Wei.md:4`, or the path alone."""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def problem(self, words: Catalogue) -> str:
        """What is wrong, as a phrase in the catalogue's language."""
        params = {key: words.gettext(text) if key == "reason" and text else text for key, text in self.params.items()}
        return words.gettext(SENTENCES[self.code][0]).format_map(params)

    def remedy(self, words: Catalogue) -> str:
        """What to do about it."""
        return words.gettext(SENTENCES[self.code][1]).format_map(self.params)

    def sentence(self, words: Catalogue) -> str:
        """The whole line, as `check` prints it."""
        return f"{self.place()}: {self.problem(words)} — {self.remedy(words)}"

    def as_json(self, words: Catalogue) -> dict[str, object]:
        """The documented JSON of a finding."""
        return {
            "path": self.path,
            "line": self.line,
            "code": self.code,
            "problem": self.problem(words),
            "remedy": self.remedy(words),
        }


class EditRefusedError(VaultToolsError):
    """An edit that can't be made safely; `finding` says where and why. Nothing was changed."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def order(finding: Finding) -> tuple[str, int, str, str]:
    """Sort key: by path, then line, then code."""
    return finding.path, finding.line or 0, finding.code, str(sorted(finding.params.items()))


SENTENCES: dict[str, tuple[str, str]] = {
    # the file
    "conflict-copy": (
        _("a copy that a sync program left beside the note; it is not read"),
        _("compare it with the note it copies, keep what you need, then delete it"),
    ),
    "link-outside": (
        _("a symbolic link that leads out of the vault; it is not followed"),
        _("move what it points at into the vault"),
    ),
    "link-inside": (
        _("a symbolic link to something in this vault; it is read there, not here"),
        _("delete the link, or leave it: nothing is counted twice"),
    ),
    "not-a-file": (
        _("looks like a note but is no ordinary file; it is not read"),
        _("rename it, or move it out of the vault"),
    ),
    "name-bytes": (
        _("the file's name is not valid UTF-8; it is not read"),
        _("rename it"),
    ),
    "unreadable": (
        _("can't be read ({reason})"),
        _("check the permissions; it counts again as soon as it can be read"),
    ),
    "encoding": (
        _("is not UTF-8 (it looks like {encoding})"),
        _("save it as UTF-8; until then it is read as {encoding} and never edited"),
    ),
    "nul": (
        _("holds NUL bytes"),
        _("the file may be damaged: compare it with an older version in git"),
    ),
    "too-large": (
        _("is larger than {limit} MB; only the beginning is read"),
        _("split the note"),
    ),
    # the frontmatter
    "yaml-invalid": (
        _("the frontmatter is not valid YAML: {reason}"),
        _("correct that line; until then none of its properties count, the note's text does"),
    ),
    "yaml-not-a-map": (
        _("the frontmatter is no list of properties"),
        _("write one `property: value` a line between the two `---`"),
    ),
    "yaml-bounds": (
        _("the frontmatter is too large or too deep, or has too many `*` references or `?` keys, to be read safely"),
        _("write the values out, without `&`, `*` and `?`"),
    ),
    "frontmatter-unclosed": (
        _("the frontmatter is opened with `---` but never closed"),
        _("write `---` on a line of its own below the last property"),
    ),
    "frontmatter-late": (
        _("the frontmatter does not start on the first line, so it is read as text"),
        _("delete what stands above the first `---`"),
    ),
    "duplicate-key": (
        _("the property `{key}` stands here twice; the last one counts"),
        _("delete one of them"),
    ),
    "template-unfilled": (
        _("a template's placeholder was never filled in: {text}"),
        _("replace it by a value; templates themselves belong in a `Templates` folder"),
    ),
    "type-unknown": (
        _("`type: {value}` is in a folder of contacts, meetings or the like, but no kind of note known here"),
        _("use one of contact, meeting, deal, resource, lesson, industry, introduction, or delete the line"),
    ),
    # values
    "date-nonexistent": (
        _("`{property}`: {value} does not exist in the calendar"),
        _("correct the date"),
    ),
    "date-unreadable": (
        _("`{property}`: can't read {value} as a date"),
        _("write it as 2026-11-24"),
    ),
    "date-ambiguous": (
        _("`{property}`: {value} may mean two different days"),
        _("write it as 1980-01-31, or 01-31 without the year"),
    ),
    "period-unreadable": (
        _("`{property}`: can't read {value} as a period"),
        _("write it as 2027, 2027-H1, 2027-Q1, 2027-03 or 2027-03-31"),
    ),
    "cadence-unreadable": (
        _("`{property}`: can't read {value} as a rhythm"),
        _("write 30d, 6w, 3m, 1y, monthly … or none"),
    ),
    "value-unknown": (
        _("`{property}`: {value} is none of its values"),
        _("use one of {known}"),
    ),
    "number-expected": (
        _("`{property}`: {value} is no number from {low} to {high}"),
        _("write a number"),
    ),
    "amount-expected": (
        _("`{property}`: {value} is no amount"),
        _("write a number, without the currency"),
    ),
    "text-expected": (
        _("`{property}` holds a nested structure where text is meant"),
        _("write plain text, or a list of plain texts"),
    ),
    "unquoted-link": (
        _("`{property}`: a wikilink without quotes is read as a list by YAML"),
        _('quote it: {property}: "{value}"'),
    ),
    "meeting-undated": (
        _("this meeting has no date, so it counts for nothing"),
        _("add `date: 2026-11-24`, or begin the file's name with the date"),
    ),
    "meeting-alone": (
        _("this meeting names nobody"),
        _('add `with:` and the contacts, e.g. with: ["[[Li Wei]]"]'),
    ),
    "log-undated": (
        _("a line in the log has no date at its beginning, so it counts for nothing"),
        _("begin it with a date, e.g. `- 2026-11-24 coffee — …`"),
    ),
    "signal-undated": (
        _("a signal stands in a line without a date, so it counts for nothing"),
        _("put it into a dated line of the log or into a meeting; elsewhere begin the line with its date"),
    ),
    # references
    "contact-unresolved": (
        _("`{property}` names {name}, who has no note"),
        _('run `vault-tools new contact "{name}"`, or correct the name'),
    ),
    "industry-unresolved": (
        _("`{property}` names {name}, and no industry's note is called so"),
        _('run `vault-tools new industry "{name}"`, or correct the name'),
    ),
    "contact-ambiguous": (
        _("`{property}`: {name} may be any of {candidates}"),
        _('name the note by its path, e.g. "[[{example}]]"'),
    ),
    "not-a-contact": (
        _("`{property}` links to {target}, which is no contact's note"),
        _("link to a contact, or add `type: contact` to that note"),
    ),
    # stages
    "stage-ahead": (
        _("`stage: {stage}` says more than the evidence, which reaches {reached}"),
        _("add what is missing (fit, a meeting, a deal), or lower the stage"),
    ),
    "stage-behind": (
        _("`stage: {stage}` says less than the evidence, which reaches {reached}"),
        _("delete the `stage` line, or leave it if that is how you see it"),
    ),
    # blocks and digests
    "block-unknown": (
        _("no block is called `{name}`"),
        _("use one of {known}"),
    ),
    "block-option": (
        _("the block `{name}` can't use the option `{option}` as it is written"),
        _("its options: {known}"),
    ),
    "block-contact": (
        _("the block `{name}` must be told whose it is"),
        _('put it into a contact\'s note, or write contact="Li Wei" behind its name'),
    ),
    "block-unclosed": (
        _("a block is opened here and never closed; the note is left alone"),
        _("write <!-- /vault-tools --> where it ends"),
    ),
    "block-nested": (
        _("a block is opened inside another; the note is left alone"),
        _("close the first one before the second"),
    ),
    "block-twice": (
        _("the same block stands in this note twice; the note is left alone"),
        _("delete one of them"),
    ),
    "block-stray": (
        _("a block is closed here that was never opened; the note is left alone"),
        _("delete the line, or write the opening one above"),
    ),
    "digest-homeless": (
        _("this file is where the digest `{name}` belongs, but holds no block for it"),
        _("add `<!-- vault-tools: {name} -->` and `<!-- /vault-tools -->`, or delete the file"),
    ),
    "digest-unknown": (
        _("no digest is called `{name}`"),
        _("use some of {known}"),
    ),
    "picture-foreign": (
        _("a picture belongs here, but this file was not made by vault-tools; it is left alone"),
        _("rename or delete it"),
    ),
    "canvas-foreign": (
        _("a canvas belongs here, but this one holds no card of vault-tools, or can't be read; it is left alone"),
        _("rename or delete it"),
    ),
    "calendar-foreign": (
        _("the calendar belongs here, but this file was not made by vault-tools; it is left alone"),
        _("rename or delete it, or name another file in `[export] ics`"),
    ),
    "private-unknown": (
        _("`private` names {name}, which is no property that could stay out of an export"),
        _("correct the name; until then nothing is exported"),
    ),
    # marks in a digest's rows that can't be carried out
    "mark-unknown": (
        _("the mark `{mark}` means nothing here"),
        _("use x for done, > for later, - for no more, ! for no answer"),
    ),
    "mark-words": (
        _("the mark `{mark}` has no place for words"),
        _("move them into the note, or delete them"),
    ),
    "promise-mark": (
        _("`{mark}` means nothing for a promise"),
        _("use x for kept, > for later, - for cancelled; or mark the person's row"),
    ),
    "introduction-mark": (
        _("`{mark}` means nothing for an introduction"),
        _("use x for the next step taken, - for declined"),
    ),
    "judging-mark": (
        _("`{mark}` means nothing for somebody to judge"),
        _("use x with the marks typed behind the name, - to close them, > to put them off"),
    ),
    "offer-mark": (_("`{mark}` means nothing for an offer"), _("use x for proposed, > for an idea, - to let it go")),
    "fact-mark": (_("this row asks for a few words"), _("type them behind the name and mark it x")),
    "fact-done": (_("the note says “{text}” already"), _("correct {path} by hand, or take the mark away")),
    "judging-unreadable": (
        _("can't read “{text}” as a mark from 0 to 5 or as an outlook"),
        _("type fit, future and interest, e.g. `4 3 1`, and if you like now, later or never"),
    ),
    "judging-no-fit": (
        _("no fit is typed behind the name"),
        _("type a mark from 0 to 5, and if you like those for future and interest, e.g. `4 3 1`"),
    ),
    "judging-done": (
        _("{path} is judged already, with other marks"),
        _("change them there if these are better, and delete the row"),
    ),
    "row-nobody": (_("{link} leads to no contact"), _("correct the link, or delete the row")),
    "row-changed": (_("what this row asks for has changed"), _("mark it as it is shown now, or delete the row")),
    "row-logged": (
        _("this row stands in the log of {path} already, with other words"),
        _("add them there, and delete the row"),
    ),
    "snooze-undated": (
        _("there is no rhythm to tell until when"),
        _("type a day behind the name, e.g. 2026-12-01 or 3w"),
    ),
    "snooze-unreadable": (
        _("can't read “{text}” as a day"),
        _("type a day, e.g. 2026-12-01, 3w or fri"),
    ),
    "snooze-past": (
        _("{day} is not ahead"),
        _("type a day that is"),
    ),
    # edits that are refused
    "note-gone": (
        _("the note is gone"),
        _("look for it under another name, or in git's history"),
    ),
    "edit-encoding": (
        _("is not UTF-8, so it is never edited"),
        _("save it as UTF-8"),
    ),
    "edit-too-large": (
        _("is larger than {limit} MB, so it is never edited"),
        _("split the note"),
    ),
    "edit-list-form": (
        _("`{property}` is written in a form that can't be changed line by line"),
        _("change it by hand"),
    ),
    "edit-anchor": (
        _("the value has a YAML anchor, alias or tag, which an edit could break"),
        _("write the value out, or change it by hand"),
    ),
    "edit-comment-inside": (
        _("`{property}` has a comment within its value, which an edit would lose"),
        _("change it by hand"),
    ),
    "edit-reaches-further": (
        _("the edit would change how other lines of the note are read"),
        _("look for a comment, code or quote that is opened there and never closed, or edit by hand"),
    ),
    "edit-task-gone": (
        _("the task is no longer in this note, or stands there several times"),
        _("look for it in the note, and tick it there"),
    ),
    "edit-task-repeats": (
        _("the task repeats, and the program that repeats it must tick it"),
        _("tick it in your editor"),
    ),
    "note-exists": (
        _("there is such a note already"),
        _("choose another name, or merge the two with `vault-tools merge`"),
    ),
    "note-changed": (
        _("the note was saved by somebody else in this very moment"),
        _("run the command again"),
    ),
    "link-lost": (
        _("a link to {target} can't be written so that it still leads there"),
        _("change that link by hand, or choose another name"),
    ),
    # other programs' settings
    "settings-json": (
        _("is no JSON that can be read"),
        _("correct it, or delete it and let its program make it anew"),
    ),
    "settings-shape": (
        _("`{member}` is not what its program keeps there"),
        _("correct it, or delete it and let its program make it anew"),
    ),
    "settings-changed": (
        _("was saved by another program in this very moment"),
        _("run the command again"),
    ),
    # the config
    "config-key": (
        _("no setting is called `{key}`"),
        _("did you mean {known}?"),
    ),
    "config-value": (
        _("`{key}`: {reason}"),
        _("the default is used until it is corrected"),
    ),
}
