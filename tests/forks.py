"""The one process of a worker of the tests from which others are split off within milliseconds.

``multiprocessing`` keeps no more than one, so it has imported what any of them needs: packages for
the programs of ``tests/browser/split.py``, and the store for processes that use one beside a test.
"""

import multiprocessing

_IMPORTED = (
    "argon2",
    "authlib.common.errors",
    "babel.dates",
    "babel.messages.mofile",
    "babel.numbers",
    "babel.units",
    "choreographer.browsers.chromium",
    "docx",
    "docxtpl",
    "edtf",
    "folium.plugins",
    "http.cookiejar",
    "httpx2",
    "icalendar",
    "itsdangerous",
    "joserfc.errors",
    "kaleido",
    "lxml.etree",
    "openpyxl",
    "pandas",
    "PIL.Image",
    "plotly.graph_objects",
    "plotly.offline",
    "plotly.subplots",
    "psycopg",
    "pyarrow",
    "pyarrow.csv",
    "pytest",
    "python_calamine",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite",
    "starlette_compress",
    "streamlit",
    "streamlit.elements.plotly_chart",
    "streamlit.proto.NewSession_pb2",
    "streamlit.runtime.scriptrunner",
    "streamlit.web.cli",
    "streamlit.web.server.starlette",
    "uvicorn",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.h11_impl",
    "websockets.extensions.permessage_deflate",
    "xlsxwriter",
    "zstandard",
    "tests.data.store.stores",
)
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(list(_IMPORTED))
