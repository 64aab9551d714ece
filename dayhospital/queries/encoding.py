"""How plans, allergies and settings are kept as JSON text in single columns, and read back.

The text of a plan holds nothing of the patient, so the same text comes back for everybody on the same day of the same
regimen: decoding is cached on the text, and a board of 200 sessions decodes a few dozen.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from enum import Enum
from functools import lru_cache
from typing import Any

from dayhospital.domain.course import ChairTime, Dose, Segment, SegmentKind
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.hospital import BsaFormula, ChairKind, ObservationPolicy, UnitSettings
from dayhospital.domain.patient import Allergy
from dayhospital.domain.regimen import Place
from dayhospital.domain.roster import DutyKind


@dataclass(frozen=True, slots=True)
class DayPlan:
    """What is given on a treatment day and how long its stretches are: the part of a plan that repeats."""

    chair_kinds: tuple[ChairKind, ...]
    doses: tuple[Dose, ...]
    segments: tuple[Segment, ...]
    place: Place
    acuity: int
    chair_minutes: int
    stay_minutes: int

    @property
    def time(self) -> ChairTime:
        return ChairTime(self.chair_minutes, self.stay_minutes, self.segments)


def plan_text(plan: DayPlan) -> str:
    """Return the JSON of a plan; equal plans give equal texts."""
    return _compact(
        {
            "kinds": [kind.value for kind in plan.chair_kinds],
            "place": plan.place.value,
            "acuity": plan.acuity,
            "minutes": [plan.chair_minutes, plan.stay_minutes],
            "segments": [[s.kind.value, s.start, s.minutes, s.drug] for s in plan.segments],
            "doses": [
                [d.drug, d.phase, d.cycle, d.day, d.exposure, int(d.loading), d.dose, d.unit, d.route, d.place.value]
                for d in plan.doses
            ],
        }
    )


@lru_cache(maxsize=4096)
def plan_of(text: str) -> DayPlan:
    """Return the plan that :func:`plan_text` wrote."""
    data = json.loads(text)
    chair_minutes, stay_minutes = data["minutes"]
    return DayPlan(
        tuple(ChairKind(kind) for kind in data["kinds"]),
        tuple(_dose(values) for values in data["doses"]),
        tuple(Segment(SegmentKind(kind), start, minutes, drug) for kind, start, minutes, drug in data["segments"]),
        Place(data["place"]),
        data["acuity"],
        chair_minutes,
        stay_minutes,
    )


def _dose(values: Sequence[Any]) -> Dose:
    drug, phase, cycle, day, exposure, loading, dose, unit, route, place = values
    return Dose(drug, phase, cycle, day, exposure, bool(loading), dose, unit, route, Place(place))


def findings_text(findings: Sequence[Finding]) -> str:
    """Return the JSON of findings, empty without any; dates among the facts come back as dates."""
    if not findings:
        return ""
    return _compact([[f.severity.value, f.code, f.source, _facts(f.facts)] for f in findings])


@lru_cache(maxsize=1024)
def findings_of(text: str) -> tuple[Finding, ...]:
    if not text:
        return ()
    return tuple(
        Finding(Severity(severity), code, source, {name: _fact(value) for name, value in facts.items()})
        for severity, code, source, facts in json.loads(text)
    )


def _facts(facts: Mapping[str, object]) -> dict[str, object]:
    return {name: {"date": value.isoformat()} if isinstance(value, date) else value for name, value in facts.items()}


def _fact(value: Any) -> object:
    if isinstance(value, dict) and value.keys() == {"date"}:
        return date.fromisoformat(value["date"])
    return value


def allergies_text(allergies: Sequence[Allergy]) -> str:
    return _compact([[a.substance, a.reaction, int(a.severe)] for a in allergies]) if allergies else ""


@lru_cache(maxsize=1024)
def allergies_of(text: str) -> tuple[Allergy, ...]:
    return tuple(Allergy(a, b, bool(c)) for a, b, c in json.loads(text)) if text else ()


def words_text(words: frozenset[str]) -> str:
    """Return a set of code words as one text, sorted and joined by spaces."""
    return " ".join(sorted(words))


def settings_values(settings: UnitSettings) -> dict[str, object]:
    """Return the settings as plain JSON values by field name."""
    return {field.name: _plain(getattr(settings, field.name)) for field in fields(settings)}


def settings_of(values: Mapping[str, Any]) -> UnitSettings:
    """Return the settings from plain values; a field that is not there keeps its default."""
    known = {field.name for field in fields(UnitSettings)}
    found = {name: value for name, value in values.items() if name in known}
    for name in ("opens", "closes"):
        if name in found:
            found[name] = time.fromisoformat(found[name])
    if "open_weekdays" in found:
        found["open_weekdays"] = frozenset(found["open_weekdays"])
    if "observation_policy" in found:
        found["observation_policy"] = ObservationPolicy(found["observation_policy"])
    if "bsa_formula" in found:
        found["bsa_formula"] = BsaFormula(found["bsa_formula"])
    if "duty_kinds" in found:
        found["duty_kinds"] = tuple(map(_duty_kind, found["duty_kinds"]))
    return UnitSettings(**found)


def _duty_kind(values: Mapping[str, Any]) -> DutyKind:
    hours = ("starts", "ends", "pause_starts", "pause_ends")
    times = [None if values[name] is None else time.fromisoformat(values[name]) for name in hours]
    return DutyKind(values["short"], values["name"], *times)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, DutyKind):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, frozenset):
        return sorted(value)
    return value.value if isinstance(value, Enum) else value


def _compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)
