"""The desk: all or nothing, once, back and forth, and remembered."""

import random
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from dayhospital.domain.findings import Finding, Severity
from dayhospital.errors import Conflict, NotFound, Refused
from dayhospital.services.desk import Desk
from dayhospital.storage.journal import broken_link
from dayhospital.storage.tables import chairs, journal_entries, nurses, patients, sessions, status_events, weights
from tests.storage.samples import (
    CHAIRS,
    MORNING,
    NOW,
    PATIENTS,
    Book,
    Do,
    MakeHospital,
    contents,
    desk_at,
    patient_values,
    session_values,
)

COMMANDS = 1000


def entries(desk: Desk) -> int:
    return desk.ask(lambda connection: len(connection.execute(select(journal_entries.c.id)).all()))


# --- one transaction


def test_a_command_that_fails_half_way_leaves_nothing(desk: Desk):
    def half(work):
        work.insert(nurses, name="Els", initials="EL")
        raise RuntimeError

    before, journal = desk.ask(contents), entries(desk)
    with pytest.raises(RuntimeError):
        desk.do(Do(half))
    assert desk.ask(contents) == before
    assert entries(desk) == journal
    desk.do(Book())


def test_a_taken_chair_is_a_finding_that_blocks(desk: Desk):
    desk.do(Book(chair=1, patient=1))
    before = desk.ask(contents)
    with pytest.raises(Refused, match="chair is taken") as refused:
        desk.do(Book(chair=1, patient=2))
    assert refused.value.findings == (Finding(Severity.BLOCK, "chair-taken"),)
    assert desk.ask(contents) == before


def test_a_patient_in_two_chairs_is_a_finding_that_blocks(desk: Desk):
    desk.do(Book(chair=1, patient=1))
    with pytest.raises(Refused, match="already has a session") as refused:
        desk.do(Book(chair=2, patient=1))
    assert refused.value.findings == (Finding(Severity.BLOCK, "patient-already-booked"),)


def test_who_comes_second_with_the_same_number_gets_a_conflict(desk: Desk):
    with pytest.raises(Conflict, match="somebody was faster"):
        desk.do(Do(lambda work: work.insert(patients, **patient_values("H1"))))


def test_a_row_others_belong_to_stays(desk: Desk):
    desk.do(Book(patient=2))
    with pytest.raises(Conflict, match="belongs to this"):
        desk.do(Do(lambda work: work.delete(patients, 2)))


def test_a_value_no_table_allows_is_a_bug_and_not_a_sentence(desk: Desk):
    with pytest.raises(Exception, match="CHECK constraint failed"):
        desk.do(Do(lambda work: work.insert(weights, patient_id=1, day=NOW.date(), kg=-1)))


def test_a_command_that_changes_nothing_leaves_no_entry(desk: Desk):
    before = entries(desk)
    changes = desk.do(Do(lambda work: None))
    assert (changes.tables, changes.undoable, entries(desk)) == (frozenset(), False, before)


# --- the same command twice


def test_the_same_command_twice_changes_nothing_and_answers_the_same(desk: Desk):
    key = uuid4()
    first = desk.do(Book(), key)
    before = desk.ask(contents)
    assert desk.do(Book(), key) == first
    assert desk.ask(contents) == before


def test_the_same_command_is_known_after_a_restart_and_at_another_desk(desk: Desk, path: Path):
    key = uuid4()
    first = desk.do(Book(patient=3), key)
    other = desk_at(path, user="els", station="desk 2")
    assert other.do(Book(patient=3), key) == first
    other.close()


# --- undo and redo


def test_undo_and_redo_say_what_they_do(desk: Desk):
    def named(work):
        work.say("Moved DUBOIS, Anne to 10:15, chair A4")
        work.update(chairs, 1, bay="B")

    desk.do(Do(named))
    assert desk.undo_title == "Moved DUBOIS, Anne to 10:15, chair A4"
    assert desk.redo_title is None
    assert desk.undo().title == "Undone: Moved DUBOIS, Anne to 10:15, chair A4"
    assert desk.redo_title == "Moved DUBOIS, Anne to 10:15, chair A4"
    assert desk.redo().title == "Redone: Moved DUBOIS, Anne to 10:15, chair A4"


def test_undo_names_the_same_days_and_patients(desk: Desk):
    done = desk.do(Book(patient=4))
    undone = desk.undo()
    assert (undone.days, undone.patients, undone.tables) == (done.days, done.patients, done.tables)


def test_with_nothing_to_undo_or_redo_that_is_said(path: Path):
    desk = desk_at(path)
    with pytest.raises(NotFound, match="nothing to undo"):
        desk.undo()
    with pytest.raises(NotFound, match="nothing to redo"):
        desk.redo()
    desk.close()


def test_a_new_command_ends_the_redoing(desk: Desk):
    desk.do(Book())
    desk.undo()
    desk.do(Book(chair=2))
    assert desk.redo_title is None


def test_facts_are_not_on_the_stack(desk: Desk):
    booked = desk.do(Book())

    def fact(work):
        work.insert(status_events, session_id=booked.result, status="in_treatment", at=work.clock.utc(), by=work.user)
        work.mark_as_fact()

    assert not desk.do(Do(fact)).undoable
    assert desk.undo_title == "Book"


def test_undo_stops_where_a_fact_came_after(desk: Desk):
    number = desk.do(Book()).result or 0

    def fact(work):
        work.update(sessions, number, status="in_treatment")
        work.mark_as_fact()

    desk.do(Do(fact))
    before = desk.ask(contents)
    with pytest.raises(Conflict, match="“Book” can no longer be undone"):
        desk.undo()
    assert desk.ask(contents) == before
    assert desk.undo_title == "Make hospital"


def test_undo_is_refused_when_somebody_changed_the_row_since(desk: Desk, path: Path):
    number = desk.do(Book()).result or 0
    other = desk_at(path, user="els", station="desk 2")
    other.do(Do(lambda work: work.update(sessions, number, note="window seat")))
    before = desk.ask(contents)
    with pytest.raises(Conflict, match="changed since"):
        desk.undo()
    assert desk.ask(contents) == before
    other.close()


def test_undo_is_refused_when_the_place_was_given_away(desk: Desk, path: Path):
    number = desk.do(Book()).result or 0
    later = MORNING + timedelta(hours=2)
    desk.do(Do(lambda work: work.update(sessions, number, starts=later, ends=later + timedelta(minutes=30))))
    other = desk_at(path, user="els", station="desk 2")
    other.do(Book(patient=2))
    with pytest.raises(Conflict, match="changed since"):
        desk.undo()
    other.close()


def test_a_swap_of_two_chairs_is_undone(desk: Desk):
    one, two = desk.do(Book(chair=1, patient=1)).result or 0, desk.do(Book(chair=2, patient=2)).result or 0

    def swap(work):
        work.update(sessions, one, on_pinboard=True)
        work.update(sessions, two, chair_id=1)
        work.update(sessions, one, chair_id=2, on_pinboard=False)

    before = desk.ask(contents)
    desk.do(Do(swap))
    after = desk.ask(contents)
    desk.undo()
    assert desk.ask(contents) == before
    desk.redo()
    assert desk.ask(contents) == after


def test_undo_works_after_a_restart(desk: Desk, path: Path):
    states = [desk.ask(contents)]
    for chair in (1, 2, 3):
        desk.do(Book(chair=chair, patient=chair))
        states.append(desk.ask(contents))
    desk.undo()
    again = desk_at(path)
    assert (again.undo_title, again.redo_title) == ("Book", "Book")
    again.undo()
    assert again.ask(contents) == states[1]
    again.redo()
    again.redo()
    assert again.ask(contents) == states[3]
    again.close()


def test_each_desk_undoes_its_own_work_of_the_last_day(desk: Desk, path: Path):
    desk.do(Book())
    assert desk_at(path, user="els").undo_title is None
    assert desk_at(path, station="desk 2").undo_title is None
    assert desk_at(path, now=NOW + timedelta(hours=23)).undo_title == "Book"
    assert desk_at(path, now=NOW + timedelta(hours=25)).undo_title is None


def test_a_version_never_comes_to_mean_something_else(desk: Desk):
    """Who read a row must get a conflict however often it was undone and written anew since."""

    def version() -> int:
        return desk.ask(lambda c: c.execute(select(chairs.c.version).where(chairs.c.id == 1)).scalar_one())

    def put_in(bay: str):
        return lambda work: work.update(chairs, 1, bay=bay)

    seen = {version(): ""}
    for bay in "BCDEF":
        desk.do(Do(put_in(bay)))
        assert seen.setdefault(version(), bay) == bay
        desk.undo()
        assert seen.setdefault(version(), "") == ""


# --- random scripts


class Script:
    """Random writes on several tables, each step one command."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.random = random.Random(seed)

    def ids(self, table) -> list[int]:
        return self.desk.ask(lambda connection: list(connection.execute(select(table.c.id)).scalars()))

    def step(self) -> None:
        """Do one command that goes through; refused ones change nothing and are tried otherwise."""
        while True:
            try:
                if self.desk.do(Do(self.deed())).tables:
                    return
            except (Refused, Conflict):
                continue

    def deed(self):
        pick, booked = self.random, self.ids(sessions)
        start = MORNING + timedelta(days=pick.randrange(30), minutes=15 * pick.randrange(30))
        place = {"chair": pick.randint(1, CHAIRS), "patient": pick.randint(1, PATIENTS)}
        number = pick.choice(booked) if booked else 0

        def book(work):
            work.insert(sessions, **session_values(start, **place))

        def book_twice(work):
            book(work)
            work.insert(sessions, **session_values(start + timedelta(hours=1), **place))

        def move(work):
            end = start + timedelta(minutes=pick.choice((15, 60)))
            work.update(sessions, number, starts=start, ends=end, chair_id=place["chair"])

        def arrive(work):
            work.update(sessions, number, status="arrived")
            work.insert(status_events, session_id=number, status="arrived", at=work.clock.utc(), by=work.user)

        def remove(work):
            for (event,) in work.all(select(status_events.c.id).where(status_events.c.session_id == number)):
                work.delete(status_events, event)
            work.delete(sessions, number)

        def weigh(work):
            work.insert(weights, patient_id=place["patient"], day=start.date(), kg=pick.choice((61, 61.5)))

        def rename(work):
            work.update(
                patients, place["patient"], note=pick.choice(("", "é", "x" * 40)), height_cm=pick.choice((None, 171))
            )

        return pick.choice((book, book_twice, move, arrive, remove, weigh, rename) if number else (book, weigh, rename))


@pytest.mark.slow
def test_a_thousand_random_commands_undone_and_redone_restore_each_state(desk: Desk):
    script = Script(desk, seed=5)
    states = [desk.ask(contents)]
    for _ in range(COMMANDS):
        script.step()
        states.append(desk.ask(contents))
    for state in reversed(states[:-1]):
        desk.undo()
        assert desk.ask(contents) == state
    for state in states[1:]:
        desk.redo()
        assert desk.ask(contents) == state
    assert desk.ask(broken_link) is None


def test_back_and_forth_in_any_order_each_state_is_the_one_that_was(desk: Desk):
    script = Script(desk, seed=6)
    states, here = [desk.ask(contents)], 0
    for _ in range(300):
        turn = script.random.choice(("do", "do", "undo", "redo"))
        if turn == "undo" and here:
            desk.undo()
            here -= 1
        elif turn == "redo" and here < len(states) - 1:
            desk.redo()
            here += 1
        else:
            script.step()
            here += 1
            states[here:] = [desk.ask(contents)]
        assert desk.ask(contents) == states[here]


# --- others


def test_what_another_desk_commits_is_noticed_once(desk: Desk, path: Path):
    other = desk_at(path, user="els", station="desk 2")
    desk.do(Book())
    assert not desk.changed_elsewhere()
    other.do(Book(chair=2, patient=2))
    assert desk.changed_elsewhere()
    assert not desk.changed_elsewhere()
    other.close()


def test_ones_own_commands_do_not_hide_what_another_desk_committed(desk: Desk, path: Path):
    other = desk_at(path, user="els", station="desk 2")
    other.do(Book(chair=2, patient=2))
    desk.do(Book())
    assert desk.changed_elsewhere()
    other.close()


def test_a_question_sees_one_moment(desk: Desk, path: Path):
    other = desk_at(path, user="els", station="desk 2")

    def twice(connection):
        before = contents(connection)
        other.do(Book())
        return before, contents(connection)

    before, after = desk.ask(twice)
    assert before == after
    other.close()


def test_rows_put_in_without_the_desk_can_be_changed_and_undone(desk: Desk, path: Path):
    """Big test hospitals are loaded in bulk, without a journal."""
    engine = desk._engine
    with engine.execution_options(immediate=True).begin() as connection:
        connection.execute(insert(nurses), [{"name": "Els", "initials": "EL"}])
    before = desk.ask(contents)
    desk.do(Do(lambda work: work.update(nurses, 1, initials="EV")))
    desk.undo()
    assert desk.ask(contents) == before


def test_the_journal_knows_who_where_and_when(path: Path):
    desk = desk_at(path, user="anna", station="desk 1")
    desk.do(MakeHospital())
    entry = desk.ask(lambda connection: connection.execute(select(journal_entries)).one())
    assert (entry.by, entry.station, entry.title, entry.kind) == ("anna", "desk 1", "Make hospital", "do")
    assert desk.clock.to_local(entry.at) == NOW
    desk.close()
