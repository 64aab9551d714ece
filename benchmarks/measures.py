"""What every benchmark hands back, and how times are taken side by side."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what, the figure, what it is measured against, and the budget."""

    name: str
    figure: str
    against: str
    ratio: float
    budget: float

    @property
    def kept(self) -> bool:
        return self.ratio <= self.budget


def timed(work: Callable[..., object], *arguments: object) -> float:
    """Return the seconds one call takes."""
    begun = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begun


def milliseconds(times: list[float]) -> str:
    return f"{statistics.median(times) * 1e3:.2f} ms"


def compared(name: str, times: list[float], bare_name: str, bare: list[float], budget: float) -> Row:
    """Return the row of a median against a bare one."""
    against = f"{bare_name} {milliseconds(bare)}"
    return Row(name, milliseconds(times), against, statistics.median(times) / statistics.median(bare), budget)


def limited(name: str, times: list[float], limit: float) -> Row:
    """Return the row of a median against a limit in seconds."""
    return Row(name, milliseconds(times), f"{limit * 1e3:g} ms", statistics.median(times) / limit, 1.0)
