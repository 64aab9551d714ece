"""Each field of a need: what it becomes, and the whole sentence of each mistake."""

import pytest

from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.regimen import (
    Setting,
)
from dayhospital.errors import LibraryError
from tests.clinical.test_library_fields import SMALL, regimen

ADJ, MET = Setting.ADJUVANT, Setting.METASTATIC


def needs(line: str, part: str = "needs") -> tuple[Need, ...]:
    return regimen(SMALL.replace("phases:", f"{part}:\n  - {line}\nphases:")).needs


@pytest.mark.parametrize(
    ("line", "need"),
    [
        ("{her2: [positive, low]}", Need(NeedKind.HER2, ("positive", "low"))),
        ("{er: negative, below: 10}", Need(NeedKind.ER, ("negative",), limit=10)),
        ("{pr: positive}", Need(NeedKind.PR, ("positive",))),
        ("{hormone_receptors: positive}", Need(NeedKind.HORMONE_RECEPTORS, ("positive",))),
        ("{altered: [pik3ca], germline: true}", Need(NeedKind.ALTERED, ("pik3ca",), germline=True)),
        ("{altered: pik3ca}", Need(NeedKind.ALTERED, ("pik3ca",))),
        ("{stage: [II, III]}", Need(NeedKind.STAGE, ("II", "III"))),
        ("{nodes: positive}", Need(NeedKind.NODES, ("positive",))),
        ("{menopause: before}", Need(NeedKind.MENOPAUSE, ("before",))),
        ("{pregnancy: excluded}", Need(NeedKind.PREGNANCY, ("excluded",))),
        ("{endocrine: [primary, secondary]}", Need(NeedKind.ENDOCRINE, ("primary", "secondary"))),
        ("{ecog: 2}", Need(NeedKind.ECOG, limit=2)),
        (
            "{age: 18, in: [metastatic], sources: [SEIN]}",
            Need(NeedKind.AGE, limit=18, settings=(MET,), sources=("SEIN",)),
        ),
        ("{clearance: 30}", Need(NeedKind.CLEARANCE, limit=30)),
        ("{earlier: docetaxel}", Need(NeedKind.EARLIER, ("docetaxel",), limit=1)),
        (
            "{earlier: [targeted], lines: 2, within_days: 180, lines_in: [adjuvant, metastatic]}",
            Need(NeedKind.EARLIER, ("targeted",), limit=2, within_days=180, lines_in=(ADJ, MET)),
        ),
        ("{not_after_progression: docetaxel}", Need(NeedKind.NOT_AFTER, ("docetaxel",))),
        ("{beside: docetaxel, lines_in: [adjuvant]}", Need(NeedKind.BESIDE, ("docetaxel",), lines_in=(ADJ,))),
        ("{ask: Is she well?}", Need(NeedKind.ASK, about="Is she well?")),
        (
            "{result: dpyd, answers: [normal, intermediate]}",
            Need(NeedKind.RESULT, ("normal", "intermediate"), about="dpyd"),
        ),
        ("{result: lvef, at_least: 50}", Need(NeedKind.RESULT, about="lvef", compare="at_least", limit=50)),
        ("{result: lvef, at_most: 50}", Need(NeedKind.RESULT, about="lvef", compare="at_most", limit=50)),
        ("{result: lvef, below: 50}", Need(NeedKind.RESULT, about="lvef", compare="below", limit=50)),
        ("{result: alt, times_upper: 3}", Need(NeedKind.RESULT, about="alt", compare="times_upper", limit=3)),
        (
            "any_of:\n    - all: [{ecog: 1}, {age: 70}]\n    - all: [{er: positive}]",
            Need(
                NeedKind.ANY_OF,
                ways=(
                    (Need(NeedKind.ECOG, limit=1), Need(NeedKind.AGE, limit=70)),
                    (Need(NeedKind.ER, ("positive",)),),
                ),
            ),
        ),
    ],
)
def test_every_need_is_read_as_it_is_meant(line, need):
    assert needs(line) == (need,)


def test_what_is_asked_for_safety_is_safety_in_every_way_of_it():
    (found,) = needs("any_of:\n    - all: [{ecog: 1}]\n    - all: [{age: 70}]", "safety")
    assert found.safety and all(need.safety for way in found.ways for need in way)


TWO_WAYS = ".any_of must have at least two ways, each a list under all"
ALL_KINDS = ", ".join(NeedKind)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{hair: red}", f" must name one of {ALL_KINDS}"),
        ("{er: positive, pr: positive}", f" must name one of {ALL_KINDS}"),
        ("{er: maybe}", ".er must be of negative, positive, not maybe"),
        ("{er: positive, sources: [FK, NOBODY]}", ".sources has NOBODY, which is not in sources.yaml"),
        ("{er: positive, lines: 3}", ".lines is not a known field; known here are: below, er, in, sources"),
        ("{earlier: magic}", ".earlier has magic, which is no drug, class or group of drugs.yaml"),
        ("{earlier: docetaxel, lines: 0}", ".lines must be at least 1, it is 0"),
        ("{earlier: docetaxel, within_days: 0}", ".within_days must be at least 1, it is 0"),
        ("{beside: docetaxel, within_days: 9}", ".within_days is not a known field; known here are: "
                                                "beside, in, lines_in, sources"),
        ("{result: luck, at_least: 1}", ".result has luck, which is not in analytes.yaml"),
        ("{result: dpyd, answers: [normal, great]}", ".answers has great, which is no answer of dpyd"),
        ("{result: lvef}", " must say one of at_least, at_most, below, times_upper"),
        ("{result: lvef, below: 3, at_most: 4}", " must say one of at_least, at_most, below, times_upper"),
        ("{result: lvef, times_upper: 1}", ".times_upper needs an upper limit of normal, and lvef has none"),
        ("any_of:\n    - all: [{ecog: 1}]", TWO_WAYS),
        ("any_of:\n    - all: [{ecog: 1}]\n    - all: []", TWO_WAYS),
    ],
)  # fmt: skip
def test_a_mistake_in_a_need_is_told_in_one_sentence(line, sentence):
    with pytest.raises(LibraryError) as refused:
        needs(line)
    found = str(refused.value)
    assert found.startswith("small.yaml, line 1") and found.partition("needs[1]")[2] == f"{sentence}."


def test_more_than_a_way_needs_is_refused():
    with pytest.raises(
        LibraryError, match=r"needs\[1\]\.any_of\[1\]\.colour is not a known field; known here are: all\."
    ):
        needs("any_of:\n    - {all: [{ecog: 1}], colour: red}\n    - all: [{ecog: 1}]")
