"""The document as a SQLite database: for SQL, Datasette, DuckDB."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from vault_tools.export.document import Document, Entry, Link

TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE stages (rank INTEGER PRIMARY KEY, key TEXT NOT NULL, label TEXT, target INTEGER, "by" TEXT);
CREATE TABLE contacts (
  path TEXT PRIMARY KEY, name TEXT NOT NULL, stage TEXT, now TEXT, reached TEXT, closed INTEGER NOT NULL,
  met TEXT, known_since TEXT, last_touch TEXT, due TEXT, attempts INTEGER, strength INTEGER,
  source TEXT, source_path TEXT, org TEXT, role TEXT, industry TEXT, position TEXT, earns TEXT, city TEXT, value TEXT,
  fit REAL, future REAL, interest REAL, screened TEXT, outlook TEXT, cadence TEXT, next TEXT, imported TEXT,
  wechat TEXT, linkedin TEXT, url TEXT, birthday TEXT, last_contact TEXT
);
CREATE TABLE meetings (
  path TEXT PRIMARY KEY, name TEXT NOT NULL, date TEXT, channel TEXT, initiated TEXT, response TEXT, next TEXT,
  outcome TEXT, deal TEXT
);
CREATE TABLE deals (
  path TEXT PRIMARY KEY, name TEXT NOT NULL, status TEXT, size REAL, started TEXT, ended TEXT, topic TEXT, revenue REAL,
  lesson TEXT
);
CREATE TABLE resources (path TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT, through TEXT, capacity TEXT);
CREATE TABLE lessons (path TEXT PRIMARY KEY, name TEXT NOT NULL, date TEXT, cost TEXT, rule TEXT, deal TEXT);
CREATE TABLE industries (path TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE introductions (
  path TEXT PRIMARY KEY, name TEXT NOT NULL, status TEXT, date TEXT, need TEXT, offer TEXT
);
CREATE TABLE people (note TEXT NOT NULL, contact TEXT REFERENCES contacts(path), name TEXT NOT NULL);
CREATE TABLE lists (note TEXT NOT NULL, property TEXT NOT NULL, number INTEGER NOT NULL, value TEXT NOT NULL);
CREATE TABLE pays (industry TEXT NOT NULL REFERENCES industries(path), buyer TEXT NOT NULL, seller TEXT NOT NULL);
CREATE TABLE log (
  contact TEXT NOT NULL REFERENCES contacts(path), line INTEGER NOT NULL, date TEXT NOT NULL, channel TEXT, text TEXT,
  response TEXT, initiated TEXT, stage TEXT, next TEXT
);
CREATE TABLE promises (
  note TEXT NOT NULL, line INTEGER NOT NULL, text TEXT NOT NULL, mark TEXT NOT NULL, due TEXT, owner TEXT
);
CREATE TABLE signals (
  note TEXT NOT NULL, line INTEGER NOT NULL, topic TEXT NOT NULL, said TEXT, kind TEXT, horizon TEXT, source TEXT,
  date TEXT
);
CREATE INDEX people_note ON people (note);
CREATE INDEX people_contact ON people (contact);
CREATE INDEX lists_note ON lists (note, property);
CREATE INDEX lists_value ON lists (property, value);
CREATE INDEX log_contact ON log (contact);
CREATE VIEW interactions AS
  SELECT contact, date, channel, text, response, initiated, contact AS note FROM log
    WHERE NOT (stage IS NOT NULL AND channel IS NULL AND text IS NULL)
  UNION ALL
  SELECT people.contact, meetings.date, meetings.channel, meetings.name, meetings.response, meetings.initiated,
    meetings.path FROM meetings JOIN people ON people.note = meetings.path
    WHERE people.contact IS NOT NULL AND meetings.date IS NOT NULL;
"""
"""The form of the database; docs/export.md describes each table."""


def database(document: Document) -> bytes:
    """The bytes of a SQLite file with the document in it."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(TABLES)
        _fill(connection, document)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, document: Document) -> None:
    facts = {
        "format": document.format,
        "version": document.version,
        "today": document.today,
        "currency": document.currency,
        "private": ", ".join(document.private),
    }
    _insert(connection, "about", [{"key": key, "value": value} for key, value in facts.items()])
    stages = [(rank, one.key, one.label, one.target, one.by) for rank, one in enumerate(document.stages, 1)]
    names = ("rank", "key", "label", "target", "by")
    _insert(connection, "stages", [dict(zip(names, stage, strict=True)) for stage in stages])
    for name in ("contacts", "meetings", "deals", "resources", "lessons", "industries", "introductions"):
        entries: list[Entry] = getattr(document, name)
        _insert(connection, name, [_scalars(entry) for entry in entries])
    every = [entry for name in _KINDS for entry in getattr(document, name)]
    _insert(connection, "people", _people(every, {contact.path for contact in document.contacts}))
    _insert(connection, "lists", _lists(every))
    for industry in document.industries:
        pays = ({"industry": industry.path, "buyer": buyer, "seller": seller} for buyer, seller in industry.pays)
        _insert(connection, "pays", pays)
    _insert(connection, "log", _lines(document.contacts, "log", "contact"))
    _insert(connection, "promises", _lines(every, "promises", "note"))
    _insert(connection, "signals", _lines(every, "signals", "note"))


_TABLES_OF_THEIR_OWN = ("people", "pays", "log", "promises", "signals")
_KINDS = ("contacts", "meetings", "deals", "resources", "lessons", "industries", "introductions", "notes")


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Put rows into a table, those of their values that it has a column for."""
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join("?" * len(columns))
    values = ([_cell(row.get(column)) for column in columns] for row in rows)
    connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)


def _cell(value: Any) -> Any:
    """A value as the database keeps it: days as ISO text, a link as the path it leads to, else its words; nothing as
    NULL."""
    match value:
        case Link():
            return value.path or value.name
        case date():
            return value.isoformat()
        case "":
            return None
    return value


def _scalars(entry: Entry) -> dict[str, Any]:
    found = {name: getattr(entry, name) for name in entry.__struct_fields__}
    source = found.get("source")
    if isinstance(source, Link):
        found |= {"source": source.name, "source_path": source.path}
    return {name: value for name, value in found.items() if not isinstance(value, list)}


def _people(entries: Iterable[Entry], contacts: set[str]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        for link in getattr(entry, "people", ()):
            yield {"note": entry.path, "contact": link.path if link.path in contacts else None, "name": link.name}


def _lists(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        for name in entry.__struct_fields__:
            values = getattr(entry, name)
            if not isinstance(values, list) or name in _TABLES_OF_THEIR_OWN:
                continue
            for number, value in enumerate(values, 1):
                yield {"note": entry.path, "property": name, "number": number, "value": value}


def _lines(entries: Iterable[Entry], field: str, owner: str) -> Iterator[dict[str, Any]]:
    for entry in entries:
        for one in getattr(entry, field, ()):
            yield {owner: entry.path} | {name: getattr(one, name) for name in one.__struct_fields__}
