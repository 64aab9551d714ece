"""Findings as they are read aloud, so that a test can hold the whole sentence against what it must say."""

from collections.abc import Iterable

from dayhospital.domain.findings import Finding
from dayhospital.ui.texts import finding_text


def spoken(findings: Iterable[Finding]) -> list[str]:
    """Return the sentences."""
    return [finding_text(one) for one in findings]
