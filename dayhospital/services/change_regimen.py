"""Another regimen in place of the one that runs."""

from dataclasses import dataclass, replace
from typing import ClassVar

from dayhospital.domain.course import DayState, Ending
from dayhospital.domain.session import DONE, GIVEN, LEGAL, PLANNED, Status
from dayhospital.errors import InvalidValue
from dayhospital.services.command import Command
from dayhospital.services.courses import PlanCourse, StopCourse
from dayhospital.services.patients import patient_name
from dayhospital.services.plans import stored_days
from dayhospital.services.status import cancel, live_session
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ChangeRegimen(Command):
    """End a course with its coded reason and plan another in its place, both or neither. Returns the new course's id.

    What was given of the old course stays in its history. Somebody who has come for it already is sent home; while its
    treatment runs nothing is changed.
    """

    title: ClassVar[str] = "Change regimen"
    ending: Ending
    plan: PlanCourse
    reason: str = ""
    """Accepts the warnings about the new course."""

    @property
    def patient_id(self) -> int:
        return self.plan.patient_id

    def run(self, work: UnitOfWork) -> int:
        old = work.one(tables.courses, self.ending.course_id)
        name = patient_name(work, self.plan.patient_id)
        if old["patient_id"] != self.plan.patient_id:
            raise InvalidValue("The course to end is of another patient. Nothing was changed; begin again.")
        self._send_home(work, name)
        StopCourse(self.ending.course_id, self.ending.day, self.ending.reason, self.ending.note).run(work)
        made = replace(self.plan, reason=self.reason).run(work)
        new = work.one(tables.courses, made)
        work.say(f"Changed {old['regimen_short']} to {new['regimen_short']} for {name}")
        return made

    def _send_home(self, work: UnitOfWork, name: str) -> None:
        """Cancel what somebody waits for in the building: a course that stops takes back what is planned only."""
        for row, plan in stored_days(work, self.ending.course_id):
            held = live_session(work, row.id) if row.state is DayState.DUE else None
            if held is None or held.status in PLANNED:
                continue
            if held.status in GIVEN - DONE:
                raise InvalidValue(
                    f"{name} is being treated with {plan.label}. Nothing was changed; change the regimen after it."
                )
            if Status.CANCELLED in LEGAL[held.status]:
                cancel(work, held.id, self.ending.reason, self.ending.note)
