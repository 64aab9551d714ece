"""Tests that are waited for: asked, biopsy, sent, due, result."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STEPS = ("biopsy_planned", "biopsy_taken", "sent_on", "due_on", "resulted_on", "cancelled_on")


def upgrade() -> None:
    op.create_table(
        "test_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "patient_id",
            sa.Integer(),
            sa.ForeignKey("patients.id", name="fk_test_requests_patient_id_patients"),
            nullable=False,
        ),
        sa.Column("test", sa.String(40), nullable=False),
        sa.Column("asked_on", sa.String(10), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("needs_biopsy", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.String(10)) for name in STEPS),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("(sent_on IS NULL) = (due_on IS NULL)", name="ck_test_requests_sent_is_due"),
        sa.CheckConstraint("resulted_on IS NULL OR cancelled_on IS NULL", name="ck_test_requests_closed_once"),
        sa.PrimaryKeyConstraint("id", name="pk_test_requests"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_test_requests_patient_id", "test_requests", ["patient_id"])
