"""Results of laboratory, pathology and heart, by analyte and day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), _key("patient_id", "patients"), nullable=False),
        sa.Column("tumour_id", sa.Integer(), _key("tumour_id", "tumours")),
        sa.Column("analyte", sa.String(40), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float()),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("specimen", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.CheckConstraint("(value IS NULL) = (answer <> '')", name="ck_results_value_or_answer"),
        sa.PrimaryKeyConstraint("id", name="pk_results"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_results_patient_id_analyte_at", "results", ["patient_id", "analyte", "at"])


def _key(column: str, referred: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{referred}.id", name=f"fk_results_{column}_{referred}")
