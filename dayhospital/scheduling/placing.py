"""Where a treatment day goes when its ideal date is closed or too close to the dose before."""

from dataclasses import replace
from datetime import date, timedelta

from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.regimen import PhaseOrder, Regimen, Route
from dayhospital.scheduling.calendar import WorkingCalendar, place_in_window
from dayhospital.scheduling.course_doses import Draft, DrugLookup, Mark

SPACED_GROUPS = frozenset({"chemotherapy", "targeted", "immunotherapy"})
"""Drugs of these groups, unless tablets, are watched for doses that come too close."""


class Placer:
    """Places the days of one course in order of their ideal dates and remembers what it placed.

    A day goes to its ideal date or the nearest open day of its window, the later of two equally near, and never
    closer than ``min_gap_days`` to the day before of its phase (weekly 6, dose-dense 14: clinical reference 4.2).
    The first day of a course goes back before its start only when the window has nothing later.
    A day that finds no place is a ``no-open-day-in-window`` on the first possible day after it: omit it or shift the
    course, that is for a person, and until then the days after it stay on their clock. An infusion or injection against
    the tumour that comes closer to the one before than its window allows (the ideal distance less the days it may be
    early) carries the warning ``too-close``.
    """

    def __init__(self, regimen: Regimen, calendar: WorkingCalendar, drug_lookup: DrugLookup) -> None:
        self._regimen = regimen
        self._calendar = calendar
        self._spaced = [
            any(drug.route is not Route.PO and drug_lookup(drug.drug).group in SPACED_GROUPS for drug in phase.drugs)
            for phase in regimen.phases
        ]
        self._fitting: dict[int, date] = {}
        """The last day of each phase that found its place."""
        self._last: dict[int, tuple[date, date]] = {}
        """Ideal and planned date of the last day of each phase, wherever it went."""

    def find(self, draft: Draft) -> date | None:
        """Return the day for a draft, None when its window has none."""
        floors = [
            before + timedelta(max(1, self._regimen.phases[mark.phase].min_gap_days))
            for mark in draft.marks
            if (before := self._fitting.get(mark.phase))
        ]
        if not floors and not self._last:
            later = place_in_window(draft.window, self._calendar, draft.window.ideal)
            if later is not None:
                return later
        return place_in_window(draft.window, self._calendar, max(floors, default=None))

    def place(self, draft: Draft) -> Draft:
        """Return the draft with its day and with what there is to say about it."""
        window = draft.window
        found = self.find(draft)
        planned = found or self._after(draft)
        facts: dict[str, object] = {
            "ideal": window.ideal,
            "planned": planned,
            "why": self._calendar.why_closed(window.ideal),
        }
        findings: tuple[Finding, ...] = ()
        if found is None:
            facts |= {"earliest": window.earliest, "latest": window.latest}
            findings = (Finding(Severity.WARNING, "no-open-day-in-window", facts=facts),)
        elif planned != window.ideal:
            findings = (Finding(Severity.NOTE, "day-moved", facts=facts),)
        return self.keep(replace(draft, planned=planned, findings=findings), check=True)

    def keep(self, draft: Draft, *, check: bool) -> Draft:
        """Take a draft on the day it has; with ``check``, say when that is too close to the dose before."""
        floor = max((least for mark in draft.marks if (least := self._least(mark, draft.window.ideal))), default=None)
        if check and floor is not None and draft.planned < floor:
            facts = {"planned": draft.planned, "not_before": floor}
            draft = replace(draft, findings=(*draft.findings, Finding(Severity.WARNING, "too-close", facts=facts)))
        for mark in draft.marks:
            self._last[mark.phase] = draft.window.ideal, draft.planned
            if draft.planned in draft.window:
                self._fitting[mark.phase] = draft.planned
        return draft

    def _after(self, draft: Draft) -> date:
        """Return the first possible day after a window that has none."""
        floors = [self._least(mark, draft.window.ideal) for mark in draft.marks]
        return self._calendar.first_open(max([draft.window.latest + timedelta(1), *filter(None, floors)]))

    def _least(self, mark: Mark, ideal: date) -> date | None:
        """Return the first day far enough from the dose before, None for a first dose."""
        phase = self._regimen.phases[mark.phase]
        last = self._last.get(mark.phase)
        least = max(1, phase.min_gap_days)
        if last is None and mark.phase > 0 and phase.order is PhaseOrder.SEQUENCE:
            last, least = self._last.get(mark.phase - 1), 1
        if last is None:
            return None
        if self._spaced[mark.phase]:
            least = max(least, (ideal - last[0]).days - phase.tolerance_on(mark.day).early)
        return last[1] + timedelta(least)
