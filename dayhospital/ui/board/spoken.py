"""A session in words: for the screen reader, the hover card and the hint; the same words everywhere."""

from dataclasses import dataclass
from datetime import datetime

from dayhospital.clinical.discharge import leave_time
from dayhospital.domain.board import BoardDay, BoardSession, Treatment
from dayhospital.domain.course import Segment, SegmentKind
from dayhospital.domain.formats import age, day_text, time_text
from dayhospital.domain.patient import AllergyStatus
from dayhospital.domain.session import Status
from dayhospital.ui.board.look import CardFlags, DrugName, LeaveMark, PortMark
from dayhospital.ui.texts import say, segment_text
from dayhospital.ui.widgets.states import BlockState, state_text


@dataclass(frozen=True, slots=True)
class PhaseNow:
    """The stretch that runs now."""

    segment: Segment
    passed: int
    """Minutes of it gone by."""
    following: Segment | None


def phase_now(session: BoardSession, now: datetime) -> PhaseNow | None:
    """Return which stretch of a running session is on, None if it does not run."""
    begun = session.reached(Status.IN_TREATMENT)
    if session.status not in (Status.IN_TREATMENT, Status.OBSERVATION) or begun is None:
        return None
    minutes = int((now - begun).total_seconds() // 60)
    segments = session.treatment.segments
    for index, segment in enumerate(segments):
        if segment.start <= minutes < segment.end:
            following = segments[index + 1] if index + 1 < len(segments) else None
            return PhaseNow(segment, minutes - segment.start, following)
    return None


def phase_sentence(phase: PhaseNow, drug_name: DrugName) -> str:
    """Return ``PACLitaxel, 20 of 60 min, then CARBOplatin``."""
    name = segment_name(phase.segment, drug_name)
    words = say("{name}, {passed} of {whole} min", name=name, passed=phase.passed, whole=phase.segment.minutes)
    if phase.following is not None:
        words = say("{phase}, then {next}", phase=words, next=segment_name(phase.following, drug_name))
    return words


def segment_name(segment: Segment, drug_name: DrugName) -> str:
    if segment.kind is SegmentKind.DRUG and segment.drug:
        return drug_name(segment.drug)
    return segment_text(segment.kind)


def cycle_text(treatment: Treatment) -> str:
    """Return ``KN522 pembro-TC, cycle 4 day 1``, the name alone for an extra session."""
    if not treatment.label:
        return treatment.regimen_name
    return say("{name}, cycle {cycle} day {day}", name=treatment.regimen_name, cycle=treatment.cycle, day=treatment.day)


def identity_text(session: BoardSession, today: datetime) -> str:
    """Return date of birth with age, and the hospital number."""
    label = session.patient.label
    years = age(label.birth_date, today.date())
    return say(
        "{birth} · {age} y   {number}", birth=day_text(label.birth_date), age=years, number=label.hospital_number
    )


def allergy_text(session: BoardSession) -> str:
    """Return the allergies, or that none are known, or that nobody asked."""
    patient = session.patient
    if patient.allergy_status is AllergyStatus.NOT_RECORDED:
        return say("Allergies not asked")
    if patient.allergy_status is AllergyStatus.NONE_KNOWN:
        return say("No known allergy")
    parts = [f"{one.substance}, {one.reaction}" if one.reaction else one.substance for one in patient.allergies]
    return say("Allergy: {substances}", substances="; ".join(parts))


def port_text(session: BoardSession, flags: CardFlags) -> str:
    """Return the state of the port in words, empty if none is needed."""
    port = session.patient.port
    if flags.port is PortMark.MISSING:
        return say("Port needed, missing")
    if port is None or flags.port is PortMark.NONE:
        return ""
    if port.last_access is not None:
        return say("Port {side}, last access {day}", side=say(port.side.value), day=day_text(port.last_access))
    return say("Port {side}", side=say(port.side.value))


def leaving_text(session: BoardSession, flags: CardFlags) -> str:
    """Return when the patient leaves and what stands in the way."""
    leave = leave_time(session.treatment, session.span)
    begun = session.reached(Status.IN_TREATMENT)
    if begun is not None and begun > session.span.start:
        leave += begun - session.span.start
    words = say("Leaves about {time}", time=time_text(leave))
    extra = {
        LeaveMark.CONDITION: say("on a condition"),
        LeaveMark.DOCTOR: say("the doctor decides"),
        LeaveMark.OVERNIGHT: say("stays overnight"),
    }
    return f"{words}, {extra[flags.leave]}" if flags.leave in extra else words


def session_sentence(
    board: BoardDay, session: BoardSession, state: BlockState, flags: CardFlags, now: datetime, drug_name: DrugName
) -> str:
    """Return a session as one sentence for a screen reader."""
    phase = phase_now(session, now)
    parts = [
        session.patient.label.name,
        board.chair(session.chair_id).name,
        say("{start} to {end}", start=time_text(session.span.start), end=time_text(session.span.end)),
        cycle_text(session.treatment),
        state_text(state).lower(),
        phase_sentence(phase, drug_name) if phase is not None else "",
        say("on hold: {reason}", reason=session.hold_reason) if session.hold_reason else "",
        port_text(session, flags).lower(),
        say("first dose") if flags.first else "",
        allergy_text(session).lower() if session.patient.allergies else "",
        say("another patient of the day has the same name") if session.homonym else "",
        say("fixed in its place") if session.fixed else "",
    ]
    return ", ".join(part for part in parts if part)
