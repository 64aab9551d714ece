"""Lays the rules' answer out as the rows of the hint: the verdict, then each check with tick, triangle or cross."""

from dayhospital.domain.board import BoardDay
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import length_text, span_text, time_text
from dayhospital.ui.board.drag import Cargo, Cause, Landing, Verdict
from dayhospital.ui.board.hint import HintRow, Sign
from dayhospital.ui.finding_words import Check
from dayhospital.ui.texts import check_of, finding_text, fits_text, say

MOST_ROWS = 9
_SIGNS = {Severity.BLOCK: Sign.REFUSED, Severity.WARNING: Sign.SOFT, Severity.NOTE: Sign.OK}


def hint_rows(board: BoardDay, cargo: Cargo, verdict: Verdict, nearest: Landing | None) -> tuple[HintRow, ...]:
    """Return the rows of the hint: title, problems first, then what is in order, last the key that helps."""
    rows = [_title(board, cargo, verdict)]
    problems = sorted(
        (finding for finding in verdict.findings if finding.severity > Severity.NOTE), key=lambda one: -one.severity
    )
    rows += [HintRow(_SIGNS[finding.severity], finding_text(finding)) for finding in problems]
    rows += _in_order(board, cargo, verdict)
    rows = rows[: MOST_ROWS - 1]
    if key := _key(board, cargo.cause, verdict, nearest):
        rows.append(key)
    return tuple(rows)


def spoken(rows: tuple[HintRow, ...]) -> str:
    """Return the rows as one sentence for a screen reader: problems and verdict, without the ticks."""
    return ". ".join(row.text for row in rows if row.sign is not Sign.OK)


def _title(board: BoardDay, cargo: Cargo, verdict: Verdict) -> HintRow:
    landing = verdict.landing
    place = f"{board.chair(landing.chair_id).name} {span_text(landing.span.start, landing.span.end)}"
    if cargo.cause is Cause.RESIZE:
        place = say("{length}, until {end}", length=length_text(landing.span.minutes), end=time_text(landing.span.end))
    if verdict.refused:
        return HintRow(Sign.TITLE_REFUSED, say("{place} does not fit", place=place))
    if verdict.soft:
        return HintRow(Sign.TITLE_SOFT, say("{place} fits, with a reason", place=place))
    return HintRow(Sign.TITLE_FITS, say("{place} fits", place=place))


def _in_order(board: BoardDay, cargo: Cargo, verdict: Verdict) -> list[HintRow]:
    """The checks no finding speaks of. Notes of the rules give their figures, else a plain word does."""
    troubled = {check_of(finding.code) for finding in verdict.findings if finding.severity > Severity.NOTE}
    notes: dict[Check, Finding] = {
        check_of(finding.code): finding for finding in verdict.findings if finding.severity is Severity.NOTE
    }
    rows = []
    for check in Check:
        if check in troubled or check is Check.OTHER:
            continue
        if check in notes:
            rows.append(HintRow(Sign.OK, finding_text(notes[check])))
        elif words := fits_text(check, board, cargo.treatment, verdict.landing.span):
            rows.append(HintRow(Sign.OK, words))
    return rows


def _key(board: BoardDay, cause: Cause, verdict: Verdict, nearest: Landing | None) -> HintRow | None:
    if verdict.soft:
        return HintRow(Sign.KEY, say("Ctrl accepts it and asks for a reason"))
    if verdict.refused and nearest is None and cause is not Cause.RESIZE:
        return HintRow(Sign.NONE, say("No free place on this day"))
    if verdict.refused and nearest is not None:
        place = f"{board.chair(nearest.chair_id).name} {time_text(nearest.span.start)}"
        return HintRow(Sign.KEY, say("Enter: nearest fit {place}", place=place))
    return None
