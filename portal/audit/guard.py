"""Triggers that make the database itself refuse to change or delete what is recorded.

They stop accidents, forgotten code and injected SQL, not somebody who owns the database; that
one is found by ``verify_audit --anchor``. Rows up to ``ChainHead.pruned_through`` may be deleted:
their retention is over (``portal.audit.retention``).

A migration that alters the table must call ``install_guard`` again: SQLite alters a table by
making a new one, and the triggers go with the old.
"""

from django.db import connection

TRIGGERS = ("audit_event_no_update", "audit_event_no_delete")

SQLITE = [
    """CREATE TRIGGER IF NOT EXISTS audit_event_no_update BEFORE UPDATE ON audit_auditevent
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    """CREATE TRIGGER IF NOT EXISTS audit_event_no_delete BEFORE DELETE ON audit_auditevent
    WHEN OLD.sequence > COALESCE((SELECT pruned_through FROM audit_chainhead), 0)
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
]  # fmt: skip

POSTGRESQL = [
    """CREATE OR REPLACE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        IF OLD.sequence <= COALESCE((SELECT pruned_through FROM audit_chainhead), 0) THEN
          RETURN OLD;
        END IF;
      ELSIF TG_OP = 'TRUNCATE' THEN
        IF NOT EXISTS (SELECT 1 FROM audit_auditevent WHERE sequence >
            COALESCE((SELECT pruned_through FROM audit_chainhead), 0)) THEN
          RETURN NULL;
        END IF;
      END IF;
      RAISE EXCEPTION 'the audit trail is append-only';
    END $$""",
    """CREATE OR REPLACE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()""",
    """CREATE OR REPLACE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()""",
    """CREATE OR REPLACE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()""",
]

INSTALLED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
}


def install_guard(schema_editor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def missing_triggers() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor])
        installed = {name for (name,) in cursor.fetchall()}
    return [name for name in TRIGGERS if name not in installed]
