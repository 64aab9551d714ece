"""What content sits in: cards, inspector sections, hairlines."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.widgets.label import Label


def clear_layout(layout: QHBoxLayout | QVBoxLayout) -> None:
    """Take everything out of a box layout and delete the widgets."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class Panel(QFrame):
    """A plain frame in one of the sheet's grounds: card, surface, bg, sunken, selected, header, footer, inspector,
    ok, warn, critical, info, neutral."""

    def __init__(self, ground: str = "surface", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", ground)


class Divider(QWidget):
    """A hairline."""

    def __init__(self, orientation: Qt.Orientation = Qt.Orientation.Horizontal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if orientation == Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), holder().theme.line)


class Card(Panel):
    """A titled card. Fill :attr:`body`; :meth:`add_to_header` puts something at the right of the title."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 14)
        outer.setSpacing(10)
        self.header = QHBoxLayout()
        self.header.setSpacing(10)
        outer.addLayout(self.header)  # before anything is shown in it: a widget without parent would be a window
        self.title = Label(title, FontRole.SECTION)
        self.header.addWidget(self.title)
        self.header.addStretch(1)
        self.title.setVisible(bool(title))
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer.addLayout(self.body, 1)
        self.setAccessibleName(title)

    def add_to_header(self, widget: QWidget) -> None:
        self.header.addWidget(widget)

    def set_title(self, title: str) -> None:
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)


class InspectorSection(QWidget):
    """A part of an inspector: title, a remark at its right, content, a hairline below."""

    def __init__(self, title: str, remark: str = "", *, last: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        outer.addLayout(inner)
        self.header = QHBoxLayout()
        inner.addLayout(self.header)
        self.title = Label(title, FontRole.SECTION)
        self.remark = Label(remark, FontRole.DENSE, "text2")
        self.header.addWidget(self.title)
        self.header.addStretch(1)
        self.header.addWidget(self.remark)
        self.title.setVisible(bool(title))
        self.remark.setVisible(bool(remark))
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        inner.addLayout(self.body)
        if not last:
            outer.addWidget(Divider())
        self.setAccessibleName(title)

    def set_remark(self, remark: str) -> None:
        self.remark.setText(remark)
        self.remark.setVisible(bool(remark))

    def clear(self) -> None:
        """Empty the body."""
        clear_layout(self.body)
