"""What every deed is: a frozen dataclass that reads, asks the rules, and writes; no commit, no undo, no ``try``."""

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import ClassVar, Self

from dayhospital.storage.work import UnitOfWork


class Command(ABC):
    """One thing people do. Subclasses are frozen dataclasses whose fields are what has to be known to do it."""

    __slots__ = ()

    title: ClassVar[str]
    """What the toast and the journal call it, unless the command says more with ``work.say``."""
    undoable: ClassVar[bool] = True
    """False for what happened to a patient: corrected by another command, never undone.
    A command that knows only while it runs calls ``work.mark_as_fact``."""

    def accepting(self, reason: str) -> Self:
        """Return the same command with the reason that accepts its warnings; only commands that warn have one."""
        return replace(self, reason=reason)  # type: ignore[type-var]  # every command is a dataclass

    @abstractmethod
    def run(self, work: UnitOfWork) -> int | None:
        """Do it; return the id of what was made, if anything.

        Raises:
            Refused: If rules or guards do not allow it.
            NeedsReason: If only warnings stand in the way.
            Conflict, NotFound: If what it is about was changed or is gone.
        """
