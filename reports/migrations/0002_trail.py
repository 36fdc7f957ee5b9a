"""What went out and the trail of changes are appended, never changed: the database itself refuses. A person may be taken out."""

from django.db import migrations

REASON = "what went out of a report, and its trail, never change"
# By table: what stays the same, and who may be taken out of it.
TABLES = {
    "reports_edit": (("id", "report_id", "action", "place", "language", "before", "after", "at"), "actor_id"),
    "reports_release": (("id", "report_id", "language", "title", "sources", "at"), "by_id"),
    "reports_frozenchapter": (("id", "release_id", "position", "slug", "title", "note", "body"), ""),
}


def _same(table, not_distinct, cast):
    names, person = TABLES[table]
    parts = [f"NEW.{name}{cast} IS {not_distinct} OLD.{name}{cast}" for name in names]
    return " AND ".join(parts + ([f"NEW.{person} IS NULL"] if person else []))


def _sqlite():
    for table in TABLES:
        yield (
            f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} WHEN NOT ({_same(table, '', '')}) "
            f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
        )
        yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{REASON}'); END"


def _postgresql():
    yield (
        "CREATE FUNCTION reports_untouchable() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REASON}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in TABLES:
        yield (
            f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN (NOT ({_same(table, 'NOT DISTINCT FROM', '::text')})) EXECUTE FUNCTION reports_untouchable()"
        )
        yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION reports_untouchable()"


def make(apps, schema_editor):
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for table in TABLES:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for what in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {table}_{what}{on}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION reports_untouchable")


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
