"""A regimen as the YAML of the library: what :mod:`library_schema` reads back as the same regimen.

The order of the fields is that of ``resources/regimens/README.md``; what has its default is left out.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

import yaml

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

_ONE_LINE = float("inf")
WRITTEN = frozenset(
    {
        *("id", "version", "name", "short", "group", "colour", "also_contains", "settings", "enabled", "biomarkers"),
        *("port", "no_driving", "no_driving_reason", "latest_start_check", "same_day", "cumulative_limit"),
        *("heart_checks", "dpyd_test", "regulatory_note", "note", "confidence", "sources", "phases"),
    }
)
"""The fields of a regimen that are written from its values; others are taken over from the text before."""
Lines = list[str]
Part = TypeVar("Part")


def regimen_text(regimen: Regimen, before: str = "") -> str:
    """Return the YAML of a regimen.

    Args:
        before: The text it was read from. Fields of the regimen that are written by hand only are taken over from it
            word for word, so that a change of one figure loses nothing that nobody looked at.
    """
    return "\n".join([*_head(regimen, _by_hand(before)), "", "phases:", *_indented(_phase, regimen.phases)]) + "\n"


def _by_hand(text: str) -> Lines:
    """Return the lines of the top-level fields this module does not write."""
    node = yaml.compose(text, Loader=yaml.SafeLoader) if text else None
    if not isinstance(node, yaml.MappingNode):
        return []
    lines, starts = text.splitlines(), [key.start_mark.line for key, _ in node.value]
    kept: Lines = []
    for (key, _), first, after in zip(node.value, starts, [*starts[1:], len(lines)], strict=True):
        if key.value not in WRITTEN:
            kept += [line for line in lines[first:after] if line.strip()]
    return kept


def _head(regimen: Regimen, by_hand: Lines) -> Lines:
    return [
        f"id: {scalar(regimen.id)}",
        f"version: {regimen.version}",
        f"name: {scalar(regimen.name)}",
        f"short: {scalar(regimen.short)}",
        f"group: {regimen.group.value}",
        f"colour: {regimen.colour}",
        *_if(regimen.also_contains, f"also_contains: {_list(regimen.also_contains)}"),
        f"settings: {_list(regimen.settings)}",
        *_if(not regimen.enabled, "enabled: false"),
        *_biomarkers(regimen.biomarkers),
        *by_hand,
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
        f"sources: {_list(regimen.sources)}",
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
        *_if(by_setting, f"cycles_by_setting: {_map(by_setting)}"),
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
        *_if(acuity, f"acuity: {_map(acuity)}"),
        *_if(phase.visit_minutes, f"visit_minutes: {phase.visit_minutes}"),
        *_if(phase.visit_place is not Place.DAY_HOSPITAL, f"visit_place: {phase.visit_place.value}"),
        *_text("note", phase.note),
    ]
    return [*lines, "drugs:", *_indented(_drug, phase.drugs)] if phase.drugs else [*lines, "drugs: []"]


def _drug(drug: RegimenDrug) -> Lines:
    lines = [
        f"drug: {scalar(drug.drug)}",
        f"dose: {_number(drug.dose)}",
        f"unit: {scalar(drug.unit)}",
        *_text("salt", drug.salt),
        f"basis: {drug.basis.value}",
        f"days: {_list(drug.days)}",
        *_if(drug.first_cycle_days, f"first_cycle_days: {_list(drug.first_cycle_days)}"),
        f"route: {drug.route.value}",
        f"places: {_list(drug.places)}",
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
    return [f"gate: {_map({'rules': _list(gate.rules), **asked})}"]


def _loading(loading: Loading | None) -> Lines:
    if loading is None:
        return []
    values = {
        "dose": _number(loading.dose),
        "unit": inside(loading.unit),
        "reload_after_days": str(loading.reload_after_days),
    }
    return [f"loading: {_map(values)}"]


def _tolerance(tolerance: Tolerance) -> str:
    values = {"early": str(tolerance.early), "late": str(tolerance.late)}
    return _map({**values, "note": inside(tolerance.note)} if tolerance.note else values)


def _minutes(name: str, minutes: ByExposure) -> Lines:
    return [] if minutes == NO_MINUTES else [f"{name}: {_by_exposure(minutes)}"]


def _by_exposure(minutes: ByExposure) -> str:
    values = (minutes.first, minutes.second, minutes.later)
    return str(minutes.first) if len(set(values)) == 1 else _list(values)


def _acuity(first: int, later: int) -> str:
    return str(first) if first == later else _list((first, later))


def _cycles(cycles: int | None) -> str:
    return "open" if cycles is None else str(cycles)


def inside(text: str) -> str:
    """Return a text as YAML on one line, quoted where brackets would misread it."""
    dumped: str = yaml.safe_dump([text], default_flow_style=True, allow_unicode=True, width=_ONE_LINE)
    return _quoted(dumped[1:-2], text)


def scalar(text: str) -> str:
    """Return a text as YAML on one line behind the name of its field."""
    dumped: str = yaml.safe_dump({"k": text}, default_flow_style=False, allow_unicode=True, width=_ONE_LINE)
    value = dumped.removeprefix("k: ").removesuffix("\n")
    return inside(text) if "\n" in value else _quoted(value, text)


def _quoted(value: str, text: str) -> str:
    """Return a quoted text in double quotes where it holds none itself, as the files of the library have it."""
    plain = not {'"', "\\", "\n"} & set(text)
    return f'"{text}"' if value.startswith("'") and plain and text.isprintable() else value


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else format(Decimal(repr(value)), "f")


def _count(value: float) -> str:
    """Neutrophils are written with a decimal, ``1.0``, platelets without."""
    return f"{value:.1f}" if value < 10 and float(value * 10).is_integer() else _number(value)


def _list(values: Iterable[object]) -> str:
    return f"[{', '.join(inside(value) if type(value) is str else str(value) for value in values)}]"


def _map(values: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in values.items()) + "}"


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
