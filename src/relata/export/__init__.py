"""The export: how does the ledger leave in the formats that other people's scripts read?

In: a read-only connection, a format, filters. Out: files, each with its data dictionary beside it. Left out: how rows are chosen
(`store`) and measures (`relations`).
"""

from .run import FORMATS, Format, Report, dictionary, export

__all__ = ["FORMATS", "Format", "Report", "dictionary", "export"]
