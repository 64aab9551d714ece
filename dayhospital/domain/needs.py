"""What a regimen asks of a patient, in the words of the library (``needs`` and ``safety`` of its file)."""

from dataclasses import dataclass
from enum import StrEnum

from dayhospital.domain.setting import Setting


class NeedKind(StrEnum):
    """What is looked at; the value is the field in the file."""

    HER2 = "her2"
    ER = "er"
    PR = "pr"
    HORMONE_RECEPTORS = "hormone_receptors"
    RESULT = "result"
    ALTERED = "altered"
    STAGE = "stage"
    NODES = "nodes"
    MENOPAUSE = "menopause"
    PREGNANCY = "pregnancy"
    ECOG = "ecog"
    AGE = "age"
    CLEARANCE = "clearance"
    EARLIER = "earlier"
    NOT_AFTER = "not_after_progression"
    ENDOCRINE = "endocrine"
    BESIDE = "beside"
    ANY_OF = "any_of"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a regimen asks. Which fields count depends on the kind (``resources/regimens/README.md``)."""

    kind: NeedKind
    words: tuple[str, ...] = ()
    """The values that will do: HER2 statuses, genes, stages, drugs or classes of drugs, answers of an analyte."""
    about: str = ""
    """The analyte of a result; the question of an *ask*."""
    limit: float | None = None
    """The figure of a result, of ECOG, age, clearance or number of lines; of ER and PR the unit's own limit in %."""
    compare: str = ""
    """How a result stands to the limit: ``at_least``, ``at_most``, ``below`` or ``times_upper``."""
    germline: bool = False
    lines_in: tuple[Setting, ...] = ()
    """Only lines of these settings count; empty for all."""
    within_days: int | None = None
    """The line may have ended at most so many days ago."""
    settings: tuple[Setting, ...] = ()
    """Asked in these settings only; empty for all."""
    ways: tuple[tuple["Need", ...], ...] = ()
    """Of an *any_of*: one of these lists has to be met."""
    safety: bool = False
    """Whether the regimen is contraindicated, and not merely unfit, when it is not met."""
    sources: tuple[str, ...] = ()
    """Keys of ``sources.yaml``; those of the regimen when empty."""
