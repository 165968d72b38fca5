"""How large each channel becomes where int8 begins: the largest |x| on a few sentences."""

import json
import pathlib

import numpy as np
from reference import hidden_states
from vocabulary import make_tokenizer

SENTENCES = pathlib.Path(__file__).with_name("sentences.json")


def channel_peaks(source):
    """{"l0.qkv": [384], "l0.fi": [384], "l1.qkv": ...}, from the float64 reference on sentences.json."""
    full = make_tokenizer(source, list(range(len(source.pieces))))
    peaks = {}

    def seen(name, x):
        peaks[name] = np.maximum(peaks.get(name, 0), np.abs(x).max(0))

    for text in json.loads(SENTENCES.read_text(encoding="utf8")).values():
        hidden_states(source, full.encode(text).ids, seen)
    return peaks
