"""What the patient page knows of the port beside the port: asked for, planned, log, and what follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dayhospital.clinical.library import Library
from dayhospital.clinical.port_insertion import TreatmentOn, lead_findings
from dayhospital.clinical.port_use import FLUSH_REGIMEN, infuses, last_drug, removal_findings
from dayhospital.domain.board import BoardSession, DueDay
from dayhospital.domain.findings import Finding
from dayhospital.domain.hospital import Closure, UnitSettings
from dayhospital.domain.patient import Port
from dayhospital.domain.port import PortEvent, PortReferral
from dayhospital.domain.session import NOT_LIVE
from dayhospital.queries.ports import earlier_log, port_log, referral_of
from dayhospital.queries.unit import closures as read_closures
from dayhospital.scheduling.calendar import WorkingCalendar

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class PortStory:
    """The newest wish for a port, the log of the one in place, and the unit's closures to count working days by."""

    referral: PortReferral | None = None
    log: tuple[PortEvent, ...] = ()
    closures: tuple[Closure, ...] = ()
    earlier: tuple[PortEvent, ...] = ()
    """The log of the ports that were taken out."""

    @property
    def open_referral(self) -> PortReferral | None:
        return self.referral if self.referral is not None and self.referral.is_open else None


def read_port_story(connection: "Connection", patient_id: int) -> PortStory:
    """Read the story; the closures of a unit are a few dozen, and all are read."""
    return PortStory(
        referral_of(connection, patient_id),
        port_log(connection, patient_id),
        read_closures(connection, date.min, date.max),
        earlier_log(connection, patient_id),
    )


def treatments_on(sessions: Iterable[BoardSession], due: Iterable[DueDay]) -> tuple[TreatmentOn, ...]:
    """Return all treatments on their days: given, booked, and due without a session."""
    booked = [TreatmentOn(one.span.day, one.treatment) for one in sessions if one.status not in NOT_LIVE]
    return (*booked, *(TreatmentOn(one.planned, one.treatment) for one in due))


def waiting_findings(
    story: PortStory, treatments: Iterable[TreatmentOn], settings: UnitSettings, library: Library, today: date
) -> tuple[Finding, ...]:
    """Return whether a port that is not in yet will be ready for the first vesicant."""
    referral = story.open_referral
    planned = referral.planned_on if referral is not None else None
    calendar = WorkingCalendar(settings, story.closures)
    usable_after = settings.port_usable_after_days
    return lead_findings(today, treatments, planned, usable_after, calendar.is_open, library.drug)


def standing_findings(
    port: Port, sessions: Iterable[BoardSession], treatments: Iterable[TreatmentOn], today: date
) -> tuple[Finding, ...]:
    """Return whether to ask about the removal of a port that is in place."""
    planned = any(
        one.day >= today and infuses(one.treatment) and one.treatment.regimen_id != FLUSH_REGIMEN for one in treatments
    )
    return removal_findings(port, last_drug(port, sessions), planned, today)
