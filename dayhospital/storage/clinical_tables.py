"""The tables of what was found about a patient and decided; :mod:`tables` has the others and hands these out too."""

from sqlalchemy import CheckConstraint, Column, Index, String

from dayhospital.storage.columns import table, to, words
from dayhospital.storage.types import LocalMinutes, Real

results = table(
    "results",
    to("patients"),
    to("tumours", nullable=True),
    Column("analyte", String(40), nullable=False),
    Column("at", LocalMinutes, nullable=False),
    Column("value", Real),
    words("answer"),
    words("specimen"),
    words("detail"),
    CheckConstraint("(value IS NULL) = (answer <> '')", name="value_or_answer"),
    Index(None, "patient_id", "analyte", "at"),
)
"""``analyte`` is a key of ``resources/analytes.yaml``, ``value`` in its unit, ``at`` when the specimen was taken."""
