"""The regimen library: find a regimen, read it at any of its versions, write a new one, sign it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget

from dayhospital.domain.changes import Changes
from dayhospital.domain.hospital import ObservationPolicy, UnitSettings
from dayhospital.domain.regimen import Group, Regimen, Setting
from dayhospital.queries.regimens import Shelf, read_shelf
from dayhospital.queries.unit import settings as read_settings
from dayhospital.ui.context import Context
from dayhospital.ui.plan.facts import setting_text
from dayhospital.ui.regimens.acts import RegimenActs
from dayhospital.ui.regimens.bench import Bench
from dayhospital.ui.regimens.rows import (
    ROW,
    LibraryDelegate,
    LibraryModel,
    LibraryRow,
    StateFilter,
    chosen_rows,
    library_rows,
)
from dayhospital.ui.regimens.words import group_name
from dayhospital.ui.texts import say_count
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import ChoiceBox, Label, Menu, Panel, SearchField, ghost, secondary

if TYPE_CHECKING:
    from sqlalchemy import Connection

LIST_WIDTH = 348
_FRESH = {"unit_settings", "regimen_versions", "courses"}
"""Tables that change what the page shows."""


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """What the page reads."""

    settings: UnitSettings
    shelf: Shelf = field(default_factory=Shelf)


def read_facts(connection: "Connection") -> LibraryFacts:
    return LibraryFacts(read_settings(connection), read_shelf(connection))


class RegimensPage(QWidget):
    """The list at the left, the chosen regimen at the right. Down goes from the search into the list, Enter on to the
    regimen."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._policy: ObservationPolicy | None = None
        self._rows: Sequence[LibraryRow] = ()
        self._shelf = Shelf()
        self._chosen = ""
        self._awaited = ""
        """A regimen to be shown as soon as the list has it."""
        self._model = LibraryModel()
        self.search = SearchField(self.tr("Regimen or drug"))
        self.group = ChoiceBox[Group | None](
            [(None, self.tr("All groups")), *((group, group_name(group)) for group in Group)]
        )
        self.setting = ChoiceBox[Setting | None](
            [(None, self.tr("All settings")), *((setting, setting_text(setting)) for setting in Setting)]
        )
        self.state = ChoiceBox[StateFilter | None]([(None, self.tr("All versions")), *self._states()])
        for box, name in (
            (self.group, self.tr("Group")),
            (self.setting, self.tr("Setting")),
            (self.state, self.tr("State")),
        ):
            box.setAccessibleName(name)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(LibraryDelegate(self.list))
        self.list.setProperty("bare", True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Regimens"))
        self.count = Label("", FontRole.DENSE, "text3")
        self.bench = Bench(context)
        self.detail = self.bench.detail
        self.acts = RegimenActs(context, self.bench, self.show_regimen, self)
        self.setFocusProxy(self.search)
        self._lay_out()
        self._connect()
        self._read()

    def _states(self) -> list[tuple[StateFilter, str]]:
        return [
            (StateFilter.WRITTEN, self.tr("Being written")),
            (StateFilter.WAITING, self.tr("Wait for signatures")),
            (StateFilter.SIGNED, self.tr("Signed here")),
            (StateFilter.SHIPPED, self.tr("As shipped")),
            (StateFilter.OFF, self.tr("Not enabled")),
        ]

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.list.activated.connect(self._enter)
        self.search.textChanged.connect(self._refill)
        self.search.installEventFilter(self)
        self.group.currentIndexChanged.connect(self._refill)
        self.setting.currentIndexChanged.connect(self._refill)
        self.state.currentIndexChanged.connect(self._refill)
        QShortcut(QKeySequence("Ctrl+S"), self, self.acts.save)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.acts.send)
        self._context.store.changed.connect(self._changed)
        self._context.store.changed_elsewhere.connect(self._read)

    def show_rows(self, rows: Sequence[LibraryRow]) -> None:
        """Show the whole library."""
        self._rows = rows
        self._refill()

    def show_regimen(self, regimen_id: str) -> None:
        """Bring a regimen to the front, whatever the filters hid; one just begun as soon as it is read."""
        self._chosen = self._awaited = regimen_id
        self.search.clear()
        for box in (self.group, self.setting, self.state):
            box.setCurrentIndex(0)
        self._refill()

    @property
    def regimen(self) -> Regimen | None:
        """The regimen chosen."""
        row = self.list.currentIndex().data(ROW) if self.list.currentIndex().isValid() else None
        return row.regimen if isinstance(row, LibraryRow) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys that move in the list work from the search, and Esc empty it."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if key == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _read(self) -> None:
        self._context.store.ask(self, read_facts, self._show_facts)

    def _changed(self, changes: Changes) -> None:
        if _FRESH & changes.tables:
            self._read()

    def _show_facts(self, facts: LibraryFacts) -> None:
        """Work the list out again where the policy or a version is another one."""
        policy, library, shelf = facts.settings.observation_policy, self._context.library, facts.shelf
        same = policy is self._policy and shelf.versions == self._shelf.versions
        self._policy, self._shelf = policy, shelf
        if same and self._rows:
            self._show_chosen()
        else:
            self._context.store.compute(self, lambda: library_rows(library, policy, shelf), self.show_rows)

    def _refill(self) -> None:
        chosen = self.search.text(), self.group.value(), self.setting.value(), self.state.value()
        shown = chosen_rows(self._rows, *chosen)
        wanted = self._awaited or self._chosen
        if any(row.regimen.id == self._awaited for row in self._rows):
            self._awaited = ""
        self._model.show_rows(shown)
        self._show_count(len(shown))
        place = self._model.place_of(wanted)
        if place >= 0:
            index = self._model.index(place)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(self._model.index(0) if place == 1 else index)
        elif self._rows:
            hint = self.tr("Look for part of a name or drug, or show all groups, settings and versions.")
            self.bench.show_nothing(self.tr("No regimen fits"), hint)

    def _show_count(self, shown: int) -> None:
        """Say how many are listed, and how many of the library cannot be read."""
        words, mistakes = say_count(shown, "{n} regimen", "{n} regimens"), self._context.library.mistakes
        if mistakes:
            words += ", " + say_count(len(mistakes), "{n} cannot be read", "{n} cannot be read")
        self.count.setText(words)
        self.count.setToolTip("\n".join(mistakes))
        self.count.set_tone("critical" if mistakes else "text3")

    def _show_chosen(self) -> None:
        index = self.list.currentIndex()
        row = index.data(ROW) if index.isValid() else None
        if not isinstance(row, LibraryRow) or self._policy is None:
            return
        self._chosen = row.regimen.id
        self.bench.show_row(row, self._shelf, self._policy)

    def _enter(self) -> None:
        """Go on from the list to the regimen."""
        target = self.bench.editor.fields.name if self.bench.writing else self.detail.reading
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        top = Panel("header")
        top.setFixedHeight(54)
        row = QHBoxLayout(top)
        row.setContentsMargins(18, 0, 18, 0)
        row.addWidget(Label(self.tr("Regimens"), FontRole.TITLE))
        row.addStretch(1)
        row.addWidget(self.count)
        left = Panel("surface")
        left.setFixedWidth(LIST_WIDTH)
        choices = QHBoxLayout()
        choices.setSpacing(8)
        choices.addWidget(self.group, 1)
        choices.addWidget(self.setting, 1)
        inner = QVBoxLayout(left)
        inner.setContentsMargins(12, 12, 6, 0)
        inner.setSpacing(8)
        inner.addWidget(self.search)
        inner.addLayout(choices)
        inner.addWidget(self.state)
        inner.addWidget(self.list, 1)
        inner.addWidget(self._footer())
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(left)
        body.addWidget(self.bench, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addLayout(body, 1)

    def _footer(self) -> Panel:
        foot = Panel("footer")
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 8, 6, 8)
        row.setSpacing(4)
        self.new = secondary(self.tr("New…"), "plus")
        self.bring, self.take = ghost(self.tr("Import…"), "upload"), ghost(self.tr("Export")).dropping()
        self.new.setToolTip(self.tr("Begin a new regimen as a copy of the one shown"))
        self.new.clicked.connect(self.acts.copy)
        self.bring.clicked.connect(self.acts.import_file)
        menu = Menu(self)
        menu.add_row(self.tr("This version…"), "file-text").triggered.connect(self.acts.export_one)
        menu.add_row(self.tr("The whole library…"), "library").triggered.connect(self.acts.export_all)
        self.take.setMenu(menu)
        for button in (self.new, self.bring, self.take):
            row.addWidget(button)
        row.addStretch(1)
        return foot
