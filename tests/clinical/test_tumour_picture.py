"""The receptor that counts is the newest; a change is a finding; hormone receptors follow the limit of one per cent."""

from datetime import date, datetime

import pytest

from dayhospital.clinical.tumour_picture import tumour_now, tumour_picture
from dayhospital.domain.patient import Side
from dayhospital.domain.result import Result, Results
from dayhospital.domain.tumour import Her2Ish, Her2Status, Histology, Tumour


def a_tumour(**more):
    return Tumour(1, Side.LEFT, Histology.DUCTAL, date(2026, 1, 10), **more)


def found(analyte, value, day, specimen="Liver biopsy", tumour=None):
    moment = datetime(2026, day[0], day[1], 9)
    if isinstance(value, str):
        return Result(analyte, moment, answer=value, specimen=specimen, tumour_id=tumour)
    return Result(analyte, moment, float(value), specimen=specimen, tumour_id=tumour)


@pytest.mark.parametrize(
    ("er", "pr", "status"),
    [
        (1, 0, "positive"),
        (0, 1, "positive"),
        (0, 0, "negative"),
        (None, 0, "unknown"),
        (None, None, "unknown"),
        (None, 5, "positive"),
    ],
)
def test_hormone_receptors(er, pr, status):
    assert tumour_picture(a_tumour(er_percent=er, pr_percent=pr), Results()).hormone_receptors == status


@pytest.mark.parametrize(("value", "status"), [(0.9, "negative"), (1.0, "positive")])
def test_one_per_cent_is_positive(value, status):
    assert tumour_picture(None, Results([found("er", value, (2, 1))])).er.status == status


@pytest.mark.parametrize(
    ("ihc", "ish", "status"),
    [
        ("0", "", Her2Status.NEGATIVE),
        ("0 with staining", "", Her2Status.ULTRALOW),
        ("0 with staining", "amplified", Her2Status.POSITIVE),
        ("1+", "", Her2Status.LOW),
        ("2+", "", Her2Status.EQUIVOCAL),
        ("2+", "not amplified", Her2Status.LOW),
        ("2+", "amplified", Her2Status.POSITIVE),
        ("3+", "", Her2Status.POSITIVE),
        ("", "amplified", Her2Status.POSITIVE),
        ("", "not amplified", Her2Status.NEGATIVE),
    ],
)
def test_her2_by_stain_and_hybridisation(ihc, ish, status):
    results = [found("her2_ihc", ihc, (2, 1))] if ihc else []
    results += [found("her2_ish", ish, (2, 1))] if ish else []
    assert tumour_picture(None, Results(results)).her2.status == status


def test_hybridisation_of_another_specimen_does_not_complete_a_stain():
    results = Results([found("her2_ihc", "2+", (2, 2)), found("her2_ish", "not amplified", (2, 1), "Bone biopsy")])
    assert tumour_picture(None, results).her2.status == Her2Status.EQUIVOCAL


def test_results_of_another_tumour_do_not_count():
    results = Results([found("er", 0, (5, 1), tumour=2), found("pr", 0, (5, 1), tumour=1)])
    picture = tumour_picture(a_tumour(er_percent=90, pr_percent=90), results)
    assert (picture.er.value, picture.pr.value) == ("90 %", "0 %")


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        (3, "0", ["her2-lost"]),
        (3, "1+", ["her2-lost"]),
        (0, "1+", ["her2-gained"]),
        (0, "0 with staining", ["her2-gained"]),
        (1, "0", ["her2-lower"]),
        (1, "3+", ["her2-gained"]),
        (1, "1+", []),
        (3, "2+", []),
    ],
)
def test_a_change_of_her2_is_a_finding(before, after, codes):
    picture = tumour_picture(a_tumour(her2_ihc=before), Results([found("her2_ihc", after, (5, 1))]))
    assert [one.code for one in picture.changes] == codes


def test_a_change_says_from_what_to_what_and_when():
    (change,) = tumour_picture(a_tumour(er_percent=80), Results([found("er", 0, (5, 1))])).changes
    assert change.code == "receptor-lost"
    assert (change.facts["before_day"], change.facts["day"]) == (date(2026, 1, 10), date(2026, 5, 1))


def test_the_banner_gets_the_receptors_that_count():
    tumour = a_tumour(er_percent=80, pr_percent=10, her2_ihc=0)
    results = Results(
        [found("er", 0.6, (5, 1)), found("her2_ihc", "2+", (5, 1)), found("her2_ish", "amplified", (5, 1))]
    )
    now = tumour_now(tumour, tumour_picture(tumour, results))
    assert (now.er_percent, now.pr_percent, now.her2_ihc, now.her2_ish) == (0, 10, 2, Her2Ish.AMPLIFIED)
    assert now.her2 is Her2Status.POSITIVE


@pytest.mark.parametrize(("er", "her2", "triple"), [(0, 1, True), (0, 3, False), (0, 2, False), (1, 0, False)])
def test_triple_negative(er, her2, triple):
    assert tumour_picture(a_tumour(er_percent=er, pr_percent=0, her2_ihc=her2), Results()).triple_negative is triple


@pytest.mark.parametrize(("value", "shown"), [(0.9, 0), (0.99, 0), (1.0, 1), (1.4, 1), (1.5, 2), (99.6, 100)])
def test_whole_per_cent_stay_on_their_side_of_one(value, shown):
    tumour = a_tumour(er_percent=80, pr_percent=80)
    now = tumour_now(tumour, tumour_picture(tumour, Results([found("er", value, (5, 1)), found("pr", value, (5, 1))])))
    assert (now.er_percent, now.pr_percent) == (shown, shown)


def test_receptors_that_nobody_measured_stay_unknown():
    now = tumour_now(a_tumour(), tumour_picture(a_tumour(), Results()))
    assert (now.er_percent, now.pr_percent) == (None, None)
