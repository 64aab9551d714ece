"""The files of the library, field by field (described in ``resources/regimens/README.md``)."""

import re
from collections import Counter
from collections.abc import Container, Mapping
from enum import StrEnum

from dayhospital.clinical.dosing_schema import dosing, equivalent
from dayhospital.clinical.needs_schema import NeedReader
from dayhospital.clinical.yaml_fields import Fields
from dayhospital.domain.confidence import Confidence
from dayhospital.domain.drug import Drug, Emetic, Extravasation, ReactionRisk, Stability
from dayhospital.domain.regimen import (
    NO_MINUTES,
    Acuity,
    Biomarkers,
    ByExposure,
    DoseBasis,
    Gate,
    Group,
    Loading,
    ObservationMode,
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

_ID = re.compile(r"[a-z0-9_]{1,60}")
LONGEST_SHORT = 12
"""Characters of a short name that fit on a narrow card."""

BIOMARKERS: dict[str, frozenset[str]] = {
    "er": frozenset({"positive", "negative"}),
    "pr": frozenset({"positive", "negative"}),
    "er_or_pr": frozenset({"positive"}),
    "her2": frozenset({"positive", "negative", "positive_or_low"}),
    "pd_l1": frozenset({"cps_10", "ic_1"}),
    "esr1": frozenset({"mutated"}),
    "pik3ca": frozenset({"mutated"}),
    "pik3ca_akt1_pten": frozenset({"altered"}),
    "brca": frozenset({"pathogenic"}),
    "menopause": frozenset({"before", "after_or_suppressed"}),
}
"""What a regimen may ask of the tumour, and the words for it. HER2 ``negative`` includes low."""


class ColourGroup(StrEnum):
    """The eight groups of the board."""

    ANTHRACYCLINE = "AN"
    TAXANE = "TX"
    ANTI_HER2 = "H2"
    CONJUGATE = "AD"
    IMMUNOTHERAPY = "IO"
    ENDOCRINE = "EN"
    BONE = "BN"
    SUPPORTIVE = "SU"


def drug_from(drug_id: str, fields: Fields, sources: Container[str]) -> Drug:
    """Return a drug of ``drugs.yaml``.

    Raises:
        LibraryError: If a field is missing, unknown or not what it must be.
    """
    name = fields.text("name")
    drug = Drug(
        id=drug_id,
        name=name,
        tall_man=fields.text("tall_man", name),
        atc=fields.text("atc", ""),
        group=fields.choice("group", Group).value,
        colour=fields.choice("colour", ColourGroup).value,
        extravasation=fields.choice("extravasation", Extravasation),
        emetic=fields.choice("emetic", Emetic),
        stability=fields.choice("stability", Stability),
        antibody=fields.flag("antibody", False),
        reaction_risk=fields.choice("reaction_risk", ReactionRisk, ReactionRisk.LOW),
        high_risk_until_exposure=fields.whole("high_risk_until_exposure", 0),
        high_risk_from_exposure=fields.whole("high_risk_from_exposure", 0),
        first_watch_hours=fields.whole("first_watch_hours", 0),
        subcutaneous_form=fields.text("subcutaneous_form", ""),
        flush_minutes=fields.whole("flush_minutes", 5),
        wound_days_before=fields.whole("wound_days_before", 0),
        wound_days_after=fields.whole("wound_days_after", 0),
        surgery_days_after=fields.whole("surgery_days_after", 0),
        sedates=fields.flag("sedates", False),
        classes=fields.texts("classes", ()),
        targets=fields.texts("targets", ()),
        cumulative_limit_mg_m2=fields.optional_number("cumulative_limit_mg_m2"),
        cumulative_warn_mg_m2=fields.optional_number("cumulative_warn_mg_m2"),
        cumulative_review_mg_m2=fields.optional_number("cumulative_review_mg_m2"),
        cumulative_risk_limit_mg_m2=fields.optional_number("cumulative_risk_limit_mg_m2"),
        equivalent=equivalent(fields.child("equivalent")),
        dosing=dosing(fields.child("dosing")),
        look_alike=fields.text("look_alike", ""),
        sources=_sources(fields, sources),
        confidence=fields.choice("confidence", Confidence).value,
    )
    fields.done()
    return drug


def regimen_from(fields: Fields, drugs: Mapping[str, Drug], sources: Container[str]) -> Regimen:
    """Return the regimen of a file.

    Raises:
        LibraryError: If a field is missing, unknown or not what it must be, or the parts do not fit together.
    """
    _check_id(fields)
    settings = fields.choices("settings", Setting)
    regimen = Regimen(
        id=fields.text("id"),
        version=fields.whole("version", least=1),
        name=fields.text("name"),
        short=_short(fields),
        group=fields.choice("group", Group),
        colour=fields.choice("colour", ColourGroup).value,
        also_contains=fields.choices("also_contains", Group, ()),
        settings=settings,
        phases=_phases(fields, settings, drugs),
        enabled=fields.flag("enabled", True),
        biomarkers=_biomarkers(fields.child("biomarkers")),
        needs=NeedReader(drugs.values(), sources).needs_of(fields),
        port=fields.choice("port", PortDefault, PortDefault.NO),
        no_driving=fields.flag("no_driving", False),
        no_driving_reason=fields.text("no_driving_reason", ""),
        latest_start_check=fields.flag("latest_start_check", False),
        same_day=fields.flag("same_day", True),
        cumulative_limit=fields.text("cumulative_limit", ""),
        heart_checks=fields.text("heart_checks", ""),
        dpyd_test=fields.flag("dpyd_test", False),
        regulatory_note=fields.text("regulatory_note", ""),
        note=fields.text("note", ""),
        confidence=fields.choice("confidence", Confidence).value,
        sources=_sources(fields, sources),
    )
    fields.done()
    return regimen


def _check_id(fields: Fields) -> None:
    found = fields.text("id")
    if not _ID.fullmatch(found):
        fields.refuse("id", f"is a word of at most 60 small letters, digits and underscores, not {found[:80]}")
    if found != fields.file.stem:
        fields.refuse("id", f"is {found}, but a regimen has the id of its file; the id would be {fields.file.stem}")


def _short(fields: Fields) -> str:
    short = fields.text("short")
    if len(short) > LONGEST_SHORT:
        fields.refuse("short", f"must have at most {LONGEST_SHORT} characters, {short} has {len(short)}")
    return short


def _sources(fields: Fields, known: Container[str]) -> tuple[str, ...]:
    sources = fields.texts("sources")
    for source in sources:
        if source not in known:
            fields.refuse("sources", f"has {source}, which is not in sources.yaml")
    return sources


def _biomarkers(fields: Fields | None) -> Biomarkers:
    if fields is None:
        return Biomarkers()
    asked = []
    for name in fields:
        if name in BIOMARKERS:
            value = fields.text(name)
            if value not in BIOMARKERS[name]:
                fields.refuse(name, f"must be one of {', '.join(sorted(BIOMARKERS[name]))}, not {value}")
            asked.append((name, value))
    biomarkers = Biomarkers(requires=tuple(asked), note=fields.text("note", ""))
    fields.done()
    return biomarkers


def _phases(fields: Fields, settings: tuple[Setting, ...], drugs: Container[str]) -> tuple[Phase, ...]:
    children = fields.children("phases")
    if not children:
        fields.refuse("phases", "must have at least one phase")
    phases: list[Phase] = []
    for child in children:
        phase = _phase(child, settings, drugs)
        if phase.name in {earlier.name for earlier in phases}:
            child.refuse("name", f"is {phase.name}, the name of another phase of this regimen")
        if not phases and (phase.pause_days or phase.order is PhaseOrder.PARALLEL):
            child.refuse("", "is the first phase and has nothing before it to pause after or to run beside")
        phases.append(phase)
    return tuple(phases)


def _phase(fields: Fields, settings: tuple[Setting, ...], drugs: Container[str]) -> Phase:
    cycle_days = fields.whole("cycle_days", least=1)
    doses = tuple(_regimen_drug(child, cycle_days, drugs) for child in fields.children("drugs"))
    given = {day for dose in doses for day in (*dose.days, *dose.first_cycle_days)} or {1}
    tolerance = _tolerance(fields.child("tolerance"))
    if tolerance is None:
        fields.refuse("tolerance", "is missing")
    phase = Phase(
        name=fields.text("name"),
        cycle_days=cycle_days,
        cycles=fields.whole_or_none("cycles", "open"),
        order=fields.choice("order", PhaseOrder, PhaseOrder.SEQUENCE),
        tolerance=tolerance,
        drugs=doses,
        tolerance_within=_tolerance(fields.child("tolerance_within")),
        cycles_by_setting=_cycles_by_setting(fields.child("cycles_by_setting"), settings),
        pause_days=fields.whole("pause_days", 0),
        pause_reason=fields.text("pause_reason", ""),
        min_gap_days=fields.whole("min_gap_days", 0),
        until=fields.text("until", ""),
        emetic=fields.choice("emetic", Emetic, Emetic.NONE),
        gcsf=fields.text("gcsf", ""),
        gate=_gate(fields.child("gate")),
        acuity=_acuity(fields.child("acuity"), given),
        visit_minutes=fields.whole("visit_minutes", 0),
        visit_place=fields.choice("visit_place", Place, Place.DAY_HOSPITAL),
        note=fields.text("note", ""),
    )
    _check_phase(fields, phase)
    fields.done()
    return phase


def _check_phase(fields: Fields, phase: Phase) -> None:
    if bool(phase.drugs) == bool(phase.visit_minutes):
        fields.refuse("visit_minutes", "is the length of a day without drugs: give either drugs or visit_minutes")
    if bool(phase.pause_days) != bool(phase.pause_reason):
        fields.refuse("pause_reason", "goes with pause_days: a pause has a length and a reason")
    twice = [
        drug
        for (drug, _), count in Counter((dose.drug, day) for dose in phase.drugs for day in dose.days).items()
        if count > 1
    ]
    if twice:
        fields.refuse("drugs", f"has {twice[0]} twice on one day")


def _regimen_drug(fields: Fields, cycle_days: int, drugs: Container[str]) -> RegimenDrug:
    drug = fields.text("drug")
    if drug not in drugs:
        fields.refuse("drug", f"is {drug}, which is not in drugs.yaml")
    dose = RegimenDrug(
        drug=drug,
        dose=fields.number("dose"),
        unit=fields.text("unit"),
        basis=fields.choice("basis", DoseBasis),
        days=_days(fields, "days", None, cycle_days),
        route=fields.choice("route", Route),
        places=fields.choices("places", Place),
        sequence=fields.whole("sequence"),
        infusion=_minutes(fields, "infusion") or NO_MINUTES,
        observation=_minutes(fields, "observation") or NO_MINUTES,
        observation_mode=fields.choice("observation_mode", ObservationMode, ObservationMode.AFTER_END),
        pragmatic_observation=_minutes(fields, "pragmatic_observation"),
        premedication=_minutes(fields, "premedication") or NO_MINUTES,
        first_cycle_days=_days(fields, "first_cycle_days", (), cycle_days),
        intake=fields.text("intake", ""),
        loading=_loading(fields.child("loading")),
        salt=fields.text("salt", ""),
        note=fields.text("note", ""),
    )
    if (dose.route is Route.PO) != bool(dose.intake):
        fields.refuse("intake", "says when tablets are taken: tablets need it and nothing else has it")
    if (dose.route is Route.PO) == bool(dose.infusion.longest):
        fields.refuse("infusion", "is the time a dose takes: infusions and injections need it, tablets have none")
    fields.done()
    return dose


def _days(fields: Fields, name: str, default: tuple[int, ...] | None, cycle_days: int) -> tuple[int, ...]:
    days = fields.wholes(name, default, least=1)
    outside = [day for day in days if day > cycle_days]
    if outside:
        fields.refuse(name, f"has day {outside[0]}, but the cycle has {cycle_days} days")
    if len(set(days)) != len(days):
        fields.refuse(name, "has a day twice")
    return days


def _minutes(fields: Fields, name: str) -> ByExposure | None:
    """One number for every exposure, or three: first, second, later."""
    if name not in fields:
        return None
    values = fields.wholes(name)
    if len(values) == 1:
        return ByExposure(*values * 3)
    if len(values) != 3:
        fields.refuse(name, "must be one number of minutes, or three: [first, second, later]")
    return ByExposure(*values)


def _loading(fields: Fields | None) -> Loading | None:
    if fields is None:
        return None
    loading = Loading(fields.number("dose"), fields.text("unit"), fields.whole("reload_after_days", least=1))
    fields.done()
    return loading


def _tolerance(fields: Fields | None) -> Tolerance | None:
    if fields is None:
        return None
    tolerance = Tolerance(fields.whole("early"), fields.whole("late"), fields.text("note", ""))
    fields.done()
    return tolerance


def _cycles_by_setting(fields: Fields | None, settings: tuple[Setting, ...]) -> tuple[tuple[Setting, int | None], ...]:
    if fields is None:
        return ()
    cycles = tuple((setting, fields.whole_or_none(setting, "open")) for setting in settings if setting in fields)
    fields.done()
    return cycles


def _gate(fields: Fields | None) -> Gate:
    if fields is None:
        return Gate()
    gate = Gate(
        rules=fields.texts("rules"),
        neutrophils=fields.optional_number("neutrophils"),
        platelets=fields.optional_number("platelets"),
        later_neutrophils=fields.optional_number("later_neutrophils"),
        later_platelets=fields.optional_number("later_platelets"),
    )
    fields.done()
    return gate


def _acuity(fields: Fields | None, given: set[int]) -> tuple[tuple[int, Acuity], ...]:
    """One number, or two: the first and the later time. Days that are not named have acuity 1."""
    if fields is None:
        return ()
    acuity = []
    for name in fields:
        values = fields.wholes(name, least=1)
        if not name.isdecimal() or int(name) not in given:
            fields.refuse(name, "is not a day of this phase")
        if len(values) > 2 or max(values) > 5:
            fields.refuse(name, "must be an acuity from 1 to 5, or two: [first, later]")
        acuity.append((int(name), Acuity(values[0], values[-1])))
    return tuple(acuity)
