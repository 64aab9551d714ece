"""The first schema: the unit, patients, courses, sessions and the journal."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.schema import SchemaItem
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_unit_settings()
    _create_chairs()
    _create_nurses()
    _create_shifts()
    _create_blocks()
    _create_closures()
    _create_patients()
    _create_weights()
    _create_ports()
    _create_tumours()
    _create_courses()
    _create_treatment_days()
    _create_sessions()
    _create_status_events()
    _create_journal_entries()
    _create_journal_rows()
    _create_journal_patients()
    _create_overrides()


def _create_table(name: str, *items: SchemaItem) -> None:
    """Create a table people change: numbered rows whose numbers are never given twice, each with a version."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *items,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=True,
    )


def _key(table: str, column: str, referred: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{referred}.id", name=f"fk_{table}_{column}_{referred}")


def _columns(kind: TypeEngine[Any], *names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=nullable) for name in names]


def _one_of(table: str, column: str, words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"ck_{table}_{column}")


def _between(table: str, column: str, lowest: int, highest: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} BETWEEN {lowest} AND {highest}", name=f"ck_{table}_{column}")


def _index(name: str, table: str, *columns: str, unique: bool = False, where: str = "") -> None:
    partial: dict[str, Any] = {f"{dialect}_where": sa.text(where) for dialect in ("sqlite", "postgresql") if where}
    op.create_index(name, table, list(columns), unique=unique, **partial)


def _create_unit_settings() -> None:
    _create_table(
        "unit_settings",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.UniqueConstraint("name", name="uq_unit_settings_name"),
    )


def _create_chairs() -> None:
    _create_table(
        "chairs",
        *_columns(sa.String(20), "name", "kind"),
        sa.Column("bay", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("in_sight", sa.Boolean(), nullable=False),
        _one_of("chairs", "kind", "chair bed injection_room"),
        sa.UniqueConstraint("name", name="uq_chairs_name"),
    )


def _create_nurses() -> None:
    _create_table(
        "nurses",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("initials", sa.String(5), nullable=False),
    )


def _create_shifts() -> None:
    _create_table(
        "shifts",
        sa.Column("nurse_id", sa.Integer(), _key("shifts", "nurse_id", "nurses"), nullable=False),
        *_columns(sa.Integer(), "starts", "ends"),
        *_columns(sa.Integer(), "pause_starts", "pause_ends", nullable=True),
        sa.Column("chair_ids", sa.Text(), nullable=False),
        sa.CheckConstraint("ends - starts BETWEEN 1 AND 1440", name="ck_shifts_length"),
        sa.CheckConstraint("(pause_starts IS NULL) = (pause_ends IS NULL)", name="ck_shifts_pause_is_whole"),
        sa.CheckConstraint("pause_ends > pause_starts", name="ck_shifts_pause_length"),
    )
    _index("ix_shifts_nurse_id", "shifts", "nurse_id")
    _index("ix_shifts_starts", "shifts", "starts")


def _create_blocks() -> None:
    _create_table(
        "blocks",
        sa.Column("chair_id", sa.Integer(), _key("blocks", "chair_id", "chairs"), nullable=False),
        *_columns(sa.Integer(), "starts", "ends"),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.CheckConstraint("ends > starts", name="ck_blocks_length"),
        _one_of("blocks", "kind", "out_of_service reserved break"),
    )
    _index("ix_blocks_chair_id", "blocks", "chair_id")
    _index("ix_blocks_ends", "blocks", "ends")


def _create_closures() -> None:
    _create_table(
        "closures",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        _one_of("closures", "kind", "holiday unit"),
        sa.UniqueConstraint("day", name="uq_closures_day"),
    )


def _create_patients() -> None:
    _create_table(
        "patients",
        *_columns(sa.Text(), "family_name", "given_name"),
        sa.Column("birth_date", sa.String(10), nullable=False),
        sa.Column("sex", sa.String(20), nullable=False),
        *_columns(sa.String(40), "hospital_number", "national_number"),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        *_columns(sa.Text(), "address", "telephone", "email", "contact", "consultant", "note"),
        sa.Column("height_cm", sa.Float()),
        sa.Column("ecog", sa.Integer()),
        sa.Column("ecog_day", sa.String(10)),
        sa.Column("allergy_status", sa.String(20), nullable=False),
        sa.Column("allergies", sa.Text(), nullable=False),
        *_columns(sa.Integer(), "earlier_reaction_grade", "diva_score", nullable=True),
        sa.Column("failed_cannulations", sa.Integer(), nullable=False),
        sa.Column("extravasation_before", sa.Boolean(), nullable=False),
        sa.Column("axillary_surgery", sa.String(20)),
        *_columns(sa.Boolean(), "lymphoedema", "wants_port"),
        sa.Column("escort", sa.String(20), nullable=False),
        *_columns(sa.Boolean(), "lives_alone", "adult_first_night", nullable=True),
        sa.Column("travel_minutes", sa.Integer()),
        *_columns(sa.Text(), "home_telephone", "high_risk"),
        sa.Column("deceased", sa.String(10)),
        sa.CheckConstraint("length(trim(family_name)) > 0", name="ck_patients_family_name"),
        sa.CheckConstraint("length(trim(hospital_number)) > 0", name="ck_patients_hospital_number"),
        _one_of("patients", "sex", "female male other"),
        _one_of("patients", "allergy_status", "not_recorded none_known known"),
        sa.CheckConstraint("(allergy_status = 'known') = (allergies <> '')", name="ck_patients_allergies"),
        _one_of("patients", "axillary_surgery", "left right bilateral"),
        _one_of("patients", "escort", "not_recorded alone escorted transport"),
        _between("patients", "ecog", 0, 4),
        _between("patients", "diva_score", 0, 5),
        _between("patients", "earlier_reaction_grade", 1, 5),
        sa.UniqueConstraint("hospital_number", name="uq_patients_hospital_number"),
    )
    _index("ix_patients_birth_date", "patients", "birth_date")
    _index("ix_patients_national_number", "patients", "national_number")
    _index("ix_patients_search_text", "patients", "search_text")


def _create_weights() -> None:
    _create_table(
        "weights",
        sa.Column("patient_id", sa.Integer(), _key("weights", "patient_id", "patients"), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("kg", sa.Float(), nullable=False),
        sa.CheckConstraint("kg > 0 AND kg < 500", name="ck_weights_kg"),
    )
    _index("ix_weights_patient_id_day", "weights", "patient_id", "day")


def _create_ports() -> None:
    _create_table(
        "ports",
        sa.Column("patient_id", sa.Integer(), _key("ports", "patient_id", "patients"), nullable=False),
        sa.Column("side", sa.String(20), nullable=False),
        *_columns(sa.String(10), "inserted", "usable_from"),
        *_columns(sa.String(10), "last_access", "removed", nullable=True),
        _one_of("ports", "side", "left right bilateral"),
    )
    _index("ix_ports_patient_id", "ports", "patient_id")
    _index("uq_ports_in_place", "ports", "patient_id", unique=True, where="removed IS NULL")


def _create_tumours() -> None:
    _create_table(
        "tumours",
        sa.Column("patient_id", sa.Integer(), _key("tumours", "patient_id", "patients"), nullable=False),
        *_columns(sa.String(20), "side", "histology"),
        sa.Column("diagnosed", sa.String(10), nullable=False),
        sa.Column("grade", sa.Integer()),
        *_columns(sa.Text(), "tnm", "stage"),
        *_columns(sa.Integer(), "er_percent", "pr_percent", "her2_ihc", nullable=True),
        sa.Column("her2_ish", sa.String(20), nullable=False),
        sa.Column("ki67_percent", sa.Integer()),
        _one_of("tumours", "side", "left right bilateral"),
        _one_of("tumours", "histology", "ductal lobular mixed metaplastic inflammatory other"),
        _one_of("tumours", "her2_ish", "not_done amplified not_amplified"),
        _between("tumours", "grade", 1, 3),
        _between("tumours", "er_percent", 0, 100),
        _between("tumours", "pr_percent", 0, 100),
        _between("tumours", "her2_ihc", 0, 3),
        _between("tumours", "ki67_percent", 0, 100),
    )
    _index("ix_tumours_patient_id", "tumours", "patient_id")


def _create_courses() -> None:
    _create_table(
        "courses",
        sa.Column("patient_id", sa.Integer(), _key("courses", "patient_id", "patients"), nullable=False),
        sa.Column("regimen_id", sa.String(60), nullable=False),
        sa.Column("regimen_version", sa.Integer(), nullable=False),
        sa.Column("regimen_name", sa.Text(), nullable=False),
        sa.Column("regimen_short", sa.String(12), nullable=False),
        sa.Column("colour", sa.String(2), nullable=False),
        sa.Column("setting", sa.String(20), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("start", sa.String(10), nullable=False),
        sa.Column("cycles", sa.Integer()),
        sa.Column("consultant", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("course_doses", sa.Integer(), nullable=False),
        sa.Column("port_default", sa.String(20), nullable=False),
        sa.Column("stopped_on", sa.String(10)),
        *_columns(sa.Text(), "stop_reason", "stop_note"),
        _one_of("courses", "setting", "neoadjuvant adjuvant metastatic"),
        _one_of("courses", "state", "active completed stopped"),
        _one_of("courses", "port_default", "no consider recommended"),
    )
    _index("ix_courses_patient_id", "courses", "patient_id")


def _create_treatment_days() -> None:
    _create_table(
        "treatment_days",
        sa.Column("course_id", sa.Integer(), _key("treatment_days", "course_id", "courses"), nullable=False),
        sa.Column("patient_id", sa.Integer(), _key("treatment_days", "patient_id", "patients"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(20), nullable=False),
        *_columns(sa.Integer(), "cycle", "day", "phase"),
        *_columns(sa.String(10), "earliest", "ideal", "latest", "planned"),
        sa.Column("place", sa.String(20), nullable=False),
        *_columns(sa.Text(), "plan", "findings"),
        sa.Column("needs_chair", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("omit_reason", sa.Text(), nullable=False),
        _one_of("treatment_days", "place", "day_hospital consultation home"),
        _one_of("treatment_days", "state", "due given omitted"),
        sa.CheckConstraint("earliest <= ideal AND ideal <= latest", name="ck_treatment_days_window"),
    )
    _index("ix_treatment_days_course_id_position", "treatment_days", "course_id", "position")
    _index("ix_treatment_days_due", "treatment_days", "earliest", "id", where="state = 'due' AND needs_chair")
    _index("ix_treatment_days_patient_id", "treatment_days", "patient_id")


def _create_sessions() -> None:
    _create_table(
        "sessions",
        sa.Column("patient_id", sa.Integer(), _key("sessions", "patient_id", "patients"), nullable=False),
        sa.Column("chair_id", sa.Integer(), _key("sessions", "chair_id", "chairs"), nullable=False),
        *_columns(sa.Integer(), "starts", "ends"),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("treatment_day_id", sa.Integer(), _key("sessions", "treatment_day_id", "treatment_days")),
        sa.Column("course_id", sa.Integer(), _key("sessions", "course_id", "courses")),
        sa.Column("regimen_id", sa.String(60), nullable=False),
        sa.Column("regimen_name", sa.Text(), nullable=False),
        sa.Column("short", sa.String(12), nullable=False),
        sa.Column("colour", sa.String(2), nullable=False),
        sa.Column("label", sa.String(20), nullable=False),
        *_columns(sa.Text(), "plan", "hold_reason"),
        sa.Column("cancel_reason", sa.String(20)),
        sa.Column("cancel_note", sa.Text(), nullable=False),
        *_columns(sa.Boolean(), "fixed", "on_pinboard"),
        *_columns(sa.Text(), "note", "moved"),
        sa.CheckConstraint("ends - starts BETWEEN 1 AND 720", name="ck_sessions_length"),
        _one_of(
            "sessions",
            "status",
            "booked confirmed arrived go_awaited released in_treatment observation ready_to_leave left "
            "no_show cancelled admitted",
        ),
        _one_of(
            "sessions",
            "cancel_reason",
            "counts_too_low toxicity patient_ill patient_wish progression drug_not_available unit_capacity "
            "transport died booked_in_error other",
        ),
    )
    _index("ix_sessions_chair_id_starts", "sessions", "chair_id", "starts")
    _index("ix_sessions_course_id", "sessions", "course_id")
    _index("ix_sessions_patient_id_starts", "sessions", "patient_id", "starts")
    _index("ix_sessions_pinboard", "sessions", "id", where="on_pinboard")
    _index("ix_sessions_starts", "sessions", "starts")
    _index("ix_sessions_treatment_day_id", "sessions", "treatment_day_id")
    _index(
        "uq_sessions_live_treatment_day",
        "sessions",
        "treatment_day_id",
        unique=True,
        where="status NOT IN ('cancelled', 'no_show')",
    )


def _create_status_events() -> None:
    _create_table(
        "status_events",
        sa.Column("session_id", sa.Integer(), _key("status_events", "session_id", "sessions"), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_columns(sa.Text(), "by", "reason"),
        _one_of(
            "status_events",
            "status",
            "booked confirmed arrived go_awaited released in_treatment observation ready_to_leave left "
            "no_show cancelled admitted",
        ),
    )
    _index("ix_status_events_session_id", "status_events", "session_id")


def _create_journal_entries() -> None:
    op.create_table(
        "journal_entries",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("command_id", sa.String(36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        *_columns(sa.Text(), "by", "station", "title"),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("undoes", sa.Integer(), _key("journal_entries", "undoes", "journal_entries")),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        *_columns(sa.Text(), "days", "patients"),
        sa.Column("result", sa.Integer()),
        sa.Column("chain", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_journal_entries"),
        _one_of("journal_entries", "kind", "do undo redo"),
        sa.CheckConstraint("(kind = 'do') = (undoes IS NULL)", name="ck_journal_entries_undoes"),
        sa.UniqueConstraint("command_id", name="uq_journal_entries_command_id"),
    )


def _create_journal_rows() -> None:
    op.create_table(
        "journal_rows",
        sa.Column("entry_id", sa.Integer(), _key("journal_rows", "entry_id", "journal_entries"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        *_columns(sa.Text(), "before", "after", nullable=True),
        *_columns(sa.String(16), "before_mark", "after_mark", nullable=True),
        sa.PrimaryKeyConstraint("entry_id", "position", name="pk_journal_rows"),
        sqlite_with_rowid=False,
    )


def _create_journal_patients() -> None:
    op.create_table(
        "journal_patients",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), _key("journal_patients", "entry_id", "journal_entries"), nullable=False),
        sa.PrimaryKeyConstraint("patient_id", "entry_id", name="pk_journal_patients"),
        sqlite_with_rowid=False,
    )


def _create_overrides() -> None:
    op.create_table(
        "overrides",
        sa.Column("entry_id", sa.Integer(), _key("overrides", "entry_id", "journal_entries"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_columns(sa.String(60), "code", "source"),
        *_columns(sa.Text(), "facts", "reason"),
        sa.PrimaryKeyConstraint("entry_id", "position", name="pk_overrides"),
        sa.CheckConstraint("length(trim(reason)) > 0", name="ck_overrides_reason"),
        sqlite_with_rowid=False,
    )
