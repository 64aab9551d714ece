"""What stands in a form, as a value: to know whether anything was typed, and to offer it again."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from dayhospital.ui.widgets import DateField

Draft = tuple[object, ...]


def editors_in(cards: Sequence[QWidget]) -> tuple[QWidget, ...]:
    """Return every editor of some cards, in a fixed order."""
    kinds = (QLineEdit, QComboBox, QCheckBox, QSpinBox, QPlainTextEdit)
    found = [editor for card in cards for kind in kinds for editor in card.findChildren(kind)]
    # A spin box has a line of its own inside, which follows it.
    return tuple(editor for editor in found if not isinstance(editor.parentWidget(), QSpinBox | QComboBox))


def contents(editors: Sequence[QWidget]) -> Draft:
    """Return what stands in editors."""
    return tuple(_content(editor) for editor in editors)


def _content(editor: QWidget) -> object:
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    if isinstance(editor, QComboBox):
        return editor.currentIndex()
    if isinstance(editor, QSpinBox):
        return editor.value()
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    assert isinstance(editor, QLineEdit)
    return (editor.text(), editor.day) if isinstance(editor, DateField) else editor.text()


def put_back(editors: Sequence[QWidget], draft: Draft) -> None:
    """Put into editors what :func:`contents` took from them."""
    for editor, content in zip(editors, draft, strict=True):
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(str(content))
        elif isinstance(editor, DateField):
            assert isinstance(content, tuple)
            editor.set_day(content[1])
            editor.setText(content[0])
        elif isinstance(editor, QLineEdit):
            editor.setText(str(content))
        elif isinstance(editor, QCheckBox):
            editor.setChecked(bool(content))
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(int(content))  # type: ignore[call-overload]  # contents made it so
        elif isinstance(editor, QSpinBox):
            editor.setValue(int(content))  # type: ignore[call-overload]  # contents made it so
