"""Where things are on the board: arithmetic without a widget.

Content coordinates are px from the top left corner of the chair rows; the view shifts them by its scroll position.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from dayhospital.domain.hospital import Chair
from dayhospital.domain.span import Span

GRAIN = timedelta(minutes=5)
"""Sessions start and end on five minutes."""
EDGE_PX = 6
"""How near to a card's edge the pointer takes the edge and not the card."""
SLOWEST_ZOOM, FASTEST_ZOOM = 40.0, 240.0
"""Zoom limits, in px per hour."""
FIT_ROWS = (22, 30)
"""Smallest and largest row of the fit mode, in px."""
AROUND = timedelta(minutes=15)
"""Closed time shown before opening and after closing."""


class RowMode(StrEnum):
    FIT = "fit"
    ROOMY = "roomy"
    ZOOMED = "zoomed"


ROW_PX = {RowMode.ROOMY: 48, RowMode.ZOOMED: 72}


class Edge(StrEnum):
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in whole px, so that cards are sharp."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom

    def moved(self, dx: int, dy: int) -> "Box":
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def meets(self, other: "Box") -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Bay:
    """Neighbouring rows with one label; both rows included."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class BoardGeometry:
    """Maps chairs and times to content coordinates and back. Another zoom is another geometry."""

    span: Span
    """What the time axis shows."""
    chair_ids: tuple[int, ...]
    px_per_hour: float = 86.0
    row_height: int = 28
    gap: int = 2
    """Px between a row's edge and the cards in it."""

    @property
    def width(self) -> int:
        return round(self.span.minutes * self.px_per_hour / 60)

    @property
    def height(self) -> int:
        return len(self.chair_ids) * self.row_height

    def x_of(self, moment: datetime) -> float:
        return (moment - self.span.start) / timedelta(hours=1) * self.px_per_hour

    def moment_at(self, x: float) -> datetime:
        """Return the moment at ``x``, not snapped."""
        return self.span.start + timedelta(hours=x / self.px_per_hour)

    def snapped_at(self, x: float) -> datetime:
        """Return the nearest moment on the grain: rounded, never cut, or a drop would jump to the left."""
        return snap(self.moment_at(x))

    def row_of(self, chair_id: int) -> int | None:
        """Return the row of a chair, None if the board does not show it."""
        return self.chair_ids.index(chair_id) if chair_id in self.chair_ids else None

    def row_at(self, y: float) -> int:
        """Return the row nearest to ``y``."""
        return min(max(int(y // self.row_height), 0), len(self.chair_ids) - 1)

    def chair_at(self, y: float) -> int:
        return self.chair_ids[self.row_at(y)]

    def place_at(self, x: float, y: float) -> tuple[int, datetime]:
        """Return the chair and the start, on the grain, nearest to a point."""
        return self.chair_at(y), self.snapped_at(x)

    def box(self, chair_id: int, span: Span) -> Box:
        """Return where a span of a chair is drawn; at least 3 px wide. The chair must be on the board."""
        row = self.chair_ids.index(chair_id)
        left, right = round(self.x_of(span.start)), round(self.x_of(span.end))
        top = row * self.row_height + self.gap
        return Box(left, top, max(3, right - left), self.row_height - 2 * self.gap)

    def row_box(self, row: int) -> Box:
        return Box(0, row * self.row_height, self.width, self.row_height)

    def ticks(self, minutes: int = 30) -> Iterator[datetime]:
        """Yield the moments on full steps of ``minutes`` inside the axis, ends included."""
        step = timedelta(minutes=minutes)
        midnight = self.span.start.replace(hour=0, minute=0, second=0, microsecond=0)
        moment = midnight + -(-(self.span.start - midnight) // step) * step
        while moment <= self.span.end:
            yield moment
            moment += step

    def zoomed(self, px_per_hour: float) -> "BoardGeometry":
        return replace(self, px_per_hour=min(max(px_per_hour, SLOWEST_ZOOM), FASTEST_ZOOM))


def snap(moment: datetime, grain: timedelta = GRAIN) -> datetime:
    """Return the nearest moment on the grain, counted from midnight."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + round((moment - midnight) / grain) * grain


def edge_at(box: Box, x: float) -> Edge | None:
    """Return which edge of a card ``x`` takes hold of; narrow cards keep a middle to be lifted by."""
    reach = min(EDGE_PX, box.width // 4)
    if box.right - reach <= x <= box.right:
        return Edge.END
    return Edge.START if box.x <= x <= box.x + reach else None


def axis_span(hours: Span, spans: tuple[Span, ...]) -> Span:
    """Return what the axis shows: the opening hours with a little around, and every session on full half hours."""
    start = min((span.start for span in spans), default=hours.start)
    end = max((span.end for span in spans), default=hours.end)
    half = timedelta(minutes=30)
    first = hours.start - AROUND if start >= hours.start - AROUND else _floor(start, half)
    last = hours.end + AROUND if end <= hours.end + AROUND else _floor(end + half - timedelta(seconds=1), half)
    return Span(first, last)


def _floor(moment: datetime, step: timedelta) -> datetime:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (moment - midnight) // step * step


def fit_row_height(available: float, rows: int, scale: float = 1.0) -> int:
    """Return the row height of the fit mode for so many px; ``scale`` is the text size."""
    smallest, largest = FIT_ROWS
    wanted = int(available // max(rows, 1))
    return min(max(wanted, round(smallest * max(scale, 1.0))), round(largest * max(scale, 1.0)))


def fit_zoom(available: float, span: Span) -> float:
    """Return the px per hour at which the whole axis fits, not below the slowest zoom."""
    return max(available / (span.minutes / 60), SLOWEST_ZOOM)


def bays(chairs: tuple[Chair, ...]) -> tuple[Bay, ...]:
    """Return the groups of neighbouring rows that share a bay."""
    found: list[Bay] = []
    for row, chair in enumerate(chairs):
        if found and found[-1].label == chair.bay:
            found[-1] = replace(found[-1], last=row)
        else:
            found.append(Bay(chair.bay, row, row))
    return tuple(found)
