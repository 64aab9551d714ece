"""What is judged when a regimen is held against a patient, and how one criterion came out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.treatment_lines import Endocrine, endocrine_resistance
from dayhospital.clinical.tumour_picture import TumourPicture, tumour_picture
from dayhospital.domain.drug import Drug
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import day_text
from dayhospital.domain.line import Line
from dayhospital.domain.metastasis import Metastasis
from dayhospital.domain.patient import Patient
from dayhospital.domain.regimen import Regimen
from dayhospital.domain.result import Result, Results
from dayhospital.domain.setting import Setting
from dayhospital.domain.surgery import Surgery
from dayhospital.domain.tumour import Tumour

PLANNING_DAYS = 28
"""A blood result may be so old when a course is planned; before each dose the gates ask for newer ones.

Source: practice, the usual screening window of trials."""


class State(StrEnum):
    """How a criterion came out. ``ask`` is a question that only a person can answer; it decides nothing."""

    MET = "met"
    ASK = "ask"
    UNKNOWN = "unknown"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that was looked at: what is asked (the sentence of :attr:`finding`) and what was found."""

    state: State
    finding: Finding
    value: str = ""
    """What was found, as it is written; empty when nothing was."""
    day: date | None = None
    subject: str = ""
    """What it is about, as the test or the fact of the record is called: ``HER2``, ``LVEF``, ``earlier lines``."""
    safety: bool = False
    sources: tuple[str, ...] = ()
    """Keys of ``sources.yaml`` for what the library asks; else the source of the finding counts."""

    @property
    def found(self) -> str:
        """What was found, in words: ``HER2 IHC 1+ (30-Oct-2026)``."""
        words = f"{self.subject} {self.value}".strip()
        return words if self.day is None else f"{words} ({day_text(self.day)})"

    @property
    def missing(self) -> str:
        """What would have to be known, empty when it is."""
        return self.subject if self.state is State.UNKNOWN else ""


@dataclass(frozen=True, slots=True)
class Running:
    """A course that goes on, supportive ones too."""

    regimen_id: str
    name: str
    drugs: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A patient with one tumour, as far as regimens are judged by it."""

    patient: Patient
    tumour: Tumour | None
    results: Results
    lines: tuple[Line, ...]
    running: tuple[Running, ...]
    today: date
    drug: Callable[[str], Drug]
    surgeries: tuple[Surgery, ...] = ()
    """Every operation of the patient, in the order of their days."""
    metastases: tuple[Metastasis, ...] = ()
    picture: TumourPicture = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "picture", tumour_picture(self.tumour, self.results))

    def endocrine(self, setting: Setting) -> Endocrine:
        """Return endocrine resistance; a metastatic setting means the tumour is back or was never cured."""
        relapsed = setting is Setting.METASTATIC
        return endocrine_resistance(self.lines, self.drug, self.today, relapsed=relapsed)

    def latest(self, analyte: str) -> Result | None:
        """Return the newest result that may still serve for planning, None if there is none.

        What was found in another tumour does not count.
        """
        moment = datetime.combine(self.today, time.max)
        hours = analytes()[analyte].valid_hours
        if hours is not None:
            hours = max(hours, PLANNING_DAYS * 24)
        own_id = None if self.tumour is None else self.tumour.id
        own = (one for one in self.results.all(analyte) if one.at <= moment and one.tumour_id in {None, own_id})
        found = next(own, None)
        if found is None:
            return None
        fresh = hours is None or self.today - found.at.date() <= timedelta(hours=hours)
        return found if fresh else None


def sentence(code: str, source: str, **facts: object) -> Finding:
    """Return what is asked, as a finding: its weight follows from the verdict."""
    return Finding(Severity.NOTE, code, source, facts)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The regimen and setting that are judged."""

    regimen: Regimen
    setting: Setting
    on: date | None = None
    """The first day, today when it is not said."""
