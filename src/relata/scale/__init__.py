"""Scale: many files, many machines. The same rows as `relata read` makes, written as a lake of Parquet by a cluster of Ray.

In: paths or addresses of files, a way to make a coder, and a lake. Out: the lake, block by block. Left out: how articles are read, coded
and kept, which is that of all other rooms. Needs the extra ``scale``.
"""

from .run import read_into_lake
from .work import Job

__all__ = ["Job", "read_into_lake"]
