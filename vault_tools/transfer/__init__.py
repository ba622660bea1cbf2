"""People and what happened with them, in from other programs' files.

```
files → source → Reading → plan against the vault → rows → edits → one step of the journal
bytes   vcard …  Arrivals   new, same, updated, double    Maker, Scribe
```

`sources` names the formats and finds the one of a file. Each is a module with one function that reads a file and
knows nothing of vaults: it gives a `Reading` (see `arrivals`) of people, each a `creating.Card` with ids and extras,
and of what it could not take. `known` tells who is in the vault already, `plan` what is to be done, `notes` makes
edits of it.

A further source of people: a module here with `read(Input, Options) -> Reading`, and a line in `sources.SOURCES`; plan,
table, questions, undo and JSON are there already. A source of what *happened* (a calendar, mail) gives `happenings` in
its Reading: `plan` leaves them alone, `happenings` makes rows of them, `Known.named` tells whose they are, `chronicle`
makes meeting notes and log lines of the rows. What a file does not tell, such as who oneself is, stands in `Options`.
"""
