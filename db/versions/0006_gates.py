"""Toxicities by CTCAE, signed decisions about treatment days, and due days found by the day they are planned for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "toxicities",
        *_row("toxicities"),
        sa.Column("term", sa.String(40), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("ctcae", sa.String(20), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("grade BETWEEN 0 AND 5", name="ck_toxicities_grade"),
        sa.CheckConstraint("ctcae IN ('5.0', '6.0')", name="ck_toxicities_ctcae"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_toxicities_patient_id_day", "toxicities", ["patient_id", "day"])
    op.create_table(
        "decisions",
        *_row("decisions"),
        sa.Column("treatment_day_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("planned", sa.String(10), nullable=False),
        sa.Column("colour", sa.String(20), nullable=False),
        sa.Column("percent", sa.Float()),
        sa.Column("held_to", sa.String(10)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["treatment_day_id"], ["treatment_days.id"], name="fk_decisions_treatment_day_id_treatment_days"
        ),
        sa.CheckConstraint("kind IN ('go', 'go_reduced', 'hold', 'omit', 'stop')", name="ck_decisions_kind"),
        sa.CheckConstraint("colour IN ('green', 'amber', 'red')", name="ck_decisions_colour"),
        sa.CheckConstraint("(kind = 'go_reduced') = (percent IS NOT NULL)", name="ck_decisions_percent"),
        sa.CheckConstraint("percent > 0 AND percent < 100", name="ck_decisions_percent_range"),
        sa.CheckConstraint("(kind = 'hold') = (held_to IS NOT NULL)", name="ck_decisions_held_to"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_decisions_patient_id", "decisions", ["patient_id"])
    op.create_index("ix_decisions_treatment_day_id", "decisions", ["treatment_day_id"])
    due = sa.text("state = 'due'")
    op.create_index(
        "ix_treatment_days_planned",
        "treatment_days",
        ["planned", "id"],
        sqlite_where=due,
        postgresql_where=due,
    )


def _row(name: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Return what every row of a patient has."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["patient_id"], ["patients.id"], name=f"fk_{name}_patient_id_patients"),
    )
