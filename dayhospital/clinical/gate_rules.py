"""Which rules hold on a treatment day: those of its phases, put together so that the strictest counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from dayhospital.clinical.gate_schema import HOURS, step_beyond
from dayhospital.domain.course import PlannedDay
from dayhospital.domain.gate import Asked, Band, Catalogue, Heart, Hold, Limit, Moved, Rule, Together, When
from dayhospital.domain.regimen import Phase, Regimen, Setting

Item = TypeVar("Item")
Number = TypeVar("Number", int, float)

DPYD_RULE = "dpyd"
"""The rule of regimens that ask for a DPYD test."""


@dataclass(frozen=True, slots=True)
class DayGate:
    """Everything looked at before one treatment day."""

    rules: tuple[str, ...] = ()
    decision: bool = False
    limits: tuple[Limit, ...] = ()
    together: tuple[Together, ...] = ()
    moved: tuple[Moved, ...] = ()
    asked: tuple[Asked, ...] = ()
    holds: tuple[Hold, ...] = ()
    hearts: tuple[Heart, ...] = ()
    ecog_most: int | None = None
    weight_percent: float | None = None


def day_gate(regimen: Regimen, setting: Setting, day: PlannedDay, rules: Catalogue) -> DayGate:
    """Return the gate of a treatment day.

    Every phase that gives something on the day brings its rules and its own lowest counts. Nothing is dropped: each
    line is judged and the worst colour of a value counts, which is the strictest rule. Tests before a first dose are
    asked for by the first phase that names them.
    """
    gate = DayGate()
    for index in _phases_on(regimen, day):
        gate = _with_phase(gate, regimen, index, setting, day, rules)
    return gate


def _phases_on(regimen: Regimen, day: PlannedDay) -> list[int]:
    return sorted({dose.phase for dose in day.doses} or {day.phase})


def _rules_of(phase: Phase, regimen: Regimen, rules: Catalogue) -> tuple[Rule, ...]:
    asked = (DPYD_RULE,) if regimen.dpyd_test and phase.gate.rules and DPYD_RULE in rules.rules else ()
    return tuple(rules.rule(name) for name in dict.fromkeys((*phase.gate.rules, *asked)))


def _with_phase(
    gate: DayGate, regimen: Regimen, index: int, setting: Setting, day: PlannedDay, rules: Catalogue
) -> DayGate:
    phase = regimen.phases[index]
    doses = [dose for dose in day.doses if dose.phase == index]
    cycle_day = min((dose.day for dose in doses), default=day.day)
    first = any(dose.exposure == 1 for dose in doses)
    found = _rules_of(phase, regimen, rules)
    limits = tuple(limit for rule in found for limit in rule.limits if _looked_at(limit, setting, cycle_day, first))
    limits += tuple(_of_regimen(regimen, phase, cycle_day, limits, rules))
    asked_before = {
        asked.analyte
        for earlier in regimen.phases[:index]
        for rule in _rules_of(earlier, regimen, rules)
        for asked in rule.asked
    }
    asked = _once(a for rule in found for a in rule.asked if first and a.analyte not in asked_before)
    hearts = tuple(heart for rule in found for heart in rule.hearts if first or not heart.first_dose_only)
    return DayGate(
        rules=tuple(dict.fromkeys((*gate.rules, *(rule.id for rule in found)))),
        decision=gate.decision or any(rule.decision for rule in found),
        limits=gate.limits + limits,
        together=_once((*gate.together, *(part for rule in found for part in rule.together))),
        moved=_once((*gate.moved, *(part for rule in found for part in rule.moved))),
        asked=_once((*gate.asked, *asked)),
        holds=_once((*gate.holds, *(hold for rule in found for hold in rule.holds))),
        hearts=_once((*gate.hearts, *hearts)),
        ecog_most=_least(gate.ecog_most, *(rule.ecog_most for rule in found)),
        weight_percent=_least(gate.weight_percent, *(rule.weight_percent for rule in found)),
    )


def _looked_at(limit: Limit, setting: Setting, cycle_day: int, first: bool) -> bool:
    if limit.settings and setting not in limit.settings:
        return False
    return {
        When.EVERY_DAY: True,
        When.DAY_1: cycle_day == 1,
        When.LATER_DAYS: cycle_day > 1,
        When.FIRST_DOSE: first,
        When.LATER_DOSES: not first,
    }[limit.when]


def _of_regimen(
    regimen: Regimen, phase: Phase, cycle_day: int, limits: tuple[Limit, ...], rules: Catalogue
) -> Iterator[Limit]:
    """Yield the lowest counts the regimen itself names, where they are stricter than its rules or alone.

    Where a rule tells later doses from the first, the figure of the regimen is that of the first.
    """
    gate, later = phase.gate, cycle_day > 1
    hours = min((limit.hours for limit in limits if limit.low), default=HOURS)
    for analyte, least, later_least in (
        ("neutrophils", gate.neutrophils, gate.later_neutrophils),
        ("platelets", gate.platelets, gate.later_platelets),
    ):
        bound = later_least if later and later_least is not None else least
        same = [limit for limit in limits if limit.analyte == analyte and limit.low]
        if bound is None or any(limit.bound >= bound or limit.when is When.LATER_DOSES for limit in same):
            continue
        strictest = max(same, key=lambda limit: limit.bound, default=None)
        own = Limit(analyte, bound, low=True, hours=hours, sources=regimen.sources)
        if strictest is not None:
            yield replace(own, bands=(Band(strictest.bound), *strictest.bands))
        else:
            step = step_beyond(rules.steps.get(analyte, ()), bound, low=True)
            yield replace(own, bands=() if step is None else (Band(step),))


def _once(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))


def _least(*numbers: Number | None) -> Number | None:
    return min((number for number in numbers if number is not None), default=None)
