"""The tables, without behaviour; ``db/README.md`` has them in words.

Every table that people change has ``id``, never given twice, and ``version``, which only grows.
Domain enumerations are kept as their values, wall times as :class:`LocalMinutes`, moments as :class:`UtcSeconds`.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text, text

from dayhospital.domain.course import CourseState, DayState
from dayhospital.domain.hospital import BlockKind, ChairKind, ClosureKind
from dayhospital.domain.patient import AllergyStatus, Escort, Sex, Side
from dayhospital.domain.regimen import Place, PortDefault, Setting
from dayhospital.domain.session import MAX_SESSION_MINUTES, NOT_LIVE, CancelReason, Status
from dayhospital.domain.tumour import BreastSite, Her2Ish, Histology
from dayhospital.storage.clinical_tables import (
    absences,
    bed_requests,
    chest_radiotherapies,
    chosen_doses,
    decisions,
    earlier_doses,
    followed_pathways,
    leaving_checks,
    lines,
    metastases,
    port_events,
    port_referrals,
    reactions,
    regimen_versions,
    results,
    surgeries,
    test_requests,
    toxicities,
    vein_checks,
)
from dayhospital.storage.columns import between, choice, count, flag, metadata, one_of, table, to, words
from dayhospital.storage.types import Choice, Day, Json, LocalMinutes, Real, UtcSeconds

__all__ = [
    "absences",
    "bed_requests",
    "chest_radiotherapies",
    "chosen_doses",
    "decisions",
    "earlier_doses",
    "followed_pathways",
    "leaving_checks",
    "lines",
    "metadata",
    "metastases",
    "port_events",
    "port_referrals",
    "reactions",
    "regimen_versions",
    "results",
    "surgeries",
    "test_requests",
    "toxicities",
    "vein_checks",
]

NOT_LIVE_SQL = ", ".join(f"'{status.value}'" for status in sorted(NOT_LIVE))
"""The statuses that hold no chair, as SQL literals."""


# --- the unit ------------------------------------------------------------------------------------------------------

unit_settings = table(
    "unit_settings",
    Column("name", String(40), nullable=False, unique=True),
    Column("value", Json, nullable=False),
)
"""One row for each field of ``UnitSettings`` that was ever changed."""

chairs = table(
    "chairs",
    Column("name", String(20), nullable=False, unique=True),
    choice("kind", ChairKind, ChairKind.CHAIR),
    words("bay"),
    count("position"),
    flag("in_sight", True),
    Column("retired", Day),
    one_of("kind", ChairKind),
)

nurses = table(
    "nurses",
    Column("name", Text, nullable=False),
    Column("initials", String(5), nullable=False),
    Column("retired", Day),
)
"""``retired``, here and of chairs: the first day out of use; the row stays for what was."""

shifts = table(
    "shifts",
    to("nurses", index=True),
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

blocks = table(
    "blocks",
    to("chairs", index=True),
    Column("starts", LocalMinutes, nullable=False),
    Column("ends", LocalMinutes, nullable=False, index=True),
    choice("kind", BlockKind),
    words("label"),
    CheckConstraint("ends > starts", name="length"),
    one_of("kind", BlockKind),
)

closures = table(
    "closures",
    Column("day", Day, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    choice("kind", ClosureKind),
    one_of("kind", ClosureKind),
)

# --- patients ------------------------------------------------------------------------------------------------------

patients = table(
    "patients",
    Column("family_name", Text, nullable=False),
    words("given_name"),
    Column("birth_date", Day, nullable=False, index=True),
    choice("sex", Sex),
    Column("hospital_number", String(40), nullable=False, unique=True),
    Column("national_number", String(40), nullable=False, default="", index=True),
    Column("search_text", Text, nullable=False, default="", index=True),
    Column("language", String(10), nullable=False, default="nl"),
    words("address"),
    words("telephone"),
    words("email"),
    words("contact"),
    words("consultant"),
    words("note"),
    Column("height_cm", Real),
    Column("ecog", Integer),
    Column("ecog_day", Day),
    choice("allergy_status", AllergyStatus, AllergyStatus.NOT_RECORDED),
    words("allergies"),
    Column("earlier_reaction_grade", Integer),
    Column("diva_score", Integer),
    count("failed_cannulations"),
    flag("extravasation_before"),
    Column("axillary_surgery", Choice(Side)),
    flag("lymphoedema"),
    flag("wants_port"),
    choice("escort", Escort, Escort.NOT_RECORDED),
    Column("lives_alone", Boolean),
    Column("adult_first_night", Boolean),
    Column("travel_minutes", Integer),
    words("home_telephone"),
    words("high_risk"),
    Column("deceased", Day),
    CheckConstraint("length(trim(family_name)) > 0", name="family_name"),
    CheckConstraint("length(trim(hospital_number)) > 0", name="hospital_number"),
    one_of("sex", Sex),
    one_of("allergy_status", AllergyStatus),
    CheckConstraint("(allergy_status = 'known') = (allergies <> '')", name="allergies"),
    one_of("axillary_surgery", Side),
    one_of("escort", Escort),
    between("ecog", 0, 4),
    between("diva_score", 0, 5),
    between("earlier_reaction_grade", 1, 5),
)
"""``search_text`` is made by ``domain.names.search_text``: its index serves search and the alphabetical list.
``allergies`` is JSON text or empty, ``high_risk`` code words joined by spaces; ``queries/encoding.py`` reads both.
``home_telephone`` is ``Home.telephone``."""

weights = table(
    "weights",
    to("patients"),
    Column("day", Day, nullable=False),
    Column("kg", Real, nullable=False),
    CheckConstraint("kg > 0 AND kg < 500", name="kg"),
    Index(None, "patient_id", "day"),
)

ports = table(
    "ports",
    to("patients", index=True),
    choice("side", Side),
    Column("inserted", Day, nullable=False),
    Column("usable_from", Day, nullable=False),
    Column("last_access", Day),
    Column("removed", Day),
    one_of("side", Side),
)
Index("uq_ports_in_place", ports.c.patient_id, unique=True, sqlite_where=text("removed IS NULL"),
      postgresql_where=text("removed IS NULL"))  # fmt: skip

tumours = table(
    "tumours",
    to("patients", index=True),
    choice("side", Side),
    choice("histology", Histology),
    Column("diagnosed", Day, nullable=False),
    Column("grade", Integer),
    words("tnm"),
    words("stage"),
    Column("er_percent", Integer),
    Column("pr_percent", Integer),
    Column("her2_ihc", Integer),
    choice("her2_ish", Her2Ish, Her2Ish.NOT_DONE),
    Column("ki67_percent", Integer),
    Column("site", Choice(BreastSite)),
    one_of("side", Side),
    one_of("histology", Histology),
    one_of("her2_ish", Her2Ish),
    one_of("site", BreastSite),
    between("grade", 1, 3),
    between("er_percent", 0, 100),
    between("pr_percent", 0, 100),
    between("her2_ihc", 0, 3),
    between("ki67_percent", 0, 100),
)

# --- courses and sessions ------------------------------------------------------------------------------------------

courses = table(
    "courses",
    to("patients", index=True),
    Column("regimen_id", String(60), nullable=False),
    count("regimen_version", 1),
    Column("regimen_name", Text, nullable=False),
    Column("regimen_short", String(12), nullable=False),
    Column("colour", String(2), nullable=False),
    choice("setting", Setting),
    count("line", 1),
    Column("start", Day, nullable=False),
    Column("cycles", Integer),
    words("consultant"),
    choice("state", CourseState, CourseState.ACTIVE),
    words("note"),
    count("course_doses", 1),
    choice("port_default", PortDefault, PortDefault.NO),
    Column("stopped_on", Day),
    words("stop_reason"),
    words("stop_note"),
    one_of("setting", Setting),
    one_of("state", CourseState),
    one_of("port_default", PortDefault),
)
"""``cycles``: as ordered, for open-ended regimens. ``course_doses``: treatment days in the day hospital in all."""

treatment_days = table(
    "treatment_days",
    to("courses"),
    to("patients", index=True),
    count("position"),
    Column("label", String(20), nullable=False),
    count("cycle", 1),
    count("day", 1),
    count("phase"),
    Column("earliest", Day, nullable=False),
    Column("ideal", Day, nullable=False),
    Column("latest", Day, nullable=False),
    Column("planned", Day, nullable=False),
    choice("place", Place),
    Column("plan", Text, nullable=False),
    words("findings"),
    flag("needs_chair", True),
    choice("state", DayState, DayState.DUE),
    flag("provisional"),
    words("omit_reason"),
    one_of("place", Place),
    one_of("state", DayState),
    CheckConstraint("earliest <= ideal AND ideal <= latest", name="window"),
    Index(None, "course_id", "position"),
)
"""``plan`` and ``findings`` are JSON text of ``queries/encoding.py``; ``position`` orders the days of a course."""
_STILL_DUE = text("state = 'due' AND needs_chair")
Index("ix_treatment_days_due", treatment_days.c.earliest, treatment_days.c.id, sqlite_where=_STILL_DUE,
      postgresql_where=_STILL_DUE)  # fmt: skip
_DUE = text("state = 'due'")
Index("ix_treatment_days_planned", treatment_days.c.planned, treatment_days.c.id, sqlite_where=_DUE,
      postgresql_where=_DUE)  # fmt: skip

sessions = table(
    "sessions",
    to("patients"),
    to("chairs"),
    Column("starts", LocalMinutes, nullable=False, index=True),
    Column("ends", LocalMinutes, nullable=False),
    choice("status", Status, Status.BOOKED),
    Column("treatment_day_id", ForeignKey("treatment_days.id"), index=True),
    to("courses", nullable=True, index=True),
    Column("regimen_id", String(60), nullable=False),
    Column("regimen_name", Text, nullable=False, default=""),
    Column("short", String(12), nullable=False),
    Column("colour", String(2), nullable=False),
    Column("label", String(20), nullable=False, default=""),
    Column("plan", Text, nullable=False),
    words("hold_reason"),
    Column("cancel_reason", Choice(CancelReason)),
    words("cancel_note"),
    flag("fixed"),
    flag("on_pinboard"),
    words("note"),
    words("moved"),
    CheckConstraint(f"ends - starts BETWEEN 1 AND {MAX_SESSION_MINUTES}", name="length"),
    one_of("status", Status),
    one_of("cancel_reason", CancelReason),
    Index(None, "chair_id", "starts"),
    Index(None, "patient_id", "starts"),
)
"""``on_pinboard``: off the board; chair, start and end are where it came from. ``guards.py`` keeps live ones apart."""
_LIVE = text(f"status NOT IN ({NOT_LIVE_SQL})")
Index("uq_sessions_live_treatment_day", sessions.c.treatment_day_id, unique=True, sqlite_where=_LIVE,
      postgresql_where=_LIVE)  # fmt: skip
Index("ix_sessions_pinboard", sessions.c.id, sqlite_where=text("on_pinboard"),
      postgresql_where=text("on_pinboard"))  # fmt: skip

status_events = table(
    "status_events",
    to("sessions", index=True),
    choice("status", Status),
    Column("at", UtcSeconds, nullable=False),
    Column("by", Text, nullable=False),
    words("reason"),
    one_of("status", Status),
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
