"""Everything that is drawn of a day, worked out beforehand: the layers only paint."""

from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtGui import QPixmap

from dayhospital.domain.board import BoardDay, BoardSession
from dayhospital.domain.span import Span
from dayhospital.ui.board.geometry import Bay, BoardGeometry, Box, axis_span, bays
from dayhospital.ui.board.look import Card, CardFlags, Delay, DrugName, FlagsOf, card_of
from dayhospital.ui.board.navigate import matches
from dayhospital.ui.board.rules import FreeRange
from dayhospital.ui.board.strips import Strip


@dataclass(frozen=True, slots=True)
class Item:
    """One card and where it is, in content coordinates."""

    session: BoardSession
    card: Card
    box: Box
    delay: Delay


@dataclass(slots=True)
class Scene:
    """A day with its geometry. Built anew whenever the day, the zoom or the minute changes."""

    board: BoardDay
    now: datetime
    geometry: BoardGeometry
    items: tuple[Item, ...]
    bays: tuple[Bay, ...]
    strips: tuple[Strip, ...] = ()
    hits: frozenset[int] | None = None
    """Sessions that match the search; None without a search."""
    free: dict[int, tuple[FreeRange, ...]] | None = None
    """Where the dragged thing may start; None when nothing is dragged."""
    dragged: int | None = None
    by_id: dict[int, Item] = field(default_factory=dict)
    pictures: dict[int, QPixmap] = field(default_factory=dict)
    """Pictures of the cards by session, as they are drawn."""

    def __post_init__(self) -> None:
        self.by_id = {item.session.id: item for item in self.items}

    def item_at(self, x: float, y: float) -> Item | None:
        """Return the card at a content point; the one drawn last wins."""
        return next((item for item in reversed(self.items) if item.box.contains(x, y)), None)

    @property
    def today(self) -> bool:
        return self.board.day == self.now.date()


def axis_of(board: BoardDay) -> Span:
    """Return the time axis of a day."""
    spans = tuple(session.span for session in board.sessions)
    return axis_span(board.hours, spans)


def build_items(
    board: BoardDay,
    geometry: BoardGeometry,
    now: datetime,
    flags: FlagsOf,
    delays: dict[int, Delay],
    drug_name: DrugName,
) -> tuple[Item, ...]:
    """Return the cards of a day, in order of start."""
    known = set(geometry.chair_ids)
    items = []
    for session in board.sessions:
        if session.chair_id not in known:
            continue
        delay = delays.get(session.id, Delay())
        shown: CardFlags = flags(session)
        card = card_of(session, now, shown, drug_name, delay)
        items.append(Item(session, card, geometry.box(session.chair_id, session.span), delay))
    return tuple(items)


def build_scene(board: BoardDay, geometry: BoardGeometry, now: datetime, items: tuple[Item, ...]) -> Scene:
    return Scene(board, now, geometry, items, bays(board.chairs))


def search_hits(board: BoardDay, text: str) -> frozenset[int] | None:
    """Return the sessions a search finds, None when there is nothing to search."""
    if not text.strip():
        return None
    return frozenset(session.id for session in board.sessions if matches(session, text))
