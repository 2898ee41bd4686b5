"""The exports read back in R, as scholars' scripts read them: by base R, readr and data.table, where the machine has them."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

RSCRIPT = shutil.which("Rscript")
pytestmark = pytest.mark.skipif(RSCRIPT is None, reason="no Rscript on this machine; reading exports back in R was not tried")

# Reads a file by each reader there is, all cells as text, and writes it again with marks that no cell holds. Prints the readers.
READ = r"""
told <- commandArgs(trailingOnly = TRUE)
file <- told[1]; header <- told[2] == "header"; na <- told[3]
quote <- if (endsWith(file, ".csv")) "\"" else ""
sep <- if (endsWith(file, ".csv")) "," else "\t"
base <- function() {
  read.table(file, header, sep, quote, na.strings = na, colClasses = "character", comment.char = "", check.names = FALSE)
}
readr <- function() {
  text <- readr::cols(.default = "c")
  readr::read_delim(file, sep, quote = quote, na = na, col_names = header, col_types = text, trim_ws = FALSE, progress = FALSE)
}
data.table <- function() {  # which leaves doubled quotes as they are
  read <- data.table::fread(file, sep = sep, quote = quote, header = header, na.strings = na, colClasses = "character")
  if (quote == "") read else lapply(read, function(column) gsub("\"\"", "\"", column, fixed = TRUE))
}
for (name in c("base", "readr", "data.table")) if (requireNamespace(name, quietly = TRUE)) {
  data <- as.data.frame(get(name)())
  data[is.na(data)] <- na
  write.table(data, paste0(file, ".", name), sep = "\x1f", eol = "\x1e", quote = FALSE, row.names = FALSE, col.names = FALSE)
  cat(name, "")
}
"""


def run(program: str, *words: str, cwd: Path) -> str:
    (cwd / "program.R").write_text(program, "utf-8")
    done = subprocess.run(
        [str(RSCRIPT), "--vanilla", "program.R", *words],
        cwd=cwd, capture_output=True, encoding="utf-8", env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "Warning" not in done.stderr, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("format", "name", "file", "missing"),
    [
        ("gdelt", "x", "x.export.CSV", ""),
        ("gdelt", "x", "x.mentions.CSV", ""),
        ("icews", "x.tab", "x.tab", ""),
        ("polecat", "x.tab", "x.tab", "None"),
        ("events", "x.csv", "x.csv", ""),
        ("statements", "x.csv", "x.csv", ""),
    ],
)
def test_every_cell_comes_back(write, tmp_path, format, name, file, missing):
    write(format, name)
    folder, quoted = tmp_path / "out", file.endswith(".csv")
    with (folder / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines) if quoted else csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    if format != "gdelt":
        del rows[0]
    readers = run(READ, file, "none" if format == "gdelt" else "header", missing, cwd=folder).split()
    assert readers[0] == "base"
    for reader in readers:
        read = [row.split("\x1f") for row in (folder / f"{file}.{reader}").read_text("utf-8").split("\x1e")[:-1]]
        assert len(read) > 1 and read == rows, reader


def test_columns_have_the_types_that_a_script_takes_for_granted(write, tmp_path):
    write("icews", "x.tab")
    program = """
    x <- read.delim("x.tab", quote = "", check.names = FALSE, colClasses = c("CAMEO Code" = "character"))
    cat(is.numeric(x$Intensity), is.integer(x[["Sentence Number"]]), class(as.Date(x[["Event Date"]])), x[["CAMEO Code"]][1])
    """
    assert run(program, cwd=tmp_path / "out").split() == ["TRUE", "TRUE", "Date", "057"]
