"""Events: who did what to whom?

In: a read Doc, its actors and statements, its article. Out: PLOVER `Event`s, each tied to its words and to the statement it is
reported in. Left out on purpose: whether it is true; reported is not happened.
"""

from __future__ import annotations

from .code import Coding, code_events
from .codebook import Codebook, load_codebook
from .links import Judge
from .own import Own, learn
from .own_files import OwnType, TypesError, read_types

__all__ = ["Codebook", "Coding", "Judge", "Own", "OwnType", "TypesError", "code_events", "learn", "load_codebook", "read_types"]
