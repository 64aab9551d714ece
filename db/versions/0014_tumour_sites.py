"""Where in the breast a tumour lies, and where it has spread to."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BREAST = tuple(f"C50.{place}" for place in (0, 1, 2, 3, 4, 5, 6, 8, 9))
ELSEWHERE = (
    *("bone", "liver", "lung", "pleura", "brain or meninges", "distant lymph nodes"),
    *("skin", "peritoneum", "ovary", "elsewhere"),
)


def upgrade() -> None:
    # A column with its check can be added in place; making the table anew would lose the other checks.
    check = f"CONSTRAINT ck_tumours_site CHECK (site IN ({_words(BREAST)}))"
    op.execute(f"ALTER TABLE tumours ADD COLUMN site VARCHAR(20) {check}")
    op.create_table(
        "metastases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "patient_id",
            sa.Integer(),
            sa.ForeignKey("patients.id", name="fk_metastases_patient_id_patients"),
            nullable=False,
        ),
        sa.Column("site", sa.String(20), nullable=False),
        sa.Column("found_on", sa.String(10), nullable=False),
        sa.CheckConstraint(f"site IN ({_words(ELSEWHERE)})", name="ck_metastases_site"),
        sa.PrimaryKeyConstraint("id", name="pk_metastases"),
        sa.UniqueConstraint("patient_id", "site", name="uq_metastases_patient_id_site"),
        sqlite_autoincrement=True,
    )


def _words(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)
