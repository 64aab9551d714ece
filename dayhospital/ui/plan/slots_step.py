"""Step 3: three places for every treatment day, the best chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from dayhospital.domain.board import BoardDay
from dayhospital.domain.course import Ending
from dayhospital.domain.formats import day_text, length_text, span_text
from dayhospital.domain.session import GIVEN
from dayhospital.scheduling.offers import Offer
from dayhospital.scheduling.place_rules import DrugLookup
from dayhospital.scheduling.propose import Proposal, propose_course
from dayhospital.ui.context import Context
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.facts import FactRows
from dayhospital.ui.plan.summary import summary
from dayhospital.ui.texts import finding_text
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import InspectorSection, Panel, clear_layout

if TYPE_CHECKING:
    from sqlalchemy import Connection

OFFERS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What the search for slots found, with the chairs' names."""

    proposals: tuple[Proposal, ...]
    chairs: Mapping[int, str]


def search(connection: "Connection", draft: PlanDraft, now: datetime, drug_lookup: DrugLookup) -> Found:
    """Look for places for every day of a plan on all days its windows allow."""
    from dayhospital.queries.board import board_day

    due = draft.due_days()
    wanted = sorted({day for each in due for day in draft.candidate_days(each)})
    boards = {day: _without_ending(board_day(connection, day), draft.ending) for day in wanted}
    chairs = {chair.id: chair.name for board in list(boards.values())[:1] for chair in board.chairs}
    return Found(propose_course(due, boards, now, drug_lookup), chairs)


def _without_ending(board: BoardDay, ending: Ending | None) -> BoardDay:
    """Return a day with the places free that are given back when a course ends."""
    if ending is None:
        return board
    stay = [one for one in board.sessions if one.treatment.course_id != ending.course_id or one.status in GIVEN]
    return replace(board, sessions=tuple(stay))


class SlotCard(QAbstractButton):
    """One offer: time, chair, and what speaks against it."""

    def __init__(self, offer: Offer, chair: str, remark: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.offer = offer
        self._chair, self._remark = chair, remark
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            f"{day_text(offer.span.day)} {span_text(offer.span.start, offer.span.end)} {chair} {remark}"
        )
        self.setToolTip("\n".join(finding_text(finding) for finding in offer.findings))

    def sizeHint(self) -> QSize:
        return QSize(240, holder().px(64))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = holder().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.accent if self.isChecked() else theme.line_strong, 2 if self.isChecked() else 1))
        painter.setBrush(theme.selected if self.isChecked() else theme.surface)
        painter.drawRoundedRect(box, 8, 8)
        radio = QRectF(box.left() + 12, box.top() + 12, 14, 14)
        painter.setPen(QPen(theme.accent if self.isChecked() else theme.control, 1.5))
        painter.setBrush(theme.surface)
        painter.drawEllipse(radio)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent)
            painter.drawEllipse(radio.adjusted(3.5, 3.5, -3.5, -3.5))
        span = self.offer.span
        line = QRectF(radio.right() + 10, box.top() + 8, box.width() - 48, 22)
        draw_text(
            painter,
            line,
            f"{span_text(span.start, span.end)}   {self._chair}",
            holder().font(FontRole.BODY_STRONG),
            theme.text1,
        )
        below = line.translated(0, 24)
        warned = bool(self.offer.findings)
        if warned:
            draw_icon(
                painter,
                "triangle-alert",
                theme.status("warn").text,
                QRectF(below.left(), below.center().y() - 7, 14, 14),
            )
            below.setLeft(below.left() + 20)
        colour = theme.status("warn").text if warned else theme.accent_text
        draw_text(painter, below, self._remark, holder().font(FontRole.DENSE_MEDIUM), colour)


class SlotRow(QWidget):
    """The offers of one treatment day; ``1`` ``2`` ``3`` choose.

    Signals:
        chosen: Another offer was chosen; carries it.
    """

    chosen = Signal(object)

    def __init__(self, label: str, day: date, minutes: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[SlotCard] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        left = QVBoxLayout()
        left.setSpacing(1)
        for text, role in (
            (label, FontRole.BODY_STRONG),
            (day_text(day, weekday=True, year=False), FontRole.BODY_MEDIUM),
            (length_text(minutes), FontRole.DENSE),
        ):
            part = Label(text, role)
            part.setFixedWidth(100)
            left.addWidget(part)
        left.addStretch(1)
        self._row.addLayout(left)

    def show_offers(self, offers: Sequence[Offer], chairs: Mapping[int, str], day: date, why_not: str) -> None:
        for number, offer in enumerate(offers[:OFFERS_SHOWN]):
            other_day = offer.span.day != day
            remark = finding_text(offer.findings[0]) if offer.findings else self.tr("Best fit") if number == 0 else ""
            if other_day:
                remark = f"{day_text(offer.span.day, weekday=True, year=False)}  {remark}".strip()
            card = SlotCard(offer, chairs.get(offer.chair_id, ""), remark)
            card.setChecked(number == 0)
            card.clicked.connect(lambda _checked, offer=offer: self.chosen.emit(offer))
            self._group.addButton(card)
            self._cards.append(card)
            self._row.addWidget(card, 1)
        if not offers:
            self._row.addWidget(Label(why_not, tone="critical").wrapped(), 1)
        for _ in range(max(0, OFFERS_SHOWN - max(1, len(offers)))):
            self._row.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(self._cards):
            self._cards[number].click()
        else:
            super().keyPressEvent(event)


class SlotsStep(QWidget):
    """A row for each day that needs a chair.

    Signals:
        changed: Places were found or chosen; carries the draft.
    """

    changed = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._draft: PlanDraft | None = None
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(18, 14, 18, 18)
        self._rows.setSpacing(8)
        self._side = QVBoxLayout()
        self._side.setContentsMargins(0, 4, 0, 4)
        inside = QWidget()
        inside.setLayout(self._rows)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        right = Panel("inspector")
        right.setFixedWidth(330)
        right.setLayout(self._side)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(scroll, 1)
        row.addWidget(right)

    def show_draft(self, draft: PlanDraft) -> None:
        """Search for places unless that was done for these days."""
        self._draft = draft
        if not draft.choices:
            clear_layout(self._rows)
            self._rows.addWidget(Label(self.tr("Looking for free chairs…"), tone="text2"))
            self._rows.addStretch(1)
            now, drug = self._context.clock.local(), self._context.library.drug
            self._context.store.ask(self, lambda connection: search(connection, draft, now, drug), self._show_found)

    def _show_found(self, found: Found) -> None:
        if self._draft is None:
            return
        clear_layout(self._rows)
        choices: list[Offer | None] = [None] * len(self._draft.days)
        for proposal in found.proposals:
            index = proposal.treatment_day_id
            day = self._draft.days[index]
            choices[index] = proposal.offers[0] if proposal.offers else None
            row = SlotRow(day.label, day.planned, day.time.chair_minutes)
            why_not = " ".join(dict.fromkeys(finding_text(finding) for finding in proposal.findings))
            row.show_offers(
                proposal.offers, found.chairs, day.planned, why_not or self.tr("No chair is free in the window.")
            )
            row.chosen.connect(lambda offer, index=index: self._choose(index, offer))
            self._rows.addWidget(row)
        self._rows.addStretch(1)
        self._draft = replace(self._draft, choices=tuple(choices))
        self._announce()

    def _choose(self, index: int, offer: Offer) -> None:
        if self._draft is not None:
            choices = [*self._draft.choices]
            choices[index] = offer
            self._draft = replace(self._draft, choices=tuple(choices))
            self._announce()

    def _announce(self) -> None:
        assert self._draft is not None, "choices follow from a draft"
        clear_layout(self._side)
        section = InspectorSection(self.tr("Course to confirm"), last=True)
        rows = FactRows()
        rows.show_rows(summary(self._draft))
        section.body.addWidget(rows)
        self._side.addWidget(section)
        self._side.addStretch(1)
        self.changed.emit(self._draft)
