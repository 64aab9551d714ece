"""Step 1 of a plan: which regimens are suggested, in what order, and why."""

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from dayhospital.clinical.eligibility import Eligibility, Verdict, judge
from dayhospital.clinical.fit_case import Case, Criterion, State, sentence
from dayhospital.domain.hospital import UnitSettings
from dayhospital.domain.line import Line, WhyEnded
from dayhospital.domain.patient import Side
from dayhospital.domain.regimen import Group, Setting
from dayhospital.domain.result import Result, Results
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.regimen_list import REGIMEN
from dayhospital.ui.plan.regimen_step import RegimenStep, likely_line, likely_setting
from dayhospital.ui.plan.summary import summary
from dayhospital.ui.plan.verdicts import CriteriaTable, reason_line, source_text, value_text
from tests.ui.patients import people
from tests.ui.patients.conftest import library

TODAY = people.TODAY


def a_case(*results, lines=(), tumour=people.TUMOUR):
    return Case(people.patient(), tumour, Results(results), lines, (), TODAY, library().drug)


def draft(case, use=None):
    return PlanDraft(
        case.patient, people.facts(case.patient), (people.TUMOUR,), UnitSettings(), (), case, use or {}, TODAY
    )


@pytest.fixture
def step(qtbot, context):
    made = RegimenStep(context)
    qtbot.addWidget(made)
    made.resize(1302, 640)
    made.show()
    return made


def cards(step):
    model = step.list.model()
    return [model.index(row).data(REGIMEN) for row in range(model.rowCount())]


def choose(step, name):
    model = step.list.model()
    row = next(row for row, card in enumerate(cards(step)) if card.regimen.id == name)
    step.list.setCurrentIndex(model.index(row))


def words(qtbot, widget):
    qtbot.wait(5)  # new labels appear with the next turn of the event loop
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def everything(qtbot, step):
    qtbot.mouseClick(step.which._group.button(1), Qt.MouseButton.LeftButton)


def test_only_what_fits_or_may_fit_is_suggested(step):
    step.show_draft(draft(a_case()))
    found = {card.regimen.id for card in cards(step)}
    assert {"tchp", "phesgo_docetaxel", "port_flush"} <= found
    assert not {"kn522", "ec_wp", "tamoxifen"} & found


def test_the_others_are_listed_last_and_can_be_chosen(qtbot, step):
    step.show_draft(draft(a_case()))
    everything(qtbot, step)
    shown = cards(step)
    dimmed = [card.dimmed for card in shown]
    assert dimmed == sorted(dimmed)
    assert any(dimmed)
    assert step.which._group.button(1).text() == f"All {len(shown)}"
    with qtbot.waitSignal(step.changed) as told:
        choose(step, "kn522")
    assert told.args[0].regimen.id == "kn522"
    assert "Why it does not fit" in words(qtbot, step)


def test_supportive_regimens_come_after_those_against_the_tumour(step):
    step.show_draft(draft(a_case()))
    supportive = [card.regimen.group is Group.SUPPORTIVE for card in cards(step)]
    assert supportive == sorted(supportive)


def test_what_is_used_more_often_here_comes_first(step):
    step.show_draft(draft(a_case(), {("phesgo_docetaxel", Setting.NEOADJUVANT): 9}))
    assert cards(step)[0].regimen.id == "phesgo_docetaxel"


def test_a_chosen_regimen_stays_in_the_list_though_it_does_not_fit(qtbot, step):
    step.show_draft(draft(a_case()))
    everything(qtbot, step)
    choose(step, "kn522")
    qtbot.mouseClick(step.which._group.button(0), Qt.MouseButton.LeftButton)
    assert "kn522" in {card.regimen.id for card in cards(step)}


def test_a_filter_that_only_finds_what_does_not_fit_says_so(step):
    step.show_draft(draft(a_case()))
    step.filter.setText("KEYNOTE-522")
    assert cards(step) == []
    assert step.empty.text() == "1 regimen found does not fit: see All."
    assert step.empty.isVisible()


def test_a_card_is_read_aloud_with_its_verdict(step):
    step.show_draft(draft(a_case()))
    row = next(row for row, card in enumerate(cards(step)) if card.regimen.id == "tchp")
    said = step.list.model().index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("TCHP, Pertuzumab, Trastuzumab, DOCEtaxel, CARBOplatin, Fits if known: ")


def test_the_record_shows_the_receptors_that_count_and_their_change(qtbot, step):
    lost = Result("her2_ihc", datetime(2026, 11, 10, 9), answer="0", specimen="liver biopsy")
    step.show_draft(draft(a_case(lost)))
    assert "negative, IHC 0" in words(qtbot, step)
    assert step.changed_receptor.text().startswith("HER2 lost: positive on 20-Aug-2026, now negative (IHC 0)")


@pytest.mark.parametrize(
    ("line", "stage", "setting"),
    [
        (None, "IIB", Setting.NEOADJUVANT),
        (None, "IV", Setting.METASTATIC),
        (Line(Setting.ADJUVANT, 1, TODAY, "x"), "IV", Setting.ADJUVANT),
    ],
)
def test_the_setting_to_begin_with(line, stage, setting):
    case = a_case(lines=(line,) if line else (), tumour=replace(people.TUMOUR, stage=stage))
    assert likely_setting(case) is setting


def criterion(state, safety=False, subject="LVEF", value="49 %"):
    asked = sentence("need-at-least", "library", analyte="LVEF", limit="50 %")
    return Criterion(state, asked, value, TODAY, subject, safety)


@pytest.mark.parametrize(
    ("criteria", "verdict", "text"),
    [
        ((), Verdict.FITS, "asks nothing of the patient"),
        ((criterion(State.MET),), Verdict.FITS, "1 criterion met"),
        ((criterion(State.MET), criterion(State.MET, True)), Verdict.FITS, "all 2 criteria met"),
        ((criterion(State.UNKNOWN),), Verdict.FITS_IF, "LVEF"),
        (
            (criterion(State.NOT_MET),),
            Verdict.DOES_NOT_FIT,
            "LVEF 49 % (24-Nov-2026), asks for: LVEF at least 50 %",
        ),
        (
            (criterion(State.NOT_MET), criterion(State.NOT_MET, True)),
            Verdict.CONTRAINDICATED,
            "LVEF 49 % (24-Nov-2026), asks for: LVEF at least 50 % and 1 more",
        ),
    ],
)
def test_the_reason_in_one_line(qapp, criteria, verdict, text):
    assert reason_line(Eligibility("x", verdict, criteria)) == text


def test_a_question_is_asked_and_decides_nothing(qapp):
    asked = Criterion(State.ASK, sentence("need-ask", "library", question="High risk?"))
    found = Eligibility("x", Verdict.FITS, (criterion(State.MET), asked))
    assert reason_line(found) == "1 criterion met; High risk?"


def test_the_table_says_value_day_and_source(qtbot):
    regimen = library().get("tchp")
    found = judge(regimen, Setting.NEOADJUVANT, a_case(Result("lvef", datetime(2025, 12, 1, 9), 61.0)))
    table = CriteriaTable(found, lambda one: source_text(one, regimen.sources, library()), TODAY)
    qtbot.addWidget(table)
    labels = {label.text(): label for label in table.findChildren(QLabel)}
    assert "IHC 3+, 20-Aug" in labels
    assert labels["HER2 positive"].toolTip() == "\n".join(library().source(key) for key in regimen.sources)
    assert labels["No allergy to these drugs"].toolTip().startswith("General oncology")
    assert labels["HER2 positive"].accessibleName() == "HER2 positive: met, IHC 3+, 20-Aug"
    first = table.findChildren(QLabel)[0].text()
    assert first not in {"HER2 positive", "ECOG at most 1"}  # what is not known comes before what is met


def test_the_year_is_written_when_it_is_another_one():
    assert value_text(criterion(State.MET), TODAY) == "49 %, 24-Nov"
    assert value_text(replace(criterion(State.MET), day=TODAY.replace(year=2025)), TODAY) == "49 %, 24-Nov-2025"


def test_earlier_lines_and_resistance_stand_in_the_record(qtbot, step):
    line = Line(
        Setting.METASTATIC, 1, TODAY.replace(year=2025), "Letrozole", ("letrozole",), "letrozole", TODAY,
        why_ended=WhyEnded.PROGRESSION,
    )  # fmt: skip
    step.show_draft(draft(a_case(lines=(line,))))
    assert {"Letrozole", "secondary"} <= set(words(qtbot, step))


def test_with_two_tumours_the_regimens_are_judged_by_the_one_chosen(step):
    other = replace(people.TUMOUR, id=9, side=Side.RIGHT, her2_ihc=0)
    begun = draft(a_case())
    step.show_draft(begun)
    assert not step.tumour_field.isVisible()
    step.show_draft(replace(begun, tumours=(people.TUMOUR, other)))
    assert step.tumour_field.isVisible()
    assert "tchp" in {card.regimen.id for card in cards(step)}
    step.tumour.setCurrentIndex(1)
    found = {card.regimen.id for card in cards(step)}
    assert "tchp" not in found
    assert "kn522" in found


@pytest.mark.parametrize(
    ("numbers", "ended", "next_line"),
    [((), None, 1), ((1,), None, 1), ((1,), TODAY, 2), ((1, 2), TODAY, 3)],
)
def test_the_line_to_begin_with(numbers, ended, next_line):
    lines = tuple(Line(Setting.METASTATIC, number, TODAY, "x", ended=ended) for number in numbers)
    assert likely_line(a_case(lines=lines), Setting.METASTATIC) == next_line
    assert likely_line(a_case(lines=lines), Setting.ADJUVANT) == 1


def test_another_setting_proposes_its_next_line(step):
    line = Line(Setting.METASTATIC, 3, TODAY, "x", ended=TODAY)
    step.show_draft(draft(a_case(lines=(line,))))
    assert step.line.value() == 4
    step.settings.button(0).click()
    assert step.line.value() == 1


def test_the_summary_says_the_verdict_again(qapp):
    regimen = library().get("kn522")
    begun = replace(draft(a_case()), setting=Setting.NEOADJUVANT, regimen=regimen)
    rows = dict(summary(replace(begun, days=begun.work_out(library()))))
    assert rows["Verdict"] == "Does not fit: HER2 IHC 3+ (20-Aug-2026), asks for: HER2 negative or low"
