"""The encoder in plain numpy, float64, straight from the container: the judge of the ONNX chain."""

import math

import numpy as np

erf = np.vectorize(math.erf)


def layer_norm(x, source, name):
    centred = x - x.mean(-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(-1, keepdims=True) + source.epsilon)
    return centred / spread * source.float32(f"{name}.w") + source.float32(f"{name}.b")


def linear(x, source, name, outputs, inputs):
    weights = source.dequantised(f"{name}.w", outputs, inputs).astype(np.float64)
    return x @ weights.T + source.float32(f"{name}.b")


def attention(x, source, name):
    width, heads = source.hidden, source.heads
    split = lambda c: linear(x, source, f"{name}.{c}", width, width).reshape(len(x), heads, -1)
    q, k, v = map(split, "qkv")
    scores = np.einsum("ihd,jhd->hij", q, k) / math.sqrt(width // heads)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    mixed = np.einsum("hij,jhd->ihd", weights, v).reshape(len(x), width)
    return linear(mixed, source, f"{name}.ao", width, width)


def hidden_states(source, full_ids, seen=lambda name, x: None):
    """States [tokens, 384] after the embeddings and after each layer, for ids of the full vocabulary.

    `seen` is shown what goes into the linear layers `l0.qkv`, `l0.fi`, `l1.qkv`, ...
    """
    width = source.hidden
    words = source.dequantised("emb.word", source.rows, width)[full_ids].astype(np.float64)
    positions = source.float32("emb.pos").reshape(-1, width)[: len(full_ids)]
    kinds = source.float32("emb.type").reshape(-1, width)[0]
    states = [layer_norm(words + positions + kinds, source, "emb.ln")]
    for layer in range(source.layers):
        name, x = f"l{layer}", states[-1]
        seen(f"{name}.qkv", x)
        middle = layer_norm(x + attention(x, source, name), source, f"{name}.aln")
        seen(f"{name}.fi", middle)
        inner = linear(middle, source, f"{name}.fi", source.inner, width)
        active = inner * 0.5 * (1 + erf(inner / math.sqrt(2)))
        outer = linear(active, source, f"{name}.fo", width, source.inner)
        states.append(layer_norm(middle + outer, source, f"{name}.oln"))
    return states
