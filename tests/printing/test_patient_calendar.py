"""The calendar a patient takes home."""

from dataclasses import replace
from datetime import date, datetime

from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.patient import Patient
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span
from dayhospital.printing.patient_calendar import CalendarSession, calendar_sessions, patient_calendar
from tests.printing.conftest import needs_reader
from tests.printing.samples import DAY, PRINTED, board, course, label, library

PATIENT = Patient(replace(label(6), national_number="85073003328"))
BOOKED = CalendarSession(Span(datetime(2026, 11, 24, 9, 45), datetime(2026, 11, 24, 13, 30)), "A4", 2)
FLUSH = CalendarSession(Span(datetime(2026, 12, 1, 8), datetime(2026, 12, 1, 8, 15)), "Inj 1", None, "Port flush")


def calendar(courses=(), sessions=(), since=None):
    settings = UnitSettings(name="Breast Day Hospital")
    return patient_calendar(PATIENT, courses, sessions, settings, PRINTED, drug=library().drug, since=since)


@needs_reader
def test_each_page_says_whose_it_is_with_every_identifier(text_of):
    pages = text_of(calendar([course(6, "tchp", 40)]))
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert "BOTERBLOMMENBERGHE" in page and "20-Jun-1943" in page and "H 0106 322" in page
        assert "85.07.30-033.28" in page and f"Page {number} of {len(pages)}" in page


@needs_reader
def test_booked_days_have_their_time_and_place_and_others_their_window(text_of):
    text = " ".join(text_of(calendar([course(6, "tchp", 3)], [BOOKED]))[0].split())
    assert "Tue 24-Nov-2026 09:45–13:30 Day hospital, A4" in text
    assert "not booked yet" in text and "14-Dec to 18-Dec" in text
    assert "given" in text


@needs_reader
def test_drugs_stand_in_tall_man_letters_with_the_way_they_are_given(text_of):
    text = " ".join(text_of(calendar([course(6, "tchp", 1)]))[0].split())
    assert "DOCEtaxel" in text and "CARBOplatin (infusion)" in text


@needs_reader
def test_sessions_outside_a_course_are_there_in_order(text_of):
    text = text_of(calendar([course(6, "tchp", 3)], [BOOKED, FLUSH]))[0]
    assert text.index("24-Nov-2026 ") < text.index("Port flush") < text.index("15-Dec-2026")


@needs_reader
def test_days_before_the_first_wanted_one_are_left_out(text_of):
    text = text_of(calendar([course(6, "tchp", 3)], [BOOKED, FLUSH], since=date(2026, 12, 1)))[0]
    assert "03-Nov-2026" not in text and "Port flush" in text and f"Printed {DAY:%d}-Nov" in text


def test_only_live_sessions_with_a_place_are_on_the_calendar():
    day = board(3)
    first, second, third = day.sessions
    cancelled, pinned = replace(second, status=Status.CANCELLED), replace(third, on_pinboard=True)
    (found,) = calendar_sessions((first, cancelled, pinned), day.chairs)
    assert found.span == first.span and found.chair == day.chair(first.chair_id).name


@needs_reader
def test_a_patient_without_treatment_days_gets_a_page_that_says_so(text_of):
    (page,) = text_of(calendar())
    assert "No treatment days are planned." in page


@needs_reader
def test_no_word_of_a_calendar_leaves_the_page(words_of):
    words = words_of(calendar([course(6, "kn522", 30, every=7)], [FLUSH]))
    points = 72 / 254
    assert all(90 * points - 1 <= word.left and word.right <= 2010 * points + 1 for word in words)
