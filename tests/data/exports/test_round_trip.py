"""What the desk gives away comes back without loss: every format, every table, and the whole."""

import io
from datetime import date
from zipfile import ZipFile

import pytest

from data.bundles import bundle
from data.desk.checkup import examine
from data.desk.comparing import Mode
from data.desk.uploads import Upload
from data.exports.templates import exported_csv, template
from data.language import Language
from data.record import rows
from data.record.loading import CURATED
from data.schema import LANGUAGES, TABLES
from data.store import Store, seed

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    opened = Store(f"sqlite:///{tmp_path_factory.mktemp('store')}/trip.sqlite")
    seed(opened, CURATED)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def published(store):
    return rows.tables_of(store.tables(store.current_id()))


def unchanged(store: Store, *uploads: Upload) -> set[str]:
    """Tables that these files touch; nothing may be wrong with them nor change."""
    checkup = examine(uploads, store, TODAY)
    assert checkup.accepted, (checkup.refused, checkup.checked.findings[:5])
    assert not checkup.checked.findings
    changes = checkup.changes(Mode.REPLACE)
    assert not any(changes.values()), changes
    return set(changes)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_as_csv_comes_back(store, published, table):
    upload = Upload(f"nhip-cau-{table}-v1.csv", exported_csv(table, published[table]))

    assert unchanged(store, upload) == {table}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_as_workbook_comes_back(store, published, table):
    upload = Upload("mau.xlsx", template(Language("vi"), published, [table], known=published))

    assert unchanged(store, upload) == {table}


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_whole_record_as_workbook_comes_back(store, published, code):
    upload = Upload("nhip-cau-v1.xlsx", template(Language(code), published))

    assert unchanged(store, upload) == set(TABLES)


def test_the_whole_record_as_csvs_comes_back(store, published):
    files = {f"{name}.csv": exported_csv(name, rows) for name, rows in published.items()}
    with ZipFile(io.BytesIO(bundle(files))) as archive:
        uploads = [Upload(name, archive.read(name)) for name in archive.namelist()]

    assert unchanged(store, *uploads) == set(TABLES)


def test_the_stored_tables_come_back(store):
    tables = store.tables(store.current_id())
    uploads = [Upload(f"{name}.csv", content) for name, content in tables.items()]

    assert unchanged(store, *uploads) == set(TABLES)


def test_an_empty_template_has_nothing_to_publish(store):
    checkup = examine([Upload("mau.xlsx", template(Language("vi"), None))], store, TODAY)

    assert not checkup.refused
    assert not any(checkup.changes(Mode.UPDATE).values())
