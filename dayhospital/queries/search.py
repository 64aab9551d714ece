"""Finds patients by name, hospital number, birth date or national number, in any order and writing."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, and_, select, true

from dayhospital.domain.names import dates_in, query_terms
from dayhospital.domain.patient import PatientLabel
from dayhospital.queries.sessions import LABEL_COLUMNS, label_of
from dayhospital.storage.tables import patients

_p = patients.c


def find(connection: Connection, text: str, limit: int = 20) -> tuple[PatientLabel, ...]:
    """Return the patients whose search text contains every term, those whose name begins with the first one in front.

    Without a term nobody is found.
    """
    terms = query_terms(text)
    if not terms:
        return ()
    ids = matching_ids(connection, terms, limit)
    if not ids:
        return ()
    rows = connection.execute(select(*LABEL_COLUMNS).where(_p.id.in_(ids)))
    labels = {row[0]: label_of(row) for row in rows}
    return tuple(labels[id_] for id_ in ids)


def matching_ids(connection: Connection, terms: Sequence[str], limit: int) -> list[int]:
    """Return the ids of at most ``limit`` patients in search order.

    The search text begins with the family name, so a range of its index finds the likeliest people at once; who was
    born on a date that a term could be, or has it as hospital number, is found by those indexes. Only when nobody was
    born then and the others are too few is the whole index of texts read through.
    """
    named = _ids(connection, limit, _begins_with(terms[0]), *_contain(terms[1:]))
    numbered = _ids(connection, limit, _p.hospital_number.in_([*terms, *map(str.upper, terms)]), *_contain(terms))
    born = []
    for place, term in enumerate(terms):
        if days := dates_in(term):
            others = (*terms[:place], *terms[place + 1 :])
            born += _ids(connection, limit, _p.birth_date.in_(days), *_contain(others))
    found = [*named, *numbered, *born]
    if not born and len(found) < limit:
        found += _ids(connection, limit, *_contain(sorted(terms, key=len, reverse=True)))
    return list(dict.fromkeys(found))[:limit]


def _ids(connection: Connection, limit: int, *conditions: ColumnElement[bool]) -> list[int]:
    query = select(_p.id).where(*conditions).order_by(_p.search_text, _p.id).limit(limit)
    return list(connection.execute(query).scalars())


def _begins_with(term: str) -> ColumnElement[bool]:
    return and_(_p.search_text >= term, _p.search_text < term + "\U0010ffff")


def _contain(terms: Sequence[str]) -> Sequence[ColumnElement[bool]]:
    """The longest term comes first: it refuses most rows, and SQLite looks no further."""
    return [_p.search_text.contains(term) for term in terms] or [true()]
