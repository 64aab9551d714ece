"""How names are compared and found: accents, capitals, hyphens, apostrophes and word order do not matter.

``search_text`` is what a patient row stores, ``query_terms`` what somebody typed; a patient is found when her search
text contains every term. Both hold only letters, digits and single spaces, so a term is safe inside ``LIKE '%term%'``.
"""

import contextlib
import re
import unicodedata
from datetime import date

_FOLDED = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ħ": "h", "ŧ": "t"}
)
"""Letters that decomposition leaves alone, after casefolding."""
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´′"))
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            ("jan",),
            ("feb", "fev"),
            ("mar", "mrt", "maa"),
            ("apr", "avr"),
            ("may", "mei", "mai"),
            ("jun", "juin"),
            ("jul", "juil"),
            ("aug", "aou"),
            ("sep",),
            ("oct", "okt"),
            ("nov",),
            ("dec",),
        ),
        start=1,
    )
    for word in words
}
"""First letters of the months in English, Dutch and French."""
_DATE = re.compile(r"(?<!\w)(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4}|\d{2})(?!\w)(?![./-]\d)")
_ISO_DATE = re.compile(r"(?<!\w)(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\w)(?![./-]\d)")
_WRITTEN_DATE = re.compile(r"(?<!\w)(\d{1,2})[\s./-]*([a-z]{3,9})[\s./-]*(\d{4}|\d{2})(?!\w)")
_DIGIT_RUN = re.compile(r"(?<=\d)[./-]+(?=\d)")


def normalise(text: str) -> str:
    """Return lower-case words without marks, joined by single spaces: ``d'Hondt-ÖZ`` gives ``dhondt oz``.

    Apostrophes vanish; anything else that is neither letter nor digit separates words.
    """
    return " ".join(tokens(text))


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of :func:`normalise` one by one."""
    folded = _fold(text)
    return tuple("".join(letter if letter.isalnum() else " " for letter in folded).split())


def same_name(a: str, b: str) -> bool:
    """Return whether two family names are told apart by nothing but spelling habits (homonyms on one day)."""
    return bool(tokens(a)) and "".join(tokens(a)) == "".join(tokens(b))


def search_text(family: str, given: str, birth_date: date, hospital_number: str, national_number: str = "") -> str:
    """Return what a patient can be found by: names apart and joined, both numbers, the birth date day first.

    Other writings of a whole date are left to the search (:func:`dates_in`): the shorter the texts, the sooner all are
    read through.
    """
    parts = dict.fromkeys(
        (
            normalise(family),
            normalise(given),
            "".join(tokens(family)),
            "".join(tokens(given)),
            "".join(tokens(hospital_number)),
            "".join(tokens(national_number)),
            f"{birth_date:%d%m}{birth_date.year:04d}",
        )
    )
    return " ".join(part for part in parts if part)


def query_terms(text: str) -> tuple[str, ...]:
    """Return the terms a search text must all contain.

    Dates in figures (day first, or year first with four digits) or with a month's name become one term of digits;
    numbers written in groups (``61.05.17-000.00``) are joined.
    """
    folded = _fold(text)
    folded = _ISO_DATE.sub(lambda found: _digits(found[1], found[2], found[3]), folded)
    folded = _WRITTEN_DATE.sub(_written, folded)
    folded = _DATE.sub(lambda found: _digits(found[1], found[2], found[3]), folded)
    return tuple(dict.fromkeys(tokens(_DIGIT_RUN.sub("", folded))))


def dates_in(term: str) -> tuple[date, ...]:
    """Return the dates a term of six or eight figures could mean: day first, or year first with four digits."""
    if not (term.isascii() and term.isdigit()):
        return ()
    if len(term) == 6:
        ways = [(century + term[4:], term[2:4], term[:2]) for century in ("19", "20")]
    elif len(term) == 8:
        ways = [(term[4:], term[2:4], term[:2]), (term[:4], term[4:6], term[6:])]
    else:
        return ()
    found = []
    for year, month, day in ways:
        with contextlib.suppress(ValueError):
            found.append(date(int(year), int(month), int(day)))
    return tuple(found)


def _fold(text: str) -> str:
    plain = text.translate(_APOSTROPHES).casefold()
    decomposed = unicodedata.normalize("NFKD", plain)
    # Casefolding again: decomposing can bring capitals back (ℋ, ᴬ).
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold().translate(_FOLDED)


def _digits(*groups: str) -> str:
    return " " + "".join(f"{int(group):02d}" for group in groups) + " "


def _written(found: re.Match[str]) -> str:
    month = _MONTHS.get(found[2][:4]) or _MONTHS.get(found[2][:3])
    return found[0] if month is None else _digits(found[1], str(month), found[3])
