"""The list of the library: regimens under the headings of their groups, those not enabled in grey."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dayhospital.clinical.library import Library
from dayhospital.clinical.regimen_time import regimen_minutes
from dayhospital.domain.formats import length_text
from dayhospital.domain.hospital import ObservationPolicy
from dayhospital.domain.regimen import Group, Regimen, Setting
from dayhospital.ui.palette_model import matches
from dayhospital.ui.regimens.words import group_name
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole, draw_icon, holder
from dayhospital.ui.theme.paint import RIGHT, draw_text, fill_rounded, text_width
from dayhospital.ui.widgets import draw_group_dot

NOWHERE = QModelIndex()
ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A regimen with what the list shows of it; minutes are chair minutes of its longest day, 0 without a chair."""

    regimen: Regimen
    drugs: str
    first_minutes: int
    later_minutes: int

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


def library_rows(library: Library, policy: ObservationPolicy) -> tuple[LibraryRow, ...]:
    """Return every regimen, disabled ones too, by group and name; reads the whole library, so not in the window."""
    order = list(Group)
    regimens = sorted(library.all(), key=lambda one: (order.index(one.group), one.name))
    return tuple(
        LibraryRow(
            regimen,
            ", ".join(library.drug(drug).shown for drug in regimen.drug_ids),
            *regimen_minutes(regimen, library.drug, policy),
        )
        for regimen in regimens
    )


def chosen_rows(
    rows: Sequence[LibraryRow], text: str, group: Group | None, setting: Setting | None
) -> list[LibraryRow]:
    """Return the rows that match words, a group (also as a partner) and a setting."""
    return [
        row
        for row in rows
        if (group is None or row.regimen.group is group or group in row.regimen.also_contains)
        and (setting is None or setting in row.regimen.settings)
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
            return "\n".join(part for part in (entry.regimen.name, entry.drugs, entry.times, why) if part)
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
        draw_text(painter, upper, row.regimen.name, found.font(FontRole.DENSE_STRONG), strong)
        times = row.times if enabled else say("not enabled")
        font = found.font(FontRole.CAPTION_MEDIUM)
        draw_text(painter, lower, times, font, quiet, align=RIGHT)
        words = lower.adjusted(0, 0, -text_width(times, font) - 10, 0)
        draw_text(painter, words, row.drugs, found.font(FontRole.CAPTION), theme.text3)
