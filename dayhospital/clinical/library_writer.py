"""A regimen as the YAML of the library: what :mod:`library_schema` reads back as the same regimen.

The order of the fields is that of ``resources/regimens/README.md``; what has its default is left out.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from dayhospital.clinical.needs_writer import needs_lines
from dayhospital.clinical.yaml_words import inside, listed, mapped, number, scalar
from dayhospital.domain.drug import Emetic
from dayhospital.domain.regimen import (
    NO_MINUTES,
    Biomarkers,
    ByExposure,
    Gate,
    Loading,
    ObservationMode,
    Phase,
    PhaseOrder,
    Place,
    PortDefault,
    Regimen,
    RegimenDrug,
    Tolerance,
)

Lines = list[str]
Part = TypeVar("Part")


def regimen_text(regimen: Regimen) -> str:
    """Return the YAML of a regimen."""
    return "\n".join([*_head(regimen), "", "phases:", *_indented(_phase, regimen.phases)]) + "\n"


def _head(regimen: Regimen) -> Lines:
    return [
        f"id: {scalar(regimen.id)}",
        f"version: {regimen.version}",
        f"name: {scalar(regimen.name)}",
        f"short: {scalar(regimen.short)}",
        f"group: {regimen.group.value}",
        f"colour: {regimen.colour}",
        *_if(regimen.also_contains, f"also_contains: {listed(regimen.also_contains)}"),
        f"settings: {listed(regimen.settings)}",
        *_if(not regimen.enabled, "enabled: false"),
        *_biomarkers(regimen.biomarkers),
        *needs_lines("needs", [need for need in regimen.needs if not need.safety]),
        *needs_lines("safety", [need for need in regimen.needs if need.safety]),
        *_if(regimen.port is not PortDefault.NO, f"port: {scalar(regimen.port.value)}"),
        *_if(regimen.no_driving, "no_driving: true"),
        *_text("no_driving_reason", regimen.no_driving_reason),
        *_if(regimen.latest_start_check, "latest_start_check: true"),
        *_if(not regimen.same_day, "same_day: false"),
        *_text("cumulative_limit", regimen.cumulative_limit),
        *_text("heart_checks", regimen.heart_checks),
        *_if(regimen.dpyd_test, "dpyd_test: true"),
        *_text("regulatory_note", regimen.regulatory_note),
        *_text("note", regimen.note),
        f"confidence: {regimen.confidence}",
        f"sources: {listed(regimen.sources)}",
    ]


def _biomarkers(asked: Biomarkers) -> Lines:
    if asked == Biomarkers():
        return []
    pairs = [f"  {name}: {scalar(value)}" for name, value in asked.requires]
    return ["biomarkers:", *pairs, *(f"  {line}" for line in _text("note", asked.note))]


def _phase(phase: Phase) -> Lines:
    by_setting = {setting.value: _cycles(cycles) for setting, cycles in phase.cycles_by_setting}
    lines = [
        f"name: {scalar(phase.name)}",
        f"cycle_days: {phase.cycle_days}",
        f"cycles: {_cycles(phase.cycles)}",
        *_if(by_setting, f"cycles_by_setting: {mapped(by_setting)}"),
        *_if(phase.order is PhaseOrder.PARALLEL, f"order: {phase.order.value}"),
        *_text("until", phase.until),
        *_if(phase.pause_days, f"pause_days: {phase.pause_days}"),
        *_text("pause_reason", phase.pause_reason),
        f"tolerance: {_tolerance(phase.tolerance)}",
    ]
    if phase.tolerance_within is not None:
        lines.append(f"tolerance_within: {_tolerance(phase.tolerance_within)}")
    acuity = {str(day): _acuity(one.first, one.later) for day, one in phase.acuity}
    lines += [
        *_if(phase.min_gap_days, f"min_gap_days: {phase.min_gap_days}"),
        *_if(phase.emetic is not Emetic.NONE, f"emetic: {phase.emetic.value}"),
        *_text("gcsf", phase.gcsf),
        *_gate(phase.gate),
        *_if(acuity, f"acuity: {mapped(acuity)}"),
        *_if(phase.visit_minutes, f"visit_minutes: {phase.visit_minutes}"),
        *_if(phase.visit_place is not Place.DAY_HOSPITAL, f"visit_place: {phase.visit_place.value}"),
        *_text("note", phase.note),
    ]
    return [*lines, "drugs:", *_indented(_drug, phase.drugs)] if phase.drugs else [*lines, "drugs: []"]


def _drug(drug: RegimenDrug) -> Lines:
    lines = [
        f"drug: {scalar(drug.drug)}",
        f"dose: {number(drug.dose)}",
        f"unit: {scalar(drug.unit)}",
        *_text("salt", drug.salt),
        f"basis: {drug.basis.value}",
        f"days: {listed(drug.days)}",
        *_if(drug.first_cycle_days, f"first_cycle_days: {listed(drug.first_cycle_days)}"),
        f"route: {drug.route.value}",
        f"places: {listed(drug.places)}",
        f"sequence: {drug.sequence}",
        *_text("intake", drug.intake),
        *_minutes("infusion", drug.infusion),
        *_minutes("observation", drug.observation),
    ]
    if drug.observation_mode is not ObservationMode.AFTER_END:
        lines.append(f"observation_mode: {drug.observation_mode.value}")
    if drug.pragmatic_observation is not None:
        lines.append(f"pragmatic_observation: {_by_exposure(drug.pragmatic_observation)}")
    lines += [*_minutes("premedication", drug.premedication), *_loading(drug.loading), *_text("note", drug.note)]
    return lines


def _gate(gate: Gate) -> Lines:
    if gate == Gate():
        return []
    counts = ("neutrophils", "platelets", "later_neutrophils", "later_platelets")
    asked = {name: _count(value) for name in counts if (value := getattr(gate, name)) is not None}
    return [f"gate: {mapped({'rules': listed(gate.rules), **asked})}"]


def _loading(loading: Loading | None) -> Lines:
    if loading is None:
        return []
    values = {
        "dose": number(loading.dose),
        "unit": inside(loading.unit),
        "reload_after_days": str(loading.reload_after_days),
    }
    return [f"loading: {mapped(values)}"]


def _tolerance(tolerance: Tolerance) -> str:
    values = {"early": str(tolerance.early), "late": str(tolerance.late)}
    return mapped({**values, "note": inside(tolerance.note)} if tolerance.note else values)


def _minutes(name: str, minutes: ByExposure) -> Lines:
    return [] if minutes == NO_MINUTES else [f"{name}: {_by_exposure(minutes)}"]


def _by_exposure(minutes: ByExposure) -> str:
    values = (minutes.first, minutes.second, minutes.later)
    return str(minutes.first) if len(set(values)) == 1 else listed(values)


def _acuity(first: int, later: int) -> str:
    return str(first) if first == later else listed((first, later))


def _cycles(cycles: int | None) -> str:
    return "open" if cycles is None else str(cycles)


def _count(value: float) -> str:
    """Neutrophils are written with a decimal, ``1.0``, platelets without."""
    return f"{value:.1f}" if value < 10 and float(value * 10).is_integer() else number(value)


def _text(name: str, text: str) -> Lines:
    return [f"{name}: {scalar(text)}"] if text else []


def _if(condition: object, line: str) -> Lines:
    return [line] if condition else []


def _indented(write: Callable[[Part], Lines], parts: Iterable[Part]) -> Lines:
    """Return the items of a list, two spaces in, each with its dash."""
    lines: Lines = []
    for part in parts:
        first, *rest = write(part)
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return lines
