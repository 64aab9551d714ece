"""How long the days of a regimen take: one bar per kind of day, stretch by stretch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.clinical.chair_time import Lookup, chair_time
from dayhospital.domain.course import ChairTime, Segment, SegmentKind
from dayhospital.domain.formats import length_text
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import Phase, Place, Regimen, RegimenDrug, Route
from dayhospital.ui.texts import say, segment_text
from dayhospital.ui.theme import FontRole, holder
from dayhospital.ui.theme.paint import CENTRE, RIGHT, draw_text, fill_rounded, hatch, text_width

LATER = 3
"""From the third exposure on the minutes no longer change."""
HEAD, BAR, FOOT = 18, 13, 15


@dataclass(frozen=True, slots=True)
class ChairDay:
    """Days of a cycle that take the same time, at first and later."""

    days: tuple[int, ...]
    first: ChairTime
    later: ChairTime


def chair_days(regimen: Regimen, phase: Phase, lookup: Lookup, policy: ObservationPolicy) -> tuple[ChairDay, ...]:
    """Return the days of a phase that need a chair; days of equal length are one entry.

    *First* is the first cycle of somebody who had none of the drugs before the regimen, *later* the third exposure on.
    """
    before = {drug.drug for earlier in regimen.phases[: regimen.phases.index(phase)] for drug in earlier.drugs}
    found: list[ChairDay] = []
    for day in phase.days(1):
        given = [drug for drug in phase.drugs if day in drug.days_of(1) and _in_chair(drug)]
        visit = phase.visit_minutes if phase.visit_place is Place.DAY_HOSPITAL else 0
        if not given and not visit:
            continue
        fresh = [(drug, LATER if drug.drug in before else drug.days_of(1).index(day) + 1) for drug in given]
        known = [(drug, LATER) for drug in given]
        first, later = (chair_time(doses, lookup, policy, visit) for doses in (fresh, known))
        if found and (found[-1].first, found[-1].later) == (first, later):
            found[-1] = replace(found[-1], days=(*found[-1].days, day))
        else:
            found.append(ChairDay((day,), first, later))
    return tuple(found)


def _in_chair(drug: RegimenDrug) -> bool:
    return drug.route is not Route.PO and drug.places[0] is Place.DAY_HOSPITAL


def bars_of(days: Sequence[ChairDay]) -> list[tuple[str, ChairTime]]:
    """Return what the bars are called and show: first and later apart only where they differ."""
    bars = []
    for one in days:
        numbers = ", ".join(map(str, one.days))
        if one.first == one.later:
            bars.append((say("Day {days}", days=numbers), one.first))
        else:
            bars.append((say("Day {days}, first", days=numbers), one.first))
            bars.append((say("Day {days}, later", days=numbers), one.later))
    return bars


class MinutesBar(QWidget):
    """One day: its name and length, the stretches to scale, their minutes below.

    Args:
        longest: Chair minutes that fill the width.
    """

    def __init__(
        self, words: str, time: ChairTime, longest: int, lookup: Lookup, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._time, self._longest, self._lookup = words, time, max(1, longest), lookup
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        stretches = ", ".join(
            f"{lookup(s.drug).shown if s.kind is SegmentKind.DRUG else segment_text(s.kind)} {s.minutes}"
            for s in time.segments
        )
        lengths = say(
            "chair {chair}, in the building {stay}",
            chair=length_text(time.chair_minutes),
            stay=length_text(time.stay_minutes),
        )
        self.setAccessibleName(f"{words}: {lengths}. {stretches}")
        self.setToolTip(f"{lengths}\n{stretches}")

    def sizeHint(self) -> QSize:
        return QSize(240, holder().px(HEAD + FOOT) + BAR)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, found = holder().theme, holder()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head, width = float(found.px(HEAD)), float(self.width())
        line = QRectF(0, 0, width, head - 3)
        draw_text(painter, line, self._words, found.font(FontRole.DENSE_MEDIUM), theme.text1)
        length = length_text(self._time.chair_minutes)
        draw_text(painter, line, length, found.font(FontRole.DENSE_STRONG), theme.text1, align=RIGHT)
        scale = width / self._longest
        font = found.font(FontRole.CAPTION)
        drugs = 0
        for segment in self._time.segments:
            if segment.kind is SegmentKind.DRUG:
                drugs += 1
            box = QRectF(segment.start * scale, head, max(2.0, segment.minutes * scale - 1.5), BAR)
            self._paint_stretch(painter, box, segment, second=drugs > 1)
            text = str(segment.minutes)
            if text_width(text, font) <= box.width() + 1:
                below = QRectF(box.left() - 4, box.bottom() + 1, box.width() + 8, self.height() - box.bottom() - 1)
                draw_text(painter, below, text, font, theme.text3, align=CENTRE)

    def _paint_stretch(self, painter: QPainter, box: QRectF, segment: Segment, second: bool) -> None:
        theme = holder().theme
        colour = theme.group(self._lookup(segment.drug).colour if segment.drug else "SU").colour
        fill: QColor = theme.line_strong
        if segment.kind in {SegmentKind.DRUG, SegmentKind.PROCEDURE}:
            fill = theme.mix(colour, theme.tint.second_drug) if second else colour
        elif segment.kind is SegmentKind.PREMEDICATION:
            fill = theme.mix(colour, theme.tint.premedication)
        elif segment.kind is SegmentKind.OBSERVATION:
            fill = theme.mix(colour, theme.tint.observation)
        fill_rounded(painter, box, 3, fill)
        if segment.kind is SegmentKind.OBSERVATION:
            painter.setBrush(hatch(theme.mix(colour, theme.tint.hatch), 4, 1.0))
            painter.drawRoundedRect(box, 3, 3)
