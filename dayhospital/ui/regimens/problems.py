"""What keeps a draft from being saved, in the words of the form instead of those of the file."""

import re
from dataclasses import dataclass

from dayhospital.clinical.library import Library
from dayhospital.domain.regimen import Regimen
from dayhospital.errors import LibraryError
from dayhospital.ui.regimens.words import phase_name
from dayhospital.ui.texts import say

_PATH = re.compile(r"(?:phases\[(\d+)\])?\.?(?:drugs\[(\d+)\])?\.?(.*)")
_FIELDS = {
    "cycle_days": "cycle length",
    "tolerance.early": "earliest",
    "tolerance.late": "latest",
    "short": "short name",
    "visit_minutes": "length of the visit",
    "pause_reason": "reason of the pause",
    "no_driving_reason": "reason of no driving",
    "pragmatic_observation": "pragmatic observation",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Where it is: phase and drug count from 0, −1 for neither; ``field`` is its name in the file."""

    sentence: str
    line: int
    phase: int = -1
    drug: int = -1
    field: str = ""


def problem_words(error: LibraryError, regimen: Regimen, library: Library) -> Problem:
    """Return the problem as the form tells it: ``Weekly paclitaxel, PACLitaxel: days has day 15, but …``."""
    found = _PATH.fullmatch(error.field)
    why = str(error).split(f"line {error.line}: ", 1)[-1].removeprefix(error.field).strip()
    if found is None:
        return Problem(str(error), error.line)
    phase = int(found[1]) - 1 if found[1] else -1
    drug = int(found[2]) - 1 if found[2] else -1
    where = []
    if 0 <= phase < len(regimen.phases):
        where.append(phase_name(regimen.phases[phase]) or say("part {n}", n=phase + 1))
        if 0 <= drug < len(regimen.phases[phase].drugs):
            drug_id = regimen.phases[phase].drugs[drug].drug
            where.append(next((one.shown for one in library.drugs() if one.id == drug_id), drug_id))
    field = found[3]
    words = f"{say(_FIELDS.get(field, field.replace('_', ' ')))} {why}".strip()
    sentence = f"{', '.join(where)}: {words}" if where else words[:1].upper() + words[1:]
    return Problem(sentence, error.line, phase, drug, field)
