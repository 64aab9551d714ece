"""The load of a day, how it runs, and places for a whole course."""

from dataclasses import replace
from datetime import timedelta

from dayhospital.domain.board import DueDay
from dayhospital.domain.course import Segment, SegmentKind
from dayhospital.domain.hospital import Nurse, Shift
from dayhospital.domain.session import Status, StatusEvent
from dayhospital.domain.span import Window
from dayhospital.scheduling.late import lateness, touched
from dayhospital.scheduling.load import loads, on_duty
from dayhospital.scheduling.propose import propose_course
from tests.scheduling.days import DAY, EARLY, at, board, person, session, span, treatment


def value(load, text):
    return load.values[int((at(text) - load.start) // timedelta(minutes=load.minutes))]


def test_a_start_counts_in_its_quarter_only():
    load = loads(board(session(1, 1, "09:10", "10:00"))).starts
    assert (value(load, "09:00"), value(load, "09:15")) == (1, 0)
    assert sum(load.values) == 1


def test_acuity_counts_as_long_as_the_session_lasts():
    load = loads(board(session(1, 1, "09:00", "10:00", treatment=treatment(60, acuity=3)))).acuity
    assert [value(load, text) for text in ("08:45", "09:00", "09:45", "10:00")] == [0, 3, 3, 0]


def test_the_limit_follows_the_breaks_of_the_nurses():
    shifts = (Shift(Nurse(1, "N", "N"), span("07:30", "18:30"), span("12:00", "12:30")),)
    load = loads(board(shifts=shifts)).acuity
    at_noon = int((at("12:00") - load.start) // timedelta(minutes=load.minutes))
    assert load.limits[at_noon - 1 : at_noon + 3] == (10, 0, 0, 10)


def test_each_bin_counts_the_nurses_on_duty_when_it_begins():
    shifts = (
        Shift(Nurse(1, "N", "N"), span("06:00", "13:10"), span("09:05", "09:35")),
        Shift(Nurse(2, "O", "O"), span("07:40", "17:00"), span("12:00", "12:30")),
        Shift(Nurse(3, "P", "P"), span("10:00", "16:00")),
    )
    load = loads(board(shifts=shifts)).starts
    begins = [load.start + timedelta(minutes=load.minutes * index) for index in range(len(load.limits))]
    assert load.limits == tuple(on_duty(shifts, moment) for moment in begins)
    assert set(load.limits) == {0, 1, 2, 3}


def test_preparations_count_by_the_time_they_must_be_ready():
    load = loads(board(session(1, 1, "09:00", "10:00", treatment=treatment(60, routes=("IV", "IV", "PO"))))).pharmacy
    assert value(load, "08:30") == 2


def test_what_does_not_hold_a_chair_weighs_nothing():
    assert not any(loads(board(session(1, 1, "09:00", "10:00", Status.NO_SHOW))).acuity.values)


def begun(start, *, since, number=1, status=Status.IN_TREATMENT):
    return session(number, 1, "09:00", "11:00", status, events=(StatusEvent(Status.IN_TREATMENT, at(since), "N"),))


def test_nobody_seated_ten_minutes_after_the_start_is_late():
    waiting = session(1, 1, "09:00", "11:00")
    assert lateness(waiting, at("09:09")) is None
    late = lateness(waiting, at("09:10"))
    assert late is not None and late.minutes_late == 10
    assert late.shadow == span("11:00", "11:10")


def test_a_late_start_pushes_the_end_and_only_says_so():
    late = lateness(begun("09:00", since="09:30"), at("10:00"))
    assert late is not None
    assert (late.expected_end, late.minutes_over, late.minutes_late) == (at("11:30"), 30, 0)


def test_a_running_session_is_expected_now_at_the_earliest():
    late = lateness(begun("09:00", since="09:00"), at("11:20"))
    assert late is not None and late.expected_end == at("11:20")
    assert lateness(begun("09:00", since="09:00"), at("10:59")) is None


def test_who_left_or_never_came_is_not_late():
    for status in (Status.LEFT, Status.NO_SHOW, Status.CANCELLED):
        assert lateness(session(1, 1, "09:00", "11:00", status), at("12:00")) is None


def test_other_days_are_not_late():
    assert lateness(session(1, 1, "09:00", "11:00"), at("12:00", DAY + timedelta(days=1))) is None


def test_a_delay_reaches_into_the_next_session_of_the_chair():
    running, following, elsewhere = (
        begun("09:00", since="09:45"),
        session(2, 1, "11:30", "12:00"),
        session(3, 2, "11:00", "12:00"),
    )
    day = board(running, following, elsewhere)
    late = lateness(running, at("10:00"))
    assert late is not None and touched(day, running, late) == following
    shorter = lateness(begun("09:00", since="09:10"), at("10:00"))
    assert shorter is not None and touched(day, running, shorter) is None


def due(number, patient, planned, early=0, late=0, minutes=120):
    window = Window(planned - timedelta(days=early), planned, planned + timedelta(days=late))
    return DueDay(person(patient), treatment(minutes, window=window, day_id=number), window, planned, 1)


def boards(*days):
    return {day.day: day for day in days}


def test_a_course_keeps_its_chair_and_time_of_day():
    weeks = [DAY + timedelta(days=7 * week) for week in range(4)]
    found = propose_course(
        [due(n, 1, day) for n, day in enumerate(weeks)], boards(*(board(day=d) for d in weeks)), EARLY
    )
    best = [one.offers[0] for one in found]
    assert len({(offer.chair_id, offer.span.start.time()) for offer in best}) == 1
    assert [offer.span.day for offer in best] == weeks


def test_a_full_day_moves_inside_the_window_later_first():
    full = board(*[session(number, number, "07:30", "18:30") for number in (1, 2, 3, 4)])
    others = [board(day=DAY + timedelta(days=offset)) for offset in (-1, 1)]
    (found,) = propose_course([due(1, 99, DAY, 1, 1)], boards(full, *others), at("07:00", DAY - timedelta(days=2)))
    assert found.offers[0].span.day == DAY + timedelta(days=1)


def test_proposals_know_of_one_another():
    day = board(*[session(number, number, "07:30", "18:30") for number in (2, 3, 4)])
    found = propose_course([due(number, number, DAY, minutes=300) for number in (10, 11, 12)], boards(day), EARLY)
    spans = [one.offers[0].span for one in found if one.offers]
    assert len(spans) == 2 and not spans[0].overlaps(spans[1])
    assert found[2].offers == ()
    assert [finding.code for finding in found[2].findings] == ["no-free-place-in-window"]


def test_a_window_with_no_open_day_says_so():
    saturday = DAY + timedelta(days=4)
    (found,) = propose_course([due(1, 1, saturday)], boards(board(day=saturday)), EARLY)
    assert [finding.code for finding in found.findings] == ["no-open-day-in-window"]


def test_a_day_whose_window_is_over_gets_the_next_open_day():
    overdue = due(1, 1, DAY - timedelta(days=5), early=1, late=2)
    (found,) = propose_course([overdue], boards(board(), board(day=DAY + timedelta(days=1))), EARLY)
    assert found.offers[0].span.day == DAY
    assert [finding.code for finding in found.offers[0].findings] == ["outside-window"]


def test_preparations_are_ready_before_the_first_drug_not_before_the_patient_sits():
    segments = (Segment(SegmentKind.SETUP, 0, 20), Segment(SegmentKind.DRUG, 50, 60, "drug0"))
    what = replace(treatment(120), segments=segments)
    load = loads(board(session(1, 1, "09:00", "11:00", treatment=what))).pharmacy
    assert (value(load, "08:30"), value(load, "09:30")) == (0, 1)
