"""How long a treatment day takes, in the chair and in the building (clinical reference 2.6 and 7.1)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dayhospital.domain.course import ChairTime, Segment, SegmentKind
from dayhospital.domain.drug import Drug, Stability
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import ObservationMode, RegimenDrug, Route

SETUP_MINUTES = 20
"""Identity, vital signs, cannula or port needle, bag check (reference 2.6)."""
INJECTION_SETUP_MINUTES = 10
DISCHARGE_MINUTES = 10
INJECTION_DISCHARGE_MINUTES = 5
ROUND_UP_TO = 15

ARRIVAL_MINUTES = 15
"""Arrival, identity, weight and vital signs: 10 to 15 (reference 7.1)."""
CHECK_MINUTES = 10
"""The short check on the day when results and go were ready the day before: 5 to 10 (reference 7.1)."""
WAIT_PREPARED_MINUTES = 15
"""Waiting for what was prepared before or is ready to use (stability B, C, R): 0 to 15 (reference 7.1)."""
WAIT_FRESH_MINUTES = 45
"""Waiting for what is prepared after the go (stability A): 45 to 60 (reference 7.1)."""

NO_CHAIR = ChairTime(0, 0, ())
"""Tablets only: a date, not a chair."""

Lookup = Callable[[str], Drug]
"""From the id of a drug to the drug, for example ``library.drug``."""


def chair_time(
    doses: Sequence[tuple[RegimenDrug, int]],
    lookup: Lookup,
    policy: ObservationPolicy,
    visit_minutes: int = 0,
) -> ChairTime:
    """Return the chair and stay minutes of a day and its segments.

    Args:
        doses: What is given, each with its exposure number (1 = the first time ever). Tablets take no time;
            parallel phases on one date go in together.
        lookup: Gives the drug of an id.
        policy: Which observation times the unit follows.
        visit_minutes: Length of a day without drugs (blood draw, consultation), from :attr:`Phase.visit_minutes`.

    The rule: setup, one block of premedication before the first drug that is not an antibody (inside the observation
    of an antibody before it where that blocks the next drug anyway), the drugs in sequence with a flush after each
    infusion, observation by its mode, discharge; booked in steps of 15 minutes.
    """
    given = sorted((dose for dose in doses if dose[0].route is not Route.PO), key=lambda dose: dose[0].sequence)
    if not given:
        return _visit(visit_minutes)
    steps = [_step(dose, exposure, lookup(dose.drug), policy) for dose, exposure in given]
    injections = all(step.injection for step in steps)
    line = _Line()
    line.add(SegmentKind.SETUP, INJECTION_SETUP_MINUTES if injections else SETUP_MINUTES)
    _give(line, steps, max(dose.premedication.at(exposure) for dose, exposure in given))
    line.wait_until(line.free_from, line.last_watched)
    line.add(SegmentKind.DISCHARGE, INJECTION_DISCHARGE_MINUTES if injections else DISCHARGE_MINUTES)
    chair = _round_up(line.now)
    return ChairTime(chair, chair + before_chair(given, lookup), tuple(line.segments))


def before_chair(given: Sequence[tuple[RegimenDrug, int]], lookup: Lookup) -> int:
    """Return the minutes between entering the building and the chair, when results and go were ready the day before.

    Only short-lived drugs (stability A) are waited for longer, because they are prepared after the go of the day.
    """
    fresh = any(lookup(dose.drug).stability is Stability.SHORT for dose, _ in given)
    return ARRIVAL_MINUTES + CHECK_MINUTES + (WAIT_FRESH_MINUTES if fresh else WAIT_PREPARED_MINUTES)


def _visit(minutes: int) -> ChairTime:
    if minutes <= 0:
        return NO_CHAIR
    chair = _round_up(minutes)
    return ChairTime(chair, chair + ARRIVAL_MINUTES, (Segment(SegmentKind.PROCEDURE, 0, minutes),))


@dataclass(frozen=True, slots=True)
class _Step:
    """One dose with the minutes of its exposure."""

    drug: str
    infusion: int
    flush: int
    observation: int
    """Minutes; from the start of the infusion for FROM_START, else after it."""
    mode: ObservationMode
    antibody: bool
    injection: bool

    @property
    def blocking(self) -> int:
        """Minutes after the flush in which no other drug may start."""
        return self.observation if self.mode is ObservationMode.BEFORE_NEXT else 0

    def watched_until(self, start: int) -> int:
        """Return the minute before which the patient may not leave, for an infusion that started at ``start``."""
        if self.mode is ObservationMode.FROM_START:
            return start + self.observation
        if self.mode is ObservationMode.AFTER_END:
            return start + self.infusion + self.observation
        return start + self.infusion + self.flush + self.observation


class _Line:
    """The segments of a day as they are laid one after the other."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self.now = 0
        self.free_from = 0
        """Minute from which the patient may leave as far as observation goes."""
        self.last_watched = ""

    def add(self, kind: SegmentKind, minutes: int, drug: str = "") -> None:
        if minutes > 0:
            self.segments.append(Segment(kind, self.now, minutes, drug))
            self.now += minutes

    def wait_until(self, minute: int, drug: str) -> None:
        self.add(SegmentKind.OBSERVATION, minute - self.now, drug)

    def watch(self, step: _Step, start: int) -> None:
        until = step.watched_until(start)
        if until > self.free_from:
            self.free_from, self.last_watched = until, step.drug


def _step(dose: RegimenDrug, exposure: int, drug: Drug, policy: ObservationPolicy) -> _Step:
    injection = dose.route in {Route.SC, Route.IM}
    observation, mode = dose.observation, dose.observation_mode
    if policy is ObservationPolicy.PRAGMATIC and dose.pragmatic_observation is not None:
        observation, mode = dose.pragmatic_observation, ObservationMode.BEFORE_NEXT
    return _Step(
        drug=dose.drug,
        infusion=dose.infusion.at(exposure),
        flush=0 if injection else drug.flush_minutes,
        observation=observation.at(exposure),
        mode=mode,
        antibody=drug.antibody,
        injection=injection,
    )


def _give(line: _Line, steps: Sequence[_Step], premedication: int) -> None:
    target = next((index for index, step in enumerate(steps) if not step.antibody), 0)
    host = _host(steps[:target], premedication)
    for index, step in enumerate(steps):
        if host is None and index == target:
            line.add(SegmentKind.PREMEDICATION, premedication)
        start = line.now
        line.add(SegmentKind.DRUG, step.infusion, step.drug)
        line.add(SegmentKind.FLUSH, step.flush)
        line.watch(step, start)
        blocked_until = line.now + step.blocking
        if index == host:
            line.add(SegmentKind.PREMEDICATION, premedication)
        if index < len(steps) - 1:
            line.wait_until(blocked_until, step.drug)


def _host(antibodies: Sequence[_Step], premedication: int) -> int | None:
    """Return which antibody's observation takes the premedication: the last that is long enough, else the longest."""
    hosts = [(min(step.blocking, premedication), index) for index, step in enumerate(antibodies) if step.blocking]
    return max(hosts)[1] if hosts and premedication else None


def _round_up(minutes: int) -> int:
    return -(-minutes // ROUND_UP_TO) * ROUND_UP_TO
