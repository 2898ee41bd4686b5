"""The model folder: checked before use, with errors that name the file and the remedy."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from relata.errors import ModelError
from relata.reading import Model, Reader, shipped_model
from relata.reading.model import FILES, FORMAT, read_manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped model's small files; the large ones are links, to be replaced and never written to."""
    for name in ("manifest.json", "vocab.txt", "lemmas.json"):
        shutil.copy(shipped_model() / name, tmp_path / name)
    for name in ("reader.onnx", "heads.npz", "links.npz"):
        (tmp_path / name).symlink_to(shipped_model() / name)
    return tmp_path


def change(folder: Path, **values: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")


def test_the_shipped_model_is_whole() -> None:
    manifest = read_manifest(shipped_model())
    assert len(manifest.id) == 12 and "nsubj" in manifest.deprels and "NNP" in manifest.tags


def test_the_same_files_have_the_same_id(folder: Path) -> None:
    assert read_manifest(folder).id == read_manifest(shipped_model()).id


@pytest.mark.parametrize("name", ["manifest.json", *FILES])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=f"{name}: not found"):
        read_manifest(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).write_bytes(b"something else")
    with pytest.raises(ModelError, match=f"{name}: its checksum"):
        read_manifest(folder)


def test_another_format_is_refused(folder: Path) -> None:
    change(folder, format=FORMAT + 1)
    with pytest.raises(ModelError, match=f"model format {FORMAT + 1}, but this version of relata reads format {FORMAT}"):
        read_manifest(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "7", '{"format": 1}', '{"format": 1, "sha256": {}, "deprels": []}', "\x00"])
def test_a_broken_manifest_is_named(folder: Path, content: str) -> None:
    (folder / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"manifest\.json: not a model manifest"):
        read_manifest(folder)


def test_a_manifest_without_labels_is_named(folder: Path) -> None:
    raw = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    del raw["deprels"]
    (folder / "manifest.json").write_text(json.dumps(raw), encoding="utf-8")
    with pytest.raises(ModelError, match=r"manifest\.json: not a model manifest"):
        read_manifest(folder)


def test_a_manifest_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(ModelError, match=r"manifest\.json: not a model manifest"):
        read_manifest(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nowhere.*manifest\.json: not found"):
        Reader(tmp_path / "nowhere")


def test_an_encoder_that_cannot_be_loaded_is_named(folder: Path) -> None:
    (folder / "reader.onnx").unlink()
    (folder / "reader.onnx").write_bytes(b"no graph")
    sums = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["sha256"]
    change(folder, sha256=sums | {"reader.onnx": hashlib.sha256(b"no graph").hexdigest()})
    with pytest.raises(ModelError, match=r"reader\.onnx: onnxruntime cannot load it"):
        Model(folder)


def test_another_folder_reads_the_same(folder: Path, reader: Reader) -> None:
    text = "Norland and Sudria signed a pact in Port Vell."
    assert Reader(folder).read(text).to_bytes(exclude=["user_data"]) == reader.read(text).to_bytes(exclude=["user_data"])
