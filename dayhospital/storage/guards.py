"""What the database refuses whatever the program says: two live sessions in one chair, one patient in two chairs.

SQLite has triggers, PostgreSQL exclusion constraints. The search of a trigger is bounded by the longest session, which
a CHECK of the table holds, so that it looks at a handful of rows however long the past is. Triggers only refuse; they
never write. Alembic's batch mode drops triggers without a word: migrations call :func:`create_guards` at their end, and
opening asks :func:`missing_guards`.
"""

from sqlalchemy import Connection, text

from dayhospital.domain.session import MAX_SESSION_MINUTES
from dayhospital.storage.tables import APPEND_ONLY, NOT_LIVE_SQL

CHAIR_TAKEN = "chair-taken"
PATIENT_ALREADY_BOOKED = "patient-already-booked"
TREATMENT_DAY_ALREADY_BOOKED = "treatment-day-already-booked"
"""Codes of the findings a guard's refusal becomes."""

_KEPT_APART = {"chair": ("chair_id", CHAIR_TAKEN), "patient": ("patient_id", PATIENT_ALREADY_BOOKED)}
_WATCHED = "id, chair_id, patient_id, starts, ends, status, on_pinboard"


def create_guards(connection: Connection) -> None:
    """Make every guard anew, in the caller's transaction."""
    if connection.dialect.name == "sqlite":
        drop_guards(connection)
        for statement in _sqlite_triggers().values():
            connection.exec_driver_sql(statement)
    else:
        _create_postgresql(connection)


def drop_guards(connection: Connection) -> None:
    """Take the triggers off, for the time of a migration."""
    if connection.dialect.name == "sqlite":
        for name in _sqlite_triggers():
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """Return the names of guards that are not there, or not as this program makes them."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
        found = {row.name: row.sql for row in rows}
        return tuple(name for name, sql in _sqlite_triggers().items() if found.get(name) != sql)
    query = "SELECT conname FROM pg_constraint UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    present = set(connection.execute(text(query)).scalars())
    return tuple(name for name in _postgresql_statements() if name not in present)


def refusal_code(error: BaseException | None) -> str | None:
    """Return the finding's code of a guard's refusal, None for any other driver error."""
    message = str(error)
    for name, (_, code) in _KEPT_APART.items():
        if code in message or f"guard_sessions_{name}" in message:
            return code
    if "sessions.treatment_day_id" in message or "uq_sessions_live_treatment_day" in message:
        return TREATMENT_DAY_ALREADY_BOOKED
    return None


def _sqlite_triggers() -> dict[str, str]:
    triggers = {}
    for name, (column, code) in _KEPT_APART.items():
        for when, other in (("INSERT", ""), (f"UPDATE OF {_WATCHED}", "AND other.id <> OLD.id ")):
            trigger = f"guard_sessions_{name}_{when.split()[0].lower()}"
            triggers[trigger] = (
                f"CREATE TRIGGER {trigger} BEFORE {when} ON sessions "
                f"WHEN NOT NEW.on_pinboard AND NEW.status NOT IN ({NOT_LIVE_SQL}) "
                f"BEGIN SELECT RAISE(ABORT, '{code}') WHERE EXISTS ("
                f"SELECT 1 FROM sessions AS other WHERE other.{column} = NEW.{column} {other}"
                f"AND other.starts > NEW.starts - {MAX_SESSION_MINUTES} AND other.starts < NEW.ends "
                f"AND other.ends > NEW.starts AND NOT other.on_pinboard "
                f"AND other.status NOT IN ({NOT_LIVE_SQL})); END"
            )
    for table in APPEND_ONLY:
        for when in ("UPDATE", "DELETE"):
            trigger = f"guard_{table.name}_{when.lower()}"
            triggers[trigger] = (
                f"CREATE TRIGGER {trigger} BEFORE {when} ON {table.name} "
                "BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to'); END"
            )
    return triggers


def _postgresql_statements() -> dict[str, str]:
    statements = {
        f"guard_sessions_{name}": (
            f"ALTER TABLE sessions ADD CONSTRAINT guard_sessions_{name} "
            f"EXCLUDE USING gist ({column} WITH =, int8range(starts, ends) WITH &&) "
            f"WHERE (NOT on_pinboard AND status NOT IN ({NOT_LIVE_SQL}))"
        )
        for name, (column, _) in _KEPT_APART.items()
    }
    for table in APPEND_ONLY:
        name = f"guard_{table.name}"
        statements[name] = (
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table.name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION guard_append_only()"
        )
    return statements


def _create_postgresql(connection: Connection) -> None:
    """Add what is missing: an exclusion constraint over a full table is not built twice."""
    connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS btree_gist")
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION guard_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the journal is only ever added to'; END $$"
    )
    statements = _postgresql_statements()
    for name in missing_guards(connection):
        connection.exec_driver_sql(statements[name])
