"""What the roster says of a cell and of a day, in words and in the few letters of a cell."""

from datetime import date, time

from dayhospital.domain.formats import day_text, span_text, time_text
from dayhospital.domain.roster import DutyKind, RosterEntry
from dayhospital.queries.roster import RosterMonth
from dayhospital.scheduling.staffing import Cover, Staffing
from dayhospital.ui.texts import say, say_count

TONES = {Cover.ENOUGH: "", Cover.TIGHT: "warn", Cover.SHORT: "critical"}
"""The status a day is shown in."""


def kind_text(kind: DutyKind) -> str:
    """Return ``Early 07:15–15:30``, or only the name of an absence."""
    if kind.starts is None or kind.ends is None:
        return kind.name
    return f"{kind.name} {time_text(kind.starts)}–{time_text(kind.ends)}"


def short_time(moment: time) -> str:
    """Return ``7:15``: a cell has no room for a leading nought."""
    return f"{moment.hour}:{moment.minute:02d}"


def entry_lines(entry: RosterEntry, kinds: tuple[DutyKind, ...]) -> tuple[str, str, str]:
    """Return the three lines of a cell: short name, from, until; an absence has the first only."""
    if entry.absence is not None:
        return entry.absence.short, "", ""
    if not entry.shifts:
        return "", "", ""
    kind = entry.kind_of(kinds)
    first, last = entry.shifts[0].duty.start, entry.shifts[-1].duty.end
    other = f"{len(entry.shifts)}×" if len(entry.shifts) > 1 else "•"
    return kind.short if kind else other, short_time(first.time()), short_time(last.time())


def entry_text(entry: RosterEntry, month: RosterMonth) -> str:
    """Return what a cell holds, whole."""
    if entry.absence is not None:
        return entry.absence.name
    parts = []
    names = {chair.id: chair.name for chair in month.chairs}
    for shift in entry.shifts:
        words = span_text(shift.duty.start, shift.duty.end)
        if shift.pause is not None:
            words = say("{hours}, break {pause}", hours=words, pause=shift.pause)
        chairs = ", ".join(names[number] for number in names if number in shift.chair_ids)
        parts.append(say("{hours}, looks after {chairs}", hours=words, chairs=chairs) if chairs else words)
    kind = entry.kind_of(month.settings.duty_kinds)
    text = "; ".join(parts)
    return f"{kind.name} {text}" if kind else text or say("nothing planned")


def cell_text(month: RosterMonth, row: int, column: int) -> str:
    """Return who does what when, for the line below the grid and the screen reader."""
    nurse, day = month.nurses[row], month.days[column]
    what = entry_text(month.entry(nurse.id, day), month)
    return f"{nurse.name}, {day_text(day, weekday=True)}: {what}"


def staffing_text(one: Staffing) -> str:
    """Return how the nurses of a day stand against what is booked."""
    on_duty = say_count(one.nurses, "{n} nurse on duty", "{n} nurses on duty")
    if not one.asked:
        return say("{duty}, nothing booked", duty=on_duty)
    if not one.missing:
        return say("{duty}, {asked} asked for at most: enough", duty=on_duty, asked=one.asked)
    return say(
        "{duty}, {asked} asked for at most: {short} at {at}, {minutes} min in all",
        duty=on_duty,
        asked=one.asked,
        short=say_count(one.missing, "1 nurse short", "{n} nurses short"),
        at=one.worst,
        minutes=one.short_minutes,
    )


def day_words(month: RosterMonth, day: date) -> str:
    """Return the day, why it is closed if it is, and how it is staffed."""
    closure = month.closures.get(day)
    why = closure.name if closure else "" if month.opens_on(day) else say("closed on this weekday")
    start = day_text(day, weekday=True) + (f", {why}" if why else "")
    return f"{start}: {staffing_text(month.staffing[day])}"
