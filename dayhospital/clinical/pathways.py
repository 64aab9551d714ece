"""Where a patient stands on a pathway: what is done, what goes on, what comes next and when, and what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dayhospital.clinical.eligibility import Verdict, judge, judge_needs
from dayhospital.clinical.fit_case import Case, Criterion, Proposal
from dayhospital.clinical.pathway_treatments import Taken
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.pathway import Interval, Pathway, PathwayStep, StepKind
from dayhospital.domain.regimen import Regimen, Setting
from dayhospital.domain.surgery import RESIDUAL_ANALYTE, Pathology, Surgery

RegimenOf = Callable[[str], Regimen | None]


class Where(StrEnum):
    """How far a step is."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"
    LATER = "later"
    NOT_NEEDED = "not_needed"
    """The pathology says that nothing more is given."""


@dataclass(frozen=True, slots=True)
class StepStanding:
    """One step as it stands for a patient."""

    step: PathwayStep
    where: Where
    day: date | None = None
    """The day it began or is planned for."""
    ended: date | None = None
    """Its last day, for a course that goes on the last one planned."""
    earliest: date | None = None
    latest: date | None = None
    """When it should begin; None as long as the step before does not say."""
    given: str = ""
    """The regimen that was or is given, by its name."""
    regimens: tuple[str, ...] = ()
    """Ids of the regimens it may be by what is known."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A pathway as it stands for a patient."""

    pathway: Pathway
    steps: tuple[StepStanding, ...]
    pathology: Pathology = Pathology.AWAITED
    pathology_missing: bool = False
    """Whether surgery was done, a step goes by the pathology, and it is not known."""
    surgery_day_missing: bool = False

    @property
    def next(self) -> tuple[StepStanding, ...]:
        """The steps that can begin and are not planned yet, in order."""
        return tuple(one for one in self.steps if one.where is Where.NEXT and not one.given)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for one in self.steps for finding in one.findings)

    def step_for(self, regimen_id: str, setting: Setting) -> StepStanding | None:
        """Return the step that a regimen would be now, None if it is not next."""
        fitting = (one for one in self.next if one.step.setting is setting and regimen_id in one.regimens)
        return next(fitting, None)


def suits(pathway: Pathway, case: Case, regimen: RegimenOf) -> tuple[Verdict, tuple[Criterion, ...]]:
    """Return whether a pathway is for a patient, by its own needs: the tumour, mostly."""
    return judge_needs(pathway.needs, case, _proposal(pathway.steps, regimen))


def open_pathways(pathways: Mapping[str, Pathway], case: Case, regimen: RegimenOf) -> tuple[Pathway, ...]:
    """Return the pathways that nothing speaks against, those first of which everything is known."""
    found = [(suits(pathway, case, regimen)[0], pathway) for pathway in pathways.values()]
    order = (Verdict.FITS, Verdict.FITS_IF)
    return tuple(pathway for wanted in order for verdict, pathway in found if verdict is wanted)


def standing(pathway: Pathway, case: Case, taken: Sequence[Taken], regimen: RegimenOf) -> Standing:
    """Return where a patient stands on a pathway on the day of the case.

    Args:
        taken: What was and is given, in the order of the start (:func:`pathway_treatments.taken_of`).
        regimen: Gives a regimen of the library, None when it is not there any more.
    """
    walk = _Walk(case, tuple(taken), regimen)
    for step in pathway.steps:
        applies = Verdict.FITS
        if step.needs:
            applies = judge_needs(step.needs, case, _proposal((step,), regimen))[0]
        if applies in {Verdict.FITS, Verdict.FITS_IF}:
            found = walk.surgery(step) if step.kind is StepKind.SURGERY else walk.treatment(step)
            # Nobody is late with what may not be for her at all.
            walk.steps.append(found if applies is Verdict.FITS else replace(found, findings=()))
    return Standing(
        pathway, tuple(walk.steps), walk.pathology, walk.pathology_missing, walk.operated_on is None and walk.due
    )


def proposals(found: Standing, case: Case, regimen: RegimenOf, on: date | None = None) -> tuple[Regimen, ...]:
    """Return the regimens that can begin now and fit the patient, or may, in the order of the pathway.

    What runs beside another step comes after it; regimens that are switched off are left out.
    """
    fitting = []
    for one in sorted(found.next, key=lambda one: one.step.beside):
        for name in one.regimens:
            known = regimen(name)
            if known is None or not known.enabled or one.step.setting is None:
                continue
            if judge(known, one.step.setting, case, on).verdict in {Verdict.FITS, Verdict.FITS_IF}:
                fitting.append(known)
    return tuple(dict.fromkeys(fitting))


def start_findings(found: Standing, regimen_id: str, setting: Setting, start: date) -> tuple[Finding, ...]:
    """Return what the pathway says of a regimen that is to begin on a day: too early, too late, another step first."""
    step = found.step_for(regimen_id, setting)
    return () if step is None else _timing(step, start)


def has_spread(case: Case) -> bool:
    """Return whether the tumour is treated as metastatic, where the pathways of early disease end."""
    stage = "" if case.tumour is None else case.tumour.stage
    return (
        bool(case.metastases)
        or stage.startswith("IV")
        or any(line.setting is Setting.METASTATIC for line in case.lines)
    )


class _Walk:
    """Goes through the steps once and keeps what one tells the next."""

    def __init__(self, case: Case, taken: tuple[Taken, ...], regimen: RegimenOf) -> None:
        self.case, self.taken, self.regimen = case, taken, regimen
        self.steps: list[StepStanding] = []
        self.operated_on: date | None = None
        self.due = False
        """Whether a surgery has its turn and no day."""
        self.pathology = Pathology.AWAITED
        self.pathology_missing = False
        self._used: list[Taken] = []

    def surgery(self, step: PathwayStep) -> StepStanding:
        before = self._before(step)
        begun = before.day if before else None
        own = self._own_surgeries(begun)
        result = self._pathology_since(begun)
        day = max((one.day for one in own), default=result[0] if result else None)
        earliest, latest = _between(step.after, before.ended if before else None)
        found = StepStanding(step, self._turn(step), day, day, earliest, latest)
        if day is None:
            self.due = found.where is Where.NEXT
            return replace(found, findings=_surgery_missing(found, self.case.today, self.due))
        if day > self.case.today:
            return replace(found, where=Where.NEXT, findings=_timing(found, day))
        self.operated_on = day
        self.pathology = result[1] if result else Pathology.AWAITED
        return replace(found, where=Where.DONE, findings=_timing(found, day))

    def treatment(self, step: PathwayStep) -> StepStanding:
        before = self._before(step)
        response = self.pathology if self.pathology is not Pathology.AWAITED else None
        regimens = step.regimens(response)
        goes_on = self._goes_on()
        continues = any(option.same_course for option in step.fitting(response))
        given = goes_on if continues and goes_on is not None else self._given(step)
        earliest, latest = _between(step.after, before.ended if before else None)
        found = StepStanding(step, self._turn(step), earliest=earliest, latest=latest, regimens=regimens)
        if given is not None:
            self._used.append(given)
            day = given.started
            where = Where.DONE if given.over else Where.NOW if day <= self.case.today else found.where
            found = replace(found, where=where, day=day, ended=given.last, given=given.name)
            return replace(found, findings=_timing(found, day))
        if response is not None and not regimens:
            return replace(found, where=Where.NOT_NEEDED)
        if found.where is not Where.NEXT:
            return found
        if step.continues and not continues and goes_on is not None and not goes_on.over:
            facts = {"regimen": goes_on.name, "day": goes_on.started}
            stop = Finding(Severity.WARNING, "pathway-course-to-stop", "library", facts)
            return replace(found, findings=(stop, *_overdue(found, self.case.today)))
        if step.by_response and response is None:
            self.pathology_missing = True
            facts = {"day": self.operated_on or self.case.today}
            missing = Finding(Severity.WARNING, "pathway-pathology-missing", "library", facts)
            return replace(found, findings=(missing, *_overdue(found, self.case.today)))
        return replace(found, findings=_overdue(found, self.case.today))

    def _before(self, step: PathwayStep) -> StepStanding | None:
        """Return the step that one leans on: the one before it, for one that runs beside that the one before both."""
        steps = [one for one in self.steps if one.where is not Where.NOT_NEEDED]
        if not step.beside:
            leading = [one for one in steps if not one.step.beside]
            return leading[-1] if leading else None
        waited_for = [one for one in steps if one.step.kind is StepKind.SURGERY]
        return waited_for[-1] if waited_for else None

    def _turn(self, step: PathwayStep) -> Where:
        before = self._before(step)
        return Where.NEXT if before is None or before.where is Where.DONE else Where.LATER

    def _own_surgeries(self, begun: date | None) -> list[Surgery]:
        """Return the surgeries of the tumour after the treatment before them began."""
        own_id = None if self.case.tumour is None else self.case.tumour.id
        return [
            one for one in self.case.surgeries if one.tumour_id in {None, own_id} and (begun is None or one.day > begun)
        ]

    def _pathology_since(self, begun: date | None) -> tuple[date, Pathology] | None:
        """Return the pathology of the specimen taken after the treatment before surgery began."""
        found = self.case.latest(RESIDUAL_ANALYTE)
        if found is None or (begun is not None and found.at.date() <= begun):
            return None
        return found.at.date(), Pathology(found.answer)

    def _goes_on(self) -> Taken | None:
        """Return what of the course before surgery is given or planned after it."""
        return next((after for one in self._used if (after := one.after(self.operated_on)) is not None), None)

    def _given(self, step: PathwayStep) -> Taken | None:
        """Return what was given of a step; a surgery that nobody entered does not hide what followed it."""
        since = max((one.day for one in self.steps if one.day is not None and not one.step.beside), default=None)
        fitting = [
            one
            for one in self.taken
            if one not in self._used
            and one.setting is step.setting
            and one.regimen_id in step.regimens()
            and (since is None or one.started >= since)
        ]
        return fitting[-1] if fitting else None


def _proposal(steps: Sequence[PathwayStep], regimen: RegimenOf) -> Proposal:
    """Return the first regimen of the steps that the library has, which its needs are judged with."""
    for step in steps:
        for name in step.regimens():
            known = regimen(name)
            if known is not None and step.setting is not None:
                return Proposal(known, step.setting)
    raise AssertionError("the schema knows every regimen of a pathway")


def _between(after: Interval | None, since: date | None) -> tuple[date | None, date | None]:
    if after is None or since is None:
        return None, None
    return since + timedelta(after.earliest), since + timedelta(after.latest)


def _surgery_missing(found: StepStanding, today: date, due: bool) -> tuple[Finding, ...]:
    if not due:
        return ()
    if found.earliest is None or found.latest is None:
        return (Finding(Severity.WARNING, "pathway-surgery-missing", "library"),)
    facts = {"earliest": found.earliest, "latest": found.latest}
    late = today > found.latest
    code = "pathway-surgery-overdue" if late else "pathway-surgery-due"
    return (Finding(Severity.WARNING if late else Severity.NOTE, code, "library", facts),)


def _overdue(found: StepStanding, today: date) -> tuple[Finding, ...]:
    if found.earliest is None or found.latest is None:
        return ()
    facts = {"step": found.step.name, "earliest": found.earliest, "latest": found.latest}
    late = today > found.latest
    code = "pathway-step-overdue" if late else "pathway-step-due"
    return (Finding(Severity.WARNING if late else Severity.NOTE, code, "library", facts),)


def _timing(found: StepStanding, day: date) -> tuple[Finding, ...]:
    if found.earliest is None or found.latest is None or found.earliest <= day <= found.latest:
        return ()
    code = "pathway-step-early" if day < found.earliest else "pathway-step-late"
    facts = {"step": found.step.name, "day": day, "earliest": found.earliest, "latest": found.latest}
    return (Finding(Severity.WARNING, code, "library", facts),)
