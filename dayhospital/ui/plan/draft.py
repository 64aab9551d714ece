"""What has been decided so far of a plan; each step hands on a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from dayhospital.clinical.cumulative import lifetime_doses, planned_portions
from dayhospital.clinical.fit_case import Case
from dayhospital.clinical.library import Library
from dayhospital.domain.board import DueDay, PatientFacts, Treatment
from dayhospital.domain.course import Course, Ending, PlannedDay
from dayhospital.domain.hospital import Closure, UnitSettings
from dayhospital.domain.lifetime_dose import HeartRisk, LifetimeDose, Portion
from dayhospital.domain.pathway import FollowedPathway, Pathway
from dayhospital.domain.patient import Patient
from dayhospital.domain.regimen import Regimen, Setting
from dayhospital.domain.tumour import Tumour
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.course_dates import plan_course, replan
from dayhospital.scheduling.offers import Offer


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """The patient, what the unit allows, and the choices of the steps so far."""

    patient: Patient
    facts: PatientFacts
    tumours: tuple[Tumour, ...]
    settings: UnitSettings
    closures: tuple[Closure, ...]
    case: Case
    """What regimens are judged by."""
    use: Mapping[tuple[str, Setting], int]
    """How often each regimen was begun here, by setting."""
    start: date
    setting: Setting | None = None
    regimen: Regimen | None = None
    line: int = 1
    consultant: str = ""
    cycles: int | None = None
    days: tuple[PlannedDay, ...] = ()
    choices: tuple[Offer | None, ...] = ()
    """One for each day; None where no chair is needed or none was chosen."""
    portions: tuple[Portion, ...] = ()
    """Doses the patient has had or is to have that add up over a life, without this plan."""
    heart_risks: tuple[HeartRisk, ...] = ()
    """What lowers the lifetime limits."""
    pathways: Mapping[str, Pathway] = field(default_factory=dict)
    """The pathways of the library, by id."""
    followed: tuple[FollowedPathway, ...] = ()
    courses: tuple[Course, ...] = ()
    pathway: Pathway | None = None
    """The pathway that this plan begins, None where it begins none or belongs to the one that is followed."""
    ending: Ending | None = None
    """The course this one takes the place of; it is stopped when this one is saved, not before."""
    ending_short: str = ""
    """The short name of its regimen."""

    @property
    def key(self) -> tuple[int, int]:
        """What a draft is kept by: the patient, and the course that ends or 0."""
        return self.patient.label.id, self.ending.course_id if self.ending else 0

    @property
    def calendar(self) -> WorkingCalendar:
        return WorkingCalendar(self.settings, self.closures)

    def due_days(self) -> tuple[DueDay, ...]:
        """Return the days that need a chair as due days; ``treatment_day_id`` is the index among :attr:`days`."""
        assert self.regimen is not None and self.setting is not None, "days follow from a regimen"
        chair_days = sum(day.needs_chair for day in self.days)
        return tuple(
            DueDay(
                self.facts, treatment_of(self.regimen, self.setting, day, index, chair_days), day.window, day.planned, 1
            )
            for index, day in enumerate(self.days)
            if day.needs_chair
        )

    def candidate_days(self, due: DueDay) -> tuple[date, ...]:
        """Return the open days inside a window, and the planned day whatever it is."""
        length = (due.window.latest - due.window.earliest).days + 1
        inside = [due.window.earliest + timedelta(days=offset) for offset in range(length)]
        return tuple(sorted({due.planned, *(day for day in inside if self.calendar.is_open(day))}))

    @property
    def open_ended(self) -> bool:
        """Whether the regimen goes on until somebody stops it in this setting."""
        if self.regimen is None or self.setting is None:
            return False
        return any(phase.cycles_in(self.setting) is None for phase in self.regimen.phases)

    def lifetime(self, library: Library) -> tuple[LifetimeDose, ...]:
        """Return what the lifetime doses come to with this plan; none where it adds nothing to them."""
        added = planned_portions(self.days, library.drug)
        return lifetime_doses((*self.portions, *added), library.drug, self.heart_risks) if added else ()

    def work_out(self, library: Library) -> tuple[PlannedDay, ...]:
        """Return every treatment day of the regimen chosen."""
        assert self.regimen is not None and self.setting is not None, "days follow from a regimen"
        return plan_course(
            self.regimen,
            self.setting,
            self.start,
            self.calendar,
            policy=self.settings.observation_policy,
            drug_lookup=library.drug,
            cycles=self.cycles,
        )

    def moved(self, index: int, to: date, library: Library, following: bool) -> tuple[PlannedDay, ...]:
        """Return the days with one of them on another date, and those after it shifted if asked."""
        assert self.regimen is not None, "days follow from a regimen"
        return replan(
            self.days,
            index,
            to,
            self.regimen,
            self.calendar,
            policy=self.settings.observation_policy,
            drug_lookup=library.drug,
            shift_following=following,
        )


def treatment_of(regimen: Regimen, setting: Setting, day: PlannedDay, index: int, chair_days: int) -> Treatment:
    """Return a planned day as the treatment a session would be for."""
    return Treatment(
        None,
        index,
        regimen.id,
        regimen.name,
        regimen.short,
        regimen.colour,
        setting,
        day.label,
        day.cycle,
        day.day,
        day.window,
        day.chair_kinds,
        day.doses,
        day.time.segments,
        day.time.chair_minutes,
        day.time.stay_minutes,
        day.acuity,
        chair_days,
        regimen.version,
    )
