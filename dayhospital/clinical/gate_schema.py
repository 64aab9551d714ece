"""The laboratory rules of ``resources/gates.yaml``, field by field.

``steps``: CTCAE grade limits by analyte. ``terms``: toxicity terms with their names; ``excepted``: those that never
shut a gate. ``rules``: by the key the regimens name, each with ``name``, ``confidence``, ``sources`` and besides

- ``with``: rules of this file whose lines it takes over,
- ``decision``: whether a treatment day under it is decided (taken over too),
- ``hours``: how old its results may be, 72 by default,
- ``limits``: ``analyte``, ``least`` or ``most`` (``strict``: the figure itself is not enough), ``of: upper`` for
  multiples of the upper limit of normal, ``bands`` (``from`` or ``to``, ``percent``, ``advice``; without ``bands``
  amber goes one CTCAE step, ``[]`` is none), ``when``, ``settings``, ``required``, ``missing``, ``hours``, ``sources``,
- ``together``: figures that shut only when all are beyond their bound; ``moved``: figures that ask for the dose again,
- ``asked``: tests before a first dose; ``holds``: CTCAE grades; ``heart``: ejection fraction,
- ``ecog_most``, ``weight_percent``, ``note``.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from dayhospital import paths
from dayhospital.clinical import yaml_fields
from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.yaml_fields import Fields
from dayhospital.domain.confidence import Confidence
from dayhospital.domain.gate import (
    CLEARANCE,
    OTHER,
    Asked,
    Band,
    Catalogue,
    Colour,
    Heart,
    HeartAct,
    HeartVerdict,
    Hold,
    Limit,
    Moved,
    Rule,
    Together,
    When,
)
from dayhospital.domain.patient import Sex
from dayhospital.domain.regimen import Setting

HOURS = 72
"""How old a result may be where a rule says nothing else."""
Steps = Mapping[str, tuple[float, ...]]


@lru_cache(maxsize=4)
def catalogue(folder: Path | None = None) -> Catalogue:
    """Return the rules and terms of a folder, by default those that come with the program.

    Raises:
        LibraryError: If the file is not valid; the sentence names line and field.
    """
    fields = yaml_fields.read((folder or paths.resources()) / "gates.yaml")
    steps, terms = _steps(fields), _terms(fields)
    rules: dict[str, Rule] = {}
    written = fields.child("rules")
    if written is None:
        fields.refuse("rules", "is missing")
    for name in written:
        entry = written.child(name)
        assert entry is not None
        rules[name] = _rule(name, entry, rules, steps, terms)
    excepted = frozenset(fields.texts("excepted", ()))
    fields.done()
    return Catalogue(rules, terms, excepted, dict(steps))


def _steps(fields: Fields) -> Steps:
    steps = fields.child("steps")
    return {} if steps is None else {name: _numbers(steps, name) for name in steps}


def _numbers(fields: Fields, name: str) -> tuple[float, ...]:
    try:
        return tuple(float(text) for text in fields.texts(name))
    except ValueError:
        fields.refuse(name, "must be a list of numbers, for example [1.5, 1.0]")


def _terms(fields: Fields) -> dict[str, str]:
    terms = fields.child("terms")
    return {} if terms is None else {name: terms.text(name) for name in terms}


def _rule(name: str, entry: Fields, known: Mapping[str, Rule], steps: Steps, terms: Mapping[str, str]) -> Rule:
    parents = []
    for parent in entry.texts("with", ()):
        if parent not in known:
            entry.refuse("with", f"has {parent}, which does not stand before it")
        parents.append(known[parent])
    sources, hours = entry.texts("sources"), entry.whole("hours", HOURS, least=1)
    heart = entry.child("heart")
    own = Rule(
        id=name,
        name=entry.text("name"),
        decision=entry.flag("decision", any(parent.decision for parent in parents)),
        limits=tuple(_limit(child, hours, sources, steps) for child in _list(entry, "limits")),
        together=tuple(_together(child, sources) for child in _list(entry, "together")),
        moved=tuple(_moved(child, sources) for child in _list(entry, "moved")),
        asked=tuple(_asked(child, sources) for child in _list(entry, "asked")),
        holds=tuple(_hold(child, sources, terms) for child in _list(entry, "holds")),
        hearts=() if heart is None else (_heart(heart, sources),),
        ecog_most=entry.whole("ecog_most") if "ecog_most" in entry else None,
        weight_percent=entry.optional_number("weight_percent"),
        note=entry.text("note", ""),
        confidence=entry.choice("confidence", Confidence).value,
        sources=sources,
    )
    entry.done()
    return _taking_over(own, parents, hours)


def _taking_over(own: Rule, parents: list[Rule], hours: int) -> Rule:
    """Return a rule with the lines of others; a result may be no older than the rule itself allows."""
    rule = own
    for parent in parents:
        limits = tuple(replace(limit, hours=min(limit.hours, hours)) for limit in parent.limits)
        rule = replace(
            rule,
            limits=rule.limits + limits,
            together=rule.together + parent.together,
            moved=rule.moved + parent.moved,
            asked=rule.asked + parent.asked,
            holds=rule.holds + parent.holds,
            hearts=rule.hearts + parent.hearts,
            ecog_most=parent.ecog_most if rule.ecog_most is None else rule.ecog_most,
            weight_percent=parent.weight_percent if rule.weight_percent is None else rule.weight_percent,
        )
    return rule


def _list(entry: Fields, name: str) -> list[Fields]:
    return entry.children(name) if name in entry else []


def _limit(fields: Fields, hours: int, sources: tuple[str, ...], steps: Steps) -> Limit:
    analyte = _analyte(fields, computed=True)
    least, most = fields.optional_number("least"), fields.optional_number("most")
    if (least is None) == (most is None):
        fields.refuse("least", "or most must be given, and not both")
    low = least is not None
    bound = least if least is not None else most
    assert bound is not None
    times_upper = "of" in fields
    if times_upper and fields.text("of") != "upper":
        fields.refuse("of", "can only be upper, the upper limit of normal")
    if times_upper and analytes()[analyte].upper is None:
        fields.refuse("of", f"is upper, but {analyte} has no upper limit of normal")
    limit = Limit(
        analyte=analyte,
        bound=bound,
        low=low,
        strict=fields.flag("strict", False),
        bands=_bands(fields, low) if "bands" in fields else _one_step(analyte, bound, low, steps),
        times_upper=times_upper,
        when=fields.choice("when", When, When.EVERY_DAY),
        settings=fields.choices("settings", Setting, ()),
        required=fields.flag("required", True),
        missing=fields.choice("missing", Colour, Colour.RED),
        hours=fields.whole("hours", hours, least=1),
        sources=fields.texts("sources", sources),
    )
    fields.done()
    return limit


def _bands(fields: Fields, low: bool) -> tuple[Band, ...]:
    bands = []
    for child in fields.children("bands"):
        bands.append(
            Band(child.number("from" if low else "to"), child.optional_number("percent"), child.text("advice", ""))
        )
        child.done()
    return tuple(bands)


def _one_step(analyte: str, bound: float, low: bool, steps: Steps) -> tuple[Band, ...]:
    """Return the band of one CTCAE step beyond a bound, none for an analyte without steps."""
    return tuple(Band(step) for step in [step_beyond(steps.get(analyte, ()), bound, low)] if step is not None)


def step_beyond(steps: tuple[float, ...], bound: float, low: bool) -> float | None:
    """Return the nearest CTCAE limit beyond a bound, None without one."""
    beyond = [step for step in steps if (step < bound if low else step > bound)]
    return (max(beyond) if low else min(beyond)) if beyond else None


def _together(fields: Fields, sources: tuple[str, ...]) -> Together:
    parts = []
    for child in fields.children("parts"):
        names = child.texts("any")
        for name in names:
            if name not in analytes() or analytes()[name].upper is None:
                child.refuse("any", f"has {name}, which is no analyte with an upper limit of normal")
        parts.append((names, child.number("above")))
        child.done()
    together = Together(tuple(parts), fields.texts("sources", sources))
    fields.done()
    return together


def _moved(fields: Fields, sources: tuple[str, ...]) -> Moved:
    moved = Moved(_analyte(fields), fields.number("note_percent"), fields.number("amber_percent"), sources)
    fields.done()
    return moved


def _asked(fields: Fields, sources: tuple[str, ...]) -> Asked:
    analyte = _analyte(fields)
    asked = Asked(
        analyte,
        red=_answers(fields, "red", analyte),
        amber=_answers(fields, "amber", analyte),
        required=fields.flag("required", True),
        sex=fields.choice("sex", Sex) if "sex" in fields else None,
        below_age=fields.whole("below_age") if "below_age" in fields else None,
        hours=fields.whole("hours", least=1) if "hours" in fields else None,
        sources=sources,
    )
    fields.done()
    return asked


def _answers(fields: Fields, name: str, analyte: str) -> tuple[str, ...]:
    answers = fields.texts(name, ())
    for answer in answers:
        if answer not in analytes()[analyte].answers:
            fields.refuse(name, f"has {answer}, which is no answer of {analyte}")
    return answers


def _hold(fields: Fields, sources: tuple[str, ...], terms: Mapping[str, str]) -> Hold:
    term = fields.text("term")
    if term != OTHER and term not in terms:
        fields.refuse("term", f"is {term}, which is not among the terms")
    amber = fields.whole("amber", least=1) if "amber" in fields else None
    hold = Hold(term, amber, fields.whole("red", least=1) if "red" in fields else None, sources)
    fields.done()
    return hold


def _heart(fields: Fields, sources: tuple[str, ...]) -> Heart:
    own = fields.texts("sources", sources)
    heart = Heart(
        interval_days=fields.whole("interval_days", least=1),
        grace_days=fields.whole("grace_days"),
        verdicts=tuple(_heart_verdict(child, own) for child in _list(fields, "verdicts")),
        first_dose_only=fields.flag("first_dose_only", False),
        sources=own,
    )
    fields.done()
    return heart


def _heart_verdict(fields: Fields, sources: tuple[str, ...]) -> HeartVerdict:
    verdict = HeartVerdict(
        act=fields.choice("act", HeartAct),
        colour=fields.choice("colour", Colour),
        weeks=fields.whole("weeks", 0),
        below=fields.optional_number("below"),
        most=fields.optional_number("most"),
        fall_least=fields.optional_number("fall_least"),
        fall_above=fields.optional_number("fall_above"),
        sources=sources,
    )
    fields.done()
    return verdict


def _analyte(fields: Fields, computed: bool = False) -> str:
    name = fields.text("analyte")
    if name not in analytes() and not (computed and name == CLEARANCE):
        fields.refuse("analyte", f"is {name}, which is not in analytes.yaml")
    return name
