"""The parts every page is made of; each draws itself from the theme and knows no service."""

from dayhospital.ui.widgets.badges import (
    Avatar,
    PBadge,
    draw_first_badge,
    draw_leaving,
    draw_port_badge,
    first_badge_width,
)
from dayhospital.ui.widgets.banner import PatientBanner, PatientLine
from dayhospital.ui.widgets.buttons import Button, danger, filter_chip, ghost, icon_button, link, primary, secondary
from dayhospital.ui.widgets.chips import Chip, GroupDot, chip_width, draw_chip, draw_group_dot
from dayhospital.ui.widgets.choice import ChoiceBox
from dayhospital.ui.widgets.datefield import CalendarPopup, DateField, parse_day
from dayhospital.ui.widgets.empty import EmptyState
from dayhospital.ui.widgets.feedback import Toast
from dayhospital.ui.widgets.fields import FormField, SearchField
from dayhospital.ui.widgets.figure import Figure
from dayhospital.ui.widgets.icon_view import IconView
from dayhospital.ui.widgets.keycap import KeyCap, draw_keycap, keycap_width
from dayhospital.ui.widgets.label import Label, repolish
from dayhospital.ui.widgets.menu import Menu
from dayhospital.ui.widgets.panels import Card, Divider, InspectorSection, Panel, clear_layout
from dayhospital.ui.widgets.segmented import Segmented
from dayhospital.ui.widgets.states import LOOKS, BlockState, StatusIcon, block_state, draw_state, state_text
from dayhospital.ui.widgets.tables import prepare_table
from dayhospital.ui.widgets.window_bar import WindowBar, WindowMarks, draw_window

__all__ = [
    "LOOKS",
    "Avatar",
    "BlockState",
    "Button",
    "CalendarPopup",
    "Card",
    "Chip",
    "ChoiceBox",
    "DateField",
    "Divider",
    "EmptyState",
    "Figure",
    "FormField",
    "GroupDot",
    "IconView",
    "InspectorSection",
    "KeyCap",
    "Label",
    "Menu",
    "PBadge",
    "Panel",
    "PatientBanner",
    "PatientLine",
    "SearchField",
    "Segmented",
    "StatusIcon",
    "Toast",
    "WindowBar",
    "WindowMarks",
    "block_state",
    "chip_width",
    "clear_layout",
    "danger",
    "draw_chip",
    "draw_first_badge",
    "draw_group_dot",
    "draw_keycap",
    "draw_leaving",
    "draw_port_badge",
    "draw_state",
    "draw_window",
    "filter_chip",
    "first_badge_width",
    "ghost",
    "icon_button",
    "keycap_width",
    "link",
    "parse_day",
    "prepare_table",
    "primary",
    "repolish",
    "secondary",
    "state_text",
]
