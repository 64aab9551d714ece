"""The Belgian national number (NISS/INSZ): checked, compacted, shown."""

from datetime import date

from dayhospital.domain.formats import day_text
from dayhospital.errors import InvalidValue

_DIGITS = 11


def check_national_number(text: str, birth_date: date | None = None) -> str:
    """Return the eleven digits of a national or BIS number, or an empty string for an empty text.

    Numbers issued without a full birth date are accepted beside any birth date.

    Raises:
        InvalidValue: With a sentence for the form, if the digits cannot be right or belong to another birth date.
    """
    digits = "".join(letter for letter in text if letter not in " .-/\u2013")
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidValue("A national number has digits only, written yy.mm.dd-nnn.nn: please check it.")
    if len(digits) != _DIGITS:
        raise InvalidValue(f"A national number has 11 digits, this one has {len(digits)}: please check it.")
    _check_digits(digits)
    born = _birth_date(digits)
    if birth_date is not None and born is not None and born != birth_date and not _fits_later(digits, birth_date):
        raise InvalidValue(
            f"This national number belongs to somebody born on {day_text(born)}, not {day_text(birth_date)}: "
            "please check both."
        )
    return digits


def national_number_text(digits: str) -> str:
    """Return ``61.05.17-002.28``; anything that is not eleven digits comes back unchanged."""
    if len(digits) != _DIGITS or not digits.isdigit():
        return digits
    return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-{digits[6:9]}.{digits[9:]}"


def birth_date_in(digits: str) -> date | None:
    """Return the birth date a valid number tells, None where it tells none.

    Raises:
        InvalidValue: If the number is not valid.
    """
    _check_digits(digits)
    return _birth_date(digits)


def _check_digits(digits: str) -> None:
    from stdnum.be import bis, nn

    if not nn.is_valid(digits) and not bis.is_valid(digits):
        raise InvalidValue("The check digits of this national number do not fit: please read it again from the card.")


def _birth_date(digits: str) -> date | None:
    from stdnum.be import nn

    return nn.get_birth_date(digits)


def _fits_later(digits: str, birth_date: date) -> bool:
    """Return whether a number read as 19xx is also right for somebody born in 20xx (one in 97 is)."""
    checks = 97 - int("2" + digits[:9]) % 97 == int(digits[9:])
    return checks and birth_date.year >= 2000 and digits[:6] == f"{birth_date:%y%m%d}"
