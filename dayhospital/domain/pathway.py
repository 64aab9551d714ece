"""Pathways: regimens and surgery in an order, where one step decides the next (``resources/pathways.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dayhospital.domain.needs import Need
from dayhospital.domain.setting import Setting
from dayhospital.domain.surgery import Pathology
from dayhospital.errors import InvalidValue


class StepKind(StrEnum):
    TREATMENT = "treatment"
    SURGERY = "surgery"


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from the end of the step before to the start of a step."""

    earliest: int
    latest: int
    sources: tuple[str, ...] = ()
    confidence: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.earliest <= self.latest:
            raise InvalidValue("An interval begins before it ends.")


@dataclass(frozen=True, slots=True)
class Option:
    """Regimens a step may be, any one of them; none at all where nothing more is given."""

    regimens: tuple[str, ...]
    response: Pathology | None = None
    """Only with this pathology; None whatever was found."""
    same_course: bool = False
    """The course before surgery may go on instead, with the phases it has after it."""


@dataclass(frozen=True, slots=True)
class PathwayStep:
    name: str
    kind: StepKind
    setting: Setting | None = None
    options: tuple[Option, ...] = ()
    after: Interval | None = None
    """None where the step before does not say when."""
    beside: bool = False
    """Runs beside the step before and does not wait for its end."""
    phases: tuple[tuple[str, int], ...] = ()
    """How many phases of a regimen come before surgery, where the regimen itself has no pause for it."""
    needs: tuple[Need, ...] = ()
    """What has to be so; a step that does not apply is left out."""

    @property
    def by_response(self) -> bool:
        return any(option.response is not None for option in self.options)

    @property
    def continues(self) -> bool:
        return any(option.same_course for option in self.options)

    def fitting(self, response: Pathology | None = None) -> tuple[Option, ...]:
        """Return the options of a response, without one all of them."""
        return tuple(one for one in self.options if response is None or one.response in {None, response})

    def regimens(self, response: Pathology | None = None) -> tuple[str, ...]:
        """Return what the step may be: with a response by it, without one whatever the response could be."""
        return tuple(dict.fromkeys(name for option in self.fitting(response) for name in option.regimens))


@dataclass(frozen=True, slots=True)
class Pathway:
    """A whole treatment of early disease, in the order of its steps."""

    id: str
    name: str
    needs: tuple[Need, ...]
    """For whom it is."""
    steps: tuple[PathwayStep, ...]
    confidence: str
    sources: tuple[str, ...]
    note: str = ""

    @property
    def phases(self) -> Mapping[str, int]:
        """How many phases of its regimens come before surgery, where the regimens do not say it themselves."""
        return {name: number for step in self.steps for name, number in step.phases}

    def begins_with(self, regimen_id: str, setting: Setting) -> bool:
        """Return whether a regimen is the first treatment of the pathway."""
        first = next(step for step in self.steps if step.kind is StepKind.TREATMENT)
        return first.setting is setting and regimen_id in first.regimens()


@dataclass(frozen=True, slots=True)
class FollowedPathway:
    """A pathway a patient follows, as somebody entered it."""

    pathway: str
    """Id of the pathway."""
    since: date
    tumour_id: int | None = None
    id: int = 0
    version: int = 1
