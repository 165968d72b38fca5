"""Writes src/data/tables/parquet/fixtures.json: small Parquet files by pyarrow, base64, with the rows that pyarrow reads.

python3 -m venv venv && venv/bin/pip install pyarrow==26.0.1 && venv/bin/python tools/oracles/parquetFiles.py
"""

import base64
import io
import json
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

WORDS = ["mvua", "chakula", "Nairobi", "läuft", "語", "😀", "habari ya asubuhi", ""]
ROWS = 40


def text(row: int) -> str:
    return f"{WORDS[row % 8]} {row * 7919 % 101}"


TABLE = pa.table(
    {
        "id": pa.array(range(ROWS), pa.int64()),
        " text": pa.array([None if row % 11 == 3 else text(row) for row in range(ROWS)], pa.string()),
        "label": pa.array([WORDS[row % 3] for row in range(ROWS)], pa.string()).dictionary_encode(),
        "translation": pa.array(
            [None if row % 13 == 5 else {"en": text(row), "sw": None if row % 7 == 2 else text(row + 1)} for row in range(ROWS)],
            pa.struct([("en", pa.string()), ("sw", pa.string())]),
        ),
        "vector": pa.array([[row / 4, -row / 8] for row in range(ROWS)], pa.list_(pa.float32())),
        "tags": pa.array([[WORDS[at] for at in range(row % 4)] for row in range(ROWS)], pa.list_(pa.string())),
        "score": pa.array([None if row % 9 == 1 else row / 3 for row in range(ROWS)], pa.float64()),
        "ok": pa.array([row % 3 == 0 for row in range(ROWS)], pa.bool_()),
        "big": pa.array([2**60 + row for row in range(ROWS)], pa.int64()),
        "raw": pa.array([bytes([255, row]) if row % 2 else b"abc" for row in range(ROWS)], pa.binary()),
    }
)

FILES = {
    "snappy": {"compression": "snappy"},
    "plain": {"compression": "none", "use_dictionary": False},
    "zstd": {"compression": "zstd"},
    "gzip": {"compression": "gzip"},
    "brotli": {"compression": "brotli"},
    "lz4": {"compression": "lz4"},
    "v2": {"compression": "snappy", "data_page_version": "2.0", "data_page_size": 200, "write_batch_size": 8},
    "groups": {"compression": "snappy", "row_group_size": 17, "data_page_size": 64, "write_batch_size": 4},
    "delta": {
        "compression": "zstd",
        "use_dictionary": False,
        "column_encoding": {"id": "DELTA_BINARY_PACKED", " text": "DELTA_LENGTH_BYTE_ARRAY", "score": "BYTE_STREAM_SPLIT"},
    },
}


def plain(value):
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return {"bytes": list(value)}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return str(value)
    return value


def write(table: pa.Table, options: dict) -> str:
    sink = io.BytesIO()
    pq.write_table(table, sink, store_schema=False, **options)
    return base64.b64encode(sink.getvalue()).decode()


rows = [{name: plain(value) for name, value in row.items()} for row in TABLE.to_pylist()]
files = {name: write(TABLE, options) for name, options in FILES.items()}
prefixed = pa.table({"a": ["habari", "habari ya", "habari ya asubuhi"]})
files["deltaByteArray"] = write(prefixed, {"use_dictionary": False, "column_encoding": {"a": "DELTA_BYTE_ARRAY"}})
out = pathlib.Path("src/data/tables/parquet/fixtures.json")
out.write_text(json.dumps({"rows": rows, "files": files}, ensure_ascii=False) + "\n")
print(out, out.stat().st_size, "bytes")
