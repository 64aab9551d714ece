"""What a committed command changed, so that views know what to read again."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Changes:
    """One per committed command, undo or redo.

    ``title`` is what the toast says ("Moved DUBOIS, Anne to 10:15, chair A4"). ``result`` is what the command returned,
    usually the id of the row it created. ``undoable`` is False for facts given to a patient.
    """

    title: str
    tables: frozenset[str]
    days: frozenset[date]
    patients: frozenset[int]
    undoable: bool = True
    result: int | None = None
