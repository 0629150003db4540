"""Runs of words by which borrowed sentences are recognised, kept as hashes alone.

python -m tests.borrowed.runs sources FOLDER    hashes every run of eight words of the text files in FOLDER
python -m tests.borrowed.runs lines FILE        hashes short runs of the famous lines in FILE, one a line

What is hashed is kept nowhere in this repository: the files beside this one hold the first eight bytes of SHA-256 of
each run, sorted. Case, punctuation and white space make no difference, and a language that is written with spaces, such
as Korean, is cut at them.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from base64 import b64decode, encodebytes
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from redheat_game.storage.writing import write_atomically

HERE = Path(__file__).parent
SOURCES, LINES = HERE / "sources.base64", HERE / "lines.base64"
LONG = 8
"""Words of a run of the sources."""
SHORT = range(4, 7)
"""Words that a run of a famous line may have: a short line is one run, a longer one every run of `USUAL`."""
USUAL = 5
BYTES = 8
_APOSTROPHES = re.compile(r"['’ʼ]")
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words of a text, without what makes no difference."""
    return _WORD.findall(_APOSTROPHES.sub("", unicodedata.normalize("NFKC", text)).casefold())


def runs_of(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Every run of so many words, in order; the n-th begins at the n-th word."""
    return (tuple(words[start : start + length]) for start in range(len(words) - length + 1))


def hashed(run: Iterable[str]) -> bytes:
    """What is kept of a run."""
    return sha256(" ".join(run).encode()).digest()[:BYTES]


def hashes_of_sources(texts: Iterable[str]) -> set[bytes]:
    """Every run of the sources."""
    return {hashed(run) for text in texts for run in runs_of(words_of(text), LONG)}


def hashes_of_lines(lines: Iterable[str]) -> set[bytes]:
    """The runs of famous lines; those of fewer than four words have none, for anybody might write them."""
    found = set()
    for line in lines:
        words = words_of(line)
        length = len(words) if len(words) in SHORT else USUAL
        found |= {hashed(run) for run in runs_of(words, length)}
    return found


def kept(path: Path) -> frozenset[bytes]:
    """The hashes of a file."""
    data = b64decode(path.read_text(encoding="ascii"))
    return frozenset(data[start : start + BYTES] for start in range(0, len(data), BYTES))


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("what", choices=("sources", "lines"))
    parser.add_argument("path", type=Path)
    asked = parser.parse_args(arguments)
    if asked.what == "sources":
        texts = [file.read_text(encoding="utf-8") for file in sorted(asked.path.rglob("*.txt"))]
        file, found = SOURCES, hashes_of_sources(texts)
    else:
        file, found = LINES, hashes_of_lines(asked.path.read_text(encoding="utf-8").splitlines())
    if not found:
        parser.error(f"there is nothing to hash in {asked.path}")
    write_atomically(file, encodebytes(b"".join(sorted(found))).decode("ascii"))
    print(f"{len(found)} runs, in {file.name}")


if __name__ == "__main__":
    main()
