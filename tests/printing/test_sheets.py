"""The lists of a day: everybody is on them with both identifiers, on any number of pages, and nothing is cut."""

import re
from dataclasses import replace
from datetime import datetime, time
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayhospital.clinical.making import Making, Preparation
from dayhospital.domain.chosen_dose import ChosenDose, SignedDose
from dayhospital.domain.dosing import FULL_DOSE, Amount
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.formats import day_text, time_text
from dayhospital.domain.hospital import Block, BlockKind, Closure, ClosureKind
from dayhospital.domain.session import Status
from dayhospital.domain.span import Span
from dayhospital.errors import NotFound
from dayhospital.printing.day_by_time import counts
from dayhospital.printing.pharmacy import WAITING
from dayhospital.printing.sheets import SHEETS, day_sheet
from dayhospital.ui.board.figures import figures_of
from tests.printing.conftest import needs_reader
from tests.printing.samples import DAY, PRINTED, board, library, with_sessions

POINTS = 72 / 254
MARGIN = 90 * POINTS
A4 = (2970 * POINTS, 2100 * POINTS)


def sheet(name, day, prepared=MappingProxyType({})):
    return day_sheet(name, day, PRINTED.at, PRINTED.by, library().drug, prepared)


def squeezed(pages):
    """The text of all pages with single spaces."""
    return " ".join(" ".join(pages).split())


@needs_reader
@pytest.mark.parametrize("count", [0, 1, 81, 400])
@pytest.mark.parametrize("name", ["chair", "time"])
def test_every_patient_is_listed_with_both_identifiers(name, count, text_of):
    day = board(count)
    text = squeezed(text_of(sheet(name, day)))
    for session in day.sessions:
        label = session.patient.label
        assert day_text(label.birth_date) in text
        assert label.hospital_number in text
        assert all(word in text for word in label.family_name.upper().replace("-", " ").split())
        assert all(word in text for word in label.given_name.replace("-", " ").split())


@needs_reader
def test_every_drug_of_every_patient_is_on_the_pharmacy_list_in_tall_man_letters(text_of):
    day = board(120)
    text = squeezed(text_of(sheet("pharmacy", day)))
    for session in day.sessions:
        assert session.patient.label.hospital_number in text
    assert text.count("DOCEtaxel") == sum(d.drug == "docetaxel" for s in day.sessions for d in s.treatment.doses)
    assert {"80 mg/m²", "AUC 6", "5.4 mg/kg", "WAIT", "HOLD", "VESICANT"} <= set(
        re.findall(r"80 mg/m²|AUC 6|5\.4 mg/kg|WAIT|HOLD|VESICANT", text)
    )


@needs_reader
@pytest.mark.parametrize("name", list(SHEETS))
@pytest.mark.parametrize("count", [0, 1, 30, 400])
def test_pages_are_numbered_and_headed(name, count, text_of):
    document = sheet(name, board(count))
    pages = text_of(document)
    assert len(pages) == document.page_count() >= 1
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Tuesday 24-Nov-2026" in page
        assert "Breast Day Hospital, Westerlind General" in page
        assert "Printed 24-Nov-2026 07:05 by HAUTEM, Eva" in page
        assert "shred after use" in page


@needs_reader
@pytest.mark.parametrize("name", list(SHEETS))
@pytest.mark.parametrize(("count", "places"), [(81, 22), (400, 60)])
def test_no_word_leaves_the_page_or_covers_another(name, count, places, words_of):
    words = words_of(sheet(name, board(count, places)))
    assert words
    for word in words:
        assert word.left >= MARGIN - 1 and word.right <= A4[0] - MARGIN + 1, word
        assert word.top >= 0 and word.bottom <= A4[1] - 5, word
    for page in range(max(word.page for word in words) + 1):
        mine = sorted((word for word in words if word.page == page), key=lambda word: word.left)
        for number, word in enumerate(mine):
            for other in mine[number + 1 :]:
                if other.left >= word.right:
                    break
                # Lines of type overlap by their empty ascenders, never by half.
                assert word.shared(other) < 0.5, (word, other)


@needs_reader
@pytest.mark.parametrize("name", list(SHEETS))
@pytest.mark.parametrize(
    "hospital",
    ["", "Wolkenstad General Hospital (demonstration)", "General Hospital of Our Lady of the Long Corridors"],
)
def test_the_name_of_the_unit_does_not_run_into_what_stands_beside_it(name, hospital, words_of):
    day = board(81)
    unit = replace(day.settings, name="Oncology day hospital", hospital=hospital)
    head = [word for word in words_of(sheet(name, replace(day, settings=unit))) if word.page == 0 and word.top < 40]
    head.sort(key=lambda word: word.left)
    for number, word in enumerate(head):
        assert all(word.shared(other) < 0.5 for other in head[number + 1 :]), word


@needs_reader
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(1, 400))
def test_a_list_of_any_length_holds_every_start_once(count, text_of):
    day = board(count)
    rows = [
        line
        for page in text_of(sheet("time", day))
        for line in page.splitlines()
        if re.match(r"\s*\d\d:\d\d +\S", line)
    ]
    starts = [match[0] for line in rows if (match := re.match(r"\s*(\d\d:\d\d) +(?!\d+ starts?|continued)\S", line))]
    assert [start.split()[0] for start in starts] == [time_text(session.span.start) for session in day.sessions]


@needs_reader
def test_an_hour_that_goes_on_over_the_page_says_so(text_of):
    pages = text_of(sheet("time", board(81)))
    assert "continued" in pages[1]
    assert "continued" not in pages[0]


@needs_reader
def test_more_places_than_a_page_holds_go_on_with_the_hours_repeated(text_of):
    few, many = sheet("chair", board(20, 22)), sheet("chair", board(20, 60))
    pages = text_of(many)
    assert "Inj 2" in " ".join(pages[:3]) and all("12:00" in page for page in pages[:3])
    assert "continued" in pages[1].splitlines()[3] or "continued" in pages[1]
    assert many.page_count() > few.page_count()


@needs_reader
def test_a_very_long_remark_goes_on_over_pages_without_losing_a_word(text_of):
    words = [f"word{number}" for number in range(900)]
    day = with_sessions(board(2), note=" ".join(words))
    text = squeezed(text_of(sheet("time", day)))
    assert all(text.count(f"{word} ") >= 1 for word in words)


@needs_reader
def test_a_no_show_is_listed_but_nothing_is_prepared(text_of):
    day = with_sessions(board(3), status=Status.NO_SHOW)
    assert "NO SHOW" in squeezed(text_of(sheet("time", day)))
    assert "Nothing to prepare on this day." in squeezed(text_of(sheet("pharmacy", day)))


@needs_reader
def test_what_must_be_known_is_said(text_of):
    text = squeezed(text_of(sheet("time", board(81))))
    for words in ("ALLERGY latex", "SAME NAME", "HOLD", "REACTION grade 2", "interpreter PL", "NEEDED", "no driving"):
        assert words in text


@needs_reader
def test_a_drug_the_library_no_longer_has_is_printed_by_its_key(text_of):
    day = board(1)
    (session,) = day.sessions
    old = replace(session.treatment, doses=(replace(session.treatment.doses[0], drug="retired_drug"),))
    day = with_sessions(day, treatment=old)
    text = squeezed(text_of(sheet("pharmacy", day)))
    assert "Retired_drug" in text and "NOT IN THE LIBRARY" in text
    assert "retired" not in squeezed(text_of(sheet("time", day)))


@needs_reader
def test_a_blocked_time_too_short_for_its_label_is_named_in_the_list(text_of):
    block = Block(1, 6, Span.on(DAY, time(10), time(10, 15)), BlockKind.RESERVED, "Held for same-day add-ons")
    pages = text_of(sheet("chair", replace(board(1), blocks=(block,))))
    assert "Held for same-day add-ons" not in pages[0]
    assert "Held for same-day add-ons" in pages[1]


@needs_reader
def test_a_closed_day_says_why(text_of):
    day = replace(board(0), closure=Closure(DAY, "Unit closed for repair", ClosureKind.UNIT))
    text = squeezed(text_of(sheet("time", day)))
    assert "closed: Unit closed for repair" in text and "No sessions on this day." in text


def test_an_unknown_list_is_refused_with_the_known_ones():
    with pytest.raises(NotFound, match="chair, time, pharmacy"):
        sheet("nurse", board(0))


def test_the_sheet_counts_the_sessions_as_the_board_does():
    day = board(6)
    missed = replace(day.sessions[0], status=Status.NO_SHOW)
    day = replace(day, sessions=(missed, *day.sessions[1:]))
    assert counts(day).startswith("5 sessions")
    assert figures_of(day, {}).booked == 5


# --- what is OK to make


def prepared(day, making=Making.OK, findings=(), amount=147.0, sign=True):
    """Every drug of every session as it was chosen: 150 mg calculated, 145 the band."""
    found = {}
    for session in day.sessions:
        made = []
        for dose in session.treatment.doses:
            planned = Amount(dose.dose, dose.unit)
            calculated, banded = Amount(150.0, "mg"), Amount(145.0, "mg")
            chosen = ChosenDose(dose.drug, planned, planned, FULL_DOSE, calculated, banded, Amount(amount, "mg"))
            signed = SignedDose(chosen, 1, "C1D1", DAY, "Dr Rietzanger", datetime(2026, 11, 24, 7, 50))
            drug = library().drug(dose.drug)
            made.append(Preparation(drug, making, DAY, DAY, dose, signed if sign else None, findings))
        found[session.treatment.treatment_day_id] = made
    return found


def pharmacy(text_of, day, **more):
    return squeezed(text_of(sheet("pharmacy", day, prepared(day, **more))))


def one_session():
    """TCHP for one patient, a go given on the board, nothing on hold."""
    return with_sessions(board(1), status=Status.RELEASED, hold_reason="", homonym=False)


@needs_reader
def test_the_chosen_dose_is_printed_with_the_calculated_and_the_banded_one(text_of):
    text = pharmacy(text_of, one_session())
    assert text.count("147 mg") == text.count("calc. 150 mg") == text.count("band 145 mg") == 4
    assert "AUC 6, 147 mg" in text and "75 mg/m²" not in text
    assert text.count("OK make") == 5 and "WAIT" not in text.replace("WAIT:", ""), "four drugs and the legend"
    assert "Go Dr Rietzanger, 07:50" in text
    assert "0 of 4 not OK to make" in text


@needs_reader
def test_a_dose_that_is_the_calculated_one_is_printed_once(text_of):
    assert "calc." not in pharmacy(text_of, one_session(), amount=150.0)


@needs_reader
@pytest.mark.parametrize(
    ("making", "findings", "words"),
    [
        (Making.NO_GO, (), "no go signed"),
        (Making.NO_DOSE, (), "no dose chosen"),
        (Making.GO_OF_THE_DAY, (), "waits for the go of 24-Nov"),
        (Making.TOO_EARLY, (), "not before 24-Nov"),
        (
            Making.DOSE_CHANGED,
            tuple(
                Finding(
                    Severity.WARNING,
                    code,
                    "practice",
                    {"drug": "X", "chosen": "1 mg", "off": "9", "before": "1", "now": "2", "day": DAY},
                )
                for code in ("dose-weight-since", "dose-creatinine-since")
            ),
            "creatinine",
        ),
    ],
)
def test_what_is_not_ok_to_make_says_why_and_is_counted(text_of, making, findings, words):
    text = pharmacy(text_of, one_session(), making=making, findings=findings)
    assert text.count("WAIT") == 5, "four drugs and the legend"
    assert text.count(words) == 4 and "4 of 4 not OK to make" in text
    assert ", 4 not OK to make" in text


@needs_reader
def test_without_a_chosen_dose_the_list_has_the_regimens(text_of):
    text = pharmacy(text_of, one_session(), making=Making.NO_DOSE, sign=False)
    assert "75 mg/m²" in text and "AUC 6" in text and "Go Dr" not in text


@needs_reader
def test_a_hold_stops_what_would_be_ok_to_make(text_of):
    text = pharmacy(text_of, with_sessions(one_session(), hold_reason="fever"))
    assert text.count("HOLD") == 5 and "4 of 4 not OK to make" in text


@needs_reader
def test_a_session_outside_a_course_goes_by_the_go_on_the_board(text_of):
    day = one_session()
    (session,) = day.sessions
    day = with_sessions(day, treatment=replace(session.treatment, treatment_day_id=None))
    assert "0 of 4 not OK to make" in squeezed(text_of(sheet("pharmacy", day)))
    booked = with_sessions(day, status=Status.BOOKED)
    assert "4 of 4 not OK to make" in squeezed(text_of(sheet("pharmacy", booked)))


def test_every_state_of_a_preparation_has_its_words():
    assert set(WAITING) == set(Making) - {Making.OK}
