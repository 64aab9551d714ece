"""What the palette offers for a text."""

from datetime import date

import pytest

from dayhospital.ui.palette_model import Choice, matches, plain, read_day, sections, underlined

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 25)),
        ("+7", date(2026, 12, 1)),
        ("-1", date(2026, 11, 23)),
        ("3/12", date(2026, 12, 3)),
        ("24-Dec-2026", date(2026, 12, 24)),
        ("2027-01-05", date(2027, 1, 5)),
        ("31/2", None),
        ("dubois", None),
        ("", None),
    ],
)
def test_a_text_is_read_as_the_day_it_means(text, day):
    assert read_day(text, TODAY) == day


def test_words_match_from_their_beginning_in_any_order_without_accents():
    assert matches("elise mira", "DU MIRABELLIER, Élise")
    assert not matches("bellier", "DU MIRABELLIER, Élise")


def test_plain_text_keeps_its_length_so_that_underlines_stand_right():
    for title in ("YILDIZBAHÇE, Aylin", "Groß", "ŁUKASZ", "ﬁn"):
        assert len(plain(title)) == len(title)


def test_the_underline_stands_under_what_was_typed():
    assert underlined("elise", "DU MIRABELLIER, Élise") == ((16, 5),)
    assert underlined("zzz", "DU MIRABELLIER, Élise") == ()


def test_each_section_has_one_heading():
    first, second, third = (Choice(section, "x", lambda: None) for section in ("A", "A", "B"))
    assert sections([first, second, third]) == ["A", first, second, "B", third]
