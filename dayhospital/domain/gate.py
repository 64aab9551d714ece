"""Gates: what must be true before a treatment is given, as data. :mod:`dayhospital.clinical.gates` judges by it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dayhospital.domain.findings import Finding
from dayhospital.domain.patient import Sex
from dayhospital.domain.regimen import Setting
from dayhospital.errors import InvalidValue


class Colour(StrEnum):
    """Green: inside every rule. Amber: a doctor decides and signs. Red: held unless a doctor gives a reason."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def rank(self) -> int:
        """0 for green, 2 for red."""
        return tuple(Colour).index(self)


def worst(colours: "list[Colour] | tuple[Colour, ...]") -> Colour:
    return max(colours, key=lambda colour: colour.rank, default=Colour.GREEN)


class When(StrEnum):
    """On which treatment days a line is looked at."""

    EVERY_DAY = "every_day"
    DAY_1 = "day_1"
    LATER_DAYS = "later_days"
    """The days of a cycle after its first."""
    FIRST_DOSE = "first_dose"
    LATER_DOSES = "later_doses"


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch beyond a limit in which a doctor decides, up to and with :attr:`bound`."""

    bound: float
    percent: float | None = None
    """Of the dose, where the source gives it."""
    advice: str = ""
    """What the source says to do there, in a few words."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One figure: at least, or at most, a bound; amber in its bands; red beyond."""

    analyte: str
    """A key of ``resources/analytes.yaml``, or :data:`CLEARANCE`."""
    bound: float
    low: bool
    """True: at least the bound. False: at most."""
    strict: bool = False
    """The bound itself is not enough."""
    bands: tuple[Band, ...] = ()
    """From the nearest to the bound to the farthest."""
    times_upper: bool = False
    """Bound and bands are multiples of the upper limit of normal."""
    when: When = When.EVERY_DAY
    settings: tuple[Setting, ...] = ()
    """Empty: in every setting."""
    required: bool = True
    """A value that is missing or too old shuts the gate."""
    missing: Colour = Colour.RED
    """The colour of a required value that is missing or too old."""
    hours: int = 72
    """How old a value may be."""
    sources: tuple[str, ...] = ()


CLEARANCE = "clearance"
"""Creatinine clearance in mL/min, computed from the creatinine, weight, age and sex."""


@dataclass(frozen=True, slots=True)
class Together:
    """Figures that shut a gate only when all are beyond their bound, in multiples of the upper limit of normal."""

    parts: tuple[tuple[tuple[str, ...], float], ...]
    """Analytes of which one is enough, and the multiple it must be above."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that asks for the dose to be worked out again when it moved since the cycle before."""

    analyte: str
    note_percent: float
    amber_percent: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A test that is asked for once, before a first dose."""

    analyte: str
    red: tuple[str, ...] = ()
    """Answers that shut the gate."""
    amber: tuple[str, ...] = ()
    required: bool = True
    sex: Sex | None = None
    """Asked of this sex only."""
    below_age: int | None = None
    """Asked of younger patients only, in years."""
    hours: int | None = None
    """How old an answer may be; None without end."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """From which CTCAE grade on a toxicity is amber and red."""

    term: str
    """A toxicity term, or :data:`OTHER` for every term the rule does not name."""
    amber: int | None
    red: int | None
    sources: tuple[str, ...] = ()


OTHER = "other"


class HeartAct(StrEnum):
    """What an ejection fraction asks for."""

    WATCH = "watch"
    REPEAT = "repeat"
    HOLD = "hold"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class HeartVerdict:
    """What to do at an ejection fraction, in percent, with a fall from the one before treatment, in points."""

    act: HeartAct
    colour: Colour
    weeks: int = 0
    """When to look again."""
    below: float | None = None
    most: float | None = None
    fall_least: float | None = None
    fall_above: float | None = None
    sources: tuple[str, ...] = ()

    def fits(self, value: float, fall: float) -> bool:
        """Return whether every bound of it is met."""
        return (
            (self.below is None or value < self.below)
            and (self.most is None or value <= self.most)
            and (self.fall_least is None or fall >= self.fall_least)
            and (self.fall_above is None or fall > self.fall_above)
        )


@dataclass(frozen=True, slots=True)
class Heart:
    """When an ejection fraction is due, and what it allows."""

    interval_days: int
    """Amber from this age of the last one on."""
    grace_days: int
    """Red from so many days more on."""
    verdicts: tuple[HeartVerdict, ...] = ()
    """The first that fits counts; without one it is green."""
    first_dose_only: bool = False
    """Only the one before the start is asked for."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One laboratory rule of the catalogue, named by the regimens."""

    id: str
    name: str
    decision: bool
    """Whether a treatment day under it needs a decision."""
    limits: tuple[Limit, ...] = ()
    together: tuple[Together, ...] = ()
    moved: tuple[Moved, ...] = ()
    asked: tuple[Asked, ...] = ()
    holds: tuple[Hold, ...] = ()
    hearts: tuple[Heart, ...] = ()
    ecog_most: int | None = None
    weight_percent: float | None = None
    """A change of weight since the start from which the dose is worked out again."""
    note: str = ""
    confidence: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The laboratory rules and toxicity terms of ``resources/gates.yaml``."""

    rules: dict[str, Rule]
    terms: dict[str, str]
    """Names of the CTCAE terms by key."""
    excepted: frozenset[str]
    """Terms that never shut a gate."""
    steps: dict[str, tuple[float, ...]]
    """CTCAE grade limits by analyte, the mildest first: how far amber goes where a rule says nothing else."""

    def rule(self, rule_id: str) -> Rule:
        """Return a rule.

        Raises:
            InvalidValue: If there is none of that name.
        """
        try:
            return self.rules[rule_id]
        except KeyError:
            raise InvalidValue(f"No laboratory rule is called {rule_id}; add it to gates.yaml.") from None


@dataclass(frozen=True, slots=True)
class GateLine:
    """One thing a gate looks at, and how it stands."""

    subject: str
    """An analyte, :data:`CLEARANCE`, a toxicity term, ``ecog`` or ``weight``."""
    colour: Colour
    value: float | None = None
    """In the unit of the analyte; a grade for a toxicity; None when it is missing or an answer."""
    answer: str = ""
    bound: float | None = None
    """The threshold, in the unit of the analyte."""
    low: bool = True
    at: datetime | None = None
    """When the value was taken."""
    percent: float | None = None
    """The dose the source gives at this value."""
    finding: Finding | None = None
    """Why it is not green; None when it is."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the gate of a treatment day stands."""

    lines: tuple[GateLine, ...] = ()

    @property
    def colour(self) -> Colour:
        return worst([line.colour for line in self.lines])

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is not green, the worst first."""
        ordered = sorted(self.lines, key=lambda line: -line.colour.rank)
        return tuple(dict.fromkeys(line.finding for line in ordered if line.finding is not None))

    @property
    def percent(self) -> float | None:
        """The lowest dose a source gives for any line, None for the full dose."""
        return min((line.percent for line in self.lines if line.percent is not None), default=None)

    def line(self, subject: str) -> GateLine | None:
        return next((line for line in self.lines if line.subject == subject), None)
