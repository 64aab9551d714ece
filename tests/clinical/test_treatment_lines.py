"""Lines come from what was recorded and from the courses; endocrine resistance follows from their days."""

from dataclasses import replace
from datetime import date

import pytest

from dayhospital.clinical.library import Library
from dayhospital.clinical.treatment_lines import endocrine_resistance, last_day, months_after, treatment_lines
from dayhospital.domain.course import Course, CourseState
from dayhospital.domain.line import EndocrineResistance, Line, Response, WhyEnded
from dayhospital.domain.setting import Setting
from dayhospital.errors import InvalidValue

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load()


def a_course(id_, regimen, start, state=CourseState.ACTIVE, stopped=None):
    return Course(
        id_, 1, regimen, 1, regimen.upper(), regimen, "TX", Setting.METASTATIC, 1, start, "", state, stopped_on=stopped
    )


def lines_of(library, recorded, courses):
    return treatment_lines(
        recorded, courses, lambda course: library.get(course.regimen_id) if course.regimen_id in library else None
    )


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 24), 24, date(2028, 11, 24)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
    ],
)
def test_months_later(day, months, after):
    assert months_after(day, months) == after


def test_courses_against_the_tumour_are_lines_and_supportive_ones_are_not(library):
    courses = (a_course(1, "letrozole", date(2026, 3, 1)), a_course(2, "port_flush", date(2026, 3, 1)))
    (line,) = lines_of(library, (), courses)
    assert (line.course_id, line.drugs, line.ended) == (1, ("letrozole",), None)


def test_a_course_whose_regimen_is_gone_is_still_a_line(library):
    (line,) = lines_of(library, (), (a_course(1, "old_one", date(2020, 3, 1)),))
    assert (line.name, line.drugs) == ("OLD_ONE", ())


def test_what_was_said_about_a_course_is_added_to_its_line(library):
    course = a_course(7, "letrozole", date(2026, 3, 1), CourseState.STOPPED, date(2026, 9, 1))
    said = Line(
        Setting.METASTATIC, 1, date(2026, 3, 1), ended=date(2026, 9, 1), response=Response.PARTIAL,
        why_ended=WhyEnded.PROGRESSION, course_id=7, id=3, version=2,
    )  # fmt: skip
    (line,) = lines_of(library, (said,), (course,))
    assert (line.drugs, line.ended, line.response, line.failed) == (("letrozole",), date(2026, 9, 1), "partial", True)
    assert (line.id, line.version) == (3, 2)


def test_a_course_that_goes_on_again_has_not_failed(library):
    said = Line(
        Setting.METASTATIC, 1, date(2026, 3, 1), ended=date(2026, 9, 1), why_ended=WhyEnded.PROGRESSION, course_id=7
    )
    (line,) = lines_of(library, (said,), (a_course(7, "letrozole", date(2026, 3, 1)),))
    assert not line.failed


def test_lines_stand_in_the_order_of_their_start(library):
    earlier = Line(Setting.ADJUVANT, 1, date(2020, 1, 1), "Elsewhere", ("docetaxel",))
    found = lines_of(library, (earlier,), (a_course(1, "letrozole", date(2026, 3, 1)),))
    assert [line.name for line in found] == ["Elsewhere", "LETROZOLE"]


@pytest.mark.parametrize(
    ("state", "reason", "why"),
    [
        (CourseState.COMPLETED, "", "completed"),
        (CourseState.STOPPED, "progression", "progression"),
        (CourseState.STOPPED, "toxicity", "toxicity"),
        (CourseState.STOPPED, "counts_too_low", "toxicity"),
        (CourseState.STOPPED, "patient_wish", "wish"),
        (CourseState.STOPPED, "died", "death"),
        (CourseState.STOPPED, "transport", ""),
    ],
)
def test_why_a_course_ended_follows_from_how_it_was_stopped(library, state, reason, why):
    course = replace(a_course(7, "letrozole", date(2026, 3, 1), state, date(2026, 9, 1)), stop_reason=reason)
    (line,) = lines_of(library, (), (course,))
    assert line.why_ended == why
    told = replace(line, why_ended=WhyEnded.RESISTANCE, id=3)
    assert lines_of(library, (told,), (course,))[0].why_ended is WhyEnded.RESISTANCE
    silent = replace(line, why_ended=WhyEnded.NOT_RECORDED, response=Response.STABLE, id=3)
    assert lines_of(library, (silent,), (course,))[0].why_ended == why


def test_a_course_begun_in_error_is_no_line(library):
    course = a_course(7, "letrozole", date(2026, 3, 1), CourseState.STOPPED, date(2026, 3, 1))
    assert lines_of(library, (), (replace(course, stop_reason="booked_in_error"),)) == ()


def test_the_last_day_of_a_course():
    start = date(2026, 3, 1)
    assert last_day(a_course(1, "x", start)) is None
    assert last_day(a_course(1, "x", start, CourseState.STOPPED, date(2026, 5, 2))) == date(2026, 5, 2)
    assert last_day(a_course(1, "x", start, CourseState.STOPPED, date(2026, 2, 2))) == start


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"ended": date(2025, 12, 31)},
        {"why_ended": WhyEnded.PROGRESSION},
    ],
)
def test_a_line_that_cannot_be_is_refused(wrong):
    line = Line(Setting.ADJUVANT, 1, date(2026, 1, 1), "Elsewhere", ("docetaxel",))
    with pytest.raises(InvalidValue):
        replace(line, **wrong)


def a_line(setting, started, ended=None, why=WhyEnded.NOT_RECORDED, drug="letrozole", number=1):
    return Line(setting, number, started, drug, (drug,), ended=ended, why_ended=why)


ADJ, MET = Setting.ADJUVANT, Setting.METASTATIC
PROG, DONE = WhyEnded.PROGRESSION, WhyEnded.COMPLETED


@pytest.mark.parametrize(
    ("lines", "relapsed", "kind"),
    [
        ([], True, "naive"),
        ([a_line(ADJ, date(2026, 1, 1), drug="docetaxel")], True, "naive"),
        ([a_line(ADJ, date(2026, 1, 1), drug="goserelin")], True, "naive"),
        ([a_line(ADJ, date(2026, 1, 1))], False, "sensitive"),
        ([a_line(ADJ, date(2026, 1, 1))], True, "primary"),
        ([a_line(ADJ, date(2024, 11, 25))], True, "primary"),
        ([a_line(ADJ, date(2024, 11, 24))], True, "secondary"),
        ([a_line(ADJ, date(2020, 1, 1), date(2021, 12, 31), PROG)], False, "primary"),
        ([a_line(ADJ, date(2020, 1, 1), date(2022, 1, 1), PROG)], False, "secondary"),
        ([a_line(ADJ, date(2019, 1, 1), date(2025, 11, 24), DONE)], True, "secondary"),
        ([a_line(ADJ, date(2019, 1, 1), date(2025, 11, 23), DONE)], True, "sensitive"),
        (
            [a_line(ADJ, date(2019, 1, 1), date(2024, 1, 1), DONE), a_line(MET, date(2025, 1, 1), drug="docetaxel")],
            True,
            "secondary",
        ),
        (
            [a_line(ADJ, date(2019, 1, 1), date(2024, 1, 1), DONE), a_line(MET, date(2025, 1, 2), drug="docetaxel")],
            True,
            "sensitive",
        ),
        ([a_line(ADJ, TODAY)], True, "sensitive"),
        ([a_line(ADJ, date(2026, 11, 23))], True, "primary"),
        ([a_line(MET, date(2026, 1, 1), date(2026, 6, 30), PROG)], True, "primary"),
        ([a_line(MET, date(2026, 1, 1), date(2026, 7, 1), PROG)], True, "secondary"),
        ([a_line(MET, date(2026, 1, 1), date(2026, 2, 1), WhyEnded.TOXICITY)], True, "sensitive"),
        ([a_line(MET, date(2026, 1, 1), date(2026, 2, 1), WhyEnded.RESISTANCE)], True, "primary"),
        (
            [
                a_line(MET, date(2024, 1, 1), date(2025, 1, 1), PROG),
                a_line(MET, date(2025, 2, 1), date(2025, 4, 1), PROG, "fulvestrant", 2),
            ],
            True,
            "secondary",
        ),
        (
            [
                a_line(ADJ, date(2023, 1, 1), date(2025, 1, 10), DONE, "tamoxifen"),
                a_line(ADJ, date(2025, 1, 11), number=2),
            ],
            True,
            "secondary",
        ),
    ],
)
def test_endocrine_resistance_on_both_sides_of_each_limit(library, lines, relapsed, kind):
    found = endocrine_resistance(lines, library.drug, TODAY, relapsed=relapsed)
    assert found.kind is EndocrineResistance(kind)
    assert found.finding.source == "eso-esmo-abc"
