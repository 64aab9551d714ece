"""Hand-made drugs, patients and treatments for the rules' tests. All people are invented."""

from dataclasses import replace
from datetime import date, datetime

from dayhospital.domain.board import PatientFacts, Treatment
from dayhospital.domain.course import Dose, Segment, SegmentKind
from dayhospital.domain.drug import Drug, Emetic, Extravasation, ReactionRisk, Stability
from dayhospital.domain.hospital import ChairKind
from dayhospital.domain.patient import Access, AllergyStatus, Escort, Home, PatientLabel, Sex
from dayhospital.domain.regimen import (
    ByExposure,
    DoseBasis,
    Group,
    Phase,
    PhaseOrder,
    Place,
    PortDefault,
    Regimen,
    RegimenDrug,
    Route,
    Setting,
    Tolerance,
)
from dayhospital.domain.span import Span

DAY = date(2026, 11, 24)
CALM_HOME = Home(
    escort=Escort.ESCORTED, lives_alone=False, adult_first_night=True, travel_minutes=20, telephone="0470 00 00 01"
)
NOTHING_KNOWN = Access()


def _drug(key: str, tall_man: str, harm: Extravasation, **more: object) -> Drug:
    base = Drug(
        id=key,
        name=tall_man.lower(),
        tall_man=tall_man,
        atc="",
        group="chemotherapy",
        colour="TX",
        extravasation=harm,
        emetic=Emetic.LOW,
        stability=Stability.DAY,
    )
    return replace(base, **more)  # type: ignore[arg-type]


DRUGS = {
    drug.id: drug
    for drug in (
        _drug("doxorubicin", "DOXOrubicin", Extravasation.VESICANT, colour="AN"),
        _drug(
            "paclitaxel",
            "PACLitaxel",
            Extravasation.IRRITANT_VESICANT,
            sedates=True,
            reaction_risk=ReactionRisk.HIGH,
            high_risk_until_exposure=2,
        ),
        _drug("docetaxel", "DOCEtaxel", Extravasation.IRRITANT_VESICANT, high_risk_until_exposure=2),
        _drug("carboplatin", "CARBOplatin", Extravasation.IRRITANT, high_risk_from_exposure=7),
        _drug("gemcitabine", "GEMcitabine", Extravasation.NON_VESICANT),
        _drug(
            "trastuzumab_iv",
            "Trastuzumab",
            Extravasation.NON_VESICANT,
            group="targeted",
            high_risk_until_exposure=1,
            first_watch_hours=6,
        ),
        _drug(
            "bevacizumab",
            "Bevacizumab",
            Extravasation.NON_VESICANT,
            group="targeted",
            wound_days_before=28,
            wound_days_after=7,
        ),
        _drug("fulvestrant", "Fulvestrant", Extravasation.NONE, group="antihormone"),
        _drug("capecitabine", "Capecitabine", Extravasation.NONE),
    )
}


def drug(key: str) -> Drug:
    return DRUGS[key]


def patient(
    access: Access = NOTHING_KNOWN,
    home: Home = CALM_HOME,
    default: PortDefault = PortDefault.NO,
    born: date = date(1971, 3, 2),
    **more: object,
) -> PatientFacts:
    facts = PatientFacts(
        label=PatientLabel(1, "Waterlelie", "Nora", born, Sex.FEMALE, "H 0175 037"),
        allergy_status=AllergyStatus.NONE_KNOWN,
        allergies=(),
        ecog=1,
        earlier_reaction_grade=None,
        access=access,
        home=home,
        port=None,
        tumour_side="left",
        port_default=default,
    )
    return replace(facts, **more)  # type: ignore[arg-type]


def dose(key: str, exposure: int = 1, route: str = "IV", **more: object) -> Dose:
    base = Dose(key, 0, exposure, 1, exposure, False, 1.0, "mg", route, Place.DAY_HOSPITAL)
    return replace(base, **more)  # type: ignore[arg-type]


def treatment(*given: Dose, minutes: int = 30, course_doses: int = 1, before: int = 20) -> Treatment:
    """Return a treatment whose drugs run one after the other, ``before`` minutes after the start, then 10 min more."""
    segments = [Segment(SegmentKind.SETUP, 0, before)] if before else []
    at = before
    for each in given:
        segments.append(Segment(SegmentKind.DRUG, at, minutes, each.drug))
        at += minutes
    segments.append(Segment(SegmentKind.DISCHARGE, at, 10))
    chair = -(-(at + 10) // 15) * 15
    return Treatment(
        course_id=1,
        treatment_day_id=1,
        regimen_id="sample",
        regimen_name="Sample",
        short="SMP",
        colour="TX",
        setting=Setting.ADJUVANT,
        label="C1D1",
        cycle=1,
        day=1,
        window=None,
        chair_kinds=(ChairKind.CHAIR,),
        doses=given,
        segments=tuple(segments),
        chair_minutes=chair,
        stay_minutes=chair + 60,
        acuity=2,
        course_doses=course_doses,
    )


def phase(
    *drugs: RegimenDrug, cycle_days: int = 21, cycles: int | None = 1, order: PhaseOrder = PhaseOrder.SEQUENCE
) -> Phase:
    return Phase("phase", cycle_days, cycles, order, Tolerance(1, 3), drugs)


def infusion(key: str, minutes: int = 30, days: tuple[int, ...] = (1,), route: Route = Route.IV) -> RegimenDrug:
    length = ByExposure(minutes, minutes, minutes)
    return RegimenDrug(key, 1.0, "mg", DoseBasis.FLAT, days, route, (Place.DAY_HOSPITAL,), 1, infusion=length)


def regimen(*phases: Phase, port: PortDefault = PortDefault.NO) -> Regimen:
    return Regimen(
        id="sample",
        version=1,
        name="Sample",
        short="SMP",
        group=Group.CHEMOTHERAPY,
        colour="TX",
        also_contains=(),
        settings=tuple(Setting),
        phases=phases,
        enabled=True,
        port=port,
    )


def span_from(hour: int, minute: int = 0, minutes: int = 60) -> Span:
    return Span.lasting(datetime(2026, 11, 24, hour, minute), minutes)
