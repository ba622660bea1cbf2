"""Any bytes are a note: reading never raises, and what was read survives the cache."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures import tried
from tests.helpers import record_of
from vault_tools.network.build import build
from vault_tools.network.records import ContactNote, decode, encode
from vault_tools.network.vocabulary import PROPERTIES
from vault_tools.placing import Manner, NotText, place
from vault_tools.vault.quoting import file_name, yaml_text

KEYS = sorted({name for table in PROPERTIES.values() for name in table} | {"type", "tags", "公司", "生日", "参与人"})
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "[[",
            "[[Li]]",
            "- x",
            "2026-02-30",
            "{{x}}",
            "<%",
            "{a: {b: [c]}}",
            "&a [*a]",
            "lunar 13-40",
            "每周",
            "1e400",
            "0x",
            "!!x y",
        ]
    ),
)
FRONTMATTER = st.lists(st.tuples(st.sampled_from(KEYS), VALUES), max_size=8).map(
    lambda pairs: "---\n" + "".join(f"{key}: {value}\n" for key, value in pairs) + "---\n"
)
BODY = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            ["## Log", "- 2026-11-01 coffee [signal:: x]", "- [ ] y 📅 2026-99-01", "```", "%%", "<!--", "k:: v"]
        ),
    ),
    max_size=12,
).map("\n".join)
PATHS = st.sampled_from(
    ["People/x.md", "Meetings/2026-11-01 x.md", "Deals/x.md", "Industries/x.md", "Lessons/x.md", "x.md"]
)


@settings(max_examples=400, deadline=None)
@given(
    PATHS,
    st.one_of(st.binary(max_size=300), st.builds(lambda a, b: (a + b).encode(errors="replace"), FRONTMATTER, BODY)),
)
def test_any_bytes_are_a_note(path: str, data: bytes) -> None:
    record = record_of(path, data)
    assert decode(encode(record)) == record
    assert path in {one for table in (vars_of(record, path),) for one in table}
    for finding in record.findings:
        assert finding.path == path
        assert finding.line is None or 1 <= finding.line <= data.count(b"\n") + data.count(b"\r") + 2
    tried("notes that hypothesis gave the reader")


def vars_of(record: object, path: str) -> list[str]:
    """The paths of a network made of the one record: it holds the note, or knows its name."""
    network = build({path: record})  # type: ignore[dict-item]
    tables = (network.contacts, network.meetings, network.deals, network.resources, network.lessons)
    more = (network.industries, network.introductions, network.notes)
    return [one for table in (*tables, *more) for one in table]


MANNER = Manner({}, "## Kept", lambda _row: None, "Not carried out", "not carried out: %(reason)s")


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), BODY.map(lambda text: text.encode(errors="replace"))), st.text(max_size=50))
def test_placing_changes_nothing_outside_blocks(data: bytes, content: str) -> None:
    try:
        placed = place(data, lambda _block: content, MANNER)
    except NotText:
        return
    if b"vault-tools:" not in data:
        assert placed == data


@given(st.text(max_size=60))
def test_a_new_notes_name_can_be_read_back(name: str) -> None:
    record = record_of("x.md", f"---\ntype: contact\nname: {yaml_text(name)}\n---\n")
    expected = " ".join(name.split())
    shown = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in expected)
    assert isinstance(record, ContactNote)
    assert record.name in (shown, "x", shown.strip("[]")) or "[[" in name or "{{" in name or "<%" in name
    try:
        stem = file_name(name)
    except ValueError:
        return
    assert len(stem.encode()) <= 210
    assert not set(stem) & set('\\/:*?"<>|#^[]')
