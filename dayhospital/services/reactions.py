"""What people do about infusion reactions: record one, which keeps the patient longer; take one out that was none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import select

from dayhospital.clinical.reactions import observed_until
from dayhospital.domain.board import BoardSession
from dayhospital.domain.findings import blocks
from dayhospital.domain.formats import time_text
from dayhospital.domain.reaction import Reaction
from dayhospital.domain.session import MAX_SESSION_MINUTES, NOT_LIVE, RUNNING
from dayhospital.domain.span import Span
from dayhospital.errors import InvalidValue
from dayhospital.queries import board
from dayhospital.queries.care import reactions_of
from dayhospital.services import checks
from dayhospital.services.command import Command
from dayhospital.services.patients import patient_name, touch_sessions
from dayhospital.storage import tables
from dayhospital.storage.work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordReaction(Command):
    """Record a reaction during treatment or observation; returns its id.

    The session lasts as much longer as its grade asks, if the chair is free; the patient's worst grade follows.
    """

    title: ClassVar[str] = "Record reaction"
    undoable: ClassVar[bool] = False
    session_id: int
    drug: str
    grade: int
    at: datetime
    """Local."""
    adrenaline: bool = False
    done: str = ""

    def run(self, work: UnitOfWork) -> int:
        session = board.session(work.connection, self.session_id)
        _check(work, session, self)
        patient_id = session.patient.label.id
        reaction = Reaction(
            session.id, patient_id, self.drug, self.grade, self.at, self.adrenaline, self.done.strip(), work.user
        )
        before = session.patient.earlier_reaction_grade
        if before is None or before < self.grade:
            work.update(tables.patients, patient_id, earlier_reaction_grade=self.grade)
        until = observed_until(reaction, session.span.end)
        stays = _lengthen(work, session, until)
        touch_sessions(work, patient_id)
        name, drug = session.patient.label.name, work.library.drug(self.drug).tall_man
        what = f"{name}: reaction to {drug}, grade {self.grade}."
        work.say(" ".join(filter(None, (what, stays, _next_in_chair(work, session, until)))))
        return work.insert(
            tables.reactions,
            session_id=session.id,
            patient_id=patient_id,
            drug=reaction.drug,
            grade=reaction.grade,
            at=reaction.at,
            adrenaline=reaction.adrenaline,
            done=reaction.done,
            by=reaction.by,
            until=until,
            grade_before=before,
        )


@dataclass(frozen=True, slots=True)
class RemoveReaction(Command):
    """Take out a reaction that was recorded by mistake; the session keeps its length, the history the line."""

    title: ClassVar[str] = "Remove reaction"
    undoable: ClassVar[bool] = False
    reaction_id: int
    reason: str

    def run(self, work: UnitOfWork) -> None:
        if not self.reason.strip():
            raise InvalidValue("Taking out a reaction needs a reason. Nothing was changed.")
        row = work.one(tables.reactions, self.reaction_id)
        patient_id = row["patient_id"]
        work.delete(tables.reactions, self.reaction_id)
        left = [one.grade for one in reactions_of(work.connection, patient_id)]
        worst = max((grade for grade in (*left, row["grade_before"]) if grade is not None), default=None)
        if work.one(tables.patients, patient_id)["earlier_reaction_grade"] == row["grade"]:
            work.update(tables.patients, patient_id, earlier_reaction_grade=worst)
        touch_sessions(work, patient_id)
        work.say(f"Took a reaction of {patient_name(work, patient_id)} out of the record: {self.reason.strip()}")


def _check(work: UnitOfWork, session: BoardSession, given: RecordReaction) -> None:
    if session.status not in RUNNING:
        status = session.status.value.replace("_", " ")
        raise InvalidValue(
            f"{session.patient.label.name} is {status}: a reaction is recorded during treatment or observation. "
            "Nothing was saved; correct the status first."
        )
    if given.drug not in {dose.drug for dose in session.treatment.doses}:
        raise InvalidValue("This drug is not given in the session. Nothing was saved; choose one that is.")
    if given.at > work.clock.local():
        raise InvalidValue("The reaction begins in the future. Nothing was saved; check the time.")
    if given.at.date() != session.span.day:
        raise InvalidValue("The reaction is of another day than the session. Nothing was saved; check the time.")


def _lengthen(work: UnitOfWork, session: BoardSession, until: datetime) -> str:
    """Move the end of a session if nothing stands in the way; return what to say about it, empty if nothing."""
    if until <= session.span.end:
        return ""
    span = Span(session.span.start, until)
    free = span.minutes <= MAX_SESSION_MINUTES and until.date() == session.span.day
    if free and not blocks(checks.findings(work, checks.Request.of(session, session.chair_id, span))):
        work.update(tables.sessions, session.id, ends=until)
        return f"Stays until {time_text(until)}."
    return f"To be watched until {time_text(until)}, but the chair is not free so long: find another place."


def _next_in_chair(work: UnitOfWork, session: BoardSession, until: datetime) -> str:
    """Return who comes next in the chair that day, empty if nobody."""
    table, midnight = tables.sessions.c, datetime.combine(session.span.day + timedelta(days=1), datetime.min.time())
    row = work.first(
        select(table.patient_id, table.starts)
        .where(
            table.chair_id == session.chair_id,
            table.starts >= session.span.end,
            table.starts < midnight,
            table.status.not_in(NOT_LIVE),
            table.on_pinboard.is_(False),
        )
        .order_by(table.starts)
        .limit(1)
    )
    if row is None:
        return ""
    late = ", which is too early" if row.starts < until else ""
    return f"Next in the chair: {patient_name(work, row.patient_id)} at {time_text(row.starts)}{late}."
