"""What the board asks the rules while something is dragged, and how their answer is laid out as checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dayhospital.domain.board import BoardDay
from dayhospital.domain.findings import Finding
from dayhospital.domain.span import Span
from dayhospital.ui.board.drag import Cargo, Landing


@dataclass(frozen=True, slots=True)
class FreeRange:
    """A free stretch of a chair: something may start from the start of ``span`` up to ``last``."""

    chair_id: int
    span: Span
    last: datetime


class BoardRules(Protocol):
    """Answers in memory, in a few milliseconds, from the day's snapshot."""

    def check(self, board: BoardDay, cargo: Cargo, landing: Landing, now: datetime) -> tuple[Finding, ...]:
        """Return what stands between the cargo and a landing."""

    def free(self, board: BoardDay, cargo: Cargo, now: datetime) -> Mapping[int, tuple[FreeRange, ...]]:
        """Return where it may start without any block, by chair."""

    def nearest(self, board: BoardDay, cargo: Cargo, landing: Landing, now: datetime) -> Landing | None:
        """Return the fitting landing nearest to one that does not fit."""
