"""Published figures are never changed and never deleted: the database itself refuses."""

from django.db import migrations

REASON = "a published vintage never changes: corrections are new vintages"
TABLES = ("indicators_observation", "indicators_vintage")
# Of an observation one thing may be said later: in which vintage it was last held.
SAME = " AND ".join(
    f"NEW.{name} IS {{not_distinct}} OLD.{name}"
    for name in ("id", "series_id", "period", "value", "status", "confidentiality", "first")
)


def _sqlite():
    same = SAME.format(not_distinct="")
    yield (
        "CREATE TRIGGER indicators_observation_update BEFORE UPDATE ON indicators_observation "
        f"WHEN NOT ({same} AND OLD.last IS NULL) BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
    )
    yield (
        "CREATE TRIGGER indicators_vintage_update BEFORE UPDATE ON indicators_vintage "
        f"BEGIN SELECT RAISE(ABORT, '{REASON}'); END"
    )
    for table in TABLES:
        yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{REASON}'); END"


def _postgresql():
    yield (
        "CREATE FUNCTION indicators_frozen() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REASON}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    same = SAME.format(not_distinct="NOT DISTINCT FROM")
    yield (
        "CREATE TRIGGER indicators_observation_update BEFORE UPDATE ON indicators_observation FOR EACH ROW "
        f"WHEN (NOT ({same} AND OLD.last IS NULL)) EXECUTE FUNCTION indicators_frozen()"
    )
    yield (
        "CREATE TRIGGER indicators_vintage_update BEFORE UPDATE ON indicators_vintage FOR EACH ROW "
        "EXECUTE FUNCTION indicators_frozen()"
    )
    for table in TABLES:
        yield f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION indicators_frozen()"


def make(apps, schema_editor):
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    names = [("indicators_observation_update", TABLES[0]), ("indicators_vintage_update", TABLES[1])]
    for name, table in [*names, *((f"{table}_delete", table) for table in TABLES)]:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION indicators_frozen")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
