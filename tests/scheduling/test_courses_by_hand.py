"""Every course of courses.yaml, worked out by hand, comes out the same."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from dayhospital.clinical.library import Library
from dayhospital.domain.course import PlannedDay
from dayhospital.domain.formats import WEEKDAYS
from dayhospital.domain.hospital import Closure, ClosureKind, ObservationPolicy, UnitSettings
from dayhospital.domain.regimen import Setting
from dayhospital.scheduling.calendar import WorkingCalendar
from dayhospital.scheduling.course_dates import plan_course

BOOK = yaml.safe_load((Path(__file__).parent / "courses.yaml").read_text(encoding="utf-8"))
DRUGS_OF_A_DAY = " + "
REMARKS = {"no-open-day-in-window": "no day", "loading-again": "loading", "too-close": "too close"}


@dataclass(frozen=True)
class Expected:
    """One line of the file, read."""

    label: str
    planned: date
    ideal: date
    earliest: date
    latest: date
    minutes: int
    remarks: frozenset[str]


def read_day(text: str) -> date:
    weekday, iso = text.split()
    day = date.fromisoformat(iso)
    assert WEEKDAYS[day.weekday()].startswith(weekday), f"{text} is not a {weekday}"
    return day


def read(label: str, line: str) -> Expected:
    parts = line.split(" | ")
    planned = read_day(parts.pop(0))
    ideal = read_day(parts.pop(0).removeprefix("due ")) if parts[0].startswith("due ") else planned
    early, late = (abs(int(number)) for number in parts.pop(0).split("/"))
    minutes = parts.pop(0)
    return Expected(
        label=label,
        planned=planned,
        ideal=ideal,
        earliest=ideal - timedelta(early),
        latest=ideal + timedelta(late),
        minutes=0 if minutes == "no chair" else int(minutes),
        remarks=frozenset(remark for part in parts for remark in part.split(", ")),
    )


def calendar_of(course: dict) -> WorkingCalendar:
    closed = [*(BOOK["belgium"] if course["holidays"] == "belgium" else ()), *course.get("closures", ())]
    return WorkingCalendar(UnitSettings(), [Closure(day, "closed", ClosureKind.UNIT) for day in closed])


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


def plan(course: dict, library: Library) -> tuple[PlannedDay, ...]:
    return plan_course(
        library.get(course["regimen"]),
        Setting(course["setting"]),
        course["start"],
        calendar_of(course),
        policy=ObservationPolicy(course.get("policy", "smpc")),
        drug_lookup=library.drug,
        cycles=course.get("cycles"),
    )


def seen(day: PlannedDay, remarks: frozenset[str]) -> Expected:
    """Return what came out in the words of the file, with the remarks the file makes about such a day."""
    found = {REMARKS[finding.code] for finding in day.findings if finding.code in REMARKS}
    found |= {"provisional"} if day.provisional else set()
    if any(DRUGS_OF_A_DAY in remark or remark == "pembrolizumab" for remark in remarks):
        found.add(DRUGS_OF_A_DAY.join(dose.drug for dose in day.doses))
    window = day.window
    return Expected(
        day.label, day.planned, window.ideal, window.earliest, window.latest, day.time.chair_minutes, frozenset(found)
    )


@pytest.mark.parametrize("course", BOOK["courses"], ids=lambda course: course["course"])
def test_a_course_comes_out_as_worked_out_by_hand(course: dict, library: Library) -> None:
    expected = [read(label, line) for label, line in course["days"].items()]
    days = plan(course, library)
    assert len(days) == course.get("total", len(expected))
    assert [seen(day, line.remarks) for day, line in zip(days, expected, strict=False)] == expected


def test_the_file_carries_enough_courses_over_all_clock_shapes() -> None:
    courses = BOOK["courses"]
    assert len(courses) >= 30
    assert {setting.value for setting in Setting} == {course["setting"] for course in courses}
    assert len({course["regimen"] for course in courses}) >= 30


@pytest.mark.parametrize("course", BOOK["courses"], ids=lambda course: course["course"])
def test_no_day_of_a_course_is_planned_on_a_closed_day(course: dict, library: Library) -> None:
    calendar = calendar_of(course)
    assert [day.label for day in plan(course, library) if not calendar.is_open(day.planned)] == []
