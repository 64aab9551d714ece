"""How results, requested tests and toxicities are said."""

from collections.abc import Sequence
from datetime import date

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.gate_schema import catalogue
from dayhospital.clinical.library import Library
from dayhospital.clinical.markers import Marker, regimens_asking
from dayhospital.clinical.molecular_tests import molecular_tests
from dayhospital.domain.formats import day_text
from dayhospital.domain.requested_test import RequestedTest, Stage, Step
from dayhospital.domain.result import Analyte, AnalyteGroup, Result
from dayhospital.domain.toxicity import Toxicity
from dayhospital.domain.tumour import Tumour
from dayhospital.ui.texts import fact_text, say

STAGES = {
    Stage.ASKED: ("Asked for", "neutral", "clipboard-list"),
    Stage.BIOPSY_PLANNED: ("Biopsy planned", "info", "calendar-clock"),
    Stage.BIOPSY_TAKEN: ("Biopsy taken", "info", "flask-conical"),
    Stage.SENT: ("Pending", "warn", "hourglass"),
    Stage.OVERDUE: ("Overdue", "critical", "clock-alert"),
    Stage.RESULTED: ("Result", "ok", "circle-check"),
    Stage.CANCELLED: ("Cancelled", "neutral", "circle-x"),
}
"""Word, tone and icon of each stage."""
STEPS = {
    Step.PLAN_BIOPSY: "Plan biopsy…",
    Step.TAKE_BIOPSY: "Biopsy taken…",
    Step.SEND: "Sent…",
    Step.NEW_BIOPSY: "New biopsy needed",
    Step.ENTER_RESULT: "Enter result…",
    Step.CANCEL: "Cancel…",
}
GENE_ANSWERS = {"pathogenic": "Pathogenic variant", "uncertain": "Uncertain variant", "none": "No variant"}


def number_text(value: float) -> str:
    """Return a figure as a table shows it: 171, 79.6, 0.85; the whole figure stands in the tooltip and the form."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact_text(value: float) -> str:
    """Return a figure as it is kept."""
    return f"{value:.10g}"


def answer_text(analyte: Analyte, answer: str) -> str:
    """Return an answer as a sentence has it; ``none`` of a gene is no variant."""
    if analyte.group is AnalyteGroup.GENE:
        return say(GENE_ANSWERS.get(answer, answer))
    return say(answer[:1].upper() + answer[1:])


def result_text(analyte: Analyte, result: Result, *, unit: bool = True) -> str:
    """Return ``90 %``, ``2.1 10⁹/L``, ``3+`` or ``Pathogenic variant``."""
    if result.value is None:
        return answer_text(analyte, result.answer)
    return f"{number_text(result.value)} {analyte.unit}".strip() if unit else number_text(result.value)


def change_text(marker: Marker, result: Result) -> str:
    """Return ``90 % → 0 %`` if a result says something else than the one before; empty if not."""
    before = marker.changed_from(result)
    if before is None:
        return ""
    return f"{result_text(marker.analyte, before)} → {result_text(marker.analyte, result)}"


def asking_text(result: Result, library: Library) -> str:
    """Return ``Looked for by ALP-FUL, CAPI-FUL``, empty if no regimen asks for what was found."""
    shorts = [regimen.short for regimen in regimens_asking(result, library)]
    return say("Looked for by {regimens}", regimens=", ".join(shorts)) if shorts else ""


def short_day(day: date, today: date) -> str:
    """Return ``12-Nov``, with the year if it is another one."""
    return day_text(day, year=day.year != today.year)


def limit_text(analyte: Analyte) -> str:
    """Return the upper limit of normal, empty without one."""
    return "" if analyte.upper is None else f"≤ {number_text(analyte.upper)}"


def is_above(analyte: Analyte, result: Result) -> bool:
    """Return whether a value is above the upper limit of normal."""
    return result.value is not None and analyte.upper is not None and result.value > analyte.upper


def above_text(analyte: Analyte, result: Result) -> str:
    """Return ``1.4 × the upper limit``, empty if it is not above it."""
    if result.value is None or analyte.upper is None or not is_above(analyte, result):
        return ""
    return say("{times} × the upper limit of normal", times=f"{result.value / analyte.upper:.2g}")


def analyte_name(name: str) -> str:
    """Return the name of an analyte; one that is gone from the file shows its key."""
    found = analytes().get(name)
    return found.name if found is not None else name


def term_text(term: str) -> str:
    """Return the name of a toxicity; one that is gone from the file shows its key."""
    return catalogue().terms.get(term, term)


def grade_text(toxicity: Toxicity) -> str:
    return say("grade {n}", n=toxicity.grade) if toxicity.grade else say("over")


def name_of_test(request: RequestedTest) -> str:
    """Return the name of a requested test; one that is gone from the file shows its key."""
    found = molecular_tests().get(request.test)
    return found.name if found is not None else request.test


def stage_text(request: RequestedTest, today: date) -> str:
    return say(STAGES[request.stage(today)][0])


def story_text(request: RequestedTest, today: date) -> str:
    """Return the days of a request so far: ``asked 02-Nov, biopsy 05-Nov, sent 12-Nov, due 26-Nov``."""
    biopsy = say("biopsy {day}", day=short_day(request.biopsy_taken, today)) if request.biopsy_taken else ""
    if not biopsy and request.biopsy_planned:
        biopsy = say("biopsy planned {day}", day=short_day(request.biopsy_planned, today))
    if not biopsy and request.needs_biopsy:
        biopsy = say("needs a biopsy")
    steps = (
        ("asked {day}", request.asked_on),
        ("", None),
        ("sent {day}", request.sent_on),
        ("due {day}", request.due_on if request.open else None),
        ("result {day}", request.resulted_on),
        ("cancelled {day}", request.cancelled_on),
    )
    told = [say(words, day=short_day(day, today)) if day else "" for words, day in steps]
    told[1] = biopsy
    return ", ".join(part for part in told if part)


def step_text(request: RequestedTest, step: Step) -> str:
    """Return what the link says that takes a step; planning and sending said again change the days."""
    if step is Step.SEND and request.sent_on is not None:
        return say("Other dates…")
    if step is Step.PLAN_BIOPSY and request.biopsy_planned is not None:
        return say("Move biopsy…")
    return say(STEPS[step])


def waiting_text(request: RequestedTest, today: date) -> str:
    """Return what the card says beside a pending test: ``sent 12-Nov, due 26-Nov``, or how far it is."""
    if request.sent_on is not None and request.due_on is not None:
        return say(
            "sent {sent}, due {due}", sent=short_day(request.sent_on, today), due=short_day(request.due_on, today)
        )
    return story_text(request, today)


def tumour_text(tumours: Sequence[Tumour], tumour_id: int | None) -> str:
    """Return which tumour a result is of: ``left, 20-Aug-2026``; empty if it names none."""
    for tumour in tumours:
        if tumour.id == tumour_id:
            return f"{fact_text(tumour.side)}, {day_text(tumour.diagnosed)}"
    return ""
