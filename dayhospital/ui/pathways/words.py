"""The words of a pathway: what each step is, when it was or is to be, and what the pathology says."""

from collections.abc import Callable
from dataclasses import dataclass

from dayhospital.clinical.fit_case import Case
from dayhospital.clinical.pathways import StepStanding, Where
from dayhospital.domain.formats import day_text
from dayhospital.domain.pathway import Option, Pathway, StepKind
from dayhospital.domain.surgery import AxillarySurgery, BreastSurgery, Pathology, Surgery
from dayhospital.queries.pathways import Followed
from dayhospital.ui.texts import say

SHOWN = 3
"""So many regimens of a step are named."""


@dataclass(frozen=True, slots=True)
class PathwayShown:
    """The pathway a tumour follows, or those open to it."""

    case: Case
    row: Followed | None
    ways: tuple[Pathway, ...]


def breast_text(kind: BreastSurgery) -> str:
    return {
        BreastSurgery.CONSERVING: say("Breast conserving"),
        BreastSurgery.MASTECTOMY: say("Mastectomy"),
    }[kind]


def axilla_text(kind: AxillarySurgery) -> str:
    return {
        AxillarySurgery.NONE: say("none"),
        AxillarySurgery.SENTINEL: say("sentinel node"),
        AxillarySurgery.CLEARANCE: say("clearance"),
    }[kind]


def pathology_text(found: Pathology) -> str:
    return {
        Pathology.AWAITED: say("not known yet"),
        Pathology.COMPLETE: say("nothing left (pCR)"),
        Pathology.RESIDUAL: say("residual tumour"),
    }[found]


def where_text(where: Where) -> str:
    return {
        Where.DONE: say("done"),
        Where.NOW: say("now"),
        Where.NEXT: say("next"),
        Where.LATER: say("later"),
        Where.NOT_NEEDED: say("not needed"),
    }[where]


def surgery_text(surgery: Surgery) -> str:
    """Return a surgery in one line."""
    parts = [day_text(surgery.day), breast_text(surgery.breast)]
    if surgery.axilla is not AxillarySurgery.NONE:
        parts.append(say("axilla: {what}", what=axilla_text(surgery.axilla)))
    if surgery.stage:
        parts.append(surgery.stage)
    if surgery.rcb is not None:
        parts.append(f"RCB {surgery.rcb}")
    return ", ".join(parts)


def what_lines(found: StepStanding, pathology: Pathology, short: Callable[[str], str]) -> list[str]:
    """Return what a step is, in one line or one for each pathology; ``short`` gives the short name of a regimen."""
    if found.step.kind is StepKind.SURGERY:
        known = pathology is not Pathology.AWAITED
        return [pathology_text(pathology)] if found.where is Where.DONE and known else []
    if found.where is Where.NOT_NEEDED:
        return [say("nothing more: {why}", why=pathology_text(pathology))]
    open_yet = found.step.by_response and pathology is Pathology.AWAITED
    if found.given and not (open_yet and found.where is Where.LATER):
        return [found.given]
    if not open_yet:
        return [_named(found.regimens, short)]
    return [
        f"{pathology_text(option.response)}: {_option_text(option, found, short)}"
        for option in found.step.options
        if option.response is not None
    ]


def _option_text(option: Option, found: StepStanding, short: Callable[[str], str]) -> str:
    if option.same_course and found.given:
        return say("{regimen} goes on", regimen=found.given)
    return _named(option.regimens, short)


def _named(regimens: tuple[str, ...], short: Callable[[str], str]) -> str:
    names = ", ".join(short(name) for name in regimens[:SHOWN])
    more = len(regimens) - SHOWN
    return say("{names} and {n} more", names=names, n=more) if more > 0 else names or say("nothing more")


def when_text(found: StepStanding) -> str:
    """Return when a step was, is, or is to be; empty as long as nothing says it."""
    if found.where is Where.NOT_NEEDED:
        return ""
    day, ended = found.day, found.ended
    if day is not None and found.step.kind is StepKind.TREATMENT:
        if ended is None:
            return say("from {day}", day=day)
        return say("{day} to {ended}", day=day, ended=ended)
    if day is not None:
        return day_text(day, weekday=True)
    if found.earliest is not None and found.latest is not None:
        return say("{earliest} to {latest}", earliest=found.earliest, latest=found.latest)
    return ""
