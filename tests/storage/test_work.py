"""What the unit of work promises to commands."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from dayhospital.domain.findings import Finding, Severity
from dayhospital.errors import Conflict, NeedsReason, NotFound, Refused
from dayhospital.services.desk import Desk
from dayhospital.storage.tables import blocks, chairs, closures, overrides, patients, sessions
from tests.storage.samples import MORNING, Do, Warn, contents, session_values

NOTE = Finding(Severity.NOTE, "loading-again")
WARNING = Finding(Severity.WARNING, "outside-window", facts={"days": 2, "latest": date(2026, 11, 22)})
BLOCK = Finding(Severity.BLOCK, "closed")


def test_a_row_is_read_back_as_domain_values(desk: Desk):
    desk.do(Do(lambda work: work.insert(sessions, **session_values(MORNING))))
    row = desk.ask(lambda connection: connection.execute(select(sessions)).one())
    assert (row.starts, row.ends, row.status, row.version) == (MORNING, MORNING + timedelta(minutes=30), "booked", 1)


def test_a_row_that_is_not_there_is_named(desk: Desk):
    for deed in (
        lambda work: work.one(chairs, 99),
        lambda work: work.update(chairs, 99, bay="B"),
        lambda work: work.delete(chairs, 99),
    ):
        with pytest.raises(NotFound, match="no longer there"):
            desk.do(Do(deed))


def test_a_column_that_is_not_there_is_a_bug(desk: Desk):
    with pytest.raises(TypeError, match="wheels"):
        desk.do(Do(lambda work: work.insert(chairs, name="B1", wheels=4)))


def test_commands_do_not_count_versions(desk: Desk):
    with pytest.raises(TypeError, match="version"):
        desk.do(Do(lambda work: work.update(chairs, 1, version=7)))


def test_a_version_grows_once_in_each_work(desk: Desk):
    def twice(work):
        work.update(chairs, 1, bay="B")
        work.update(chairs, 1, bay="C")

    desk.do(Do(twice))
    assert desk.ask(lambda c: c.execute(select(chairs.c.version, chairs.c.bay).where(chairs.c.id == 1)).one()) == (
        2,
        "C",
    )


def test_who_read_an_older_version_writes_nothing(desk: Desk):
    desk.do(Do(lambda work: work.update(chairs, 1, bay="B", expect=1)))
    before = desk.ask(contents)
    for deed in (
        lambda work: work.update(chairs, 1, bay="C", expect=1),
        lambda work: work.delete(chairs, 1, expect=1),
    ):
        with pytest.raises(Conflict, match="Somebody else changed this"):
            desk.do(Do(deed))
    assert desk.ask(contents) == before


def test_an_id_is_never_given_twice(desk: Desk):
    def book(work):
        return work.insert(sessions, **session_values(MORNING))

    first = desk.do(Do(book)).result
    desk.undo()
    second = desk.do(Do(book)).result
    assert second != first


def test_changes_name_the_patients_and_the_days_a_row_left_and_came_to(desk: Desk):
    number = desk.do(Do(lambda work: work.insert(sessions, **session_values(MORNING, patient=3)))).result or 0
    later = MORNING + timedelta(days=2)
    move = Do(lambda work: work.update(sessions, number, starts=later, ends=later + timedelta(minutes=30)))
    changes = desk.do(move)
    assert changes.days == {MORNING.date(), later.date()}
    assert changes.patients == {3}
    assert changes.tables == {"sessions"}


def test_changes_name_every_day_of_a_block_and_the_day_of_a_closure(desk: Desk):
    def close(work):
        work.insert(blocks, chair_id=1, starts=MORNING, ends=datetime(2026, 11, 27), kind="out_of_service")
        work.insert(closures, day=date(2026, 12, 25), name="Christmas", kind="holiday")

    assert desk.do(Do(close)).days == {date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 25)}


def test_a_patients_own_row_names_the_patient(desk: Desk):
    assert desk.do(Do(lambda work: work.update(patients, 4, note="x"))).patients == {4}


def test_what_a_command_names_besides_is_named_too(desk: Desk):
    def deed(work):
        work.update(chairs, 1, bay="B")
        work.touch(day=date(2026, 12, 1), patient=5)

    changes = desk.do(Do(deed))
    assert changes.days == {date(2026, 12, 1)}
    assert changes.patients == {5}


def test_a_block_refuses_whatever_the_reason(desk: Desk):
    with pytest.raises(Refused) as refused:
        desk.do(Warn((NOTE, WARNING, BLOCK), "she comes from far"))
    assert BLOCK in refused.value.findings


def test_a_warning_needs_a_reason_that_says_something(desk: Desk):
    for reason in ("", "  "):
        with pytest.raises(NeedsReason) as asked:
            desk.do(Warn((NOTE, WARNING), reason))
        assert asked.value.findings == (WARNING,)


def test_the_reason_is_kept_with_the_warning_it_accepts(desk: Desk):
    desk.do(Warn((NOTE, WARNING), " she comes from far "))
    row = desk.ask(lambda connection: connection.execute(select(overrides)).one())
    assert (row.code, row.reason, row.facts) == (
        "outside-window",
        "she comes from far",
        {"days": 2, "latest": "2026-11-22"},
    )


def test_a_note_needs_no_reason(desk: Desk):
    desk.do(Warn((NOTE,)))
    assert desk.ask(lambda connection: connection.execute(select(overrides)).all()) == []
