"""Doses worked out with the program's own library, for the tests of the rules. Nobody of them exists."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from dayhospital.clinical.dose import work_out
from dayhospital.clinical.library import Library
from dayhospital.domain.course import Dose
from dayhospital.domain.dosing import FULL_DOSE, MicromolPerLitre
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.patient import Sex, Weight
from dayhospital.domain.regimen import Place
from dayhospital.domain.worked_dose import Creatinine, DoseFacts

ON = date(2026, 11, 24)


def umol(value, day=ON) -> Creatinine:
    return Creatinine(MicromolPerLitre(value), day)


FACTS = DoseFacts(ON, date(1981, 3, 9), Sex.FEMALE, 165, Weight(ON, 60), Weight(ON, 60), umol(60, ON))
UNIT = UnitSettings()


@lru_cache(maxsize=1)
def library() -> Library:
    return Library.load()


def planned(drug, amount, unit="mg/m²", loading=False) -> Dose:
    return Dose(drug, 0, 1, 1, 1, loading, amount, unit, "IV", Place.DAY_HOSPITAL)


def worked(drug, amount, unit="mg/m²", facts=FACTS, settings=UNIT, reduction=FULL_DOSE) -> Any:
    return work_out(planned(drug, amount, unit), library().drug(drug), facts, settings, reduction)


def body(height, kg, **more) -> DoseFacts:
    return replace(FACTS, height_cm=height, weight=Weight(ON, kg), course_weight=None, **more)


def codes(found) -> list[str]:
    return [finding.code for finding in found.findings]
