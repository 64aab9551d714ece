"""The tables of what was found about a patient and decided; :mod:`tables` has the others and hands these out too."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String

from dayhospital.domain.line import Response, WhyEnded
from dayhospital.domain.setting import Setting
from dayhospital.storage.columns import choice, count, one_of, table, to, words
from dayhospital.storage.types import Choice, Day, Json, LocalMinutes, Real

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

lines = table(
    "lines",
    to("patients", index=True),
    Column("course_id", ForeignKey("courses.id"), unique=True),
    Column("setting", Choice(Setting), nullable=False),
    count("number", 1),
    words("name"),
    words("regimen_id"),
    Column("drugs", Json, nullable=False),
    Column("started", Day, nullable=False),
    Column("ended", Day),
    choice("response", Response, Response.NOT_RECORDED),
    choice("why_ended", WhyEnded, WhyEnded.NOT_RECORDED),
    words("note"),
    one_of("setting", Setting),
    one_of("response", Response),
    one_of("why_ended", WhyEnded),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint("ended IS NULL OR ended >= started", name="span"),
)
"""Lines of treatment given elsewhere; with ``course_id`` only how a course worked and why it ended."""
