"""The board as it is painted: colours where they belong, nothing outside its place, in every theme and size."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from dayhospital.ui.board.card import CardPainter
from dayhospital.ui.board.geometry import RowMode
from dayhospital.ui.board.look import CardFlags, PortMark, card_of
from dayhospital.ui.theme import apply_theme, holder, load_theme
from tests.ui.board import sample
from tests.ui.board.conftest import Hand, number_of


def picture(widget) -> QImage:
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def near(first: QColor, second: QColor, by: int = 12) -> bool:
    channels = (QColor.red, QColor.green, QColor.blue)
    return all(abs(channel(first) - channel(second)) <= by for channel in channels)


def colours(image: QImage, x: int, top: int, bottom: int) -> list[QColor]:
    return [image.pixelColor(x, y) for y in range(top, bottom)]


def test_the_now_line_goes_over_cards_and_strips(view):
    image, theme = picture(view.viewport()), holder().theme
    x = round(view.parts.left + view.scene.geometry.x_of(sample.NOW))
    found = [near(colour, theme.now, 60) for colour in colours(image, x, 40, image.height() - 4)]
    assert sum(found) > 0.9 * len(found)


def test_another_day_has_no_now_line(view):
    from datetime import timedelta

    view.show_day(sample.board_day(), sample.NOW + timedelta(days=1))
    image = picture(view.viewport())
    x = round(view.parts.left + view.scene.geometry.x_of(sample.NOW))
    assert not any(near(colour, holder().theme.now, 30) for colour in colours(image, x, 40, 600))


def test_each_card_has_the_stripe_of_its_group(view):
    image, frame = picture(view.viewport()), view.frame()
    for item in view.scene.items:
        if item.session.status.value in {"left", "no_show"}:
            continue
        area = frame.to_view(item.box)
        colour = image.pixelColor(round(area.x()) + 1, round(area.center().y()))
        assert near(colour, holder().theme.group(item.card.colour).colour, 20), item.card.surname


def test_nothing_is_painted_outside_a_card(view):
    painter = CardPainter(holder())
    card = view.scene.by_id[number_of("Van Wolkenvalkensteyn")].card
    for width in (20, 46, 60, 95, 140, 200, 340):
        image = QImage(width + 20, 60, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QPainter

        brush = QPainter(image)
        painter.draw(brush, QRectF(10, 10, width, 40), card)
        brush.end()
        outside = [
            image.pixelColor(x, y).alpha()
            for x in range(image.width())
            for y in range(60)
            if not (9 <= x < width + 11 and 9 <= y < 51)
        ]
        assert max(outside) == 0


def test_pictures_of_cards_are_kept(view):
    card = view.scene.items[0].card
    assert view.cards.picture(card, 140, 24) is view.cards.picture(card, 140, 24)


def test_a_new_theme_paints_every_card_again(view, qapp):
    before = picture(view.viewport()).pixelColor(700, 300)
    apply_theme(qapp, load_theme("dark"))
    QApplication.sendPostedEvents()
    after = picture(view.viewport())
    assert after.pixelColor(700, 300) != before
    assert near(after.pixelColor(view.parts.left + 40, 20), holder().theme.surface)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mode", list(RowMode))
@pytest.mark.parametrize("scale", [0.9, 1.0, 1.15, 1.3])
def test_every_theme_mode_and_text_size_is_painted_without_a_warning(view, qapp, theme, mode, scale):
    apply_theme(qapp, load_theme(theme), text_scale=scale)
    view.set_row_mode(mode)
    assert not view.grab().isNull()


def test_high_contrast_frames_cards_in_control_colour(qapp, view):
    apply_theme(qapp, load_theme("light", high_contrast=True))
    assert not view.grab().isNull()


def test_free_places_turn_green_and_cards_fade_while_something_is_dragged(view, hand: Hand):
    calm = picture(view.viewport())
    stripe = hand.point("A3", "16:00")
    free = hand.point("B8", "17:45")
    hand.press(hand.point("A1", "14:30"))
    hand.move(hand.point("A4", "10:30"))
    dragged = picture(view.viewport())
    ok = holder().theme.status("ok")
    assert near(dragged.pixelColor(free), ok.soft, 4)
    name = [
        min(image.pixelColor(x, stripe.y() - 4).lightness() for x in range(stripe.x() - 60, stripe.x() + 40))
        for image in (calm, dragged)
    ]
    assert name[1] > name[0] + 40
    view.carrier.cancel()
    assert picture(view.viewport()) == calm or near(picture(view.viewport()).pixelColor(free), calm.pixelColor(free))


def test_a_search_fades_what_does_not_match(view):
    frame = view.frame()
    item = view.scene.by_id[number_of("Kievitsbloem")]
    area = frame.to_view(item.box)
    point = (round(area.x()) + 1, round(area.center().y()))
    view.set_search("nachtegale")
    faded = picture(view.viewport()).pixelColor(*point)
    view.set_search("kievitsbloem")
    assert faded.lightness() > picture(view.viewport()).pixelColor(*point).lightness() + 40


def test_a_missing_port_is_red(view):
    card = card_of(view.scene.board.session(number_of("Ribesse")), sample.NOW, CardFlags(PortMark.MISSING), str)
    image = view.cards.picture(card, 140, 24).toImage()
    critical = holder().theme.status("critical").fill
    assert any(near(image.pixelColor(x, y), critical, 6) for x in range(110, 138) for y in range(3, 18))


def test_a_closed_day_is_hatched_all_over(view):
    from dataclasses import replace

    from dayhospital.domain.hospital import Closure, ClosureKind

    closure = Closure(sample.DAY, "Team day", ClosureKind.UNIT)
    view.show_day(replace(sample.board_day(), closure=closure, sessions=(), blocks=()), sample.NOW)
    image = picture(view.viewport())
    found = {image.pixelColor(x, 300).rgb() for x in range(700, 760)}
    assert len(found) > 2
