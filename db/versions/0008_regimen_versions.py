"""Versions of regimens that the unit writes and signs itself."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLE = "regimen_versions"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("regimen_id", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.BigInteger()),
        sa.Column("second_by", sa.Text(), nullable=False),
        sa.Column("second_at", sa.BigInteger()),
        sa.Column("note", sa.Text(), nullable=False),
        _check("state", "state IN ('draft', 'waiting', 'approved', 'retired')"),
        _check("first_signature", "(approved_at IS NULL) = (approved_by = '')"),
        _check("second_signature", "(second_at IS NULL) = (second_by = '')"),
        _check("in_order", "second_at IS NULL OR approved_at IS NOT NULL"),
        _check("signed_twice", "state <> 'approved' OR second_at IS NOT NULL"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{TABLE}_regimen_id_number", TABLE, ["regimen_id", "number"], unique=True)


def _check(name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=f"ck_{TABLE}_{name}")
