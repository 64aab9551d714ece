"""Step 4: everything that will be written, before it is."""

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from dayhospital.domain.formats import day_text, length_text, span_text
from dayhospital.ui.context import Context
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.facts import FactRows, setting_text
from dayhospital.ui.plan.port_card import port_card
from dayhospital.ui.plan.summary import summary
from dayhospital.ui.widgets.panels import Card, clear_layout


class ConfirmStep(QWidget):
    """Names the course, every date and place."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._column = QVBoxLayout()
        self._column.setContentsMargins(18, 18, 18, 18)
        self._column.setSpacing(12)
        inside = QWidget()
        inside.setLayout(self._column)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_draft(self, draft: PlanDraft, chairs: dict[int, str]) -> None:
        """List the course and its days."""
        clear_layout(self._column)
        course = Card(self.tr("Course"))
        rows = FactRows()
        setting = setting_text(draft.setting) if draft.setting else ""
        rows.show_rows(
            [
                (self.tr("Setting"), self.tr("{setting}, line {line}").format(setting=setting, line=draft.line)),
                (self.tr("Consultant"), draft.consultant or self.tr("not named")),
                *summary(draft),
            ]
        )
        course.body.addWidget(rows)
        days = Card(self.tr("Treatment days"))
        listed = FactRows()
        choices = draft.choices or (None,) * len(draft.days)
        lines = []
        for day, offer in zip(draft.days, choices, strict=True):
            if offer is not None:
                where = f"{span_text(offer.span.start, offer.span.end)}  {chairs.get(offer.chair_id, '')}"
                lines.append((day.label, f"{day_text(offer.span.day, weekday=True)}   {where}"))
            else:
                what = self.tr("to be booked, {time}").format(time=length_text(day.time.chair_minutes))
                lines.append(
                    (
                        day.label,
                        f"{day_text(day.planned, weekday=True)}   {what if day.needs_chair else self.tr('no chair')}",
                    )
                )
        listed.show_rows(lines)
        days.body.addWidget(listed)
        self._column.addWidget(course)
        port = port_card(self._context, draft)
        if port is not None:
            self._column.addWidget(port)
        self._column.addWidget(days)
        self._column.addStretch(1)
