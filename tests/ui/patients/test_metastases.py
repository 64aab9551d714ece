"""Metastatic sites on the patient page: the row in the tumour card and the dialog."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from dayhospital.domain.metastasis import Metastasis, MetastaticSite
from dayhospital.services.metastases import RecordMetastases
from dayhospital.ui.patients.metastases import MetastasesDialog, metastases_text
from tests.ui.patients import people
from tests.ui.recorder import heard

TODAY = people.TODAY
BONE = Metastasis(MetastaticSite.BONE, date(2026, 4, 2), 3)


@pytest.fixture
def opened(qtbot):
    def show(*known):
        dialog = MetastasesDialog(people.LABEL, known, TODAY)
        qtbot.addWidget(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        dialog.show()
        return dialog, heard(dialog.chosen)

    return show


def test_a_tick_proposes_today_and_what_was_known_goes_along(opened):
    dialog, chosen = opened(BONE)
    dialog.ticks[MetastaticSite.LIVER].setChecked(True)
    dialog.accept()
    known = {MetastaticSite.BONE: BONE.found_on}
    assert chosen == [RecordMetastases(people.LABEL.id, {**known, MetastaticSite.LIVER: TODAY}, known)]


def test_a_tick_taken_away_takes_the_site_away(opened):
    dialog, chosen = opened(BONE)
    dialog.ticks[MetastaticSite.BONE].setChecked(False)
    dialog.accept()
    assert chosen == [RecordMetastases(people.LABEL.id, {}, {MetastaticSite.BONE: BONE.found_on})]


@pytest.mark.parametrize("day", [None, TODAY + timedelta(days=1)])
def test_a_site_without_a_day_in_the_past_is_asked_about(opened, day):
    dialog, chosen = opened(BONE)
    dialog.days[MetastaticSite.BONE].set_day(day)
    dialog.accept()
    assert chosen == []
    assert "bone" in dialog.problem.text()


def test_the_row_says_where_and_since_when():
    assert metastases_text((BONE,)) == "bone 02-Apr-2026"
    assert metastases_text(()) == "none recorded"
