"""Finds patients by name, hospital number, birth date or national number, in any order and writing."""

import contextlib
from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, select, true

from dayhospital.domain.names import query_terms
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

    The search text begins with the family name, so a range of its index finds the likeliest people at once; only when
    they are too few is the whole index read through, which holds nothing but the texts.
    """
    ids = list(
        connection.execute(
            select(_p.id)
            .where(_begins_with(terms[0]), *_contain(terms[1:]))
            .order_by(_p.search_text, _p.id)
            .limit(limit)
        ).scalars()
    )
    if not ids and (born := _days_in(terms)):
        dated = select(_p.id).where(_p.birth_date.in_(born), *_contain(terms)).order_by(_p.search_text, _p.id)
        ids = list(connection.execute(dated.limit(limit)).scalars())
        if ids:
            return ids
    if len(ids) < limit:
        others = select(_p.id).where(*_contain(sorted(terms, key=len, reverse=True))).order_by(_p.search_text, _p.id)
        found = set(ids)
        more = connection.execute(others.limit(limit)).scalars()
        ids += [id_ for id_ in more if id_ not in found][: limit - len(ids)]
    return ids


def _days_in(terms: Sequence[str]) -> list[date]:
    """Return the dates of birth that terms could mean: eight figures, day first."""
    found = []
    for term in terms:
        if len(term) == 8 and term.isdigit():
            with contextlib.suppress(ValueError):
                found.append(date(int(term[4:]), int(term[2:4]), int(term[:2])))
    return found


def _begins_with(term: str) -> ColumnElement[bool]:
    return and_(_p.search_text >= term, _p.search_text < term + "\U0010ffff")


def _contain(terms: Sequence[str]) -> Sequence[ColumnElement[bool]]:
    """The longest term comes first: it refuses most rows, and SQLite looks no further."""
    return [_p.search_text.contains(term) for term in terms] or [true()]
