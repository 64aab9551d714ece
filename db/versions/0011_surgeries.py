"""Surgery of a tumour, and the pathways patients follow."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "surgeries",
        *_keys("surgeries"),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("breast", sa.String(20), nullable=False),
        sa.Column("axilla", sa.String(20), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("rcb", sa.Integer()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("breast IN ('conserving', 'mastectomy')", name="ck_surgeries_breast"),
        sa.CheckConstraint("axilla IN ('none', 'sentinel', 'clearance')", name="ck_surgeries_axilla"),
        sa.CheckConstraint("rcb BETWEEN 0 AND 3", name="ck_surgeries_rcb"),
        sa.PrimaryKeyConstraint("id", name="pk_surgeries"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "followed_pathways",
        *_keys("followed_pathways"),
        sa.Column("pathway", sa.String(60), nullable=False),
        sa.Column("since", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_followed_pathways"),
        sqlite_autoincrement=True,
    )
    for table in ("surgeries", "followed_pathways"):
        op.create_index(f"ix_{table}_patient_id", table, ["patient_id"])


def _keys(table: str) -> list[sa.Column[int]]:
    def to(column: str, referred: str, nullable: bool) -> sa.Column[int]:
        key = sa.ForeignKey(f"{referred}.id", name=f"fk_{table}_{column}_{referred}")
        return sa.Column(column, sa.Integer(), key, nullable=nullable)

    numbers = [sa.Column(name, sa.Integer(), nullable=False) for name in ("id", "version")]
    return [*numbers, to("patient_id", "patients", False), to("tumour_id", "tumours", True)]
