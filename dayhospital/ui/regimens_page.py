"""The regimen library: find a regimen, see its drugs, days, minutes, rules and sources. Nothing is changed here."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget

from dayhospital.domain.changes import Changes
from dayhospital.domain.hospital import ObservationPolicy, UnitSettings
from dayhospital.domain.regimen import Group, Regimen, Setting
from dayhospital.queries.unit import settings as read_settings
from dayhospital.ui.context import Context
from dayhospital.ui.plan.facts import setting_text
from dayhospital.ui.regimens.detail import RegimenDetail
from dayhospital.ui.regimens.rows import ROW, LibraryDelegate, LibraryModel, LibraryRow, chosen_rows, library_rows
from dayhospital.ui.regimens.words import group_name
from dayhospital.ui.texts import say_count
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import ChoiceBox, Label, Panel, SearchField

LIST_WIDTH = 348


class RegimensPage(QWidget):
    """The list at the left, the chosen regimen at the right. Down goes from the search into the list, Enter on to the
    regimen."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._policy: ObservationPolicy | None = None
        self._rows: Sequence[LibraryRow] = ()
        self._shown: tuple[str, ObservationPolicy] | None = None
        self._chosen = ""
        self._model = LibraryModel()
        self.search = SearchField(self.tr("Regimen or drug"))
        self.group = ChoiceBox[Group | None](
            [(None, self.tr("All groups")), *((group, group_name(group)) for group in Group)]
        )
        self.setting = ChoiceBox[Setting | None](
            [(None, self.tr("All settings")), *((setting, setting_text(setting)) for setting in Setting)]
        )
        self.group.setAccessibleName(self.tr("Group"))
        self.setting.setAccessibleName(self.tr("Setting"))
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(LibraryDelegate(self.list))
        self.list.setProperty("bare", True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Regimens"))
        self.count = Label("", FontRole.DENSE, "text3")
        self.detail = RegimenDetail(context.library)
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.list.activated.connect(self.detail.reading.setFocus)
        self.search.textChanged.connect(self._refill)
        self.search.installEventFilter(self)
        self.group.currentIndexChanged.connect(self._refill)
        self.setting.currentIndexChanged.connect(self._refill)
        self.setFocusProxy(self.search)
        self._lay_out()
        context.store.changed.connect(self._changed)
        context.store.changed_elsewhere.connect(self._read)
        self._read()

    def show_rows(self, rows: Sequence[LibraryRow]) -> None:
        """Show the whole library."""
        self._rows = rows
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
        self._context.store.ask(self, read_settings, self._show_settings)

    def _changed(self, changes: Changes) -> None:
        if "unit_settings" in changes.tables:
            self._read()

    def _show_settings(self, settings: UnitSettings) -> None:
        """Work the minutes out again where the policy is another one."""
        policy, library = settings.observation_policy, self._context.library
        if policy is not self._policy:
            self._policy = policy
            self._context.store.compute(self, lambda: library_rows(library, policy), self.show_rows)

    def _refill(self) -> None:
        shown = chosen_rows(self._rows, self.search.text(), self.group.value(), self.setting.value())
        wanted = self._chosen
        self._model.show_rows(shown)
        self.count.setText(say_count(len(shown), "{n} regimen", "{n} regimens"))
        place = self._model.place_of(wanted)
        if place >= 0:
            index = self._model.index(place)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(self._model.index(0) if place == 1 else index)
        elif self._rows:
            self._shown = None
            hint = self.tr("Look for part of a name or drug, or show all groups and settings.")
            self.detail.show_nothing(self.tr("No regimen fits"), hint)

    def _show_chosen(self) -> None:
        regimen = self.regimen
        if regimen is None or self._policy is None:
            return
        self._chosen = regimen.id
        if self._shown != (regimen.id, self._policy):
            self._shown = (regimen.id, self._policy)
            self.detail.show_regimen(regimen, self._policy)

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
        inner.addWidget(self.list, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(left)
        body.addWidget(self.detail, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addLayout(body, 1)
