"""What a card drops first, and what it never drops."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayhospital.domain.session import Status
from dayhospital.ui.board.fitting import fit, marks_of
from dayhospital.ui.board.look import CardFlags, LeaveMark, PortMark, card_of, pieces_of
from tests.ui.board import sample

SESSION = sample.session(1, "A1|10:00|195|Jaskółkówna-Rietgors, Zofia|kntc|C3D1|confirmed|p")
CARD = card_of(SESSION, sample.NOW, CardFlags(PortMark.IN_PLACE, first=True), str)
RISKY = replace(CARD, flags=CardFlags(PortMark.MISSING, LeaveMark.CONDITION, first=True))


def width(text: str) -> float:
    return 7.0 * len(text)


def fitted(card=CARD, room: float = 400.0):
    return fit(card, room, width, width, width)


def test_with_room_everything_is_shown():
    found = fitted()
    assert (found.name, found.given, found.regimen) == ("JASKÓŁKÓWNA-RIETGORS", ", Zofia", "KN-TC C3D1")
    assert found.marks == ("first", "port")


def test_words_go_in_the_order_given_cycle_regimen_port_first():
    seen: list[tuple] = []
    for room in range(400, 0, -1):
        found = fitted(room=room)
        state = (bool(found.given), found.regimen, found.marks, found.name == CARD.surname)
        if not seen or seen[-1] != state:
            seen.append(state)
    assert seen[:6] == [
        (True, "KN-TC C3D1", ("first", "port"), True),
        (False, "KN-TC C3D1", ("first", "port"), True),
        (False, "KN-TC", ("first", "port"), True),
        (False, "", ("first", "port"), True),
        (False, "", ("first",), True),
        (False, "", (), True),
    ]


def test_a_missing_port_and_a_leaving_risk_outlive_everything():
    assert fitted(RISKY, 100).marks == ("leave", "missing")
    assert "missing" in fitted(RISKY, 60).marks


@given(st.integers(10, 400), st.sampled_from([CARD, RISKY, replace(CARD, homonym=True, fixed=True)]))
def test_a_surname_is_whole_cut_with_an_ellipsis_or_initials(room, card):
    found = fitted(card, room)
    assert found.name == card.surname or found.name.endswith("…") or found.name == card.initials
    assert not found.name.endswith("…") or len(found.name) > 5


@given(st.integers(40, 400), st.sampled_from([CARD, RISKY]))
def test_what_is_chosen_fits(room, card):
    found = fitted(card, room)
    used = width(found.name + found.given) + (width(found.regimen) + 7 if found.regimen else 0)
    assert used + found.marks_width(1.0) <= room or found.initials


def test_homonyms_keep_their_given_name_longer_than_the_cycle():
    found = fitted(replace(CARD, homonym=True), 270)
    assert found.given == ", Zofia" and found.regimen != "KN-TC C3D1"
    assert fitted(replace(CARD, homonym=True), 210).given == ", Z."


def test_a_session_that_is_over_shows_no_first_dose():
    gone = card_of(replace(SESSION, status=Status.LEFT), sample.NOW, CARD.flags, str)
    assert "first" not in marks_of(gone)


@pytest.mark.parametrize("minutes", [60, 195, 300])
def test_the_phase_strip_covers_the_booked_time(minutes):
    pieces = pieces_of(SESSION.treatment, minutes, str)
    assert pieces[0].start == 0
    assert pieces[-1].start + pieces[-1].minutes == minutes
    assert all(before.start + before.minutes == after.start for before, after in pairwise(pieces))
