"""Publications of single rows, and the edition after them with all that came before."""

from dataclasses import replace

from data.exports.edition import Edition, edition_of
from data.exports.past import past_of
from data.language import Language
from data.record.canonical import canonical
from data.record.hiding import Hidden, without
from data.record.rows import rows_of
from data.schema import TABLES
from data.store import Store, Version

ALL = Hidden()


def put(store: Store, table: str, key: str, **cells: str) -> Version:
    """Publish one row changed; without cells it is taken out."""
    rows = rows_of(table, store.tables(store.current_id())[table])
    if cells:
        rows[key] = {**rows.get(key, dict.fromkeys(TABLES[table].fields, "")), **cells}
    else:
        del rows[key]
    content = canonical(TABLES[table], rows.values())
    before = store.current_id()
    return store.publish({table: content}, parent=before, author="Lò Thị Ban", note="Sửa theo thư")


def newest(store: Store, code: str = "en", *, secret: Hidden = ALL, names: bool = False) -> Edition:
    """The newest version, which knows what the versions before it changed."""
    version = store.current()
    made = edition_of(version, without(store.tables(version.id), secret), Language(code))
    past = past_of(store, version.id, secret)
    return replace(made, past=lambda: past, names_people=names)
