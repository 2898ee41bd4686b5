"""How is the ledger looked at in a browser?

Takes a ledger file; gives pages, each with its own address and the same content as JSON.
Server-rendered, everything served by the app itself. Left out on purpose: coding, measuring, writing.
"""

from .app import create_app
from .server import PageServer, ServeError, make_server

__all__ = ["PageServer", "ServeError", "create_app", "make_server"]
