"""What the widgets say, show and answer."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from dayhospital.domain.session import Status
from dayhospital.ui.theme import apply_theme, load_theme
from dayhospital.ui.theme.focus import FocusRing
from dayhospital.ui.widgets import (
    LOOKS,
    BlockState,
    Button,
    Chip,
    EmptyState,
    Figure,
    FormField,
    Label,
    Menu,
    PBadge,
    SearchField,
    Segmented,
    StatusIcon,
    Toast,
    WindowBar,
    WindowMarks,
    block_state,
    danger,
    filter_chip,
    icon_button,
    primary,
    secondary,
    state_text,
)
from tests.ui.gallery import TODAY, context_menu, gallery


@pytest.fixture(autouse=True)
def themed(qapp):
    apply_theme(qapp, load_theme("light"), reduce_motion=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_every_component_draws_in_both_themes_and_in_large_text(qapp, qtbot, theme, scale):
    apply_theme(qapp, load_theme(theme), text_scale=scale, reduce_motion=True)
    window = gallery()
    qtbot.addWidget(window)
    window.show()

    picture = window.grab().toImage()

    assert picture.pixelColor(4, 4).name() == load_theme(theme).bg.name()


def test_no_button_is_narrower_than_its_words_in_large_text(qapp, qtbot):
    apply_theme(qapp, load_theme("light"), text_scale=1.15, reduce_motion=True)
    window = gallery()
    qtbot.addWidget(window)
    window.show()

    for button in window.findChildren(Button):
        assert button.width() >= button.sizeHint().width(), button.text()


def test_a_button_shows_its_key_and_leaves_the_key_to_the_action(qtbot):
    with_key, without = primary("New session", "plus", "N"), primary("New session", "plus")
    qtbot.addWidget(with_key)
    qtbot.addWidget(without)

    assert with_key.sizeHint().width() > without.sizeHint().width()
    assert with_key.shortcut().isEmpty()


def test_an_icon_button_says_what_it_does(qtbot):
    button = icon_button("bell", "Messages", "Ctrl B")
    qtbot.addWidget(button)

    assert button.accessibleName() == "Messages"
    assert "Ctrl B" in button.toolTip()


def test_nothing_to_hit_is_smaller_than_28_px_but_words_and_chips(qtbot):
    for button in (primary("A"), secondary("B"), danger("C"), icon_button("x", "Close").sized("small")):
        qtbot.addWidget(button)
        assert min(button.sizeHint().width(), button.sizeHint().height()) >= 28


def test_a_chip_is_wider_with_an_icon_and_speaks(qtbot):
    fits, draft = Chip("Draft", "ok"), Chip("Draft")
    qtbot.addWidget(fits)
    qtbot.addWidget(draft)

    assert fits.sizeHint().width() > draft.sizeHint().width()
    assert fits.accessibleName() == "Draft"


def test_segments_go_along_with_the_arrow_keys(qtbot):
    segments = Segmented((("day", "Day"), ("week", "Week")))
    qtbot.addWidget(segments)
    segments.show()

    with qtbot.waitSignal(segments.chosen) as signal:
        qtbot.keyClick(segments, Qt.Key.Key_Right)

    assert signal.args == ["week"]
    assert segments.key == "week"


def test_choosing_a_segment_by_program_is_silent(qtbot):
    segments = Segmented((("day", "Day"), ("week", "Week")))
    qtbot.addWidget(segments)

    with qtbot.assertNotEmitted(segments.chosen):
        segments.choose("week")

    assert segments.key == "week"


def test_an_error_replaces_the_help_and_goes_again(qtbot):
    field = FormField("Weight, kg", QLineEdit(), "Last 66.0")
    qtbot.addWidget(field)
    assert field.message == "Last 66.0"

    field.set_error("A weight is between 20 and 300 kg")
    assert field.message == "A weight is between 20 and 300 kg"
    assert field.has_error
    assert field.field.accessibleDescription() == field.message

    field.set_error("")
    assert field.message == "Last 66.0"
    assert not field.has_error


def test_a_warning_is_not_an_error(qtbot):
    field = FormField("Weight, kg", QLineEdit())
    qtbot.addWidget(field)

    field.set_warning("14 % lower than 03-Nov, check")

    assert not field.has_error
    assert "14 %" in field.message


def test_a_toast_offers_undo_once_and_leaves(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    toast = Toast(page)
    toast.show_message("MAANEVELD moved to B4 13:30", undo=True)
    button = next(b for b in toast.findChildren(Button) if b.text() == "Undo")

    with qtbot.waitSignals([toast.undo_asked, toast.gone]):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    assert toast.message == ""


def test_a_toast_stays_in_the_middle_when_the_window_grows(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    toast = Toast(page)
    toast.show_message("Saved")

    page.resize(1200, 700)

    assert abs(toast.geometry().center().x() - 600) <= 1
    assert toast.geometry().bottom() <= 712


def test_a_toast_is_as_wide_as_its_next_message(qtbot):
    page = QWidget()
    page.resize(1000, 600)
    qtbot.addWidget(page)
    page.show()
    toast = Toast(page)
    toast.show_message("Saved")
    with qtbot.waitSignal(toast.gone):
        toast.dismiss()
    for action in ("Undo", ""):
        toast.show_message("MAANEVELD, Elisabeth moved from A3 to Bed 4 13:30", action)
        qtbot.wait(1)
        inside = toast.rect()
        assert all(inside.contains(child.geometry()) for child in toast.findChildren(QWidget) if child.isVisible())
        assert toast.size() == toast.sizeHint()


def test_a_toast_stays_while_the_pointer_is_on_it(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    toast = Toast(page)
    toast.show_message("Saved")

    QApplication.sendEvent(toast, QEnterEvent(QPointF(), QPointF(), QPointF()))

    assert not toast._timer.isActive()


def test_a_refusal_can_be_dismissed_and_never_offers_undo(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    toast = Toast(page)
    toast.show_message("Moved", undo=True)
    toast.show_error("B4 was taken at 13:30 by OSSELAER, Jo. Your move was not saved. " * 3)

    shown = [button.text() for button in toast.findChildren(Button) if button.isVisibleTo(toast)]

    assert shown == ["Dismiss"]
    assert toast.width() < 900


def test_an_empty_state_offers_the_next_step(qtbot):
    empty = EmptyState("check-check", "Everything due is placed", action="Open waitlist, 5")
    qtbot.addWidget(empty)
    (button,) = empty.findChildren(Button)

    with qtbot.waitSignal(empty.acted):
        button.click()


def test_a_date_in_a_wrapped_text_is_not_broken_at_its_hyphens(qtbot):
    label = Label("Next on 30-Nov-2026").wrapped()
    qtbot.addWidget(label)

    assert label.text() == "Next on 30-Nov-2026"
    assert "-" not in super(Label, label).text()


def test_a_menu_row_that_cannot_be_used_says_why(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    menu = Menu(page)

    row = menu.add_row("Change start…", "clock", "T", why_not="The session has started")

    assert not row.isEnabled()
    assert row.toolTip() == "The session has started"


def test_a_menu_has_room_for_words_and_keys(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    menu = context_menu(page)

    assert menu.sizeHint().width() > 200
    assert menu.grab().width() > 0


def test_every_state_has_words_and_a_look_of_its_own(qtbot):
    assert len({state_text(state) for state in BlockState}) == len(BlockState)
    assert len({(look.icon, look.disc) for look in LOOKS.values()}) == len(BlockState)
    icon = StatusIcon(BlockState.LATE)
    qtbot.addWidget(icon)
    assert icon.accessibleName() == "Late"


@pytest.mark.parametrize("status", list(Status))
def test_every_status_can_be_drawn(status):
    assert block_state(status) in LOOKS


def test_what_needs_somebody_comes_before_how_far_it_is():
    assert block_state(Status.BOOKED, late=True) is BlockState.LATE
    assert block_state(Status.GO_AWAITED, on_hold=True, late=True) is BlockState.ON_HOLD
    assert block_state(Status.LEFT, late=True) is BlockState.DONE


def test_dashed_means_not_certain_yet():
    dashed = {state for state, look in LOOKS.items() if look.dashed}

    assert dashed == {BlockState.PROPOSED, BlockState.BOOKED, BlockState.GO_AWAITED, BlockState.ON_HOLD}


def test_the_window_bar_speaks_its_days(qtbot):
    bar = WindowBar(WindowMarks(TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=4)), TODAY)
    qtbot.addWidget(bar)

    assert bar.accessibleName() == "Due 25-Nov-2026, allowed 24-Nov-2026 to 28-Nov-2026"


def test_the_port_badge_says_which_it_is(qtbot):
    there, missing = PBadge(), PBadge(missing=True)
    qtbot.addWidget(there)
    qtbot.addWidget(missing)

    assert there.accessibleName() != missing.accessibleName()
    assert there.grab().toImage() != missing.grab().toImage()


def test_figures_are_read_as_one_sentence(qtbot):
    figure = Figure("Booked", "81", "of 94 places")
    qtbot.addWidget(figure)

    assert figure.accessibleName() == "Booked: 81 of 94 places"


def test_the_search_field_hides_its_key_once_something_is_typed(qtbot):
    field = SearchField("Search or command", "Ctrl K")
    qtbot.addWidget(field)
    field.resize(240, 32)
    empty = field.grab().toImage().copy(180, 0, 60, 32)

    field.setText("mira")

    assert field.grab().toImage().copy(180, 0, 60, 32) != empty
    assert field.accessibleName() == "Search or command"


def test_the_focus_ring_shows_for_the_keyboard_only(qapp, qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    first, second = secondary("First"), secondary("Second")
    layout.addWidget(first)
    layout.addWidget(second)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    ring = qapp.findChild(FocusRing)

    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert ring._ring is None

    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert ring._ring is not None
    assert ring._ring.geometry().contains(second.geometry())


def test_a_filter_chip_is_on_or_off(qtbot):
    chip = filter_chip("Port")
    qtbot.addWidget(chip)

    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)

    assert chip.isChecked()
