"""The dose that was chosen with a go, and radiotherapy of the chest."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chosen_doses",
        *_row("chosen_doses"),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("drug", sa.String(60), nullable=False),
        sa.Column("planned", sa.Float(), nullable=False),
        sa.Column("planned_unit", sa.String(20), nullable=False),
        sa.Column("used", sa.Float(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Float(), nullable=False),
        *(sa.Column(name, sa.Float()) for name in ("calculated", "banded", "chosen")),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("height_cm", sa.Float()),
        sa.Column("weight_kg", sa.Float()),
        sa.Column("weight_day", sa.String(10)),
        sa.Column("creatinine_umol_l", sa.Float()),
        sa.Column("creatinine_day", sa.String(10)),
        sa.ForeignKeyConstraint(["decision_id"], ["decisions.id"], name="fk_chosen_doses_decision_id_decisions"),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name="ck_chosen_doses_percent"),
        sa.CheckConstraint("chosen > 0", name="ck_chosen_doses_chosen"),
        sa.CheckConstraint("(weight_kg IS NULL) = (weight_day IS NULL)", name="ck_chosen_doses_weight"),
        sa.CheckConstraint("(creatinine_umol_l IS NULL) = (creatinine_day IS NULL)", name="ck_chosen_doses_creatinine"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chosen_doses_decision_id", "chosen_doses", ["decision_id"])
    op.create_index("ix_chosen_doses_patient_id", "chosen_doses", ["patient_id"])
    op.create_table(
        "chest_radiotherapies",
        *_row("chest_radiotherapies"),
        sa.Column("ended", sa.String(10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_chest_radiotherapies_patient_id", "chest_radiotherapies", ["patient_id"])


def _row(name: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Return what every row of a patient has."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=f"fk_{name}_patient_id_patients"),
    )
