"""The fields ``needs`` and ``safety`` as YAML: what :mod:`needs_schema` reads back as the same needs."""

from collections.abc import Sequence

from dayhospital.clinical.yaml_words import inside, listed, mapped, number
from dayhospital.domain.needs import Need, NeedKind

ALWAYS_LISTED = frozenset({NeedKind.EARLIER, NeedKind.NOT_AFTER, NeedKind.BESIDE})
"""Kinds whose words stand in brackets even when there is one."""
NUMBERS = frozenset({NeedKind.ECOG, NeedKind.AGE, NeedKind.CLEARANCE})
Lines = list[str]


def needs_lines(name: str, needs: Sequence[Need]) -> Lines:
    """Return a field with its needs, a line each; nothing without any."""
    return [f"{name}:", *_items(needs, "  ")] if needs else []


def need_line(need: Need) -> str:
    """Return a need but *any_of* on one line: ``{result: lvef, at_least: 50, sources: [FK]}``."""
    return mapped(_values(need))


def _items(needs: Sequence[Need], indent: str) -> Lines:
    lines: Lines = []
    for need in needs:
        if need.kind is not NeedKind.ANY_OF:
            lines.append(f"{indent}- {need_line(need)}")
            continue
        lines.append(f"{indent}- {need.kind.value}:")
        for way in need.ways:
            lines += [f"{indent}    - all:", *_items(way, f"{indent}        ")]
        lines += [f"{indent}  {field}: {value}" for field, value in _common(need).items()]
    return lines


def _values(need: Need) -> dict[str, str]:
    kind = need.kind
    if kind is NeedKind.RESULT:
        found = {kind.value: inside(need.about)}
        found |= {"answers": listed(need.words)} if need.words else {need.compare: number(need.limit or 0.0)}
    elif kind is NeedKind.ASK:
        found = {kind.value: inside(need.about)}
    elif kind in NUMBERS:
        found = {kind.value: number(need.limit or 0.0)}
    else:
        one = len(need.words) == 1 and kind not in ALWAYS_LISTED
        found = {kind.value: inside(need.words[0]) if one else listed(need.words)}
        found |= _more(need)
    return found | _common(need)


def _more(need: Need) -> dict[str, str]:
    found = {}
    if need.germline:
        found["germline"] = "true"
    if need.kind is NeedKind.EARLIER:
        if need.limit not in {None, 1.0}:
            found["lines"] = number(need.limit or 1.0)
    elif need.limit is not None:
        found["below"] = number(need.limit)
    if need.lines_in:
        found["lines_in"] = listed(need.lines_in)
    if need.within_days is not None:
        found["within_days"] = str(need.within_days)
    return found


def _common(need: Need) -> dict[str, str]:
    found = {"in": listed(need.settings)} if need.settings else {}
    return found | ({"sources": listed(need.sources)} if need.sources else {})
