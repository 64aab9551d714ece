"""Checks before a patient leaves, and beds asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leaving_checks",
        *_keys("leaving_checks"),
        *_words("done", "note", "by"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_leaving_checks"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "bed_requests",
        *_keys("bed_requests"),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        *_words("ward", "asked_by"),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        _one_of("reason", "reaction fever extravasation heart transfusion too_late no_escort not_well other"),
        _one_of("state", "asked given admitted withdrawn"),
        sa.PrimaryKeyConstraint("id", name="pk_bed_requests"),
        sqlite_autoincrement=True,
    )
    for table in ("leaving_checks", "bed_requests"):
        op.create_index(f"ix_{table}_session_id", table, ["session_id"])


def _keys(table: str) -> list[sa.Column[int]]:
    def to(column: str, referred: str) -> sa.Column[int]:
        key = sa.ForeignKey(f"{referred}.id", name=f"fk_{table}_{column}_{referred}")
        return sa.Column(column, sa.Integer(), key, nullable=False)

    numbers = [sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "version")]
    return [*numbers, to("session_id", "sessions"), to("patient_id", "patients")]


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _one_of(column: str, words: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"ck_bed_requests_{column}")
