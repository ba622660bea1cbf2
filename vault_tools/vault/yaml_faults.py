"""What YAML's parser finds wrong, in the words of somebody who writes properties and knows no grammar."""

from vault_tools.language import mark as _

_COLON = _(
    "a colon where none can stand; a value with one in it belongs in quotes, and a property's colon needs a blank "
    "behind it"
)
_UNCLOSED = _("a quote is opened here and never closed")
_NO_PROPERTY = _(
    "no property begins here, and it belongs to none above; look at the brackets, quotes, colons and indents before it"
)
_TAB = _("a tab where only blanks may stand")
_TAG = _("a value that begins with `!` belongs in quotes")
_ANCHOR = _("a value that begins with `*` or `&` belongs in quotes")
_BACKSLASH = _("a backslash within double quotes; write it twice, or use single quotes")

FAULTS = {
    "mapping values are not allowed": _COLON,
    "illegal placement of ':'": _("a colon among the items of a list in brackets; is its `]` missing?"),
    "while parsing a flow sequence, expected ',' or ']'": _("a `[` is not closed by `]`, or a comma is missing"),
    "while parsing a flow mapping, did not find expected ',' or '}'": _(
        "a `{` is not closed by `}`, or a comma is missing"
    ),
    "misplaced bracket": _("a closing bracket that none opens"),
    "invalid indentation in quoted scalar": _UNCLOSED,
    "while scanning a quoted scalar, found unexpected": _UNCLOSED,
    "invalid indentation": _("a list in brackets that goes on in further lines must be indented there"),
    "invalid trailing content after double-quoted scalar": _(
        "something stands behind the closing quote; the whole value belongs in one pair of quotes"
    ),
    "simple key expect": _NO_PROPERTY,
    "while parsing a block mapping, did not find expected key": _NO_PROPERTY,
    "unexpected character:": _("a value that begins with `%`, `@` or a back-tick belongs in quotes"),
    "while parsing node, found unknown anchor": _ANCHOR,
    "while scanning an anchor or alias": _ANCHOR,
    "the handle wasn't declared": _TAG,
    "while scanning a verbatim tag": _TAG,
    "while scanning a tag": _TAG,
    "while parsing a tag": _TAG,
    "while scanning a block scalar": _("a value that begins with `|` or `>` belongs in quotes"),
    "mapping keys are not allowed": _("a value that begins with `?` belongs in quotes"),
    "block sequence entries are not allowed": _("a `-` of a list must begin a line of its own"),
    "while parsing a block collection, did not find expected '-'": _(
        "among the items of a list stands something that is none"
    ),
    "':' must be followed by a valid YAML whitespace": _TAB,
    "tab": _TAB,
    "while scanning a plain scalar, found a tab": _TAB,
    "a block scalar content cannot start with a tab": _TAB,
    "while parsing a quoted scalar, found": _BACKSLASH,
    "while parsing a quoted scalar, did not find": _BACKSLASH,
    "while parsing a node, did not find expected node content": _("a value is missing, as between two commas"),
}
"""By how the parser's sentence begins, what it means. The longer of two that begin alike stands first."""


def in_plain_words(reason: str) -> str:
    """What the parser means, as a message of the catalogue; as it says it where that is not known."""
    return next((plain for start, plain in FAULTS.items() if reason.startswith(start)), reason)
