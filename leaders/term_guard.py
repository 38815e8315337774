"""The database itself refuses two terms of one person that share a day.

PostgreSQL: an exclusion constraint on one range of numbers per term. A person's number stands in
the high digits and the days in the low ones, so that no extension is needed. SQLite: triggers;
it has one writer at a time, so nothing can slip in between their look and the writing.

A migration that alters the table must call ``install_term_guard`` again: SQLite alters a table by
making a new one, and the triggers go with the old.
"""

CLASH = """SELECT RAISE(ABORT, 'terms of one leader overlap') WHERE NEW.ends_on >= NEW.starts_on
  AND EXISTS (SELECT 1 FROM leaders_appointment WHERE staff_id = NEW.staff_id AND id <> NEW.id
    AND ends_on >= starts_on AND starts_on <= NEW.ends_on AND ends_on >= NEW.starts_on);"""
SQLITE = [
    f"""CREATE TRIGGER IF NOT EXISTS leader_terms_apart_insert AFTER INSERT ON leaders_appointment
    BEGIN {CLASH} END""",
    f"""CREATE TRIGGER IF NOT EXISTS leader_terms_apart_update
    AFTER UPDATE OF staff_id, starts_on, ends_on ON leaders_appointment BEGIN {CLASH} END""",
]  # fmt: skip

POSTGRESQL = [
    """ALTER TABLE leaders_appointment ADD CONSTRAINT leader_terms_apart EXCLUDE USING gist (
      int8range(staff_id::bigint * 10000000 + (starts_on - DATE '1900-01-01'),
                staff_id::bigint * 10000000 + (ends_on - DATE '1900-01-01'), '[]') WITH &&
    ) WHERE (ends_on >= starts_on)""",
]


def install_term_guard(schema_editor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
