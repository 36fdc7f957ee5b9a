"""New rows by the ten thousand. `bulk_create` prepares every value by itself, which costs more than the database does.

Values are taken as they are on the instance: no signals, and no fields that get theirs on saving (`auto_now`).
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

# Fields whose values a database driver takes as they are; others prepare theirs.
_PLAIN = (
    models.CharField, models.TextField, models.BooleanField, models.PositiveIntegerField, models.PositiveSmallIntegerField,
    models.ForeignKey,
)  # fmt: skip
_PARAMETERS = 990  # a statement; every database takes as many


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model whose foreign keys are known; they do not learn their primary keys."""
    if rows:
        names, values = _prepared(rows)
        fill(rows[0]._meta.db_table, names, values)


def fill(table: str, columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """Insert values as the driver takes them. By PostgreSQL's COPY, which reads them several times as fast as statements."""
    quote = connection.ops.quote_name
    target = f"{quote(table)} ({', '.join(quote(name) for name in columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        elif values:
            cursor.executemany(f"INSERT INTO {target} VALUES {_marks(values[0])}", values)  # noqa: S608 - names of our own


def insert_keyed(rows: Sequence[models.Model], *natural: str) -> None:
    """Insert rows and give each its primary key. natural: columns by which a row is known among them."""
    if not rows:
        return
    names, values = _prepared(rows)
    quote = connection.ops.quote_name
    sql = f"INSERT INTO {quote(rows[0]._meta.db_table)} ({', '.join(map(quote, names))}) VALUES %s"  # noqa: S608 - names of our own
    returning = ", ".join(quote(name) for name in (*natural, rows[0]._meta.pk.attname))  # type: ignore[union-attr]
    keys: dict[tuple[Any, ...], int] = {}
    step = _PARAMETERS // len(values[0])
    with connection.cursor() as cursor:
        for start in range(0, len(values), step):
            some = values[start : start + step]
            marks = ", ".join([_marks(some[0])] * len(some))
            cursor.execute(f"{sql % marks} RETURNING {returning}", [value for row in some for value in row])
            keys.update((tuple(found[:-1]), found[-1]) for found in cursor.fetchall())
    for row in rows:
        row.pk = keys[tuple(getattr(row, name) for name in natural)]
        row._state.adding, row._state.db = False, connection.alias


def count(*kinds: type[models.Model]) -> None:
    """PostgreSQL plans by what it last counted, and of tables just filled it has counted nothing yet: a query then takes
    minutes. The tables of these kinds, or all."""
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in kinds)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def _marks(values: Sequence[Any]) -> str:
    return f"({', '.join(['%s'] * len(values))})"


def _prepared(rows: Sequence[models.Model]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns, and the values in their order."""
    fields = [field for field in rows[0]._meta.concrete_fields if not field.primary_key]
    columns = [_column(field, rows) for field in fields]
    return [str(field.column) for field in fields], list(zip(*columns, strict=True))


def _column(field: Any, rows: Sequence[models.Model]) -> list[Any]:
    values = [getattr(row, field.attname) for row in rows]
    if type(field) in _PLAIN:
        return values
    return [None if value is None else field.get_db_prep_save(value, connection) for value in values]
