"""What of a requested test is late, on both sides of each limit; and the tests as they ship."""

from datetime import date, timedelta

import pytest

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.late_tests import UNPLANNED_DAYS, UNSENT_DAYS, late_steps, late_tests
from dayhospital.clinical.library import Library
from dayhospital.clinical.molecular_tests import molecular_tests
from dayhospital.domain.findings import Severity
from dayhospital.domain.requested_test import RequestedTest
from dayhospital.errors import LibraryError
from tests.clinical.spoken import spoken

ASKED = date(2026, 11, 2)


def after(days, since=ASKED):
    return since + timedelta(days=days)


def request(**facts):
    return RequestedTest("ngs_tissue", ASKED, "Dr Rietzanger", **facts)


def codes(made, today):
    return [finding.code for finding in late_steps(made, today)]


SENT = request(sent_on=ASKED, due_on=after(21))
PLANNED = request(needs_biopsy=True, biopsy_planned=after(4))
TAKEN = request(needs_biopsy=True, biopsy_taken=after(4))


@pytest.mark.parametrize(
    ("made", "last_day", "code"),
    [
        (SENT, after(21), "test-result-overdue"),
        (PLANNED, after(4), "test-biopsy-not-recorded"),
        (request(needs_biopsy=True), after(UNPLANNED_DAYS), "test-biopsy-not-planned"),
        (request(), after(UNSENT_DAYS), "test-not-sent"),
        (TAKEN, after(4 + UNSENT_DAYS), "test-not-sent"),
    ],
)
def test_a_step_is_late_on_the_day_after_its_last_and_not_before(made, last_day, code):
    assert codes(made, last_day) == []
    assert codes(made, after(1, last_day)) == [code]
    assert [one.severity for one in late_steps(made, after(1, last_day))] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("made", "sentence", "source"),
    [
        (SENT, "NGS, tissue was due on 23-Nov-2026, 9 d ago: ask the laboratory", "unit"),
        (PLANNED, "The biopsy for NGS, tissue was planned for 06-Nov-2026 and is not recorded", "unit"),
        (
            request(needs_biopsy=True),
            "NGS, tissue, asked for on 02-Nov-2026, has no day for its biopsy after 7 days",
            "practice",
        ),
        (request(), "NGS, tissue: nothing was sent since 02-Nov-2026, more than 5 days", "practice"),
        (TAKEN, "NGS, tissue: nothing was sent since 06-Nov-2026, more than 5 days", "practice"),
    ],
)
def test_what_is_late_can_be_read_aloud(made, sentence, source):
    (finding,) = late_steps(made, after(30))
    assert (spoken([finding]), finding.source) == ([sentence], source)


def test_the_limits_are_a_week_for_a_plan_and_five_days_for_the_post():
    assert (UNPLANNED_DAYS, UNSENT_DAYS) == (7, 5)


def test_a_late_result_says_which_since_when_and_how_long():
    (finding,) = late_steps(SENT, after(24))
    assert finding.severity is Severity.WARNING
    assert dict(finding.facts) == {"test": "NGS, tissue", "due": after(21), "days": 3}


@pytest.mark.parametrize("closed", [SENT.resulted(after(30)), SENT.cancelled(after(30), "wish")])
def test_a_closed_test_is_never_late(closed):
    assert codes(closed, after(400)) == []


def test_the_test_asked_for_first_is_named_first():
    later = RequestedTest("ctdna", after(1), "Dr Rietzanger")
    found = late_tests((later, SENT), after(60))
    assert [finding.facts["test"] for finding in found] == ["NGS, tissue", "ctDNA"]


def test_a_test_that_is_gone_from_the_file_is_named_by_its_key():
    (finding,) = late_steps(RequestedTest("old_panel", ASKED, ""), after(60))
    assert finding.facts["test"] == "old_panel"


def test_every_test_answers_known_analytes_and_has_a_known_source():
    library = Library.load()
    for test in molecular_tests().values():
        assert set(test.analytes) <= set(analytes())
        assert all(library.source(key) for key in test.sources)
        assert 1 <= test.turnaround_days <= 60
    assert molecular_tests()["germline"].specimen == "blood"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("analytes: [luck], specimen: blood, turnaround_days: 7, sources: [FK]", "names luck"),
        ("analytes: [er], specimen: blood, turnaround_days: 0, sources: [FK]", "at least 1"),
        ("analytes: [er], specimen: blood, turnaround_days: 7, colour: red, sources: [FK]", "colour is not a known"),
    ],
)
def test_a_wrong_file_names_line_and_field(tmp_path, line, words):
    (tmp_path / "tests.yaml").write_text(f"luck: {{name: Luck, {line}}}\n", encoding="utf-8")
    with pytest.raises(LibraryError, match=f"tests.yaml, line 1: luck.*{words}"):
        molecular_tests(tmp_path)
