"""Compares the token vectors of an exported student with those that our own forward wrote beside it.

    python tools/studentExport/check.py FOLDER...

Each FOLDER is one that write.mjs wrote. Needs numpy, safetensors and tokenizers; uses onnxruntime,
sentence-transformers (6 or newer) and PyLate where they are installed, and says which were not.
Exits with 1 if ids differ or a component of a unit vector is off by more than 1e-4.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

BOUND = 1e-4
erf = np.vectorize(math.erf, otypes=[np.float64])


def gelu(x):
    return x * 0.5 * (1 + erf(x / math.sqrt(2)))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def unit(x):
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


class NumpyModel:
    """The folder's modules in float64 numpy, read from its own config files."""

    def __init__(self, folder):
        self.folder = folder
        self.config = json.loads((folder / "config.json").read_text())
        self.weights = self.load("model.safetensors")
        self.modules = json.loads((folder / "modules.json").read_text())
        self.dense = {m["path"]: self.load(f"{m['path']}/model.safetensors") for m in self.modules if "Dense" in m["path"]}

    def load(self, path):
        return {name: value.astype(np.float64) for name, value in load_file(self.folder / path).items()}

    def linear(self, x, name):
        return x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def norm(self, x, name):
        centred = x - x.mean(-1, keepdims=True)
        scale = np.sqrt((centred**2).mean(-1, keepdims=True) + self.config["layer_norm_eps"])
        return centred / scale * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

    def layer(self, x, name):
        heads = self.config["num_attention_heads"]

        def split(part):
            states = self.linear(x, f"{name}.attention.self.{part}")
            return states.reshape(len(x), heads, -1).transpose(1, 0, 2)

        q, k, v = split("query"), split("key"), split("value")
        mixed = softmax(q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1])) @ v
        context = mixed.transpose(1, 0, 2).reshape(len(x), -1)
        x = self.norm(x + self.linear(context, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
        inner = gelu(self.linear(x, f"{name}.intermediate.dense"))
        return self.norm(x + self.linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def vectors(self, ids):
        word, position, kind = (self.weights[f"embeddings.{n}_embeddings.weight"] for n in ("word", "position", "token_type"))
        x = self.norm(word[ids] + position[: len(ids)] + kind[0], "embeddings.LayerNorm")
        for layer in range(self.config["num_hidden_layers"]):
            x = self.layer(x, f"encoder.layer.{layer}")
        for module in self.modules[1:]:
            path = module["path"]
            if "Dense" in path:
                config = json.loads((self.folder / path / "config.json").read_text())
                x = x @ self.dense[path]["linear.weight"].T + self.dense[path].get("linear.bias", 0)
                if config["activation_function"].endswith("GELU"):
                    x = gelu(x)
            elif "Normalize" in path:
                x = unit(x)
        return unit(x)


def onnx_vectors(folder, texts_ids):
    import onnxruntime

    session = onnxruntime.InferenceSession(folder / "student.onnx", providers=["CPUExecutionProvider"])
    longest = max(map(len, texts_ids))
    ids = np.ones((len(texts_ids), longest), np.int64)
    mask = np.zeros_like(ids)
    for row, own in enumerate(texts_ids):
        ids[row, : len(own)], mask[row, : len(own)] = own, 1
    (vectors,) = session.run(["token_vectors"], {"input_ids": ids, "attention_mask": mask})
    return [vectors[row, : len(own)] for row, own in enumerate(texts_ids)]


def sentence_transformers_vectors(folder, texts):
    """All vectors where the mask keeps special tokens, else those between them."""
    from sentence_transformers import MultiVectorEncoder

    model = MultiVectorEncoder(str(folder), device="cpu")
    return [np.asarray(v.cpu()) for v in model.encode_query(texts)]


def pylate_vectors(folder, texts):
    from pylate import models

    model = models.ColBERT(str(folder), device="cpu")
    return [np.asarray(v) for v in model.encode(texts, is_query=True)]


def report(name, expected, got):
    """Prints the largest difference and whether it is within the bound."""
    inner = [e[1:-1] if len(g) == len(e) - 2 else e for e, g in zip(expected, got, strict=True)]
    if any(len(e) != len(g) for e, g in zip(inner, got, strict=True)):
        print(f"  {name}: other numbers of tokens")
        return False
    worst = max(float(np.abs(e - g).max(initial=0)) for e, g in zip(inner, got, strict=True))
    print(f"  {name}: {sum(map(len, got))} vectors, largest difference {worst:.1e}")
    return worst <= BOUND


def check(folder):
    print(folder.name)
    texts = json.loads((folder / "texts.json").read_text())
    stored = load_file(folder / "expected.safetensors")
    ends = stored["offsets"]
    cut = lambda rows: [rows[a:b] for a, b in zip(ends[:-1], ends[1:], strict=True)]
    expected, ids = cut(stored["vectors"]), cut(stored["ids"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    same = [tokenizer.encode(text).ids == list(own) for text, own in zip(texts, ids, strict=True)]
    print(f"  tokenizers: {sum(same)} of {len(texts)} texts have the same ids")
    model = NumpyModel(folder)
    good = all(same) & report("numpy", expected, [model.vectors(own) for own in ids])
    pylate = json.loads((folder / "config_sentence_transformers.json").read_text())["model_type"] == "ColBERT"
    others = [("onnxruntime", lambda: onnx_vectors(folder, ids))]
    others.append(("sentence-transformers", lambda: sentence_transformers_vectors(folder, texts)))
    if pylate:
        others.append(("PyLate", lambda: pylate_vectors(folder, texts)))
    for name, run in others:
        try:
            got = run()
        except ImportError as error:
            print(f"  {name}: not installed ({error})")
            continue
        good &= report(name, expected, got)
    return good


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(0 if all([check(Path(folder)) for folder in sys.argv[1:]]) else 1)
