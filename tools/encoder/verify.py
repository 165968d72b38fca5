#!/usr/bin/env python3
"""Compares the built chain with the float64 reference and writes golden vectors for the tests.

usage: verify.py CONTAINER BUILT SENTENCES.json [GOLDEN.json]

SENTENCES.json  {"language": "sentence", ...}
GOLDEN.json     per sentence and layer 6 and 12: pieces, and norm and first 8 values of every token
"""

import json
import pathlib
import sys

import numpy as np
import onnxruntime
from container import Container
from reference import hidden_states
from tokenizers import Tokenizer
from vocabulary import make_tokenizer

GOLDEN_LAYERS = (6, 12)


def sessions(folder):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    names = ["embed.onnx"] + [f"layer{layer:02d}.onnx" for layer in range(1, 13)]
    return [onnxruntime.InferenceSession(str(folder / name), options) for name in names]


def run_chain(chain, ids):
    states = [chain[0].run(None, {"input_ids": np.array([ids], np.int64)})[0]]
    bias = np.zeros([1, 1, 1, len(ids)], np.float32)
    for layer in chain[1:]:
        states.append(layer.run(None, {"hidden": states[-1], "attention_bias": bias})[0])
    return [state[0] for state in states]


def golden_entry(encoding, states):
    entry = {"pieces": encoding.tokens, "layers": {}}
    for layer in GOLDEN_LAYERS:
        norms = np.linalg.norm(states[layer], axis=-1)
        rows = [[float(f"{x:.6g}") for x in row[:8]] for row in states[layer]]
        entry["layers"][str(layer)] = {"norms": [float(f"{n:.7g}") for n in norms], "rows": rows}
    return entry


def main(container, built, sentences, golden=None):
    source, built = Container(container), pathlib.Path(built)
    full = make_tokenizer(source, list(range(len(source.pieces))))
    trimmed = Tokenizer.from_file(str(built / "tokenizer.json"))
    chain, entries, worst = sessions(built), [], np.zeros(source.layers + 1)
    for language, text in json.loads(pathlib.Path(sentences).read_text()).items():
        encoding, wanted = trimmed.encode(text), full.encode(text)
        if encoding.tokens != wanted.tokens:
            print(f"{language}: pieces differ from the full vocabulary: {encoding.tokens}")
        states = hidden_states(source, wanted.ids)
        if len(encoding.ids) == len(wanted.ids):
            got = run_chain(chain, encoding.ids)
            worst = np.maximum(worst, [np.abs(g - s).max() for g, s in zip(got, states)])
        entry = golden_entry(wanted, states)
        entries.append({"language": language, "text": text, **entry})
    print("largest |chain - float64| by layer:", " ".join(f"{w:.1e}" for w in worst))
    if golden:
        pathlib.Path(golden).write_text(json.dumps(entries, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
