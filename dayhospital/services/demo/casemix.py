"""Chooses what the people of the demonstration hospital have and what they are given for it."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from dayhospital.clinical.library import Library
from dayhospital.domain.patient import Side
from dayhospital.domain.regimen import Setting
from dayhospital.domain.tumour import BreastSite, Her2Ish, Histology, Tumour
from dayhospital.services.demo.people import demonstration_file

SITE_PARTS = (3, 8, 12, 7, 46, 9, 2, 9, 4)
"""How often a tumour lies where, in the order of the sites; most lie in the upper outer quadrant."""


@dataclass(frozen=True, slots=True)
class Case:
    """A regimen in a setting, for a kind of tumour."""

    regimen_id: str
    setting: Setting
    tumour: str
    cycles: int | None
    companions: tuple[tuple[str, float], ...]
    """Regimens that may be given beside it, each with its chance."""


class CaseMix:
    """Draws cases and extra sessions in the proportions of ``casemix.yaml``."""

    def __init__(self, random: Random, library: Library) -> None:
        self._random = random
        data: dict[str, Any] = demonstration_file("casemix")
        self._tumours, self._stages = data["tumours"], data["stages"]
        usable = [entry for entry in data["cases"] if _usable(library, entry["regimen"], entry["setting"])]
        self._cases = [_case(entry) for entry in usable]
        self._parts = [entry["parts"] for entry in usable]
        extras = [entry for entry in data["extras"] if library.get(entry["regimen"]).enabled]
        self._extras: list[str] = [entry["regimen"] for entry in extras]
        self._extra_parts = [entry["parts"] for entry in extras]

    def case(self) -> Case:
        return self._random.choices(self._cases, self._parts)[0]

    def extra(self) -> str:
        """Return the regimen of an extra session."""
        return self._random.choices(self._extras, self._extra_parts)[0]

    def companions(self, case: Case) -> tuple[str, ...]:
        """Return what this patient gets beside the main regimen."""
        return tuple(regimen for regimen, chance in case.companions if self._random.random() < chance)

    def tumour(self, case: Case, start: date) -> Tumour:
        """Return a tumour that fits the case, diagnosed before treatment starts."""
        random, figures, stages = self._random, self._tumours[case.tumour], self._stages[case.setting.value]
        place = random.randrange(len(stages["tnm"]))
        ihc = random.randint(*figures["ihc"])
        weeks = {"neoadjuvant": (2, 6), "adjuvant": (6, 14), "metastatic": (10, 400)}[case.setting.value]
        return Tumour(
            id=0,
            side=random.choices((Side.LEFT, Side.RIGHT, Side.BILATERAL), (50, 47, 3))[0],
            histology=random.choices(tuple(Histology), (76, 13, 4, 2, 3, 2))[0],
            diagnosed=start - timedelta(weeks=random.randint(*weeks)),
            grade=random.choices((1, 2, 3), (8, 46, 46))[0],
            tnm=stages["tnm"][place],
            stage=stages["stages"][min(place, len(stages["stages"]) - 1)],
            er_percent=random.randint(*figures["er"]),
            pr_percent=random.randint(*figures["pr"]),
            her2_ihc=ihc,
            her2_ish=Her2Ish.NOT_AMPLIFIED if ihc == 2 else Her2Ish.NOT_DONE,
            ki67_percent=random.randint(*figures["ki67"]),
            site=Random(start.toordinal()).choices(tuple(BreastSite), SITE_PARTS)[0],
        )


def _case(entry: dict[str, Any]) -> Case:
    companions = tuple(entry.get("companions", {}).items())
    return Case(entry["regimen"], Setting(entry["setting"]), entry["tumour"], entry.get("cycles"), companions)


def _usable(library: Library, regimen_id: str, setting: str) -> bool:
    regimen = library.get(regimen_id)
    return regimen.enabled and Setting(setting) in regimen.settings
