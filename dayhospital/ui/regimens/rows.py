"""The list of the library: regimens under the headings of their groups, with version and state, those off in grey."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dayhospital.clinical.library import Library
from dayhospital.clinical.regimen_time import regimen_minutes
from dayhospital.domain.formats import length_text
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import Group, Regimen, Setting
from dayhospital.domain.regimen_version import RegimenVersion, VersionState
from dayhospital.errors import LibraryError
from dayhospital.queries.regimens import Shelf
from dayhospital.ui.palette_model import matches
from dayhospital.ui.regimens.words import group_name, version_state_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import RIGHT, draw_text, fill_rounded, text_width
from dayhospital.ui.widgets import draw_group_dot

NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
NO_SHELF = Shelf()


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A regimen with what the list shows of it; minutes are chair minutes of its longest day, 0 without a chair."""

    regimen: Regimen
    drugs: str
    first_minutes: int
    later_minutes: int
    open: RegimenVersion | None = None
    """The version that is being written or waits for signatures."""
    signed: bool = False
    """Whether the version in use was signed by the unit; else it is the file of the program."""
    only_draft: bool = False
    """Whether no version is in use yet."""

    @property
    def icon(self) -> tuple[str, str]:
        """Return icon and tone of the state, empty for the file of the program."""
        if self.open is not None:
            return ("pencil", "warn") if self.open.state is VersionState.DRAFT else ("hourglass", "warn")
        return ("circle-check", "ok") if self.signed else ("", "")

    @property
    def version_words(self) -> str:
        """Return ``draft v4, in use v3``, or ``v3`` alone."""
        used = "" if self.only_draft else say("in use v{n}", n=self.regimen.version)
        if self.open is None:
            return say("v{n}", n=self.regimen.version)
        state = version_state_text(self.open.state, False)
        draft = say("{state} v{n}", state=state, n=self.open.number)
        return f"{draft}, {used}" if used else draft

    @property
    def times(self) -> str:
        """Return ``2 h 45 / 2 h``, first and later; one of them if they are the same."""
        if not self.first_minutes:
            return say("no chair")
        first, later = length_text(self.first_minutes), length_text(self.later_minutes)
        return first if first == later else f"{first} / {later}"


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a group over its regimens."""

    words: str
    count: int


class StateFilter(StrEnum):
    """What the list can be narrowed to by the state of versions."""

    WRITTEN = "written"
    WAITING = "waiting"
    SIGNED = "signed"
    SHIPPED = "shipped"
    OFF = "off"


def library_rows(library: Library, policy: ObservationPolicy, shelf: Shelf = NO_SHELF) -> tuple[LibraryRow, ...]:
    """Return every regimen, disabled and unfinished ones too, by group and name.

    Reads the whole library, so not in the window.
    """
    order = list(Group)
    used = library.all()
    known = {regimen.id for regimen in used}
    regimens = [*used, *_begun(library, shelf, known)]
    return tuple(
        LibraryRow(
            regimen,
            ", ".join(library.drug(drug).shown for drug in regimen.drug_ids),
            *regimen_minutes(regimen, library.drug, policy),
            open=shelf.open_version(regimen.id),
            signed=shelf.in_use(regimen.id) is not None,
            only_draft=regimen.id not in known,
        )
        for regimen in sorted(regimens, key=lambda one: (order.index(one.group), one.name))
    )


def _begun(library: Library, shelf: Shelf, known: Collection[str]) -> Iterator[Regimen]:
    """Yield the regimens that are only being written yet."""
    for name in shelf.versions:
        one = shelf.open_version(name)
        if name not in known and name not in library and one is not None:
            with suppress(LibraryError):
                yield library.read(one.text, name)


def has_state(row: LibraryRow, state: StateFilter | None) -> bool:
    """Return whether a row belongs to what is asked for; None asks for all."""
    writing = row.open.state if row.open is not None else None
    return {
        None: True,
        StateFilter.WRITTEN: writing is VersionState.DRAFT,
        StateFilter.WAITING: writing is VersionState.WAITING,
        StateFilter.SIGNED: row.signed,
        StateFilter.SHIPPED: not row.signed and not row.only_draft,
        StateFilter.OFF: not row.regimen.enabled,
    }[state]


def chosen_rows(
    rows: Sequence[LibraryRow],
    text: str,
    group: Group | None,
    setting: Setting | None,
    state: StateFilter | None = None,
) -> list[LibraryRow]:
    """Return the rows that match words, a group (also as a partner), a setting and the state of versions."""
    return [
        row
        for row in rows
        if (group is None or row.regimen.group is group or group in row.regimen.also_contains)
        and (setting is None or setting in row.regimen.settings)
        and has_state(row, state)
        and matches(text, f"{row.regimen.name} {row.regimen.short} {row.drugs} {group_name(row.regimen.group)}")
    ]


class LibraryModel(QAbstractListModel):
    """Headings and rows; headings cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[LibraryRow | Heading] = []

    def show_rows(self, rows: Sequence[LibraryRow]) -> None:
        """Show rows that come sorted by group."""
        self.beginResetModel()
        self._entries = []
        for group in dict.fromkeys(row.regimen.group for row in rows):
            inside = [row for row in rows if row.regimen.group is group]
            self._entries += [Heading(group_name(group), len(inside)), *inside]
        self.endResetModel()

    def place_of(self, regimen_id: str) -> int:
        """Return the line a regimen stands in, else that of the first regimen, −1 without any."""
        places = {entry.regimen.id: n for n, entry in enumerate(self._entries) if isinstance(entry, LibraryRow)}
        return places.get(regimen_id, next(iter(places.values()), -1))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        chosen = index.isValid() and isinstance(self._entries[index.row()], LibraryRow)
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if chosen else Qt.ItemFlag.NoItemFlags

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ROW:
            return entry
        if isinstance(entry, Heading):
            return entry.words if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.DisplayRole:  # what typing in the list searches
            return entry.regimen.name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            why = "" if entry.regimen.enabled else say("Not enabled: {why}", why=entry.regimen.regulatory_note)
            parts = (entry.regimen.name, entry.drugs, entry.times, entry.version_words, why)
            return "\n".join(part for part in parts if part)
        return None


class LibraryDelegate(QStyledItemDelegate):
    """Paints a heading, or dot and name with drugs and chair time below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, holder().px(30 if isinstance(index.data(ROW), Heading) else 46))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entry, box = index.data(ROW), QRectF(option.rect)
        if isinstance(entry, Heading):
            self._paint_heading(painter, box.adjusted(10, 6, -8, 0), entry)
        else:
            self._paint_row(painter, box, entry, bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _paint_heading(self, painter: QPainter, box: QRectF, heading: Heading) -> None:
        theme, found = holder().theme, holder()
        font = found.font(FontRole.DENSE_STRONG)
        used = draw_text(painter, box, heading.words, font, theme.text2)
        draw_text(painter, box.adjusted(used + 8, 0, 0, 0), str(heading.count), font, theme.text3)

    def _paint_row(self, painter: QPainter, box: QRectF, row: LibraryRow, selected: bool) -> None:
        theme, found = holder().theme, holder()
        if selected:
            fill_rounded(painter, box.adjusted(0, 1, -2, -1), 8, theme.selected)
            fill_rounded(painter, QRectF(box.left(), box.top() + 8, 3, box.height() - 16), 1.5, theme.accent)
        enabled = row.regimen.enabled
        strong, quiet = (theme.text1, theme.text2) if enabled else (theme.text3, theme.text3)
        half = (box.height() - 8) / 2
        upper = QRectF(box.left() + 28, box.top() + 4, box.width() - 40, half)
        lower = upper.translated(0, half)
        if enabled:
            draw_group_dot(painter, QRectF(box.left() + 12, upper.center().y() - 4, 8, 8), row.regimen.colour, theme)
        else:
            draw_icon(painter, "lock", theme.text3, QRectF(box.left() + 9, upper.center().y() - 7, 13, 13))
        icon, tone = row.icon
        if icon:
            place = QRectF(upper.right() - 14, upper.center().y() - 7, 14, 14)
            draw_icon(painter, icon, theme.colour(tone), place)
            upper.setRight(place.left() - 6)
        draw_text(painter, upper, row.regimen.name, found.font(FontRole.DENSE_STRONG), strong)
        times = row.times if enabled else say("not enabled")
        font = found.font(FontRole.CAPTION_MEDIUM)
        draw_text(painter, lower, times, font, quiet, align=RIGHT)
        words = lower.adjusted(0, 0, -text_width(times, font) - 10, 0)
        below = f"{row.version_words}, {row.drugs}" if row.open is not None or row.signed else row.drugs
        draw_text(painter, words, below, found.font(FontRole.CAPTION), theme.text3)
