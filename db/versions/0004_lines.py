"""Lines of treatment: what was given elsewhere, and how the courses of the program worked."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), _key("patient_id", "patients"), nullable=False),
        sa.Column("course_id", sa.Integer(), _key("course_id", "courses")),
        sa.Column("setting", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("regimen_id", sa.Text(), nullable=False),
        sa.Column("drugs", sa.Text(), nullable=False),
        sa.Column("started", sa.String(10), nullable=False),
        sa.Column("ended", sa.String(10)),
        sa.Column("response", sa.String(20), nullable=False),
        sa.Column("why_ended", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        _one_of("setting", "neoadjuvant", "adjuvant", "metastatic"),
        _one_of("response", "not_recorded", "complete", "partial", "stable", "progression"),
        _one_of("why_ended", "", "completed", "progression", "resistance", "toxicity", "wish", "death"),
        sa.CheckConstraint("number >= 1", name="ck_lines_number"),
        sa.CheckConstraint("ended IS NULL OR ended >= started", name="ck_lines_span"),
        sa.PrimaryKeyConstraint("id", name="pk_lines"),
        sa.UniqueConstraint("course_id", name="uq_lines_course_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lines_patient_id", "lines", ["patient_id"])


def _key(column: str, referred: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{referred}.id", name=f"fk_lines_{column}_{referred}")


def _one_of(column: str, *values: str) -> sa.CheckConstraint:
    words = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({words})", name=f"ck_lines_{column}")
