"""How fast is this version? Measures it and adds a line to ``evaluation/speed.jsonl``, from which the page on speed is made.

`relata bench` with a pipeline of spaCy's for scale; the cold start of `relata read` on one article, beside that of the pipeline on the same
text; and the memory of reading many articles, made of the sample's with a new word each, after a tenth of them and at the end. Each with
all libraries on one thread, as in `relata bench`. `make speed SPACY=en_core_web_sm` does this.

    python evaluation/speed.py --spacy en_core_web_sm --articles 10000
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

from relata import __version__, ingest
from relata.cli.bench import THREADS
from relata.cli.demo import SAMPLE
from relata.records import Article

TABLE = Path(__file__).with_name("speed.jsonl")
COLD = 7  # starts, in turn; the median counts
# Memory in MiB after a tenth of the articles and after all of them, with the most ever held.
MEMORY = """
import itertools, json, os, re, resource, sys
from relata import Coder, ingest

def held():
    return int(re.findall(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[0]) / 1024

articles, n = ingest.read_paths([sys.argv[1]]), int(sys.argv[2])
memory = []
for number, coded in enumerate(Coder().stream(articles), 1):
    if number in (n // 10, n):
        memory.append(round(held()))
print(json.dumps([*memory, round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)]))
"""
PEER = "import spacy, sys; spacy.load(sys.argv[1])(open(sys.argv[2], encoding='utf-8').read())"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spacy", required=True, metavar="NAME", help="an installed pipeline of spaCy's, or its folder")
    parser.add_argument("--articles", type=int, default=10_000, metavar="N", help="for the memory")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    args = parser.parse_args()
    for name in THREADS:
        os.environ[name] = "1"
    found = {"version": __version__, "date": dt.date.today().isoformat(), "machine": machine()}
    with tempfile.TemporaryDirectory() as name:
        found |= bench(args.spacy, args.rounds)
        found |= cold(args.spacy, Path(name))
        found |= memory(args.articles, Path(name))
    with TABLE.open("a", encoding="utf-8") as table:
        table.write(json.dumps(found) + "\n")
    print(json.dumps(found, indent=1))


def machine() -> str:
    """The processor's own name and how many this machine has of it."""
    known = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*:\s*(.+)", known.read_text()) if known.exists() else []
    return f"{os.cpu_count()} × {names[0] if names else platform.processor() or platform.machine()}"


def bench(spacy: str, rounds: int) -> dict[str, Any]:
    told = json.loads(output([sys.executable, "-m", "relata", "bench", "--json", "--spacy", spacy, "--rounds", str(rounds)]))
    kept = ("model", "words", "encoder", "reader", "coder", "reader_ratio", "coder_ratio", "spacy", "spacy_ratio", "spacy_model")
    return {name: told[name] for name in (*kept, "processor_share")}


def cold(spacy: str, folder: Path) -> dict[str, Any]:
    """Seconds from nothing to the rows of one article, as they pass and of processor time; the first start warms the disk's cache."""
    article = next(sample())
    file = folder / "article.txt"
    file.write_text(article.text, encoding="utf-8")
    commands = {
        "cold": [sys.executable, "-m", "relata", "read", str(file), "--json"],
        "cold_spacy": [sys.executable, "-c", PEER, spacy, str(file)],
    }
    timed = [{name: seconds(command) for name, command in commands.items()} for _ in range(COLD + 1)][1:]
    found = {}
    for name in commands:
        found[f"{name}_seconds"] = round(statistics.median(row[name][0] for row in timed), 2)
        found[f"{name}_processor_seconds"] = round(statistics.median(row[name][1] for row in timed), 2)
    return found


def memory(n: int, folder: Path) -> dict[str, Any]:
    file = folder / "many.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number, article in enumerate(islice((a for _ in count() for a in sample()), n)):
            # an id and a word of its own, else it would be a text that is known already
            lines.write(json.dumps({**article.to_dict(), "id": f"a{number}", "text": f"{article.text}\n\nNumber {number}."}) + "\n")
    tenth, end, most = json.loads(output([sys.executable, "-c", MEMORY, str(file), str(n)]))
    return {"articles": n, "memory_tenth_mib": tenth, "memory_end_mib": end, "memory_most_mib": most}


def sample() -> Any:
    return (item for item in ingest.read_paths([Path(str(SAMPLE)) / "articles.jsonl"]) if isinstance(item, Article))


def seconds(command: Sequence[str]) -> tuple[float, float]:
    """How long a command takes, as time passes and of the processor."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    output(command)
    passed, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return passed, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def output(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)[:200]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    main()
