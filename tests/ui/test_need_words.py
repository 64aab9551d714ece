"""What a regimen asks, in the words people read on its page."""

import pytest
from PySide6.QtWidgets import QLabel

from dayhospital.clinical.library import Library
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.setting import Setting
from dayhospital.ui.regimens.need_words import need_lines, need_sources, need_text, needs_card

LIBRARY = Library.load()
ER_LOW = Need(NeedKind.ER, ("negative",), limit=10)
ECOG = Need(NeedKind.ECOG, limit=2, sources=("FK",))
LVEF = Need(NeedKind.RESULT, about="lvef", limit=50, compare="at_least")


@pytest.mark.parametrize(
    ("need", "words"),
    [
        (Need(NeedKind.HER2, ("low", "ultralow", "negative")), "HER2 negative or low"),
        (ER_LOW, "ER negative (below 10 %)"),
        (LVEF, "LVEF at least 50 %"),
        (Need(NeedKind.RESULT, about="alt", limit=1.5, compare="times_upper"), "ALT at most 1.5 × ULN"),
        (Need(NeedKind.STAGE, ("II", "III"), settings=(Setting.ADJUVANT,)), "Stage II or III, only adjuvant"),
        (Need(NeedKind.NOT_AFTER, ("paclitaxel",)), "No progression before under PACLitaxel"),
        (Need(NeedKind.BESIDE, ("anti-HER2",)), "Given beside anti-HER2"),
        (Need(NeedKind.ALTERED, ("pik3ca",)), "PIK3CA altered"),
        (Need(NeedKind.ASK, about="Any fits?"), "Any fits?"),
        (
            Need(NeedKind.ANY_OF, ways=((ER_LOW, ECOG), (LVEF,))),
            "either ER negative (below 10 %) and ECOG at most 2; or LVEF at least 50 %",
        ),
    ],
)
def test_a_need_is_one_plain_line(need, words):
    assert need_text(need, LIBRARY) == words


def test_on_the_page_each_way_has_a_line_of_its_own():
    need = Need(NeedKind.ANY_OF, ways=((ER_LOW, ECOG), (LVEF,)))
    assert need_lines(need, LIBRARY).splitlines() == [
        "One of these:",
        "–  ER negative (below 10 %), ECOG at most 2",
        "–  LVEF at least 50 %",
    ]


def test_a_need_has_its_own_source_or_that_of_the_regimen():
    regimen = LIBRARY.get("tchp")
    assert need_sources(LVEF, regimen, LIBRARY) == "As the regimen: see its sources."
    assert need_sources(ECOG, regimen, LIBRARY) == LIBRARY.source("FK")
    assert "60" in need_sources(Need(NeedKind.MENOPAUSE, ("before",)), regimen, LIBRARY)


@pytest.mark.parametrize("regimen_id", LIBRARY.ids())
def test_every_need_of_the_library_stands_on_its_page(qtbot, regimen_id):
    regimen = LIBRARY.get(regimen_id)
    card = needs_card(regimen, LIBRARY)
    qtbot.addWidget(card)
    shown = [label.text() for label in card.findChildren(QLabel)]
    assert all(need_lines(need, LIBRARY) in shown for need in regimen.needs)
    assert f"confidence: {regimen.confidence}" in shown
    assert any("asks nothing" in words for words in shown) is not bool(regimen.needs)
