"""What is kept as JSON text comes back as it was."""

from dataclasses import replace
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from dayhospital.domain.course import Dose, Segment, SegmentKind
from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.hospital import BsaFormula, ChairKind, ObservationPolicy, UnitSettings
from dayhospital.domain.patient import Allergy
from dayhospital.domain.regimen import Place
from dayhospital.queries.encoding import (
    DayPlan,
    allergies_of,
    allergies_text,
    findings_of,
    findings_text,
    plan_of,
    plan_text,
    settings_of,
    settings_values,
)
from dayhospital.ui.finding_words import WORDS

words = st.text(max_size=12).filter(lambda text: text not in WORDS)  # a code that is known asks for its facts
counts = st.integers(1, 40)
figures = st.floats(0.01, 5000, allow_nan=False)
doses = st.builds(
    Dose, words, st.integers(0, 3), counts, counts, counts, st.booleans(), figures, words, words, st.sampled_from(Place)
)
segments = st.builds(Segment, st.sampled_from(SegmentKind), st.integers(0, 700), counts, words)
plans = st.builds(
    DayPlan,
    st.lists(st.sampled_from(ChairKind), max_size=3).map(tuple),
    st.lists(doses, max_size=4).map(tuple),
    st.lists(segments, max_size=5).map(tuple),
    st.sampled_from(Place),
    st.integers(1, 5),
    counts,
    counts,
)
facts = st.dictionaries(words, st.one_of(words, st.integers(), st.dates()), max_size=3)
findings = st.builds(Finding, st.sampled_from(Severity), words, words, facts)


@given(plans)
def test_a_plan_comes_back_as_it_was(plan):
    assert plan_of(plan_text(plan)) == plan


@given(st.lists(findings, max_size=3).map(tuple))
def test_findings_come_back_with_their_facts_and_dates(found):
    assert findings_of(findings_text(found)) == found


@given(st.lists(st.builds(Allergy, words, words, st.booleans()), max_size=3).map(tuple))
def test_allergies_come_back_and_none_is_no_text(allergies):
    text = allergies_text(allergies)
    assert allergies_of(text) == allergies
    assert bool(text) == bool(allergies)


def test_settings_come_back_and_what_an_older_program_did_not_know_has_its_default():
    changed = replace(
        UnitSettings(name="Bloem"),
        opens=time(8, 5),
        open_weekdays=frozenset({1, 5}),
        observation_policy=ObservationPolicy.PRAGMATIC,
        bsa_formula=BsaFormula.DU_BOIS,
        bsa_cap_m2=2.2,
    )
    values = settings_values(changed)
    assert settings_of(values) == changed
    assert settings_of({"name": "Bloem", "from_a_newer_program": 3}) == UnitSettings(name="Bloem")


def test_a_date_among_the_facts_is_a_date_again():
    finding = Finding(
        Severity.WARNING, "outside-window", facts={"earliest": date(2026, 11, 20), "latest": date(2026, 11, 24)}
    )
    assert findings_of(findings_text((finding,)))[0].facts["latest"] == date(2026, 11, 24)
