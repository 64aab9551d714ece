"""The dose of a drug in ``drugs.yaml``: bands, highest doses, levels of reduction, what it counts as."""

from dayhospital.clinical.yaml_fields import Fields
from dayhospital.domain.confidence import Confidence
from dayhospital.domain.dosing import NO_DOSING, Bands, Caps, DoseKind, Dosing, Equivalence, Levels
from dayhospital.errors import InvalidValue

DECIMALS = 6
"""Bands are multiples of a step; without rounding there the third multiple of 0.1 would not be 0.3."""


def dosing(fields: Fields | None) -> Dosing:
    """Return what is said about the dose of a drug; nothing said is never banded, capped or reduced by level.

    Raises:
        LibraryError: If a field is missing, unknown or not what it must be.
    """
    if fields is None:
        return NO_DOSING
    found = Dosing(
        kind=fields.choice("kind", DoseKind),
        bands=_bands(fields.child("bands")),
        caps=_caps(fields.child("caps")),
        levels=_levels(fields.child("levels")),
        expressed_as=fields.text("expressed_as", ""),
    )
    if found.bands.mg and found.kind is DoseKind.OTHER:
        fields.refuse("bands", "say how far a band may be off only for kind cytotoxic or biological")
    fields.done()
    return found


def equivalent(fields: Fields | None) -> Equivalence | None:
    """Return as what a drug counts, None when nothing is said.

    Raises:
        LibraryError: If a field is missing, unknown or not what it must be.
    """
    if fields is None:
        return None
    found = Equivalence(fields.text("drug"), fields.number("factor"), fields.number("factor_feijen"))
    fields.done()
    return found


def _bands(fields: Fields | None) -> Bands:
    """Either the bands themselves (``mg``) or steps: ``{50: 2, 150: 5}`` is every 2 mg to 50, every 5 mg to 150."""
    if fields is None:
        return Bands()
    confidence = fields.choice("confidence", Confidence)
    steps = fields.child("steps_mg")
    values = fields.numbers("mg") if steps is None else _stepped(fields, _pairs(steps))
    fields.done()
    try:
        return Bands(values, confidence)
    except InvalidValue:
        fields.refuse("mg" if steps is None else "steps_mg", "must give bands above 0 that ascend")


def _stepped(fields: Fields, steps: tuple[tuple[float, float], ...]) -> tuple[float, ...]:
    bands: list[float] = []
    below = 0.0
    for upto, step in steps:
        count = round((upto - below) / step) if step else 0
        if count < 1 or abs(below + count * step - upto) > 10**-DECIMALS:
            fields.refuse("steps_mg", f"has steps of {step:g} that do not lead from {below:g} to {upto:g}")
        bands += [round(below + number * step, DECIMALS) for number in range(1, count + 1)]
        below = upto
    return tuple(bands)


def _caps(fields: Fields | None) -> Caps:
    if fields is None:
        return Caps()
    by_dose = fields.child("mg_by_dose")
    if by_dose is None:
        fields.refuse("mg_by_dose", "is missing")
    caps = Caps(_pairs(by_dose), fields.choice("confidence", Confidence))
    fields.done()
    return caps


def _levels(fields: Fields | None) -> Levels:
    if fields is None:
        return Levels()
    confidence = fields.choice("confidence", Confidence)
    if fields.flag("never", False):
        levels = Levels(never=True, confidence=confidence)
    else:
        levels = Levels(fields.numbers("doses"), fields.text("unit"), False, confidence)
        if list(levels.doses) != sorted(set(levels.doses), reverse=True):
            fields.refuse("doses", "must go down, the full dose first")
    fields.done()
    return levels


def _pairs(fields: Fields) -> tuple[tuple[float, float], ...]:
    """Return the entries of a mapping whose names are numbers, ascending."""
    pairs = []
    for name in fields:
        try:
            pairs.append((float(name), fields.number(name)))
        except ValueError:
            fields.refuse(name, "must be a number")
    if pairs != sorted(pairs):
        fields.refuse("", "must ascend")
    return tuple(pairs)
