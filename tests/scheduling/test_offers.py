"""Where a treatment may go, why not, and what comes next."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dayhospital.domain.drug import Drug, Emetic, Extravasation, Stability
from dayhospital.domain.findings import Severity
from dayhospital.domain.hospital import ChairKind, Closure, ClosureKind, Nurse, Shift, UnitSettings
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span, Window
from dayhospital.scheduling.offers import (
    TimePreference,
    check_place,
    day_offers,
    free_ranges,
    nearest_fit,
    offers,
)
from tests.scheduling.days import CHAIRS, DAY, EARLY, at, block, board, session, span, treatment


def codes(day, chair=1, start="09:00", end="11:00", patient=99, now=EARLY, what=None, ignore=None):
    where = span(start, end, day.day)
    return [
        finding.code
        for finding in check_place(day, what or treatment(where.minutes), patient, chair, where, now, ignore)
    ]


def test_an_empty_chair_at_a_quiet_time_has_nothing_against_it():
    assert codes(board()) == []


def test_a_taken_chair_blocks_and_says_by_whom_from_when():
    day = board(session(1, 1, "10:30", "12:00"))
    (finding,) = check_place(day, treatment(), 99, 1, span("09:00", "11:00"), EARLY)
    assert (finding.severity, finding.code) == (Severity.BLOCK, "chair-taken")
    assert finding.facts["patient"] == "OOIEVAAR1, Kaat"
    assert finding.facts["from"] == at("10:30")


def test_sessions_that_touch_do_not_clash():
    assert codes(board(session(1, 1, "11:00", "12:00"), session(2, 1, "08:00", "09:00"))) == []


def test_who_did_not_come_holds_no_chair():
    assert codes(board(session(1, 1, "09:00", "12:00", Status.NO_SHOW))) == []


def test_a_session_does_not_stand_in_its_own_way():
    assert codes(board(session(1, 1, "09:00", "12:00")), patient=1, ignore=1) == []


def test_a_patient_is_not_in_two_chairs():
    assert codes(board(session(1, 2, "10:00", "12:00", patient=99))) == ["patient-already-booked"]


def test_blocked_time_is_nobodys():
    assert codes(board(blocks=(block(1, "10:59", "13:00"),))) == ["chair-blocked"]
    assert codes(board(blocks=(block(1, "11:00", "13:00"),))) == []


def test_a_closed_day_takes_nobody():
    closure = Closure(DAY, "Unit closed", ClosureKind.UNIT)
    assert codes(board(closure=closure)) == ["unit-closed"]
    assert codes(board(day=date(2026, 12, 5))) == ["unit-closed"]  # a Saturday


def test_hours_end_at_closing():
    assert codes(board(), start="16:00", end="18:00") == []
    assert codes(board(), start="17:00", end="18:31") == ["too-long-for-closing"]
    assert codes(board(), start="07:00", end="08:00") == ["outside-hours"]


def test_leaving_within_the_margin_before_closing_is_a_warning():
    assert codes(board(), start="17:00", end="18:01") == ["leaves-too-late"]
    assert codes(board(), start="17:00", end="18:30") == ["leaves-too-late"]


def test_an_infusion_does_not_fit_an_injection_room():
    assert codes(board(), chair=5) == ["wrong-chair-kind"]
    assert codes(board(), chair=5, what=treatment(kinds=(ChairKind.INJECTION_ROOM,), routes=("SC",))) == []


def test_the_window_counts_both_its_ends():
    for earliest, latest, expected in ((0, 0, []), (1, 3, ["outside-window"]), (-3, -1, ["outside-window"])):
        ends = (DAY + timedelta(days=earliest), DAY + timedelta(days=latest))
        what = treatment(window=Window(ends[0], ends[0], ends[1]))
        assert codes(board(), what=what) == expected


def test_a_start_in_the_past_is_a_warning():
    assert codes(board(), now=at("09:15")) == []
    assert codes(board(), now=at("09:16")) == ["starts-in-past"]


def test_one_nurse_starts_one_patient_in_a_quarter_of_an_hour():
    busy = session(1, 2, "09:00", "09:30", treatment=treatment(30, acuity=1))
    assert codes(board(busy, nurses=1)) == ["nurse-starts"]
    assert codes(board(busy, nurses=1), start="09:15", end="11:15") == []
    assert codes(board(busy, nurses=2)) == []


def test_two_injections_are_one_start():
    injection = treatment(15, (ChairKind.INJECTION_ROOM,), routes=("SC",), acuity=1)
    first = session(1, 5, "09:15", "09:30", treatment=injection)
    assert codes(board(first, nurses=1), chair=5, start="09:00", end="09:15", what=injection) == []
    second = session(2, 5, "09:00", "09:15", treatment=injection)
    assert (
        codes(
            board(second, nurses=1),
            chair=1,
            start="09:05",
            end="09:20",
            what=treatment(15, (), routes=("SC",), acuity=1),
        )
        == []
    )


def test_nurses_carry_so_much_acuity_and_no_more():
    heavy = [session(number, number, "08:00", "12:00", treatment=treatment(240, acuity=4)) for number in (2, 3)]
    assert codes(board(*heavy, nurses=1)) == []
    assert codes(board(*heavy, nurses=1), what=treatment(acuity=3)) == ["nurse-load"]


def test_the_pharmacy_has_so_many_preparations_ready_in_half_an_hour():
    few = UnitSettings(pharmacy_per_half_hour=3)
    busy = session(1, 2, "09:00", "10:00", treatment=treatment(60, routes=("IV", "IV")))
    assert codes(board(busy, settings=few)) == []
    assert codes(board(busy, settings=few), what=treatment(routes=("IV", "IV"))) == ["pharmacy-load"]


def test_a_day_without_a_roster_has_no_nurse_limits():
    assert codes(board(session(1, 2, "09:00", "10:00"), nurses=0)) == []


def test_the_nearest_fit_is_nearest_in_time_and_then_on_the_same_chair():
    day = board(session(1, 1, "09:00", "10:00"))
    assert nearest_fit(day, treatment(60), 99, 1, at("09:40"), 60, EARLY) == (2, at("09:40"))
    taken = board(*[session(number, number, "09:00", "10:00") for number in (1, 2, 3, 4)], nurses=9)
    assert nearest_fit(taken, treatment(60), 99, 3, at("09:40"), 60, EARLY) == (3, at("10:00"))
    full = board(*[session(number, number, "07:30", "18:30") for number in (1, 2, 3, 4)])
    assert nearest_fit(full, treatment(60), 99, 1, at("09:40"), 60, EARLY) is None


def test_long_sessions_are_offered_in_the_morning_and_the_preferred_time_is_kept():
    long, *_ = day_offers(board(), treatment(300), 99, 300, EARLY)
    assert long.span.start == at("07:30")
    wish = TimePreference(2, at("13:15"))
    kept, *_ = day_offers(board(), treatment(60), 99, 60, EARLY, prefer=wish)
    assert (kept.chair_id, kept.span.start) == (2, at("13:15"))


def test_the_next_offers_are_one_a_day_and_skip_closed_days():
    days = [board(day=DAY + timedelta(days=offset)) for offset in range(7)]
    found = offers(days, treatment(60), 99, 60, EARLY, limit=4)
    assert [offer.span.day.isoformat() for offer in found] == ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"]


quarters = st.integers(0, 40)
sessions = st.lists(st.tuples(st.integers(1, 4), quarters, st.integers(1, 16)), max_size=14)


@st.composite
def days(draw):
    """Draw a day whose sessions do not overlap."""
    free_from = dict.fromkeys(range(1, 6), at("07:30"))
    made = []
    for number, (chair, gap, length) in enumerate(draw(sessions), start=1):
        start = free_from[chair] + timedelta(minutes=5 * gap)
        end = min(start + timedelta(minutes=15 * length), at("18:30"))
        if start < end:
            made.append(session(number, chair, start.time().isoformat(), end.time().isoformat()))
            free_from[chair] = end
    return board(*made, nurses=draw(st.integers(0, 4)))


@given(days(), st.integers(1, 40), st.sampled_from(["07:00", "09:10", "14:00"]))
@settings(max_examples=40)
def test_free_ranges_agree_with_the_check_on_every_five_minute_start(day, quarters_long, clock):
    minutes, now, what = quarters_long * 15, at(clock), treatment(quarters_long * 15)
    ranges = free_ranges(day, what, 99, minutes, now)
    start = max(at("07:30"), now)
    while start < at("18:30"):
        for chair in day.chairs:
            where = Span.lasting(start, minutes)
            inside = any(free.contains(where) for free in ranges.get(chair.id, ()))
            blocked = any(f.severity is Severity.BLOCK for f in check_place(day, what, 99, chair.id, where, now))
            assert inside != blocked
        start += timedelta(minutes=5)


@given(days(), st.integers(1, 30))
@settings(max_examples=60)
def test_an_offer_never_overlaps_a_session(day, quarters_long):
    minutes = quarters_long * 15
    for offer in day_offers(day, treatment(minutes), 99, minutes, EARLY):
        assert offer.span.minutes == minutes
        assert not any(one.chair_id == offer.chair_id and one.span.overlaps(offer.span) for one in day.sessions)


def test_a_block_past_closing_leaves_only_what_is_open():
    day = board(blocks=(block(1, "19:00", "20:00"),))
    assert free_ranges(day, treatment(60), 99, 60, at("17:00"))[1] == (span("17:00", "18:30"),)
    assert free_ranges(day, treatment(60), 99, 60, at("17:45")) == {}


def test_a_day_that_is_over_has_no_free_place():
    assert free_ranges(board(), treatment(60), 99, 60, at("09:00", DAY + timedelta(days=1))) == {}


def test_what_has_started_gets_another_end_without_a_word_about_the_past():
    running = session(1, 1, "09:00", "11:00", Status.IN_TREATMENT)
    assert codes(board(running), end="11:30", patient=1, now=at("10:30"), ignore=1) == []
    assert codes(board(running), start="09:15", end="11:30", patient=1, now=at("10:30"), ignore=1) == ["starts-in-past"]


def test_nobody_starts_while_the_only_nurse_has_her_break():
    shifts = (Shift(Nurse(1, "N", "N"), span("07:30", "18:30"), span("12:00", "12:30")),)
    assert "nurse-starts" in codes(board(shifts=shifts), start="12:00", end="13:00")
    assert codes(board(shifts=shifts), start="12:30", end="13:30") == []


RISKY = {
    "drug0": Drug(
        "drug0",
        "Drug",
        "DRUG",
        "L01",
        "chemotherapy",
        "TX",
        Extravasation.IRRITANT,
        Emetic.LOW,
        Stability.DAY,
        high_risk_until_exposure=2,
    )
}


def risk_codes(chair, start, end, chairs=CHAIRS):
    where = span(start, end)
    day = replace(board(), chairs=chairs)
    found = check_place(day, treatment(where.minutes), 99, chair, where, EARLY, drug_lookup=RISKY.__getitem__)
    return [finding.code for finding in found]


def test_a_risky_dose_wants_a_chair_in_sight_and_a_start_three_hours_before_closing():
    hidden = (replace(CHAIRS[0], in_sight=False), *CHAIRS[1:])
    assert risk_codes(2, "09:00", "11:00", hidden) == []
    assert risk_codes(1, "09:00", "11:00", hidden) == ["high-risk-out-of-sight"]
    assert risk_codes(2, "15:30", "17:30", hidden) == []
    assert risk_codes(2, "15:35", "17:35", hidden) == ["high-risk-late-start"]


def test_a_risky_dose_is_offered_in_sight_and_early_before_any_other_place():
    hidden = (replace(CHAIRS[0], in_sight=False), *CHAIRS[1:])
    day = replace(board(), chairs=hidden)
    wish = TimePreference(chair_id=1, start=at("16:00"))
    plain, *_ = day_offers(day, treatment(120), 99, 120, EARLY, prefer=wish)
    assert (plain.chair_id, plain.span.start) == (1, at("16:00"))
    first, *_ = day_offers(day, treatment(120), 99, 120, EARLY, prefer=wish, drug_lookup=RISKY.__getitem__)
    assert (first.chair_id, first.span.start, first.findings) == (2, at("15:30"), ())
    (offer,) = offers([day], treatment(120), 99, 120, EARLY, prefer=wish, drug_lookup=RISKY.__getitem__)
    assert offer == first
    near = nearest_fit(day, treatment(120), 99, 1, at("10:00"), 120, EARLY, drug_lookup=RISKY.__getitem__)
    assert near == (2, at("10:00"))


def test_a_day_outside_the_window_is_offered_with_its_warning():
    window = Window(DAY - timedelta(days=9), DAY - timedelta(days=8), DAY - timedelta(days=7))
    found = day_offers(board(), treatment(60, window=window), 99, 60, EARLY)
    assert len(found) == 3
    assert {finding.code for offer in found for finding in offer.findings} == {"outside-window"}
