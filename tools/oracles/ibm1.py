#!/usr/bin/env python3
"""Golden tables of IBM Model 1, written to src/translate/ibm1.golden.json.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 nltk==3.10.4
    venv/bin/python tools/oracles/ibm1.py src/translate/ibm1.golden.json && npx biome check --write src/translate

EM is done here with dense matrices over all words; nltk's IBMModel1 (own code, dictionaries) must agree to 1e-9
where no target word is repeated in its sentence: nltk adds such a word up once for all its places, Brown et al. for each.
Rows of `table` are source words, the last one NULL; columns are target words.
"""
import json
import sys

import numpy as np
from nltk.translate import AlignedSent, IBMModel1

TEXTBOOK = [("la maison", "the house"), ("la fleur", "the flower")]


def random_pairs(seed, count, repeats):
    """Targets are the sources word for word, shuffled, with noise; repeated words included."""
    rng = np.random.default_rng(seed)
    words = [c + v for c in "bdfgkl" for v in "aeo"]
    pairs = []
    for _ in range(count):
        source = list(rng.choice(words, rng.integers(1, 6), replace=repeats))
        if repeats:
            source.append(source[0])
        target = [w.upper() for w in source if rng.random() < 0.8] or ["X"]
        target += ["THE"] * rng.integers(0, 3 if repeats else 2)
        rng.shuffle(target)
        pairs.append((" ".join(source), " ".join(target)))
    return pairs


def train(pairs, iterations):
    pairs = [(s.split(), t.split()) for s, t in pairs]
    sources = sorted({w for s, _ in pairs for w in s})
    targets = sorted({w for _, t in pairs for w in t})
    null = len(sources)
    table = np.full((null + 1, len(targets)), 1 / len(targets))
    numbered = [([sources.index(w) for w in s] + [null], [targets.index(w) for w in t]) for s, t in pairs]
    likelihood = lambda: sum(np.log(table[np.ix_(s, t)].sum(axis=0) / len(s)).sum() for s, t in numbered)
    trace = [likelihood()]
    for _ in range(iterations):
        counts = np.zeros_like(table)
        for s, t in numbered:
            block = table[np.ix_(s, t)]
            np.add.at(counts, np.ix_(s, t), block / block.sum(axis=0))
        table = counts / counts.sum(axis=1, keepdims=True)
        trace.append(likelihood())
    return sources, targets, table, trace


def check(pairs, iterations, sources, targets, table):
    other = IBMModel1([AlignedSent(t.split(), s.split()) for s, t in pairs], iterations)
    for s, t in pairs:  # nltk leaves words that never meet at their start, so only those that do are asked
        for source in s.split() + [None]:
            for target in t.split():
                ours = table[sources.index(source) if source else -1, targets.index(target)]
                assert abs(other.translation_table[target][source] - ours) < 1e-9, (source, target)


cases = []
for name, pairs, iterations in [
    ("textbook", TEXTBOOK, 1),
    ("textbook", TEXTBOOK, 5),
    ("random", random_pairs(1, 20, False), 7),
    ("repeats", random_pairs(2, 15, True), 4),
]:
    sources, targets, table, trace = train(pairs, iterations)
    if name != "repeats":
        check(pairs, iterations, sources, targets, table)
    cases.append({
        "name": f"{name}, {iterations} iterations", "iterations": iterations, "pairs": pairs,
        "sources": sources, "targets": targets, "table": table.tolist(), "logLikelihood": trace,
    })
with open(sys.argv[1], "w") as out:
    json.dump(cases, out)
