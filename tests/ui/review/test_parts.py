"""The parts of the review page: words, ranges, the timeline of a delay."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from dayhospital.clinical.library import Library
from dayhospital.clinical.making import Making
from dayhospital.domain.decision import DecisionKind
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.gate import Colour, GateLine
from dayhospital.domain.lifetime_dose import LifetimeDose, Limits, Sum
from dayhospital.domain.requested_test import RequestedTest
from dayhospital.queries.delays import Delay, DelayedDay
from dayhospital.queries.review import Change, ChangeKind
from dayhospital.ui.patients.dose_gauge import draw_gauge
from dayhospital.ui.review import words
from dayhospital.ui.review.ranges import LabLine, draw_range, scale_of
from dayhospital.ui.review.rows import open_lines
from dayhospital.ui.review.timeline import MOST, DelayTimeline, days_shown, intensity_text
from dayhospital.ui.theme import apply_theme, holder, load_theme

AT = datetime(2026, 11, 24, 7, 50)


@pytest.fixture(autouse=True)
def theme(qapp):
    apply_theme(qapp, load_theme("light"), reduce_motion=True)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Change(ChangeKind.VALUE, Colour.RED, "neutrophils", 0.9, 2.2), "ANC 0.9, was 2.2"),
        (Change(ChangeKind.VALUE, Colour.RED, "bilirubin", 2.0), "Bilirubin 2"),
        (Change(ChangeKind.TOXICITY, Colour.AMBER, "diarrhoea", 2.0), "Diarrhoea grade 2"),
        (Change(ChangeKind.HEART, Colour.GREEN, "lvef", 51.0, 61.0), "LVEF 61 to 51 %"),
        (Change(ChangeKind.WEIGHT, Colour.AMBER, "weight", 63.0, 70.0), "63 kg, was 70"),
        (Change(ChangeKind.ECOG, Colour.GREEN, "ecog", 2.0, 1.0), "ECOG 2, was 1"),
        (Change(ChangeKind.DOSE, Colour.AMBER, value=80.0), "80 % of the dose last time"),
        (Change(ChangeKind.DOSE, Colour.GREEN, "EPIrubicin", 75.0, 90.0), "EPIrubicin 75, was 90"),
        (Change(ChangeKind.NEW_BLOOD, at=AT), "New bloods 24-Nov 07:50"),
        (Change(ChangeKind.NO_BLOOD), "Results awaited"),
    ],
)
def test_each_change_is_said_in_few_words(change, text):
    assert words.change_text(change) == text


@pytest.mark.parametrize(("before", "icon"), [(2.2, "arrow-down"), (0.4, "arrow-up")])
def test_the_arrow_of_a_value_goes_its_way(before, icon):
    assert words.change_icon(Change(ChangeKind.VALUE, Colour.RED, "neutrophils", 0.9, before)) == icon


def test_every_kind_has_words_and_an_icon():
    assert set(words.DECISIONS) == set(words.DECISION_ICONS) == set(DecisionKind)
    assert set(words.CHANGE_ICONS) == set(ChangeKind) and set(words.MAKINGS) == set(Making)
    assert set(words.TONES) == set(words.MARKS) == set(words.COLOURS) == set(Colour)


def test_results_of_one_kind_are_said_in_one_sentence_with_their_source():
    def missing(name, source="BCAC"):
        return Finding(Severity.WARNING, "gate-missing", source, {"analyte": name})

    low = Finding(Severity.NOTE, "gate-outside", "unit", {"analyte": "ANC", "value": "1", "unit": "x", "bound": "≥ 2"})
    shown = words.sentences((missing("Neutrophils"), missing("Platelets"), missing("ALT", "FK"), low), Library.load())
    assert [(text, red) for text, red, _ in shown] == [
        ("Missing: Neutrophils, Platelets", True),
        ("ALT is missing", True),
        ("ANC 1 x, needs ≥ 2", False),
    ]
    assert "BC Cancer" in shown[0][2] and "unit" in shown[2][2]


def colour_at(value, colour, bound=1.5, low=True):
    """Return the picture of a bar of 120 × 12 px."""
    image = QImage(120, 12, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_range(painter, QRectF(0, 0, 120, 12), "neutrophils", value, colour, bound, low, holder().theme)
    painter.end()
    return image


def test_a_value_stands_where_it_lies_on_its_range():
    ink = holder().theme.text1
    for value, x in ((3.0, 60), (1.5, 30), (4.5, 90)):
        assert QColor(colour_at(value, Colour.GREEN).pixel(x, 6)) == ink
    beyond = colour_at(99.0, Colour.GREEN)
    assert QColor(beyond.pixel(117, 6)) == ink, "a value past the end stays on the bar"


def test_the_shape_of_the_mark_tells_the_colours_apart():
    shapes = []
    for colour in Colour:
        image = colour_at(3.0, colour)
        dark = [(x, y) for x in range(50, 71) for y in range(12) if QColor(image.pixel(x, y)).lightness() < 140]
        shapes.append((len(dark), min(y for _, y in dark)))
    assert len(set(shapes)) == 3


@pytest.mark.parametrize(("low", "allowed", "not_allowed"), [(True, 90, 10), (False, 10, 90)])
def test_the_allowed_part_is_on_its_side_of_the_threshold(low, allowed, not_allowed):
    image = colour_at(None, Colour.GREEN, bound=3.0, low=low)
    assert QColor(image.pixel(not_allowed, 6)) == holder().theme.line
    assert QColor(image.pixel(allowed, 6)) != holder().theme.line


def test_a_scale_nobody_fixed_goes_to_twice_the_threshold():
    assert scale_of("alt", 105.0, 40.0) == (0.0, 210.0)
    assert scale_of("alt", 105.0, 400.0) == (0.0, 800.0)


def test_a_line_is_read_aloud_with_what_is_needed(qtbot):
    line = LabLine(GateLine("neutrophils", Colour.RED, 0.9, bound=1.5), 0.9, 2.2)
    qtbot.addWidget(line)
    assert line.accessibleName() == "Neutrophils 0.9 10⁹/L needs ≥ 1.5"


def delay(count, moving, then=92.0):
    start = date(2026, 10, 27)
    days = []
    for number in range(count):
        now = start + timedelta(days=21 * number)
        days.append(
            DelayedDay(f"C{number + 1}D1", now, now + timedelta(days=7 if number >= moving else 0), number < moving)
        )
    return Delay(1, start, tuple(days), 100.0, then, None)


@pytest.mark.parametrize(
    ("count", "moving", "first"), [(3, 1, "C1D1"), (12, 0, "C1D1"), (12, 6, "C5D1"), (12, 11, "C8D1")]
)
def test_the_timeline_shows_the_days_around_the_delay(count, moving, first):
    shown = days_shown(delay(count, moving))
    assert shown[0].label == first and len(shown) == min(count, MOST)
    assert any(day.moves for day in shown)


@pytest.mark.parametrize(("then", "text"), [(92.3, "dose intensity 100 to 92 %"), (99.8, "dose intensity stays 100 %")])
def test_the_intensity_is_said_before_it_is_confirmed(then, text):
    assert intensity_text(delay(4, 2, then)) == text


def test_the_timeline_says_what_moves(qtbot):
    line = DelayTimeline()
    qtbot.addWidget(line)
    line.resize(360, 90)
    line.show_delay(delay(4, 3), "AN")
    assert line.accessibleName() == "dose intensity 100 to 92 %, C4D1 29-Dec-2026 → 05-Jan-2027"
    assert not line.grab().isNull()


def lifetime(so_far=180.0, in_all=360.0, hard=900.0, severities=()):
    found = tuple(Finding(one, "lifetime-plan-warn", "library", FACTS) for one in severities)
    now, then = (Sum(one, one, one) for one in (so_far, in_all))
    limits = Limits(None, 600.0, hard)
    return LifetimeDose("epirubicin", False, ("epirubicin",), 0.0, now, then, "C4D1", limits, found)


FACTS = {"drug": "EPIrubicin", "counted": "of", "total": 700.0, "limit": 600.0}


@pytest.mark.parametrize(("hard", "text"), [(900.0, "180 / 900"), (None, "180")])
def test_a_lifetime_dose_is_said_with_its_limit(hard, text):
    assert words.lifetime_text(lifetime(hard=hard)) == text


@pytest.mark.parametrize(
    ("severities", "tone"),
    [
        ((), None),
        ((Severity.NOTE,), "info"),
        ((Severity.NOTE, Severity.WARNING), "warn"),
        ((Severity.BLOCK, Severity.NOTE), "critical"),
    ],
)
def test_the_worst_that_the_lifetime_dose_passes_gives_its_tone(severities, tone):
    assert words.lifetime_tone(lifetime(severities=severities)) == tone


def gauge_pixels(found):
    """Return the colours along the middle of a gauge of 100 px."""
    image = QImage(102, 12, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_gauge(painter, QRectF(0, 3, 102, 6), found, "AN")
    painter.end()
    return [QColor(image.pixel(x, 6)).name() for x in range(102)]


def test_the_gauge_shows_what_is_given_and_the_whole_planned_course():
    theme = holder().theme
    strong, pale = theme.group("AN").colour.name(), theme.mix(theme.group("AN").colour, 0.4).name()
    line = gauge_pixels(lifetime(so_far=450.0, in_all=675.0))
    assert line[25] == strong and line[45] == strong and line[55] == pale and line[73] == pale
    assert line[80] not in {strong, pale}
    assert line[67] == theme.status("warn").fill.name() and line[100] == theme.status("critical").fill.name()


def waited(missing=(), tests=()):
    """Return what the last column says of a row."""
    row: Any = SimpleNamespace(missing=missing, beside=SimpleNamespace(tests=tests))
    return open_lines(row, AT.date())


SENT = RequestedTest("ctdna", date(2026, 11, 1), "Dr", sent_on=date(2026, 11, 3), due_on=date(2026, 11, 24))
ASKED = RequestedTest("ngs_tissue", date(2026, 11, 20), "Dr", needs_biopsy=True)
LATE = replace(SENT, due_on=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("missing", "tests", "lines"),
    [
        ((), (), []),
        (("neutrophils",), (), [("Neutrophils", "hourglass", False)]),
        (
            ("neutrophils", "platelets"),
            (),
            [("2 results", "hourglass", False), ("Neutrophils, Platelets", "", False)],
        ),
        ((), (SENT,), [("ctDNA", "hourglass", False), ("due 24-Nov", "", False)]),
        ((), (LATE,), [("ctDNA", "clock-alert", True), ("due 23-Nov", "", True)]),
        ((), (ASKED,), [("NGS, tissue", "hourglass", False), ("Asked for", "", False)]),
        (
            ("neutrophils", "platelets"),
            (LATE, ASKED),
            [("2 results", "hourglass", False), ("ctDNA + 1", "clock-alert", True), ("due 23-Nov", "", True)],
        ),
    ],
)
def test_what_is_waited_for_takes_three_lines_at_most(missing, tests, lines):
    found = waited(missing, tests)
    assert [(line.words, line.icon, line.late) for line in found] == lines
