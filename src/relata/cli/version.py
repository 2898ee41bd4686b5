"""``relata version``: what a report of a problem should say."""

from __future__ import annotations

import platform
from importlib import metadata
from typing import Final

import typer

from relata import __version__

NAME: Final = "version"
# What results and files depend on.
PACKAGES: Final = ("spacy", "onnxruntime", "tokenizers", "numpy", "duckdb", "pyarrow", "trafilatura", "fastapi")


def command() -> None:
    """Print the versions that a report of a problem needs."""
    for name, version in versions():
        typer.echo(f"{name:<12} {version}")


def versions() -> list[tuple[str, str]]:
    """Name and version of Relata, Python, the system and the packages it rests on; "missing" where one is not installed."""
    found = [("relata", __version__), ("python", platform.python_version()), ("system", platform.platform())]
    return [*found, *((package, _version_of(package)) for package in PACKAGES)]


def _version_of(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "missing"
