"""The cards of the tray: a list that is read, walked by key, and dragged from."""

from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from dayhospital.ui.board.drag import LIFT_PX
from dayhospital.ui.board.look import LeaveMark, PortMark
from dayhospital.ui.board.marks import draw_leave
from dayhospital.ui.board.trayitems import TrayItem
from dayhospital.ui.texts import Urgency, due_text, say, urgency_of
from dayhospital.ui.theme import OWN_FOCUS, FontRole, Theme, draw_icon, holder
from dayhospital.ui.theme.paint import draw_text, fill_rounded, text_width
from dayhospital.ui.widgets.badges import draw_first_badge, draw_port_badge
from dayhospital.ui.widgets.window_bar import WindowMarks, draw_window

CARD_PX, GAP_PX = 86, 8
_STRIPE, _PAD, _BAR, _SIDE = 4, 13, 96, 13
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_DUE_TONES = {Urgency.OVERDUE: "critical", Urgency.LAST_DAY: "warn", Urgency.SOON: "info", Urgency.LATER: "info"}
_DUE_ICONS = {Urgency.OVERDUE: "octagon-alert", Urgency.LAST_DAY: "clock-alert"}
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class TrayModel(QAbstractListModel):
    """Holds the items shown; :attr:`carried` is on its way to the board."""

    ItemRole = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: tuple[TrayItem, ...] = ()
        self.today = date.min
        self.carried: TrayItem | None = None

    def show_items(self, items: tuple[TrayItem, ...], today: date) -> None:
        self.beginResetModel()
        self.items, self.today = items, today
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == self.ItemRole:
            return item
        return spoken(item, self.today) if role == Qt.ItemDataRole.DisplayRole else None


def spoken(item: TrayItem, today: date) -> str:
    """Return a card as one sentence."""
    parts = [item.patient.label.name, f"{item.treatment.regimen_name} {item.treatment.label}".strip(), item.length]
    if item.place:
        parts.append(item.place)
    elif item.window is not None:
        parts.append(due_text(item.window, today))
    if item.flags.port is PortMark.MISSING:
        parts.append(say("Port needed, missing"))
    return ", ".join(parts)


class TrayDelegate(QStyledItemDelegate):
    """Paints one card."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(option.rect.width(), holder().px(CARD_PX) + GAP_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        item: TrayItem = index.data(TrayModel.ItemRole)
        theme = holder().theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect).adjusted(14, 0, -self._right_margin(option.widget), -GAP_PX)
        if isinstance(model, TrayModel) and model.carried is item:
            self._carried(painter, area, item, theme)
        else:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
            self._body(painter, area, item, theme, selected, hovered)
            self._words(painter, area, item, theme)
            self._foot(painter, area, item, model.today if isinstance(model, TrayModel) else date.min, theme)
        painter.restore()

    @staticmethod
    def _right_margin(widget: QWidget | None) -> int:
        """Cards end at the same place with and without a scroll bar."""
        bar = widget.verticalScrollBar() if isinstance(widget, QListView) else None
        return _SIDE - bar.width() if bar is not None and bar.isVisible() else _SIDE

    def _carried(self, painter: QPainter, area: QRectF, item: TrayItem, theme: Theme) -> None:
        pen = QPen(theme.line_strong, 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), theme.radius.row, theme.radius.row)
        words = say("{name} — placing…", name=item.patient.label.family_name.upper())
        centre = Qt.AlignmentFlag.AlignCenter
        draw_text(
            painter, area.adjusted(8, 0, -8, 0), words, holder().font(FontRole.DENSE_MEDIUM), theme.text3, align=centre
        )

    def _body(
        self, painter: QPainter, area: QRectF, item: TrayItem, theme: Theme, selected: bool, hovered: bool
    ) -> None:
        radius = theme.radius.row
        ground = theme.selected if selected else theme.hover if hovered else theme.surface
        fill_rounded(painter, area, radius, ground, theme.accent if selected else theme.line)
        painter.save()
        shape = QPainterPath()
        shape.addRoundedRect(area, radius, radius)
        painter.setClipRect(QRectF(area.x(), area.y(), _STRIPE, area.height()))
        painter.fillPath(shape, theme.group(item.treatment.colour).colour)
        painter.restore()

    def _words(self, painter: QPainter, area: QRectF, item: TrayItem, theme: Theme) -> None:
        found = holder()
        line = found.px(18)
        left, right = area.x() + _PAD + 1, area.right() - 11
        upper = QRectF(left, area.y() + 7, right - left, line)
        lower = QRectF(left, upper.bottom() - 1, right - left, line)
        font = found.font(FontRole.BODY)
        width = text_width(item.length, font)
        draw_text(painter, upper, item.length, font, theme.text2, align=_RIGHT)
        clock = QRectF(right - width - 20, upper.center().y() - 7, 14, 14)
        draw_icon(painter, "clock", theme.text3, clock)
        self._name(painter, QRectF(left, upper.y(), clock.x() - 8 - left, line), item, theme)
        marks = self._marks(painter, right, lower, item, theme)
        room = QRectF(left, lower.y(), marks - 6 - left, line)
        small = found.font(FontRole.DENSE)
        names = (" · ".join(filter(None, (name, item.treatment.label))) for name in _names(item))
        fitting = [words for words in names if text_width(words, small) <= room.width()]
        draw_text(painter, room, fitting[0] if fitting else item.treatment.label, small, theme.text2)

    def _name(self, painter: QPainter, area: QRectF, item: TrayItem, theme: Theme) -> None:
        """SURNAME, Given: the given name gives way first, then the surname is cut."""
        label = item.patient.label
        bold, plain = holder().font(FontRole.BODY_STRONG), holder().font(FontRole.BODY)
        surname = label.family_name.upper()
        room = area.width() - text_width(surname + ", ", bold)
        given = label.given_name and room >= min(text_width(label.given_name, plain), text_width("Mm…", plain))
        used = draw_text(painter, area, surname + "," if given else surname, bold, theme.text1)
        if given:
            draw_text(painter, area.adjusted(used + 4, 0, 0, 0), label.given_name, plain, theme.text1)

    def _marks(self, painter: QPainter, right: float, line: QRectF, item: TrayItem, theme: Theme) -> float:
        """Draw the tags from the right; return where they begin."""
        side, x, middle = holder().px(15), right, line.center().y() + 1
        if item.flags.leave is not LeaveMark.HOME:
            x -= side + 1
            draw_leave(painter, QRectF(x, middle - side / 2, side, side), item.flags.leave, theme)
            x -= 4
        if item.flags.port is not PortMark.NONE:
            x -= side
            missing = item.flags.port is PortMark.MISSING
            draw_port_badge(painter, QRectF(x, middle - side / 2, side, side), theme, missing=missing)
            x -= 4
        if item.flags.first:
            x -= side + 8
            draw_first_badge(painter, QRectF(x, middle - side / 2, side + 8, side), item.treatment.colour, theme)
        return x

    def _foot(self, painter: QPainter, area: QRectF, item: TrayItem, today: date, theme: Theme) -> None:
        foot = QRectF(area.x() + _PAD - 3, area.bottom() - holder().px(31), area.width() - _PAD - 8, holder().px(24))
        font = holder().font(FontRole.DENSE_MEDIUM)
        if item.place:
            draw_icon(painter, "undo-2", theme.text3, QRectF(foot.x() + 4, foot.center().y() - 7, 14, 14))
            draw_text(painter, foot.adjusted(24, 0, 0, 0), item.place, font, theme.text2)
            return
        if item.window is None:
            return
        urgency = urgency_of(item.window, today)
        words = due_text(item.window, today)
        colour: QColor = theme.status(_DUE_TONES[urgency]).text
        icon = _DUE_ICONS.get(urgency, "")
        need = text_width(words, font) + (20 if icon else 2)
        bar = min(_BAR, foot.width() - need - 14)
        if bar >= 48:
            marks = WindowMarks(item.window.earliest, item.window.ideal, item.window.latest)
            draw_window(painter, QRectF(foot.x(), foot.y(), bar, foot.height()), marks, today, theme)
        x = foot.x() + max(bar, 0) + 10 if bar >= 48 else foot.x() + 4
        if icon:
            draw_icon(painter, icon, colour, QRectF(x, foot.center().y() - 7, 14, 14))
            x += 19
        draw_text(painter, QRectF(x, foot.y(), foot.right() - x + 2, foot.height()), words, font, colour)

    def helpEvent(self, event: QEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        return False


def _names(item: TrayItem) -> tuple[str, str]:
    return item.treatment.regimen_name, item.treatment.short


class TrayList(QListView):
    """The list.

    Signals:
        lifted: A card was dragged away from its place; carries the item.
        carried: The pointer moved with it; carries the global point and the modifiers.
        let_go: The button was let go; carries the modifiers.
        given_up: Escape, or the window lost the mouse.
        chosen: Enter or double click; carries the item.
        menu_asked: The menu of an item is wanted; carries the item and a global point.
    """

    lifted = Signal(object)
    carried = Signal(QPoint, object)
    let_go = Signal(object)
    given_up = Signal()
    chosen = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.model_of_tray = TrayModel(self)
        self.setModel(self.model_of_tray)
        self.setItemDelegate(TrayDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setProperty(OWN_FOCUS, True)
        self._pressed: tuple[TrayItem, QPoint] | None = None
        self._lifted = False
        self.doubleClicked.connect(lambda index: self.chosen.emit(index.data(TrayModel.ItemRole)))
        holder().changed.connect(self.doItemsLayout)

    @property
    def current(self) -> TrayItem | None:
        item = self.currentIndex().data(TrayModel.ItemRole)
        return item if isinstance(item, TrayItem) else None

    def show_items(self, items: tuple[TrayItem, ...], today: date) -> None:
        """Show other items; the current one stays current."""
        kept = self.current
        self.model_of_tray.show_items(items, today)
        wanted = (kept.treatment.treatment_day_id, kept.session and kept.session.id) if kept else None
        for row, item in enumerate(items):
            if wanted == (item.treatment.treatment_day_id, item.session and item.session.id):
                self.setCurrentIndex(self.model_of_tray.index(row))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        item = self.indexAt(event.position().toPoint()).data(TrayModel.ItemRole)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = (item, event.position().toPoint()) if left and isinstance(item, TrayItem) else None
        if event.button() == Qt.MouseButton.RightButton and isinstance(item, TrayItem):
            self.menu_asked.emit(item, event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        item, start = self._pressed
        moved = event.position().toPoint() - start
        if not self._lifted and max(abs(moved.x()), abs(moved.y())) >= LIFT_PX:
            self._lifted = True
            self.set_carried(item)
            self.lifted.emit(item)
        if self._lifted:
            self.carried.emit(event.globalPosition().toPoint(), event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._pressed = None
        if self._lifted:
            self._end()
            self.let_go.emit(event.modifiers())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._lifted and event.key() == Qt.Key.Key_Escape:
            self._end()
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.chosen.emit(self.current)
        elif event.key() == Qt.Key.Key_Menu and self.current is not None:
            self.menu_asked.emit(self.current, self.viewport().mapToGlobal(self._middle()))
        else:
            super().keyPressEvent(event)

    def _middle(self) -> QPoint:
        rect: QRect = self.visualRect(self.currentIndex())
        return rect.center()

    def set_carried(self, item: TrayItem | None) -> None:
        """Draw the place of an item as a dashed outline while it is on its way."""
        self.model_of_tray.carried = item
        self.viewport().update()

    def _end(self) -> None:
        self._pressed, self._lifted = None, False
        self.set_carried(None)
