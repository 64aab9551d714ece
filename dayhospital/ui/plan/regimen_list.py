"""The regimens a patient could get in a setting, as cards with their chair time."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dayhospital.clinical.eligibility import Eligibility, Verdict
from dayhospital.domain.formats import length_text
from dayhospital.domain.regimen import Regimen
from dayhospital.ui.plan.verdicts import VERDICT_ICON, reason_line, verdict_text
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.icons import draw_icon
from dayhospital.ui.theme.paint import draw_text

NOWHERE = QModelIndex()
REGIMEN = Qt.ItemDataRole.UserRole
LONGEST = 540
"""Chair minutes that fill the bar: the longest first day under the SmPC policy."""


@dataclass(frozen=True, slots=True)
class RegimenCard:
    """A regimen with what the list shows of it; minutes are chair minutes of the longest day."""

    regimen: Regimen
    drugs: str
    first_minutes: int
    later_minutes: int
    eligibility: Eligibility | None = None
    """How it stands to the patient; None as long as nobody asked."""

    next_step: str = ""
    """Why it is the next step of the pathway the patient follows, empty if it is not."""

    @property
    def dimmed(self) -> bool:
        """Whether it is drawn back, since it does not fit."""
        return self.eligibility is not None and self.eligibility.verdict not in SUGGESTED


SUGGESTED = frozenset({Verdict.FITS, Verdict.FITS_IF})


class RegimenModel(QAbstractListModel):
    """Holds the cards; the view filters by asking for fewer."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[RegimenCard, ...] = ()

    def show_cards(self, cards: Sequence[RegimenCard]) -> None:
        self.beginResetModel()
        self._cards = tuple(cards)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._cards)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        card = self._cards[index.row()]
        if role == REGIMEN:
            return card
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            judged = card.eligibility
            verdict = f", {verdict_text(judged.verdict)}: {reason_line(judged)}" if judged else ""
            step = f", {card.next_step}" if card.next_step else ""
            return f"{card.regimen.name}, {card.drugs}{step}{verdict}"
        return None


class RegimenDelegate(QStyledItemDelegate):
    """Paints a card: stripe, name, drugs, verdict, chair time first and later as numbers and bars."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, holder().px(84))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = holder().theme
        card: RegimenCard = index.data(REGIMEN)
        box = QRectF(option.rect).adjusted(1, 3, -3, -3)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.accent if selected else theme.line_strong)
        painter.setBrush(theme.selected if selected else theme.surface)
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(card))
        painter.drawRoundedRect(QRectF(box.left(), box.top(), 4, box.height()), 2, 2)
        self._paint_texts(painter, box.adjusted(16, 8, -12, -6), card)
        painter.restore()

    def _colour(self, card: RegimenCard) -> QColor:
        theme = holder().theme
        colour = theme.group(card.regimen.colour).colour
        return theme.mix(colour, 0.45) if card.dimmed else colour

    def _paint_verdict(self, painter: QPainter, line: QRectF, judged: Eligibility, next_step: str) -> None:
        """Paint icon, word and reason in one line."""
        theme = holder().theme
        icon, tone = VERDICT_ICON[judged.verdict]
        colour, side = theme.status(tone).text, 14.0
        draw_icon(painter, icon, colour, QRectF(line.left(), line.center().y() - side / 2, side, side))
        word = QRectF(line.left() + side + 6, line.top(), line.width() - side - 6, line.height())
        width = draw_text(painter, word, verdict_text(judged.verdict), holder().font(FontRole.DENSE_STRONG), colour)
        rest = word.adjusted(width + 8, 0, 0, 0)
        if next_step:
            font = holder().font(FontRole.DENSE_MEDIUM)
            rest = rest.adjusted(draw_text(painter, rest, next_step, font, theme.accent) + 8, 0, 0, 0)
        draw_text(painter, rest, reason_line(judged), holder().font(FontRole.DENSE), theme.text2)

    def _paint_texts(self, painter: QPainter, box: QRectF, card: RegimenCard) -> None:
        theme = holder().theme
        judged = card.eligibility
        height = box.height() / (2 if judged is None else 3)
        times = QRectF(box.right() - 210, box.top(), 210, height * 2)
        words = QRectF(box.left(), box.top(), box.width() - 226, height)
        strong = theme.text2 if card.dimmed else theme.text1
        draw_text(painter, words, card.regimen.name, holder().font(FontRole.BODY_STRONG), strong)
        draw_text(painter, words.translated(0, height), card.drugs, holder().font(FontRole.DENSE), theme.text2)
        if judged is not None:
            self._paint_verdict(
                painter, QRectF(box.left(), box.top() + 2 * height, box.width(), height), judged, card.next_step
            )
        self._paint_times(painter, times, card)

    def _paint_times(self, painter: QPainter, times: QRectF, card: RegimenCard) -> None:
        theme = holder().theme
        painter.setFont(holder().font(FontRole.CAPTION))
        painter.setPen(theme.text3)
        half = times.height() / 2
        painter.drawText(
            QRectF(times.left(), times.top(), 110, half), Qt.AlignmentFlag.AlignVCenter, self.tr("Chair time")
        )
        painter.setFont(holder().font(FontRole.DENSE_STRONG))
        painter.setPen(theme.text1)
        chair = card.first_minutes > 0
        text = (
            f"{length_text(card.first_minutes)} / {length_text(card.later_minutes)}" if chair else self.tr("no chair")
        )
        painter.drawText(QRectF(times.left(), times.top() + half, 120, half), Qt.AlignmentFlag.AlignVCenter, text)
        if chair:
            colour = self._colour(card)
            for row, minutes in enumerate((card.first_minutes, card.later_minutes)):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour if row == 0 else theme.mix(colour, 0.45))
                width = 76 * min(1.0, minutes / LONGEST)
                painter.drawRoundedRect(
                    QRectF(times.right() - 80, times.top() + 12 + row * 16, max(4.0, width), 6), 3, 3
                )
