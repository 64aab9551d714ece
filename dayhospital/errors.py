"""The expected errors: one type, each with a sentence a nurse can act on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dayhospital.domain.findings import Finding


class DayHospitalError(Exception):
    """Something expected went wrong.

    The message is one plain sentence: what happened, that nothing was lost, what to do.
    Anything that is not a :class:`DayHospitalError` is a bug and goes to the crash handler.
    """


class InvalidValue(DayHospitalError, ValueError):
    """A value that cannot exist: a span that ends before it starts, a negative weight."""


class NotFound(DayHospitalError, LookupError):
    """What was asked for is not, or no longer, there."""


class Conflict(DayHospitalError):
    """Somebody changed the same thing since it was read."""


class StorageError(DayHospitalError):
    """The database cannot be opened, read or written; the message says why."""


class LibraryError(DayHospitalError):
    """A file of the regimen library is not valid; the message names file, line and field.

    :attr:`field` is the path of the field, ``phases[1].drugs[2].days``, empty when the whole file is meant.
    """

    def __init__(self, message: str, line: int = 0, field: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.field = field


class Refused(DayHospitalError):
    """Rules or guards said no; :attr:`findings` say which.

    Carries at least one finding of severity *block*.
    """

    def __init__(self, message: str, findings: "Sequence[Finding]" = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class NeedsReason(DayHospitalError):
    """Only warnings stand in the way: give the command a reason to accept :attr:`findings`."""

    def __init__(self, message: str, findings: "Sequence[Finding]") -> None:
        super().__init__(message)
        self.findings = tuple(findings)
