"""The timeline: what a card says when it is wide and when it is narrow, and how the places fill pages."""

from dataclasses import replace
from datetime import datetime, time

import pytest
from PySide6.QtCore import QRectF

from dayhospital.domain.patient import PatientLabel, Sex
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span
from dayhospital.printing.session_words import DrugBook, Told
from dayhospital.printing.timeline import AXIS, LOWEST, Card, hours_of, timelines
from tests.printing.samples import DAY, board, library, with_sessions

ROOM = QRectF(90, 195, 2790, 1700)


def told(day):
    return [Told.of(session, day.settings, DrugBook(library().drug)) for session in day.sessions]


def card(width, **session):
    (one,) = told(with_sessions(board(1), **session))
    return " ".join(run.text for run in Card(one, QRectF(0, 0, width, 66), 3.0).line()[0] if run.text)


def test_a_wide_card_says_everything():
    assert card(1200) == "WATERLELIE Nora TCHP C1D1 P 1st H2"


def test_a_narrower_card_loses_the_given_name_then_the_treatment_then_the_code():
    widths = [card(width) for width in range(1200, 20, -10)]
    said = list(dict.fromkeys(widths))
    assert said[:5] == [
        "WATERLELIE Nora TCHP C1D1 P 1st H2",
        "WATERLELIE TCHP C1D1 P 1st H2",
        "WATERLELIE TCHP H2",
        "WATERLELIE H2",
        "WATERLELIE",
    ]
    assert said[-2:] == ["WN", ""]


@pytest.mark.parametrize("width", [30, 60, 120, 250, 500])
def test_no_card_says_more_than_fits(width):
    for one in told(board(60)):
        made = Card(one, QRectF(0, 0, width, 66), 3.0)
        assert made.width_of_line() <= width


def test_homonyms_keep_the_first_letter_of_the_given_name():
    assert "N." in card(330, homonym=True)


def test_the_hours_hold_what_starts_early_or_ends_late():
    day = board(3)
    early = replace(day.sessions[0], span=Span(datetime.combine(DAY, time(6, 50)), datetime.combine(DAY, time(19, 10))))
    hours = hours_of(day, [early])
    assert (hours.start.time(), hours.end.time()) == (time(6, 45), time(19, 10))
    assert hours_of(day, []) == day.hours


@pytest.mark.parametrize(("places", "pages"), [(1, 1), (22, 1), (23, 2), (60, 3)])
def test_places_are_shared_evenly_among_pages(places, pages):
    day = board(5, places)
    made = timelines(day, told(day), ROOM)
    assert len(made) == pages
    assert [chair for page in made for chair in page.chairs] == list(day.chairs)
    assert all(
        page.row_height >= LOWEST and AXIS + page.row_height * len(page.chairs) <= ROOM.height() for page in made
    )
    assert [page.continued for page in made] == [number > 0 for number in range(pages)]


def test_a_no_show_holds_no_place():
    day = with_sessions(board(4), status=Status.NO_SHOW)
    (page,) = timelines(day, told(day), ROOM)
    assert page.told == ()


def test_a_name_of_one_letter_is_a_name():
    label = PatientLabel(1, "Ó", "", DAY, Sex.FEMALE, "H 1")
    day = board(1)
    patient = replace(day.sessions[0].patient, label=label)
    assert card(40, patient=patient) in {"Ó", ""}
