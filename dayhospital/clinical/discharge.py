"""Whether a patient can go home on the day of treatment, and when (clinical reference 6). The doctor decides."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from dayhospital.domain.board import PatientFacts, Treatment
from dayhospital.domain.course import Dose, SegmentKind
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import age, time_text
from dayhospital.domain.hospital import ObservationPolicy, UnitSettings
from dayhospital.domain.patient import Escort
from dayhospital.domain.regimen import Place
from dayhospital.domain.span import Span

DrugLookup = Callable[[str], Drug]

HIGH_RISK_HOURS = 3
"""An early exposure to a high-risk drug starts at least so long before closing."""
TRAVEL_WARN_MINUTES = 60
"""Travel home longer than this is a condition (practice)."""
TRAVEL_DOCTOR_MINUTES = 90
"""Travel home longer than this is the doctor's decision (practice)."""
SEVERE_REACTION_GRADE = 3
"""From this CTCAE grade on an earlier reaction forbids a routine slot (practice)."""
REACTION_NIGHT_GRADE = 2
"""From this CTCAE grade on somebody should be there the first night (practice)."""
FRAIL_ECOG = 3
OLD_AGE = 80


class Leave(IntEnum):
    """Whether a patient goes home the same day; the higher, the less likely."""

    YES = 0
    CONDITIONS = 1
    """Yes, when the conditions among the reasons are met."""
    DOCTOR = 2
    """The doctor decides."""
    NO = 3
    """Plan an admission, or another time."""


@dataclass(frozen=True, slots=True)
class DischargeAssessment:
    """What the rule says of one session."""

    verdict: Leave
    leave_at: datetime
    """Local time at which the patient leaves the chair."""
    reasons: tuple[Finding, ...]
    """Weightiest first; empty when nothing speaks against going home."""


@dataclass(frozen=True, slots=True)
class _Case:
    patient: PatientFacts
    treatment: Treatment
    span: Span
    settings: UnitSettings
    drug: DrugLookup
    leave_at: datetime

    @property
    def closes(self) -> datetime:
        return self.settings.hours(self.span.day).end

    def starts(self, dose: Dose) -> datetime:
        """Return when a drug starts, the session's start if the segments do not say."""
        minutes = (
            part.start for part in self.treatment.segments if part.kind is SegmentKind.DRUG and part.drug == dose.drug
        )
        return self.span.start + timedelta(minutes=next(minutes, 0))

    @property
    def given(self) -> tuple[Dose, ...]:
        """The doses given in the building."""
        return tuple(dose for dose in self.treatment.doses if dose.place is not Place.HOME)


Reason = tuple[Leave, Finding]


def assess_discharge(
    patient: PatientFacts, treatment: Treatment, span: Span, settings: UnitSettings, drug: DrugLookup
) -> DischargeAssessment:
    """Return whether the patient leaves the same day. Every argument hashes, so a caller may keep the results."""
    case = _Case(patient, treatment, span, settings, drug, leave_time(treatment, span))
    reasons = sorted((reason for rule in RULES for reason in rule(case)), key=lambda reason: -reason[0])
    verdict = max((leave for leave, _ in reasons), default=Leave.YES)
    return DischargeAssessment(verdict, case.leave_at, tuple(finding for _, finding in reasons))


def leave_time(treatment: Treatment, span: Span) -> datetime:
    """Return when the patient leaves the chair: drugs, observation and discharge, and what was booked on top."""
    last = max((part.end for part in treatment.segments), default=0)
    if not last:
        return span.end
    added = max(0, span.minutes - treatment.chair_minutes)
    return span.start + timedelta(minutes=last + added)


def _closing(case: _Case) -> Iterator[Reason]:
    facts = {"leave": time_text(case.leave_at), "closes": time_text(case.closes)}
    if case.leave_at > case.closes:
        yield _no("leave-after-closing", "unit", facts)
    elif case.leave_at > case.closes - timedelta(minutes=case.settings.leave_margin_minutes):
        facts["margin"] = str(case.settings.leave_margin_minutes)
        yield _doctor("leave-margin", "unit", facts)


def _late_start(case: _Case) -> Iterator[Reason]:
    """First doses that start too late to deal with a reaction."""
    policy = case.settings.observation_policy
    for dose in case.given:
        drug = case.drug(dose.drug)
        hours = hours_before_closing(dose, drug, policy)
        if _hours_left(case, dose) >= hours:
            continue
        facts = _start_facts(case, dose, hours)
        if policy is ObservationPolicy.SMPC and _watched(dose, drug):
            yield _no("first-watch-late", "first-watch-label", facts)
        else:
            yield _doctor("first-dose-late", "infusion-reaction-classes", facts)


def hours_before_closing(dose: Dose, drug: Drug, policy: ObservationPolicy) -> int:
    """Return how many hours before closing a dose must have started, 0 if that does not matter."""
    watched = _watched(dose, drug)
    if watched and policy is ObservationPolicy.SMPC:
        return drug.first_watch_hours
    return HIGH_RISK_HOURS if watched or _early_high_risk(dose, drug) else 0


def _watched(dose: Dose, drug: Drug) -> bool:
    """Return whether the label names hours for this dose: the first, or one that loads again."""
    return bool(drug.first_watch_hours) and (dose.exposure == 1 or dose.loading)


def _early_high_risk(dose: Dose, drug: Drug) -> bool:
    """Return whether this is one of the first doses of a drug that often causes reactions."""
    return drug.high_risk(dose.exposure) and dose.exposure <= max(1, drug.high_risk_until_exposure)


def _driving(case: _Case) -> Iterator[Reason]:
    sedating = [case.drug(dose.drug) for dose in case.given if case.drug(dose.drug).sedates]
    if not sedating:
        return
    facts = {"drug": sedating[0].tall_man}
    if case.patient.home.escort is Escort.ALONE:
        yield _doctor("no-driving-alone", "paclitaxel-ethanol", facts)
    elif case.patient.home.escort is Escort.NOT_RECORDED:
        yield _condition("no-driving-escort", "paclitaxel-ethanol", facts)
    else:
        yield _note("no-driving", "paclitaxel-ethanol", facts)


def _first_night(case: _Case) -> Iterator[Reason]:
    """Somebody at home the first night after a first dose that often causes reactions, or after a reaction before."""
    first = next((drug for dose in case.given if _early_high_risk(dose, drug := case.drug(dose.drug))), None)
    grade = case.patient.earlier_reaction_grade or 0
    home = case.patient.home
    if (first is None and (grade < REACTION_NIGHT_GRADE or not case.given)) or home.adult_first_night:
        return
    facts: dict[str, object] = {"drug": first.tall_man} if first else {"grade": grade}
    if home.adult_first_night is False:
        yield _doctor("first-night-alone", "practice", facts)
    else:
        yield _condition("first-night-ask", "practice", facts)


def _way_home(case: _Case) -> Iterator[Reason]:
    home = case.patient.home
    if not home.telephone.strip():
        yield _condition("telephone-missing", "practice", {})
    if home.travel_minutes is None:
        return
    facts = {"minutes": home.travel_minutes}
    if home.travel_minutes > TRAVEL_DOCTOR_MINUTES:
        yield _doctor("travel-very-long", "practice", {**facts, "limit": TRAVEL_DOCTOR_MINUTES})
    elif home.travel_minutes > TRAVEL_WARN_MINUTES:
        yield _condition("travel-long", "practice", {**facts, "limit": TRAVEL_WARN_MINUTES})


def _earlier_reaction(case: _Case) -> Iterator[Reason]:
    grade = case.patient.earlier_reaction_grade or 0
    if case.given and grade >= SEVERE_REACTION_GRADE:
        yield _doctor("severe-reaction-before", "practice", {"grade": grade})


def _frailty(case: _Case) -> Iterator[Reason]:
    patient = case.patient
    if patient.ecog is not None and patient.ecog >= FRAIL_ECOG:
        yield _doctor("ecog-high", "practice", {"ecog": patient.ecog})
    years = age(patient.label.birth_date, case.span.day)
    if years >= OLD_AGE and patient.home.lives_alone:
        yield _condition("old-alone", "practice", {"age": years})
    for factor in sorted(patient.home.high_risk):
        leave, code = FACTORS.get(factor, (Leave.DOCTOR, "factor-other"))
        yield leave, _finding(leave, code, "practice", {"factor": factor})


FACTORS: dict[str, tuple[Leave, str]] = {
    "delirium": (Leave.DOCTOR, "factor-delirium"),
    "diabetes_steroids": (Leave.CONDITIONS, "factor-diabetes-steroids"),
    "heart_failure": (Leave.DOCTOR, "factor-heart-failure"),
    "home_oxygen": (Leave.DOCTOR, "factor-home-oxygen"),
}
"""Patient factors of clinical reference 6.1.6, and how much they weigh."""

RULES: tuple[Callable[[_Case], Iterator[Reason]], ...] = (
    _closing,
    _late_start,
    _earlier_reaction,
    _first_night,
    _driving,
    _frailty,
    _way_home,
)


def _hours_left(case: _Case, dose: Dose) -> float:
    return (case.closes - case.starts(dose)).total_seconds() / 3600


def _start_facts(case: _Case, dose: Dose, hours: int) -> dict[str, object]:
    return {
        "drug": case.drug(dose.drug).tall_man,
        "start": time_text(case.starts(dose)),
        "closes": time_text(case.closes),
        "hours": hours,
    }


def _finding(leave: Leave, code: str, source: str, facts: Mapping[str, object]) -> Finding:
    return Finding(Severity.WARNING if leave >= Leave.DOCTOR else Severity.NOTE, code, source, facts)


def _no(code: str, source: str, facts: Mapping[str, object]) -> Reason:
    return Leave.NO, _finding(Leave.NO, code, source, facts)


def _doctor(code: str, source: str, facts: Mapping[str, object]) -> Reason:
    return Leave.DOCTOR, _finding(Leave.DOCTOR, code, source, facts)


def _condition(code: str, source: str, facts: Mapping[str, object]) -> Reason:
    return Leave.CONDITIONS, _finding(Leave.CONDITIONS, code, source, facts)


def _note(code: str, source: str, facts: Mapping[str, object]) -> Reason:
    return Leave.YES, _finding(Leave.YES, code, source, facts)
