"""The tables of what was found about a patient and decided; :mod:`tables` has the others and hands these out too."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Text

from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.gate import Colour
from dayhospital.domain.toxicity import CtcaeVersion
from dayhospital.storage.columns import between, choice, one_of, table, to, words
from dayhospital.storage.types import Day, LocalMinutes, Real, UtcSeconds

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

toxicities = table(
    "toxicities",
    to("patients"),
    Column("term", String(40), nullable=False),
    Column("grade", Integer, nullable=False),
    choice("ctcae", CtcaeVersion),
    Column("day", Day, nullable=False),
    words("note"),
    between("grade", 0, 5),
    one_of("ctcae", CtcaeVersion),
    Index(None, "patient_id", "day"),
)
"""``term`` is a key of the terms in ``resources/gates.yaml``; grade 0 says that it is over."""

decisions = table(
    "decisions",
    to("patients", index=True),
    Column("treatment_day_id", ForeignKey("treatment_days.id"), nullable=False, index=True),
    choice("kind", DecisionKind),
    Column("planned", Day, nullable=False),
    choice("colour", Colour),
    Column("percent", Real),
    Column("held_to", Day),
    words("reason"),
    Column("by", Text, nullable=False),
    Column("at", UtcSeconds, nullable=False),
    one_of("kind", DecisionKind),
    one_of("colour", Colour),
    CheckConstraint("(kind = 'go_reduced') = (percent IS NOT NULL)", name="percent"),
    CheckConstraint("percent > 0 AND percent < 100", name="percent_range"),
    CheckConstraint("(kind = 'hold') = (held_to IS NOT NULL)", name="held_to"),
)
"""Signed facts: a new row corrects an old one. ``planned``: the day of the treatment when it was signed."""
