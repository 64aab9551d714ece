"""Tests that take weeks: who asked, whether a biopsy is needed, when it was sent, when the answer is due."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dayhospital.domain.formats import day_text
from dayhospital.errors import InvalidValue


class Stage(StrEnum):
    """How far a requested test has come; worked out from its days, never stored."""

    ASKED = "asked"
    BIOPSY_PLANNED = "biopsy_planned"
    BIOPSY_TAKEN = "biopsy_taken"
    SENT = "sent"
    OVERDUE = "overdue"
    """Sent, and the due day has passed without a result."""
    RESULTED = "resulted"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What may be done next with a requested test."""

    PLAN_BIOPSY = "plan_biopsy"
    TAKE_BIOPSY = "take_biopsy"
    SEND = "send"
    NEW_BIOPSY = "new_biopsy"
    ENTER_RESULT = "enter_result"
    CANCEL = "cancel"


CLOSED = frozenset({Stage.RESULTED, Stage.CANCELLED})


@dataclass(frozen=True, slots=True)
class MolecularTest:
    """A test of ``resources/tests.yaml``: which analytes it answers, in what, and after how long."""

    id: str
    name: str
    analytes: tuple[str, ...]
    specimen: str
    """The specimen it usually looks in; written into the results unless somebody writes another."""
    turnaround_days: int
    """From sending to the result, as laboratories usually promise."""
    on_tissue: bool
    """Whether it needs tumour tissue, so that somebody has to decide on a new biopsy."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestedTest:
    """One test asked for a patient. Days are local; those of steps that have not happened are None.

    Raises:
        InvalidValue: If the days contradict each other; the sentence says which.
    """

    test: str
    """A key of ``resources/tests.yaml``."""
    asked_on: date
    asked_by: str
    needs_biopsy: bool = False
    """Whether tissue has to be taken first: archived tissue is missing, too old or not enough."""
    biopsy_planned: date | None = None
    biopsy_taken: date | None = None
    sent_on: date | None = None
    due_on: date | None = None
    resulted_on: date | None = None
    cancelled_on: date | None = None
    note: str = ""
    id: int = 0
    version: int = 1

    def __post_init__(self) -> None:
        if not self.needs_biopsy and (self.biopsy_planned or self.biopsy_taken):
            raise InvalidValue("This test needs no biopsy. Nothing was saved; say first that it needs one.")
        if self.needs_biopsy and self.sent_on and self.biopsy_taken is None:
            raise InvalidValue("The biopsy is not taken yet. Nothing was saved; record the biopsy first.")
        if (self.sent_on is None) != (self.due_on is None):
            raise InvalidValue("A test that was sent has a due day. Nothing was saved; write both days.")
        if self.resulted_on and self.sent_on is None:
            raise InvalidValue("The test was not sent yet. Nothing was saved; record when it was sent first.")
        if self.resulted_on and self.cancelled_on:
            raise InvalidValue("A test with a result is not cancelled any more. Nothing was saved.")
        self._check_order()

    def _check_order(self) -> None:
        """Days that follow one another, by what each is called in the sentence."""
        first, second = "It was asked for on", "the biopsy was on"
        pairs = (
            (first, self.asked_on, "the biopsy is planned for", self.biopsy_planned),
            (first, self.asked_on, second, self.biopsy_taken),
            (first, self.asked_on, "it was sent on", self.sent_on),
            ("The biopsy was on", self.biopsy_taken, "it was sent on", self.sent_on),
            ("It was sent on", self.sent_on, "it is due on", self.due_on),
            ("It was sent on", self.sent_on, "the result is of", self.resulted_on),
            (first, self.asked_on, "it was cancelled on", self.cancelled_on),
        )
        for before, earlier, after, later in pairs:
            if earlier is not None and later is not None and later < earlier:
                raise InvalidValue(
                    f"{before} {day_text(earlier)} and {after} {day_text(later)}, before it. "
                    "Nothing was saved; check the day."
                )

    def stage(self, today: date) -> Stage:
        """Return how far it has come. It is overdue from the day after the due day."""
        if self.cancelled_on is not None:
            return Stage.CANCELLED
        if self.resulted_on is not None:
            return Stage.RESULTED
        if self.sent_on is not None and self.due_on is not None:
            return Stage.OVERDUE if today > self.due_on else Stage.SENT
        if self.biopsy_taken is not None:
            return Stage.BIOPSY_TAKEN
        return Stage.ASKED if self.biopsy_planned is None else Stage.BIOPSY_PLANNED

    @property
    def open(self) -> bool:
        return self.resulted_on is None and self.cancelled_on is None

    def steps(self) -> tuple[Step, ...]:
        """Return the steps that are legal now, the usual next one first; none when it is closed.

        Planning and sending may be said again: the biopsy moves, the laboratory names a later day.
        """
        if not self.open:
            return ()
        if self.sent_on is not None:
            return (Step.ENTER_RESULT, Step.SEND, Step.NEW_BIOPSY, Step.CANCEL)
        if not self.needs_biopsy:
            return (Step.SEND, Step.NEW_BIOPSY, Step.CANCEL)
        if self.biopsy_taken is not None:
            return (Step.SEND, Step.NEW_BIOPSY, Step.CANCEL)
        if self.biopsy_planned is not None:
            return (Step.TAKE_BIOPSY, Step.PLAN_BIOPSY, Step.CANCEL)
        return (Step.PLAN_BIOPSY, Step.TAKE_BIOPSY, Step.CANCEL)

    def with_biopsy_planned(self, day: date) -> "RequestedTest":
        return replace(self._after(Step.PLAN_BIOPSY), biopsy_planned=day)

    def with_biopsy_taken(self, day: date) -> "RequestedTest":
        return replace(self._after(Step.TAKE_BIOPSY), biopsy_taken=day)

    def sent(self, day: date, due: date) -> "RequestedTest":
        return replace(self._after(Step.SEND), sent_on=day, due_on=due)

    def with_new_biopsy(self) -> "RequestedTest":
        """Return the request begun again with a biopsy: what there is of tissue does not do."""
        begun = self._after(Step.NEW_BIOPSY)
        return replace(begun, needs_biopsy=True, biopsy_planned=None, biopsy_taken=None, sent_on=None, due_on=None)

    def resulted(self, day: date) -> "RequestedTest":
        return replace(self._after(Step.ENTER_RESULT), resulted_on=day)

    def cancelled(self, day: date, reason: str) -> "RequestedTest":
        note = "; ".join(part for part in (self.note, reason.strip()) if part)
        return replace(self._after(Step.CANCEL), cancelled_on=day, note=note)

    def _after(self, step: Step) -> "RequestedTest":
        """Return itself if a step is legal now.

        Raises:
            InvalidValue: If it is not.
        """
        if step in self.steps():
            return self
        if not self.open:
            raise InvalidValue("This test is closed already. Nothing was saved; ask for it anew.")
        raise InvalidValue(_NOT_YET[step])


_NOT_YET = {
    Step.PLAN_BIOPSY: "No biopsy is waited for. Nothing was saved; say first that a new one is needed.",
    Step.TAKE_BIOPSY: "No biopsy is waited for. Nothing was saved; say first that a new one is needed.",
    Step.SEND: "The biopsy is not taken yet. Nothing was saved; record the biopsy first.",
    Step.NEW_BIOPSY: "A biopsy is waited for already. Nothing was saved; plan it or record it.",
    Step.ENTER_RESULT: "The test was not sent yet. Nothing was saved; record when it was sent first.",
}
