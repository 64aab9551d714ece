"""What a rule says: severity, code, source and the facts it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType


class Severity(IntEnum):
    """How much a finding weighs: a note informs, a warning needs a reason, a block stops."""

    NOTE = 1
    WARNING = 2
    BLOCK = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found.

    ``code`` names the sentence (``ui/texts.py`` has the words), ``source`` a key of ``clinical/sources.py``
    or ``"unit"`` for the unit's own rules, ``facts`` the figures that go into the sentence.
    """

    severity: Severity
    code: str
    source: str = "unit"
    facts: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))

    def __hash__(self) -> int:
        return hash((self.severity, self.code, self.source, tuple(sorted((k, str(v)) for k, v in self.facts.items()))))

    def __reduce__(self) -> tuple[object, ...]:  # a mapping proxy does not pickle, its dict does
        return (Finding, (self.severity, self.code, self.source, dict(self.facts)))


def blocks(findings: "list[Finding] | tuple[Finding, ...]") -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCK)


def warnings(findings: "list[Finding] | tuple[Finding, ...]") -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.WARNING)
