"""The needle a port was accessed with: its gauge and its length."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

USED = "needle_gauge IS NULL OR kind <> 'complication'"
WHOLE = "needle_length_mm IS NULL OR needle_gauge IS NOT NULL"


def upgrade() -> None:
    _add("needle_gauge", "ck_port_events_needle_used", USED)
    _add("needle_length_mm", "ck_port_events_needle", WHOLE)


def _add(name: str, check: str, text: str) -> None:
    """Add a column with its check in one statement: SQLite adds no check to a table that is there."""
    op.add_column("port_events", sa.Column(name, sa.Integer(), sa.CheckConstraint(text, name=check)))
