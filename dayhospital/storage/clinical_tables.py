"""The tables of what was found about a patient and decided; :mod:`tables` has the others and hands these out too."""

from sqlalchemy import CheckConstraint, Column, Index, String

from dayhospital.storage.columns import table, to, words
from dayhospital.storage.types import Day, LocalMinutes, Real

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

earlier_doses = table(
    "earlier_doses",
    to("patients", index=True),
    Column("drug", String(60), nullable=False),
    Column("mg_m2", Real, nullable=False),
    Column("until", Day, nullable=False),
    words("note"),
    CheckConstraint("mg_m2 > 0", name="mg_m2"),
)
"""``drug`` is a key of ``resources/drugs.yaml``; ``mg_m2`` its lifetime dose given elsewhere up to ``until``."""
