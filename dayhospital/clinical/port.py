"""Who needs a port-catheter, and why (clinical reference 5.1). The rule advises; the doctor decides.

A strong criterion makes a port *recommended*, a weak one *worth considering*, a vesicant with no usable vein
*required*. :class:`CourseFacts` are what the rule knows of the treatment: from the whole regimen when it is chosen,
from one session's treatment on its card.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dayhospital.clinical.port_course import CourseFacts, course_of_regimen, course_of_treatment
from dayhospital.domain.board import PatientFacts, Treatment
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import day_text
from dayhospital.domain.patient import Access, Side
from dayhospital.domain.regimen import PortDefault, Regimen, Setting

DrugLookup = Callable[[str], Drug]
"""From a drug id to the drug; ``Library.drug`` is one."""

VESICANT_CYCLES = 4
"""A vesicant for at least so many cycles: strong (source: esmo-eons-extravasation; threshold from practice)."""
LONG_INFUSION_MINUTES = 60
"""A vesicant running longer than this: strong (practice)."""
SHORT_INFUSION_MINUTES = 30
"""A vesicant running longer than this, up to 60 min: weak (practice)."""
WEEKLY_DOSES = 12
"""At least so many weekly intravenous doses: strong (practice)."""
LONG_COURSE_DAYS = 183
"""An intravenous course longer than 6 months: strong (source: gavecelt-vadexpert)."""
MIDDLE_COURSE_DAYS = 122
"""An intravenous course longer than 4 months, up to 6: weak (source: gavecelt-vadexpert)."""
DIVA_HIGH = 4
"""A-DIVA score from which access is at high risk: strong (source: a-diva-2019; cut-off from practice)."""
DIVA_MODERATE = 2
"""A-DIVA score from which access is at moderate risk: weak (source: a-diva-2019; cut-off from practice)."""
FAILED_CANNULATIONS = 2
"""So many failed attempts at one visit: strong (practice)."""

NO_FACTS: Mapping[str, object] = {}


class PortNeed(StrEnum):
    """How much speaks for a port, most first."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    CONSIDER = "consider"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class PortAssessment:
    """What the rule says on one day."""

    need: PortNeed
    in_place: bool
    """A port is there, usable yet or not."""
    usable: bool
    """The port may be accessed on the day."""
    reasons: tuple[Finding, ...]
    """Strongest first; never empty."""
    side: Side | None = None
    """Side to implant on; None when the doctor has to choose or a port is in place."""
    infused: bool = True
    """Anything is given into a vein."""

    @property
    def missing(self) -> bool:
        """Whether a port is required or recommended and none is in place."""
        return not self.in_place and self.need in {PortNeed.REQUIRED, PortNeed.RECOMMENDED}


def assess_port_for_regimen(
    regimen: Regimen, setting: Setting, patient: PatientFacts, day: date, drug: DrugLookup
) -> PortAssessment:
    """Assess a whole regimen when it is chosen; ``day`` is the first treatment day."""
    return _assess(patient, course_of_regimen(regimen, setting, drug), regimen.port, day)


def assess_port(
    patient: PatientFacts, treatment: Treatment, day: date, drug: DrugLookup, regimen: Regimen | None = None
) -> PortAssessment:
    """Assess one session's treatment on its day; with its regimen the answer is that of the whole course.

    Every argument hashes, so a caller may keep the results.
    """
    if regimen is None or treatment.setting is None:
        course = course_of_treatment(treatment, drug)
    else:
        course = course_of_regimen(regimen, treatment.setting, drug)
    return _assess(patient, course, patient.port_default, day)


def strongest(assessments: Iterable[PortAssessment]) -> PortAssessment | None:
    """Return the assessment that asks most for a port, None without any: somebody may have several treatments.

    Of equal ones it is one with an infusion, so that nobody reads that nothing is given into a vein when something is.
    """
    order = list(PortNeed)
    return min(assessments, key=lambda one: (order.index(one.need), not one.infused), default=None)


def _assess(patient: PatientFacts, course: CourseFacts, default: PortDefault, day: date) -> PortAssessment:
    port = patient.port
    in_place = port is not None and (port.removed is None or day < port.removed)
    usable = port is not None and port.usable_on(day) and not _wound_is_fresh(patient, course, day)
    if not course.intravenous:
        return PortAssessment(PortNeed.NOT_NEEDED, in_place, usable, (_note("port-no-infusion"),), infused=False)
    strong = (*_strong_course(course, default), *_strong_access(patient.access))
    weak = (*_weak_course(course, default), *_weak_access(patient.access))
    need = _need(course, patient.access, bool(strong), bool(weak))
    required = _required(course, patient.access, usable) if need is PortNeed.REQUIRED else ()
    reasons = (*required, *strong, *weak) or (_note("port-no-criterion"),)
    side = None if in_place else port_side(patient)
    return PortAssessment(need, in_place, usable, (*reasons, *_standing(patient, course, day, need)), side)


def _need(course: CourseFacts, access: Access, strong: bool, weak: bool) -> PortNeed:
    if course.vesicant and not _has_usable_vein(access):
        return PortNeed.REQUIRED
    if strong:
        return PortNeed.RECOMMENDED
    return PortNeed.CONSIDER if weak else PortNeed.NOT_NEEDED


def _has_usable_vein(access: Access) -> bool:
    """No usable vein: both arms barred, or a high A-DIVA score."""
    both_arms = access.axillary_surgery is Side.BILATERAL
    return not both_arms and (access.diva_score is None or access.diva_score < DIVA_HIGH)


def _required(course: CourseFacts, access: Access, usable: bool) -> Iterator[Finding]:
    severity = Severity.NOTE if usable else Severity.WARNING
    facts = {"drug": course.vesicant, "score": access.diva_score}
    yield Finding(severity, "port-vesicant-no-vein", "esmo-eons-extravasation", facts)


def _strong_course(course: CourseFacts, default: PortDefault) -> Iterator[Finding]:
    if default is PortDefault.RECOMMENDED:
        yield _note("port-library-recommends", "library")
    if course.vesicant and course.at_least_cycles(VESICANT_CYCLES):
        facts = {
            "drug": course.vesicant,
            "cycles": _count(course.vesicant_cycles, VESICANT_CYCLES),
            "limit": VESICANT_CYCLES,
        }
        yield _note("port-vesicant-cycles", "esmo-eons-extravasation", facts)
    if course.vesicant_minutes > LONG_INFUSION_MINUTES:
        yield _note("port-vesicant-long", "eviq-extravasation", _minutes(course, LONG_INFUSION_MINUTES))
    # Where the signed record says no port (infusions as ordered, bone agents), only planned weekly doses count.
    weekly = course.weekly and (course.counted or default is not PortDefault.NO)
    if weekly and course.at_least_doses(WEEKLY_DOSES):
        yield _note(
            "port-weekly-doses", "practice", {"doses": _count(course.doses, WEEKLY_DOSES), "limit": WEEKLY_DOSES}
        )
    if default is not PortDefault.NO and course.sparse and (course.days or 0) > LONG_COURSE_DAYS:
        yield _note("port-long-course", "gavecelt-vadexpert", {"days": course.days, "months": 6})


def _weak_course(course: CourseFacts, default: PortDefault) -> Iterator[Finding]:
    if default is PortDefault.CONSIDER:
        yield _note("port-library-considers", "library")
    if SHORT_INFUSION_MINUTES < course.vesicant_minutes <= LONG_INFUSION_MINUTES:
        yield _note("port-vesicant-infusion", "eviq-extravasation", _minutes(course, SHORT_INFUSION_MINUTES))
    if default is PortDefault.NO or not course.sparse:
        return  # the signed record of an infusion now and then (zoledronic acid) says that length alone is no reason
    if course.days is None:
        yield _note("port-open-course", "gavecelt-vadexpert", {"months": 6})
    elif MIDDLE_COURSE_DAYS < course.days <= LONG_COURSE_DAYS:
        yield _note("port-middle-course", "gavecelt-vadexpert", {"days": course.days, "months": 4})


def _strong_access(access: Access) -> Iterator[Finding]:
    if access.diva_score is not None and access.diva_score >= DIVA_HIGH:
        yield _note("port-diva-high", "a-diva-2019", {"score": access.diva_score})
    if access.failed_cannulations >= FAILED_CANNULATIONS:
        yield _note("port-failed-cannulations", "practice", {"attempts": access.failed_cannulations})
    if access.extravasation_before:
        yield _note("port-extravasation-before", "practice")
    if access.axillary_surgery is Side.BILATERAL:
        yield _note("port-both-arms", "practice")


def _weak_access(access: Access) -> Iterator[Finding]:
    if access.diva_score is not None and DIVA_MODERATE <= access.diva_score < DIVA_HIGH:
        yield _note("port-diva-moderate", "a-diva-2019", {"score": access.diva_score})
    if access.wants_port:
        yield _note("port-wish", "practice")


def _standing(patient: PatientFacts, course: CourseFacts, day: date, need: PortNeed) -> Iterator[Finding]:
    """Yield what to know beside the need: arms not to use, the side, a port that is not ready."""
    yield from _arms(patient)
    port = patient.port
    if port is None or (port.removed is not None and port.removed <= day):
        if need is not PortNeed.NOT_NEEDED:
            yield _side_note(patient)
        return
    if day < port.usable_from:
        facts = {"usable_from": day_text(port.usable_from)}
        yield Finding(Severity.WARNING, "port-not-usable-yet", "unit", facts)
    elif _wound_is_fresh(patient, course, day):
        facts = {"inserted": day_text(port.inserted), "drug": course.wound_drug, "days": str(course.wound_days)}
        yield Finding(Severity.WARNING, "port-wound-fresh", "port-wound-bevacizumab", facts)


def _arms(patient: PatientFacts) -> Iterator[Finding]:
    operated = patient.access.axillary_surgery
    if operated is Side.BILATERAL:
        yield _note("arm-neither", "practice")
    elif operated is not None:
        yield _note("arm-not-used", "practice", {"side": operated.value})
    elif patient.access.lymphoedema:
        side = patient.tumour_side if patient.tumour_side in {"left", "right"} else "affected"
        yield _note("arm-lymphoedema", "practice", {"side": side})


def port_side(patient: PatientFacts) -> Side | None:
    """Return the side to implant on: away from the axillary surgery, else from the tumour; None if both sides are.

    Source: wjso-port-side-2014.
    """
    operated = patient.access.axillary_surgery
    avoid = operated.value if operated else patient.tumour_side
    return {"left": Side.RIGHT, "right": Side.LEFT}.get(avoid)


def _side_note(patient: PatientFacts) -> Finding:
    side = port_side(patient)
    if side is None:
        return _note("port-side-doctor", "wjso-port-side-2014")
    return _note("port-side", "wjso-port-side-2014", {"side": side.value})


def _wound_is_fresh(patient: PatientFacts, course: CourseFacts, day: date) -> bool:
    return patient.port is not None and (day - patient.port.inserted).days < course.wound_days


def _count(planned: int | None, limit: int) -> str:
    """Return a count for a sentence; without a planned end it is the limit or more."""
    return f"{limit} or more" if planned is None else str(planned)


def _minutes(course: CourseFacts, limit: int) -> dict[str, object]:
    return {"drug": course.vesicant_long, "minutes": course.vesicant_minutes, "limit": limit}


def _note(code: str, source: str = "practice", facts: Mapping[str, object] = NO_FACTS) -> Finding:
    return Finding(Severity.NOTE, code, source, facts)
