"""The picture of a tumour now: of every receptor the result that counts, and what has changed since the diagnosis.

The receptors of the diagnosis stand with the tumour, later ones are results. The newest one counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from dayhospital.domain.findings import Finding, Severity
from dayhospital.domain.result import Result, Results
from dayhospital.domain.tumour import Her2Ish, Her2Status, Tumour, her2_status

POSITIVE_FROM_PERCENT = 1.0
"""Stained nuclei from which a hormone receptor is positive. Source: asco-cap-2020-er."""
PRIMARY = "first biopsy"
"""The specimen of what stands with the tumour itself."""
STAINED_ZERO = "0 with staining"
_FALLS = (Her2Status.POSITIVE, Her2Status.LOW, Her2Status.ULTRALOW, Her2Status.NEGATIVE)


class Receptor(StrEnum):
    """A hormone receptor."""

    UNKNOWN = "unknown"
    NEGATIVE = "negative"
    POSITIVE = "positive"


@dataclass(frozen=True, slots=True)
class Marker:
    """What one receptor is, by the result that counts."""

    status: str
    """A :class:`Receptor` or a :class:`Her2Status`."""
    value: str = ""
    """As it is written: ``90 %``, ``IHC 2+, not amplified``."""
    day: date | None = None
    specimen: str = ""
    percent: float | None = None
    ihc: int | None = None
    ish: Her2Ish = Her2Ish.NOT_DONE


@dataclass(frozen=True, slots=True)
class TumourPicture:
    """The receptors that count now, and the changes on the way here."""

    er: Marker
    pr: Marker
    her2: Marker
    changes: tuple[Finding, ...] = ()

    @property
    def hormone_receptors(self) -> Receptor:
        """Positive when one of the two is, negative when both are."""
        both = {self.er.status, self.pr.status}
        if Receptor.POSITIVE in both:
            return Receptor.POSITIVE
        return Receptor.UNKNOWN if Receptor.UNKNOWN in both else Receptor.NEGATIVE

    @property
    def triple_negative(self) -> bool:
        negative = {Her2Status.NEGATIVE, Her2Status.ULTRALOW, Her2Status.LOW}
        return self.hormone_receptors is Receptor.NEGATIVE and self.her2.status in negative


def tumour_picture(tumour: Tumour | None, results: Results) -> TumourPicture:
    """Return the picture of a tumour; of unknown receptors when there is no tumour and no result.

    Results of another tumour do not count, those without a tumour do.
    """
    er = _percents("er", None if tumour is None else tumour.er_percent, tumour, results)
    pr = _percents("pr", None if tumour is None else tumour.pr_percent, tumour, results)
    her2 = _her2(tumour, results)
    changes = [
        *_receptor_changes("ER", er),
        *_receptor_changes("PR", pr),
        *_her2_changes(her2),
    ]
    unknown, no_her2 = Marker(Receptor.UNKNOWN), Marker(Her2Status.UNKNOWN)
    return TumourPicture(_last(er, unknown), _last(pr, unknown), _last(her2, no_her2), tuple(changes))


def tumour_now(tumour: Tumour, picture: TumourPicture) -> Tumour:
    """Return a tumour with the receptors that count, for the banner; staining of a HER2 score 0 is not told apart."""
    er, pr, her2 = picture.er, picture.pr, picture.her2
    return replace(
        tumour,
        er_percent=tumour.er_percent if er.percent is None else round_percent(er.percent),
        pr_percent=tumour.pr_percent if pr.percent is None else round_percent(pr.percent),
        her2_ihc=her2.ihc,
        her2_ish=her2.ish,
    )


def round_percent(value: float) -> int:
    """Return whole per cent that are on the same side of the limit of 1 % as the value."""
    return 0 if value < POSITIVE_FROM_PERCENT else round(value)


def of_tumour(results: Sequence[Result], tumour: Tumour | None) -> tuple[Result, ...]:
    """Return the results that are about a tumour or about none by name, the oldest first."""
    known = [one for one in results if tumour is None or one.tumour_id in {None, tumour.id}]
    return tuple(sorted(known, key=lambda one: (one.at, one.id)))


def _last(markers: Sequence[Marker], unknown: Marker) -> Marker:
    return markers[-1] if markers else unknown


def _percents(analyte: str, baseline: int | None, tumour: Tumour | None, results: Results) -> list[Marker]:
    """Return every value of a hormone receptor, the oldest first."""
    found = []
    if tumour is not None and baseline is not None:
        found.append(_percent(float(baseline), tumour.diagnosed, PRIMARY))
    for one in of_tumour(results.all(analyte), tumour):
        if one.value is not None:
            found.append(_percent(one.value, one.at.date(), one.specimen))
    return sorted(found, key=lambda marker: marker.day or date.min)


def _percent(value: float, day: date, specimen: str) -> Marker:
    status = Receptor.POSITIVE if value >= POSITIVE_FROM_PERCENT else Receptor.NEGATIVE
    return Marker(status, f"{value:g} %", day, specimen, value)


def _her2(tumour: Tumour | None, results: Results) -> list[Marker]:
    """Return HER2 of every specimen, the oldest first: stain and hybridisation of one specimen belong together."""
    found = []
    if tumour is not None and tumour.her2 is not Her2Status.UNKNOWN:
        value = her2_value("" if tumour.her2_ihc is None else _score(tumour.her2_ihc), tumour.her2_ish)
        found.append(Marker(tumour.her2, value, tumour.diagnosed, PRIMARY, ihc=tumour.her2_ihc, ish=tumour.her2_ish))
    specimens: dict[tuple[date, str], dict[str, str]] = {}
    for analyte in ("her2_ihc", "her2_ish"):
        for one in of_tumour(results.all(analyte), tumour):
            specimens.setdefault((one.at.date(), one.specimen.casefold()), {})[analyte] = one.answer
            specimens[one.at.date(), one.specimen.casefold()]["where"] = one.specimen
    for (day, _), answers in specimens.items():
        ihc, ish = answers.get("her2_ihc", ""), _ISH[answers.get("her2_ish", "")]
        score = int(ihc[0]) if ihc else None
        found.append(Marker(_status(ihc, ish), her2_value(ihc, ish), day, answers["where"], ihc=score, ish=ish))
    return sorted(found, key=lambda marker: marker.day or date.min)


_ISH = {"": Her2Ish.NOT_DONE, "amplified": Her2Ish.AMPLIFIED, "not amplified": Her2Ish.NOT_AMPLIFIED}


def _status(ihc: str, ish: Her2Ish) -> Her2Status:
    if ihc == STAINED_ZERO and ish is not Her2Ish.AMPLIFIED:
        return Her2Status.ULTRALOW
    return her2_status(int(ihc[0]) if ihc else None, ish)


def her2_value(ihc: str, ish: Her2Ish) -> str:
    """Return stain and hybridisation as they are written: ``IHC 2+, not amplified``."""
    words = {Her2Ish.AMPLIFIED: "amplified", Her2Ish.NOT_AMPLIFIED: "not amplified", Her2Ish.NOT_DONE: ""}
    return ", ".join(part for part in (f"IHC {ihc}" if ihc else "", words[ish]) if part)


def _score(ihc: int) -> str:
    return f"{ihc}+" if ihc else "0"


def _pairs(markers: Sequence[Marker]) -> Iterator[tuple[Marker, Marker]]:
    return pairwise(markers)


def _receptor_changes(name: str, markers: Sequence[Marker]) -> list[Finding]:
    found = []
    for before, after in _pairs(markers):
        if before.status != after.status:
            code = "receptor-lost" if after.status is Receptor.NEGATIVE else "receptor-gained"
            found.append(Finding(Severity.WARNING, code, "asco-cap-2020-er", _change(before, after, name)))
    return found


def _her2_changes(markers: Sequence[Marker]) -> list[Finding]:
    """Return losses and gains of HER2; what is equivocal or unknown is passed over."""
    found = []
    for before, after in _pairs([marker for marker in markers if marker.status in _FALLS]):
        order = [_FALLS.index(Her2Status(marker.status)) for marker in (before, after)]
        if order[0] == order[1]:
            continue
        code = "her2-gained" if order[1] < order[0] else "her2-lost" if order[0] == 0 else "her2-lower"
        found.append(Finding(Severity.WARNING, code, "asco-cap-2023", _change(before, after, "HER2")))
    return found


def _change(before: Marker, after: Marker, name: str) -> dict[str, object]:
    return {
        "name": name,
        "before": before.status,
        "before_day": before.day,
        "now": after.status,
        "value": after.value,
        "day": after.day,
        "specimen": after.specimen,
    }
