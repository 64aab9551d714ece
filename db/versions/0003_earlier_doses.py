"""Doses from elsewhere that add up with those given here."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "earlier_doses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "patient_id",
            sa.Integer(),
            sa.ForeignKey("patients.id", name="fk_earlier_doses_patient_id_patients"),
            nullable=False,
        ),
        sa.Column("drug", sa.String(60), nullable=False),
        sa.Column("mg_m2", sa.Float(), nullable=False),
        sa.Column("until", sa.String(10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("mg_m2 > 0", name="ck_earlier_doses_mg_m2"),
        sa.PrimaryKeyConstraint("id", name="pk_earlier_doses"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_earlier_doses_patient_id", "earlier_doses", ["patient_id"])
