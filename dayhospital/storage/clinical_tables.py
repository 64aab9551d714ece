"""The tables of what was found about a patient and decided, and of absences; :mod:`tables` hands these out too."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.gate import Colour
from dayhospital.domain.leaving import BedReason, BedState
from dayhospital.domain.line import Response, WhyEnded
from dayhospital.domain.metastasis import MetastaticSite
from dayhospital.domain.port import PortComplication, PortEventKind
from dayhospital.domain.regimen_version import VersionState
from dayhospital.domain.setting import Setting
from dayhospital.domain.surgery import AxillarySurgery, BreastSurgery
from dayhospital.domain.toxicity import CtcaeVersion
from dayhospital.storage.columns import between, choice, count, flag, one_of, table, to, words
from dayhospital.storage.types import Choice, Day, Json, LocalMinutes, Real, UtcSeconds

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

metastases = table(
    "metastases",
    to("patients"),
    choice("site", MetastaticSite),
    Column("found_on", Day, nullable=False),
    one_of("site", MetastaticSite),
    UniqueConstraint("patient_id", "site"),
)

leaving_checks = table(
    "leaving_checks",
    to("sessions", index=True),
    to("patients"),
    words("done"),
    words("note"),
    Column("by", Text, nullable=False),
    Column("at", UtcSeconds, nullable=False),
)
"""What was in order before a patient left: ``done`` is check codes joined by spaces; the newest row counts."""

bed_requests = table(
    "bed_requests",
    to("sessions", index=True),
    to("patients"),
    choice("reason", BedReason),
    words("note"),
    choice("state", BedState, BedState.ASKED),
    words("ward"),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", UtcSeconds, nullable=False),
    one_of("reason", BedReason),
    one_of("state", BedState),
)

test_requests = table(
    "test_requests",
    to("patients", index=True),
    Column("test", String(40), nullable=False),
    Column("asked_on", Day, nullable=False),
    words("asked_by"),
    flag("needs_biopsy"),
    Column("biopsy_planned", Day),
    Column("biopsy_taken", Day),
    Column("sent_on", Day),
    Column("due_on", Day),
    Column("resulted_on", Day),
    Column("cancelled_on", Day),
    words("note"),
    CheckConstraint("(sent_on IS NULL) = (due_on IS NULL)", name="sent_is_due"),
    CheckConstraint("resulted_on IS NULL OR cancelled_on IS NULL", name="closed_once"),
)
"""``test`` is a key of ``resources/tests.yaml``; a step that has not happened has no day."""

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

chest_radiotherapies = table(
    "chest_radiotherapies",
    to("patients", index=True),
    Column("ended", Day, nullable=False),
    words("note"),
)
"""Radiotherapy with the heart in the field, by its last day: it lowers the lifetime limit."""

# --- the port and reactions ---

port_referrals = table(
    "port_referrals",
    to("patients", index=True),
    Column("asked_on", Day, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("planned_on", Day),
    words("note"),
    Column("cancelled_on", Day),
)
"""Somebody was asked to put a port in; how far it is follows from these days and the port."""

port_events = table(
    "port_events",
    to("ports", index=True),
    to("patients"),
    Column("day", Day, nullable=False),
    choice("kind", PortEventKind),
    Column("complication", Choice(PortComplication)),
    Column("by", Text, nullable=False),
    words("note"),
    Column("needle_gauge", Integer),
    Column("needle_length_mm", Integer),
    one_of("kind", PortEventKind),
    one_of("complication", PortComplication),
    CheckConstraint("(kind = 'complication') = (complication IS NOT NULL)", name="what"),
    CheckConstraint("needle_length_mm IS NULL OR needle_gauge IS NOT NULL", name="needle"),
    CheckConstraint("needle_gauge IS NULL OR kind <> 'complication'", name="needle_used"),
)
"""The log of a port; ``last_access`` of the port is the last day of an access or a flush."""

vein_checks = table(
    "vein_checks",
    to("patients", index=True),
    Column("at", LocalMinutes, nullable=False, index=True),
    words("site"),
    Column("by", Text, nullable=False),
)
"""A vein found good for what is given on the day of ``at``, where no port can be used."""

reactions = table(
    "reactions",
    to("sessions", index=True),
    to("patients", index=True),
    Column("drug", String(60), nullable=False),
    Column("grade", Integer, nullable=False),
    Column("at", LocalMinutes, nullable=False),
    flag("adrenaline"),
    words("done"),
    Column("by", Text, nullable=False),
    Column("until", LocalMinutes, nullable=False),
    Column("grade_before", Integer),
    between("grade", 1, 4),
)
"""Infusion reactions. ``until``: how long to watch, by the grade when it was recorded. ``grade_before``: the
worst grade the patient had before, for when this one was a mistake."""

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

chosen_doses = table(
    "chosen_doses",
    to("decisions", index=True),
    to("patients", index=True),
    Column("drug", String(60), nullable=False),
    Column("planned", Real, nullable=False),
    Column("planned_unit", String(20), nullable=False),
    Column("used", Real, nullable=False),
    count("level"),
    Column("percent", Real, nullable=False),
    Column("calculated", Real),
    Column("banded", Real),
    Column("chosen", Real),
    Column("unit", String(20), nullable=False),
    Column("height_cm", Real),
    Column("weight_kg", Real),
    Column("weight_day", Day),
    Column("creatinine_umol_l", Real),
    Column("creatinine_day", Day),
    CheckConstraint("percent > 0 AND percent <= 100", name="percent"),
    CheckConstraint("chosen > 0", name="chosen"),
    CheckConstraint("(weight_kg IS NULL) = (weight_day IS NULL)", name="weight"),
    CheckConstraint("(creatinine_umol_l IS NULL) = (creatinine_day IS NULL)", name="creatinine"),
)
"""One drug of a go: ``used`` is ``planned`` after ``level`` or ``percent``; the amounts are in ``unit``. What height,
weight and creatinine they follow stands beside them; empty where the dose does not, or nothing was known."""

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

# --- surgery and pathways ---

surgeries = table(
    "surgeries",
    to("patients", index=True),
    to("tumours", nullable=True),
    Column("day", Day, nullable=False),
    choice("breast", BreastSurgery),
    choice("axilla", AxillarySurgery),
    words("stage"),
    Column("rcb", Integer),
    words("note"),
    one_of("breast", BreastSurgery),
    one_of("axilla", AxillarySurgery),
    between("rcb", 0, 3),
)
"""Operations of a tumour, planned ones too; what the pathologist found is the result ``residual``."""

followed_pathways = table(
    "followed_pathways",
    to("patients", index=True),
    to("tumours", nullable=True),
    Column("pathway", String(60), nullable=False),
    Column("since", Day, nullable=False),
)
"""``pathway`` is a key of ``resources/pathways.yaml``; one that is left has no row any more."""

absences = table(
    "absences",
    to("nurses"),
    Column("day", Day, nullable=False, index=True),
    Column("short", String(5), nullable=False),
    Column("name", Text, nullable=False),
    UniqueConstraint("nurse_id", "day"),
)
"""A nurse who is not there on a day, with the words the unit's list of kinds had then."""
