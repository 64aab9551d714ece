"""What a need asks, as a finding: the sentence of the library page and of each verdict, without any patient."""

from collections.abc import Callable, Mapping, Sequence

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.fit_case import sentence
from dayhospital.domain.findings import Finding
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.tumour import Her2Status

NOT_POSITIVE = {Her2Status.LOW, Her2Status.ULTRALOW, Her2Status.NEGATIVE}
"""What counts as HER2 negative where low is not told apart."""


def asked_of(need: Need) -> Finding:
    """Return what a need asks; of *any_of*, which is several, nothing: ask its parts.

    Raises:
        KeyError: If it is an *any_of*.
    """
    return _ASKED[need.kind](need)


def either(words: Sequence[str]) -> str:
    return " or ".join(word.replace("_", " ") for word in words)


def _her2(need: Need) -> Finding:
    wanted = "negative or low" if set(need.words) == NOT_POSITIVE else either(need.words)
    return sentence("need-her2", "library", wanted=wanted)


def _receptor(name: str) -> Callable[[Need], Finding]:
    return lambda need: sentence("need-receptor", "library", name=name, wanted=either(need.words))


def _altered(need: Need) -> Finding:
    code = "need-germline" if need.germline else "need-altered"
    return sentence(code, "library", genes=either([analytes()[gene].name for gene in need.words]))


def _result(need: Need) -> Finding:
    analyte = analytes()[need.about]
    if analyte.answers:
        return sentence("need-answer", "library", analyte=analyte.name, wanted=either(need.words))
    limit = need.limit or 0.0
    words = f"{limit:g} {analyte.unit}".strip() if need.compare != "times_upper" else f"{limit:g} × ULN"
    return sentence(_COMPARED[need.compare], "library", analyte=analyte.name, limit=words)


_COMPARED = {
    "at_least": "need-at-least",
    "at_most": "need-at-most",
    "below": "need-below",
    "times_upper": "need-at-most",
}


def _wanted(code: str, source: str = "library") -> Callable[[Need], Finding]:
    return lambda need: sentence(code, source, wanted=either(need.words))


def _limit(code: str) -> Callable[[Need], Finding]:
    return lambda need: sentence(code, "library", limit=f"{need.limit or 0.0:g}")


def _drugs(code: str) -> Callable[[Need], Finding]:
    return lambda need: sentence(code, "library", what=either(need.words))


def _menopause(need: Need) -> Finding:
    after = "after_or_suppressed" in need.words
    return sentence("need-after-menopause" if after else "need-before-menopause", "menopause-age")


def _earlier(need: Need) -> Finding:
    code = "need-earlier-within" if need.within_days else "need-earlier"
    where = f" ({either(need.lines_in)})" if need.lines_in else ""
    least, days = round(need.limit or 1), need.within_days or 0
    return sentence(code, "library", what=either(need.words), least=least, where=where, days=days)


_ASKED: Mapping[NeedKind, Callable[[Need], Finding]] = {
    NeedKind.HER2: _her2,
    NeedKind.ER: _receptor("ER"),
    NeedKind.PR: _receptor("PR"),
    NeedKind.HORMONE_RECEPTORS: _wanted("need-hormone-receptors"),
    NeedKind.ALTERED: _altered,
    NeedKind.STAGE: _wanted("need-stage"),
    NeedKind.NODES: _wanted("need-nodes"),
    NeedKind.RESULT: _result,
    NeedKind.ECOG: _limit("need-ecog"),
    NeedKind.AGE: _limit("need-age"),
    NeedKind.CLEARANCE: _limit("need-clearance"),
    NeedKind.MENOPAUSE: _menopause,
    NeedKind.PREGNANCY: lambda _need: sentence("need-not-pregnant", "library"),
    NeedKind.EARLIER: _earlier,
    NeedKind.NOT_AFTER: _drugs("need-not-after"),
    NeedKind.ENDOCRINE: _wanted("need-endocrine", "eso-esmo-abc"),
    NeedKind.BESIDE: _drugs("need-beside"),
    NeedKind.ASK: lambda need: sentence("need-ask", "library", question=need.about),
}
