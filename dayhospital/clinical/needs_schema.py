"""The fields ``needs`` and ``safety`` of a regimen (described in ``resources/regimens/README.md``)."""

from collections.abc import Callable, Container, Iterable, Mapping

from dayhospital.clinical.analytes import analytes
from dayhospital.clinical.yaml_fields import Fields
from dayhospital.domain.drug import Drug
from dayhospital.domain.line import EndocrineResistance
from dayhospital.domain.needs import Need, NeedKind
from dayhospital.domain.setting import Setting
from dayhospital.domain.tumour import Her2Status

COMPARISONS = ("at_least", "at_most", "below", "times_upper")
CHOICES: Mapping[NeedKind, frozenset[str]] = {
    NeedKind.HER2: frozenset(status.value for status in Her2Status) - {"unknown", "equivocal"},
    NeedKind.ER: frozenset({"positive", "negative"}),
    NeedKind.PR: frozenset({"positive", "negative"}),
    NeedKind.HORMONE_RECEPTORS: frozenset({"positive", "negative"}),
    NeedKind.STAGE: frozenset({"0", "I", "II", "III", "IV"}),
    NeedKind.NODES: frozenset({"positive", "negative"}),
    NeedKind.MENOPAUSE: frozenset({"before", "after_or_suppressed"}),
    NeedKind.PREGNANCY: frozenset({"excluded"}),
    NeedKind.ENDOCRINE: frozenset(kind.value for kind in EndocrineResistance),
}
"""The words of the kinds that have a fixed set of them."""
NUMBERS = frozenset({NeedKind.ECOG, NeedKind.AGE, NeedKind.CLEARANCE})
DRUGS = frozenset({NeedKind.EARLIER, NeedKind.NOT_AFTER, NeedKind.BESIDE})


class NeedReader:
    """Reads the needs of one regimen.

    Every method raises :class:`LibraryError`, naming file, line and field, for what it does not know.
    """

    def __init__(self, drugs: Iterable[Drug], sources: Container[str]) -> None:
        self._drugs = {word for drug in drugs for word in (drug.id, drug.group, *drug.classes)}
        self._sources = sources

    def needs_of(self, fields: Fields) -> tuple[Need, ...]:
        """Return what a regimen needs and what makes it unsafe, in this order."""
        return (*self.asked(fields), *self._list(fields, "safety", safety=True))

    def asked(self, fields: Fields) -> tuple[Need, ...]:
        """Return the ``needs`` alone, as a pathway has them."""
        return self._list(fields, "needs", safety=False)

    def _list(self, fields: Fields, name: str, *, safety: bool) -> tuple[Need, ...]:
        return tuple(self._need(child, safety) for child in fields.children(name)) if name in fields else ()

    def _need(self, fields: Fields, safety: bool) -> Need:
        kinds = [kind for kind in NeedKind if kind in fields]
        if len(kinds) != 1:
            fields.refuse("", f"must name one of {', '.join(NeedKind)}")
        (kind,) = kinds
        need = self._read(kind)(kind, fields, safety)
        fields.done()
        return need

    def _read(self, kind: NeedKind) -> Callable[[NeedKind, Fields, bool], Need]:
        if kind in CHOICES or kind is NeedKind.ALTERED:
            return self._words
        if kind in NUMBERS:
            return self._number
        if kind in DRUGS:
            return self._given
        return {NeedKind.RESULT: self._result, NeedKind.ANY_OF: self._any_of}.get(kind, self._ask)

    def _made(self, kind: NeedKind, fields: Fields, safety: bool, **more: object) -> Need:
        sources = fields.texts("sources", ())
        for source in sources:
            if source not in self._sources:
                fields.refuse("sources", f"has {source}, which is not in sources.yaml")
        settings = fields.choices("in", Setting, ())
        return Need(kind, safety=safety, settings=settings, sources=sources, **more)  # type: ignore[arg-type]

    def _words(self, kind: NeedKind, fields: Fields, safety: bool) -> Need:
        words = fields.one_or_more(kind)
        known = CHOICES.get(kind) or frozenset(analytes())
        for word in words:
            if word not in known:
                fields.refuse(kind, f"must be of {', '.join(sorted(known))}, not {word}")
        more: dict[str, object] = {}
        if kind is NeedKind.ALTERED:
            more["germline"] = fields.flag("germline", False)
        elif kind in {NeedKind.ER, NeedKind.PR}:
            more["limit"] = fields.optional_number("below")
        return self._made(kind, fields, safety, words=words, **more)

    def _number(self, kind: NeedKind, fields: Fields, safety: bool) -> Need:
        return self._made(kind, fields, safety, limit=fields.number(kind))

    def _given(self, kind: NeedKind, fields: Fields, safety: bool) -> Need:
        words = fields.one_or_more(kind)
        for word in words:
            if word not in self._drugs:
                fields.refuse(kind, f"has {word}, which is no drug, class or group of drugs.yaml")
        more: dict[str, object] = {}
        if kind is NeedKind.EARLIER:
            more["limit"] = float(fields.whole("lines", 1, least=1))
            more["within_days"] = fields.whole("within_days", least=1) if "within_days" in fields else None
        return self._made(kind, fields, safety, words=words, lines_in=fields.choices("lines_in", Setting, ()), **more)

    def _result(self, kind: NeedKind, fields: Fields, safety: bool) -> Need:
        about = fields.text(kind)
        analyte = analytes().get(about)
        if analyte is None:
            fields.refuse(kind, f"has {about}, which is not in analytes.yaml")
        if analyte.answers:
            words = fields.one_or_more("answers")
            if unknown := [word for word in words if word not in analyte.answers]:
                fields.refuse("answers", f"has {unknown[0]}, which is no answer of {about}")
            return self._made(kind, fields, safety, about=about, words=words)
        compared = [name for name in COMPARISONS if name in fields]
        if len(compared) != 1:
            fields.refuse("", f"must say one of {', '.join(COMPARISONS)}")
        if compared[0] == "times_upper" and analyte.upper is None:
            fields.refuse("times_upper", f"needs an upper limit of normal, and {about} has none")
        limit = fields.number(compared[0])
        return self._made(kind, fields, safety, about=about, compare=compared[0], limit=limit)

    def _any_of(self, kind: NeedKind, fields: Fields, safety: bool) -> Need:
        ways = tuple(self._way(way, safety) for way in fields.children(kind))
        if len(ways) < 2 or not all(ways):
            fields.refuse(kind, "must have at least two ways, each a list under all")
        return self._made(kind, fields, safety, ways=ways)

    def _way(self, fields: Fields, safety: bool) -> tuple[Need, ...]:
        needs = tuple(self._need(child, safety) for child in fields.children("all"))
        fields.done()
        return needs

    def _ask(self, kind: NeedKind, fields: Fields, safety: bool) -> Need:
        return self._made(kind, fields, safety, about=fields.text(kind))
