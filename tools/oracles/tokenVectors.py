"""Token vectors as NumPy, safetensors and pyarrow write and read them.

python3 -m venv venv && venv/bin/pip install numpy==2.4.6 safetensors==0.8.0 pyarrow==26.0.1 ml_dtypes==0.6.0

  venv/bin/python tools/oracles/tokenVectors.py write src/data/vectors/vectors.golden.json
      files that the readers' test opens, in base64, and what is in them
  venv/bin/python tools/oracles/tokenVectors.py check FOLDER
      reads FOLDER/*.safetensors, *.npz and *.parquet, which `npm run encode` or WRITE_VECTORS=FOLDER npx vitest run
      src/data/vectors wrote, and compares them with FOLDER/expected.json
"""

import base64
import glob
import io
import json
import os
import sys

import ml_dtypes
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import safetensors
import safetensors.numpy

VALUES = np.array(
    [[1, -2.5, 0.15625], [0.1, 65504, -0.0], [3e-8, 1e-3, 7], [-1, 0.333, 2], [5, 6, -7.75]],
    dtype=np.float64,
)
OFFSETS = np.array([0, 2, 2, 5])
IDS = ["a", "ข", "🙂"]


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


def npz(compressed=False, **arrays):
    out = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(out, **arrays)
    return out.getvalue()


def padded(values):
    out = np.full((3, 4, 3), 9, dtype=values.dtype)
    mask = np.zeros((3, 4), dtype=np.int64)
    for text in range(3):
        rows = values[OFFSETS[text] : OFFSETS[text + 1]]
        out[text, : len(rows)] = rows
        mask[text, : len(rows)] = 1
    return out, mask


def int8(values):
    scale = np.abs(values).max(axis=1, keepdims=True) / 127
    return np.round(values / scale).astype(np.int8), scale.astype(np.float32)


def parquet(table, **options):
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def lists(values, kind):
    texts = [values[a:b].tolist() for a, b in zip(OFFSETS, OFFSETS[1:])]
    return pa.array(texts, pa.list_(pa.list_(kind)))


def cases():
    for dtype in ["<f2", "<f4", "<f8", ">f2", ">f4", ">f8"]:
        own = VALUES.astype(dtype)
        yield f"npz {dtype}", npz(x=own, offsets=OFFSETS, ids=np.array(IDS)), own
    own = VALUES.astype("<f4")
    yield "npz compressed", npz(True, x=own, offsets=OFFSETS.astype(">i4"), ids=np.array(IDS)), own
    yield "npz Fortran", npz(x=np.asfortranarray(own), offsets=OFFSETS), own
    three, mask = padded(own)
    yield "npz padded, mask", npz(x=three, attention_mask=mask), own
    yield "npz padded, bool mask", npz(x=three, mask=mask.astype(bool)), own
    yield "npz padded Fortran, lengths", npz(x=np.asfortranarray(three), lengths=mask.sum(1)), own
    brain = VALUES.astype(ml_dtypes.bfloat16)
    yield "npz bfloat16", npz(x=brain, offsets=OFFSETS), brain
    q, scale = int8(VALUES)
    back = q.astype(np.float64) * scale.astype(np.float64)
    yield "npz int8", npz(x=q, x_scale=scale, offsets=OFFSETS), back
    shifted = (q.astype(np.int16) + 128).astype(np.uint8)
    yield "npz uint8", npz(x=shifted, x_scale=scale, x_zero_point=np.array([128]), offsets=OFFSETS), back
    about = json.dumps({"layer": 6, "prefix": "query: ", "normalised": False})
    yield "npz metadata", npz(x=own, offsets=OFFSETS, meta=np.array(about)), own
    save = safetensors.numpy.save
    for name, dtype in [("F16", "f2"), ("F32", "f4"), ("F64", "f8"), ("BF16", ml_dtypes.bfloat16)]:
        own = VALUES.astype(dtype)
        meta = {"layer": "6", "tokenizer": "t", "normalized": "true", "special_tokens": "dropped"}
        yield f"safetensors {name}", save({"vectors": own, "offsets": OFFSETS}, meta), own
    yield "safetensors I8", save({"vectors": q, "vectors_scale": scale, "offsets": OFFSETS}), back
    yield "safetensors padded", save({"last_hidden_state": three, "attention_mask": mask}), VALUES.astype("<f4")
    for name, kind, dtype in [("float", pa.float32(), "f4"), ("double", pa.float64(), "f8"), ("half", pa.float16(), "f2")]:
        own = VALUES.astype(dtype)
        table = pa.table({"id": IDS, "vectors": lists(own, kind)})
        for codec in ["snappy", "zstd", "none"] if name == "float" else ["snappy"]:
            yield f"parquet {name} {codec}", parquet(table, compression=codec), own
    own = VALUES.astype("f4")
    rows = pa.array(own.tolist(), pa.list_(pa.float32(), 3))
    table = pa.table({"text": ["a", "a", "🙂", "🙂", "🙂"], "vectors": rows})
    table = table.replace_schema_metadata({"layer": "6"})
    yield "parquet fixed-size, a token a row", parquet(table, row_group_size=2), own


def write(path):
    out = []
    for name, data, own in cases():
        floats = np.asarray(own, dtype=np.float64).astype(np.float32)
        values = [float(value) for value in floats.ravel()]
        out.append({"name": name, "file": base64.b64encode(data).decode(), "values": values})
    for version in [(1, 0), (2, 0), (3, 0)]:
        data = npy(VALUES.astype("<f4"), version)
        values = [float(value) for value in VALUES.astype("f4").ravel()]
        out.append({"name": f"npy {version[0]}", "file": base64.b64encode(data).decode(), "values": values})
    with open(path, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(one) for one in out) + "\n]\n")
    print(len(out), "files in", path)


def read(path):
    """Vectors as float32, offsets, ids and metadata."""
    if path.endswith(".npz"):
        arrays = np.load(path)  # nothing pickled
        meta = json.loads(bytes(arrays["meta"]))
        vectors = arrays["vectors"]
        if vectors.dtype == np.dtype("V2"):
            vectors = vectors.view(ml_dtypes.bfloat16)
        scale = arrays.get("vectors_scale")
        ids = arrays["ids"].tolist() if "ids" in arrays else None
        offsets = arrays["offsets"].tolist()
    elif path.endswith(".safetensors"):
        with safetensors.safe_open(path, "numpy") as file:
            meta = file.metadata()
            names = list(file.keys())
            vectors = file.get_tensor("vectors")
            scale = file.get_tensor("vectors_scale") if "vectors_scale" in names else None
            ids = json.loads(bytes(file.get_tensor("ids"))) if "ids" in names else None
            offsets = file.get_tensor("offsets").tolist()
    else:
        table = pq.read_table(path)
        meta = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
        texts = table["vectors"].to_pylist()
        offsets = np.cumsum([0] + [len(text) for text in texts]).tolist()
        vectors = np.array([row for text in texts for row in text])
        scales = table["scales"].to_pylist() if "scales" in table.column_names else None
        scale = scales and np.array([one for text in scales for one in text])[:, None]
        ids = table["id"].to_pylist() if "id" in table.column_names else None
    vectors = vectors.astype(np.float64)
    if scale is not None:
        vectors = vectors * np.asarray(scale, dtype=np.float64)
    return vectors, offsets, ids, meta


def check(folder):
    with open(os.path.join(folder, "expected.json")) as file:
        expected = json.load(file)
    wanted = np.array(expected["vectors"]).reshape(-1, expected["d"])
    bounds = {"f32": (0, 0), "f16": (2**-11, 2**-25), "bf16": (2**-8, 0)}
    paths = sorted(path for kind in ["npz", "safetensors", "parquet"] for path in glob.glob(f"{folder}/*.{kind}"))
    for path in paths:
        vectors, offsets, ids, meta = read(path)
        assert offsets == expected["offsets"], (path, offsets)
        assert ids == expected.get("ids"), (path, ids)
        for key, value in expected["meta"].items():
            assert meta[key] == value, (path, key, meta)
        off = np.abs(vectors - wanted)
        if meta["dtype"] == "int8":
            allowed = np.abs(wanted).max(axis=1, keepdims=True) / 254 * 1.000001
        else:
            relative, absolute = bounds[meta["dtype"]]
            allowed = np.abs(wanted) * relative + absolute
        assert (off <= allowed).all(), (path, off.max())
        print(f"{os.path.basename(path)}: {vectors.shape[0]} vectors of {vectors.shape[1]}, largest difference {off.max():.3g}")
    print(len(paths), "files agree")


if __name__ == "__main__":
    {"write": write, "check": check}[sys.argv[1]](sys.argv[2])
