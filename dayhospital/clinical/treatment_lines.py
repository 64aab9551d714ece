"""The lines of treatment of a patient, and what they say about endocrine resistance."""

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dayhospital.domain.course import Course, CourseState, DayState
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.line import EndocrineResistance, Line, WhyEnded
from dayhospital.domain.regimen import Group, Regimen
from dayhospital.domain.session import CancelReason
from dayhospital.domain.setting import Setting

SOURCE = "eso-esmo-abc"
ENDOCRINE = "endocrine therapy"
"""The class of drugs that is judged; ovarian suppression alone does not count."""
PRIMARY_ADJUVANT_MONTHS = 24
"""Relapse under adjuvant endocrine therapy before so many months is primary resistance. Source: eso-esmo-abc."""
SECONDARY_AFTER_MONTHS = 12
"""Relapse up to so many months after the end of adjuvant endocrine therapy is secondary. Source: eso-esmo-abc."""
PRIMARY_METASTATIC_MONTHS = 6
"""Progression under first-line endocrine therapy before so many months is primary. Source: eso-esmo-abc."""


@dataclass(frozen=True, slots=True)
class Endocrine:
    """What the lines say of endocrine resistance, with the line it follows from."""

    kind: EndocrineResistance
    finding: Finding


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def treatment_lines(
    recorded: Sequence[Line], courses: Sequence[Course], regimen: Callable[[Course], Regimen | None]
) -> tuple[Line, ...]:
    """Return every line in the order of their start: those recorded, and one for each course against the tumour.

    Args:
        recorded: As stored; those with a ``course_id`` say how a course worked and why it ended.
        courses: The patient's courses; supportive ones, and those begun in error, are no lines.
        regimen: Gives the regimen of a course at its version, None when the library has it no more.
    """
    outcomes = {line.course_id: line for line in recorded if line.course_id is not None}
    lines = [line for line in recorded if line.course_id is None]
    for course in courses:
        known = regimen(course)
        if course.stop_reason == CancelReason.BOOKED_IN_ERROR:
            continue
        if known is None or known.group is not Group.SUPPORTIVE:
            lines.append(_line_of(course, known, outcomes.get(course.id)))
    return tuple(sorted(lines, key=lambda line: (line.started, line.number, line.name)))


def _line_of(course: Course, regimen: Regimen | None, outcome: Line | None) -> Line:
    line = Line(
        course.setting,
        course.line,
        course.start,
        course.regimen_name,
        regimen.drug_ids if regimen is not None else (),
        course.regimen_id,
        last_day(course),
        why_ended=why_ended(course),
        course_id=course.id,
    )
    if outcome is None:
        return line
    told = line.ended is not None and outcome.why_ended is not WhyEnded.NOT_RECORDED
    why = outcome.why_ended if told else line.why_ended
    return replace(
        line, response=outcome.response, why_ended=why, note=outcome.note, id=outcome.id, version=outcome.version
    )


def why_ended(course: Course) -> WhyEnded:
    """Return why a course ended, from the reason it was stopped with."""
    if course.state is CourseState.COMPLETED:
        return WhyEnded.COMPLETED
    known = _STOPPED.get(course.stop_reason, WhyEnded.NOT_RECORDED)
    return known if course.state is CourseState.STOPPED else WhyEnded.NOT_RECORDED


_STOPPED: Mapping[str, WhyEnded] = {
    CancelReason.PROGRESSION: WhyEnded.PROGRESSION,
    CancelReason.TOXICITY: WhyEnded.TOXICITY,
    CancelReason.COUNTS_TOO_LOW: WhyEnded.TOXICITY,
    CancelReason.PATIENT_WISH: WhyEnded.WISH,
    CancelReason.DIED: WhyEnded.DEATH,
}


def last_day(course: Course) -> date | None:
    """Return the last day something was given in a course that is over, None while it goes on.

    A stopped course ended on the day it was stopped; one stopped before its first day ended on that.
    """
    if course.state is CourseState.ACTIVE:
        return None
    if course.stopped_on is not None:
        return max(course.start, course.stopped_on)
    given = [day.plan.planned for day in course.days if day.state is DayState.GIVEN]
    return max((course.start, *given))


def drugs_match(line: Line, words: Sequence[str], drug: Callable[[str], Drug]) -> bool:
    """Return whether a line has a drug that one of the words means: an id, a class or a group."""
    return any(drug(name).is_a(word) for name in line.drugs for word in words)


def endocrine_resistance(
    lines: Sequence[Line], drug: Callable[[str], Drug], today: date, *, relapsed: bool
) -> Endocrine:
    """Return what is known of resistance to endocrine therapy; the newest evidence counts.

    Args:
        relapsed: Whether the tumour has come back, so that adjuvant therapy is judged by the day of relapse: the
            start of the first metastatic line, or ``today`` as long as there is none.
    """
    endocrine = [line for line in lines if drugs_match(line, (ENDOCRINE,), drug)]
    if not endocrine:
        return Endocrine(EndocrineResistance.NAIVE, Finding(Severity.NOTE, "endocrine-naive", SOURCE))
    metastatic = [line.started for line in lines if line.setting is Setting.METASTATIC]
    relapse = min(metastatic, default=today if relapsed else None)
    found = [_judged(line, endocrine, relapse) for line in endocrine]
    resistant = [one for one in found if one.kind is not EndocrineResistance.SENSITIVE]
    return resistant[-1] if resistant else found[-1]


def _judged(line: Line, endocrine: Sequence[Line], relapse: date | None) -> Endocrine:
    if line.setting is Setting.METASTATIC:
        return _metastatic(line, endocrine)
    begun = min(one.started for one in endocrine if one.setting is line.setting)
    return _early(line, relapse, begun)


def _metastatic(line: Line, endocrine: Sequence[Line]) -> Endocrine:
    facts = {"line": line.name, "started": line.started, "day": line.ended}
    if not line.failed or line.ended is None:
        return _sensitive(line)
    first = next(one for one in endocrine if one.setting is Setting.METASTATIC)
    if line is first and line.ended < months_after(line.started, PRIMARY_METASTATIC_MONTHS):
        finding = Finding(Severity.WARNING, "endocrine-primary-metastatic", SOURCE, facts)
        return Endocrine(EndocrineResistance.PRIMARY, finding)
    return Endocrine(
        EndocrineResistance.SECONDARY, Finding(Severity.WARNING, "endocrine-secondary-metastatic", SOURCE, facts)
    )


def _early(line: Line, relapse: date | None, begun: date) -> Endocrine:
    """Judge a line before or after surgery; ``begun`` is the first day of all endocrine therapy of its setting."""
    if line.failed and line.ended is not None and (relapse is None or line.ended < relapse):
        relapse = line.ended
    if relapse is None or relapse <= line.started:
        return _sensitive(line)
    facts = {"line": line.name, "started": begun, "day": relapse}
    under = line.ended is None or relapse <= line.ended
    if under and relapse < months_after(begun, PRIMARY_ADJUVANT_MONTHS):
        return Endocrine(
            EndocrineResistance.PRIMARY, Finding(Severity.WARNING, "endocrine-primary-adjuvant", SOURCE, facts)
        )
    if under or (line.ended is not None and relapse <= months_after(line.ended, SECONDARY_AFTER_MONTHS)):
        return Endocrine(
            EndocrineResistance.SECONDARY, Finding(Severity.WARNING, "endocrine-secondary-adjuvant", SOURCE, facts)
        )
    return _sensitive(line)


def _sensitive(line: Line) -> Endocrine:
    facts = {"line": line.name, "started": line.started}
    return Endocrine(EndocrineResistance.SENSITIVE, Finding(Severity.NOTE, "endocrine-sensitive", SOURCE, facts))
