#!/usr/bin/env python3
"""Golden scores of BM25, written to src/eval/lexical/bm25.golden.json.

    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 bm25s==0.2.14
    venv/bin/python tools/oracles/bm25.py src/eval/lexical/bm25.golden.json && npx biome check --write src/eval/lexical

The formula is summed here from dense matrices of counts; where no document is empty, bm25s (method "lucene", its own
index and code, float64) must agree to 1e-9. Words are letters only, so that no tokeniser stands between.
"""
import json
import sys

import bm25s
import numpy as np


def corpus(rng, documents, empty):
    words = np.array([a + b for a in "bdklmr" for b in ("a", "o", "iru", "enna")])
    zipf = 1 / np.arange(1, len(words) + 1)
    draw = lambda n: list(rng.choice(words, n, p=zipf / zipf.sum()))
    texts = [draw(rng.integers(1, 14)) for _ in range(documents)]
    for at in empty:
        texts[at] = []
    queries = [draw(rng.integers(1, 7)) for _ in range(8)]
    queries[0] += [queries[0][0]] * 2 + ["unseen"]
    return texts, queries + [[], ["unseen"]]


def dense(texts, queries, k1, b):
    terms = sorted({w for text in texts + queries for w in text})
    count = lambda rows: np.array([[row.count(t) for t in terms] for row in rows], dtype=np.float64)
    tf, qtf = count(texts), count(queries)
    df = (tf > 0).sum(axis=0)
    idf = np.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
    length = tf.sum(axis=1, keepdims=True)
    weight = tf / (tf + k1 * (1 - b + b * length / length.mean()) + (tf == 0))
    return qtf @ (weight * idf).T


def by_bm25s(texts, queries, k1, b):
    index = bm25s.BM25(method="lucene", k1=k1, b=b, dtype="float64")
    index.index(texts, show_progress=False)
    vocabulary = index.vocab_dict
    rows = []
    for query in queries:
        known = [w for w in query if w in vocabulary]
        rows.append(index.get_scores(known) if known else np.zeros(len(texts)))
    return np.array(rows)


cases = []
for seed, (k1, b, empty) in enumerate([(0.9, 0.4, []), (1.2, 0.75, []), (0.0, 0.0, []), (2.0, 1.0, [3, 7])]):
    rng = np.random.default_rng(seed)
    texts, queries = corpus(rng, 12, empty)
    scores = dense(texts, queries, k1, b)
    if not empty:
        assert np.abs(scores - by_bm25s(texts, queries, k1, b)).max() < 1e-9
    cases.append({
        "k1": k1, "b": b,
        "documents": [" ".join(t) for t in texts],
        "queries": [" ".join(q) for q in queries],
        "scores": scores.tolist(),
    })
with open(sys.argv[1], "w") as out:
    json.dump(cases, out)
