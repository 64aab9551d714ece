"""Lines of treatment in words, and their card on the patient page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dayhospital.clinical.treatment_lines import Endocrine
from dayhospital.domain.formats import day_text
from dayhospital.domain.line import EndocrineResistance, Line, Response, WhyEnded
from dayhospital.ui.plan.facts import ReasonRow, setting_text
from dayhospital.ui.texts import say
from dayhospital.ui.theme import FontRole
from dayhospital.ui.widgets import Card, Label, link


def response_text(response: Response) -> str:
    """Return the words of a best response."""
    return {
        Response.NOT_RECORDED: say("not recorded"),
        Response.COMPLETE: say("complete"),
        Response.PARTIAL: say("partial"),
        Response.STABLE: say("stable disease"),
        Response.PROGRESSION: say("progression"),
    }[response]


def why_text(why: WhyEnded) -> str:
    """Return the words for why a line ended."""
    return {
        WhyEnded.NOT_RECORDED: say("not recorded"),
        WhyEnded.COMPLETED: say("completed"),
        WhyEnded.PROGRESSION: say("progression"),
        WhyEnded.RESISTANCE: say("resistance"),
        WhyEnded.TOXICITY: say("toxicity"),
        WhyEnded.WISH: say("patient's wish"),
        WhyEnded.DEATH: say("death"),
    }[why]


def line_facts(line: Line) -> str:
    """Return when a line was, how it worked and why it ended, in one line."""
    end = day_text(line.ended) if line.ended is not None else say("goes on")
    parts = [f"{day_text(line.started)} – {end}"]
    if line.response is not Response.NOT_RECORDED:
        parts.append(say("best response {response}", response=response_text(line.response)))
    if line.ended is not None:
        why = line.why_ended
        parts.append(say("reason not recorded") if why is WhyEnded.NOT_RECORDED else why_text(why))
    if line.course_id is None:
        parts.append(say("elsewhere"))
    return "  ·  ".join(parts)


def lines_card(
    lines: Sequence[Line], endocrine: Endocrine | None, asked: Callable[[str, object], object], parent: QWidget
) -> Card:
    """Return the card; ``asked`` is called with ``line`` or ``line_remove`` and the line, None for a new one."""
    card = Card(say("Lines of treatment"), parent)
    add = link(say("Add…"))
    add.clicked.connect(lambda: asked("line", None))
    card.add_to_header(add)
    for line in reversed(lines):
        card.body.addWidget(_row(line, asked))
    if not lines:
        card.body.addWidget(Label(say("No line of treatment recorded."), tone="text2"))
    if endocrine is not None and endocrine.kind is not EndocrineResistance.NAIVE:
        card.body.addWidget(ReasonRow(endocrine.finding))
    return card


def _row(line: Line, asked: Callable[[str, object], object]) -> QWidget:
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 2, 0, 2)
    across.setSpacing(10)
    what = QVBoxLayout()
    what.setSpacing(1)
    place = say("{setting}, line {n}", setting=setting_text(line.setting), n=line.number)
    what.addWidget(Label(line.name, FontRole.BODY_MEDIUM).wrapped())
    what.addWidget(Label(f"{place}  ·  {line_facts(line)}", FontRole.DENSE, "text2").wrapped())
    across.addLayout(what, 1)
    edit = link(say("Edit…") if line.course_id is None or line.id else say("How it went…"))
    edit.setAccessibleDescription(line.name)
    edit.clicked.connect(lambda: asked("line", line))
    across.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
    if line.id:
        remove = link(say("Remove"))
        remove.setAccessibleDescription(line.name)
        remove.clicked.connect(lambda: asked("line_remove", line))
        across.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
    return row
