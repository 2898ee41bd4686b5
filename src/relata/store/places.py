"""Where does an address lead: to a folder of this machine, or into an object store?

In: a path, or an address such as ``s3://bucket/news``. Out: the filesystem (pyarrow's) and the path in it. What pyarrow does not reach by
itself is reached through fsspec, where that and its part for the store are installed. Left out: what the files hold.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import fs as arrow_fs

from ..errors import StoreError

# A `Path` folds the two strokes of an address into one.
ADDRESS: Final = re.compile(r"([a-z][a-z0-9+.-]+):/+")


def is_address(place: str | Path) -> bool:
    """Whether it names an object store and no path of this machine."""
    return ADDRESS.match(str(place)) is not None


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or file somewhere.

    Attributes:
        files: the filesystem. path: in it. address: as messages and other processes name it.
    """

    files: Any
    path: str
    address: str

    @classmethod
    def at(cls, place: str | Path) -> Place:
        """Raises StoreError for an address that cannot be reached."""
        found = ADDRESS.match(str(place))
        if found is None:
            path = os.path.abspath(place)
            return cls(arrow_fs.LocalFileSystem(), path, path)
        address = f"{found[1]}://{str(place)[found.end() :]}"
        if found[1] == "file":
            address = f"file:///{str(place)[found.end() :]}"
        try:
            files, path = arrow_fs.FileSystem.from_uri(address)
        except pa.ArrowInvalid:
            files, path = _by_fsspec(address)
        except OSError as error:
            raise StoreError(f"{address}: cannot be reached ({error}). Check the address, the network and your credentials.") from error
        return cls(files, path.rstrip("/"), address.rstrip("/"))

    @property
    def is_local(self) -> bool:
        return isinstance(self.files, arrow_fs.LocalFileSystem)

    def __truediv__(self, name: str) -> Place:
        return Place(self.files, f"{self.path}/{name}", f"{self.address}/{name}")

    def is_folder(self) -> bool:
        return bool(self.files.get_file_info(self.path).type == arrow_fs.FileType.Directory)

    def exists(self) -> bool:
        return bool(self.files.get_file_info(self.path).type != arrow_fs.FileType.NotFound)

    def size(self) -> int:
        """Bytes of a file."""
        return int(self.files.get_file_info(self.path).size or 0)

    def names(self) -> list[str]:
        """What is right in the folder, in order; nothing where there is none."""
        return sorted(info.base_name for info in self.files.get_file_info(arrow_fs.FileSelector(self.path, allow_not_found=True)))

    def walk(self) -> Iterator[Place]:
        """All files in the folder and its subfolders, by path."""
        found = self.files.get_file_info(arrow_fs.FileSelector(self.path, recursive=True))
        for path in sorted(info.path for info in found if info.type == arrow_fs.FileType.File):
            yield self / path[len(self.path) :].lstrip("/")

    def read(self) -> bytes:
        with self.files.open_input_stream(self.path) as stream:
            return bytes(stream.read())

    def write(self, data: bytes) -> None:
        """The file whole or not at all. An object store does so by itself; a disk is given a file that is done. Raises StoreError."""
        folder, name = os.path.split(self.path)
        part = f"{folder}/.{name}.{os.getpid()}.part" if self.is_local else self.path
        try:
            self.files.create_dir(folder, recursive=True)
            with self.files.open_output_stream(part) as stream:
                stream.write(data)
            if self.is_local:
                os.replace(part, self.path)
        except OSError as error:
            raise StoreError(f"{self.address}: cannot be written. Check the disk and the permission. ({error})") from error

    def remove(self) -> None:
        if self.exists():
            self.files.delete_file(self.path)


def fsspec_of(place: Place) -> Any:
    """The same filesystem as fsspec has it, which DuckDB reads by. Raises StoreError where that is not installed."""
    return _fsspec(place.address)[0]


def _by_fsspec(address: str) -> tuple[Any, str]:
    found, path = _fsspec(address)
    return arrow_fs.PyFileSystem(arrow_fs.FSSpecHandler(found)), path  # type: ignore[abstract]  # the stubs lack its methods


def _fsspec(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs

        files, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        scheme = address.partition(":")[0]
        raise StoreError(
            f"{address}: {scheme}:// cannot be reached here. Install fsspec and its package for {scheme}. ({error})"
        ) from error
    return files, str(path)
