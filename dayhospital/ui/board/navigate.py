"""Which card the arrow keys go to: arithmetic on a day, without a widget."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.domain.names import normalise


class Direction(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


def in_row(board: BoardDay, chair_id: int) -> tuple[BoardSession, ...]:
    """Return the sessions of one chair by start."""
    return tuple(session for session in board.sessions if session.chair_id == chair_id)


def reading_order(board: BoardDay) -> tuple[BoardSession, ...]:
    """Return the sessions row by row, each row by start."""
    return tuple(session for chair in board.chairs for session in in_row(board, chair.id))


def neighbour(board: BoardDay, current: BoardSession, direction: Direction) -> BoardSession | None:
    """Return the next card in the row, or the one nearest in time in the next row that has any; None at the end."""
    if direction in (Direction.LEFT, Direction.RIGHT):
        row = in_row(board, current.chair_id)
        index = next(index for index, session in enumerate(row) if session.id == current.id)
        index += 1 if direction is Direction.RIGHT else -1
        return row[index] if 0 <= index < len(row) else None
    order = [chair.id for chair in board.chairs]
    row_index = order.index(current.chair_id)
    rows = order[row_index + 1 :] if direction is Direction.DOWN else reversed(order[:row_index])
    middle = current.span.start + (current.span.end - current.span.start) / 2
    return next((nearest(row, middle) for chair_id in rows if (row := in_row(board, chair_id))), None)


def nearest(sessions: Sequence[BoardSession], moment: datetime) -> BoardSession | None:
    """Return the session that contains a moment or is nearest to it, None if there are none."""

    def distance(session: BoardSession) -> float:
        if session.span.start <= moment < session.span.end:
            return 0.0
        return min(abs((session.span.start - moment).total_seconds()), abs((session.span.end - moment).total_seconds()))

    return min(sessions, key=distance, default=None)


def first(board: BoardDay) -> BoardSession | None:
    return next(iter(reading_order(board)), None)


def last(board: BoardDay) -> BoardSession | None:
    order = reading_order(board)
    return order[-1] if order else None


def matches(session: BoardSession, text: str) -> bool:
    """Return whether every word of a search is in the session's name, numbers or regimen."""
    label = session.patient.label
    treatment = session.treatment
    hay = normalise(
        f"{label.family_name} {label.given_name} {label.hospital_number} {treatment.regimen_name} "
        f"{treatment.short} {treatment.label}"
    )
    return all(word in hay for word in normalise(text).split())
