"""The gauge of a lifetime dose: what was given, what is planned, and where the limits are."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dayhospital.clinical.library import Library
from dayhospital.domain.lifetime_dose import HeartRiskKind, LifetimeDose
from dayhospital.ui.patients.dose_words import number_text
from dayhospital.ui.plan.facts import ReasonRow
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import fill_rounded
from dayhospital.ui.widgets import InspectorSection, Label

_BAR = 8
_MARK = 2
_OVERHANG = 3
"""px that a mark reaches over the bar."""
_PLANNED = 0.4
"""Share of the colour in the planned part."""


RISKS = {
    HeartRiskKind.HEART_FAILURE: "heart failure",
    HeartRiskKind.CHEST_RADIOTHERAPY: "radiotherapy of the chest until {day}",
}
"""What lowers the highest dose, in words."""


class GaugeBar(QWidget):
    """A bar from nothing to the highest of limit and plan, with marks at the limits."""

    def __init__(self, lifetime: LifetimeDose, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lifetime, self._colour = lifetime, colour
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, _BAR + 2 * _OVERHANG)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_gauge(painter, QRectF(0, _OVERHANG, self.width(), _BAR), self._lifetime, self._colour)


def draw_gauge(painter: QPainter, bar: QRectF, found: LifetimeDose, colour: str) -> None:
    """Draw a lifetime dose into ``bar``: given in full colour, planned in a pale one; marks reach over its edges."""
    theme, limits, side = holder().theme, found.limits, bar.height()
    longest = max(limits.hard or 0.0, found.in_all.mg_m2) or 1.0
    width = bar.width() - _MARK

    def x(mg_m2: float) -> float:
        return width * min(1.0, mg_m2 / longest)

    tone = theme.group(colour).colour
    fill_rounded(painter, bar, side / 2, theme.sunken, theme.line)
    for mg_m2, share in ((found.in_all.mg_m2, _PLANNED), (found.so_far.mg_m2, 1.0)):
        if mg_m2 > 0:
            part = QRectF(bar.left(), bar.top(), max(side, x(mg_m2)), side)
            fill_rounded(painter, part, side / 2, theme.mix(tone, share))
    for limit, kind in ((limits.review, "info"), (limits.warn, "warn"), (limits.hard, "critical")):
        if limit is not None:
            mark = QRectF(bar.left() + x(limit), bar.top() - _OVERHANG, _MARK, side + 2 * _OVERHANG)
            painter.fillRect(mark, theme.status(kind).fill)


class LifetimeGauge(QWidget):
    """A lifetime dose: name and sum, the bar, and the plan and limits in words."""

    def __init__(
        self, lifetime: LifetimeDose, library: Library, *, brief: bool = False, parent: QWidget | None = None
    ) -> None:
        """Show the dose; ``brief`` leaves the words below the bar out."""
        super().__init__(parent)
        drug = library.drug(lifetime.drug)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        name = say("All as {drug}", drug=drug.tall_man) if lifetime.mixed else drug.shown
        amount = say(
            "{total} of {limit} mg/m²",
            total=number_text(lifetime.so_far.mg_m2),
            limit=number_text(lifetime.limits.hard or 0),
        )
        head.addWidget(Label(name, FontRole.DENSE_MEDIUM).elided(), 1)
        head.addWidget(Label(amount, FontRole.DENSE_MEDIUM))
        column.addLayout(head)
        column.addWidget(GaugeBar(lifetime, drug.colour))
        lines = [] if brief else lifetime_lines(lifetime, library)
        for line in lines:
            column.addWidget(Label(line, FontRole.DENSE, "text2").wrapped())
        self.setAccessibleName(", ".join((name, amount, *lines)))


def add_lifetimes(section: InspectorSection, lifetimes: Sequence[LifetimeDose], library: Library) -> None:
    """Put the gauges of lifetime doses and what was found into a section; with a sum of several, each is brief."""
    together = any(one.mixed for one in lifetimes)
    for lifetime in lifetimes:
        section.body.addWidget(LifetimeGauge(lifetime, library, brief=together and not lifetime.mixed))
        for finding in lifetime.findings:
            section.body.addWidget(ReasonRow(finding, note=("info", "info")))


def lifetime_lines(lifetime: LifetimeDose, library: Library) -> list[str]:
    """Return plan, limits and equivalents in words."""
    limits = lifetime.limits
    marks = ", ".join(number_text(one) for one in (limits.review, limits.warn, limits.hard) if one is not None)
    words = "Marks at {marks}"
    if lifetime.planned_until:
        words = "With the plan {total} mg/m² by {label}, marks at {marks}"
    lines = [say(words, total=number_text(lifetime.in_all.mg_m2), label=lifetime.planned_until, marks=marks)]
    if lifetime.lowered_by:
        why = ", ".join(say(RISKS[one.kind], day=one.day) for one in lifetime.lowered_by)
        lines.append(say("Highest dose lowered: {why}", why=why))
    if lifetime.elsewhere_mg_m2:
        lines.append(say("{total} mg/m² of it elsewhere", total=number_text(lifetime.elsewhere_mg_m2)))
    conventional, feijen = (
        number_text(one) for one in (lifetime.in_all.conventional_mg_m2, lifetime.in_all.feijen_mg_m2)
    )
    counted = library.drug(lifetime.drug).equivalent
    if lifetime.mixed:
        lines.append(say("By the factors of Feijen 2019 {feijen} mg/m²", feijen=feijen))
    elif counted is not None:
        drug = library.drug(counted.drug).tall_man
        words = "As {drug} {conventional} mg/m², by Feijen 2019 {feijen}"
        lines.append(say(words, drug=drug, conventional=conventional, feijen=feijen))
    return lines
