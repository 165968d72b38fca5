"""Offsets of tokens as Hugging Face's `tokenizers` (Rust) has them, for src/encoders/offsets.

python3 -m venv venv && venv/bin/pip install tokenizers==0.23.3
venv/bin/python tools/oracles/tokenOffsets.py src/encoders/offsets/offsets.golden.json

Texts: of public/sample and public/bitext in eleven languages, and hard cases. Tokenisers: the embedded one, and small ones
of the other kinds, trained here on the same texts. Offsets are turned from code points to UTF-16 units.
"""

import json
import sys

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

LANGUAGES = "en de es fr hi th fi sw so mr tl".split()
HARD = [
    "",
    "   ",
    "  set   an alarm\tfor 7\u00a0am \n",
    "แสดงวันที่ทำน้ำแข็ง คำสั่ง ทำ",
    "เตือนฉันพรุ่งนี้เช้า 7 โมง",
    "मुझे सुबह सात बजे जगाओ",
    "ल\u095cका की\u200dमत क\u094d\u200dष क\u094d\u200cष",
    "सड\u093cक \u0958\u0932\u092e करन\u093c",
    "ﾀﾞｲﾔﾙ ｶﾅ ガギ",
    "ﬁnd the ﬃ ligature ½ cup ² ①",
    "Ａｌａｒｍ １２３",
    "cafe\u0301 naïve ẹ\u0301 e\u0323\u0301 e\u0301\u0323 Ångström A\u030angström",
    "STRASSE Straße ΣΑΣ İstanbul",
    "co\u00adoperate auto\u00admatic",
    "👩‍👩‍👧‍👦 family 👍🏽 ok 🇩🇪 ❤️",
    "\U0001fae9 wake \U0001fae9\U0001fae9 up",
    "a▁b ▁ c",
    "zero\u200bwidth \ufeffbom word\u2060join",
    "mor\u0007ning \u0000nul",
    "漢字と仮名 中文 한국어 \u1112\u1161\u11ab글",
    "don't stop, it's 7:30!!! (really?)",
    "[UNK] <unk> <s> </s> ## Ġ </w>",
    "x\u0301\u0302\u0303\u0304y",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈 𠮷",
    "https://example.org/a?b=c#d user@example.org",
    "tumbili\u2019s \u201cquote\u201d \u2026 \u2014",
]


def texts():
    out = []
    for language in LANGUAGES:
        with open(f"public/sample/{language}/test.txt", encoding="utf-8") as file:
            rows = [line.rstrip("\n").split("\t") for line in file]
        out += [row[3] for row in rows[::11]][:22]
    for language in LANGUAGES[1:]:
        for name in ["udhr", "cldr"]:
            with open(f"public/bitext/{name}.{language}.tsv", encoding="utf-8") as file:
                rows = [line.rstrip("\n").split("\t") for line in file]
            out += [row[1] for row in rows[3::40] if len(row[1]) < 160][:4]
    return out + HARD


def trained(corpus):
    special = ["[UNK]", "[CLS]", "[SEP]"]
    bert = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    bert.normalizer = normalizers.BertNormalizer(lowercase=True)
    bert.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    bert.train_from_iterator(corpus, trainers.WordPieceTrainer(vocab_size=500, limit_alphabet=90, special_tokens=special))
    bert.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)])
    bert.decoder = decoders.WordPiece()
    yield "WordPiece, lower case, accents stripped", bert
    cased = Tokenizer.from_str(bert.to_str())
    cased.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.StripAccents()])
    cased.pre_tokenizer = pre_tokenizers.Whitespace()
    yield "WordPiece, NFKC, accents stripped", cased

    gpt = Tokenizer(models.BPE())
    gpt.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    gpt.train_from_iterator(
        corpus,
        trainers.BpeTrainer(vocab_size=600, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=["<|end|>"]),
    )
    gpt.decoder = decoders.ByteLevel()
    yield "byte-level BPE", gpt
    prefixed = Tokenizer.from_str(gpt.to_str())
    prefixed.normalizer = normalizers.NFC()
    prefixed.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.Split(Regex("[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+|\\s+"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    yield "byte-level BPE, split by a pattern, NFC", prefixed

    alphabet = sorted({letter for text in corpus for letter in text if letter < "\u0180"} | {"▁"} - {" "})
    llama = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    llama.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    latin = [text for text in corpus if all(letter < "\u0180" for letter in text)]
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
    llama.train_from_iterator(latin, trainers.BpeTrainer(vocab_size=700, special_tokens=["<unk>", "<s>", *bytes_], initial_alphabet=alphabet))
    content = json.loads(llama.to_str())
    content["added_tokens"] = [one for one in content["added_tokens"] if not one["content"].startswith("<0x")]
    content["decoder"] = {"type": "Fuse"}
    yield "BPE with byte fallback", Tokenizer.from_str(json.dumps(content))
    content = json.loads(llama.to_str())
    content["added_tokens"] = content["added_tokens"][:2]
    content["model"]["byte_fallback"] = False
    content["decoder"] = {"type": "Fuse"}
    content["pre_tokenizer"] = {"type": "WhitespaceSplit"}
    content["normalizer"] = {"type": "Lowercase"}
    yield "BPE with unknown characters", Tokenizer.from_str(json.dumps(content))


def utf16(text):
    """Units before each code point."""
    at, places = 0, []
    for letter in text:
        places.append(at)
        at += 2 if ord(letter) > 0xFFFF else 1
    return places + [at]


def golden(tokenizer, text):
    encoding = tokenizer.encode(text)
    places = utf16(text)
    spans = []
    for (start, end), special in zip(encoding.offsets, encoding.special_tokens_mask):
        spans.append("-" if special else f"{places[start]}-{places[end]}")
    # As texts, so that a formatter does not give every token a line.
    return {"text": text, "tokens": "␟".join(encoding.tokens), "spans": " ".join(spans)}


def main(path):
    corpus = texts()
    out = [{"name": "embedded", "json": "", "cases": [golden(Tokenizer.from_file("public/encoder/tokenizer.json"), text) for text in corpus]}]
    few = corpus[:242:12] + corpus[242:322:11] + HARD
    for name, tokenizer in trained(corpus):
        cases = [golden(tokenizer, text) for text in few]
        out.append({"name": name, "json": json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":")), "cases": cases})
    with open(path, "w", encoding="utf-8") as file:
        json.dump(out, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")
    print(sum(len(one["cases"]) for one in out), "texts in", path)


if __name__ == "__main__":
    main(sys.argv[1])
