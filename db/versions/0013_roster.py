"""Absences of nurses, and the day from which a chair or a nurse is out of use."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("chairs", "nurses"):
        op.add_column(table, sa.Column("retired", sa.String(10)))
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("nurse_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("short", sa.String(5), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
        sa.ForeignKeyConstraint(["nurse_id"], ["nurses.id"], name="fk_absences_nurse_id_nurses"),
        sa.UniqueConstraint("nurse_id", "day", name="uq_absences_nurse_id_day"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_absences_day", "absences", ["day"])
