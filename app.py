"""The server: the dashboard, and beside it what the dashboard needs from no one else."""

import gc

# Nothing of what is imported here goes again: looking through it while more came took a quarter of
# a start.
gc.disable()

import streamlit as st
from starlette.middleware import Middleware
from starlette_compress import CompressMiddleware

from components.entrance import gate, hosts
from components.inside import names, packages, socket
from components.web import crowd, errors, logs, patience, routes, settings, warming
from components.web.bounded import Heard
from components.web.closed import Closed
from components.web.doors import Doors
from components.web.framing import sites
from components.web.headers import Policies, SaidToBrowsers
from components.web.origins import SameOrigin
from components.web.proxies import NoProxy
from components.web.uploads import Uploads

logs.set_up()
settings.check()
packages.set_up()
socket.set_up()
app = st.App(
    names.ROUTER,
    routes=routes.routes(),
    middleware=[
        Middleware(
            SaidToBrowsers,
            policies=Policies.of(routes.scripts(), sites()),
            named=hosts.named_hosts(),
        ),
        Middleware(SameOrigin, named=hosts.named_hosts()),
        *([Middleware(NoProxy)] if gate.how() is gate.SignIn.NOBODY else []),
        Middleware(Closed),
        Middleware(Doors),
        Middleware(Uploads),
        Middleware(crowd.Crowd, most=crowd.most()),
        Middleware(Heard),
        Middleware(CompressMiddleware),
        Middleware(patience.Patience),
    ],
    lifespan=warming.lifespan,
    on_script_error=errors.of_page,
    exception_handlers={Exception: errors.of_request},
)

# What is imported by now lives as long as the server, and is never looked through again.
gc.freeze()
gc.enable()
# Streamlit's own full collection after each run is turned off in .streamlit/config.toml: with many
# readers it took much of the server's time. Instead one comes when a million objects were made and
# not yet let go (50,000 times 5 times 4). Reading a large file makes millions of texts, so the
# first number is not the usual 700.
gc.set_threshold(50_000, 5, 4)
