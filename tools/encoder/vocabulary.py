"""Chooses the pieces to keep and writes their tokenizer.json."""

import re
import unicodedata
from collections import Counter

import numpy as np
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

META = "\u2581"
# SentencePiece's nmt_nfkc: these code points vanish, those become a space, the rest is NFKC.
CONTROLS = "[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]"
SPACES = "[\u0009\u000a\u000c\u000d\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
KEPT_SCRIPTS = ("LATIN", "DEVANAGARI", "THAI", "COMBINING")
SMALL_SCRIPTS = re.compile("[\u0900-\u097f\u0e00-\u0e7f]")  # Devanagari and Thai
# A letter met less often than this in the texts belongs to a foreign name, not to our languages.
ALPHABET_MINIMUM = 50


def make_tokenizer(source, ids):
    """The Unigram tokenizer over `ids` of the source vocabulary, new id = rank in `ids`."""
    # Shortest decimals that give back the same float32; the full doubles would double the file.
    rows = [(source.pieces[i], float(str(source.scores[i]))) for i in ids]
    tokenizer = Tokenizer(models.Unigram(rows, unk_id=ids.index(source.unk)))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(CONTROLS), ""),
            normalizers.Replace(Regex(SPACES), " "),
            normalizers.NFKC(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement=META, prepend_scheme="always", split=False),
        ]
    )
    tokenizer.decoder = decoders.Metaspace(replacement=META, prepend_scheme="always")
    bos, eos = ids.index(source.bos), ids.index(source.eos)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", bos), ("</s>", eos)]
    )
    return tokenizer


def is_kept_character(char):
    """True for ASCII, Latin, Devanagari and Thai letters, and for marks and symbols of any script."""
    name = unicodedata.name(char, "")
    category = unicodedata.category(char)
    return char.isascii() or name.startswith(KEPT_SCRIPTS) or category[0] in "PSN"


def single_characters(source):
    """Ids of the pieces of one character, with or without the word mark."""
    bare = (piece.replace(META, "") for piece in source.pieces)
    return {i for i, b in enumerate(bare) if len(b) <= 1 and all(map(is_kept_character, b))}


def by_score(source, texts):
    """Ids of the pieces spelt in the texts' alphabet alone: Thai and Devanagari, then Latin, most probable first.

    Latin pieces of a hundred other languages would otherwise crowd out the two small scripts,
    and the trimming itself would widen the gap between languages.
    """
    counts = Counter("".join(texts))
    alphabet = {c for c, n in counts.items() if n >= ALPHABET_MINIMUM and is_kept_character(c)}
    alphabet |= {unicodedata.normalize("NFKC", c) for c in alphabet} | {META}
    order = np.argsort(-source.scores, kind="stable")
    ids = [int(i) for i in order if alphabet.issuperset(source.pieces[i])]
    return sorted(ids, key=lambda i: not SMALL_SCRIPTS.search(source.pieces[i]))


def used_pieces(source, texts):
    """How often the full vocabulary uses each id on the texts."""
    full = make_tokenizer(source, list(range(len(source.pieces))))
    counts = Counter()
    for start in range(0, len(texts), 4096):
        for encoding in full.encode_batch(texts[start : start + 4096]):
            counts.update(encoding.ids)
    return counts


def choose(source, texts, size):
    """`size` sorted ids: specials, single characters, all pieces the texts use, then the most probable."""
    keep = {source.bos, source.eos, source.pad, source.unk}
    keep |= single_characters(source)
    keep |= set(used_pieces(source, texts))
    if len(keep) > size:
        raise ValueError(f"the texts alone use {len(keep)} pieces, more than the {size} allowed")
    for i in by_score(source, texts):
        if len(keep) >= size:
            break
        keep.add(i)
    return sorted(keep)
