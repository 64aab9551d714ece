"""The drugs of a phase in the order given, and the days of the cycle they are given on. Painted: nothing is edited."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from dayhospital.clinical.library import Library
from dayhospital.domain.drug import Drug, Extravasation
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import Phase, RegimenDrug
from dayhospital.ui.regimens.words import below_dose_text, dose_text, extravasation_text, watch_text, way_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import CENTRE, LEFT, RIGHT, draw_text, fill_rounded, text_width
from dayhospital.ui.widgets import chip_width, draw_chip, draw_group_dot

HEAD, ROW = 26, 44
CELL_ROW, CELL_HEAD = 26, 22
NAME = 168
DOSE, TIME, WATCH, TAG = 104, 40, 128, 146
"""Widths in px of the columns right of the name."""
MARK = 14
"""Side in px of the drop behind a name, which stands for the tag where that has no room."""
LONGEST_CYCLE = 28
"""A longer cycle shows only the days on which something is given."""
TAG_KINDS = {
    Extravasation.VESICANT: "critical",
    Extravasation.IRRITANT_VESICANT: "warn",
    Extravasation.IRRITANT: "warn",
}

Given = tuple[RegimenDrug, Drug]


def drugs_of(phase: Phase, library: Library) -> list[Given]:
    """Return the drugs of a phase in the order given."""
    return [(drug, library.drug(drug.drug)) for drug in sorted(phase.drugs, key=lambda one: one.sequence)]


class _Painted(QWidget):
    """A block that paints itself and grows with the text size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)


class DrugTable(_Painted):
    """Drug and way, dose, minutes at the first, second and later exposures, observation, harm outside the vein."""

    def __init__(self, drugs: Sequence[Given], policy: ObservationPolicy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drugs, self._policy = drugs, policy
        self.setAccessibleName("; ".join(self._spoken(drug, known) for drug, known in drugs))

    def sizeHint(self) -> QSize:
        return QSize(560, holder().px(HEAD + ROW * len(self._drugs)))

    def minimumSizeHint(self) -> QSize:
        columns = (3 * TIME + WATCH) * max(1.0, holder().text_scale)
        return QSize(round(columns + self._name_width() + self._dose_width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, found = holder().theme, holder()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head, row = float(found.px(HEAD)), float(found.px(ROW))
        columns = self._columns()
        timed = any(drug.infusion.longest for drug, _ in self._drugs)
        times = (say("First"), say("2nd"), say("Later"), say("Watch")) if timed else ()
        words = (say("Drug and way"), say("Dose"), *times)
        for number, text in enumerate(words):
            box = QRectF(columns[number], 0, columns[number + 1] - columns[number] - 10, head)
            side = RIGHT if number in {2, 3, 4} else LEFT
            draw_text(painter, box, text, found.font(FontRole.CAPTION_MEDIUM), theme.text3, align=side)
        painter.fillRect(QRectF(0, head - 1, self.width(), 1), theme.line_strong)
        for number, (drug, known) in enumerate(self._drugs):
            top = head + number * row
            if number:
                painter.fillRect(QRectF(0, top, self.width(), 1), theme.line)
            self._paint_drug(painter, QRectF(0, top + 4, self.width(), row - 8), columns, drug, known)

    def _columns(self) -> list[float]:
        """Return where each column begins and where the last one ends; the name takes what is left."""
        scale = max(1.0, holder().text_scale)
        widths = [self._dose_width(), *(width * scale for width in (TIME, TIME, TIME, WATCH, TAG))]
        if sum(widths) + self._name_width() > self.width():  # a drug name is never cut; a drop stands for the tag
            widths[-1] = 0
        edges = [0.0, self.width() - sum(widths)]
        for width in widths:
            edges.append(edges[-1] + width)
        return edges

    def _name_width(self) -> float:
        font = holder().font(FontRole.BODY_STRONG)
        return max(text_width(known.shown, font) for _, known in self._drugs) + 30 + MARK + 6

    def _dose_width(self) -> float:
        large, small = holder().font(FontRole.IDENTIFIER), holder().font(FontRole.CAPTION)
        widest = max(
            max(text_width(dose_text(drug), large), text_width(below_dose_text(drug), small)) for drug, _ in self._drugs
        )
        return max(DOSE * max(1.0, holder().text_scale), widest + 12)

    def _paint_drug(
        self, painter: QPainter, box: QRectF, columns: Sequence[float], drug: RegimenDrug, known: Drug
    ) -> None:
        theme, found = holder().theme, holder()
        upper = QRectF(0, box.top(), 0, box.height() / 2)

        def cell(column: int, line: int = 0) -> QRectF:
            left = columns[column] + (18 if column == 0 else 0)
            return QRectF(left, upper.top() + line * upper.height(), columns[column + 1] - left - 10, box.height() / 2)

        draw_group_dot(painter, QRectF(1, cell(0).center().y() - 4, 8, 8), known.colour, theme)
        small = found.font(FontRole.CAPTION)
        draw_text(painter, cell(0), known.shown, found.font(FontRole.BODY_STRONG), theme.text1)
        way = cell(0, 1)
        if not below_dose_text(drug):  # nothing stands below the dose
            way.setRight(columns[2])
        draw_text(painter, way, way_text(drug), small, theme.text3)
        draw_text(painter, cell(1), dose_text(drug), found.font(FontRole.IDENTIFIER), theme.text1)
        draw_text(painter, cell(1, 1), below_dose_text(drug), small, theme.text3)
        if drug.infusion.longest:
            for column, minutes in enumerate((drug.infusion.first, drug.infusion.second, drug.infusion.later), start=2):
                font = found.font(FontRole.BODY_STRONG)
                draw_text(painter, cell(column), str(minutes), font, theme.text1, align=RIGHT)
        for line, text in enumerate(watch_text(drug, self._policy)):
            font, ink = (found.font(FontRole.BODY_MEDIUM), theme.text1) if not line else (small, theme.text3)
            draw_text(painter, cell(5, line), text, font, ink)
        self._paint_tag(painter, cell(0), box, columns, known)

    def _paint_tag(self, painter: QPainter, name: QRectF, box: QRectF, columns: Sequence[float], known: Drug) -> None:
        """Say what harm the drug does outside the vein: a tag at the right, or a drop behind the name."""
        tag = extravasation_text(known.extravasation)
        if not tag:
            return
        kind, icon = TAG_KINDS[known.extravasation], "droplet"
        if columns[6] < columns[7]:
            width = min(chip_width(tag, kind, icon), columns[7] - columns[6])
            draw_chip(painter, QRectF(columns[7] - width, box.center().y() - 10, width, 20), tag, kind, icon)
        else:
            left = name.left() + text_width(known.shown, holder().font(FontRole.BODY_STRONG)) + 6
            place = QRectF(left, name.center().y() - MARK / 2, MARK, MARK)
            draw_icon(painter, icon, holder().theme.colour(kind), place)

    def _spoken(self, drug: RegimenDrug, known: Drug) -> str:
        infusion = drug.infusion
        minutes = say("{a}, {b}, {c} min", a=infusion.first, b=infusion.second, c=infusion.later)
        watch = " ".join(watch_text(drug, self._policy))
        parts = (
            known.shown,
            dose_text(drug),
            below_dose_text(drug),
            way_text(drug),
            minutes if infusion.longest else "",
            say("watch {time}", time=watch) if watch.strip() else "",
            extravasation_text(known.extravasation),
        )
        return ", ".join(part for part in parts if part)


class DayMatrix(_Painted):
    """Drugs down, days of the cycle across: a full mark where it is given, a ring where only in the first cycle."""

    def __init__(self, phase: Phase, drugs: Sequence[Given], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drugs = drugs
        self._days = tuple(range(1, phase.cycle_days + 1)) if phase.cycle_days <= LONGEST_CYCLE else phase.days(1)
        self.setAccessibleName(
            "; ".join(
                say("{drug}: days {days}", drug=known.shown, days=", ".join(map(str, drug.days_of(1))))
                for drug, known in drugs
            )
        )

    @property
    def days(self) -> tuple[int, ...]:
        """The days that have a column."""
        return self._days

    def sizeHint(self) -> QSize:
        return QSize(480, holder().px(CELL_HEAD + CELL_ROW * len(self._drugs)))

    def measures(self) -> tuple[float, float, float, float]:
        """Return the width of the names, of a day, and the height of the head and of a row, in px."""
        name = self._name_width()
        step = min(30.0, (self.width() - name) / max(14, len(self._days)))
        return name, step, float(holder().px(CELL_HEAD)), float(holder().px(CELL_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, found = holder().theme, holder()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name, step, head, row = self.measures()
        roomy = text_width("28", found.font(FontRole.CAPTION)) + 3 <= step
        given = {day for drug, _ in self._drugs for day in drug.days_of(1)}
        for column, day in enumerate(self._days):
            box = QRectF(name + column * step - 4, 0, step + 8, head)
            role, ink = (FontRole.DENSE_STRONG, theme.text1) if day in given else (FontRole.CAPTION, theme.text3)
            if roomy or day in given:
                draw_text(painter, box, str(day), found.font(role), ink, align=CENTRE)
        for number, (drug, known) in enumerate(self._drugs):
            top = head + number * row
            label = QRectF(0, top, name - 10, row)
            draw_text(painter, label, known.shown, found.font(FontRole.DENSE_MEDIUM), theme.text1)
            for column, day in enumerate(self._days):
                self._paint_cell(painter, QRectF(name + column * step, top, step, row), drug, known, day)

    def _name_width(self) -> float:
        font = holder().font(FontRole.DENSE_MEDIUM)
        return max(NAME, *(text_width(known.shown, font) + 12 for _, known in self._drugs))

    def _paint_cell(self, painter: QPainter, box: QRectF, drug: RegimenDrug, known: Drug, day: int) -> None:
        theme = holder().theme
        side = min(22.0, box.width() - 3, box.height() - 3)
        square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        group = theme.group(known.colour)
        if day in drug.days:
            fill_rounded(painter, square, 4, group.colour)
            inner = min(12.0, side - 4)
            draw_icon(
                painter,
                "check",
                group.ink,
                QRectF(square.center().x() - inner / 2, square.center().y() - inner / 2, inner, inner),
            )
        elif day in drug.first_cycle_days:
            painter.setPen(QPen(group.colour, 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(square.adjusted(1, 1, -1, -1), 4, 4)
        else:
            fill_rounded(painter, square, 4, theme.bg)
