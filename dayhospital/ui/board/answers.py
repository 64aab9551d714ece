"""Answers the board's questions from rules and scheduling, in memory, with the day's snapshot."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from dayhospital.clinical.chair_time import chair_time
from dayhospital.clinical.discharge import DischargeAssessment, Leave, assess_discharge
from dayhospital.clinical.leaving_checks import checks_needed
from dayhospital.clinical.library import Library
from dayhospital.clinical.port import PortAssessment, PortNeed, assess_port
from dayhospital.domain.board import BoardDay, BoardSession, DueDay, PatientFacts, Treatment
from dayhospital.domain.findings import Finding
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.leaving import LeavingCheck
from dayhospital.domain.regimen import Group
from dayhospital.domain.span import Span
from dayhospital.scheduling.late import lateness
from dayhospital.scheduling.leaving_help import what_helps
from dayhospital.scheduling.load import Load, loads
from dayhospital.scheduling.offers import check_place, free_ranges, nearest_fit
from dayhospital.ui.board.drag import Cargo, Landing
from dayhospital.ui.board.look import CardFlags, Delay, LeaveMark, PortMark
from dayhospital.ui.board.rules import FreeRange
from dayhospital.ui.board.sources import BoardSources
from dayhospital.ui.board.strips import Strip
from dayhospital.ui.dialogs.new_session import Extra
from dayhospital.ui.texts import say

LEAVE_MARKS = {
    Leave.YES: LeaveMark.HOME,
    Leave.CONDITIONS: LeaveMark.CONDITION,
    Leave.DOCTOR: LeaveMark.DOCTOR,
    Leave.NO: LeaveMark.OVERNIGHT,
}


class Answers:
    """Knows rules, scheduling and library, so that the board needs not. ``settings`` are those of the day shown."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.settings = UnitSettings()
        # Facts are frozen and hash, so an answer holds as long as its facts do.
        self._port = lru_cache(maxsize=2048)(self._assess_port)
        self._leaving = lru_cache(maxsize=2048)(self._assess_leaving)

    def sources(self) -> BoardSources:
        """Return everything the board asks for."""
        return BoardSources(rules=self, flags=self.flags, delays=self.delays, load=self.load, drug_name=self.drug_name)

    def drug_name(self, drug: str) -> str:
        return self._library.drug(drug).shown

    def extras(self) -> list[Extra]:
        """Return the supportive regimens that may be booked outside a course, with their chair minutes."""
        found = []
        for regimen in self._library.all():
            if regimen.group is Group.SUPPORTIVE and regimen.enabled:
                phase = regimen.phases[0]
                doses = [(drug, 1) for drug in phase.drugs]
                time = chair_time(doses, self._library.drug, self.settings.observation_policy, phase.visit_minutes)
                if time.chair_minutes:
                    found.append(Extra(regimen.id, regimen.name, time.chair_minutes))
        return found

    # --- one session ---

    def port(self, session: BoardSession) -> PortAssessment:
        return self._port(session.patient, session.treatment, session.span.day, self._number(session.treatment))

    def leaving(self, session: BoardSession) -> DischargeAssessment:
        return self._leaving(session.patient, session.treatment, session.span, self.settings)

    def flags(self, session: BoardSession) -> CardFlags:
        """Return the marks of a card: port, going home, first dose."""
        return CardFlags(
            _port_mark(self.port(session)), LEAVE_MARKS[self.leaving(session).verdict], session.treatment.first_dose
        )

    def due_flags(self, due: DueDay) -> CardFlags:
        """Return the marks of a card in the tray, as if it began when the unit opens."""
        opens = self.settings.hours(due.planned).start
        span = Span.lasting(opens, max(1, due.treatment.chair_minutes))
        leaving = self._leaving(due.patient, due.treatment, span, self.settings)
        port = self._port(due.patient, due.treatment, due.planned, self._number(due.treatment))
        return CardFlags(_port_mark(port), LEAVE_MARKS[leaving.verdict], due.treatment.first_dose)

    def delays(self, board: BoardDay, now: datetime) -> dict[int, Delay]:
        """Return how the sessions run that do not run to plan."""
        found = {}
        for session in board.sessions:
            late = lateness(session, now)
            if late is not None:
                found[session.id] = Delay(late.minutes_late, late.minutes_over)
        return found

    # --- the whole day ---

    def load(self, board: BoardDay, _now: datetime, cargo: Cargo | None, landing: Landing | None) -> tuple[Strip, ...]:
        """Return the three strips; with a cargo and a landing also what that would add."""
        found = loads(board, cargo.session_id if cargo is not None else None)
        return (
            _strip(say("Nurse starts"), say("per 15 min"), found.starts, cargo, landing),
            _strip(say("Nurse load"), say("acuity"), found.acuity, cargo, landing),
            _strip(say("Pharmacy"), say("per 30 min"), found.pharmacy, cargo, landing),
        )

    def check(self, board: BoardDay, cargo: Cargo, landing: Landing, now: datetime) -> tuple[Finding, ...]:
        return check_place(
            board,
            cargo.treatment,
            cargo.patient.id,
            landing.chair_id,
            landing.span,
            now,
            cargo.session_id,
            self._library.drug,
        )

    def free(self, board: BoardDay, cargo: Cargo, now: datetime) -> Mapping[int, tuple[FreeRange, ...]]:
        ranges = free_ranges(board, cargo.treatment, cargo.patient.id, cargo.minutes, now, cargo.session_id)
        length = Span.lasting(now, cargo.minutes).end - now
        return {
            chair: tuple(FreeRange(chair, span, span.end - length) for span in spans) for chair, spans in ranges.items()
        }

    def nearest(self, board: BoardDay, cargo: Cargo, landing: Landing, now: datetime) -> Landing | None:
        found = nearest_fit(
            board,
            cargo.treatment,
            cargo.patient.id,
            landing.chair_id,
            landing.span.start,
            cargo.minutes,
            now,
            cargo.session_id,
            self._library.drug,
        )
        return Landing(found[0], Span.lasting(found[1], cargo.minutes)) if found else None

    def helps(self, board: BoardDay, session: BoardSession, now: datetime) -> tuple[Finding, ...]:
        """Return what would let a patient go home after all."""
        return what_helps(board, session, self.leaving(session), self._library.drug, now)

    def checks(self, session: BoardSession) -> tuple[LeavingCheck, ...]:
        """Return what has to be in order before the patient leaves."""
        return checks_needed(session.treatment, self.leaving(session), self._library.drug)

    def _number(self, treatment: Treatment) -> int:
        """Return the version of the regimen a treatment goes by."""
        return self._library.of_course(treatment.regimen_id, treatment.regimen_version).version

    def _assess_port(self, patient: PatientFacts, treatment: Treatment, day: date, number: int) -> PortAssessment:
        """``number`` is the version of :meth:`_number`: of an extra session the one in use changes."""
        regimen = self._library.get(treatment.regimen_id, number)
        return assess_port(patient, treatment, day, self._library.drug, regimen)

    def _assess_leaving(
        self, patient: PatientFacts, treatment: Treatment, span: Span, settings: UnitSettings
    ) -> DischargeAssessment:
        return assess_discharge(patient, treatment, span, settings, self._library.drug)


def _port_mark(port: PortAssessment) -> PortMark:
    if port.usable:
        return PortMark.IN_PLACE
    return PortMark.MISSING if port.need in {PortNeed.REQUIRED, PortNeed.RECOMMENDED} else PortMark.NONE


def _strip(title: str, subtitle: str, load: Load, cargo: Cargo | None, landing: Landing | None) -> Strip:
    ghost = load.added(cargo.treatment, landing.span) if cargo is not None and landing is not None else ()
    top = max(load.limits, default=0)
    words = say("max {limit} {unit}", limit=top, unit=subtitle) if top else subtitle
    return Strip(title, words, load.start, load.minutes, load.bins, ghost)
