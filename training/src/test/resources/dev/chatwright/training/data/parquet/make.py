"""Writes the Parquet files of the tests, and beside each its rows as JSON lines. Needs pyarrow (26.0.1 was used)."""

import json
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent
TURN = pa.struct([pa.field("role", pa.string(), nullable=False), ("content", pa.string())])


def write(name, table, **options):
    pq.write_table(table, HERE / f"{name}.parquet", **options)
    lines = (json.dumps(row, ensure_ascii=False) for row in table.to_pylist())
    (HERE / f"{name}.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")


def turns(i):
    return [
        {"role": "user", "content": f"Question {i}: wie geht’s? 🙂"},
        {"role": "assistant", "content": f"Answer {i % 7}."},
    ] * (1 + i % 3)


def chats(count):
    return pa.table({"id": pa.array(range(count)), "messages": pa.array(map(turns, range(count)), pa.list_(TURN))})


def holes(i):
    """Lists that are empty, absent, or have absent elements."""
    return [None, [], [None], [{"role": "user", "content": None}], turns(i), turns(i) + [None]][i % 6]


nested = pa.table(
    {
        "messages": pa.array(map(holes, range(40)), pa.list_(TURN)),
        "tags": pa.array([[[f"a{i}"], [], None, ["b", None]][: i % 5] for i in range(40)], pa.list_(pa.list_(pa.string()))),
        "about": pa.array([None if i % 4 == 0 else {"source": {"name": f"s{i % 3}"}, "n": i} for i in range(40)]),
    }
)
flat = pa.table(
    {
        "text": pa.array([f"line {i * 37 % 11}" if i % 5 else None for i in range(300)]),
        "label": pa.array([i % 3 == 0 if i % 7 else None for i in range(300)]),
        "small": pa.array([i - 150 for i in range(300)], pa.int32()),
        "large": pa.array([(i - 150) << 40 for i in range(300)], pa.int64()),
        "half": pa.array([i / 2 for i in range(300)], pa.float32()),
        "third": pa.array([i / 3 for i in range(300)], pa.float64()),
    }
)

write("chats-snappy", chats(200), row_group_size=64)
write("chats-gzip-2", chats(200), compression="gzip", data_page_version="2.0", data_page_size=512)
write("nested", nested, compression="none", write_page_checksum=True)
write("nested-2", nested, data_page_version="2.0", use_dictionary=False)
write("flat", flat, data_page_size=256, use_dictionary=["text"], dictionary_pagesize_limit=64)
write("flat-2", flat, compression="gzip", data_page_version="2.0")
write("no-rows", chats(0))
pq.write_table(chats(200), HERE / "chats-zstd.parquet", compression="zstd", row_group_size=64)
pq.write_table(flat, HERE / "flat-zstd.parquet", compression="zstd", compression_level=19, data_page_version="2.0")
pq.write_table(chats(3), HERE / "lz4.parquet", compression="lz4")


def sentence(count):
    """Words drawn by a formula that ZstandardTest has too."""
    drawn, words = 1, []
    for _ in range(count):
        drawn = (drawn * 1103515245 + 12345) % (1 << 31)
        words.append("abcdefghijklmnopqrstuvwxyz"[: 1 + (drawn >> 16) % 26][:: 1 if drawn >> 24 & 1 else -1])
    return " ".join(words).encode()


for name, text in {"short": b"To be or not to be", "same": b"a" * 400_000, "long": sentence(20_000), "none": b""}.items():
    for level in (1, 19):
        packed = pa.Codec("zstd", level).compress(text, asbytes=True)
        (HERE / f"{name}-{level}.zst").write_bytes(packed)
