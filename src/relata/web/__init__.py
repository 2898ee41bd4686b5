"""How is the ledger looked at in a browser, and asked by programs?

Takes a ledger file; gives pages, each with its own address and the same content as JSON and CSV, and an API.
Server-rendered, everything served by the app itself. Left out on purpose: coding (whoever serves brings what reads), writing.
"""

from .access import TokenError
from .app import create_app
from .server import PageServer, ServeError, is_local, make_server
from .serving import Limits, Read

__all__ = ["Limits", "PageServer", "Read", "ServeError", "TokenError", "create_app", "is_local", "make_server"]
