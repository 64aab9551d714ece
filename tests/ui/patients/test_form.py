"""The patient form: what it refuses, what it only asks about, what it keeps, and the command it makes."""

from dataclasses import replace
from datetime import date

import pytest

from dayhospital.domain.changes import Changes
from dayhospital.domain.patient import Access, Allergy, AllergyStatus, Escort, Sex, Side, Weight
from dayhospital.domain.tumour import Her2Ish, Histology, Tumour
from dayhospital.services.patients import EditPatient, PatientDetails, RegisterPatient
from dayhospital.ui.patients.form import PatientForm
from tests.ui.patients import people
from tests.ui.recorder import heard

TODAY = people.TODAY


@pytest.fixture
def form(qtbot, context):
    made = PatientForm(context)
    qtbot.addWidget(made)
    made.resize(1302, 768)
    made.show()
    made.new_patient()
    return made


def fill(form):
    who = form.identity
    who.family.setText("  De  Zonnevlieger ")
    who.given.setText("Iris")
    who.birth.set_day(date(1961, 5, 17))
    who.hospital.setText("H 0204 881")


def edit(form, store, person=None):
    form.edit_patient(7)
    store.answer(person or people.patient())


def leave(field, text):
    """Type into a field and leave it."""
    field.setText(text)
    field.editingFinished.emit()


def test_a_new_patient_is_registered_with_everything_that_was_entered(form, store):
    fill(form)
    form.contact.consultant.setText("Dr Rietzanger")
    form.condition.height_cm.setText("168")
    form.condition.weight_kg.setText("65,2")
    form.condition.ecog.choose(1)
    form.veins.diva.choose(4)
    form.home.escort.choose(Escort.ALONE)
    form.home.travel.setValue(75)
    form.allergies.show_allergies(AllergyStatus.KNOWN, (Allergy("Penicillin", "rash"),))
    form.tumour.show_tumour(people.TUMOUR)
    form.save()
    details = PatientDetails(
        consultant="Dr Rietzanger",
        height_cm=168.0,
        ecog=1,
        ecog_day=TODAY,
        allergy_status=AllergyStatus.KNOWN,
        allergies=(Allergy("Penicillin", "rash"),),
        access=Access(diva_score=4),
        home=replace(PatientDetails().home, escort=Escort.ALONE, travel_minutes=75),
    )
    assert store.done == [
        RegisterPatient(
            "De  Zonnevlieger",
            "Iris",
            date(1961, 5, 17),
            Sex.FEMALE,
            "H 0204 881",
            "",
            details,
            Weight(TODAY, 65.2),
            replace(people.TUMOUR, id=0),
        )
    ]


def test_saving_an_unchanged_patient_keeps_every_detail(form, store):
    edit(form, store)
    form.save()
    person = people.patient()
    label = person.label
    names = (label.family_name, label.given_name, label.birth_date, label.sex, label.hospital_number, "")
    assert store.done == [EditPatient(7, 4, PatientDetails.of(person), *names, None)]


def test_a_national_number_is_saved_in_its_usual_writing(form, store):
    fill(form)
    form.identity.birth.set_day(date(1975, 12, 30))
    number = "751230000" + f"{97 - 751230000 % 97:02d}"
    form.identity.national.setText(number)
    form.save()
    assert store.done[0].national_number == f"75.12.30-000.{number[9:]}"


@pytest.mark.parametrize(
    ("number", "words"),
    [("61.05.17-000.01", "check digits"), ("61.05.17", "11 digits"), ("6105170000A", "digits only")],
)
def test_a_wrong_national_number_is_told_on_leaving_the_field(form, number, words):
    leave(form.identity.national, number)
    assert words in form.identity.national_field.message


def test_a_national_number_of_another_birth_date_is_told(form):
    form.identity.birth.set_day(date(1980, 1, 1))
    leave(form.identity.national, "751230000" + f"{97 - 751230000 % 97:02d}")
    assert "30-Dec-1975" in form.identity.national_field.message


def test_a_birth_date_in_the_future_or_too_long_ago_is_refused(form):
    for day, words in ((date(2027, 1, 1), "past"), (date(1900, 1, 1), "115 years")):
        form.identity.birth.set_day(day)
        form.check()
        assert words in form.identity.birth_field.message


def test_leaving_an_empty_field_complains_of_nothing_until_saving(form, store):
    form.identity.family.editingFinished.emit()
    assert not form.identity.family_field.has_error
    form.save()
    assert form.identity.family_field.has_error
    assert store.done == []
    assert form.focusWidget() is form.identity.family


def test_saving_jumps_to_the_first_error_and_says_so(form, store):
    fill(form)
    form.condition.height_cm.setText("tall")
    form.save()
    assert form.focusWidget() is form.condition.height_cm
    assert form.remark.text() == "Some fields need another look."
    assert store.done == []


@pytest.mark.parametrize("text", ["119", "210.5"])
def test_an_unusual_height_is_asked_about_and_may_be_saved(form, text):
    leave(form.condition.height_cm, text)
    assert form.condition.height_field.message.startswith("Unusual")
    assert not form.condition.height_field.has_error


def test_a_weight_that_changed_a_tenth_warns_and_does_not_block(form, store):
    edit(form, store)
    leave(form.condition.weight_kg, "58.6")
    assert form.condition.weight_field.message == "−10 % since the last weight of 65.2 kg"
    form.save()
    assert store.done[0].weight == Weight(TODAY, 58.6)


def test_a_weight_that_changed_less_says_nothing(form, store):
    edit(form, store)
    leave(form.condition.weight_kg, "60")
    assert form.condition.weight_field.message == ""


def test_a_hospital_number_of_somebody_else_is_told(form, store):
    store.asked.clear()
    leave(form.identity.hospital, "H 0204 990")
    store.answer((people.SECOND,))
    assert form.identity.hospital_field.message == "KWIATKÓWNA, Élise has this number already."


def test_the_same_name_and_birth_date_is_warned_about_only(form, store):
    fill(form)
    leave(form.identity.family, people.LABEL.family_name.upper())
    store.answer((people.LABEL,))
    assert "same name and date of birth" in form.identity.family_field.message
    assert not form.identity.family_field.has_error


def test_known_allergies_need_a_substance(form, store):
    fill(form)
    form.allergies.show_allergies(AllergyStatus.KNOWN, ())
    form.save()
    assert store.done == []
    assert form.allergies.problem.isVisibleTo(form)


def test_a_tumour_needs_its_day_and_percentages_up_to_a_hundred(form, store):
    fill(form)
    form.tumour.side.choose(Side.LEFT)
    form.tumour.er.setText("101")
    form.save()
    assert form.tumour.diagnosed_field.has_error
    assert form.tumour.percents[0][1].has_error
    form.tumour.er.setText("100")
    form.tumour.diagnosed.set_day(date(2026, 11, 2))
    form.save()
    tumour = Tumour(0, Side.LEFT, Histology.DUCTAL, date(2026, 11, 2), er_percent=100, her2_ish=Her2Ish.NOT_DONE)
    assert store.done[0].tumour == tumour


def test_what_was_typed_is_offered_again_for_the_same_patient(form, store):
    fill(form)
    form.allergies.show_allergies(AllergyStatus.NONE_KNOWN, ())
    edit(form, store)
    assert form.identity.family.text() == people.LABEL.family_name
    form.contact.telephone.setText("+32 400 00 00 99")
    form.new_patient()
    assert form.identity.given.text() == "Iris"
    assert form.allergies.status is AllergyStatus.NONE_KNOWN
    assert "Not saved yet" in form.remark.text()
    edit(form, store)
    assert form.contact.telephone.text() == "+32 400 00 00 99"


def test_a_form_nobody_typed_into_is_read_again(form, store):
    edit(form, store)
    edit(form, store, replace(people.patient(), version=5, telephone="new"))
    assert form.contact.telephone.text() == "new"
    assert form.command().version == 5


def test_discarding_and_saving_forget_the_draft(form, store, context):
    opened = heard(context.navigator.patient_asked)
    fill(form)
    form._give_up()
    form.new_patient()
    assert form.identity.family.text() == ""
    fill(form)
    form.save()
    store.succeed(Changes("Registered", frozenset({"patients"}), frozenset(), frozenset({9}), result=9))
    assert opened == [9]
    form.new_patient()
    assert form.identity.family.text() == ""
