"""Every code has words, and words only ask for facts."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from dayhospital.domain.course import SegmentKind
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.hospital import ChairKind
from dayhospital.domain.session import CancelReason, Status
from dayhospital.domain.span import Window
from dayhospital.ui import texts
from dayhospital.ui.finding_words import CHECKS, PLAIN, WORDS
from dayhospital.ui.texts import due_text, fact_text, finding_text, say, tolerance_text, window_fits_text

PACKAGE = Path(__file__).resolve().parents[2] / "dayhospital"
CODE = re.compile(r'"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)"')
MAKES_FINDINGS = re.compile(
    r"Finding\(|plausible\(|_note\(|_condition\(|_doctor\(|_no\(|_over\(|_finding\(|sentence\(|need-at-|need-below"
    r"|\bcode = |FACTORS|Leave\.\w+, \""
)
TODAY = date(2026, 11, 24)


def codes() -> set[str]:
    """Return every code of a finding in the rules, the scheduling and the deeds."""
    found: set[str] = set()
    for room in ("clinical", "scheduling", "services"):
        for path in (PACKAGE / room).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            sources = set(re.findall(r'Finding\([^)]*?"[a-z-]+", "([a-z0-9-]+)"', text)) | known_sources()
            for line in text.splitlines():
                if MAKES_FINDINGS.search(line):
                    found |= {code for code in CODE.findall(line) if code not in sources}
    return found


def known_sources() -> set[str]:
    text = (PACKAGE / "clinical" / "sources.py").read_text(encoding="utf-8")
    return set(CODE.findall(text))


def test_every_code_of_the_rules_has_words():
    found = codes()
    assert len(found) > 50
    assert sorted(found - set(WORDS)) == []


def test_no_sentence_is_left_over_from_a_rule_that_is_gone():
    everywhere = "".join(
        path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if "finding_words" not in path.name
    )
    assert sorted(code for code in WORDS if f'"{code}"' not in everywhere) == []


@pytest.mark.parametrize("code", sorted(WORDS))
def test_a_sentence_with_all_its_facts_has_no_gap(code):
    names = re.findall(r"\{(\w+)\}", WORDS[code])
    text = finding_text(Finding(Severity.NOTE, code, facts=dict.fromkeys(names, "X")))
    assert "{" not in text and "…" not in text and text[:1] == text[:1].upper() and not text.endswith("!")


def test_without_facts_the_plain_sentence_is_said():
    assert finding_text(Finding(Severity.BLOCK, "chair-taken")) == PLAIN["chair-taken"]


def test_a_code_nobody_knows_is_shown_and_never_hidden():
    assert finding_text(Finding(Severity.BLOCK, "a-new-rule")) == "A new rule"


def test_checks_only_name_codes_that_have_words():
    assert set(CHECKS) <= set(WORDS)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Status, "status_text"),
        (Status, "status_act_text"),
        (CancelReason, "reason_text"),
        (SegmentKind, "segment_text"),
        (ChairKind, "chair_kind_text"),
    ],
)
def test_every_member_has_words(kind, name):
    assert all(getattr(texts, name)(member) for member in kind)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2026, 11, 24, 9, 5), "09:05"),
        (date(2026, 11, 4), "04-Nov-2026"),
        (17.94, "17.9"),
        (16.0, "16"),
        (ChairKind.INJECTION_ROOM, "an injection room"),
        (("a", "b"), "a, b"),
    ],
)
def test_facts_are_written_as_people_write_them(value, expected):
    assert fact_text(value) == expected


def test_a_fact_may_contain_braces():
    assert say("{name} fits", name="{odd}") == "{odd} fits"


def window(early: int, ideal: int, late: int) -> Window:
    return Window(*(date.fromordinal(TODAY.toordinal() + days) for days in (early, ideal, late)))


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((-3, -2, -1), "Overdue 1 day"),
        ((-9, -8, -3), "Overdue 3 days"),
        ((-2, -1, 0), "Today, last day"),
        ((-1, 0, 2), "by Thu 26-Nov"),
        ((-1, 1, 4), "Wed 25-Nov  −2/+3 d"),
        ((3, 6, 9), "Mon 30-Nov  ±3 d"),
    ],
)
def test_the_tray_says_how_pressing_it_is(days, expected):
    assert due_text(window(*days), TODAY) == expected


def test_an_exact_day_is_called_so():
    assert tolerance_text(window(1, 1, 1)) == "exact day"


def test_inside_the_window_the_distance_is_said():
    assert window_fits_text(window(-2, -1, 2), TODAY) == "Due 23-Nov, 1 d late, allowed −1/+3 d"
