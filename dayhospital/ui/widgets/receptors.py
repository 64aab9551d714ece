"""ER, PR and HER2 with sign and value, one under the other."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.domain.tumour import Her2Ish, Her2Status, Tumour
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import CENTRE, draw_text, text_width

_BOX = 40
_ROW = 20
_SIGNS = {
    Her2Status.POSITIVE: "+",
    Her2Status.NEGATIVE: "−",
    Her2Status.ULTRALOW: "−",
    Her2Status.LOW: "−",
    Her2Status.EQUIVOCAL: "±",
    Her2Status.UNKNOWN: "?",
}


def percent_text(percent: int | None) -> tuple[str, str]:
    """Return sign and value of a hormone receptor. From 1 % on it is positive. Source: asco-cap-2020-er."""
    if percent is None:
        return "?", QCoreApplication.translate("Receptors", "not known")
    return ("+" if percent >= 1 else "−"), f"{percent} %"


def her2_text(tumour: Tumour) -> tuple[str, str]:
    """Return sign and value of HER2, with *low* in words since it decides about treatment."""
    status = tumour.her2
    if status is Her2Status.UNKNOWN:
        return _SIGNS[status], QCoreApplication.translate("Receptors", "not known")
    value = f"IHC {tumour.her2_ihc}" if tumour.her2_ihc is not None else "ISH"
    if tumour.her2_ihc:
        value += "+"
    if tumour.her2_ish is Her2Ish.AMPLIFIED:
        value += QCoreApplication.translate("Receptors", ", amplified")
    if status is Her2Status.LOW:
        value += QCoreApplication.translate("Receptors", ", low")
    return _SIGNS[status], value


class ReceptorRow(QWidget):
    """The three receptors of a tumour."""

    def __init__(self, tumour: Tumour, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._rows = (
            ("ER", *percent_text(tumour.er_percent)),
            ("PR", *percent_text(tumour.pr_percent)),
            ("HER2", *her2_text(tumour)),
        )
        self.setAccessibleName(", ".join(f"{name} {sign} {value}" for name, sign, value in self._rows))

    def sizeHint(self) -> QSize:
        font = holder().font(FontRole.BODY_STRONG)
        widest = max(text_width(f"{sign} {value}", font) for _, sign, value in self._rows)
        return QSize(round(self._box() + 8 + widest) + 2, holder().px(_ROW) * 3)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _box(self) -> int:
        return holder().px(_BOX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, row = holder().theme, holder().px(_ROW)
        for index, (name, sign, value) in enumerate(self._rows):
            box = QRectF(0, index * row + 1, self._box(), row - 2)
            painter.setPen(QPen(theme.control, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            draw_text(painter, box, name, holder().font(FontRole.CAPTION_STRONG), theme.text1, align=CENTRE)
            words = QRectF(box.right() + 8, box.y(), self.width() - box.right() - 8, box.height())
            draw_text(painter, words, f"{sign} {value}", holder().font(FontRole.BODY_STRONG), theme.text1)
