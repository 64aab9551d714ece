"""My view: the name that stamps deeds, theme, text size, motion. Applied at once."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from dayhospital.ui.context import Context
from dayhospital.ui.theme.fonts import TEXT_SIZES
from dayhospital.ui.widgets import Card, ChoiceBox, FormField

FIELD_WIDTH = 380


class ViewSection(QWidget):
    """What one person at this workstation prefers."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        preferences = context.preferences
        self.name = QLineEdit(preferences.user)
        self.scheme = ChoiceBox(
            (("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark")))
        )
        self.scheme.choose(preferences.scheme)
        self.text_size = ChoiceBox((size, f"{size} %") for size in TEXT_SIZES)
        self.text_size.choose(preferences.text_size)
        self.motion = QCheckBox(self.tr("Reduce motion"))
        self.motion.setChecked(preferences.reduce_motion)
        card = Card(self.tr("My view"))
        card.body.setSpacing(14)
        stamp = self.tr("Stamps what you do from now on: SURNAME, Given")
        for label, field, help_text in (
            (self.tr("Your name"), self.name, stamp),
            (self.tr("Colours"), self.scheme, ""),
            (self.tr("Text size"), self.text_size, ""),
        ):
            field.setMaximumWidth(FIELD_WIDTH)
            card.body.addWidget(FormField(label, field, help_text))
        card.body.addWidget(self.motion)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self.name.editingFinished.connect(self._keep)
        self.scheme.currentIndexChanged.connect(self._keep)
        self.text_size.currentIndexChanged.connect(self._keep)
        self.motion.toggled.connect(self._keep)

    def _keep(self) -> None:
        """Write what changed and draw everything anew; an empty name is the account's again."""
        preferences = self._context.preferences
        before = (preferences.user, preferences.scheme, preferences.text_size, preferences.reduce_motion)
        wanted = (
            self.name.text().strip(),
            self.scheme.value(),
            self.text_size.value(),
            self.motion.isChecked(),
        )
        if wanted == before:
            return
        preferences.user = self.name.text()
        preferences.scheme = self.scheme.value()
        preferences.text_size = self.text_size.value()
        preferences.reduce_motion = self.motion.isChecked()
        preferences.save()
        self.name.setText(preferences.user)
        if preferences.user != before[0]:
            self._context.store.sign_as(preferences.user)
        self._context.apply_preferences()
