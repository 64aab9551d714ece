"""Every figure of every regimen against a table transcribed from the clinical reference.

Each test is of one regimen and begins its name with it: ``benchmarks/thresholds.py`` changes one figure in every
regimen at once and looks whose tests fail.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dayhospital.clinical.library import Library
from dayhospital.domain.regimen import ByExposure, Phase, PhaseOrder, RegimenDrug, Tolerance

TABLE = Path(__file__).parent / "data" / "regimen_figures.yaml"
FIGURES = yaml.load(TABLE.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
LIFETIME = {
    # section 2.7, column "cumulative"
    "ac_q3w": "doxorubicin 240 for 4 cycles",
    "ddac": "doxorubicin 240",
    "ddac_wp": "doxorubicin 240",
    "ac_wp": "doxorubicin 240",
    "ddac_ddp": "doxorubicin 240",
    "ec_q3w": "epirubicin 360 for 4 cycles",
    "ddec": "epirubicin 360",
    "ddec_wp": "epirubicin 360",
    "ec_wp": "epirubicin 360",
    "fec100": "epirubicin 600 for 6 cycles",
    "fec_d": "epirubicin 300",
    "tac": "doxorubicin 300",
    "pld": "counts as doxorubicin 1:1, heart each 100-150 above 450",
    "ddac_thp": "doxorubicin 240",
    "kn522": "doxorubicin 240 (or epirubicin 360)",
}


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load()


def numbers(text: object) -> list[float]:
    """Return the numbers of a text, each once: the table and the library say the same in other words."""
    return sorted({float(found) for found in re.findall(r"\d+(?:\.\d+)?", str(text or ""))})


def three(minutes: Any) -> ByExposure:
    """Return minutes of the table: one number, three by exposure, or none."""
    if minutes is None:
        return ByExposure(0, 0, 0)
    return ByExposure(*minutes) if isinstance(minutes, list) else ByExposure(minutes, minutes, minutes)


def days(tolerance: Tolerance | None) -> list[int] | None:
    return None if tolerance is None else [tolerance.early, tolerance.late]


def pair(first: float | None, second: float | None) -> list[float | None] | None:
    return None if first is None and second is None else [first, second]


def clock(phase: Phase) -> dict[str, Any]:
    """Return the figures of a phase in the words of the table, without those it has not."""
    found: dict[str, Any] = {
        "days": phase.cycle_days,
        "cycles": phase.cycles or "open",
        "by_setting": {setting.value: number or "open" for setting, number in phase.cycles_by_setting},
        "parallel": phase.order is PhaseOrder.PARALLEL,
        "window": days(phase.tolerance),
        "within": days(phase.tolerance_within),
        "apart": phase.min_gap_days,
        "counts": pair(phase.gate.neutrophils, phase.gate.platelets),
        "later_counts": pair(phase.gate.later_neutrophils, phase.gate.later_platelets),
        "acuity": {day: [acuity.first, acuity.later] for day, acuity in phase.acuity},
        "visit": phase.visit_minutes,
        "pause": phase.pause_days,
        "until": numbers(phase.until),
    }
    return {name: value for name, value in found.items() if value}


def given(dose: RegimenDrug) -> dict[str, Any]:
    """Return the figures of a dose in the words of the table."""
    loading, pragmatic = dose.loading, dose.pragmatic_observation
    return {
        "drug": dose.drug,
        "dose": dose.dose,
        "unit": dose.unit,
        "basis": dose.basis.value,
        "days": list(dose.days),
        "first_cycle": list(dose.first_cycle_days),
        "route": dose.route.value,
        "infusion": dose.infusion,
        "watch": dose.observation,
        "mode": dose.observation_mode.value,
        "pragmatic": pragmatic,
        "premedication": dose.premedication,
        "loading": None if loading is None else [loading.dose, loading.unit, loading.reload_after_days],
        "intake": numbers(dose.intake),
        "salt": numbers(dose.salt),
    }


def written(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the table with everything it leaves out."""
    minutes = {name: three(row.get(name)) for name in ("infusion", "watch", "premedication")}
    return {
        "first_cycle": [],
        "mode": "after_end",
        "loading": None,
        **row,
        **minutes,
        "pragmatic": three(row["pragmatic"]) if "pragmatic" in row else None,
        "intake": numbers(row.get("intake")),
        "salt": numbers(row.get("salt")),
    }


@pytest.mark.parametrize("regimen_id", FIGURES)
def test_every_figure_of_a_regimen_is_that_of_the_reference(regimen_id: str) -> None:
    phases = library().get(regimen_id).phases
    assert len(phases) == len(FIGURES[regimen_id])
    for phase, expected in zip(phases, FIGURES[regimen_id], strict=True):
        wanted = dict(expected["clock"])
        if "until" in wanted:
            wanted["until"] = numbers(wanted["until"])
        assert clock(phase) == wanted, phase.name
        doses = sorted(phase.drugs, key=lambda dose: dose.sequence)
        assert [given(dose) for dose in doses] == [written(row) for row in expected["doses"]], phase.name


@pytest.mark.parametrize("regimen_id", FIGURES)
def test_what_a_whole_course_adds_up_to_is_written_beside_it(regimen_id: str) -> None:
    assert numbers(library().get(regimen_id).cumulative_limit) == numbers(LIFETIME.get(regimen_id))


def test_the_table_has_every_regimen_of_the_library() -> None:
    assert set(FIGURES) == set(library().ids())
