"""The tokens keep their contrast, and fonts, icons and style sheet are what the tokens say."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette, QRawFont
from PySide6.QtWidgets import QPushButton

from dayhospital import paths
from dayhospital.ui.theme import (
    FontRole,
    Kind,
    Theme,
    apply_theme,
    contrast,
    font,
    holder,
    load_fonts,
    load_theme,
    mix,
    pixmap,
    set_icon,
)
from dayhospital.ui.theme.palette import palette
from dayhospital.ui.theme.stylesheet import style_sheet

GROUPS = ("AN", "TX", "H2", "AD", "IO", "EN", "BN", "SU")
TEXT = 4.5
GRAPHIC = 3.0


@pytest.fixture(params=["light", "dark"])
def theme(request) -> Theme:
    return load_theme(request.param)


@pytest.fixture
def fonts(qapp):
    load_fonts()


def test_contrast_is_what_wcag_says():
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("#FFFFFF")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("text", ["text1", "text2", "text3", "accent_text"])
@pytest.mark.parametrize("ground", ["bg", "surface", "raised", "sunken", "selected", "hover"])
def test_text_is_readable_on_every_ground(theme, text, ground):
    assert contrast(theme.colour(text), theme.colour(ground)) >= TEXT


@pytest.mark.parametrize("kind", list(Kind))
def test_status_words_are_readable_on_their_soft_ground_and_on_the_surface(theme, kind):
    status = theme.status(kind)

    assert contrast(status.text, status.soft) >= TEXT
    assert contrast(status.text, theme.surface) >= TEXT
    assert contrast(status.fill, theme.surface) >= GRAPHIC


@pytest.mark.parametrize("code", GROUPS)
def test_treatment_groups_show_on_the_surface_and_carry_their_ink(theme, code):
    group = theme.group(code)

    assert contrast(group.colour, theme.surface) >= GRAPHIC
    assert contrast(group.ink, group.colour) >= TEXT


@pytest.mark.parametrize("code", GROUPS)
@pytest.mark.parametrize("state", ["rest", "running"])
def test_names_and_regimens_are_readable_on_every_block(theme, code, state):
    tint = theme.mix(theme.group(code).colour, getattr(theme.tint, state))

    assert contrast(theme.text1, tint) >= 7
    assert contrast(theme.text2, tint) >= TEXT


def test_frames_of_fields_and_the_now_line_show(theme):
    for ground in (theme.surface, theme.bg):
        assert contrast(theme.control, ground) >= GRAPHIC
        assert contrast(theme.accent, ground) >= GRAPHIC
        assert contrast(theme.now, ground) >= GRAPHIC


def test_white_is_readable_where_white_is_allowed(theme):
    for ground in (theme.accent, theme.accent_hover, theme.status("critical").fill):
        assert contrast(theme.on_accent, ground) >= TEXT


def test_toasts_are_readable(theme):
    for name in ("text", "muted", "link", "ok", "warn", "critical"):
        assert contrast(theme.colour(f"toast_{name}"), theme.toast_bg) >= TEXT


@pytest.mark.parametrize("share", [0.3, 0.55, 0.7, 0.85, 1.0])
def test_numbers_are_readable_in_every_heat_cell(theme, share):
    assert contrast(theme.text1, theme.heat(share)) >= 7
    assert contrast(theme.text2, theme.heat(share)) >= TEXT


def test_more_load_is_never_paler(theme):
    steps = [contrast(theme.heat(share), theme.surface) for share in (0.3, 0.5, 0.65, 0.8, 0.92)]

    assert steps == sorted(steps)
    assert len(set(steps)) == 5


def test_high_contrast_turns_hairlines_into_frames_and_tints_off(theme):
    high = load_theme(theme.name, high_contrast=True)

    assert high.line == theme.control
    assert high.tint.rest == 0
    assert high.status("warn").soft == theme.surface


def test_mixing_nothing_leaves_the_ground_and_mixing_all_covers_it(theme):
    assert mix(theme.accent, theme.surface, 0) == theme.surface
    assert mix(theme.accent, theme.surface, 1).name() == theme.accent.name()


def test_a_theme_is_made_once(theme):
    assert load_theme(theme.name) is theme


def test_every_weight_is_the_shipped_family(fonts):
    widths = []
    for role in (FontRole.BODY, FontRole.BODY_MEDIUM, FontRole.BODY_STRONG):
        assert QFontInfo(font(role)).family() == "Inter"
        widths.append(QFontMetricsF(font(role)).horizontalAdvance("Femke Maaneveld"))

    assert widths == sorted(set(widths))


@pytest.mark.parametrize("role", list(FontRole))
def test_figures_stand_below_each_other_in_every_role(fonts, role):
    metrics = QFontMetricsF(font(role))

    assert metrics.horizontalAdvance("1111") == pytest.approx(metrics.horizontalAdvance("0000"))


def test_tabular_figures_leave_the_hyphens_of_a_date_alone(fonts):
    metrics = QFontMetricsF(font(FontRole.BODY))

    assert metrics.horizontalAdvance("-") < 0.75 * metrics.horizontalAdvance("0")


def test_identifiers_tell_zero_from_the_letter(fonts):
    assert font(FontRole.IDENTIFIER).featureTags() != font(FontRole.BODY_STRONG).featureTags()


def test_names_with_accents_have_all_their_letters(fonts):
    shipped = QRawFont.fromFont(font(FontRole.NAME))

    assert all(shipped.supportsCharacter(ord(letter)) for letter in "ĄąĆćĘęŁłŃńÓóŚśŹźŻżÇçĞğİıÖöŞşÜüÉéèëïñøßµ²³⁹×–−→≥≤")


@pytest.mark.parametrize(("scale", "pixels"), [(0.9, 12), (1.0, 13), (1.15, 15), (1.3, 17)])
def test_body_text_grows_with_the_text_size(scale, pixels):
    assert font(FontRole.BODY, scale).pixelSize() == pixels


def test_no_text_falls_below_eleven_pixels():
    assert font(FontRole.CAPTION, 0.9).pixelSize() == 11


def test_every_icon_draws_in_the_colour_asked_for(qapp):
    for path in sorted((paths.resources() / "icons").glob("*.svg")):
        picture = pixmap(path.stem, QColor("#FF0000"), 24).toImage()
        opaque = [
            picture.pixelColor(x, y) for x in range(24) for y in range(24) if picture.pixelColor(x, y).alpha() > 250
        ]

        assert opaque, path.stem
        assert all(colour.red() > 240 and colour.green() < 16 for colour in opaque), path.stem


def test_icons_named_in_the_code_exist():
    have = {path.stem for path in (paths.resources() / "icons").glob("*.svg")}
    folder = Path(paths.PACKAGE) / "ui"
    asked = set()
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r"(?:draw_icon|icon_button|pixmap|IconView)\((?:painter, )?\"([a-z0-9-]+)\"", text))

    assert asked
    assert asked <= have


def test_an_icon_is_sharp_on_a_dense_screen(qapp):
    picture = pixmap("bell", QColor("#000000"), 16, 2.0)

    assert picture.width() == 32
    assert picture.devicePixelRatio() == 2


def test_the_style_sheet_has_no_hole_and_no_colour_of_its_own(theme, tmp_path):
    source = (paths.resources() / "themes" / "style.qss").read_text(encoding="utf-8")

    assert "@" not in style_sheet(theme, 1.0, tmp_path)
    assert not re.search(r"#[0-9a-fA-F]{6}\b", source)


def test_no_other_module_holds_a_colour():
    for path in (Path(paths.PACKAGE) / "ui").rglob("*.py"):
        assert not re.search(r"[\"']#[0-9a-fA-F]{6}", path.read_text(encoding="utf-8")), path


def test_rows_grow_with_the_text_size(theme, tmp_path):
    assert "min-height: 39px" in style_sheet(theme, 1.3, tmp_path)


def test_the_palette_leaves_nothing_to_the_desktop(theme):
    made = palette(theme)

    assert made.color(QPalette.ColorRole.Window) == theme.bg
    assert made.color(QPalette.ColorRole.PlaceholderText) == theme.text3
    assert made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == theme.disabled


def test_changing_the_theme_says_so_and_tints_icons_anew(qapp, qtbot):
    apply_theme(qapp, load_theme("light"))
    button = QPushButton("Print")
    qtbot.addWidget(button)
    set_icon(button, "printer")
    before = button.icon().pixmap(16).toImage()

    with qtbot.waitSignal(holder().changed):
        apply_theme(qapp, load_theme("dark"))

    assert button.icon().pixmap(16).toImage() != before
    assert qapp.palette().color(QPalette.ColorRole.Window) == load_theme("dark").bg
    apply_theme(qapp, load_theme("light"))


def test_reduced_motion_takes_no_time(qapp):
    apply_theme(qapp, load_theme("light"), reduce_motion=True)
    assert holder().duration(200) == 0

    apply_theme(qapp, load_theme("light"))
    assert holder().duration(200) == 200
