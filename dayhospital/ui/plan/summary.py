"""What a plan comes to, in a few lines."""

from dayhospital.clinical.eligibility import judge
from dayhospital.domain.formats import day_text, length_text
from dayhospital.ui.plan.draft import PlanDraft
from dayhospital.ui.plan.verdicts import reason_line, verdict_text
from dayhospital.ui.texts import reason_text, say


def summary(draft: PlanDraft) -> list[tuple[str, str]]:
    """Return what a plan comes to, as label and value."""
    needed = [day for day in draft.days if day.needs_chair]
    choices = draft.choices or (None,) * len(draft.days)
    chosen = [offer for offer in choices if offer is not None]
    outside = sum(
        offer is not None and offer.span.day not in day.window for day, offer in zip(draft.days, choices, strict=True)
    )
    chairs = {offer.chair_id for offer in chosen}
    warned = sum(bool(offer.findings) for offer in chosen)
    return [
        (say("Regimen"), draft.regimen.name if draft.regimen else ""),
        *([(say("In place of"), ending_text(draft))] if draft.ending else []),
        *([(say("Pathway"), draft.pathway.name)] if draft.pathway else []),
        *_verdict(draft),
        (say("From"), day_text(draft.days[0].planned, weekday=True)),
        (say("To"), day_text(draft.days[-1].planned, weekday=True)),
        (
            say("Sessions"),
            say("{chosen} of {needed} placed", chosen=len(chosen), needed=len(needed)),
        ),
        (say("Chair time"), length_text(sum(offer.span.minutes for offer in chosen))),
        (
            say("Windows"),
            say("all inside") if not outside else say("{count} outside", count=outside),
        ),
        (say("Chairs used"), str(len(chairs))),
        (
            say("Over limits"),
            say("none") if not warned else str(warned),
        ),
    ]


def ending_text(draft: PlanDraft) -> str:
    """Return which course ends with the plan and why; empty without one."""
    if draft.ending is None:
        return ""
    why = "; ".join(part for part in (reason_text(draft.ending.reason), draft.ending.note) if part)
    return say("{regimen} is stopped when this is saved: {why}", regimen=draft.ending_short, why=why)


def _verdict(draft: PlanDraft) -> list[tuple[str, str]]:
    """Return how the regimen stands to the patient, as the list of regimens said it."""
    if draft.regimen is None or draft.setting is None:
        return []
    found = judge(draft.regimen, draft.setting, draft.case, draft.start)
    return [(say("Verdict"), f"{verdict_text(found.verdict)}: {reason_line(found)}")]
