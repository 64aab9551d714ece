"""Courses of every regimen, and what moving one of their days does to the rest."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayhospital.clinical.library import Library
from dayhospital.domain.course import PlannedDay
from dayhospital.domain.hospital import ChairKind, Closure, ClosureKind, ObservationPolicy, UnitSettings
from dayhospital.domain.regimen import Place, Setting
from dayhospital.domain.span import Window
from dayhospital.errors import InvalidValue
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.course_dates import plan_course, replan

LIBRARY = Library.load()
MONDAY = date(2027, 1, 4)
SMPC = ObservationPolicy.SMPC
OPEN = WorkingCalendar(UnitSettings())


def plan(
    regimen: str,
    setting: Setting = Setting.METASTATIC,
    start: date = MONDAY,
    calendar: WorkingCalendar = OPEN,
    cycles: int | None = None,
) -> tuple[PlannedDay, ...]:
    return plan_course(
        LIBRARY.get(regimen), setting, start, calendar, policy=SMPC, drug_lookup=LIBRARY.drug, cycles=cycles
    )


def moved(
    regimen: str, days: tuple[PlannedDay, ...], label: str, to: date, calendar: WorkingCalendar = OPEN, **options
) -> dict[str, PlannedDay]:
    index = next(i for i, day in enumerate(days) if day.label == label)
    result = replan(days, index, to, LIBRARY.get(regimen), calendar, policy=SMPC, drug_lookup=LIBRARY.drug, **options)
    assert [day.label for day in result] == [day.label for day in days]
    return {day.label: day for day in result}


def codes(day: PlannedDay) -> set[str]:
    return {finding.code for finding in day.findings}


def offset(day: PlannedDay) -> int:
    return (day.planned - MONDAY).days


# Every regimen of the library

ALL_PLANS = [(regimen, setting) for regimen in LIBRARY.all() for setting in regimen.settings]


@pytest.mark.parametrize(("regimen", "setting"), ALL_PLANS, ids=lambda value: getattr(value, "id", value))
def test_every_regimen_gives_a_course_with_unique_labels_in_order(regimen, setting) -> None:
    days = plan(regimen.id, setting)
    assert days
    assert len({day.label for day in days}) == len(days)
    assert [day.planned for day in days] == sorted(day.planned for day in days)
    for day in days:
        assert day.planned in day.window
        assert day.needs_chair == (day.time.chair_minutes > 0)
        assert 1 <= day.acuity <= 5
        assert day.time.stay_minutes > 0


@given(
    st.sampled_from(ALL_PLANS),
    st.dates(date(2026, 11, 1), date(2027, 12, 1)),
    st.frozensets(st.integers(0, 200), max_size=40),
)
def test_closures_never_lose_double_or_hide_a_day(pair, start: date, closed: frozenset[int]) -> None:
    regimen, setting = pair
    calendar = WorkingCalendar(
        UnitSettings(), [Closure(start + timedelta(n), "closed", ClosureKind.UNIT) for n in closed]
    )
    days = plan(regimen.id, setting, start, calendar)
    given_doses = [(dose.phase, dose.cycle, dose.day, dose.drug) for day in days for dose in day.doses]
    free_doses = [
        (dose.phase, dose.cycle, dose.day, dose.drug) for day in plan(regimen.id, setting, start) for dose in day.doses
    ]
    assert sorted(given_doses) == sorted(free_doses)
    assert len({day.label for day in days}) == len(days)
    for day in days:
        assert calendar.is_open(day.planned)
        assert day.planned in day.window or "no-open-day-in-window" in codes(day)


@given(st.dates(date(2026, 11, 1), date(2027, 12, 1)), st.frozensets(st.integers(0, 160), max_size=40))
def test_weekly_doses_keep_six_days_and_dose_dense_ones_fourteen(start: date, closed: frozenset[int]) -> None:
    calendar = WorkingCalendar(
        UnitSettings(), [Closure(start + timedelta(n), "closed", ClosureKind.UNIT) for n in closed]
    )
    days = plan("ddac_wp", Setting.ADJUVANT, start, calendar)
    for phase, least in ((0, 14), (1, 6)):
        planned = [day.planned for day in days if day.phase == phase and day.planned in day.window]
        assert all((later - before).days >= least for before, later in pairwise(planned))


# Places and kinds of chair


def test_tablets_need_a_consultation_and_no_chair() -> None:
    day = plan("capecitabine")[0]
    assert (day.place, day.chair_kinds, day.time.chair_minutes) == (Place.CONSULTATION, (), 0)


def test_injections_go_to_the_injection_room_first() -> None:
    assert plan("fulvestrant")[0].chair_kinds == (ChairKind.INJECTION_ROOM, ChairKind.CHAIR)


def test_infusions_go_to_a_chair_then_a_bed() -> None:
    assert plan("zoledronic_q4w")[0].chair_kinds == (ChairKind.CHAIR, ChairKind.BED)


def test_one_infusion_among_injections_needs_a_chair() -> None:
    assert plan("phesgo_docetaxel")[0].chair_kinds == (ChairKind.CHAIR, ChairKind.BED)


def test_what_is_usually_given_at_home_has_a_date_but_no_chair() -> None:
    day = plan("pegfilgrastim")[0]
    assert (day.place, day.needs_chair, day.planned) == (Place.HOME, False, MONDAY + timedelta(1))


def test_a_blood_draw_takes_its_visit_minutes() -> None:
    days = plan("blood_draw")
    assert [(day.time.chair_minutes, day.doses) for day in days] == [(15, ())]


def test_single_acts_are_planned_once_unless_more_are_ordered() -> None:
    assert len(plan("iv_iron")) == 1
    assert [offset(day) for day in plan("iv_iron", cycles=2)] == [0, 7]


def test_fewer_than_one_cycle_is_refused() -> None:
    with pytest.raises(InvalidValue, match="at least one cycle"):
        plan("fulvestrant", cycles=0)


# The first day


def test_a_course_begins_on_the_day_chosen_or_the_next_open_one() -> None:
    saturday = MONDAY - timedelta(2)
    days = plan("ac_q3w", Setting.ADJUVANT, saturday)
    assert [offset(day) for day in days] == [0, 18, 39, 60]


def test_a_course_begins_earlier_only_when_its_window_has_nothing_later() -> None:
    closed = WorkingCalendar(UnitSettings(), [Closure(MONDAY, "closed", ClosureKind.UNIT)])
    saturday = MONDAY - timedelta(2)
    assert offset(plan("pac_weekly", start=saturday, calendar=closed)[0]) == -3


# Doses


def test_exposures_count_through_the_phases_and_loading_is_the_first_only() -> None:
    doses = [dose for day in plan("thp") for dose in day.doses if dose.drug == "trastuzumab_iv"]
    assert [dose.exposure for dose in doses] == list(range(1, 9))
    assert [(dose.dose, dose.loading) for dose in doses[:2]] == [(8, True), (6, False)]
    assert not any(dose.loading for dose in doses[1:])


def test_days_of_two_clocks_carry_the_doses_of_both() -> None:
    first = plan("kn355_nabpac")[0]
    assert {(dose.drug, dose.phase) for dose in first.doses} == {("pembrolizumab", 0), ("nab_paclitaxel", 1)}
    assert first.acuity == 4


def test_a_clock_alone_on_its_day_keeps_its_own_window() -> None:
    alone = next(day for day in plan("kn355_nabpac") if day.label == "C1D22")
    assert [dose.drug for dose in alone.doses] == ["pembrolizumab"]
    assert (alone.window.earliest, alone.window.latest) == (MONDAY + timedelta(18), MONDAY + timedelta(24))


def test_two_clocks_meet_when_a_closed_day_brings_them_to_one_date() -> None:
    library = LIBRARY.get("kn355_nabpac")
    pembrolizumab, taxane = library.phases
    regimen = replace(library, phases=(replace(pembrolizumab, cycle_days=27), taxane))
    closed = [Closure(MONDAY + timedelta(27), "closed", ClosureKind.UNIT)]
    calendar = WorkingCalendar(UnitSettings(open_weekdays=frozenset(range(7))), closed)
    days = plan_course(regimen, Setting.METASTATIC, MONDAY, calendar, policy=SMPC, drug_lookup=LIBRARY.drug)
    meeting = next(day for day in days if day.label == "C2D1")
    assert offset(meeting) == 28
    assert {dose.drug for dose in meeting.doses} == {"pembrolizumab", "nab_paclitaxel"}
    assert meeting.window == Window(*(MONDAY + timedelta(n) for n in (27, 28, 30)))


def test_after_surgery_the_days_are_provisional() -> None:
    days = plan("kn522", Setting.NEOADJUVANT)
    assert [day.provisional for day in days] == [False] * 16 + [True] * 9


# Moving a day


def test_delaying_a_day_shifts_the_rest_of_its_phase_and_the_phases_after_it() -> None:
    days = plan("ddac_wp", Setting.ADJUVANT)
    after = moved("ddac_wp", days, "C3D1", MONDAY + timedelta(35))
    shifted = [offset(after[day.label]) - offset(day) for day in days]
    assert shifted == [0, 0] + [7] * 14
    assert after["C3D1"].window.ideal == MONDAY + timedelta(35)
    assert after["C5D8"].window.ideal == MONDAY + timedelta(70)


def test_moving_only_one_day_leaves_the_rest_and_says_what_is_too_close() -> None:
    days = plan("ddac_wp", Setting.ADJUVANT)
    after = moved("ddac_wp", days, "C2D1", MONDAY + timedelta(18), shift_following=False)
    assert [offset(after[day.label]) - offset(day) for day in days] == [0, 4] + [0] * 14
    assert codes(after["C2D1"]) == {"outside-window"}
    assert codes(after["C3D1"]) == {"too-close"}
    assert after["C2D1"].window == days[1].window


def test_moving_back_takes_the_findings_away() -> None:
    days = plan("ddac_wp", Setting.ADJUVANT)
    away = moved("ddac_wp", days, "C2D1", MONDAY + timedelta(18), shift_following=False)
    back = moved("ddac_wp", tuple(away.values()), "C2D1", MONDAY + timedelta(14), shift_following=False)
    assert tuple(back.values()) == days


def test_shifted_days_keep_off_closed_days() -> None:
    days = plan("ac_q3w", Setting.ADJUVANT)
    closed = WorkingCalendar(UnitSettings(), [Closure(MONDAY + timedelta(49), "closed", ClosureKind.UNIT)])
    after = moved("ac_q3w", days, "C2D1", MONDAY + timedelta(28), closed)
    assert [offset(day) for day in after.values()] == [0, 28, 50, 70]


def test_a_late_antibody_is_loaded_again_and_takes_longer() -> None:
    days = plan("trastuzumab_iv_q3w")
    after = moved("trastuzumab_iv_q3w", days, "C4D1", MONDAY + timedelta(63 + 8))
    late = after["C4D1"]
    assert (late.doses[0].loading, late.doses[0].dose, late.doses[0].exposure) == (True, 8, 4)
    assert late.time.chair_minutes == days[0].time.chair_minutes > days[3].time.chair_minutes
    assert codes(late) == {"loading-again"}
    assert not after["C5D1"].doses[0].loading


def test_seven_days_late_is_not_loaded_again() -> None:
    days = plan("trastuzumab_iv_q3w")
    assert not moved("trastuzumab_iv_q3w", days, "C4D1", MONDAY + timedelta(70))["C4D1"].doses[0].loading


def test_clocks_that_share_a_later_session_move_together() -> None:
    days = plan("kn355_nabpac")
    after = moved("kn355_nabpac", days, "C1D8", MONDAY + timedelta(14))
    assert {offset(after[day.label]) - offset(day) for day in days[1:]} == {7}


def test_given_days_stay_where_they_are() -> None:
    days = plan("fulvestrant")
    after = moved("fulvestrant", days, "C2D1", MONDAY + timedelta(30), keep={3})
    assert [offset(after[day.label]) - offset(day) for day in days] == [0, 0, 2, 0, 2, 2, 2]


@pytest.mark.parametrize("days_later", [0, 1, 5])
def test_a_shift_keeps_the_distances(days_later: int) -> None:
    every_day = WorkingCalendar(UnitSettings(open_weekdays=frozenset(range(7))))
    days = plan("sg", calendar=every_day)
    after = tuple(moved("sg", days, "C2D1", MONDAY + timedelta(21 + days_later), every_day).values())

    def distances(rows: tuple[PlannedDay, ...]) -> list[int]:
        return [(later.planned - before.planned).days for before, later in pairwise(rows[2:])]

    assert distances(after) == distances(days)
