"""The story of a port, veins checked, and infusion reactions."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KINDS = "'access', 'flush', 'complication'"
COMPLICATIONS = (
    "'infection', 'thrombosis', 'extravasation', 'no_blood_return', 'occlusion', 'dislocation', 'skin', 'other'"
)


def upgrade() -> None:
    _create_ports()
    _create_care()
    # The last access known until now is the first line of each log.
    op.execute(
        "INSERT INTO port_events (version, port_id, patient_id, day, kind, complication, by, note) "
        "SELECT 1, id, patient_id, last_access, 'access', NULL, '', '' FROM ports "
        "WHERE last_access IS NOT NULL ORDER BY id"
    )


def _create_ports() -> None:
    _create(
        "port_referrals",
        _to("port_referrals", "patient_id", "patients"),
        sa.Column("asked_on", sa.String(10), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.String(10)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cancelled_on", sa.String(10)),
    )
    op.create_index("ix_port_referrals_patient_id", "port_referrals", ["patient_id"])
    _create(
        "port_events",
        _to("port_events", "port_id", "ports"),
        _to("port_events", "patient_id", "patients"),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("complication", sa.String(20)),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="ck_port_events_kind"),
        sa.CheckConstraint(f"complication IN ({COMPLICATIONS})", name="ck_port_events_complication"),
        sa.CheckConstraint("(kind = 'complication') = (complication IS NOT NULL)", name="ck_port_events_what"),
    )
    op.create_index("ix_port_events_port_id", "port_events", ["port_id"])


def _create_care() -> None:
    _create(
        "vein_checks",
        _to("vein_checks", "patient_id", "patients"),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
    )
    op.create_index("ix_vein_checks_patient_id", "vein_checks", ["patient_id"])
    op.create_index("ix_vein_checks_at", "vein_checks", ["at"])
    _create(
        "reactions",
        _to("reactions", "session_id", "sessions"),
        _to("reactions", "patient_id", "patients"),
        sa.Column("drug", sa.String(60), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("adrenaline", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("grade_before", sa.Integer()),
        sa.CheckConstraint("grade BETWEEN 1 AND 4", name="ck_reactions_grade"),
    )
    op.create_index("ix_reactions_session_id", "reactions", ["session_id"])
    op.create_index("ix_reactions_patient_id", "reactions", ["patient_id"])


def _create(name: str, *items: "sa.Column[Any] | sa.CheckConstraint") -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *items,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=True,
    )


def _to(table: str, column: str, referred: str) -> "sa.Column[int]":
    key = sa.ForeignKey(f"{referred}.id", name=f"fk_{table}_{column}_{referred}")
    return sa.Column(column, sa.Integer(), key, nullable=False)
