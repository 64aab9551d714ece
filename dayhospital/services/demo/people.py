"""Invents people for the demonstration hospital: plainly fictional, varied, the same for the same seed."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

import yaml

from dayhospital import paths
from dayhospital.domain.patient import Access, Allergy, AllergyStatus, Escort, Home, PatientLabel, Sex, Side
from dayhospital.services.patients import PatientDetails

LANGUAGES = {"nl": "nl", "fr": "fr", "de": "de", "tr": "tr", "pl": "pl", "ar": "fr"}
"""The language spoken, by the flavour of the name."""
FLAVOURS = ("nl", "fr", "de", "tr", "pl", "ar")
SHARES = (58, 18, 8, 7, 6, 3)
HIGH_RISKS = ("delirium", "diabetes_steroids", "heart_failure", "home_oxygen")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to register; :attr:`label` has the id 0."""

    label: PatientLabel
    details: PatientDetails
    weight_kg: float


@lru_cache(maxsize=8)
def demonstration_file(name: str) -> Any:
    """Return the content of a file of ``db/demonstration``; do not change it."""
    path = paths.migrations() / "demonstration" / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


class Invention:
    """Invents one person after another; no two share name, hospital number or national number."""

    def __init__(self, random: Random, today: date) -> None:
        self._random = random
        self._today = today
        self._words: dict[str, Any] = demonstration_file("names")
        self._number = 190_000
        self._names: set[tuple[str, str]] = set()
        self._families: set[str] = set()
        self._nationals: set[str] = set()

    def person(self) -> Person:
        """Return a new person, most often a woman between 35 and 85."""
        random = self._random
        male = random.random() < 0.012
        flavour = random.choices(FLAVOURS, SHARES)[0]
        family, given = self._name(flavour, male)
        birth = self._today - timedelta(days=int(365.25 * min(89.0, max(27.0, random.gauss(57, 12)))))
        self._number += random.randint(3, 97)
        hospital_number = f"H {self._number // 1000:04d} {self._number % 1000:03d}"
        sex = Sex.MALE if male else Sex.FEMALE
        label = PatientLabel(0, family, given, birth, sex, hospital_number, self._national_number(birth, male))
        return Person(label, self._details(flavour, birth), round(min(128.0, max(42.0, random.gauss(71, 13))), 1))

    def namesake(self, person: Person) -> Person:
        """Return a new person with the family name of another, written the same or nearly so."""
        other = self.person()
        return replace(other, label=replace(other.label, family_name=person.label.family_name))

    def _name(self, flavour: str, male: bool) -> tuple[str, str]:
        """Return a name nobody has; family names are used again only when there are no others left."""
        given_names = self._words["given"]["male" if male else flavour]
        for _ in range(40):
            family = self._family_name(flavour)
            if family not in self._families:
                break
        for _ in range(40):
            given = self._random.choice(given_names)
            if (family, given) not in self._names:
                break
        self._families.add(family)
        self._names.add((family, given))
        return family, given

    def _family_name(self, flavour: str) -> str:
        unused: list[str] = [name for name in self._words["surnames"][flavour] if name not in self._families]
        if unused:
            return self._random.choice(unused)
        first, second = (self._random.choice(part) for part in self._words["parts"][flavour])
        return f"{first} {second}" if second[0].isupper() else first + second

    def _national_number(self, birth: date, male: bool) -> str:
        """Return a number with a serial nobody is given (000, 998, 999); none where those are taken."""
        for serial in ("999",) if male else ("000", "998"):
            digits = f"{birth:%y%m%d}{serial}"
            check = 97 - int(("2" if birth.year >= 2000 else "") + digits) % 97
            number = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-{serial}.{check:02d}"
            if number not in self._nationals and self._random.random() < 0.95:
                self._nationals.add(number)
                return number
        return ""

    def _details(self, flavour: str, birth: date) -> PatientDetails:
        random, words = self._random, self._words
        telephone = f"+32 4{random.randint(60, 99)} 00 {random.randint(0, 99):02d} {random.randint(0, 99):02d}"
        allergy_status, allergies = self._allergies()
        return PatientDetails(
            language=LANGUAGES[flavour],
            address=f"{random.choice(words['streets'])} {random.randint(1, 140)}, {random.choice(words['towns'])}",
            telephone=telephone,
            contact=random.choice(("Partner", "Daughter", "Son", "Sister", "Neighbour", "")),
            consultant=random.choice(words["consultants"]),
            height_cm=float(random.randint(150, 182)),
            ecog=random.choices((0, 1, 2, 3, None), (38, 42, 13, 3, 4))[0],
            ecog_day=self._today - timedelta(days=random.randint(0, 40)),
            allergy_status=allergy_status,
            allergies=allergies,
            earlier_reaction_grade=random.choices((None, 1, 2, 3), (90, 5, 4, 1))[0],
            access=self._access(),
            home=self._home(telephone, birth),
        )

    def _allergies(self) -> tuple[AllergyStatus, tuple[Allergy, ...]]:
        status = self._random.choices(
            (AllergyStatus.NONE_KNOWN, AllergyStatus.KNOWN, AllergyStatus.NOT_RECORDED), (66, 26, 8)
        )[0]
        if status is not AllergyStatus.KNOWN:
            return status, ()
        chosen = self._random.sample(self._words["substances"], self._random.choice((1, 1, 1, 2)))
        return status, tuple(Allergy(substance, reaction, severe) for substance, reaction, severe in chosen)

    def _access(self) -> Access:
        random = self._random
        return Access(
            diva_score=random.choices((None, 0, 1, 2, 3, 4, 5), (15, 22, 28, 16, 10, 6, 3))[0],
            failed_cannulations=random.choices((0, 1, 2), (86, 10, 4))[0],
            extravasation_before=random.random() < 0.02,
            axillary_surgery=random.choices((None, Side.LEFT, Side.RIGHT), (70, 15, 15))[0],
            lymphoedema=random.random() < 0.05,
            wants_port=random.random() < 0.05,
        )

    def _home(self, telephone: str, birth: date) -> Home:
        random = self._random
        alone = random.random() < (0.34 if self._today.year - birth.year > 72 else 0.18)
        risks = frozenset(random.sample(HIGH_RISKS, 1)) if random.random() < 0.06 else frozenset[str]()
        return Home(
            escort=random.choices(tuple(Escort), (8, 24, 50, 18))[0],
            lives_alone=alone,
            adult_first_night=(not alone) or random.random() < 0.4,
            travel_minutes=random.choices((10, 20, 30, 45, 60, 75, 100), (16, 26, 24, 18, 9, 5, 2))[0],
            telephone=telephone,
            high_risk=risks,
        )
