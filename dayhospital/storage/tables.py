"""The tables, without behaviour; ``db/README.md`` has them in words.

Every table that people change has ``id``, never given twice, and ``version``, which only grows.
Domain enumerations are kept as their values, wall times as :class:`LocalMinutes`, moments as :class:`UtcSeconds`.
"""

from enum import StrEnum

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, text
from sqlalchemy.sql.schema import SchemaItem

from dayhospital.domain.course import CourseState, DayState
from dayhospital.domain.hospital import BlockKind, ChairKind, ClosureKind
from dayhospital.domain.patient import AllergyStatus, Escort, Sex, Side
from dayhospital.domain.regimen import Place, PortDefault, Setting
from dayhospital.domain.session import MAX_SESSION_MINUTES, NOT_LIVE, CancelReason, Status
from dayhospital.domain.tumour import Her2Ish, Histology
from dayhospital.storage.types import Choice, Day, Json, LocalMinutes, Real, UtcSeconds

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

NOT_LIVE_SQL = ", ".join(f"'{status.value}'" for status in sorted(NOT_LIVE))
"""The statuses that hold no chair, as SQL literals."""


def _table(name: str, *items: SchemaItem) -> Table:
    """Return a table people change. AUTOINCREMENT: an id seen in a window never comes to mean another row."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("version", Integer, nullable=False, default=1),
        *items,
        sqlite_autoincrement=True,
    )


def _to(table: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    """Return the column that points to a row of another table: ``patient_id`` for ``patients``."""
    return Column(f"{table.removesuffix('s')}_id", ForeignKey(f"{table}.id"), nullable=nullable, index=index)


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="")


def _flag(name: str, default: bool = False) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=default)


def _count(name: str, default: int = 0) -> Column[int]:
    return Column(name, Integer, nullable=False, default=default)


def _choice(name: str, members: type[StrEnum], default: StrEnum | None = None) -> Column[StrEnum]:
    return Column(name, Choice(members), nullable=False, default=default)


def _one_of(column: str, members: type[StrEnum]) -> CheckConstraint:
    values = ", ".join(f"'{member.value}'" for member in members)
    return CheckConstraint(f"{column} IN ({values})", name=column)


def _between(column: str, lowest: int, highest: int) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN {lowest} AND {highest}", name=column)


# --- the unit ------------------------------------------------------------------------------------------------------

unit_settings = _table(
    "unit_settings",
    Column("name", String(40), nullable=False, unique=True),
    Column("value", Json, nullable=False),
)
"""One row for each field of ``UnitSettings`` that was ever changed."""

chairs = _table(
    "chairs",
    Column("name", String(20), nullable=False, unique=True),
    _choice("kind", ChairKind, ChairKind.CHAIR),
    _words("bay"),
    _count("position"),
    _flag("in_sight", True),
    _one_of("kind", ChairKind),
)

nurses = _table("nurses", Column("name", Text, nullable=False), Column("initials", String(5), nullable=False))

shifts = _table(
    "shifts",
    _to("nurses", index=True),
    Column("starts", LocalMinutes, nullable=False, index=True),
    Column("ends", LocalMinutes, nullable=False),
    Column("pause_starts", LocalMinutes),
    Column("pause_ends", LocalMinutes),
    Column("chair_ids", Json, nullable=False),
    CheckConstraint("ends - starts BETWEEN 1 AND 1440", name="length"),
    CheckConstraint("(pause_starts IS NULL) = (pause_ends IS NULL)", name="pause_is_whole"),
    CheckConstraint("pause_ends > pause_starts", name="pause_length"),
)
"""``chair_ids``: the chairs the nurse looks after, a sorted list."""

blocks = _table(
    "blocks",
    _to("chairs", index=True),
    Column("starts", LocalMinutes, nullable=False),
    Column("ends", LocalMinutes, nullable=False, index=True),
    _choice("kind", BlockKind),
    _words("label"),
    CheckConstraint("ends > starts", name="length"),
    _one_of("kind", BlockKind),
)

closures = _table(
    "closures",
    Column("day", Day, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    _choice("kind", ClosureKind),
    _one_of("kind", ClosureKind),
)

# --- patients ------------------------------------------------------------------------------------------------------

patients = _table(
    "patients",
    Column("family_name", Text, nullable=False),
    _words("given_name"),
    Column("birth_date", Day, nullable=False, index=True),
    _choice("sex", Sex),
    Column("hospital_number", String(40), nullable=False, unique=True),
    Column("national_number", String(40), nullable=False, default="", index=True),
    Column("search_text", Text, nullable=False, default="", index=True),
    Column("language", String(10), nullable=False, default="nl"),
    _words("address"),
    _words("telephone"),
    _words("email"),
    _words("contact"),
    _words("consultant"),
    _words("note"),
    Column("height_cm", Real),
    Column("ecog", Integer),
    Column("ecog_day", Day),
    _choice("allergy_status", AllergyStatus, AllergyStatus.NOT_RECORDED),
    _words("allergies"),
    Column("earlier_reaction_grade", Integer),
    Column("diva_score", Integer),
    _count("failed_cannulations"),
    _flag("extravasation_before"),
    Column("axillary_surgery", Choice(Side)),
    _flag("lymphoedema"),
    _flag("wants_port"),
    _choice("escort", Escort, Escort.NOT_RECORDED),
    Column("lives_alone", Boolean),
    Column("adult_first_night", Boolean),
    Column("travel_minutes", Integer),
    _words("home_telephone"),
    _words("high_risk"),
    Column("deceased", Day),
    CheckConstraint("length(trim(family_name)) > 0", name="family_name"),
    CheckConstraint("length(trim(hospital_number)) > 0", name="hospital_number"),
    _one_of("sex", Sex),
    _one_of("allergy_status", AllergyStatus),
    CheckConstraint("(allergy_status = 'known') = (allergies <> '')", name="allergies"),
    _one_of("axillary_surgery", Side),
    _one_of("escort", Escort),
    _between("ecog", 0, 4),
    _between("diva_score", 0, 5),
    _between("earlier_reaction_grade", 1, 5),
)
"""``search_text`` is made by ``domain.names.search_text``: its index serves search and the alphabetical list.
``allergies`` is JSON text or empty, ``high_risk`` code words joined by spaces; ``queries/encoding.py`` reads both.
``home_telephone`` is ``Home.telephone``."""

weights = _table(
    "weights",
    _to("patients"),
    Column("day", Day, nullable=False),
    Column("kg", Real, nullable=False),
    CheckConstraint("kg > 0 AND kg < 500", name="kg"),
    Index(None, "patient_id", "day"),
)

ports = _table(
    "ports",
    _to("patients", index=True),
    _choice("side", Side),
    Column("inserted", Day, nullable=False),
    Column("usable_from", Day, nullable=False),
    Column("last_access", Day),
    Column("removed", Day),
    _one_of("side", Side),
)
Index("uq_ports_in_place", ports.c.patient_id, unique=True, sqlite_where=text("removed IS NULL"),
      postgresql_where=text("removed IS NULL"))  # fmt: skip

tumours = _table(
    "tumours",
    _to("patients", index=True),
    _choice("side", Side),
    _choice("histology", Histology),
    Column("diagnosed", Day, nullable=False),
    Column("grade", Integer),
    _words("tnm"),
    _words("stage"),
    Column("er_percent", Integer),
    Column("pr_percent", Integer),
    Column("her2_ihc", Integer),
    _choice("her2_ish", Her2Ish, Her2Ish.NOT_DONE),
    Column("ki67_percent", Integer),
    _one_of("side", Side),
    _one_of("histology", Histology),
    _one_of("her2_ish", Her2Ish),
    _between("grade", 1, 3),
    _between("er_percent", 0, 100),
    _between("pr_percent", 0, 100),
    _between("her2_ihc", 0, 3),
    _between("ki67_percent", 0, 100),
)

# --- courses and sessions ------------------------------------------------------------------------------------------

courses = _table(
    "courses",
    _to("patients", index=True),
    Column("regimen_id", String(60), nullable=False),
    _count("regimen_version", 1),
    Column("regimen_name", Text, nullable=False),
    Column("regimen_short", String(12), nullable=False),
    Column("colour", String(2), nullable=False),
    _choice("setting", Setting),
    _count("line", 1),
    Column("start", Day, nullable=False),
    Column("cycles", Integer),
    _words("consultant"),
    _choice("state", CourseState, CourseState.ACTIVE),
    _words("note"),
    _count("course_doses", 1),
    _choice("port_default", PortDefault, PortDefault.NO),
    Column("stopped_on", Day),
    _words("stop_reason"),
    _words("stop_note"),
    _one_of("setting", Setting),
    _one_of("state", CourseState),
    _one_of("port_default", PortDefault),
)
"""``cycles``: as ordered, for open-ended regimens. ``course_doses``: treatment days in the day hospital in all."""

treatment_days = _table(
    "treatment_days",
    _to("courses"),
    _to("patients", index=True),
    _count("position"),
    Column("label", String(20), nullable=False),
    _count("cycle", 1),
    _count("day", 1),
    _count("phase"),
    Column("earliest", Day, nullable=False),
    Column("ideal", Day, nullable=False),
    Column("latest", Day, nullable=False),
    Column("planned", Day, nullable=False),
    _choice("place", Place),
    Column("plan", Text, nullable=False),
    _words("findings"),
    _flag("needs_chair", True),
    _choice("state", DayState, DayState.DUE),
    _flag("provisional"),
    _words("omit_reason"),
    _one_of("place", Place),
    _one_of("state", DayState),
    CheckConstraint("earliest <= ideal AND ideal <= latest", name="window"),
    Index(None, "course_id", "position"),
)
"""``plan`` and ``findings`` are JSON text of ``queries/encoding.py``; ``position`` orders the days of a course."""
_STILL_DUE = text("state = 'due' AND needs_chair")
Index("ix_treatment_days_due", treatment_days.c.earliest, treatment_days.c.id, sqlite_where=_STILL_DUE,
      postgresql_where=_STILL_DUE)  # fmt: skip

sessions = _table(
    "sessions",
    _to("patients"),
    _to("chairs"),
    Column("starts", LocalMinutes, nullable=False, index=True),
    Column("ends", LocalMinutes, nullable=False),
    _choice("status", Status, Status.BOOKED),
    Column("treatment_day_id", ForeignKey("treatment_days.id"), index=True),
    _to("courses", nullable=True, index=True),
    Column("regimen_id", String(60), nullable=False),
    Column("regimen_name", Text, nullable=False, default=""),
    Column("short", String(12), nullable=False),
    Column("colour", String(2), nullable=False),
    Column("label", String(20), nullable=False, default=""),
    Column("plan", Text, nullable=False),
    _words("hold_reason"),
    Column("cancel_reason", Choice(CancelReason)),
    _words("cancel_note"),
    _flag("fixed"),
    _flag("on_pinboard"),
    _words("note"),
    _words("moved"),
    CheckConstraint(f"ends - starts BETWEEN 1 AND {MAX_SESSION_MINUTES}", name="length"),
    _one_of("status", Status),
    _one_of("cancel_reason", CancelReason),
    Index(None, "chair_id", "starts"),
    Index(None, "patient_id", "starts"),
)
"""``on_pinboard``: off the board; chair, start and end are where it came from. ``guards.py`` keeps live ones apart."""
_LIVE = text(f"status NOT IN ({NOT_LIVE_SQL})")
Index("uq_sessions_live_treatment_day", sessions.c.treatment_day_id, unique=True, sqlite_where=_LIVE,
      postgresql_where=_LIVE)  # fmt: skip
Index("ix_sessions_pinboard", sessions.c.id, sqlite_where=text("on_pinboard"),
      postgresql_where=text("on_pinboard"))  # fmt: skip

status_events = _table(
    "status_events",
    _to("sessions", index=True),
    _choice("status", Status),
    Column("at", UtcSeconds, nullable=False),
    Column("by", Text, nullable=False),
    _words("reason"),
    _one_of("status", Status),
)
"""Statuses reached; ``reason`` is set when the status was corrected."""

# --- the journal: append-only ---------------------------------------------------------------------------------------

journal_entries = Table(
    "journal_entries",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("command_id", String(36), nullable=False, unique=True),
    Column("at", UtcSeconds, nullable=False),
    Column("by", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String(4), nullable=False),
    Column("undoes", ForeignKey("journal_entries.id")),
    Column("undoable", Boolean, nullable=False),
    Column("days", Json, nullable=False),
    Column("patients", Json, nullable=False),
    Column("result", Integer),
    Column("chain", String(64), nullable=False),
    CheckConstraint("kind IN ('do', 'undo', 'redo')", name="kind"),
    CheckConstraint("(kind = 'do') = (undoes IS NULL)", name="undoes"),
)
"""One row for each committed command. ``undoes``: the entry an undo took back or a redo did again. ``chain``: SHA-256
over the entry before and everything in this one."""

journal_rows = Table(
    "journal_rows",
    metadata,
    Column("entry_id", ForeignKey("journal_entries.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("table_name", String(40), nullable=False),
    Column("row_id", Integer, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("before_mark", String(16)),
    Column("after_mark", String(16)),
    sqlite_with_rowid=False,
)
"""Each row written, in order of ``position``: the whole row inserted or deleted, the columns that changed of an updated
one, and marks of the whole row before and after."""

journal_patients = Table(
    "journal_patients",
    metadata,
    Column("patient_id", Integer, primary_key=True),
    Column("entry_id", ForeignKey("journal_entries.id"), primary_key=True),
    sqlite_with_rowid=False,
)
"""The entries that concern a patient: what ``journal_entries.patients`` lists, the other way round."""

overrides = Table(
    "overrides",
    metadata,
    Column("entry_id", ForeignKey("journal_entries.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", String(60), nullable=False),
    Column("source", String(60), nullable=False),
    Column("facts", Json, nullable=False),
    Column("reason", Text, nullable=False),
    CheckConstraint("length(trim(reason)) > 0", name="reason"),
    sqlite_with_rowid=False,
)
"""Warnings accepted, with the reason given; who and when stand in the entry."""

APPEND_ONLY = (journal_entries, journal_rows, journal_patients, overrides)
