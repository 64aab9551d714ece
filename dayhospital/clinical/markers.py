"""What counts of the biomarkers: the newest result of each, and what it was before."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import digits

from dayhospital.clinical.library import Library
from dayhospital.domain.regimen import Regimen
from dayhospital.domain.result import Analyte, Result, Results

GERMLINE = "blood"
"""The specimen that says that a variant is inherited; every other one is of the tumour alone."""
POSITIVE_FROM = 1.0
"""ER and PR are positive from 1 % of stained cells on, PD-L1 from a score of 1 (source: asco-cap-er-2020)."""
VARIANT = "pathogenic"
LOOKED_FOR = frozenset({"mutated", "altered", "pathogenic"})
"""What the library says of a gene that a regimen wants changed."""
NOTEWORTHY = frozenset({"amplified", "poor", "intermediate"})


@dataclass(frozen=True, slots=True)
class Marker:
    """The results of one marker in one tumour, the newest first; germline and tumour are two markers."""

    analyte: Analyte
    results: tuple[Result, ...]

    @property
    def newest(self) -> Result:
        return self.results[0]

    def before(self, result: Result) -> Result | None:
        """Return the result that one took the place of, None if it is the first."""
        place = self.results.index(result)
        return self.results[place + 1] if place + 1 < len(self.results) else None

    def changed_from(self, result: Result) -> Result | None:
        """Return the result before this one if it said something else."""
        before = self.before(result)
        if before is None or (before.value, before.answer) == (result.value, result.answer):
            return None
        return before

    def turned(self, result: Result) -> bool:
        """Return whether a result says yes where the one before said no, or the other way round.

        A percentage or score is positive from 1 on; of answers every other one counts. Source: asco-cap-er-2020.
        """
        before = self.changed_from(result)
        if before is None or before.value is None or result.value is None:
            return before is not None
        return (before.value >= POSITIVE_FROM) != (result.value >= POSITIVE_FROM)


def markers(results: Results, known: Mapping[str, Analyte]) -> tuple[Marker, ...]:
    """Return the markers of a patient among ``known``, in its order.

    Results of two tumours stay apart, unless at most one tumour is named in all of them: then those without
    a tumour are of that one.
    """
    every = [result for result in results.all() if result.analyte in known]
    apart = len({result.tumour_id for result in every if result.tumour_id is not None}) > 1
    found: dict[tuple[str, int | None, bool], list[Result]] = {}
    for result in every:
        analyte = known[result.analyte]
        germline = analyte.specimen and is_germline(result.specimen)
        key = (result.analyte, result.tumour_id if apart and not germline else None, germline)
        found.setdefault(key, []).append(result)
    order = {name: number for number, name in enumerate(known)}
    ordered = sorted(found, key=lambda key: (order[key[0]], key[1] or 0, not key[2]))
    return tuple(Marker(known[key[0]], tuple(found[key])) for key in ordered)


def regimens_asking(result: Result, library: Library) -> tuple[Regimen, ...]:
    """Return the regimens in use that look for the variant a result has found; whether one fits is another question.

    A regimen's ``biomarkers`` name a gene by its key, several joined by ``_``, or a family without its number:
    ``esr1``, ``pik3ca_akt1_pten``, ``brca``.
    """
    if result.answer != VARIANT:
        return ()
    names = {result.analyte, result.analyte.rstrip(digits)}
    return tuple(
        regimen
        for regimen in library.all()
        if regimen.enabled
        and any(value in LOOKED_FOR and names & set(key.split("_")) for key, value in regimen.biomarkers.requires)
    )


def is_germline(specimen: str) -> bool:
    """Return whether a specimen says that what was found in it is inherited."""
    return specimen.strip().lower() == GERMLINE


def is_noteworthy(result: Result, library: Library) -> bool:
    """Return whether a result stands out on the page: a gene amplified, an enzyme slow, a variant that is inherited
    or that a regimen looks for."""
    if result.answer == VARIANT:
        return is_germline(result.specimen) or bool(regimens_asking(result, library))
    return result.answer in NOTEWORTHY
