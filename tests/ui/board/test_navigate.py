"""Arrow keys go where the eye would go."""

from dayhospital.ui.board import navigate
from dayhospital.ui.board.navigate import Direction
from tests.ui.board import sample
from tests.ui.board.conftest import number_of

BOARD = sample.board_day()


def session(surname: str):
    return BOARD.session(number_of(surname))


def name(found) -> str:
    return found.patient.label.family_name


def test_right_goes_to_the_next_card_of_the_row():
    assert name(navigate.neighbour(BOARD, session("Waterwilg"), Direction.RIGHT)) == "Van Merelbosch"


def test_left_of_the_first_card_is_nothing():
    assert navigate.neighbour(BOARD, session("Waterwilg"), Direction.LEFT) is None


def test_down_goes_to_the_card_nearest_in_time():
    assert name(navigate.neighbour(BOARD, session("Van Merelbosch"), Direction.DOWN)) == "Kamperfoelie"


def test_up_of_the_first_row_is_nothing():
    assert navigate.neighbour(BOARD, session("Waterwilg"), Direction.UP) is None


def test_going_right_until_the_end_visits_each_card_of_the_row_once():
    seen, current = [], session("Waterwilg")
    while current is not None:
        seen.append(current.id)
        current = navigate.neighbour(BOARD, current, Direction.RIGHT)
    assert seen == [one.id for one in navigate.in_row(BOARD, 1)]


def test_reading_order_has_every_card_once():
    order = [one.id for one in navigate.reading_order(BOARD)]
    assert sorted(order) == sorted(one.id for one in BOARD.sessions)


def test_the_card_at_now_contains_now():
    found = navigate.nearest(BOARD.sessions, sample.NOW)
    assert found is not None
    assert found.span.start <= sample.NOW < found.span.end


def test_a_search_does_not_mind_accents_and_word_order():
    assert navigate.matches(session("Jaskółkówna"), "zofia jaskolkowna")
    assert navigate.matches(session("Çınarbahçe"), "cinarb")
    assert navigate.matches(session("Sperwerhof"), "tchp")
    assert not navigate.matches(session("Sperwerhof"), "tchp griet")
