"""The audit trail is appended, never changed: the database itself refuses. A person may be taken out of it."""

from django.db import migrations

REASON = "the audit trail never changes"
TABLE = "rounds_event"
SAME = " AND ".join(
    f"NEW.{name} IS {{not_distinct}} OLD.{name}"
    for name in (
        "id", "round_id", "submission_id", "on_behalf", "action", "subject", "from_state", "to_state", "version", "comment",
        "at",
    )
) + " AND NEW.actor_id IS NULL"  # fmt: skip


def _sqlite():
    same = SAME.format(not_distinct="")
    yield (
        f"CREATE TRIGGER {TABLE}_update BEFORE UPDATE ON {TABLE} WHEN NOT ({same}) "
        f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
    )
    yield f"CREATE TRIGGER {TABLE}_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REASON}'); END"


def _postgresql():
    yield (
        "CREATE FUNCTION rounds_untouchable() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REASON}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    same = SAME.format(not_distinct="NOT DISTINCT FROM")
    yield (
        f"CREATE TRIGGER {TABLE}_update BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN (NOT ({same})) "
        "EXECUTE FUNCTION rounds_untouchable()"
    )
    yield f"CREATE TRIGGER {TABLE}_delete BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION rounds_untouchable()"


def make(apps, schema_editor):
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for what in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_{what}{on}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION rounds_untouchable")


class Migration(migrations.Migration):
    dependencies = [("rounds", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
