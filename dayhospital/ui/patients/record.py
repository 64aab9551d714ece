"""What the page of a patient shows, read in one go."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from dayhospital.clinical.cumulative import heart_risks, lifetime_doses, portions
from dayhospital.clinical.discharge import DischargeAssessment, assess_discharge
from dayhospital.clinical.dose_facts import dose_facts, next_treatment_day
from dayhospital.clinical.fit_case import Case
from dayhospital.clinical.library import Library
from dayhospital.clinical.markers import regimens_asking
from dayhospital.clinical.pathways import has_spread, open_pathways
from dayhospital.clinical.port import PortAssessment, assess_port, assess_port_for_regimen, strongest
from dayhospital.clinical.port_use import PortUse, port_use
from dayhospital.clinical.treatment_lines import Endocrine, endocrine_resistance
from dayhospital.domain.board import BoardSession, DueDay, PatientFacts
from dayhospital.domain.chosen_dose import DayDoses, SignedDose, by_day
from dayhospital.domain.course import Course, CourseState, TreatmentDay
from dayhospital.domain.findings import Finding
from dayhospital.domain.hospital import Chair, UnitSettings
from dayhospital.domain.lifetime_dose import ChestRadiotherapy, EarlierDose, LifetimeDose
from dayhospital.domain.line import Line
from dayhospital.domain.metastasis import Metastasis
from dayhospital.domain.pathway import FollowedPathway
from dayhospital.domain.patient import Patient
from dayhospital.domain.requested_test import RequestedTest
from dayhospital.domain.result import Results
from dayhospital.domain.session import DONE, NOT_LIVE
from dayhospital.domain.surgery import Surgery
from dayhospital.domain.tumour import Tumour
from dayhospital.domain.worked_dose import DoseFacts
from dayhospital.queries.board import due_of_patient
from dayhospital.queries.chosen_doses import signed_of_patient
from dayhospital.queries.courses import courses as read_courses
from dayhospital.queries.earlier_doses import chest_radiotherapy_of, earlier_doses_of
from dayhospital.queries.eligibility import all_lines, case_from
from dayhospital.queries.lines import lines_of
from dayhospital.queries.metastases import metastases_of
from dayhospital.queries.pathways import followed as follows
from dayhospital.queries.pathways import followed_of
from dayhospital.queries.patients import HistoryRow, history, patient, patient_facts, patient_sessions
from dayhospital.queries.patients import tumours as read_tumours
from dayhospital.queries.requested_tests import requests_of
from dayhospital.queries.results import results_of
from dayhospital.queries.surgeries import surgeries_of
from dayhospital.queries.toxicities import Graded, graded
from dayhospital.queries.unit import chairs as read_chairs
from dayhospital.queries.unit import settings as read_settings
from dayhospital.ui.pathways.words import PathwayShown
from dayhospital.ui.patients.port_story import (
    PortStory,
    read_port_story,
    standing_findings,
    treatments_on,
    waiting_findings,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class NextDoses:
    """The next treatment day with doses, and what is known of the patient for them."""

    course: Course
    day: TreatmentDay
    doses: DayDoses

    @property
    def facts(self) -> DoseFacts:
        return self.doses.facts


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the page shows of one patient."""

    patient: Patient
    facts: PatientFacts
    tumours: tuple[Tumour, ...]
    courses: tuple[Course, ...]
    sessions: tuple[BoardSession, ...]
    due: tuple[DueDay, ...]
    history: tuple[HistoryRow, ...]
    settings: UnitSettings
    chairs: tuple[Chair, ...]
    results: Results
    recorded_lines: tuple[Line, ...] = ()
    requests: tuple[RequestedTest, ...] = ()
    earlier: tuple[EarlierDose, ...] = ()
    port_story: PortStory = field(default_factory=PortStory)
    metastases: tuple[Metastasis, ...] = ()
    radiotherapy: tuple[ChestRadiotherapy, ...] = ()
    signed: tuple[SignedDose, ...] = ()
    """What is chosen with decisions, in all courses."""
    surgeries: tuple[Surgery, ...] = ()
    followed: tuple[FollowedPathway, ...] = ()
    toxicities: tuple[Graded, ...] = ()

    def lines(self, library: Library) -> tuple[Line, ...]:
        """Return every line of treatment: those recorded, and those of the courses."""
        return all_lines(self.recorded_lines, self.courses, library)

    def endocrine(self, library: Library, today: date) -> Endocrine:
        """Return endocrine resistance as far as the lines say."""
        lines = self.lines(library)
        return endocrine_resistance(lines, library.drug, today, relapsed=False)

    def case(self, library: Library, today: date, tumour: Tumour | None = None) -> Case:
        """Return what regimens and pathways are judged by, with a tumour of the patient or the first one."""
        return case_from(
            self.patient,
            self.tumours,
            self.results,
            self.recorded_lines,
            self.courses,
            self.surgeries,
            self.metastases,
            library,
            today,
            tumour.id if tumour else None,
        )

    def pathways(self, library: Library, today: date) -> tuple[PathwayShown, ...]:
        """Return the pathway each tumour follows, or those open to it; nothing for a tumour that has spread."""
        found = []
        for tumour in self.tumours:
            case = self.case(library, today, tumour)
            if row := follows(self.followed, case, self.courses, library):
                found.append(PathwayShown(case, row, ()))
            elif not has_spread(case):
                ways = open_pathways(library.pathways, case, library.find)
                found.append(PathwayShown(case, None, ways))
        return tuple(found)

    @property
    def active(self) -> Course | None:
        """The newest course that goes on."""
        return next((course for course in self.courses if course.state is CourseState.ACTIVE), None)

    def next_session(self, now: datetime) -> BoardSession | None:
        """Return the session under way or next to come."""
        coming = [one for one in self.sessions if one.status not in NOT_LIVE | DONE and one.span.end > now]
        return min(coming, key=lambda one: one.span, default=None)

    def port(self, library: Library, now: datetime) -> PortAssessment | None:
        """Return what the port rule says of the next session and of every course that goes on: the most it asks for.

        The next session alone would not do: an injection comes between two infusions.
        """
        found = []
        session = self.next_session(now)
        if session is not None:
            given = session.treatment
            known = given.regimen_id in library
            regimen = library.of_course(given.regimen_id, given.regimen_version) if known else None
            found.append(assess_port(session.patient, session.treatment, session.span.day, library.drug, regimen))
        for course in self.courses:
            if course.state is CourseState.ACTIVE and course.regimen_id in library:
                regimen = library.of_course(course.regimen_id, course.regimen_version)
                day = max(course.start, now.date())
                found.append(assess_port_for_regimen(regimen, course.setting, self.facts, day, library.drug))
        return strongest(found)

    def port_use(self) -> PortUse | None:
        """Return when the port was last used and is to be flushed, None without a port."""
        port = self.patient.port
        return None if port is None else port_use(port, self.sessions, self.settings.flush_interval_days)

    def lifetime(self, library: Library) -> tuple[LifetimeDose, ...]:
        """Return what the patient's doses add up to over a life."""
        risks = heart_risks(self.patient.home.high_risk, self.radiotherapy)
        return lifetime_doses(
            portions(self.courses, self.earlier, library.drug, by_day(self.signed)), library.drug, risks
        )

    def next_doses(self) -> NextDoses | None:
        """Return the next treatment day with doses and what is known for them, None if nothing is due."""
        found = next_treatment_day(self.courses)
        if found is None:
            return None
        course, day = found
        plan = day.plan
        facts = dose_facts(self.patient, self.results, course, plan.planned)
        own = {one.id for one in course.days}
        earlier = (one for one in self.signed if one.treatment_day_id in own and one.planned < plan.planned)
        before = {one.dose.drug: one for one in earlier}
        signed = tuple(one for one in self.signed if one.treatment_day_id == day.id)
        return NextDoses(course, day, DayDoses(plan.doses, facts, self.settings, tuple(before.values()), signed))

    def port_findings(self, library: Library, now: datetime) -> tuple[Finding, ...]:
        """Return what follows for the port: ready in time while there is none, still needed when there is."""
        treatments, today, port = treatments_on(self.sessions, self.due), now.date(), self.patient.port
        if port is not None:
            return standing_findings(port, self.sessions, treatments, today)
        need = self.port(library, now)
        if self.port_story.open_referral is None and (need is None or not need.missing):
            return ()
        return waiting_findings(self.port_story, treatments, self.settings, library, today)

    def leaving(self, library: Library, now: datetime) -> DischargeAssessment | None:
        """Return whether the patient goes home after the next session, None without one."""
        session = self.next_session(now)
        if session is None:
            return None
        return assess_discharge(session.patient, session.treatment, session.span, self.settings, library.drug)


def read_page(connection: "Connection", patient_id: int, library: Library) -> Record:
    """Read everything the page shows, and the regimens that look for a variant or stand in a pathway: their files are
    read here, off the window's thread, and remembered by the library."""
    record = read_record(connection, patient_id)
    for result in record.results.all():
        regimens_asking(result, library)
    for name in {name for pathway in library.pathways.values() for step in pathway.steps for name in step.regimens()}:
        library.find(name)
    return record


def read_record(connection: "Connection", patient_id: int) -> Record:
    """Read everything the page shows."""
    return Record(
        patient(connection, patient_id),
        patient_facts(connection, patient_id),
        read_tumours(connection, patient_id),
        read_courses(connection, patient_id),
        patient_sessions(connection, patient_id),
        due_of_patient(connection, patient_id, 80),
        history(connection, patient_id),
        read_settings(connection),
        read_chairs(connection),
        results_of(connection, patient_id),
        lines_of(connection, patient_id),
        requests_of(connection, patient_id),
        earlier_doses_of(connection, patient_id),
        read_port_story(connection, patient_id),
        metastases_of(connection, patient_id),
        chest_radiotherapy_of(connection, patient_id),
        signed_of_patient(connection, patient_id),
        surgeries_of(connection, patient_id),
        followed_of(connection, patient_id),
        graded(connection, patient_id),
    )
