"""The day by chair: the timeline on one look, then every session in full, chair by chair.

Where a card is too narrow for its words, the list has them: with both identifiers, boxes to tick and what to know.
"""

from collections.abc import Iterator

from dayhospital.domain.board import BoardDay
from dayhospital.domain.formats import time_text
from dayhospital.domain.hospital import Block, Chair
from dayhospital.printing.day_by_time import (
    COLUMNS,
    LEGEND,
    NOTHING,
    count_text,
    counts,
    day_frame,
    row,
    told_sessions,
)
from dayhospital.printing.flow import Cell, Look, Run, legend, plain
from dayhospital.printing.page import Document, Page, Printed
from dayhospital.printing.session_words import DrugLookup, Told
from dayhospital.printing.table import Group, Row, Table
from dayhospital.printing.timeline import timelines

CODES = (
    ("AN", "Anthracycline"),
    ("TX", "Taxane"),
    ("H2", "Anti-HER2"),
    ("AD", "ADC"),
    ("IO", "Immunotherapy"),
    ("EN", "Endocrine"),
    ("BN", "Bone"),
    ("SU", "Supportive"),
)
"""The colour groups by their two letters."""


def timeline_legend() -> Cell:
    """Return what the marks of the timeline mean."""
    codes = [run for code, name in CODES for run in (Run(code, look=Look.BADGE), Run(name))]
    signs = [
        Run("Dashed: go not signed."),
        Run("Bar: open premedication, black and grey drugs, hatched observation."),
        Run("P port in place,"),
        Run("P", look=Look.INVERSE),
        Run("port missing,"),
        Run("NO", look=Look.INVERSE),
        Run("cannot leave today."),
    ]
    return (legend(*codes), legend(*signs))


def day_by_chair(board: BoardDay, printed: Printed, drug: DrugLookup) -> Document:
    """Return the timeline and the list by chair."""
    title = "Day schedule by chair"
    told = told_sessions(board, drug)
    frame = day_frame(board, title, counts(board), printed, timeline_legend())
    drawn = [Page(frame, page.paint) for page in timelines(board, told, frame.body)]
    listed = day_frame(board, title, "every session, chair by chair", printed, LEGEND)
    groups = tuple(_group(board, chair, told) for chair in board.chairs)
    table = Table(COLUMNS, tuple(group for group in groups if group.rows), NOTHING)
    return Document(title, (*drawn, *table.pages(listed)))


def _group(board: BoardDay, chair: Chair, told: list[Told]) -> Group:
    """Return the sessions of a chair and the times it cannot be used, by start."""
    sessions = [(each.session.span, row(board, each)) for each in told if each.session.chair_id == chair.id]
    blocks = [(block.span, _block_row(chair, block)) for block in board.blocks if block.chair_id == chair.id]
    ordered = sorted((*sessions, *blocks), key=lambda pair: pair[0].start)
    return Group(chair.name, ", ".join(_about(board, chair, len(sessions))), tuple(line for _, line in ordered))


def _block_row(chair: Chair, block: Block) -> Row:
    cells = dict.fromkeys((column.title for column in COLUMNS), plain(""))
    cells["Start"] = plain(time_text(block.span.start), bold=True)
    cells["Chair"] = plain(chair.name, bold=True)
    cells["End"] = plain(time_text(block.span.end))
    cells["Treatment"] = plain(block.label)
    return Row(tuple(cells.values()))


def _about(board: BoardDay, chair: Chair, sessions: int) -> Iterator[str]:
    yield count_text(sessions, "session")
    if chair.bay:
        yield chair.bay
    nurses = [shift.nurse.name for shift in board.shifts if chair.id in shift.chair_ids]
    if nurses:
        yield " and ".join(nurses)
