"""What happened since the treatment before, as label and value: dose, toxicity, condition, heart, signatures."""

from datetime import datetime

from dayhospital.clinical.gates import figure
from dayhospital.clinical.library import Library
from dayhospital.domain.formats import day_text
from dayhospital.queries.review import ReviewRow
from dayhospital.ui.results.words import term_text
from dayhospital.ui.review.words import decision_text, heart_text, making_lines, signature_text
from dayhospital.ui.texts import say


def since_rows(row: ReviewRow, library: Library, now: datetime) -> list[tuple[str, str]]:
    """Return what is known since the treatment before; what was never asked for has no line."""
    case = row.case
    graded = ", ".join(
        say("{term} {grade} ({day}, CTCAE {version})", term=term_text(one.term), grade=one.grade,
            day=day_text(one.day, year=False), version=one.ctcae.value)
        for one in row.toxicities
    )  # fmt: skip
    shown = [(say("Last given"), _before_text(row)), (say("Toxicity"), graded or say("none recorded"))]
    if weight := _weight_text(row):
        shown.append((say("Weight"), weight))
    if ecog := _ecog_text(row):
        shown.append((say("ECOG"), ecog))
    latest = row.latest("lvef")
    if latest is not None and latest.value is not None:
        _, state = heart_text(case.verdict.line("lvef"), latest.value)
        on = day_text(latest.at.date())
        shown.append((say("LVEF"), ", ".join(filter(None, (f"{figure(latest.value)} %", on, state)))))
    if case.decision is not None:
        signed = f"{decision_text(case.decision)}. {signature_text(case.decision)}"
        shown.append((say("Signed"), ". ".join(filter(None, (signed, case.decision.reason)))))
    if making := making_lines(case, library, now):
        shown.append((say("Pharmacy"), "\n".join(making)))
    return shown


def _before_text(row: ReviewRow) -> str:
    """Return ``C2D1, 03-Nov-2026, 80 % of the dose``."""
    before = row.beside.before
    if before is None:
        return say("first of the course")
    dose = say("full dose")
    if before.percent is not None:
        dose = say("{percent} % of the dose", percent=figure(before.percent))
    return f"{before.label}, {day_text(before.day)}, {dose}"


def _weight_text(row: ReviewRow) -> str:
    """Return the weight with those of the treatment before and of the start, where they were others."""
    facts, before = row.case.facts, row.beside.before
    if facts.weight_kg is None:
        return ""
    parts = [f"{figure(facts.weight_kg)} kg"]
    then = None if before is None else before.weight_kg
    if then is not None and then != facts.weight_kg:
        parts.append(say("{kg} kg last time", kg=figure(then)))
    if facts.start_weight_kg in {None, facts.weight_kg}:
        parts.append(say("as at the start"))
    else:
        parts.append(say("{kg} kg at the start", kg=figure(facts.start_weight_kg or 0.0)))
    return ", ".join(parts)


def _ecog_text(row: ReviewRow) -> str:
    """Return the performance status with its day and the one before."""
    ecog, beside = row.case.facts.ecog, row.beside
    if ecog is None:
        return ""
    on = "" if beside.ecog_day is None else day_text(beside.ecog_day)
    was = "" if beside.ecog_before in {None, ecog} else say("was {before}", before=beside.ecog_before)
    return ", ".join(filter(None, (str(ecog), on, was)))
