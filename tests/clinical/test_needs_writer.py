"""Needs are written as the library reads them, one by one and in ways."""

import pytest

from dayhospital.clinical.library import Library
from dayhospital.clinical.needs_writer import need_line, needs_lines
from dayhospital.clinical.regimen_edit import checked_need, with_need, without_need
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.setting import Setting
from dayhospital.errors import InvalidValue

LIBRARY = Library.load()
WRITTEN = (
    (Need(NeedKind.HER2, ("positive", "low")), "{her2: [positive, low]}"),
    (Need(NeedKind.HER2, ("positive",), settings=(Setting.ADJUVANT,)), "{her2: positive, in: [adjuvant]}"),
    (Need(NeedKind.ER, ("negative",), limit=10), "{er: negative, below: 10}"),
    (Need(NeedKind.ALTERED, ("brca1", "brca2"), germline=True), "{altered: [brca1, brca2], germline: true}"),
    (Need(NeedKind.ECOG, limit=2, sources=("FK",)), "{ecog: 2, sources: [FK]}"),
    (Need(NeedKind.RESULT, about="lvef", limit=50, compare="at_least"), "{result: lvef, at_least: 50}"),
    (Need(NeedKind.RESULT, about="alt", limit=1.5, compare="times_upper"), "{result: alt, times_upper: 1.5}"),
    (Need(NeedKind.RESULT, ("normal",), about="dpyd"), "{result: dpyd, answers: [normal]}"),
    (Need(NeedKind.EARLIER, ("taxane",), limit=1), "{earlier: [taxane]}"),
    (
        Need(NeedKind.EARLIER, ("taxane",), limit=2, lines_in=(Setting.METASTATIC,), within_days=365),
        "{earlier: [taxane], lines: 2, lines_in: [metastatic], within_days: 365}",
    ),
    (Need(NeedKind.NOT_AFTER, ("sg",)), "{not_after_progression: [sg]}"),
    (Need(NeedKind.PREGNANCY, ("excluded",), safety=True), "{pregnancy: excluded}"),
    (Need(NeedKind.ASK, about="No: not active?"), '{ask: "No: not active?"}'),
)


@pytest.mark.parametrize(("need", "line"), WRITTEN)
def test_a_need_is_written_on_one_line_and_read_back(need, line):
    assert need_line(need) == line
    assert checked_need(need, LIBRARY) == need


def test_ways_are_written_below_one_another():
    need = Need(NeedKind.ANY_OF, ways=((WRITTEN[0][0], WRITTEN[4][0]), (WRITTEN[2][0],)), sources=("FK",))
    assert needs_lines("needs", [need]) == [
        "needs:",
        "  - any_of:",
        "      - all:",
        "          - {her2: [positive, low]}",
        "          - {ecog: 2, sources: [FK]}",
        "      - all:",
        "          - {er: negative, below: 10}",
        "    sources: [FK]",
    ]
    assert checked_need(need, LIBRARY) == need
    assert needs_lines("needs", []) == []


@pytest.mark.parametrize(
    ("need", "words"),
    [
        (Need(NeedKind.HER2, ("strong",)), "must be of"),
        (Need(NeedKind.BESIDE, ("aspirin",)), "which is no drug, class or group"),
        (Need(NeedKind.ECOG, limit=2, sources=("A letter",)), "not in sources.yaml"),
        (Need(NeedKind.RESULT, ("much",), about="dpyd"), "which is no answer of dpyd"),
    ],
)
def test_what_the_library_would_not_read_is_said(need, words):
    with pytest.raises(InvalidValue, match=words):
        checked_need(need, LIBRARY)


def test_needs_are_added_changed_and_taken_out_with_what_is_unsafe_last():
    regimen = LIBRARY.get("tchp")
    ecog, pregnant = Need(NeedKind.ECOG, limit=3), Need(NeedKind.ASK, about="Well?", safety=True)
    more = with_need(with_need(regimen, None, pregnant), None, ecog)
    assert len(more.needs) == len(regimen.needs) + 2
    assert [need.safety for need in more.needs] == sorted(need.safety for need in more.needs)
    place = more.needs.index(ecog)
    changed = with_need(more, place, Need(NeedKind.ECOG, limit=1))
    assert changed.needs[place].limit == 1
    assert without_need(more, place).needs == with_need(regimen, None, pregnant).needs
