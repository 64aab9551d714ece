"""The tables of what was found about a patient and decided; :mod:`tables` has the others and hands these out too."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, String, Text

from dayhospital.domain.regimen_version import VersionState
from dayhospital.storage.columns import choice, one_of, table, to, words
from dayhospital.storage.types import LocalMinutes, Real, UtcSeconds

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

regimen_versions = table(
    "regimen_versions",
    Column("regimen_id", String(60), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    choice("state", VersionState, VersionState.DRAFT),
    Column("written_by", Text, nullable=False),
    Column("written_at", UtcSeconds, nullable=False),
    words("approved_by"),
    Column("approved_at", UtcSeconds),
    words("second_by"),
    Column("second_at", UtcSeconds),
    words("note"),
    one_of("state", VersionState),
    CheckConstraint("(approved_at IS NULL) = (approved_by = '')", name="first_signature"),
    CheckConstraint("(second_at IS NULL) = (second_by = '')", name="second_signature"),
    CheckConstraint("second_at IS NULL OR approved_at IS NOT NULL", name="in_order"),
    CheckConstraint("state <> 'approved' OR second_at IS NOT NULL", name="signed_twice"),
    Index(None, "regimen_id", "number", unique=True),
)
"""``text`` is the YAML of the library; ``written_by`` everybody who wrote at it, one a line."""
