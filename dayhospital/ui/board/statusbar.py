"""The line under the board: the last change with its undo, the legend, row mode, zoom, and when it was saved."""

from datetime import datetime

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from dayhospital.domain.formats import time_text
from dayhospital.ui.board.geometry import FASTEST_ZOOM, SLOWEST_ZOOM, RowMode
from dayhospital.ui.board.menu import open_once
from dayhospital.ui.texts import GROUPS, group_text, say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import draw_text, fill_rounded, text_width
from dayhospital.ui.widgets.buttons import Button, icon_button, link
from dayhospital.ui.widgets.icon_view import IconView
from dayhospital.ui.widgets.keycap import KeyCap
from dayhospital.ui.widgets.label import Label
from dayhospital.ui.widgets.panels import Panel

HEIGHT = 30
_DOT, _BETWEEN = 9, 11
MODE_TEXTS = {RowMode.FIT: "Fit rows", RowMode.ROOMY: "Roomy rows", RowMode.ZOOMED: "Zoomed rows"}
_DRAG_KEYS = (
    ("Esc", "cancel"),
    ("Alt", "keep chair, change time"),
    ("Ctrl", "accept a soft limit"),
    ("Enter", "take nearest fit"),
    ("B", "to pinboard"),
)


class Legend(QWidget):
    """The colours of the treatment groups; as many as there is room for, with their names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(group_text(code) for code in GROUPS))
        self.setToolTip("\n".join(f"{code}  {group_text(code)}" for code in GROUPS))

    def _layouts(self) -> list[tuple[QFont, list[str]]]:
        """The ways to write it, the widest first: names, small names, the two letters."""
        names, found = [group_text(code) for code in GROUPS], holder()
        dense, caption = found.font(FontRole.DENSE), found.font(FontRole.CAPTION)
        return [(dense, names), (caption, names), (caption, list(GROUPS))]

    @staticmethod
    def _widths(font: QFont, words: list[str]) -> list[float]:
        return [text_width(word, font) + _DOT + 5 + _BETWEEN for word in words]

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._widths(*self._layouts()[0]))), holder().px(22))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(sum(self._widths(*self._layouts()[-1]))), holder().px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = holder().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fitting = [one for one in self._layouts() if sum(self._widths(*one)) <= self.width() + 1]
        font, words = fitting[0] if fitting else self._layouts()[-1]
        widths = self._widths(font, words)
        x = max(self.width() - sum(widths), 0.0)
        for code, word, width in zip(GROUPS, words, widths, strict=True):
            fill_rounded(painter, QRectF(x, self.height() / 2 - _DOT / 2, _DOT, _DOT), 2, theme.group(code).colour)
            draw_text(painter, QRectF(x + _DOT + 5, 0, width, self.height()), word, font, theme.text2)
            x += width


class BoardStatusBar(Panel):
    """The line.

    Signals:
        undo_asked: Take the last change back.
        zoom_asked: Set the time scale; carries px per hour, or None to fit the day.
        mode_asked: Choose how high the rows are; carries the :class:`RowMode`.
    """

    undo_asked = Signal()
    zoom_asked = Signal(object)
    mode_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("footer", parent)
        self.icon = IconView("undo-2", "text2", 15)
        self.last = Label("", FontRole.DENSE, "text2").elided()
        self.undo = link(say("Undo"))
        self.undo_key = KeyCap("Ctrl Z")
        self.legend = Legend()
        self.mode = Button(say(MODE_TEXTS[RowMode.FIT]), "ghost", "rows-3")
        self.slower = icon_button("minus", say("Zoom out"), "Ctrl −")
        self.faster = icon_button("plus", say("Zoom in"), "Ctrl +")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.saved_icon = IconView("circle-check", "ok", 14)
        self.saved = Label("", FontRole.DENSE, "text2")
        self._keys = QWidget()
        self._undoable = False
        self.setMinimumWidth(1)  # what does not fit is cut; the line never widens the window
        self._lay_out()
        self._connect()
        self.show_last("")
        self.show_dragging(False)

    def _lay_out(self) -> None:
        self.slider.setRange(round(SLOWEST_ZOOM), round(FASTEST_ZOOM))
        self.slider.setFixedWidth(66)
        self.slider.setAccessibleName(say("Zoom of the time axis"))
        self.mode.sized("small")
        for button in (self.slower, self.faster):
            button.sized("small")
        self._lay_out_keys()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 16, 0)
        row.setSpacing(7)
        for widget in (self.icon, self.last, self.undo, self.undo_key, self._keys):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.legend, 20)
        for widget in (self.mode, self.slower, self.slider, self.faster, self.saved_icon, self.saved):
            row.addWidget(widget)

    def _lay_out_keys(self) -> None:
        keys = QHBoxLayout(self._keys)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(7)
        for key, words in _DRAG_KEYS:
            keys.addWidget(KeyCap(key))
            keys.addWidget(Label(say(words), FontRole.DENSE, "text2"))
            keys.addSpacing(8)

    def _connect(self) -> None:
        self.undo.clicked.connect(self.undo_asked)
        self.slider.valueChanged.connect(lambda value: self.zoom_asked.emit(float(value)))
        self.slower.clicked.connect(lambda: self.slider.setValue(round(self.slider.value() / 1.25)))
        self.faster.clicked.connect(lambda: self.slider.setValue(round(self.slider.value() * 1.25)))
        self.mode.clicked.connect(self._open_modes)

    def show_last(self, sentence: str, *, undoable: bool = True) -> None:
        """Show the last change; an empty sentence shows nothing."""
        self._undoable = undoable
        self.last.setText(sentence)
        shown = bool(sentence)
        self.icon.setVisible(shown)
        self.last.setVisible(shown)
        self.undo.setVisible(shown and undoable)
        self.undo_key.setVisible(shown and undoable)

    def show_saved(self, moment: datetime) -> None:
        """Show when the last change was written, a local moment."""
        self.saved.setText(say("Saved {time}", time=f"{time_text(moment)}:{moment.second:02d}"))

    def show_zoom(self, px_per_hour: float) -> None:
        """Put the slider where the zoom is, without a signal."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(px_per_hour))
        self.slider.blockSignals(False)

    def show_mode(self, mode: RowMode) -> None:
        self.mode.setText(say(MODE_TEXTS[mode]))

    def show_dragging(self, dragging: bool) -> None:
        """Show the keys of a drag instead of the last change and the legend."""
        if dragging:
            for widget in (self.icon, self.last, self.undo, self.undo_key, self.legend):
                widget.hide()
            self._keys.show()
        else:
            self._keys.hide()
            self.legend.show()
            self.show_last(self.last.text(), undoable=self._undoable)

    def _open_modes(self) -> None:
        menu = open_once(self)
        for key, (mode, words) in enumerate(MODE_TEXTS.items(), start=1):
            menu.add_row(say(words), "rows-3", str(key)).triggered.connect(
                lambda _=False, mode=mode: self.mode_asked.emit(mode)
            )
        menu.addSeparator()
        menu.add_row(say("Fit the day into the window"), "calendar-range", "Ctrl 0").triggered.connect(
            lambda: self.zoom_asked.emit(None)
        )
        menu.popup(self.mode.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
