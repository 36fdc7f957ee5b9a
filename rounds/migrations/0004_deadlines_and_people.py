"""A country's own deadline; steps of the trail that belong to a country and not to a round, and whom they were done with.

The trail's triggers name its columns: they go before the table changes and come back with the new ones."""

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

trail = importlib.import_module("rounds.migrations.0002_trail")
SAME = " AND ".join(
    f"NEW.{name} IS {{not_distinct}} OLD.{name}"
    for name in (
        "id", "round_id", "submission_id", "country_id", "on_behalf", "action", "subject", "from_state", "to_state",
        "version", "comment", "at",
    )
)  # fmt: skip
# Persons may be taken out, one or both, and nobody else put in their place.
SAME += "".join(
    f" AND (NEW.{name} IS NULL OR NEW.{name} IS {{not_distinct}} OLD.{name})" for name in ("actor_id", "person_id")
)


def _update(vendor):
    if vendor == "sqlite":
        same = SAME.format(not_distinct="")
        return (
            f"CREATE TRIGGER {trail.TABLE}_update BEFORE UPDATE ON {trail.TABLE} WHEN NOT ({same}) "
            f"BEGIN SELECT RAISE(ABORT, '{trail.REASON}'); END"
        )
    same = SAME.format(not_distinct="NOT DISTINCT FROM")
    return (
        f"CREATE TRIGGER {trail.TABLE}_update BEFORE UPDATE ON {trail.TABLE} FOR EACH ROW WHEN (NOT ({same})) "
        "EXECUTE FUNCTION rounds_untouchable()"
    )


def make(apps, schema_editor):
    """The old ones, but for the one that names the columns."""
    trail.make(apps, schema_editor)
    vendor = schema_editor.connection.vendor
    on = f" ON {trail.TABLE}" if vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER {trail.TABLE}_update{on}")
    schema_editor.execute(_update(vendor), params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0002_bodystatus"),
        ("rounds", "0003_method"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(trail.drop, trail.make),
        migrations.AddField(
            "roundcountry", "deadline",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deadline"),
        ),
        migrations.AddField(
            "event", "country",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
            ),
        ),
        migrations.AddField(
            "event", "person",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            "event", "round",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="events", to="rounds.round"
            ),
        ),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(
                condition=models.Q(
                    ("round__isnull", False),
                    models.Q(("country__isnull", False), ("submission", None)),
                    _connector="OR",
                ),
                name="event_of_something",
            ),
        ),
        migrations.RunPython(make, trail.drop),
    ]  # fmt: skip
