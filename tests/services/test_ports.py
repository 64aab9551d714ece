"""A port from the wish to the last line of its log, and what happens where there is none."""

from datetime import date, timedelta

import pytest

from dayhospital.clinical.port_use import FLUSH_REGIMEN
from dayhospital.domain.patient import Side
from dayhospital.domain.port import PortComplication, PortEventKind, ReferralState
from dayhospital.domain.session import Status
from dayhospital.errors import Conflict, InvalidValue, NeedsReason, NotFound
from dayhospital.queries.board import session
from dayhospital.queries.patients import history
from dayhospital.queries.ports import earlier_log, ports_in_place, vein_check
from dayhospital.services.patients import RecordPort, RemovePort
from dayhospital.services.ports import (
    AskForPort,
    CancelPortReferral,
    PlanPortInsertion,
    RecordPortEvent,
    RecordVeinCheck,
    RemovePortEvent,
)
from dayhospital.services.sessions import BookDay, BookExtra, MoveSession
from dayhospital.services.status import ChangeStatus
from tests.hospital import TODAY
from tests.services.access import REASON, TO_SEAT, good_counts, last_access, log, put_in, wish

# --- the wish


def test_a_port_is_asked_for_planned_and_done(hospital):
    referral = hospital.do(AskForPort(hospital.patients[0], " after C1 "))
    found = wish(hospital)
    assert (found.id, found.state, found.note) == (referral, ReferralState.ASKED, "after C1")
    assert (found.asked_on, found.asked_by) == (TODAY, "Test, Nurse")
    good_counts(hospital)
    hospital.do(PlanPortInsertion(referral, TODAY + timedelta(days=2)))
    assert wish(hospital).state is ReferralState.PLANNED
    hospital.do(RecordPort(hospital.patients[0], Side.RIGHT, TODAY, TODAY))
    assert wish(hospital).state is ReferralState.DONE
    hospital.do(RemovePort(hospital.patients[0], TODAY))
    assert wish(hospital).state is ReferralState.DONE


def test_each_step_of_the_wish_is_undone_and_done_again(hospital):
    referral = hospital.do(AskForPort(hospital.patients[0]))
    good_counts(hospital)
    hospital.do(PlanPortInsertion(referral, TODAY + timedelta(days=2)))
    hospital.do(CancelPortReferral(referral, "declined"))
    assert (wish(hospital).state, wish(hospital).note) == (ReferralState.CANCELLED, "declined")
    hospital.desk.undo()
    assert (wish(hospital).state, wish(hospital).note) == (ReferralState.PLANNED, "")
    hospital.desk.undo()
    assert wish(hospital).state is ReferralState.ASKED
    hospital.desk.redo()
    assert wish(hospital).planned_on == TODAY + timedelta(days=2)
    for _ in range(3):
        hospital.desk.undo()
    assert wish(hospital) is None


def test_nobody_asks_twice_or_for_somebody_who_has_a_port(hospital):
    first = hospital.do(AskForPort(hospital.patients[0]))
    with pytest.raises(Conflict, match="asked for on"):
        hospital.do(AskForPort(hospital.patients[0]))
    hospital.do(CancelPortReferral(first))
    assert hospital.do(AskForPort(hospital.patients[0])) != first
    put_in(hospital, number=1)
    with pytest.raises(Conflict, match="has a port"):
        hospital.do(AskForPort(hospital.patients[1]))


def test_a_second_port_may_be_asked_for_when_the_first_is_out(hospital):
    hospital.do(AskForPort(hospital.patients[0]))
    put_in(hospital, days_ago=0, usable=0)
    hospital.do(RemovePort(hospital.patients[0], TODAY))
    assert hospital.do(AskForPort(hospital.patients[0]))


@pytest.mark.parametrize("end", ["cancelled", "done"])
def test_what_is_over_is_neither_planned_nor_called_off(hospital, end):
    referral = hospital.do(AskForPort(hospital.patients[0]))
    if end == "done":
        put_in(hospital, days_ago=0)
    else:
        hospital.do(CancelPortReferral(referral))
    for command in (PlanPortInsertion(referral, TODAY), CancelPortReferral(referral)):
        with pytest.raises(Conflict, match=end):
            hospital.do(command)


def test_a_port_is_not_planned_before_it_was_asked_for(hospital):
    referral = hospital.do(AskForPort(hospital.patients[0]))
    with pytest.raises(InvalidValue, match="before it was asked for"):
        hospital.do(PlanPortInsertion(referral, TODAY - timedelta(days=1)))
    with pytest.raises(NotFound):
        hospital.do(PlanPortInsertion(4711, TODAY))


def test_low_platelets_ask_why_the_port_goes_in_all_the_same(hospital):
    referral = hospital.do(AskForPort(hospital.patients[0]))
    good_counts(hospital, platelets=49.0)
    plan = PlanPortInsertion(referral, TODAY + timedelta(days=1))
    with pytest.raises(NeedsReason) as asked:
        hospital.do(plan)
    assert [one.code for one in asked.value.findings] == ["port-wait-platelets"]
    hospital.do(PlanPortInsertion(referral, plan.day, "platelets are given before"))
    newest = hospital.desk.ask(lambda c: history(c, hospital.patients[0]))[0]
    assert newest.reason == "platelets are given before"


@pytest.mark.parametrize(("days", "late"), [(2, False), (3, True)])
def test_a_port_planned_too_late_for_the_first_vesicant_asks_why(hospital, days, late):
    hospital.start(0, "ddac_wp", day=date(2026, 11, 27))
    good_counts(hospital)
    referral = hospital.do(AskForPort(hospital.patients[0]))
    plan = PlanPortInsertion(referral, TODAY + timedelta(days=days))
    if late:
        with pytest.raises(NeedsReason) as asked:
            hospital.do(plan)
        assert [one.code for one in asked.value.findings] == ["port-ready-after-first"]
    else:
        hospital.do(plan)


# --- the log


def test_the_last_access_follows_the_log(hospital):
    put_in(hospital)
    first = hospital.do(RecordPortEvent(hospital.patients[0], date(2026, 11, 5)))
    flush = hospital.do(RecordPortEvent(hospital.patients[0], date(2026, 11, 20), PortEventKind.FLUSH))
    hospital.do(RecordPortEvent(hospital.patients[0], date(2026, 11, 10)))
    kind, what = PortEventKind.COMPLICATION, PortComplication.NO_BLOOD_RETURN
    changes = hospital.desk.do(RecordPortEvent(hospital.patients[0], TODAY, kind, what, " rinsed twice "))
    assert not changes.undoable
    assert last_access(hospital) == date(2026, 11, 20)
    lines = log(hospital)
    assert [line.day.day for line in lines] == [24, 20, 10, 5]
    assert (lines[0].complication, lines[0].note, lines[0].by) == (what, "rinsed twice", "Test, Nurse")
    hospital.do(RemovePortEvent(flush))
    assert last_access(hospital) == date(2026, 11, 10)
    hospital.do(RemovePortEvent(first))
    assert last_access(hospital) == date(2026, 11, 10)
    hospital.do(RemovePortEvent(log(hospital)[-1].id))
    assert last_access(hospital) is None


def test_one_of_two_lines_of_a_day_may_go_and_the_day_stays(hospital):
    put_in(hospital)
    first = hospital.do(RecordPortEvent(hospital.patients[0], TODAY))
    hospital.do(RecordPortEvent(hospital.patients[0], TODAY, PortEventKind.FLUSH))
    hospital.do(RemovePortEvent(first))
    assert last_access(hospital) == TODAY


@pytest.mark.parametrize("days", [-23, 1])
def test_a_port_is_used_between_its_insertion_and_today(hospital, days):
    put_in(hospital, days_ago=22)
    with pytest.raises(InvalidValue):
        hospital.do(RecordPortEvent(hospital.patients[0], TODAY + timedelta(days=days)))
    assert hospital.do(RecordPortEvent(hospital.patients[0], TODAY - timedelta(days=22)))


@pytest.mark.parametrize(
    ("kind", "what"), [(PortEventKind.COMPLICATION, None), (PortEventKind.FLUSH, PortComplication.INFECTION)]
)
def test_a_complication_says_what_and_nothing_else_does(hospital, kind, what):
    put_in(hospital)
    with pytest.raises(InvalidValue):
        hospital.do(RecordPortEvent(hospital.patients[0], TODAY, kind, what))


def test_the_log_is_that_of_the_port_in_place(hospital):
    put_in(hospital)
    hospital.do(RecordPortEvent(hospital.patients[0], TODAY))
    hospital.do(RemovePort(hospital.patients[0], TODAY))
    assert log(hospital) == ()
    with pytest.raises(NotFound, match="no port"):
        hospital.do(RecordPortEvent(hospital.patients[0], TODAY))


# --- seating and booking


def test_a_vesicant_with_no_access_begins_only_with_a_reason(hospital, seated):
    begin = ChangeStatus(seated, Status.IN_TREATMENT)
    with pytest.raises(NeedsReason) as asked:
        hospital.do(begin)
    assert [one.code for one in asked.value.findings] == ["vesicant-no-access"]
    assert hospital.desk.ask(lambda c: session(c, seated)).status is Status.RELEASED
    hospital.do(ChangeStatus(seated, Status.IN_TREATMENT, "good vein, Dr Rietzanger stands by"))
    assert hospital.desk.ask(lambda c: session(c, seated)).status is Status.IN_TREATMENT
    newest = hospital.desk.ask(lambda c: history(c, hospital.patients[0]))[0]
    assert newest.reason.startswith("good vein")


@pytest.mark.parametrize(("usable", "code"), [(0, None), (1, "vesicant-port-not-ready")])
def test_a_port_serves_from_its_first_usable_day(hospital, seated, usable, code):
    put_in(hospital, days_ago=0, usable=usable)
    if code is None:
        hospital.do(ChangeStatus(seated, Status.IN_TREATMENT))
    else:
        with pytest.raises(NeedsReason) as asked:
            hospital.do(ChangeStatus(seated, Status.IN_TREATMENT))
        assert [one.code for one in asked.value.findings] == [code]


def test_a_vein_checked_today_serves_and_its_undo_takes_it_back(hospital, seated):
    hospital.do(RecordVeinCheck(hospital.patients[0], " left forearm "))
    found = hospital.desk.ask(lambda c: vein_check(c, hospital.patients[0], TODAY))
    assert (found.site, found.by, found.at) == ("left forearm", "Test, Nurse", hospital.clock.local())
    assert hospital.desk.ask(lambda c: vein_check(c, hospital.patients[0], TODAY - timedelta(days=1))) is None
    hospital.desk.undo()
    with pytest.raises(NeedsReason):
        hospital.do(ChangeStatus(seated, Status.IN_TREATMENT))
    hospital.desk.redo()
    hospital.do(ChangeStatus(seated, Status.IN_TREATMENT))


def test_a_vein_has_a_place(hospital):
    with pytest.raises(InvalidValue, match="which vein"):
        hospital.do(RecordVeinCheck(hospital.patients[0], "  "))


def test_other_drugs_begin_as_before(hospital):
    hospital.start(0, "pac_weekly_x12")
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    booked = hospital.do(BookDay(day_id, hospital.chairs[0], hospital.at("10:00"), reason=REASON))
    for status in (*TO_SEAT, Status.IN_TREATMENT):
        hospital.do(ChangeStatus(booked, status))


def test_a_vesicant_booked_or_moved_before_the_port_is_usable_needs_a_reason(hospital):
    hospital.start(0, "ddac_wp", day=date(2026, 11, 26))
    put_in(hospital, days_ago=0, usable=2)
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    chair, early = hospital.chairs[0], hospital.at("10:00", date(2026, 11, 25))
    booked = hospital.do(BookDay(day_id, chair, hospital.at("10:00", date(2026, 11, 26))))
    with pytest.raises(NeedsReason) as asked:
        hospital.do(MoveSession(booked, chair, early))
    assert "vesicant-before-port" in [one.code for one in asked.value.findings]
    hospital.do(MoveSession(booked, chair, early, "by a vein that was checked"))


# --- ports to flush


def rows(hospital):
    return hospital.desk.ask(lambda c: ports_in_place(c, TODAY))


def test_the_list_has_every_port_in_place_the_one_unused_longest_first(hospital):
    put_in(hospital, days_ago=50, number=0)
    put_in(hospital, days_ago=90, number=1)
    put_in(hospital, days_ago=10, number=2)
    put_in(hospital, days_ago=10, number=3)
    hospital.do(RemovePort(hospital.patients[3], TODAY))
    hospital.do(RecordPortEvent(hospital.patients[1], TODAY - timedelta(days=5)))
    found = rows(hospital)
    assert [row.label.id for row in found] == [hospital.patients[n] for n in (0, 2, 1)]
    assert [row.last_use for row in found] == [None, None, TODAY - timedelta(days=5)]
    assert not any(row.planned or row.next_use for row in found)


def test_an_infusion_is_a_use_and_a_flush_is_one_but_no_drug(hospital):
    put_in(hospital, days_ago=50)
    extra = hospital.do(BookExtra(hospital.patients[0], FLUSH_REGIMEN, hospital.chairs[0], hospital.at("10:00")))
    (row,) = rows(hospital)
    assert (row.next_use, row.next_session_id, row.planned) == (TODAY, extra, False)
    for status in (*TO_SEAT, Status.IN_TREATMENT, Status.READY_TO_LEAVE, Status.LEFT):
        hospital.do(ChangeStatus(extra, status))
    (row,) = rows(hospital)
    assert (row.last_use, row.last_drug, row.next_use) == (TODAY, None, None)


def test_a_drug_infused_counts_as_both_and_what_is_due_is_planned(hospital):
    put_in(hospital, days_ago=50)
    hospital.start(0, "pac_weekly_x12")
    assert rows(hospital)[0].planned
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    booked = hospital.do(BookDay(day_id, hospital.chairs[0], hospital.at("10:00"), reason=REASON))
    for status in (*TO_SEAT, Status.IN_TREATMENT):
        hospital.do(ChangeStatus(booked, status))
    (row,) = rows(hospital)
    assert (row.last_use, row.last_drug) == (TODAY, TODAY)


def test_an_infusion_before_the_port_was_usable_went_another_way(hospital):
    hospital.start(0, "pac_weekly_x12")
    day_id = hospital.due(0)[0].treatment.treatment_day_id
    booked = hospital.do(BookDay(day_id, hospital.chairs[0], hospital.at("10:00"), reason=REASON))
    for status in (*TO_SEAT, Status.IN_TREATMENT):
        hospital.do(ChangeStatus(booked, status))
    put_in(hospital, days_ago=0, usable=1)
    assert rows(hospital)[0].last_use is None


def test_the_log_of_a_port_taken_out_is_kept_for_the_next_one(hospital):
    put_in(hospital)
    kind, what = PortEventKind.COMPLICATION, PortComplication.THROMBOSIS
    hospital.do(RecordPortEvent(hospital.patients[0], TODAY, kind, what))
    assert hospital.desk.ask(lambda c: earlier_log(c, hospital.patients[0])) == ()
    hospital.do(RemovePort(hospital.patients[0], TODAY))
    (line,) = hospital.desk.ask(lambda c: earlier_log(c, hospital.patients[0]))
    assert line.complication is what
