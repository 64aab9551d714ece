"""The settings page: sections at the left, the chosen one at the right."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from dayhospital.domain.changes import Changes
from dayhospital.domain.hospital import Chair, Closure, Nurse, UnitSettings
from dayhospital.queries.unit import chairs, closures, nurses, settings
from dayhospital.ui.context import Context
from dayhospital.ui.dialogs.lines import Lines, LinesList
from dayhospital.ui.settings.data_section import DataSection
from dayhospital.ui.settings.lists import ChairsSection, ClosuresSection, NursesSection
from dayhospital.ui.settings.unit_section import UnitSection
from dayhospital.ui.settings.view_section import ViewSection
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Label, Panel

if TYPE_CHECKING:
    from sqlalchemy import Connection

TABLES = frozenset({"unit_settings", "chairs", "nurses", "closures"})
WIDEST = 900
Unit = tuple[UnitSettings, tuple[Closure, ...], tuple[Chair, ...], tuple[Nurse, ...]]


def read_unit(connection: "Connection", year: int) -> Unit:
    """Read everything the sections show."""
    days = closures(connection, date(year, 1, 1), date(year, 12, 31))
    return settings(connection), days, chairs(connection), nurses(connection)


class SettingsPage(QWidget):
    """My view, the unit, closed days, chairs, nurses, data."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.view = ViewSection(context)
        self.unit = UnitSection(context)
        self.closures = ClosuresSection(context)
        self.chairs = ChairsSection(context)
        self.nurses = NursesSection(context)
        self.data = DataSection(context)
        self.sections = LinesList(self.tr("Sections"), 200)
        self.sections.setFixedWidth(210)
        self._stack = QStackedWidget()
        for words, section in (
            (self.tr("My view"), self.view),
            (self.tr("Unit"), self.unit),
            (self.tr("Closed days"), self.closures),
            (self.tr("Chairs"), self.chairs),
            (self.tr("Nurses"), self.nurses),
            (self.tr("Data and back-up"), self.data),
        ):
            self.sections.add(Lines(words), words)
            self._stack.addWidget(_scrolling(section))
        self._stack.setAccessibleName(self.tr("Settings"))
        self.sections.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.sections.setCurrentRow(0)
        self.closures.year_asked.connect(lambda _year: self.read())
        context.store.changed.connect(self._changed)
        context.store.changed_elsewhere.connect(self.read)
        self.setFocusProxy(self.sections)
        self._lay_out()
        self.read()

    def read(self) -> None:
        """Ask for everything again."""
        year = self.closures.year
        self._context.store.ask(self, lambda connection: read_unit(connection, year), self.show_unit)

    def show_unit(self, unit: Unit) -> None:
        """Show what was read."""
        found, days, rows, people = unit
        self.unit.show_settings(found)
        self.closures.show_closures(days)
        self.chairs.show_chairs(rows)
        self.nurses.show_nurses(people)

    def _changed(self, changes: Changes) -> None:
        if changes.tables & TABLES:
            self.read()

    def _lay_out(self) -> None:
        top = Panel("header")
        top.setFixedHeight(54)
        row = QHBoxLayout(top)
        row.setContentsMargins(18, 0, 18, 0)
        row.addWidget(Label(self.tr("Settings"), FontRole.TITLE))
        left = Panel("surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(10, 12, 10, 12)
        column.addWidget(self.sections)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(left)
        body.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addLayout(body, 1)


def _scrolling(section: QWidget) -> QScrollArea:
    """Return a section that scrolls, no wider than it reads well."""
    inside = QWidget()
    row = QHBoxLayout(inside)
    row.setContentsMargins(24, 18, 24, 18)
    section.setMaximumWidth(WIDEST)
    row.addWidget(section, 10)
    row.addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QScrollArea.Shape.NoFrame)
    scroll.setWidget(inside)
    return scroll
